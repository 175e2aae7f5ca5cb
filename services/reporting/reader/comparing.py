"""How do figures compare with another period, and with other districts of the same installation?"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from services.reporting.answers import District, Figure, Figures
from services.reporting.figures.comparing import Compare, against, compared_with
from services.reporting.periods import Period, PeriodError
from services.reporting.rows import DISTRICT
from services.reporting.unknown import UnknownAgencyError, UnknownMetricError, UnknownPeriodError, period_of

AGAIN = 3
"""So often both periods are asked for until nothing was read in between: then they are of one position."""


class Asks(Protocol):
    """The reader, as far as it is asked here."""

    async def districts(self) -> tuple[District, ...]:
        """Return the districts whoever asks may see."""

    async def figures(self, district: str, period: str, *, agency: str = "", metric: str = "") -> Figures:
        """Return the figures of a period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One figure of one district."""

    district: str
    code: str
    name: str
    name_en: str
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One figure of several districts, by the id of the district."""

    position: int
    items: tuple[Compared, ...]


async def compared(ask: Callable[[str], Awaitable[Figures]], period: str, compare: Compare) -> Figures:
    """Return the figures of a period with those of the one it is compared with. Raises as the reader does."""
    earlier = _earlier(period, compare)
    for _ in range(AGAIN):
        answer = await ask(period)
        before = await _none_where_unknown(ask, earlier.label, answer)
        if before.position == answer.position:
            break
    return replace(answer, items=against(answer.items, before.items, earlier))


def _earlier(period: str, compare: Compare) -> Period:
    try:
        return compared_with(period_of(period), compare)
    except (ValueError, OverflowError) as error:  # before the first year there is none
        raise UnknownPeriodError(PeriodError(period)) from error


async def _none_where_unknown(
    ask: Callable[[str], Awaitable[Figures]], period: str, answer: Figures
) -> Figures:
    """Return the figures of another period; none of an agency that is in no register and counted nowhere then."""
    try:
        return await ask(period)
    except UnknownAgencyError:
        return Figures(position=answer.position, items=())


async def districts_compared(reader: Asks, metric: str, period: str, compare: Compare = "") -> Comparison:
    """Return one figure of the rows of all districts whoever asks may see.

    A district whose law does not know the figure is left out. Raises UnknownPeriodError, UnknownMetricError.
    """
    period_of(period)
    found, unknown = list[Compared](), None
    position = 0
    for district in await reader.districts():

        async def ask(label: str, id_: str = district.id) -> Figures:
            return await reader.figures(id_, label, agency=DISTRICT, metric=metric)

        try:
            answer = await (compared(ask, period, compare) if compare else ask(period))
        except UnknownMetricError as error:
            unknown = error
            continue
        (figure,) = answer.items
        position = min(position, answer.position) if found else answer.position
        said = {
            "district": district.id,
            "code": district.code,
            "name": district.name,
            "name_en": district.name_en,
        }
        found.append(Compared(**said, figure=figure))
    if unknown and not found:
        raise unknown
    return Comparison(position=position, items=tuple(found))
