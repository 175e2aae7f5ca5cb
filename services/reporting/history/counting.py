"""What did cases count in when the log had been read up to a position? Notes are folded as they were then."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain

import structlog
from sqlalchemy import Connection, bindparam, select

from services.reporting.contribution import Contribution, contributions
from services.reporting.figures import additions
from services.reporting.parked.unsettled import unsettled
from shared.dispute import disputes
from shared.envelope import case_key, read
from shared.log.database import parts
from shared.log.filing import DAY_KEY, LOG_KEY
from shared.log.tables import NOTES
from shared.world import World, world_of

_log = structlog.stdlib.get_logger("history")

Group = tuple[str, ...]
"""The case keys (district|number) of cases that something joins."""

Texts = Mapping[str, tuple[str, str]]
"""Of cases by number: what each counts in (contribution.py), and how that is open (parked/unsettled.py)."""

Run = Callable[[str, Sequence[Group], int], Texts]
"""Returns what the cases of a district counted in, of some groups, at a position."""

MOST = 50
"""Groups whose notes are loaded at once."""

_NOTED = select(NOTES.c.case_key, NOTES.c.position, NOTES.c.body).where(
    NOTES.c.case_key.in_(bindparam("keys", expanding=True)), NOTES.c.position <= bindparam("upto")
)


def world_at(connection: Connection, district: str, position: int) -> World:
    """Return what a judge knew of a district beside its cases. Raises PackError where a law could not be read."""
    told = (_bodies(connection, key, position) for key in (LOG_KEY, case_key(district, "")))
    return world_of(district, map(read, chain(*told, _bodies(connection, DAY_KEY, position, last=True))))


def counted_at(
    connection: Connection, district: str, groups: Sequence[Group], position: int, world: World
) -> dict[str, tuple[str, str]]:
    """Return what cases of a district counted in at a position, and how that was open, by case number.

    As in the views, a dispute that cannot be counted counts nowhere, nor what it is joined to.
    """
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(groups), MOST):
        some = groups[start : start + MOST]
        noted: dict[str, list[tuple[int, bytes]]] = {}
        for part in parts([key for group in some for key in group]):
            for key, at, body in connection.execute(_NOTED, {"keys": part, "upto": position}):
                noted.setdefault(key, []).append((at, body))
        for group in some:
            told = sorted(note for key in group for note in noted.get(key, ()))
            if told:
                found |= _counted(district, [bytes(body) for _, body in told], world)
    return found


def _counted(district: str, bodies: Iterable[bytes], world: World) -> Texts:
    found: dict[str, tuple[str, str]] = {}
    try:
        for dispute in disputes(map(read, bodies), world.orders):
            if dispute.district == district:
                counts, open_ = contributions(additions(dispute, world)), unsettled(dispute, world)
                reported = (case.number for case in dispute.cases if case.reported and not case.of_bureau)
                for case in (one for one in reported if one in counts or one in open_):
                    found[case] = counts.get(case, Contribution()).text, open_.get(case, "")
    except Exception as error:
        _log.warning("a dispute could not be counted as it was", district=district, error=str(error))
        return {}
    return found


def alike(then: World, now: World) -> bool:
    """Tell whether a dispute of which nothing was noted since counts in one world as in the other.

    Of the world the counts read laws, organs, leaders and the calendar, this one only for days that had begun: until
    when an appeal may be filed. That a judgment takes effect by the passing of days is found, and so noted.
    """
    same = (then.organs, then.roster) == (now.organs, now.roster)
    laws = ([(law.pack, law.national) for law in world.laws] for world in (then, now))
    return same and next(laws) == next(laws) and _works_alike(then, now) and _in_force(then, now)


def _in_force(then: World, now: World) -> bool:
    """Tell whether no law came into force between: one may govern cases that began before it."""
    return [law.in_force.since <= then.day for law in then.laws] == [
        law.in_force.since <= now.day for law in now.laws
    ]


def _works_alike(then: World, now: World) -> bool:
    """Tell whether both calendars have the same working days up to the day that had begun then."""
    if then.calendar.version == now.calendar.version:
        return True
    old, new = then.calendar.years, now.calendar.years
    differing = min(year for year in old.keys() | new.keys() if old.get(year) != new.get(year))
    day = date(differing - 1, 12, 1)  # a year's notice may rearrange the last days of the year before
    while day <= then.day:
        if then.calendar.is_working_day(day) != now.calendar.is_working_day(day):
            return False
        day += timedelta(days=1)
    return True


def _bodies(connection: Connection, key: str, position: int, *, last: bool = False) -> Collection[bytes]:
    query = select(NOTES.c.body).where(NOTES.c.case_key == key, NOTES.c.position <= position)
    query = query.order_by(NOTES.c.position.desc()).limit(1) if last else query.order_by(NOTES.c.position)
    return [bytes(body) for body in connection.execute(query).scalars()]
