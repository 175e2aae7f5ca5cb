"""Which deadlines does a published year move, and which stay and become official?

What has moved is read from the log; what would move is found in memory, over the district's part of the log.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from deploy.cli.law.log import Page
from deploy.law.judging import found_on, indexed
from deploy.law.replay import Replay, folded, world_told
from shared.calendar import Calendar, YearSchedule
from shared.dispute import Dispute
from shared.envelope import attributes, is_finding, read
from shared.events.findings.deadlines import Deadline, DeadlineMoved, DeadlineSet
from shared.world import World

STEP: Final = 100
"""Disputes judged between two steps of the progress."""

Deadlines = Mapping[tuple[str, str, str], Deadline]
"""By case, duty and what tells deadlines of one duty apart."""
Step = Callable[[int, int], None]
"""Is told how many disputes were judged now, and how many there are."""


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline that falls on another day."""

    district: str
    case: str
    duty: str
    of: str
    """Tells deadlines of one duty in one case apart; empty for most."""
    obligor: str
    """The role that owes it."""
    was_due_on: date | None
    due_on: date
    provisional: bool
    """True when it rests on another year that is not published."""
    stands: str
    """How it stands: `open`, `met`, `missed` and so on."""
    agencies: tuple[str, ...] = ()
    """The organs that owe it, where that was asked for."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What a published year changes in deadlines."""

    moved: tuple[Move, ...] = ()
    official: int = 0
    """How many stay on their day and are official now."""

    def __add__(self, other: "Moves") -> "Moves":
        return Moves(self.moved + other.moved, self.official + other.official)


def told_on_log(pages: Iterable[Page], district: str, calendar: Calendar) -> Moves:
    """Return what the judges recorded since a calendar was published, read from the log after its position.

    Deadlines of cases of which something was reported since are not counted as having become official: they may be
    new.
    """
    moved = list[Move]()
    official, news = list[str](), set[str]()
    for page in pages:
        for line in page.lines:
            envelope = attributes(line)
            if envelope["district"] != district:
                continue
            if not is_finding(envelope["source"]):
                news.add(envelope["subject"])
                continue
            match read(line).event:
                case DeadlineMoved(cause="calendar") as deadline if deadline.calendar == calendar.version:
                    moved.append(_move(district, envelope["subject"], deadline.was_due_on, deadline))
                case DeadlineSet(provisional=False) as deadline if deadline.calendar == calendar.version:
                    official.append(envelope["subject"])
    return Moves(tuple(sorted(moved, key=_place)), sum(case not in news for case in official))


def found_in_memory(replay: Replay, schedule: YearSchedule, step: Step = lambda done, of: None) -> Moves:
    """Return what a schedule would change: every dispute of a replay is judged twice. Raises PackError."""
    world = world_told(replay.district, replay.about_all)
    disputes = folded(replay.groups(), replay.district, world.orders)
    now = indexed(disputes, world)
    then = replace(now, calendar=now.calendar.with_year(schedule))
    moved, official = list[Move](), 0
    for start in range(0, len(disputes), STEP):
        part = disputes[start : start + STEP]
        for dispute in part:
            before, after = _deadlines(dispute, now), _deadlines(dispute, then)
            moved += _moved(dispute.district, before, after)
            official += sum(
                before[key].provisional and not new.provisional and before[key].due_on == new.due_on
                for key, new in after.items()
                if key in before and isinstance(new, DeadlineSet)
            )
        step(len(part), len(disputes))
    return Moves(tuple(sorted(moved, key=_place)), official)


def _moved(district: str, before: Deadlines, after: Deadlines) -> Iterator[Move]:
    for key, new in after.items():
        was = before[key].due_on if key in before else None
        if was != new.due_on:
            yield _move(district, key[0], was, new)


def _deadlines(dispute: Dispute, world: World) -> Deadlines:
    found = found_on(dispute, world).standing("deadlines")
    return {(key.case, one.duty, one.of): one for key, one in found.items() if isinstance(one, Deadline)}


def _move(district: str, case: str, was: date | None, new: Deadline) -> Move:
    return Move(district, case, new.duty, new.of, new.obligor, was, new.due_on, new.provisional, new.STANDING)


def _place(move: Move) -> tuple[date, str, str, str]:
    return move.due_on, move.case, move.duty, move.of
