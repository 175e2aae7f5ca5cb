"""Which period does a reader look at, and which others may be chosen?"""

from dataclasses import dataclass
from http import HTTPStatus

from services.reporting.answers import District, Figure
from services.reporting.pages.source import Source
from services.reporting.periods import Period, PeriodError
from shared.problems import Problem


class NoSuchPeriodError(Problem):
    """The period asked for cannot be read."""

    def __init__(self, error: PeriodError) -> None:
        super().__init__(HTTPStatus.UNPROCESSABLE_ENTITY, "Unknown period", str(error))


class NoSuchDistrictError(Problem):
    """No law is on the log for the district asked for."""

    def __init__(self, district: str, known: list[str]) -> None:
        super().__init__(
            HTTPStatus.NOT_FOUND,
            "Unknown district",
            f"{district!r} is no district here; expected one of: {', '.join(known) or 'none yet'}",
        )


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
    """Return a district by its id or division code. Raises NoSuchDistrictError."""
    known = await reader.districts()
    for district in known:
        if id in (district.id, district.code):
            return district
    raise NoSuchDistrictError(id, [district.id for district in known])


ENOUGH = 4
"""A year is shown by itself once it has a quarter of the cases that the year before it had; until then, that one."""


async def choice_of(reader: Source, district: District, label: str) -> Choice | None:
    """Return the period of a label, or else of the latest year with enough to look at; None when the district has none at all.

    Raises NoSuchPeriodError.
    """
    if district.first is None or district.last is None:
        return None
    years = (Period.of(district.first, "year"),)
    while years[-1].until <= district.last:
        years = (*years, years[-1].next)
    try:
        period = Period.parse(label) if label else None
    except PeriodError as error:
        raise NoSuchPeriodError(error) from error
    heard = await reader.trend(district.id, "heard", years)
    period = period or _latest(years, [figure.numerator for figure in heard])
    return Choice(period=period, year=Period.of(period.since, "year"), years=years, heard=heard)


def _latest(years: tuple[Period, ...], heard: list[int]) -> Period:
    before = 0
    latest = years[-1]
    for year, cases in zip(years, heard, strict=True):
        if cases and cases * ENOUGH >= before:
            latest = year
        before = cases
    return latest
