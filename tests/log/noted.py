"""Small words for tests of notes: what is on the log, whose case that is, what is due."""

from shared.codec import encode, type_of
from shared.envelope import Draft, stamp
from shared.events.findings.routing import ObserversCalled
from shared.log.notes import Notes
from tests.log.toys import DISTRICT, case


def on_the_log(drafts: list[Draft], first: int = 1) -> list[tuple[int, bytes]]:
    """Return events as the log keeps them, from a position on."""
    return [(at, stamp(one, at, "2026-01-01T00:00:00Z", "")) for at, one in enumerate(drafts, first)]


def key(number: int) -> str:
    """Return the case key of a toy case."""
    return f"{DISTRICT}|{case(number)}"


def drained(notes: Notes) -> list[str]:
    """Return what is due, and take it off as judged."""
    due = sorted(notes.due(1000))
    notes.conclude(due)
    return due


def finding(service: str, number: int) -> Draft:
    """Return a finding of a service on a toy case."""
    found = ObserversCalled(organs=("区人社局",), article="1")
    return Draft(
        source=service,
        id="",
        type=type_of(ObserversCalled),
        subject=case(number),
        district=DISTRICT,
        data=encode(found),
    )
