"""Which row of a ledger do the facts of a case make, and which of them does it not hold?

The row is made so that it states the facts again. Where it cannot, it holds what comes nearest, and the types of the
facts it does not hold as they are, are named.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from shared.dispute import Case
from shared.events.aftermath import SuggestionAnswered
from shared.events.agency import AbsenceExplained, ActDescribed
from shared.events.base import Fact
from shared.events.catalogue import name_of
from shared.events.court import (
    AppearanceNoticeServed,
    Attendee,
    CaseClassified,
    CaseDocketed,
    DocumentServed,
    HearingHeld,
    NoticeServed,
    SuggestionIssued,
)
from shared.ledger.stating import DAYS, facts
from shared.ledger.words import (
    ACTS,
    CATEGORIES,
    FLAGS,
    HEADERS,
    INSTANCES,
    OUTCOMES,
    RANKS,
    REASONS,
    RECONSIDERATIONS,
)
from shared.sealing import is_sealed

LONGEST = 10_000
"""Characters a cell may hold."""

F = TypeVar("F", bound=Fact)

_LISTS = frozenset({"原告", "被告", "败诉单位"})
_SEPARATORS = frozenset("、,;\n\r")
_SEPARATES = "、"


@dataclass(frozen=True, slots=True)
class Written:
    """A row of a ledger."""

    cells: Mapping[str, str]
    """By column, in the order of the columns; what is empty is left out. Nothing where the case makes no row."""
    left_out: tuple[str, ...] = ()
    """Types of facts of the case that the row does not hold as they are."""


def written(case: Case) -> Written:
    """Return the row of a case, whose names are open. A case whose docketing is not known makes no row."""
    told = {
        (kind, slot): report.fact for kind, slots in case.reports.items() for slot, report in slots.items()
    }
    if case.docketed is None or not case.docketed.defendants:
        return Written({}, _names(kind for kind, _ in told))
    values = _values(case, case.docketed)
    stated = {(type(fact), fact.slot): fact for _, fact in facts(values)}
    differing = {kind for kind, _ in told.keys() ^ stated.keys()}
    differing |= {key[0] for key in told.keys() & stated.keys() if not _same(told[key], stated[key])}
    cells, unfit = _cells(values)
    differing |= {kind for kind, slot in told if _mentions(told[kind, slot], unfit)}
    return Written(cells, _names(differing))


def _values(case: Case, docketed: CaseDocketed) -> dict[str, Any]:
    """Return what the cells of a case's row mean; what is empty is left out."""
    values: dict[str, Any] = {
        "案号": case.number,
        "审级": docketed.instance,
        "关联案号": docketed.earlier_case,
        # Whose key was erased has no name any more; that the row lacks it is told as anything it does not hold.
        "原告": tuple(name for name in docketed.claimants if not is_sealed(name)),
        "被告": docketed.defendants,
        "案件类别": docketed.category,
        "立案日期": docketed.docketed_on,
        **_act(_chosen(case, ActDescribed)),
    }
    if classified := _chosen(case, CaseClassified):
        values["标记"] = tuple(flag for flag in classified.flags if flag in FLAGS.values())
    notices = [one.served_on for one in case.all(NoticeServed)]
    values["收到应诉通知日期"] = min(notices, default=None)
    for column, state in DAYS.items():
        kind = type(state(date.min))
        if kind is not SuggestionIssued and (fact := _chosen(case, kind)):
            values[column] = getattr(fact, kind.DECIDES)
    values |= _suggestion(case)
    values |= _hearings(case, docketed.defendants[0])
    if absence := _chosen(case, AbsenceExplained):
        values |= {"未出庭理由": absence.reason, "理由证明": absence.proof_fit}
    values |= _document(case, docketed.defendants[0])
    return {column: value for column, value in values.items() if value not in (None, "", ())}


def _chosen(case: Case, kind: type[F]) -> F | None:
    """Return the fact of a type that a row can hold best: one that names nobody, or the weightiest."""
    nameless = [fact for fact in case.all(kind) if not fact.slot.strip("/")]
    return nameless[0] if nameless else case.one(kind)


def _act(act: ActDescribed | None) -> dict[str, Any]:
    if act is None:
        return {}
    return {
        "行为种类": act.kind,
        "作出机关": act.acting,
        "以政府名义": act.in_government_name or None,
        "实施部门": act.implementing,
        "牵头部门": act.lead,
        "复议情况": act.reconsideration,
        "复议机关": act.reconsideration_organ,
    }


def _suggestion(case: Case) -> dict[str, Any]:
    """Return the first judicial suggestion, and its answer."""
    issued = [one for one in case.all(SuggestionIssued) if one.kind == "judicial"]
    first = min(issued, key=lambda one: (one.addressee != "", one.received_on), default=None)
    received_on = first.received_on if first else None
    answers = [one for one in case.all(SuggestionAnswered) if one.kind == "judicial"]
    fitting = [one for one in answers if one.received_on == received_on] or answers
    answer = min(fitting, key=lambda one: (one.addressee != "", one.answered_on), default=None)
    return {"司法建议收到日期": received_on, "司法建议回复日期": answer.answered_on if answer else None}


