"""In which table lies what was done for the work itself?"""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, Table, Text

from services.reporting.tables import metadata

activities = Table(
    "view_activities",
    metadata,
    Column("district", Text, primary_key=True),
    Column("case_number", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("of", Text, primary_key=True),
    Column("on", Date, nullable=False),
    Column("year", Integer, nullable=False),
    Column("organ", Text, nullable=False),
    Column("people", BigInteger, nullable=False),
    Column("leaders", BigInteger, nullable=False),
    Column("comments", Integer, nullable=False),
    Column("says", Text, nullable=False),  # JSON list: what nobody looks for (rows.py)
    Index("view_activities_by_day", "district", "on", "case_number", "kind", "of"),
    Index("view_activities_by_year", "district", "year", "kind"),
    sqlite_with_rowid=False,
)
"""One row for each thing done; the case number is `bureau` for what is about no single case."""
