"""What does the first page show: the districts that have figures, and how each stands?"""

import asyncio
from dataclasses import dataclass

from services.reporting.answers import District, Figure
from services.reporting.pages.choice import Choice, choice_of
from services.reporting.pages.measures import Measure
from services.reporting.pages.overview import MAIN
from services.reporting.pages.source import Source
from services.reporting.pages.words import counts, metrics


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One district, in the latest year it has figures for."""

    district: District
    choice: Choice
    counts: tuple[Figure, ...]
    main: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The districts that have figures; none on the first run."""

    lines: tuple[Line, ...]


async def home(reader: Source) -> Home:
    """Return the districts that have figures."""
    lines = await asyncio.gather(*(_line(reader, district) for district in await reader.districts()))
    return Home(lines=tuple(line for line in lines if line))


async def _line(reader: Source, district: District) -> Line | None:
    choice = await choice_of(reader, district, "")
    if choice is None:
        return None
    figures = await reader.figures(district.id, choice.period, agency="*")
    found = {figure.metric: figure for figure in figures.items}
    return Line(
        district=district,
        choice=choice,
        counts=tuple(found[metric] for metric in counts() if metric in found),
        main=tuple(
            Measure(figure=found[metric])
            for metric in metrics()
            if metric in found and (metric in MAIN or found[metric].target)
        ),
    )
