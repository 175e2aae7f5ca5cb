"""How do the agencies of a district stand beside one another?"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from services.reporting.answers import Figure
from services.reporting.pages.measures import Measure

COLUMNS = (
    "appearance_rate",
    "voiced_appearance_rate",
    "chief_appearance_rate",
    "chief_voiced_appearance_rate",
    "chief_duty_rate",
    "loss_rate",
    "first_instance_loss_rate",
    "on_time_rate",
)
"""The figures by which agencies are compared."""

Order = Literal["down", "up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One agency."""

    name: str
    cells: Mapping[str, Measure]

    @property
    def missed(self) -> int:
        """Return how many targets it misses."""
        return sum(cell.verdict == "missed" for cell in self.cells.values())

    @property
    def weight(self) -> int:
        """Return how much there is to judge it by."""
        return max((cell.figure.denominator or 0 for cell in self.cells.values()), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The agencies in the order asked for."""

    by: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    sort: str
    """The figure sorted by; empty: most targets missed first, then most cases."""
    order: Order


def table(figures: tuple[Figure, ...], *, by: str, sort: str = "", order: Order = "down") -> Table:
    """Return the agencies among the figures of a period, one row each."""
    cells: dict[str, dict[str, Measure]] = {}
    for figure in figures:
        if figure.agency != "*" and figure.metric in COLUMNS and figure.denominator:
            cells.setdefault(figure.agency, {})[figure.metric] = Measure(figure=figure)
    rows = [Row(name=name, cells=found) for name, found in cells.items()]
    columns = tuple(metric for metric in COLUMNS if any(metric in row.cells for row in rows))
    sort = sort if sort in columns else ""
    rows.sort(key=lambda row: (-row.missed, -row.weight, row.name))
    if sort:
        having = [row for row in rows if sort in row.cells]
        having.sort(key=lambda row: _rate(row.cells[sort].figure), reverse=order == "down")
        rows = having + [row for row in rows if sort not in row.cells]
    return Table(by=by, columns=columns, rows=tuple(rows), sort=sort, order=order)


def _rate(figure: Figure) -> Fraction:
    return Fraction(figure.numerator, figure.denominator or 1)
