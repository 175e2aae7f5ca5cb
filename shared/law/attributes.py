"""Which attributes does a case have, seen from one defendant, that conditions may ask for?"""

from collections.abc import Mapping

from shared.events.bureau import ChiefAdvised
from shared.events.court import CaseClassified, DocumentServed, ProcedureApplied
from shared.events.procuratorate import ProtestLodged
from shared.law.case_view import CaseView
from shared.law.conditions import Attributes

UNMARKED: Attributes = dict.fromkeys(
    (
        "attention",
        "major_impact",
        "group",
        "public_interest",
        "foreign",
        "major_foreign",
        "petition_backlog",
        "safety_accident",
        "environment",
        "taken_up",
        "protest",
        "public_interest_suit",
        "advised_by_somebody",
    ),
    False,
)
"""The marks of a case that has none."""
ASKING: Mapping[str, str] = {
    "advised_by_court": "court",
    "advised_by_bureau": "bureau",
    "advised_by_government": "government",
    "advised_by_superior": "superior",
    "required_by_law": "law",
}
"""The attributes that tell who asked for the chief, each with who that is."""
UNASKED: Attributes = dict.fromkeys(ASKING, False)


def attributes_of(view: CaseView, defendant: str, first_heard_of_year: bool = False) -> Attributes:
    """Return the attributes of a case. Many rules ask for them, so what they are is found once a view."""
    seen = view.seen_from.get(defendant)
    if seen is None:
        seen = view.seen_from[defendant] = _attributes(view, defendant)
    return {**seen, "first_heard_of_year": True} if first_heard_of_year else seen


def of_case(view: CaseView) -> Attributes:
    """Return the attributes of a case for what does not ask whose it is: as the first defendant sees them."""
    return attributes_of(view, view.defendants[0] if view.defendants else "")


def _attributes(view: CaseView, defendant: str) -> Attributes:
    """Return all but what other disputes decide. Who asks for the chief may name a defendant, or mean each."""
    act, government = view.act, [name for name in view.defendants if view.is_government(name)]
    if not government:
        sued = "agencies"
    else:
        sued = "government_alone" if len(government) == len(view.defendants) else "government_with_agencies"
    procedure, document = view.case.one(ProcedureApplied), view.case.one(DocumentServed)
    return {
        "sued": sued,
        "defendant": "government" if view.is_government(defendant) else "agency",
        "instance": view.docketed.instance,
        "category": view.docketed.category,
        "procedure": procedure.procedure if procedure else "unknown",
        "document": document.kind if document else "unknown",
        "act": act.kind,
        "reconsideration": view.reconsideration,
        "earlier_case": _known(view.earlier),
        "acting": "government" if view.made_by_government else "agency" if act.acting else "unknown",
        "implementing": _known(act.implementing),
        "lead": _known(act.lead),
        "lead_has_duty": act.lead_has_duty,
        "entrusted": _known(act.entrusted),
        "dispatched": _known(act.dispatched),
        "in_government_name": act.in_government_name or view.made_by_government,
        **_marked(view),
        **_asked(view, defendant),
        "first_heard_of_year": False,
    }


def _marked(view: CaseView) -> Attributes:
    """Return the marks the court or the bureau put on the case; most cases have none."""
    flags = {flag for fact in view.case.all(CaseClassified) for flag in fact.flags}
    protested = _protested(view)
    if not flags and not protested:
        return UNMARKED
    return {
        **{name: name in flags for name in UNMARKED},
        "foreign": "foreign" in flags or "major_foreign" in flags,
        "protest": "protest" in flags or protested,
        "advised_by_somebody": "chief_requested" in flags,
    }


def _asked(view: CaseView, defendant: str) -> Attributes:
    """Return who asked for the chief of a defendant, or of each; in most cases nobody."""
    facts = view.case.all(ChiefAdvised)
    if not facts:
        return UNASKED
    asked = {fact.by for fact in facts if not fact.organ or view.organs.full_name(fact.organ) == defendant}
    return {name: by in asked for name, by in ASKING.items()}


def _protested(view: CaseView) -> bool:
    """Return whether the procuratorate protested, in this case or against the document of the one before it."""
    cases = (view.case, view.earlier)
    return any(case is not None and case.all(ProtestLodged) for case in cases)


def _known(what: object) -> str:
    return "known" if what else "unknown"
