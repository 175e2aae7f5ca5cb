"""How does one deadline stand today, what is somebody told of it, and when does time alone change that?"""

from datetime import date, timedelta
from typing import NamedTuple

from services.deadlines.counting import due
from services.deadlines.reminding import Reminder, reminder
from services.deadlines.standing import stands
from services.deadlines.starts import Started
from shared.events.findings.deadlines import RUNNING, Deadline
from shared.law.case_view import CaseView
from shared.law.model import DutyRule, Law
from shared.world import World

A_DAY = timedelta(days=1)


class Today(NamedTuple):
    """A deadline on a day."""

    deadline: Deadline
    told: tuple[Reminder, ...]
    changes: tuple[date, ...]
    """The days on which it stands otherwise, or something else is told."""


def today(duty: DutyRule, started: Started, view: CaseView, world: World, law: Law) -> Today:
    """Return how the deadline of a duty that started so stands on `world.day`."""
    deadline = stands(duty, started, due(duty, started, view, world, law), view, world.day)
    told, next_day = reminder(deadline, duty, world, law)
    ends = deadline.due_on + A_DAY if isinstance(deadline, RUNNING) else None
    return Today(deadline, (told,) if told else (), tuple(day for day in (ends, next_day) if day))
