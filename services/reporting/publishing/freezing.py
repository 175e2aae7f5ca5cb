"""Which counts does a published report freeze, and which of them are otherwise now?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, func, select

from services.reporting.contribution import kept
from services.reporting.periods import Period
from services.reporting.tables import sums
from shared.events.findings.reporting import ChangedFigure, FrozenRow

DISTRICT = "*"
ROWS = (DISTRICT, "defendant", "responsible", "accountable")
"""Whose counts are frozen: those of the district and of its agencies. Others are parts of the same cases."""

MOVING = frozenset({"pending"})
"""Figures that say how far cases are today. They go down as cases end, which corrects nothing that was published."""

Counts = Mapping[tuple[str, str, str], tuple[int, int]]
"""Numerator and denominator by whose row it is (`by` and agency) and figure."""


def frozen(counts: Counts) -> tuple[FrozenRow, ...]:
    """Return counts as they are frozen: the district's row first, then by `by` and agency."""
    rows: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    for (by, agency, metric), (numerator, denominator) in counts.items():
        if by in ROWS:
            rows.setdefault((by, agency), []).append((metric, numerator, denominator))
    return tuple(
        FrozenRow(by=by, agency=agency, counts=tuple(sorted(rows[by, agency])))
        for by, agency in sorted(rows, key=lambda row: (ROWS.index(row[0]), row[1]))
    )


def thawed(rows: Iterable[FrozenRow]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return frozen rows as counts."""
    return {(row.by, row.agency, metric): (n, d) for row in rows for metric, n, d in row.counts}


def counts_now(connection: Connection, district: str, period: Period) -> Counts:
    """Return what counts in a period now."""
    c = sums.c
    query = (
        select(c.by, c.agency, c.metric, func.sum(c.numerator), func.sum(c.denominator))
        .where(c.district == district, c.period.in_(kept(period)), c.by.in_(ROWS))
        .group_by(c.by, c.agency, c.metric)
    )
    return {(by, agency, metric): (int(n), int(d)) for by, agency, metric, n, d in connection.execute(query)}


def changes(was: Counts, now: Counts, measured: Sequence[str]) -> tuple[ChangedFigure, ...]:
    """Return what counts otherwise now, the district's first; only figures that were measured then are compared.

    A later release may count what this one did not: that is no correction of what was published.
    """
    known = {name.partition(":")[0] for name in measured} - MOVING
    return tuple(_changes(was, now, known))


def _changes(was: Counts, now: Counts, known: set[str]) -> Iterator[ChangedFigure]:
    keys = {key for key in was.keys() | now.keys() if key[2].partition(":")[0] in known}
    for by, agency, metric in sorted(keys, key=lambda key: (ROWS.index(key[0]), *key[1:])):
        old, new = (counts.get((by, agency, metric), (0, 0)) for counts in (was, now))
        if old != new:
            yield ChangedFigure(
                by=by,
                agency=agency,
                metric=metric,
                was_numerator=old[0],
                was_denominator=old[1],
                numerator=new[0],
                denominator=new[1],
            )
