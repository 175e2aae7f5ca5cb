"""Which tables hold a follower's notes? All of them can be filled again from the log."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

METADATA = MetaData()

NOTES = Table(
    "notes",
    METADATA,
    # In SQLite the very place of the row, so that a batch is written in one piece wherever its cases stand.
    Column("position", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("case_key", String, nullable=False, index=True),
    Column("fact", BigInteger),
    Column("body", LargeBinary, nullable=False),
)
Index("notes_by_fact", NOTES.c.fact, sqlite_where=NOTES.c.fact.is_not(None))

LINKS = Table(
    "links",
    METADATA,
    Column("left_key", String, primary_key=True),
    Column("right_key", String, primary_key=True),
    sqlite_with_rowid=False,
)
"""Cases that something joins, both ways round. Never removed: what is loaded may reach too far."""

WANTED = Table(
    "wanted",
    METADATA,
    Column("fact", BigInteger, primary_key=True, autoincrement=False),
    Column("case_key", String, primary_key=True),
    sqlite_with_rowid=False,
)
"""Facts that were corrected or retracted before they arrived, and the case of the correction."""

CASES = Table(
    "cases",
    METADATA,
    Column("case_key", String, primary_key=True),
    Column("district", String, nullable=False, index=True),
    Column("wake", Date, index=True),
    sqlite_with_rowid=False,
)
"""Every case and every bureau's own matter, and the next day on which the answer can change by itself."""

DUE = Table(
    "due",
    METADATA,
    Column("case_key", String, primary_key=True),
    Column("later", SmallInteger, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("settles", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Cases to be judged; those due because the world changed come after those with news of their own.

`since` is the position that made a case due; until it is judged, nothing from `settles` on is settled.
"""
Index("due_in_order", DUE.c.later, DUE.c.since)

INDEX = Table(
    "crossing",
    METADATA,
    Column("of", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("case_key", String, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""What disputes must know of each other (`shared.index`)."""

STALLED = Table(
    "stalled",
    METADATA,
    Column("case_key", String, primary_key=True),
    Column("error", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

FORM = 6
"""Raised when these tables change, or what is filed where: notes of another form are taken anew from the log."""

STATE = Table(
    "state",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
