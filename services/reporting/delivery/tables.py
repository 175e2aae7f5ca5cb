"""What does the log say was told? A view, kept with the others, in the transaction that saves the position."""

from collections.abc import Iterable

from sqlalchemy import Column, Connection, Table, Text, select

from services.reporting.delivery.due import Told
from services.reporting.tables import metadata
from shared.dispute import Dispute
from shared.events.findings.reporting import ReminderDelivered
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


def remember(connection: Connection, disputes: Iterable[Dispute]) -> None:
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
