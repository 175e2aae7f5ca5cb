"""What of a case is still open, so that figures of the year can change by it? Pure (docs/figures.md).

It is said in one text a case, which is empty for a case of which nothing is open:

    {"undecided": true, "instance": "first", "sued": ["区公安分局"], "disputed": [], "spent": [], "hearings": [...]}
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from pydantic_core import from_json, to_json

from shared.dispute import Case, Dispute
from shared.events.aftermath import Archived
from shared.events.agency import OfficerNamed
from shared.events.court import (
    AppearanceNoticeServed,
    CaseEnded,
    ClosingDocumentServed,
    HearingHeld,
    SummonsServed,
)
from shared.events.findings.routing import OfficerProposed
from shared.law.appearance import appearance
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from shared.law.hearings import held, scheduled
from shared.law.model import Law
from shared.law.outcome import conclusion, document
from shared.world import World


@dataclass(frozen=True, slots=True)
class Fixed:
    """A hearing that is fixed and was not held yet."""

    on: date
    summoned: bool
    """A summons to it was served."""
    noticed: bool
    """The court sent a notice that an officer is to appear at it (APP 5, 7)."""
    proposed: str
    """Who is found to have to come, where that is found (Xinzhou 12)."""
    on_record: bool
    """An officer who will come is on record with the bureau."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What of a case is open."""

    undecided: bool
    """It has no document yet and was not closed otherwise: it can be heard, heard again, and decided."""
    instance: str
    sued: tuple[str, ...]
    """The defendants (full names)."""
    disputed: tuple[str, ...]
    """Of the first case of a dispute that is not concluded: everybody sued in it; empty for other cases."""
    spent: tuple[str, ...]
    """In whose rows (`*` for the district) nobody can make up any more for a hearing missed after a new notice."""
    hearings: tuple[Fixed, ...]


def coming(dispute: Dispute, world: World) -> dict[str, str]:
    """Return what is open of each case of a dispute that counts as litigation; nothing of a case that is over."""
    views = [CaseView(case, dispute, world.organs) for case in dispute.cases if _is_suit(case)]
    governed = [
        (view, law)
        for view in views
        if (law := law_governing(view, world)) and any(map(world.organs.find, view.defendants))
    ]
    if not governed:
        return {}
    over = conclusion(dispute, world, "litigation") is not None
    everybody = tuple(dict.fromkeys(name for view, _ in governed for name in view.defendants))
    found: dict[str, str] = {}
    for place, (view, law) in enumerate(governed):
        disputed = () if over or place else everybody
        undecided = document(view.case) is None and not _is_over(view.case)
        if undecided or disputed:
            one = Coming(
                undecided=undecided,
                instance=view.docketed.instance,
                sued=view.defendants,
                disputed=disputed,
                spent=tuple(_spent(view, law, world)) if undecided else (),
                hearings=tuple(_fixed(view, dispute)) if undecided else (),
            )
            found[view.case.number] = to_json(asdict(one)).decode()
    return found


def read(text: str) -> Coming:
    """Return what a text says."""
    said: dict[str, Any] = from_json(text)
    hearings = tuple(Fixed(**{**one, "on": date.fromisoformat(one["on"])}) for one in said.pop("hearings"))
    lists: dict[str, Any] = {name: tuple(said.pop(name)) for name in ("sued", "disputed", "spent")}
    return Coming(**said, **lists, hearings=hearings)


def _is_suit(case: Case) -> bool:
    return case.docketed is not None and case.docketed.category == "litigation"


def _is_over(case: Case) -> bool:
    return any(case.one(kind) is not None for kind in (CaseEnded, ClosingDocumentServed, Archived))


def _spent(view: CaseView, law: Law, world: World) -> Iterator[str]:
    """Yield the rows in which an officer came once and none to a later hearing for which the court asked anew."""
    own = law.parameter("codefendants") == "own"
    for row in ("*", *view.defendants):
        of = row if own and row != "*" else ""
        found = appearance(view.case, world.organs, law, of)
        if found and not found.appeared and len(found.missed) < len(view.case.all(HearingHeld)):
            yield row


def _fixed(view: CaseView, dispute: Dispute) -> Iterator[Fixed]:
    past = set(held(view.case))
    proposed = {
        found.hearing_on: found.officer
        for case, found in dispute.found("routing", OfficerProposed)
        if case == view.case.number
    }
    noticed = {fact.hearing_on for fact in view.case.all(AppearanceNoticeServed)}
    summoned = {fact.hearing_on for fact in view.case.all(SummonsServed)}
    named = bool(view.case.all(OfficerNamed))
    for day in scheduled(view.case):
        if day not in past:
            yield Fixed(day, day in summoned, day in noticed, proposed.get(day, ""), named)
