"""Did an officer of a defendant appear in a heard case, speak, and come again when the court asked again?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from shared.dispute import Case
from shared.events.court import AppearanceNoticeServed, Attendee, HearingHeld
from shared.events.words import Post
from shared.law.excuse import Excuse, excuse_at
from shared.law.model import Law
from shared.organs import Organs

Whose = Mapping[str, Collection[str]]
"""Organs by full name, each with the ranks of its officers that count."""


class Person(NamedTuple):
    """An officer, by the full name of the organ and the name."""

    organ: str
    name: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the defendants' officers appeared in one heard case (APP 1, 2, 6, 7)."""

    first_heard_on: date
    appeared: bool
    """An officer sat at a hearing, and again at every later one for which the court sent a new notice."""
    voiced: bool
    chief: bool
    chief_voiced: bool
    missed: tuple[date, ...]
    """The hearings at which an officer should have sat and did not; empty when `appeared`."""


def appearance(
    case: Case, organs: Organs, law: Law, of: str = "", person: Person | None = None
) -> Appearance | None:
    """Return how officers appeared, or None for a case that was not heard.

    An officer of any defendant counts (APP 3), or only of the one named by `of`. Heads of entrusted or lower bodies
    are officers of none of them (APP 2). With `person` it is said what of it that very person did, who appeared only
    where all that had to be kept was, by whomever.
    """
    sued = case.docketed.defendants if case.docketed else ()
    whose = {organs.full_name(name): law.ranks for name in ((of,) if of else sued)}
    return _appeared(case, organs, whose, of, person)


def chief_appearance(
    case: Case, organs: Organs, accepted: Mapping[str, Collection[Post]], person: Person | None = None
) -> Appearance | None:
    """Return how those appeared whom the law accepts where a chief is required, or None for a case not heard.

    `accepted` names for each defendant concerned the posts whose appearance fulfils it (Xinzhou 13, 14; Huancui 20):
    officers of the defendant of that rank, or the chief of the bureau. Who comes for one of them comes for all
    (APP 3). What an article accepts here makes nobody an officer of the defendant elsewhere (APP 2). `person` as in
    `appearance`.
    """
    bureau = organs.the("bureau")
    whose = dict[str, set[str]]()
    for name, posts in accepted.items():
        whose.setdefault(organs.full_name(name), set()).update(
            post for post in posts if post != "bureau_chief"
        )
        if bureau is not None and "bureau_chief" in posts:
            whose.setdefault(bureau.name, set()).add("chief")
    return _appeared(case, organs, whose, person=person)


def _appeared(
    case: Case, organs: Organs, whose: Whose, of: str = "", person: Person | None = None
) -> Appearance | None:
    hearings = sorted(case.all(HearingHeld), key=lambda hearing: hearing.held_on)
    if not hearings:
        return None
    present = {hearing.held_on: _officers(hearing, organs, whose) for hearing in hearings}
    notified = {
        notice.hearing_on
        for notice in case.all(AppearanceNoticeServed)
        if not of or not notice.organ or organs.full_name(notice.organ) == of
    }
    sat = [day for day, officers in present.items() if officers]
    again = {day for day in present if sat and day > sat[0] and day in notified}
    failed = tuple(sorted(again.difference(sat))) if sat else tuple(present)
    kept = not failed
    everybody = [officer for officers in present.values() for officer in officers]
    if person:
        everybody = [one for one in everybody if (organs.full_name(one.organ), one.name) == person]
    return Appearance(
        first_heard_on=hearings[0].held_on,
        appeared=kept and (person is None or bool(everybody)),
        voiced=kept and any(officer.spoke for officer in everybody),
        chief=kept and any(officer.rank == "chief" for officer in everybody),
        chief_voiced=kept and any(officer.rank == "chief" and officer.spoke for officer in everybody),
        missed=failed,
    )


def excuse(case: Case, organs: Organs, hearings: tuple[date, ...], of: str = "") -> Excuse | None:
    """Return the first excuse if each of these hearings has one that holds.

    The reason of any defendant is that of all (APP 3), or only that of the one named by `of`.
    """
    sued = tuple(organs.full_name(name) for name in case.docketed.defendants) if case.docketed else ()
    names, others = ((of,), [name for name in sued if name != of]) if of else (sued, [])
    found = [excuse_at(case, organs, names, day, others) for day in hearings]
    return found[0] if found and all(one.holds for one in found) else None


def _officers(hearing: HearingHeld, organs: Organs, whose: Whose) -> list[Attendee]:
    return [
        person
        for person in hearing.attendees
        if person.role == "officer"
        and person.identity_fit
        and person.rank in whose.get(organs.full_name(person.organ), ())
    ]
