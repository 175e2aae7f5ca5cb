"""What is everything known of one proceeding after a loss?"""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from services.reporting.answers import CaseDetail
from services.reporting.deadlines.shapes import Deadlines
from services.reporting.proceedings.around import referrals, suggestions, triggers
from services.reporting.proceedings.line import Line
from services.reporting.proceedings.listing import of_case
from services.reporting.proceedings.shapes import Proceeding
from services.reporting.unknown import UnknownCaseError
from shared.world import World

MOST = 1000
"""Deadlines of one case."""

T = TypeVar("T")


class Source(Protocol):
    """The reader of the views, as far as it is asked here."""

    async def about(self, question: Callable[..., T], district: str, *args: Any) -> T:
        """Ask a question about a district."""

    async def case(self, district: str, number: str) -> CaseDetail:
        """Return everything known of one case."""

    async def world(self, district: str) -> World:
        """Return what the log says of a district beside its cases."""

    async def deadlines(self, district: str, *, case: str = "", limit: int = 100) -> Deadlines:
        """Return the deadlines of a case."""


async def proceeding(reader: Source, district: str, case: str, unit: str = "") -> Proceeding:
    """Return everything known of the proceeding of a unit after the loss of a case; without a unit of the first.

    Raises UnknownDistrictError, UnknownCaseError, NoProceedingError.
    """
    row, units, pack = await reader.about(of_case, district, case, unit)
    detail, world = await asyncio.gather(reader.case(district, row.case), reader.world(district))
    law = next((law for law in world.laws if law.pack.pack == pack), world.law)
    others = await asyncio.gather(
        *(_case(reader, district, number) for number in detail.chain if number != row.case)
    )
    details = [detail, *(one for one in others if one)]
    found = await asyncio.gather(
        *(reader.deadlines(district, case=one.row.case_number, limit=MOST) for one in details)
    )
    line = Line(row=row, units=units, details=details, deadlines=found[0].items, law=law, world=world)
    return Proceeding(
        position=detail.position,
        day=found[0].day,
        row=row,
        pack=pack,
        units=units,
        loss=line.loss(),
        stages=line.stages(),
        subjects=line.subjects(),
        parked=line.parked(),
        suggestions=suggestions(details, [item for one in found for item in one.items], world),
        triggers=triggers(details, law, world),
        referrals=referrals(details, world),
        history=line.history(),
        chain=detail.chain,
    )


async def _case(reader: Source, district: str, number: str) -> CaseDetail | None:
    """Return another case of the dispute; None while nothing is reported of it but its number."""
    try:
        return await reader.case(district, number)
    except UnknownCaseError:
        return None
