"""In which tables is kept what came from each source?

They are kept of every fact as it is noted (`shared/log/beside.py`), not of judged disputes.
"""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, Table, Text

from services.reporting.tables import metadata

feed_days = Table(
    "view_feed_days",
    metadata,
    Column("district", Text, primary_key=True),
    Column("feed", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("received", BigInteger, nullable=False),
    Column("corrected", BigInteger, nullable=False),
    Column("retracted", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""How many events a source had recorded on a day; corrections and retractions are among those received."""

feed_counts = Table(
    "view_feed_counts",
    metadata,
    Column("district", Text, primary_key=True),
    Column("feed", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("lag", Integer, primary_key=True, autoincrement=False),
    Column("number", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The same by type, and by how many days later than the day it tells of an event was recorded.

By it is known what was late, whatever `late_after` says and whenever it says so.
"""

feed_told = Table(
    "view_feed_told",
    metadata,
    Column("fact", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Where on the log a registration, a manifest or a parked row stands (source and id), and what revises it."""

feed_reports = Table(
    "view_feed_reports",
    metadata,
    Column("district", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("feed", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("fact", Text, primary_key=True),
    Column("recorded_on", Date, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("says", Text, nullable=False),  # JSON
    Index("view_feed_reports_by_fact", "fact"),
    sqlite_with_rowid=False,
)
"""What registrations and manifests say after their revisions; of several of one slot all are here.

`day` is the one a manifest is about, or from which a feed is expected.
"""

TABLES = (feed_days, feed_counts, feed_told, feed_reports)
