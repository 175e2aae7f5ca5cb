"""Which table holds the proceedings after losses? It lies beside the other views."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from services.reporting.tables import metadata

ORDER = ("lost_on", "case_number", "unit")
"""Columns by which lists are in order, the latest loss first."""

proceedings = Table(
    "view_proceedings",
    metadata,
    Column("district", Text, primary_key=True),
    Column("case_number", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("agency", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("lost_on", Date, nullable=False),
    Column("says", Text, nullable=False),  # JSON list: what nobody looks for (rows.py)
    # Found and counted without looking at the rows.
    Index("view_proceedings_of_district", "district", "place", *ORDER, "state", "stage"),
    Index("view_proceedings_of_agency", "district", "agency", *ORDER, "state", "stage", "place"),
    sqlite_with_rowid=False,
)
"""One row for each unit that gets a conclusion in it; `place` 0 has the accountable one, whose proceeding it is."""
