"""Who came for each defendant to each hearing, who had to, and what was wrong with it (APP 1-12, INT 128-132)?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from shared.events.base import Fact
from shared.events.court import Attendee, HearingHeld
from shared.events.words import AttendanceProblem, Rank
from shared.law.case_view import CaseView
from shared.law.excuse import NOTHING_SAID
from shared.law.model import AttendanceRule, Law
from shared.law.sittings import STAFF, Sittings
from shared.world import World


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came to a hearing as an officer, be it of another organ or without fit proof."""

    name: str
    rank: Rank
    post: str
    organ: str
    """Full name."""
    spoke: bool
    identity_fit: bool
    left_without_leave: bool


@dataclass(frozen=True, slots=True)
class Attendance:
    """How one defendant was represented at one hearing."""

    agency: str
    """The defendant (full name)."""
    hearing_on: date
    required: Literal["", "chief", "officer"]
    """Who had to come by a ground of its own; empty where only the general rule asks for an officer (ALL 3)."""
    officers: tuple[Came, ...]
    staff: int
    """How many others of the agency came, its public lawyers among them."""
    lawyers: int
    """How many outside lawyers came."""
    appeared: bool
    """An officer of the defendant sat there; of any defendant, where who comes for one comes for all (APP 3)."""
    excused: bool
    """No officer sat where one should have, or not the chief, and a valid reason is on record."""
    problems: tuple[AttendanceProblem, ...]


@dataclass(frozen=True, slots=True)
class Irregularity:
    """What was wrong with how one defendant was represented at one hearing, by the entry of the law that says so."""

    rule: AttendanceRule
    agency: str
    hearing_on: date
    people: tuple[Attendee, ...] = ()
    """Whom it is about, where it is about somebody who came."""
    shown_by: tuple[Fact, ...] = field(default=(), compare=False)


def attendances(view: CaseView, world: World, law: Law) -> tuple[Attendance, ...]:
    """Return how each defendant was represented at each hearing, by day and then in the order of the defendants."""
    sittings = Sittings(view, world.organs, law)
    problems: dict[tuple[date, str], list[AttendanceProblem]] = {}
    for one in irregularities(sittings):
        problems.setdefault((one.hearing_on, one.agency), []).append(one.rule.problem)
    return tuple(
        _row(name, hearing, sittings, tuple(problems.get((hearing.held_on, name), ())))
        for hearing in sittings.hearings
        for name in view.defendants
    )


def irregularities(sittings: Sittings) -> Iterator[Irregularity]:
    """Return what was wrong at the hearings of a case, by day and then in the order of the defendants.

    Of a defendant the register does not know nothing is said.
    """
    for hearing, name in sittings.each:
        yield from _irregular(name, hearing, sittings)


def _irregular(name: str, hearing: HearingHeld, sittings: Sittings) -> Iterator[Irregularity]:
    """Return what was wrong at one hearing, as far as the law here says so."""
    found = (*_lacking(name, hearing, sittings), *_conducted(name, hearing, sittings))
    wrong = sittings.law.attendance[sittings.view.docketed.category] if found else {}
    for problem, people, told in found:
        rule = wrong.get(problem)
        if rule is None or not rule.covers(hearing.held_on):
            continue
        if rule.officers_only:
            people = [person for person in people if person.role == "officer"]
        if people or not rule.officers_only:
            yield Irregularity(rule, name, hearing.held_on, tuple(people), (hearing, *told))


Found = Iterator[tuple[AttendanceProblem, Sequence[Attendee], Sequence[Fact]]]
"""What was wrong, about whom, and what shows it beside the record of the hearing."""


