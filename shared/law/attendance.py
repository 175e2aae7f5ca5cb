"""Who came for each defendant to each hearing, who had to, and what was wrong with it (APP 1-12, INT 128-132)?"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.dispute import Key
from shared.events.court import Attendee, HearingHeld
from shared.events.findings.routing import ChiefRequired, OfficerRequired
from shared.events.words import AttendanceProblem, Rank
from shared.law.case_view import CaseView
from shared.law.model import Law
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
    """No officer sat where one should have, and a valid reason is on record."""
    problems: tuple[AttendanceProblem, ...]


def attendances(view: CaseView, world: World, law: Law) -> tuple[Attendance, ...]:
    """Return how each defendant was represented at each hearing, by day and then in the order of the defendants."""
    hearings = sorted(view.case.all(HearingHeld), key=lambda hearing: hearing.held_on)
    return tuple(_row(name, hearing, view, law) for hearing in hearings for name in view.defendants)


def _row(name: str, hearing: HearingHeld, view: CaseView, law: Law) -> Attendance:
    people = [person for person in hearing.attendees if _sits_for(person, name, view)]
    officers = [person for person in people if person.role == "officer"]
    own = [one for one in officers if view.organs.full_name(one.organ) == name]
    return Attendance(
        agency=name,
        hearing_on=hearing.held_on,
        required=_required(name, view),
        officers=tuple(_came(one, view) for one in officers),
        staff=sum(person.role in ("staff", "public_lawyer") for person in people),
        lawyers=sum(person.role == "outside_lawyer" for person in people),
        appeared=any(one.identity_fit and one.rank in law.ranks for one in own),
        excused=False,
        problems=(),
    )


def _sits_for(person: Attendee, name: str, view: CaseView) -> bool:
    return view.organs.full_name(person.represents or person.organ) == name


def _came(person: Attendee, view: CaseView) -> Came:
    return Came(
        name=person.name,
        rank=person.rank,
        post=person.post,
        organ=view.organs.full_name(person.organ),
        spoke=person.spoke,
        identity_fit=person.identity_fit,
        left_without_leave=person.left_without_leave,
    )


def _required(name: str, view: CaseView) -> Literal["", "chief", "officer"]:
    routed = view.dispute.standing("routing")
    if Key(view.case.number, ChiefRequired.TOPIC, name) in routed:
        return "chief"
    return "officer" if Key(view.case.number, OfficerRequired.TOPIC, name) in routed else ""
