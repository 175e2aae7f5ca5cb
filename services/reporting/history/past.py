"""What was a district at an earlier position, as far as it is another now?

The past is what counts now, but for the disputes of which something was noted since: these are folded anew from their
notes up to the position. Where law, organs or leaders are others now, all are that can have counted in a period.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Text, cast, func, or_, select

from services.reporting.history.counting import Run, Texts, alike, counted_at, world_at
from services.reporting.known import Known
from services.reporting.periods import Period
from services.reporting.rows import Measures
from services.reporting.tables import cases
from shared.envelope import case_key
from shared.log.database import parts
from shared.log.filing import district_of, is_case
from shared.log.joining import joined
from shared.log.tables import DUE, LINKS, NOTES, STALLED, STATE

Rows = Mapping[tuple[str, str, str], tuple[int, int]]
"""Numerator and denominator by whose the row is (`by` and agency) and figure."""

MOST_BYTES = 100_000_000
"""So much of what was is kept, that asked for last."""


@dataclass(frozen=True, slots=True)
class Past:
    """What a district was at a position. Once more of it is replayed, that is another one."""

    position: int
    known: Known
    """Law, organs and measures as they were known then."""
    replayed: Mapping[str, str] = field(default_factory=dict)
    """What cases counted in then, by number, as far as they were replayed."""
    unsettled: Mapping[str, str] = field(default_factory=dict)
    """How that was open, of those of which something was parked."""
    keys: frozenset[str] = frozenset()
    """The case keys that were replayed, also those that counted nowhere."""
    whole: frozenset[str] = frozenset()
    """Periods in which all was replayed that counted then, so that what counts now is not needed."""
    upto: int = 0
    """Up to where the log was read when it was looked for what had moved since; 0 while that was not."""
    rows: dict[str, Rows] = field(default_factory=dict)
    """By period, as far as they were asked for: they stay as they were."""
    one: Lock = field(default_factory=Lock)
    """Held by whoever replays, so that nobody else does the same."""

    @property
    def size(self) -> int:
        """Return roughly how many bytes it takes."""
        rows = sum(map(len, [*self.rows.values()]))
        return sum(map(len, self.replayed.values())) + 100 * len(self.keys) + 200 * rows

    @property
    def numbers(self) -> frozenset[str]:
        """Return the numbers of the cases that were replayed."""
        return frozenset(key.partition("|")[2] for key in self.keys)

    def is_whole(self, period: Period | None) -> bool:
        """Tell whether all was replayed that counted in a period (None: in any)."""
        return not self.whole.isdisjoint({"", period.label if period else ""})


class Pasts:
    """Earlier states of districts, kept as far as there is room."""

    def __init__(self, run: Run | None = None) -> None:
        """`run` counts many disputes at once elsewhere; few are counted here."""
        self._run = run
        self._kept = OrderedDict[tuple[str, int], Past]()
        self._lock = Lock()

    def at(self, connection: Connection, known: Known, position: int, period: Period | None = None) -> Past:
        """Return what a district was, with all replayed in which a period (None: any) can differ from now."""
        with self._past(connection, known, position).one:
            past = self._past(connection, known, position)
            read = _read(connection)
            if past.is_whole(period) or past.upto == read:
                return past
            whole = not alike(past.known.world, known.world)
            find = partial(_all, period=period) if whole else _moved
            groups = joined(connection, sorted(find(connection, known.id, position)))
            own = [(group, {key for key in group if district_of(key) == known.id}) for group in groups]
            new = [(group, keys) for group, keys in own if not keys <= past.keys]
            found = self._counted(connection, past, [group for group, _ in new])
            grown = replace(
                past,
                replayed={**past.replayed, **{case: text for case, (text, _) in found.items()}},
                unsettled={**past.unsettled, **{case: open_ for case, (_, open_) in found.items() if open_}},
                keys=past.keys.union(*(keys for _, keys in new)),
                whole=past.whole | ({period.label if period else ""} if whole else set()),
                upto=0 if whole else read,
            )
            with self._lock:
                self._kept[known.id, position] = grown
                self._make_room()
            return grown

    def _past(self, connection: Connection, known: Known, position: int) -> Past:
        with self._lock:
            if (past := self._kept.get((known.id, position))) is not None:
                self._kept.move_to_end((known.id, position))
                return past
        world = world_at(connection, known.id, position)
        past = Past(position, replace(known, world=world, measures=Measures(world)))
        with self._lock:
            return self._kept.setdefault((known.id, position), past)

    def _counted(self, connection: Connection, past: Past, groups: list[tuple[str, ...]]) -> Texts:
        if self._run is not None and len(groups) > FEW:
            return self._run(past.known.id, groups, past.position)
        return counted_at(connection, past.known.id, groups, past.position, past.known.world)

    def _make_room(self) -> None:
        sizes = {key: past.size for key, past in self._kept.items()}
        while sum(sizes.values()) > MOST_BYTES and len(self._kept) > 1:
            gone, _ = self._kept.popitem(last=False)
            del sizes[gone]


EFFECT_WITHIN = timedelta(days=180)
"""So long after it was served a judgment has taken effect: the period for an appeal is over, with all days off."""

FEW = 40
"""So many disputes are counted where they are asked for; more elsewhere, so that nobody else has to wait."""


def _read(connection: Connection) -> int:
    """Return up to where the log was read. Until it is read on, nothing counts otherwise that was not due before."""
    return connection.execute(select(STATE.c.value).where(STATE.c.name == "position")).scalar() or 0


def contributions_now(connection: Connection, district: str, numbers: frozenset[str]) -> dict[str, str]:
    """Return what these cases of a district count in now, by number."""
    found: dict[str, str] = {}
    for part in parts(sorted(numbers)):
        query = select(cases.c.case_number, cases.c.contribution).where(
            cases.c.district == district, cases.c.case_number.in_(part)
        )
        found |= {row.case_number: row.contribution for row in connection.execute(query)}
    return found


def _all(connection: Connection, district: str, position: int, period: Period | None) -> set[str]:
    """Return the cases that existed; with a period those that can have counted in it.

    A case counts on days that its facts and findings name, or on which a judgment took effect: some weeks after one.
    """
    query = select(NOTES.c.case_key).where(
        NOTES.c.position <= position, _of(NOTES.c.case_key, case_key(district, ""))
    )
    if period is not None:
        body = (
            cast(NOTES.c.body, Text)
            if connection.dialect.name == "sqlite"
            else func.convert_from(NOTES.c.body, "UTF8")
        )
        years = range((period.since - EFFECT_WITHIN).year, period.last.year + 1)
        query = query.where(or_(*(body.contains(f'"{year:04}-') for year in years)))
    return {key for key in connection.execute(query.distinct()).scalars() if is_case(key)}


def _moved(connection: Connection, district: str, position: int) -> set[str]:
    """Return the cases of which something was noted since, or that are not yet shown as they were judged."""
    prefix = case_key(district, "")
    since = (
        select(NOTES.c.case_key).where(NOTES.c.position > position, _of(NOTES.c.case_key, prefix)).distinct()
    )
    moved = {key for key in connection.execute(since).scalars() if is_case(key)}
    for table in (DUE, STALLED):
        moved |= set(
            connection.execute(select(table.c.case_key).where(_of(table.c.case_key, prefix))).scalars()
        )
    # What a correction joins to a case elsewhere may change by what is noted there.
    elsewhere = select(LINKS.c.left_key).where(_of(LINKS.c.left_key, prefix), ~_of(LINKS.c.right_key, prefix))
    return moved | set(connection.execute(elsewhere.distinct()).scalars())


def _of(key: Any, prefix: str) -> Any:
    return func.substr(key, 1, len(prefix)) == prefix
