"""What else do courts and agencies say of periods, in tests, and what was found of them?"""

from shared.events.agency import EvidenceExtensionRequested, EvidenceFiled
from shared.events.court import CaseResumed, CaseStayed, EvidenceExtensionGranted, EvidencePeriodSet
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineEscalated,
    DeadlineMoved,
    DeadlineNear,
    PeriodDoubted,
)
from tests.given import Given
from tests.words import FIRST, day


def stayed(on: str) -> CaseStayed:
    """Say when the court suspended the proceeding."""
    return CaseStayed(stayed_on=day(on))


def resumed(on: str) -> CaseResumed:
    """Say when the court took the proceeding up again."""
    return CaseResumed(resumed_on=day(on))


def period_set(until: str, on: str = "") -> EvidencePeriodSet:
    """Say which day the court set for the evidence, and when it did."""
    return EvidencePeriodSet(until=day(until), set_on=day(on) if on else None)


def extended(until: str, on: str = "") -> EvidenceExtensionGranted:
    """Say until when the court put the evidence off, and when it did."""
    return EvidenceExtensionGranted(until=day(until), granted_on=day(on) if on else None)


def more_time_asked(on: str) -> EvidenceExtensionRequested:
    """Say when the agency asked for more time."""
    return EvidenceExtensionRequested(requested_on=day(on))


def evidence(on: str) -> EvidenceFiled:
    """Say when the evidence was filed."""
    return EvidenceFiled(filed_on=day(on))


def moved(given: Given, duty: str, case: str = FIRST) -> str:
    """Return from where to where a deadline was moved, and why."""
    (found,) = (one for one in given.found("deadlines", Deadline, case) if one.duty == duty)
    if not isinstance(found, DeadlineMoved):
        return "not moved"
    return f"{found.was_due_on} to {found.due_on}, {found.cause}"


def told_of(given: Given, duty: str, case: str = FIRST) -> str:
    """Return what somebody is told of a deadline: its step, or that those above are called."""
    for near in given.found("deadlines", DeadlineNear, case):
        if near.duty == duty:
            return f"{near.step} before {near.due_on}"
    for called in given.found("deadlines", DeadlineEscalated, case):
        if called.duty == duty:
            return f"{' or '.join(called.to)} called"
    return "nothing"


def doubts(given: Given, case: str = FIRST) -> list[tuple[str, str, str, str]]:
    """Return what is doubted: the problem, the duty, what was found and what was expected."""
    found = given.found("deadlines", PeriodDoubted, case)
    return sorted((one.problem, one.duty, str(one.found), str(one.expected)) for one in found)
