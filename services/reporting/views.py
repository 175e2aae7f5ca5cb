"""What changes in the figures and lists when disputes are judged anew? Only the difference is written."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, Delete, Dialect, bindparam
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from services.reporting.activities.rows import activity_rows
from services.reporting.activities.tables import activities
from services.reporting.contribution import Adding, Changes, Contribution, contributions
from services.reporting.deadlines.keeping import keep
from services.reporting.deadlines.rows import deadline_rows
from services.reporting.delivery.tables import remember
from services.reporting.figures import additions
from services.reporting.lists import keep as keep_list
from services.reporting.marks import Marked, marked
from services.reporting.outlook.coming import coming
from services.reporting.parked.holding import Holding
from services.reporting.parked.keeping import keep_parked
from services.reporting.parked.unsettled import unsettled
from services.reporting.proceedings.rows import proceeding_rows
from services.reporting.proceedings.tables import proceedings
from services.reporting.publishing.keeping import keep as keep_publications
from services.reporting.scorecards.keeping import keep as keep_assessments
from services.reporting.suggestions.rows import suggestion_rows
from services.reporting.suggestions.tables import suggestions
from services.reporting.summary import case_row
from services.reporting.tables import cases, marks, sums
from services.reporting.uncounted.noting import noted
from services.reporting.worklist.keeping import Row as Waiting
from services.reporting.worklist.keeping import move as move_waiting
from services.reporting.worklist.keeping import rows_of as waiting_of
from services.reporting.writing import adding, each, inserting, kept, removing
from shared.dispute import Dispute
from shared.envelope import case_key
from shared.log.database import put
from shared.world import World

Row = dict[str, Any]
Moved = tuple[str, str, str, str, str]
"""A sum that moved: its district, period, by, agency and figure."""

VERSION = "9"
"""Of what the views hold; a rebuild is due when it changes."""

_LISTS = ((activities, activity_rows), (suggestions, suggestion_rows), (proceedings, proceeding_rows))
"""The plain lists, each with what a dispute puts on it."""


@dataclass(frozen=True, slots=True)
class Views:
    """The figures and lists, kept in the transaction in which the follower saves how far it has come."""

    contribute: Callable[[Dispute, World], Iterable[Adding]] = additions
    """What a dispute counts in, by the definitions of the figures."""
    told: Callable[[Collection[str], Iterable[Moved]], None] = lambda cases, moved: None
    """Told which cases were concluded and which sums moved; the transaction may still fail after that."""

    def conclude(
        self, connection: Connection, touched: Collection[str], disputes: Sequence[Dispute], world: World
    ) -> None:
        """Let the views show what these disputes of one district say now.

        `touched` holds the case keys (`district|number`) that were due, with all they are joined to. One that
        no dispute mentions any more, because its facts were corrected away, leaves the views.
        """
        new: dict[str, Row] = {}
        for dispute in disputes:
            added = tuple(self.contribute(dispute, world))
            contributed, kept_of = contributions(added), noted(dispute, world, added)
            marking = marked(dispute, world)
            open_, ahead = unsettled(dispute, world), coming(dispute, world)
            for case in dispute.cases:
                if case.reported and not case.of_bureau:
                    counted = contributed.get(case.number, Contribution())
                    row = case_row(dispute, case, world, counted)
                    marks_here = marking.get(case.number, Marked())
                    row["unsettled"] = open_.get(case.number, "")
                    row["coming"] = ahead.get(case.number, "")
                    row |= kept_of[case.number]._asdict()
                    new[case_key(case.district, case.number)] = {**row, **marks_here._asdict()}
        keys = {*touched, *new}
        old = _rows(connection, keys)
        moved = write(connection, [(old.get(key), new.get(key)) for key in sorted(keys)])
        keep(connection, keys, [row for dispute in disputes for row in deadline_rows(dispute, world)])
        for table, rows_of in _LISTS:
            keep_list(connection, table, keys, [row for one in disputes for row in rows_of(one, world)])
        keep_parked(connection, keys, disputes, world)
        keep_assessments(connection, keys, disputes)
        keep_publications(connection, keys, disputes)
        remember(connection, disputes)
        self.told(keys, moved)


def _rows(connection: Connection, keys: Collection[str]) -> dict[str, Row]:
    found = (dict(row._mapping) for row in kept(connection, cases, keys))
    return {case_key(row["district"], row["case_number"]): row for row in found}


def write(connection: Connection, pairs: Iterable[tuple[Row | None, Row | None]]) -> list[Moved]:
    """Write the difference between old and new rows, and between the contributions and marks they carry.

    Returns which sums moved, and of which figures the bounds did (`Holding.moved`).
    """
    changes: dict[str, Changes] = {}
    holding = Holding()
    written, gone = [], []
    marking, unmarking = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
    settled, waiting = set[Waiting](), set[Waiting]()
    for old, new in pairs:
        if old == new:
            continue
        before, after = _marks(old), _marks(new)
        marking += after - before
        unmarking += before - after
        settled |= waiting_of(old)
        waiting |= waiting_of(new)
        if new:
            written.append(new)
            changes.setdefault(new["district"], Changes()).gain(new["contribution"])
            holding.gain(new)
        if old:
            changes.setdefault(old["district"], Changes()).lose(old["contribution"])
            holding.lose(old)
        if old and not new:
            gone.append((old["district"], old["case_number"]))
    each(connection, _removing_cases, gone)
    put(connection, cases, written, replace=True)
    each(connection, _removing_marks, sorted(unmarking))
    each(connection, _marking, sorted(marking))
    move_waiting(connection, settled, waiting)
    holding.save(connection)
    moved = [of for district, change in changes.items() for of in _move(connection, district, change)]
    return [*moved, *holding.moved]


def _marks(row: Row | None) -> set[tuple[Any, ...]]:
    if row is None:
        return set()
    return {(row["district"], mark, row["case_number"]) for mark in from_json(row["marks"])}


def _move(connection: Connection, district: str, changes: Changes) -> list[Moved]:
    """Add the difference to the sums and return which moved; a sum of nothing goes."""
    moves = list(changes.moves())
    each(connection, _adding, [(district, *of, *change) for of, *change in moves])
    shrunk = [(district, *of, 0) for of, _, denominator in moves if denominator < 0]
    each(connection, _removing_sums, shrunk)
    return [(district, *of) for of, *_ in moves]


def _adding(dialect: Dialect) -> PostgresInsert | SqliteInsert:
    return adding(dialect, sums)


def _marking(dialect: Dialect) -> PostgresInsert | SqliteInsert:
    return inserting(dialect, marks).on_conflict_do_nothing()


def _removing_marks(_dialect: Dialect) -> Delete:
    return removing(marks)


def _removing_cases(_dialect: Dialect) -> Delete:
    return removing(cases)


def _removing_sums(_dialect: Dialect) -> Delete:
    return removing(sums).where(sums.c.denominator == bindparam("nothing"))
