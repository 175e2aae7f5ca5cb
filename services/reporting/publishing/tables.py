"""In which table lies what is said of published reports?"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from services.reporting.tables import metadata

publications = Table(
    "view_publications",
    metadata,
    Column("district", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("edition", Integer, primary_key=True, autoincrement=False),  # 0 for the fact
    Column("stands", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),  # where on the log a finding was last said, or withdrawn
    Column("says", Text, nullable=False),  # the data of the event, as JSON
    sqlite_with_rowid=False,
)
"""One row for each publication the bureau reports, each edition put on record, and each restatement.

Editions that were withdrawn stay, so that their files can still be had; what withdrew does not stand.
"""