def _lacking(name: str, hearing: HearingHeld, sittings: Sittings) -> Found:
    """Find who should have come and did not: an officer, the chief, at least staff; and whose proof was why."""
    day, here = hearing.held_on, sittings.people(name, hearing)
    absent, without_chief = day in sittings.missed(name), day in sittings.missed_by_chief(name)
    excuse = sittings.excuse(name, day) if absent or without_chief else NOTHING_SAID
    uncounted = list[Attendee]()
    if absent and not excuse.holds:
        again = tuple(sittings.postponed_with_reason(name, day))
        yield "absent_again" if again else "absent", (), (*excuse.told, *again, *sittings.notices(name, day))
        uncounted += (one for one in here if one.role == "officer")
    if without_chief and not excuse.holds:
        instead = sittings.officers(name, hearing)
        yield "chief_absent", instead, (*excuse.told, *sittings.notices(name, day))
        accepted = sittings.chief_required[name].accepted
        uncounted += (one for one in here if one.role == "officer" and one.rank in accepted)
    if excuse.unproven:
        yield "absence_unproven", (), excuse.told
    if unattended(name, hearing, sittings):
        lawyers = [one for one in here if one.role == "outside_lawyer"]
        yield "lawyer_alone" if lawyers else "nobody_fit", lawyers, ()
        uncounted += (one for one in here if one.role != "outside_lawyer")
    if unfit := [one for one in here if one in uncounted and not one.identity_fit]:
        yield "identity_unfit", unfit, ()


def _conducted(name: str, hearing: HearingHeld, sittings: Sittings) -> Found:
    """Find what those did who came: who left, who refused to explain, and officers none of whom ever spoke."""
    if left := left_without_leave(name, hearing, sittings):
        yield "left_without_leave", left, ()
    here = sittings.people(name, hearing)
    if refused := [one for one in here if one.refused_explanation and one.identity_fit]:
        yield "refused_explanation", refused, ()
    officers = sittings.officers(name, hearing)
    if officers and not any(map(_spoke, officers)) and not any(map(_spoke, sittings.officers_beside(name))):
        yield "silent", officers, ()


def unattended(name: str, hearing: HearingHeld, sittings: Sittings) -> bool:
    """Return whether neither an officer nor staff sat for a defendant: at most lawyers, or people without fit proof.

    A public lawyer is the agency's own staff (INT 130). A hearing of which no attendees are told says nothing.
    """
    if not hearing.attendees or any(map(_may_stand, sittings.people(name, hearing))):
        return False
    return not sittings.sat(name, hearing) and not any(map(_may_stand, sittings.side(name, hearing)))


def left_without_leave(name: str, hearing: HearingHeld, sittings: Sittings) -> list[Attendee]:
    """Return who sat for a defendant and left the hearing without the court's leave, in whatever role."""
    here = sittings.people(name, hearing)
    return [person for person in here if person.left_without_leave and person.identity_fit]


def _may_stand(person: Attendee) -> bool:
    return person.identity_fit and person.role != "outside_lawyer"


def _spoke(person: Attendee) -> bool:
    return person.spoke or person.spoke_on_settlement


def _row(
    name: str, hearing: HearingHeld, sittings: Sittings, problems: tuple[AttendanceProblem, ...]
) -> Attendance:
    here, day = sittings.people(name, hearing), hearing.held_on
    lacking = day in sittings.missed(name) or day in sittings.missed_by_chief(name)
    chief = name in sittings.chief_required
    return Attendance(
        agency=name,
        hearing_on=day,
        required="chief" if chief else "officer" if sittings.officer_required(name) else "",
        officers=tuple(_came(one, sittings) for one in here if one.role == "officer"),
        staff=sum(one.role in STAFF for one in here),
        lawyers=sum(one.role == "outside_lawyer" for one in here),
        appeared=sittings.sat(name, hearing),
        excused=lacking and sittings.excuse(name, day).holds,
        problems=problems,
    )


def _came(person: Attendee, sittings: Sittings) -> Came:
    return Came(
        name=person.name,
        rank=person.rank,
        post=person.post,
        organ=sittings.organs.full_name(person.organ),
        spoke=_spoke(person),
        identity_fit=person.identity_fit,
        left_without_leave=person.left_without_leave,
    )
