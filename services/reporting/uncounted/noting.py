"""What must be kept of a case to say later why it does not count? Pure, from what it does count in.

It is said in one text a case, empty where the contribution and the row of the case say all:

    {"at": {"concluded": ["（2023）鲁10行终7号", "2023-09-01"]}, "seen": [["appearance_rate", "", "only_lawyer", {}]]}
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from pydantic_core import to_json

from services.reporting.contribution import Adding
from services.reporting.figures.contribution import governed
from services.reporting.figures.counts import DISTRICT, responsible
from shared.dispute import Case, Dispute
from shared.events.court import CaseEnded, ClosingDocumentServed, DocumentServed, HearingHeld
from shared.events.findings.routing import ChiefRequired
from shared.events.words import Post
from shared.law.appearance import Appearance, appearance, chief_appearance, excuse
from shared.law.case_view import CaseView
from shared.law.effect import effect
from shared.law.excuse import excuse_at
from shared.law.governing import Ungoverned, governing
from shared.law.model import Law
from shared.law.outcome import document
from shared.law.sittings import STAFF
from shared.world import World

APPEARING = (
    "appearance_rate",
    "voiced_appearance_rate",
    "chief_appearance_rate",
    "chief_voiced_appearance_rate",
)
"""The rates of appearance, each of which the next ones are a part of."""

Said = tuple[str, Mapping[str, Any]]
"""A reason by its code, and what it names."""


class Noted(NamedTuple):
    """What is kept of a case."""

    uncounted: str = ""
    began_on: date = date.min
    """The first day anything happened in it; the first day there is where none is known."""
    over_on: date = date.max
    """The last day, once it took effect, was closed or its dispute was concluded; the last day there is before."""


NOTHING = Noted()
"""Of a case of which nothing is known but its number."""


def noted(dispute: Dispute, world: World, added: Iterable[Adding]) -> dict[str, Noted]:
    """Return what is to be kept of each case of a dispute; `added` is all the dispute adds to the figures."""
    counted: dict[str, dict[str, int]] = {}
    ends: dict[str, tuple[str, date]] = {}
    for one in added:
        if DISTRICT in one.rows:
            counted.setdefault(one.case, {}).setdefault(one.metric, one.counted)
            if one.metric.partition(":category=")[0] in ("concluded", "pending"):
                ends[one.metric] = (one.case, one.on)
    by_law = {
        view.case.number: (view, law) for cases in governed(dispute, world).values() for view, law in cases
    }
    return {
        case.number: _of_case(
            case, dispute, world, by_law.get(case.number), counted.get(case.number, {}), ends
        )
        for case in dispute.cases
    }


def _of_case(
    case: Case,
    dispute: Dispute,
    world: World,
    by_law: tuple[CaseView, Law] | None,
    counted: Mapping[str, int],
    ends: Mapping[str, tuple[str, date]],
) -> Noted:
    told: dict[str, Any] = {}
    category = case.docketed.category if case.docketed else "litigation"
    named = "" if category == "litigation" else f":category={category}"
    end = ends.get(f"concluded{named}")
    if by_law is None:
        told["none"] = _nowhere(case, dispute, world)
    else:
        view, law = by_law
        at = {
            whole: ends[f"{whole}{named}"]
            for whole in ("concluded", "pending")
            if f"{whole}{named}" in ends and f"{whole}{named}" not in counted
        }
        accepted = {
            found.defendant: found.accepted
            for number, found in dispute.found("routing", ChiefRequired)
            if number == case.number
        }
        if at:
            told["at"] = at
        if accepted:
            told["chief"] = True
        sued = [name for name in view.defendants if view.is_government(name)]
        if sued and not all(map(view.is_government, responsible([case], dispute, of=sued))):
            told["for_government"] = True
        if f"heard{named}" in counted and (seen := list(_seen(view, world, law, counted, named, accepted))):
            told["seen"] = seen
    return Noted(to_json(told).decode() if told else "", *_span(case, dispute, end, world))


def _nowhere(case: Case, dispute: Dispute, world: World) -> Said:
    """Return why a case counts in no figure at all, as `additions` leaves it out."""
    if case.docketed is None:
        return "not_docketed", {}
    view = CaseView(case, dispute, world.organs)
    law = governing(view, world)
    if isinstance(law, Ungoverned):
        return law.reason.replace("-", "_"), {"pack": law.pack, "article": law.article}
    if law is None:
        return "no_law", {}
    return "unknown_organs", {"organs": view.defendants}


def _span(case: Case, dispute: Dispute, end: tuple[str, date] | None, world: World) -> tuple[date, date]:
    """Return from which day to which a case went on; all that happened in it is within.

    What never took effect itself, because of an appeal, goes on until the dispute is concluded.
    """
    happened = [hearing.held_on for hearing in case.all(HearingHeld)]
    happened += [one.decided_on for one in case.all(DocumentServed) if one.decided_on]
    if case.docketed and (since := CaseView(case, dispute, world.organs).since):
        happened.append(since)
    took = effect(case, dispute, world)
    over = [took.on] if took and took.on else [end[1]] if end else []
    closed = [one.ended_on for one in case.all(CaseEnded)]
    closed += [one.served_on for one in case.all(ClosingDocumentServed)]
    if over or document(case) is None:
        over += closed
    began = min((*happened, *over)) if happened else date.min
    return began, max((*happened, *over)) if over else date.max


def _seen(
    view: CaseView,
    world: World,
    law: Law,
    counted: Mapping[str, int],
    named: str,
    accepted: Mapping[str, tuple[Post, ...]],
) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Yield why a heard case is not in the numerators of appearance: figure, in whose row alone, reason.

    Where every defendant's own officer must come, each row has its own reason.
    """
    own = law.parameter("codefendants") == "own"
    for of in ("", *view.defendants) if own else ("",):
        together = appearance(view.case, world.organs, law, of)
        if together is None or (not of and all(counted.get(f"{one}{named}", 1) for one in APPEARING)):
            continue
        voices = together.appeared, together.voiced, together.chief, together.chief_voiced
        absent = None if together.appeared else _absence(view, world, law, together, of)
        for metric, there in zip(APPEARING, voices, strict=True):
            if not there:
                without_chief = metric.startswith("chief") and not together.chief
                came = ("chief_absent" if without_chief else "silent", _who_came(view, world, law, of))
                yield (metric, of, *(absent or came))
    if accepted and not counted.get("chief_duty_rate", 1):
        for of in ("", *accepted) if own else ("",):
            whom = {of: accepted[of]} if of else accepted
            came_for = chief_appearance(view.case, world.organs, whom)
            if came_for and not came_for.appeared:
                code, said = _absence(view, world, law, came_for, of)
                if code not in ("excused", "missed_again", "identity_unfit"):
                    posts = sorted({post for one in whom.values() for post in one})
                    code, said = "accepted_absent", {"accepted": posts, **_who_came(view, world, law, of)}
                yield "chief_duty_rate", of, code, said


