"""How is kept by how much figures can change through what is parked? By differences, as the sums are."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, Delete, Dialect, bindparam

from services.reporting.contribution import counts_of
from services.reporting.parked.tables import unsettled
from services.reporting.parked.unsettled import ANY
from services.reporting.writing import Statement, adding, each, removing

Key = tuple[str, str, str, str, str]
"""District, period, by, agency and figure."""


@dataclass
class Holding:
    """By how much what is unsettled changes."""

    moves: dict[Key, Counter[str]] = field(default_factory=dict)

    def gain(self, row: Mapping[str, Any]) -> None:
        """Take in a row of a case."""
        self._add(row, 1)

    def lose(self, row: Mapping[str, Any]) -> None:
        """Take a row of a case out."""
        self._add(row, -1)

    def _add(self, row: Mapping[str, Any], sign: int) -> None:
        if not (text := row.get("unsettled")):
            return
        metrics, groups, leading = from_json(text)
        for one in counts_of(row["contribution"]):
            if one.metric.partition(":")[0] in metrics or (leading and one.by == "leader"):
                for period in (f"{one.on:%Y}", f"{one.on:%Y-%m}"):
                    key = (row["district"], period, one.by, one.agency, one.metric)
                    self._move(key, sign, numerator=one.counted, denominator=1)
        for rows, changes in groups:
            for by, agency in rows:
                for metric, adds, loose, things in changes:
                    key = (row["district"], ANY, by, agency, metric)
                    self._move(key, sign, adds=adds, loose=loose, things=things)

    def _move(self, key: Key, sign: int, **by: int) -> None:
        moved = self.moves.setdefault(key, Counter())
        for name, number in by.items():
            moved[name] += sign * number

    @property
    def moved(self) -> list[Key]:
        """Return of which figures the bounds moved: an empty period stands for any, an empty agency for any row."""
        return [key for key, moved in self.moves.items() if any(moved.values())]

    def save(self, connection: Connection) -> None:
        """Write the difference; where nothing is left, the row goes."""
        columns = [column.name for column in unsettled.c if not column.primary_key]
        rows = [
            (*key, *(moved[name] for name in columns))
            for key, moved in sorted(self.moves.items())
            if any(moved.values())
        ]
        each(connection, _adding, rows)
        each(connection, _removing, [(*row[:5], 0, 0, 0, 0) for row in rows])


def _adding(dialect: Dialect) -> Statement:
    return adding(dialect, unsettled)


def _removing(_dialect: Dialect) -> Delete:
    of = unsettled.c
    nothing = {
        name: of[name] == bindparam(f"no_{name}") for name in ("denominator", "adds", "loose", "things")
    }
    return removing(unsettled).where(*nothing.values())