def _hearings(case: Case, defendant: str) -> dict[str, Any]:
    """Return the hearings, and the officer who came to the first of them, and to how many in a row."""
    held = sorted(case.all(HearingHeld), key=lambda one: one.held_on)
    if not held:
        return {}
    days = tuple(one.held_on for one in held)
    came = [_officer(one, defendant) for one in held]
    officer = next((one for one in came if one), None)
    found: dict[str, Any] = {"开庭日期": days, "负责人职务": "none"}
    if officer:
        times = next((place for place, one in enumerate(came) if one != officer), len(days))
        found |= {
            "出庭负责人": officer.name,
            "负责人职务": officer.rank,
            "是否发声": officer.spoke,
            "出庭次数": None if times == len(days) else times,
        }
    again = {one.hearing_on for one in case.all(AppearanceNoticeServed)}
    return {**found, "再次通知出庭": True if again & set(days[1:]) else None}


def _officer(hearing: HearingHeld, defendant: str) -> Attendee | None:
    """Return who came for the first defendant as a row can tell it: an officer, else staff who are named."""
    own = [one for one in hearing.attendees if defendant in (one.organ, one.represents)]
    officers = [one for one in own if one.role == "officer" and one.rank != "none"]
    staff = [one for one in own if one.role == "staff" and one.rank == "none" and one.name]
    best = next(iter((*officers, *staff)), None)
    return replace(best, organ=defendant, represents="") if best else None


def _document(case: Case, defendant: str) -> dict[str, Any]:
    served = case.all(DocumentServed)
    document = next((one for one in served if one.recipient == defendant), None) or case.one(DocumentServed)
    if document is None:
        return {}
    return {
        "裁判日期": document.decided_on,
        "裁判文书收到日期": document.served_on,
        "裁判结果": tuple(_outcome(outcome, document.kind) for outcome in document.outcomes),
        "败诉单位": document.losing,
        "应履行期限": document.perform_by,
    }


def _outcome(outcome: str, kind: str) -> str:
    """Return the text of an outcome, that which such a document has where there are several."""
    texts = [(text, of) for text, (meant, of) in OUTCOMES.items() if meant == outcome]
    return next((text for text, of in texts if of == kind), texts[0][0])


def _cells(values: Mapping[str, Any]) -> tuple[dict[str, str], frozenset[str]]:
    """Return the texts of the cells, and the names in them that would be read otherwise."""
    cells, unfit = dict[str, str](), set[str]()
    for column in HEADERS:
        if column not in values:
            continue
        value = values[column]
        words = _WORDS.get(column)
        text = _text(value if words is None else _word(words, value))
        cells[column] = text
        if words is None and isinstance(value, str | tuple):
            names = value if isinstance(value, tuple) else (value,)
            listed = column in _LISTS
            unfit.update(name for name in names if isinstance(name, str) and not _reads(name, listed=listed))
            if len(text) > LONGEST or (listed and len(set(names)) < len(names)):
                unfit.update(name for name in names if isinstance(name, str))
    return cells, frozenset(unfit)


def _word(words: Mapping[str, Any], value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_word(words, one) for one in value)
    return next(text for text, meant in words.items() if meant == value)


def _text(value: Any) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case tuple():
            return _SEPARATES.join(map(_text, value))
    return str(value)


def _reads(name: str, *, listed: bool) -> bool:
    """Return whether a cell with this name means this name."""
    read = unicodedata.normalize("NFKC", name).strip()
    return name != "" and read == name and name.isprintable() and not (listed and _SEPARATORS & set(name))


def _mentions(fact: Fact, unfit: frozenset[str]) -> bool:
    if not unfit:
        return False
    match fact:
        case CaseDocketed():
            said: Sequence[str] = (*fact.claimants, *fact.defendants)
        case DocumentServed():
            said = fact.losing
        case ActDescribed():
            said = (fact.acting, fact.implementing, fact.lead, fact.reconsideration_organ)
        case HearingHeld():
            said = [one.name for one in fact.attendees]
        case _:
            return False
    return not unfit.isdisjoint(said)


def _same(told: Fact, stated: Fact) -> bool:
    return replace(told, version=0) == replace(stated, version=0)


def _names(kinds: Iterable[type[Fact]]) -> tuple[str, ...]:
    return tuple(sorted({name_of(kind) for kind in kinds}))


_WORDS: Mapping[str, Mapping[str, Any]] = {
    "审级": INSTANCES,
    "案件类别": CATEGORIES,
    "行为种类": ACTS,
    "复议情况": RECONSIDERATIONS,
    "标记": FLAGS,
    "负责人职务": RANKS,
    "未出庭理由": REASONS,
}
"""The columns whose cells hold words. An outcome is its text already."""
