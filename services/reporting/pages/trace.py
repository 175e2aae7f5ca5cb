"""How is it told in words how the days of a deadline were counted: each that was left out, added or moved off?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.reporting.pages.words import Words
from services.reporting.periods import Period, PeriodError
from shared.calendar import Calendar

A_DAY = timedelta(days=1)
DRAWN = 70
"""Days of a way that is drawn day by day; a longer one is told in words alone."""

_LENGTH = re.compile(r"(\d+) (working day|calendar day|month)s?(?: before (.+))?")
_UNITS = {"working day": ("个工作日", "working"), "calendar day": ("日", "calendar"), "month": ("个月", "")}
_NOT_COUNTED = frozenset({"start-not-counted", "end-not-counted", "skipped", "rolled"})
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Days one after another of which the same is to be said."""

    days: str
    what: str
    counts: bool
    """They are worked and count although it is a weekend."""
    provisional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A day of a way as it is drawn."""

    on: date
    number: int
    """The how-manieth of the period; 0 for one that is not counted."""
    kind: str
    """`start`, `counted`, `off`, `make-up` or `due`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How one day was reached from another."""

    duty: str
    period: str
    since: date
    until: date
    back: bool
    left: int
    """Days that were left when a stay ended, from which it leads on; 0 where no stay lies before it."""
    named: bool
    """Somebody named the last day, so nothing was counted."""
    passages: tuple[Passage, ...]
    weeks: tuple[tuple[Square | None, ...], ...]
    """The days from Monday to Sunday; empty for a way too long to draw."""
    provisional: bool


def ways(told: Told, words: Words, calendar: Calendar) -> list[Way]:
    """Return the ways by which the service counted, in their order, each with its end."""
    return [_way(one, told, words, calendar) for one in told.get("counted", ())]


def _way(one: Told, told: Told, words: Words, calendar: Calendar) -> Way:
    since, until = day(one["since"]), day(one["until"])
    steps, period = list(one.get("days", ())), str(one.get("period", ""))
    used = _used(told, since, until)
    named = not steps and any(day(act["on"]) == until for act in told.get("set_by", ()))
    match = _LENGTH.fullmatch(period)
    return Way(
        duty=str(one.get("duty", "")),
        period=length(period, words),
        since=since,
        until=until,
        back=until < since,
        left=int(match[1]) - used if match and used else 0,
        named=named,
        passages=tuple(_passages(steps, words, calendar)),
        weeks=() if named else tuple(_weeks(since, until, steps, match, used)),
        provisional=bool(one.get("provisional")),
    )


def _used(told: Told, since: date, until: date) -> int:
    """Return how many days had run before the resumption from which a way leads on."""
    ledger = told.get("ledger") or {}
    resumed = since < until and str(since) != str(told.get("starts_on")) and not ledger.get("stayed_on")
    return sum(int(one["used"]) for one in ledger.get("stretches", ())) if resumed else 0


def headline(way: Way, words: Words) -> str:
    """Return from which day a way leads how far."""
    since, until = words.dated(way.since), words.dated(way.until)
    if way.named:
        return words.t(f"定至 {until}", f"named: {until}")
    if way.left:
        return words.t(
            f"{since}恢复，续算余下 {way.left} 日", f"resumed on {since}: the {way.left} days left"
        )
    if way.since == way.until:
        return words.t(f"{since} {way.period}", f"{since}: {way.period}")
    if way.back:
        return words.t(f"自 {since}{way.period}", f"{way.period} from {since}")
    return words.t(f"自 {since}起 {way.period}", f"{way.period} from {since}")


def days(number: int, unit: str, words: Words) -> str:
    """Return a number of days of a period in words."""
    if unit == "working_days":
        return words.t(f"{number} 个工作日", f"{number} working day{'s' if number != 1 else ''}")
    return words.t(f"{number} 日", f"{number} day{'s' if number != 1 else ''}")


def about(of: str, words: Words) -> str:
    """Return what tells a deadline from others of its duty, in words: organs, days, the name of a kind."""
    return words.t(" ", ", ").join(_part(part, words) for part in of.split("/") if part)


def _part(part: str, words: Words) -> str:
    try:
        return words.period(Period.parse(part))
    except PeriodError:
        return words.name("suggestions", part)


def day(value: object) -> date:
    """Return a day as the service writes it."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def length(period: str, words: Words) -> str:
    """Return how long a period is, in the reader's language."""
    match = _LENGTH.fullmatch(period)
    if match is None:
        return words.name("periods", period)
    number, unit, before = match.groups()
    if words.language == "en":
        return period.partition(" before ")[0] + (" back" if before else "")
    return f"{'往前 ' if before else ''}{number} {_UNITS[unit][0]}"


