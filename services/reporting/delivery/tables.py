"""What does the log say was told? A view, kept with the others, in the transaction that saves the position."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import BigInteger, Boolean, Column, Connection, Table, Text, select

from services.reporting.delivery.crossing import Line, Said
from services.reporting.delivery.due import Told
from services.reporting.tables import metadata
from shared.dispute import Dispute
from shared.events.findings.reporting import CrossingDelivered, ReminderDelivered
from shared.log.database import parts, put

REPORTING = "reporting"

told = Table(
    "view_told",
    metadata,
    Column("district", Text, primary_key=True),
    Column("case_number", Text, primary_key=True),
    Column("subscription", Text, primary_key=True),
    Column("duty", Text, primary_key=True),
    Column("of", Text, primary_key=True),
    Column("notice", Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""One row a piece of news that was delivered or given up. Rows only come: no such finding is ever withdrawn."""

crossed = Table(
    "view_crossed",
    metadata,
    Column("district", Text, primary_key=True),
    Column("subscription", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("by", Text, primary_key=True),
    Column("agency", Text, primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("met", Boolean, nullable=False),
    Column("at_position", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""What each subscriber was told last of a figure that crossed its target."""


def remember(connection: Connection, disputes: Collection[Dispute]) -> None:
    """Keep what the log says was told of these disputes."""
    rows = [
        {
            "district": dispute.district,
            "case_number": case,
            "subscription": found.subscription,
            "duty": found.duty,
            "of": found.of,
            "notice": found.notice,
        }
        for dispute in disputes
        for case, found in dispute.found(REPORTING, ReminderDelivered)
    ]
    put(connection, told, rows)
    last = [
        {
            "district": dispute.district,
            "subscription": found.subscription,
            "period": found.period,
            "by": found.by,
            "agency": found.agency,
            "metric": found.metric,
            "met": found.met,
            "at_position": found.at_position,
        }
        for dispute in disputes
        for _, found in dispute.found(REPORTING, CrossingDelivered)
    ]
    put(connection, crossed, last, replace=True)


def told_of(connection: Connection, district: str, cases: Iterable[str]) -> frozenset[Told]:
    """Return what was told of these cases of a district."""
    columns = told.c
    return frozenset(
        Told(district, *row)
        for part in parts(sorted(set(cases)))
        for row in connection.execute(
            select(columns.subscription, columns.case_number, columns.duty, columns.of, columns.notice).where(
                columns.district == district, columns.case_number.in_(part)
            )
        )
    )


def said_of(connection: Connection, district: str, period: str) -> Mapping[Line, Said]:
    """Return what was told last of the figures of a year in a district."""
    columns = crossed.c
    rows = connection.execute(
        select(crossed).where(columns.district == district, columns.period == period)
    ).mappings()
    return {
        Line(*(row[name] for name in Line._fields)): Said(bool(row["met"]), row["at_position"])
        for row in rows
    }
