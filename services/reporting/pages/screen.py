"""What hangs on the wall: figures beside their targets, what is due, what has just become known?"""

from dataclasses import dataclass
from datetime import timedelta

from services.reporting.answers import District
from services.reporting.deadlines.shapes import DeadlineRow, Deadlines
from services.reporting.outlook.asking import outlook
from services.reporting.outlook.shapes import Deciding
from services.reporting.pages.agencies import Row, table
from services.reporting.pages.choice import Choice
from services.reporting.pages.course import Course, course_of
from services.reporting.pages.measures import Measure
from services.reporting.pages.overview import Standing, standing
from services.reporting.pages.past import Line, line_of
from services.reporting.pages.source import Source
from services.reporting.reader.events import Latest, latest

TILES = 6
ROWS = 7
"""So many lines fit in each list."""
AHEAD = timedelta(days=14)
"""Deadlines within these days are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Everything on the big screen of a district."""

    district: District
    choice: Choice
    course: Course
    standing: Standing
    tiles: tuple[Measure, ...]
    behind: tuple[Row, ...]
    """The agencies that miss targets, most of them first."""
    due: Deadlines
    soon: tuple[DeadlineRow, ...]
    """What is due today and in the days ahead."""
    latest: tuple[Latest, ...]
    line: Line
    hearings: tuple[Deciding, ...]
    """The next hearings that decide whether a target is reached; none for a year that is over."""


async def screen(reader: Source, district: District, choice: Choice) -> Screen:
    """Return the big screen of a district in a period."""
    law = await reader.law(district.id, choice.period.last)
    figures = await reader.figures(district.id, choice.period)
    course = await course_of(reader, district.id, choice.year, "quarter", law)
    own = standing(tuple(one for one in figures.items if one.agency == "*"), law, course)
    due = await reader.deadlines(district.id, limit=1)
    soon = await reader.deadlines(
        district.id, state="open", due_from=due.day, due_to=due.day + AHEAD, limit=ROWS
    )
    ahead = await reader.about(outlook, district.id, choice.year.label, "")
    rows = table(figures.items, by="defendant").rows
    return Screen(
        district=district,
        choice=choice,
        course=course,
        standing=own,
        tiles=(*own.targets, *(one for one in (*own.main, *own.others) if not one.figure.target))[:TILES],
        behind=tuple(row for row in rows if row.missed)[:ROWS],
        due=due,
        soon=soon.items,
        latest=await reader.about(latest, district.id, ROWS),
        line=await line_of(reader, district),
        hearings=ahead.hearings[:ROWS],
    )