def _passages(steps: Sequence[Told], words: Words, calendar: Calendar) -> Iterator[Passage]:
    group: list[Told] = []
    for step in steps:
        if group and _same(group[-1], step, calendar):
            group.append(step)
            continue
        if group:
            yield _passage(group, words, calendar)
        group = [step]
    if group:
        yield _passage(group, words, calendar)


def _same(before: Told, step: Told, calendar: Calendar) -> bool:
    """Return whether of two steps the same is to be said, of days that touch."""
    touch = abs((day(step["day"]) - day(before["day"])).days) == 1
    alike = all(before.get(name) == step.get(name) for name in ("what", "why", "provisional"))
    return touch and alike and _notice(before, calendar) == _notice(step, calendar)


def _passage(steps: Sequence[Told], words: Words, calendar: Calendar) -> Passage:
    first, last = sorted((day(steps[0]["day"]), day(steps[-1]["day"])))
    said, notice = steps[0], _notice(steps[0], calendar)
    said_days = words.dated(first)
    if last != first:
        said_days = words.t(
            f"{first} 至 {last:%m-%d}（{words.weekday(first)}至{words.weekday(last)}）",
            f"{words.weekday(first)} {first} to {words.weekday(last)} {last:%m-%d}",
        )
    why = words.name("day_why", str(said.get("why", ""))) + words.t(
        f"（{notice}）" if notice else "", f" ({notice})" if notice else ""
    )
    return Passage(
        days=said_days,
        what=why + words.t("，", ": ") + words.name("day_what", str(said.get("what", ""))),
        counts=said.get("what") == "make-up",
        provisional=bool(said.get("provisional")),
    )


def _notice(step: Told, calendar: Calendar) -> str:
    """Return the notice that makes a day off, or worked; the last one that speaks of it counts."""
    on, why = day(step["day"]), step.get("why")
    if why not in ("holiday", "make-up-day"):
        return ""
    found = (
        schedule.notice
        for schedule in reversed(calendar.schedules)
        if on in (schedule.make_up_days if why == "make-up-day" else schedule.holidays)
    )
    return next(found, "")


def _weeks(
    since: date, until: date, steps: Sequence[Told], unit: re.Match[str] | None, used: int
) -> Iterator[tuple[Square | None, ...]]:
    """Yield the weeks of a way, each counted day with its number; nothing for one too long, or of no days.

    `used` days had run before.
    """
    first, last = min(since, until), max(since, until)
    if unit is None or unit[2] == "month" or not 1 <= (last - first).days <= DRAWN:
        return
    left_out = {day(one["day"]) for one in steps if one.get("what") in _NOT_COUNTED}
    made_up = {day(one["day"]) for one in steps if one.get("what") == "make-up"}
    squares: dict[date, Square] = {}
    number, on = used, since
    while True:
        counted = on not in left_out and on != since and number < int(unit[1])
        number += counted
        kind = "start" if on == since else "due" if on == until else "counted" if counted else "off"
        kind = "make-up" if kind == "counted" and on in made_up else kind
        squares[on] = Square(on=on, number=number if counted else 0, kind=kind)
        if on == until:
            break
        on += A_DAY if until > since else -A_DAY
    week = first - first.weekday() * A_DAY
    while week <= last:
        yield tuple(squares.get(week + place * A_DAY) for place in range(7))
        week += 7 * A_DAY
