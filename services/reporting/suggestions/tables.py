"""In which table lie the suggestions?"""

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from services.reporting.tables import metadata

suggestions = Table(
    "view_suggestions",
    metadata,
    Column("district", Text, primary_key=True),
    Column("case_number", Text, primary_key=True),
    Column("of", Text, primary_key=True),
    Column("on", Date, nullable=False),
    Column("year", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("agencies", Text, nullable=False),  # JSON list
    Column("stands", Text, nullable=False),
    Column("signed", Integer, nullable=False),
    Column("copied", Integer, nullable=False),
    Column("lost", Integer, nullable=False),
    Column("says", Text, nullable=False),  # JSON list: what nobody looks for (rows.py)
    Index("view_suggestions_by_day", "district", "on", "case_number", "of"),
    Index("view_suggestions_by_year", "district", "year", "stands"),
    sqlite_with_rowid=False,
)
"""One row a suggestion; `on` is the day it was received."""
