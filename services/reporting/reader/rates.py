"""How do a district and its agencies stand in a period?"""

from functools import cache
from typing import Any, get_args

from sqlalchemy import Connection, Select, bindparam, func, select

from services.reporting.answers import Figure
from services.reporting.contribution import kept
from services.reporting.figures import SLICES
from services.reporting.known import Known
from services.reporting.parked.bounding import with_bounds
from services.reporting.periods import Period
from services.reporting.rows import DISTRICT
from services.reporting.tables import sums
from services.reporting.unknown import UnknownAgencyError, UnknownMetricError, UnknownRowError
from shared.events.words import ActKind, Instance


def figures(
    connection: Connection, known: Known, period: Period, by: str, agency: str = "", metric: str = ""
) -> tuple[Figure, ...]:
    """Return the figures of every row, or of one agency's or the district's (`*`), or one figure of them.

    The district's row, or that of the agency asked for, has every figure, also where nothing counts.
    Raises UnknownMetricError, UnknownAgencyError, UnknownRowError.
    """
    check(known, metric)
    rows = _summed(connection, known.id, period, by, agency, metric)
    if not rows and agency not in ("", DISTRICT):
        name = full_name(connection, known, by, agency)
        if name != agency:
            return figures(connection, known, period, by, name, metric)
    found = known.measures.figures(period, by, rows, agency or DISTRICT, metric)
    return with_bounds(connection, known, period, by, found)


def full_name(connection: Connection, known: Known, by: str, row: str) -> str:
    """Return how a row is named that has nothing in a period: of an agency the full name.

    Raises UnknownAgencyError, UnknownRowError.
    """
    if by not in SLICES:
        organ = known.world.organs.find(row)
        if organ is None:
            raise UnknownAgencyError(row, known.id)
        return organ.name
    ever = select(sums.c.agency).where(sums.c.district == known.id, sums.c.by == by).distinct()
    words = {"act": get_args(ActKind), "instance": get_args(Instance)}.get(by)
    rows = words or sorted(connection.execute(ever).scalars())
    if row not in rows:
        raise UnknownRowError(by, row, known.id, rows if by != "leader" else ())
    return row


def row_name(known: Known, by: str, row: str) -> str:
    """Return how a row is named where it has cases: an agency by its full name, all others as they are."""
    return row if row == DISTRICT or by in SLICES else known.world.organs.full_name(row)


def agencies(connection: Connection, known: Known, period: Period, by: str) -> tuple[str, ...]:
    """Return the agencies that have any figure in a period, by name."""
    rows = _summed(connection, known.id, period, by)
    return tuple(sorted({agency for agency, *_ in rows} - {DISTRICT}))


def check(known: Known, metric: str) -> None:
    """Make sure that there is such a figure; none at all is fine. Raises UnknownMetricError."""
    if metric and not known.measures.knows(metric):
        raise UnknownMetricError(metric, known.measures.names)


def _summed(
    connection: Connection, district: str, period: Period, by: str, agency: str = "", metric: str = ""
) -> list[tuple[str, str, int, int]]:
    """Return the sums of a period as (agency, metric, numerator, denominator)."""
    labels = kept(period)
    query = _sums(len(labels) > 1, bool(agency), bool(metric))
    asked = {
        "of": district,
        "labels": labels,
        "rows": {"": [DISTRICT, by], DISTRICT: [DISTRICT]}.get(agency, [by]),
        **({"agency": agency} if agency else {}),
        **({"metric": metric} if metric else {}),
    }
    return [(name, of, int(n), int(d)) for name, of, n, d in connection.execute(query, asked).all()]


@cache
def _sums(many: bool, agency: bool, metric: bool) -> Select[Any]:
    """Return the query for sums, of one period or of many, of one agency or of all, of one figure or of all.

    Built once: putting it together takes longer than the database needs to answer.
    """
    added = [func.sum(column) if many else column for column in (sums.c.numerator, sums.c.denominator)]
    query = select(sums.c.agency, sums.c.metric, *added).where(
        sums.c.district == bindparam("of"),
        sums.c.period.in_(bindparam("labels", expanding=True)),
        sums.c.by.in_(bindparam("rows", expanding=True)),
    )
    if many:
        query = query.group_by(sums.c.agency, sums.c.metric)
    if agency:
        query = query.where(sums.c.agency == bindparam("agency"))
    if metric:
        query = query.where(sums.c.metric == bindparam("metric"))
    return query
