"""What does the page of one deadline show: who owes what by when, why that day, and what happens next?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.reporting.answers import CaseDetail, District, Entry
from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.pages.deadlines import rule_of
from services.reporting.pages.source import Source
from services.reporting.unknown import UnknownCaseError
from shared.calendar import Calendar
from shared.explaining.over_nats import Ask, NotExplainedError
from shared.law.model import DutyRule, Law, Rule
from shared.problems import Problem

HISTORY = frozenset(
    {
        "deadline-set",
        "deadline-moved",
        "deadline-suspended",
        "deadline-met",
        "deadline-missed",
        "deadline-lifted",
        "deadline-lapsed",
        "deadline-near",
        "deadline-escalated",
        "period-doubted",
        "reminder-delivered",
    }
)
"""The findings that tell how a deadline came to stand as it does."""


class UnknownDeadlineError(Problem):
    """No such deadline was found in the case."""

    def __init__(self, case: str, duty: str, of: str) -> None:
        named = f"{duty!r}{f' of {of!r}' if of else ''}"
        super().__init__(
            404,
            "Unknown deadline",
            f"no deadline {named} was found in {case!r}",
            errors=[
                {
                    "parameter": "duty",
                    "detail": f"found {duty!r}",
                    "expected": "a duty of GET /cases/{number}",
                }
            ],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What the deadlines service says of the deadline; both empty when it says nothing."""

    duty: Mapping[str, Any]
    deadline: Mapping[str, Any]
    silent: bool = False
    """It did not answer."""
    reason: str = ""
    """Why it could not explain the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinePage:
    """Everything on the page of one deadline."""

    district: District
    law: Law | None
    calendar: Calendar
    day: date
    row: DeadlineRow
    rule: DutyRule | None
    why: Why
    detail: CaseDetail | None
    """None for what the bureau owes beside all cases."""
    history: tuple[Entry, ...]
    """The latest first."""
    leads_to: tuple[tuple[str, Rule], ...]
    """The entries of the law by which a miss may lead to a circular or to liability, with their sections."""

    @property
    def begun(self) -> bool:
        """Return whether somebody set out on what is due by steps."""
        return bool(self.row.taken or self.row.pending)


async def deadline_page(
    reader: Source, ask: Ask | None, district: District, case: str, duty: str, of: str
) -> DeadlinePage:
    """Return the page of one deadline. Raises UnknownDeadlineError, and UnknownCaseError for an unknown case."""
    found = await reader.deadlines(district.id, case=case, limit=1000)
    row = next((one for one in found.items if (one.duty, one.of) == (duty, of)), None)
    if row is None:
        raise UnknownDeadlineError(case, duty, of)
    detail = await _detail(reader, district, row.case)
    law = await reader.law(district.id, detail.row.docketed_on if detail else None)
    world = await reader.world(district.id)
    return DeadlinePage(
        district=district,
        law=law,
        calendar=world.calendar,
        day=found.day,
        row=row,
        rule=rule_of(law, row),
        why=await _why(ask, district, row),
        detail=detail,
        history=_history(detail, row),
        leads_to=tuple(leads_to(law, duty)),
    )


def leads_to(law: Law | None, duty: str) -> list[tuple[str, Rule]]:
    """Return the entries of a law that a miss of a duty may meet."""
    if law is None:
        return []
    circulars: list[tuple[str, Rule]] = [
        (f"circulars/{one.ground}", one) for one in law.pack.circulars if one.duty == duty
    ]
    liability: list[tuple[str, Rule]] = [
        (f"liability/{one.trigger}", one) for one in law.pack.liability if one.deadline_missed == duty
    ]
    return circulars + liability


async def _detail(reader: Source, district: District, case: str) -> CaseDetail | None:
    try:
        return await reader.case(district.id, case)
    except UnknownCaseError:
        return None


def _history(detail: CaseDetail | None, row: DeadlineRow) -> tuple[Entry, ...]:
    told = detail.timeline if detail else ()
    own = [
        entry
        for entry in told
        if entry.type in HISTORY
        and entry.data.get("duty") == row.duty
        and str(entry.data.get("of") or "") == row.of
    ]
    return tuple(sorted(own, key=lambda entry: entry.position, reverse=True))


async def _why(ask: Ask | None, district: District, row: DeadlineRow) -> Why:
    """Return what the service that counted the days says of it, as far as it answers."""
    nothing: dict[str, Any] = {}
    if ask is None:
        return Why(duty=nothing, deadline=nothing, silent=True)
    try:
        said = await ask(district.id, row.case)
    except NotExplainedError as error:
        return Why(duty=nothing, deadline=nothing, silent=not error.answered, reason=error.reason)
    for case in said.get("cases", ()):
        for duty in case.get("duties", ()):
            for one in duty.get("deadlines", ()):
                if duty.get("duty") == row.duty and str(one.get("of") or "") == row.of:
                    return Why(duty=duty, deadline=one)
    return Why(duty=nothing, deadline=nothing, reason="it finds no such deadline now")
