"""What do courts and the government say in tests of who must appear? Facts with defaults."""

from shared.events.agency import LeaderUnavailable, OrgansConnected
from shared.events.bureau import ChiefAdvised, OfficerCoordinated
from shared.events.court import (
    CaseClassified,
    HearingCancelled,
    HearingRescheduled,
    HearingScheduled,
)
from shared.events.district import LeaderRolesAssigned, OfficerAppointed
from shared.events.findings.routing import (
    ChiefRequired,
    OfficerCoordinationRequested,
    OfficerProposed,
    OfficerRequired,
)
from shared.events.procuratorate import ProtestLodged
from shared.events.words import Advisor, Connection, Flag, Post, Rank
from tests.given import Given
from tests.words import POLICE, day


def marked(*flags: Flag, by: str = "court") -> CaseClassified:
    """Say of what weight a case is."""
    return CaseClassified(flags=flags, by=by)


def asked_for_chief(by: Advisor, organ: str = "", basis: str = "") -> ChiefAdvised:
    """Say who asked for the chief, of every defendant or of one."""
    return ChiefAdvised(advised_on=day("2023-04-01"), by=by, organ=organ, basis=basis)


def protest() -> ProtestLodged:
    """Say that the procuratorate protested."""
    return ProtestLodged(lodged_on=day("2023-09-01"))


def fixed(on: str) -> HearingScheduled:
    """Say for which day a hearing is fixed."""
    return HearingScheduled(hearing_on=day(on))


def put_off(from_: str, to: str, on: str = "") -> HearingRescheduled:
    """Say that a hearing was moved to another day."""
    return HearingRescheduled(from_on=day(from_), to_on=day(to), rescheduled_on=day(on) if on else None)


def called_off(on: str) -> HearingCancelled:
    """Say that a hearing was called off."""
    return HearingCancelled(hearing_on=day(on))


def in_charge(a: str, b: str = "", of: str = POLICE, since: str = "2022-01-01") -> LeaderRolesAssigned:
    """Say who are the leaders in charge of an organ."""
    return LeaderRolesAssigned(organ=of, a_leader=a, b_leader=b, from_on=day(since))


def away(leader: str, since: str, until: str = "") -> LeaderUnavailable:
    """Say on which days a leader cannot appear; without an end until further notice."""
    return LeaderUnavailable(leader=leader, from_on=day(since), until_on=day(until) if until else None)


def in_office(
    name: str, of: str, rank: Rank = "chief", since: str = "2022-01-01", until: str = ""
) -> OfficerAppointed:
    """Say who holds an office."""
    return OfficerAppointed(
        organ=of, name=name, rank=rank, from_on=day(since), until_on=day(until) if until else None
    )


def coordinated(officer: str, on: str) -> OfficerCoordinated:
    """Say whom the government office settled on."""
    return OfficerCoordinated(hearing_on=day(on), officer=officer)


def connected(*organs: str, how: Connection = "took_part") -> OrgansConnected:
    """Say which organs took part in the act, or must assist."""
    return OrgansConnected(organs=organs, how=how)


def chief(given: Given, case: str, defendant: str = "") -> tuple[list[str], tuple[Post, ...]]:
    """Return the grounds on which the chief must appear for a defendant, and whose appearance is accepted."""
    found = [one for one in given.found("routing", ChiefRequired, case) if defendant in ("", one.defendant)]
    assert len(found) <= 1, "one finding a defendant"
    return (
        ([f"{one.article} {one.ground}" for one in found[0].grounds], found[0].accepted)
        if found
        else ([], ())
    )


def officer_required(given: Given, case: str) -> list[tuple[str, list[str]]]:
    """Return for which defendants an officer must appear in any case, and the articles."""
    found = given.found("routing", OfficerRequired, case)
    return [(one.defendant, sorted({ground.article for ground in one.grounds})) for one in found]


def proposals(given: Given, case: str) -> list[str]:
    """Return in words who is proposed for each hearing, or why the government office must settle it."""
    said = []
    for key, one in sorted(given.findings("routing").items()):
        if key.case == case and isinstance(one, OfficerProposed):
            said.append(f"{one.hearing_on} {one.officer} ({one.role})")
        elif key.case == case and isinstance(one, OfficerCoordinationRequested):
            said.append(f"{one.hearing_on} {one.reason}")
    return said
