"""What does a district's list of deadlines show: what presses now, or all that a filter asks for, by due day?"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Literal

from services.reporting.answers import District
from services.reporting.deadlines.shapes import LIGHTS, DeadlineRow, Deadlines, Light
from services.reporting.pages.source import Source
from shared.calendar import Calendar
from shared.law.model import DutyRule, Law
from shared.organs import Organs

PRESSING: tuple[Light, ...] = ("overdue", "today", "near", "due")
"""The lights of what still has to be done, the most pressing first."""

PAGE = 50
SHORT = 20
"""Overdue ones shown above those that run."""

RECENT = timedelta(days=90)
"""For so long an overdue deadline stands in what presses; older ones are a click away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters; empty for any."""

    agency: str = ""
    duty: str = ""
    light: Light | Literal[""] = ""
    since: date | None = None
    until: date | None = None

    @property
    def pressing(self) -> bool:
        """Return whether only what still has to be done is asked for."""
        return not (self.light or self.since or self.until)

    @property
    def any(self) -> bool:
        """Return whether anything is asked for."""
        return not self.pressing or bool(self.agency or self.duty)

    def query(self, **other: str) -> Mapping[str, str]:
        """Return the filters as an address has them, with others in their place."""
        own = {"agency": self.agency, "duty": self.duty, "light": self.light}
        own |= {"since": str(self.since or ""), "until": str(self.until or "")}
        return {**own, **other}


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDay:
    """What is due on one day."""

    on: date
    rows: tuple[DeadlineRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the list under a heading of its own."""

    name: str
    """`overdue`, `running`, or `found` for all that a filter asks for."""
    days: tuple[DueDay, ...]
    next: str
    number: int
    """How many there are, shown here or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinesPage:
    """Everything on the page of a district's deadlines."""

    district: District
    law: Law | None
    calendar: Calendar
    day: date
    asked: Asked
    counts: Mapping[Light, int]
    """How many of each light there are, whichever light is asked for."""
    parts: tuple[Part, ...]
    older: int
    """Overdue ones that are left out because they were due long ago."""
    urgent: int
    """Cases whose papers must be forwarded today, or no time is left for the draft defence."""
    agencies: tuple[str, ...]
    duties: tuple[str, ...]
    provisional_years: tuple[int, ...]
    after: str

    @property
    def pressing(self) -> int:
        """Return how many still have to be done."""
        return sum(self.counts.get(light, 0) for light in PRESSING)


async def deadlines_page(reader: Source, district: District, asked: Asked, after: str) -> DeadlinesPage:
    """Return the page of a district's deadlines."""
    world = await reader.world(district.id)
    own = partial(reader.deadlines, district.id, agency=asked.agency, duty=asked.duty)
    wanted = partial(own, due_from=asked.since, due_to=asked.until)
    every = await wanted(limit=1)
    law, waiting = await asyncio.gather(reader.law(district.id), reader.worklist(district.id, limit=1))
    if asked.pressing:
        answers, parts, older = await _pressing(own, every, after)
    else:
        found = await wanted(light=asked.light, after=after, limit=PAGE)
        number = every.counts.get(asked.light, 0) if asked.light else sum(every.counts.values())
        answers, parts, older = [found], (_part("found", found, number),), 0
    years = sorted({year for answer in answers for year in answer.provisional_years})
    return DeadlinesPage(
        district=district,
        law=law,
        calendar=world.calendar,
        day=every.day,
        asked=asked,
        counts={light: every.counts.get(light, 0) for light in LIGHTS},
        parts=tuple(part for part in parts if part.days),
        older=older,
        urgent=waiting.counts.get("forward-urgent", 0),
        agencies=agencies_of(world.organs, asked.agency),
        duties=duties_of(law, asked.duty),
        provisional_years=tuple(years),
        after=after,
    )


async def _pressing(
    own: Callable[..., Awaitable[Deadlines]], every: Deadlines, after: str
) -> tuple[list[Deadlines], tuple[Part, ...], int]:
    """Return what runs, a page at a time, and above its first page what was missed not long ago."""
    running = own(state="open", after=after, limit=PAGE)
    number = sum(every.counts.get(light, 0) for light in PRESSING if light != "overdue")
    if after:
        found = await running
        return [found], (_part("running", found, number),), 0
    since = every.day - RECENT
    missed = own(light="overdue", due_from=since, limit=SHORT)
    late, found = await asyncio.gather(missed, running)
    recent = late.counts.get("overdue", 0)
    older = every.counts.get("overdue", 0) - recent
    return [late, found], (_part("overdue", late, recent), _part("running", found, number)), older


def _part(name: str, found: Deadlines, number: int) -> Part:
    return Part(name=name, days=by_day(found.items), next=found.next, number=number)


def by_day(rows: Iterable[DeadlineRow]) -> tuple[DueDay, ...]:
    """Return deadlines by the day they are due, in the order they came."""
    return tuple(DueDay(on=on, rows=tuple(found)) for on, found in groupby(rows, key=lambda row: row.due_on))


def agencies_of(organs: Organs, asked: str) -> tuple[str, ...]:
    """Return the organs somebody may choose among, by name; the one asked for is among them."""
    return tuple(sorted({organ.name for organ in organs.organs} | ({asked} if asked else set())))


def duties_of(law: Law | None, asked: str) -> tuple[str, ...]:
    """Return the duties somebody may choose among, in the order of the law; the one asked for is among them."""
    named = dict.fromkeys(law.duty_names if law else ())
    return tuple({**named, **({asked: None} if asked else {})})


def rule_of(law: Law | None, row: DeadlineRow) -> DutyRule | None:
    """Return what the law says of a deadline: of several entries of one duty the one whose article it names."""
    return rule_named((*law.duties, *law.bureau_duties) if law else (), row.duty, row.article)


def rule_named(rules: Sequence[DutyRule], duty: str, article: str) -> DutyRule | None:
    """Return the entry of a duty with an article, else any of that duty."""
    own = [rule for rule in rules if rule.duty == duty]
    return next((rule for rule in own if rule.article == article), next(iter(own), None))
