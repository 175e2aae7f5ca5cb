"""What does the page of a year's activities show: how much of each kind, beside other years, and each one?"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.activities.listing import Asked, listed
from services.reporting.activities.shapes import KINDS, Activities, Activity, Kind, Sums
from services.reporting.answers import District
from services.reporting.pages.deadlines import agencies_of
from services.reporting.pages.source import Source

PAGE = 50
SHORT = 10
"""Of each kind, while no kind is asked for."""

BESIDE = 5
"""Years shown beside one another, the latest of them on the right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was done of one kind."""

    kind: Kind
    items: tuple[Activity, ...]
    next: str
    number: int
    """How many there are, shown here or not."""
    sums: Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivitiesPage:
    """Everything on the page of a year's activities."""

    district: District
    year: int
    kind: Kind | str
    agency: str
    counts: Mapping[Kind, int]
    """Of the year, whichever kind is asked for."""
    sums: Mapping[Kind, Sums]
    years: tuple[int, ...]
    """Those beside one another, the earliest first."""
    by_year: Mapping[int, Mapping[Kind, int]]
    every_year: tuple[int, ...]
    """Those that may be chosen, the earliest first."""
    groups: tuple[Group, ...]
    agencies: tuple[str, ...]
    """Those that may be chosen."""
    registered: frozenset[str]
    """Those that have a page of their own."""
    after: str

    @property
    def all(self) -> int:
        """Return how many there are in the year."""
        return sum(self.counts.values())

    def query(self, **other: str) -> Mapping[str, str]:
        """Return what is asked for as an address has it, with others in their place."""
        return {"year": str(self.year), "kind": self.kind, "agency": self.agency, **other}


async def activities_page(
    reader: Source, district: District, year: int | None, kind: Kind | str, agency: str, after: str
) -> ActivitiesPage:
    """Return the page of a year's activities; without a year that of the latest with any."""
    world = await reader.world(district.id)
    ever: Activities = await reader.about(listed, district.id, Asked(agency=agency, limit=1))
    if year is None:
        year = max(ever.years, default=world.day.year)

    async def group(one: Kind) -> Group:
        asked = Asked(year, one, agency, after if kind else "", PAGE if kind else SHORT)
        found: Activities = await reader.about(listed, district.id, asked)
        return Group(
            kind=one, items=found.items, next=found.next, number=found.counts[one], sums=found.sums[one]
        )

    groups = await asyncio.gather(*(group(one) for one in KINDS if kind in ("", one)))
    of_year: Activities = await reader.about(listed, district.id, Asked(year, "", agency, limit=1))
    every = sorted({*ever.years, year})
    last = max(every.index(year) + 1, min(BESIDE, len(every)))
    return ActivitiesPage(
        district=district,
        year=year,
        kind=kind,
        agency=agency,
        counts=of_year.counts,
        sums=of_year.sums,
        years=tuple(every[max(0, last - BESIDE) : last]),
        by_year={one: ever.years.get(one, dict.fromkeys(KINDS, 0)) for one in every},
        every_year=tuple(every),
        groups=tuple(one for one in groups if one.items),
        agencies=agencies_of(world.organs, agency),
        registered=frozenset(organ.name for organ in world.organs.organs),
        after=after,
    )
