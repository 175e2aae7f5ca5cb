"""When did the document of a case take effect, or when will it if nobody appeals?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from shared.dispute import Case, Dispute
from shared.events.court import AppealFiled, DocumentServed, DocumentTookEffect
from shared.law.told import told
from shared.world import World

APPEALABLE_RULINGS = frozenset({"docketing_refused", "suit_dismissed", "jurisdiction_ruled"})
"""INT 101: rulings that can be appealed; all others take effect on service."""


@dataclass(frozen=True, slots=True)
class Effect:
    """When a document took effect and why; `on` is None while its appeal period still runs."""

    on: date | None
    reason: Literal["stated", "on-service", "appeal-period-ended"]
    article: str
    next_day: date | None = None
    """The day after the appeal period: on it the document takes effect if nobody has appealed."""


def effect(case: Case, dispute: Dispute, world: World) -> Effect | None:
    """Return when the document of a case took effect, or None when it has none or an appeal keeps it open.

    As the court says; else the second instance, a retrial, a mediation and a ruling that cannot be appealed on
    service; else a judgment (15 days) or appealable ruling (10 days, ALL 85) on the day after the appeal period of
    the last party served, its last day rolled over days off (INT 48), if nobody has appealed.
    """
    known = dispute.worked_out.get(("effect", case.number))
    if known is None or known[0] is not case or known[1] is not world:
        known = dispute.worked_out["effect", case.number] = (case, world, _effect(case, dispute, world))
    took: Effect | None = known[2]
    return took


def _effect(case: Case, dispute: Dispute, world: World) -> Effect | None:
    stated, document = case.one(DocumentTookEffect), case.one(DocumentServed)
    if stated is not None:
        return Effect(stated.took_effect_on, "stated", "the court's statement")
    last_served = _last_served(case, world)
    if document is None or last_served is None:
        return None
    if not appealable(case, document):
        return Effect(last_served, "on-service", _on_service(case, document))
    if appealed(case, dispute, world):
        return None
    after = _appeal_period(case, document, last_served, world) + timedelta(days=1)
    if world.day < after:
        return Effect(None, "appeal-period-ended", "ALL 85", next_day=after)
    return Effect(after, "appeal-period-ended", "ALL 85")


def appealed(case: Case, dispute: Dispute, world: World) -> bool:
    """Return whether an appeal keeps the document of a case from taking effect.

    Somebody appealed in time, or a second instance is on record (then the court took the appeal). Where nobody says
    when the document was served, every appeal is taken for timely.
    """
    document, last_served = case.one(DocumentServed), _last_served(case, world)
    if document is None or case.one(DocumentTookEffect) is not None or not appealable(case, document):
        return False
    if any(later.docketed and later.docketed.instance == "second" for later in dispute.later(case)):
        return True
    appeals = case.all(AppealFiled)
    if not appeals or last_served is None:
        return bool(appeals)
    return min(appeal.filed_on for appeal in appeals) <= _appeal_period(case, document, last_served, world)


def _last_served(case: Case, world: World) -> date | None:
    days = (fact.last_served_on or fact.served_on for fact in told(case, DocumentServed, world.organs))
    return max((day for day in days if day), default=None)


def _appeal_period(case: Case, document: DocumentServed, last_served: date, world: World) -> date:
    """Return the last day for an appeal."""
    law = world.law_for(case) or world.law
    assert law is not None, "effect is asked only where a law is adopted"
    days = "appeal_days_ruling" if document.kind == "ruling" else "appeal_days_judgment"
    return world.calendar.after(last_served, calendar_days=int(law.parameter(days))).day


def _on_service(case: Case, document: DocumentServed) -> str:
    if case.docketed is not None and case.docketed.category == "reconsideration":
        return "RECON 75"
    return "INT 101" if document.kind == "ruling" else "ALL 85"


def appealable(case: Case, document: DocumentServed) -> bool:
    """Return whether an appeal lies from a document (ALL 85, INT 101)."""
    if case.docketed is not None and case.docketed.instance != "first":
        return False
    if case.docketed is not None and case.docketed.category == "reconsideration":
        return False
    if document.kind == "ruling":
        return bool(APPEALABLE_RULINGS.intersection(document.outcomes))
    return document.kind == "judgment"