def _absence(view: CaseView, world: World, law: Law, found: Appearance, of: str) -> Said:
    """Return why nobody has appeared: excused, not come again, or who came instead."""
    missed = [day.isoformat() for day in found.missed]
    if excused := excuse(view.case, world.organs, found.missed, of):
        return "excused", {"reason": excused.reason, "on": missed}
    hearings = sorted(view.case.all(HearingHeld), key=lambda hearing: hearing.held_on)
    if len(missed) < len(hearings):
        return "missed_again", {"on": missed}
    there = [one for hearing in hearings for one in hearing.attendees]
    if of:
        there = [
            one
            for one in there
            if of in map(world.organs.full_name, (one.organ, one.represents or one.organ))
        ]
    sued = (of,) if of else view.defendants
    officers = [one for one in there if one.role == "officer"]
    unfit = [
        one
        for one in officers
        if not one.identity_fit and one.rank in law.ranks and world.organs.full_name(one.organ) in sued
    ]
    said = excuse_at(view.case, world.organs, sued, found.missed[0])
    given = {"reason": said.reason} if said.reason else {}
    if unfit:
        return "identity_unfit", given
    if officers:
        return "not_an_officer", given
    if any(one.role in STAFF for one in there):
        return "only_staff", given
    return "only_lawyer" if there else "nobody", given


def _who_came(view: CaseView, world: World, law: Law, of: str) -> Mapping[str, Any]:
    """Return the ranks of the officers who came, the highest first."""
    sued = (of,) if of else view.defendants
    ranks = {
        one.rank
        for hearing in view.case.all(HearingHeld)
        for one in hearing.attendees
        if one.role == "officer" and one.identity_fit and world.organs.full_name(one.organ) in sued
    }
    return {"came": [rank for rank in ("chief", "deputy", "sharing") if rank in ranks & set(law.ranks)]}
