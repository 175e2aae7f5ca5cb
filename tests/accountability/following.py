"""What is found of the one proceeding after a lost case, and what is parked of it?"""

from shared.events.base import Fact
from shared.events.findings.accountability import Proceeding, ProceedingClosed
from shared.events.findings.common import FactParked
from tests.accountability.afterwards import (
    lost,
)
from tests.given import Given
from tests.words import (
    FIRST,
    xinzhou,
)


def told(*facts: Fact) -> Given:
    """Return a lost case of which these facts are told."""
    return xinzhou().facts(FIRST, *lost(), *facts)


def course(given: Given, case: str = "") -> Proceeding:
    """Return the only proceeding."""
    (found,) = given.found("accountability", Proceeding, case)
    return found


def parked(given: Given, case: str = "") -> list[tuple[str, str, str]]:
    """Return why, what and until when facts of the proceeding are parked."""
    found = given.found("accountability", FactParked, case)
    return sorted((one.reason, one.about, one.released_by) for one in found)


def how(given: Given) -> tuple[str, str]:
    """Return how and when the proceeding was closed."""
    closed = course(given)
    assert isinstance(closed, ProceedingClosed)
    return closed.how, str(closed.closed_on)
