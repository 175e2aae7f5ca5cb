"""Which period does a reader look at, and which others may be chosen?"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.answers import District, Figure
from services.reporting.pages.source import Source
from services.reporting.periods import Period
from services.reporting.unknown import UnknownDistrictError, period_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The period looked at, among those that can be."""

    period: Period
    year: Period
    years: tuple[Period, ...]
    heard: tuple[Figure, ...]
    """Heard cases of each year, so that a reader sees where there is something."""

    @property
    def parts(self) -> tuple[tuple[Period, ...], ...]:
        """Return what the year is made of: halves, quarters, months."""
        return self.year.parts("half"), self.year.parts("quarter"), self.year.parts("month")


async def district_of(reader: Source, id: str) -> District:
    """Return a district by its id or division code. Raises UnknownDistrictError."""
    known = await reader.districts()
    for district in known:
        if id in (district.id, district.code):
            return district
    raise UnknownDistrictError(id, [district.id for district in known])


ENOUGH = 4
"""A year is shown unasked once it has a quarter of the cases of the year before; until then, that one is."""


async def choice_of(reader: Source, district: District, label: str) -> Choice | None:
    """Return the period of a label, or else the latest year with enough to look at. Raises UnknownPeriodError.

    None when the district has no figures at all.
    """
    if district.first is None or district.last is None:
        return None
    years = [Period.of(district.first, "year")]
    while years[-1].until <= district.last:
        years.append(years[-1].next)
    period = period_of(label) if label else None
    heard = await reader.trend(district.id, "heard", years)
    period = period or _latest(years, [figure.numerator for figure in heard])
    return Choice(period=period, year=Period.of(period.since, "year"), years=tuple(years), heard=heard)


class NoFiguresYetError(Exception):
    """A district has no figures at all, so that no period can be looked at."""

    def __init__(self, district: District) -> None:
        super().__init__(f"{district.id} has no figures yet")
        self.district = district


async def chosen(reader: Source, district: District, label: str) -> Choice:
    """Return what `choice_of` does. Raises UnknownPeriodError, and NoFiguresYetError where there is none."""
    choice = await choice_of(reader, district, label)
    if choice is None:
        raise NoFiguresYetError(district)
    return choice


def _latest(years: Sequence[Period], heard: Sequence[int]) -> Period:
    before = 0
    latest = years[-1]
    for year, cases in zip(years, heard, strict=True):
        if cases and cases * ENOUGH >= before:
            latest = year
        before = cases
    return latest
