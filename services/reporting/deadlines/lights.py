"""How does a deadline stand, and which light does that give on a day? Pure.

Kept is what does not change by the passing of time alone; a day only turns an open deadline's light to `today`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

from services.reporting.deadlines.shapes import LIGHTS, Light, State
from shared.events.base import Finding
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineLapsed,
    DeadlineLifted,
    DeadlineMet,
    DeadlineMissed,
    DeadlineNear,
    DeadlineSuspended,
)

Stands = Literal["overdue", "near", "due", "waiting", "met", "late", "lifted", "lapsed", "withdrawn"]
"""What is kept of state and light together."""

STANDS: tuple[Stands, ...] = get_args(Stands)

MEANING: Mapping[Stands, tuple[State, Light]] = {
    "overdue": ("missed", "overdue"),
    "near": ("open", "near"),
    "due": ("open", "due"),
    "waiting": ("suspended", "waiting"),
    "met": ("met", "done"),
    "late": ("missed", "done"),
    "lifted": ("lifted", "off"),
    "lapsed": ("lapsed", "off"),
    "withdrawn": ("lifted", "off"),
}
"""State and light."""

LISTED: tuple[Stands, ...] = tuple(one for one in STANDS if one != "withdrawn")
"""What lists and counts show. Of what was withdrawn only a calendar that had shown it must hear."""

RUNNING: tuple[Stands, ...] = ("near", "due")
"""Open: on the due day itself their light is `today`."""

_OF_TYPE: Mapping[type[Deadline], Stands] = {
    DeadlineMet: "met",
    DeadlineLifted: "lifted",
    DeadlineLapsed: "lapsed",
    DeadlineSuspended: "waiting",
}


def stands(deadline: Deadline, reminder: Finding | None) -> Stands:
    """Return how a deadline stands by what is found of it."""
    if isinstance(deadline, DeadlineMissed):
        return "overdue" if deadline.done_on is None else "late"
    open_: Stands = "near" if isinstance(reminder, DeadlineNear) else "due"
    return _OF_TYPE.get(type(deadline), open_)


def light(stands: Stands, due_on: date, day: date) -> Light:
    """Return the light on a day."""
    return "today" if stands in RUNNING and due_on == day else MEANING[stands][1]


def shown(state: str, light: str) -> tuple[Stands, ...]:
    """Return how those stand that have this state and light; either may be empty for any."""
    lit = {"": LIGHTS, "today": ("near", "due")}.get(light, (light,))
    return tuple(one for one in LISTED if state in ("", MEANING[one][0]) and MEANING[one][1] in lit)


def counts(numbers: Mapping[Stands, int], today: Mapping[Stands, int]) -> dict[Light, int]:
    """Return how many of each light there are, or 0; `today` are the running ones due on the day itself."""
    found = dict.fromkeys(LIGHTS, 0)
    for one in LISTED:
        here = today.get(one, 0)
        found[MEANING[one][1]] += numbers.get(one, 0) - here
        found["today"] += here
    return found
