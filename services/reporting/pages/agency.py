"""What does an agency's page show: its figures, and a page of its cases with the figures each counts in?"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.reporting.answers import CountedCase, District, FigureCases
from services.reporting.deadlines.shapes import Deadlines
from services.reporting.deadlines.unknown import UnknownObligorError
from services.reporting.figures import figure
from services.reporting.pages.choice import Choice
from services.reporting.pages.course import Course, Step, course_of
from services.reporting.pages.overview import Standing, standing
from services.reporting.pages.past import Line, Past, line_of
from services.reporting.pages.source import Source
from services.reporting.pages.words import metrics
from services.reporting.worklist.unknown import UnknownWhoError
from shared.law.model import Law

PAGE = 100
"""Cases of an agency on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case of the agency and how it counts in each figure."""

    number: str
    on: date
    """The last day on which it counts."""
    marks: Mapping[str, tuple[int, int]]
    """Numerator and denominator by figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """Everything on the page of an agency."""

    district: District
    law: Law | None
    choice: Choice
    name: str
    by: str
    course: Course
    standing: Standing
    columns: tuple[str, ...]
    cases: tuple[CaseLine, ...]
    """Those of this page, the last that counted first."""
    next: str | None
    """The case number after which more follow; None on the last page."""
    due: Deadlines | None
    """How many of its deadlines have each light today; None for one that never owed any."""
    waiting: Mapping[str, int]
    """How many things of each kind wait for it, those of which there are any."""
    past: Past | None
    """The moment as of which the figures are told; None for now."""
    line: Line


async def agency(
    reader: Source,
    district: District,
    choice: Choice,
    name: str,
    *,
    by: str,
    step: Step,
    after: str = "",
    past: Past | None = None,
) -> Agency:
    """Return the page of an agency in a period; of a `past` the reader is the one that knows it."""
    law = await reader.law(district.id, choice.period.last)
    figures = await reader.figures(district.id, choice.period, by=by, agency=name)
    course = await course_of(reader, district.id, choice.year, step, law, by=by, agency=name)
    had = {one.metric: one for one in figures.items if one.denominator or one.denominator is None}
    columns = tuple(metric for metric in metrics() if metric in had)
    pages = await asyncio.gather(
        *(
            reader.figure_cases(
                district.id, metric, choice.period, by=by, agency=name, after=after, limit=PAGE
            )
            for metric in columns
        )
    )
    cases, following = _lines(dict(zip(columns, pages, strict=True)))
    targeted = [target.figure for target in law.pack.targets] if law and columns else []
    blank = [figure(metric, 0, 0, choice.period, by, name, law) for metric in targeted if metric not in had]
    return Agency(
        district=district,
        law=law,
        choice=choice,
        name=name,
        by=by,
        course=course,
        standing=standing((*had.values(), *blank), law, course),
        columns=columns,
        cases=cases,
        next=following,
        due=await _due(reader, district.id, name),
        waiting=await _waiting(reader, district.id, name),
        past=past,
        line=await line_of(reader, district),
    )


async def _due(reader: Source, district: str, name: str) -> Deadlines | None:
    try:
        return await reader.deadlines(district, agency=name, limit=1)
    except UnknownObligorError:
        return None


async def _waiting(reader: Source, district: str, name: str) -> Mapping[str, int]:
    try:
        found = await reader.worklist(district, who=name, limit=1)
    except UnknownWhoError:
        return {}
    return {kind: number for kind, number in found.counts.items() if number}


def _lines(pages: Mapping[str, FigureCases]) -> tuple[tuple[CaseLine, ...], str | None]:
    """Return the cases for which every figure has been read, and the number after which more follow.

    Each figure's cases come by number, so that up to the first number at which one stopped all of them are known.
    """
    stopped = min((page.next for page in pages.values() if page.next), default=None)
    marks: dict[str, dict[str, tuple[int, int]]] = {}
    days: dict[str, date] = {}
    for metric, items in ((metric, _until(page.items, stopped)) for metric, page in pages.items()):
        for item in items:
            numerator, denominator = marks.setdefault(item.case, {}).get(metric, (0, 0))
            marks[item.case][metric] = (numerator + item.counted, denominator + 1)
            days[item.case] = max(item.on, days.get(item.case, item.on))
    lines = [CaseLine(number=case, on=days[case], marks=marks[case]) for case in marks]
    return tuple(sorted(lines, key=lambda line: (line.on, line.number), reverse=True)), stopped


def _until(items: Iterable[CountedCase], stopped: str | None) -> Iterable[CountedCase]:
    return (item for item in items if stopped is None or item.case <= stopped)
