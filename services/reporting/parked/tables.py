"""In which tables lies what cannot be used yet?"""

from sqlalchemy import BigInteger, Column, Date, Index, Table, Text

from services.reporting.tables import metadata

parked = Table(
    "view_parked",
    metadata,
    Column("district", Text, primary_key=True),
    Column("case_number", Text, primary_key=True),
    Column("of", Text, primary_key=True),
    Column("on", Date, nullable=False),
    Column("case", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("agencies", Text, nullable=False),  # JSON list
    Column("says", Text, nullable=False),  # JSON: what nobody looks for (rows.py)
    Index("view_parked_by_day", "district", "on", "case_number", "of"),
    Index("view_parked_by_case", "case_number"),
    sqlite_with_rowid=False,
)
"""One row for what a finding says is parked, and one for each row of a file that could not be read.

`on` is the day it was recorded in Asia/Shanghai. Of a row of a file the case number is a star with the source and id
of the fact that says so: it is never taken for that of a case, of which is kept what is judged of it.
"""

parked_facts = Table(
    "view_parked_facts",
    metadata,
    Column("district", Text, primary_key=True),
    Column("case_number", Text, primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("on", Date, nullable=False),
    Index("view_parked_facts_by_source", "district", "source", "on"),
    Index("view_parked_facts_by_case", "case_number"),
    sqlite_with_rowid=False,
)
"""One row for each fact that is parked, by its source and the day it was recorded."""

unsettled = Table(
    "view_unsettled",
    metadata,
    Column("district", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("by", Text, primary_key=True),
    Column("agency", Text, primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("numerator", BigInteger, nullable=False),
    Column("denominator", BigInteger, nullable=False),
    Column("adds", BigInteger, nullable=False),
    Column("loose", BigInteger, nullable=False),
    Column("things", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""What can change in the sums by what is parked of cases (unsettled.py), added up.

With a period: what cases count there now that may come to count otherwise. Without one: what may change in any,
an empty `agency` then is any row of its kind.
"""
