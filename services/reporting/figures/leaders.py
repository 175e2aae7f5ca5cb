"""Which officers does a case concern: who came to its hearings, who was named to come, and who was found to have to?

Whoever is reported without a name is nobody's row. Officers act in office and are named openly.
"""

from collections.abc import Iterator
from datetime import date

from shared.dispute import Dispute
from shared.events.agency import OfficerNamed
from shared.events.court import HearingHeld
from shared.events.findings.routing import OfficerProposed, ResponsibleAgencyDetermined
from shared.law.appearance import Person
from shared.law.case_view import CaseView
from shared.law.model import Law
from shared.world import World


def leaders(view: CaseView, dispute: Dispute, world: World, law: Law) -> tuple[Person, ...]:
    """Return the officers a case concerns, each once.

    Who came is of the organ he is reported to be of: a defendant, with a rank that makes an officer of him, or the
    bureau as its chief. Who was named or proposed is the one of that name who came, else of the defendant concerned.
    """
    came = tuple(dict.fromkeys(_came(view, world, law)))
    expected = (
        next((one for one in came if one.name == wanted.name), wanted)
        for wanted in (*_named(view, dispute, world), *_proposed(view, dispute, world))
    )
    return tuple(dict.fromkeys((*came, *expected)))


def _came(view: CaseView, world: World, law: Law) -> Iterator[Person]:
    """Return who sat as an officer, be it without fit proof, which is shown by what he then does not count in."""
    bureau = world.organs.the("bureau")
    for hearing in view.case.all(HearingHeld):
        for person in hearing.attendees:
            if person.role != "officer" or not person.name.strip():
                continue
            organ = world.organs.full_name(person.organ)
            of_bureau = bureau is not None and organ == bureau.name and person.rank == "chief"
            if of_bureau or (organ in view.defendants and person.rank in law.ranks):
                yield Person(organ, person.name)


def _named(view: CaseView, dispute: Dispute, world: World) -> Iterator[Person]:
    """Return who is on record as the officer who will come (Xinzhou 15).

    An agency names its own officer where it is sued, else the officer of the defendant for which it answers; where
    nothing says for which, that of the first defendant.
    """
    for fact in view.told(OfficerNamed):
        if fact.officer.strip() and view.defendants:
            agency = world.organs.full_name(fact.agency) if fact.agency else ""
            sued = agency if agency in view.defendants else _answered_by(agency, view, dispute)
            yield Person(sued or view.defendants[0], fact.officer)


def _answered_by(agency: str, view: CaseView, dispute: Dispute) -> str:
    found = dispute.found("routing", ResponsibleAgencyDetermined)
    sued = (one.defendant for case, one in found if case == view.case.number and agency in one.agencies)
    return next(sued, "")


def _proposed(view: CaseView, dispute: Dispute, world: World) -> Iterator[Person]:
    """Return who is found to have to come (Xinzhou 12): a leader of the defendant, or the bureau's chief (14)."""
    for case, found in dispute.found("routing", OfficerProposed):
        if case == view.case.number and found.officer.strip():
            yield Person(_whose(found, world, found.hearing_on), found.officer)


def _whose(found: OfficerProposed, world: World, on: date) -> str:
    defendant, bureau = world.organs.full_name(found.defendant), world.organs.the("bureau")
    if found.role != "chief" or bureau is None or world.roster.chief(defendant, on) == found.officer:
        return defendant
    return bureau.name if world.roster.chief(bureau.name, on) == found.officer else defendant
