"""Which tables hold what is derived from the store?"""

from sqlalchemy import BigInteger, Column, Index, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData()
FACTS = Table(
    "facts",
    METADATA,
    Column("key", LargeBinary, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)
STATE = Table(
    "state", METADATA, Column("name", String, primary_key=True), Column("value", Text, nullable=False)
)
WRITERS = Table(
    "writers",
    METADATA,
    Column("service", String, primary_key=True),
    Column("position", BigInteger, nullable=False),
)
REVISIONS = Table(
    "revisions",
    METADATA,
    Column("target", LargeBinary, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("replaces", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("data", Text),
    sqlite_with_rowid=False,
)
PARKED = Table(
    "parked",
    METADATA,
    Column("district", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("service", String, primary_key=True),
    Column("slot", String, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("data", Text, nullable=False),
    sqlite_with_rowid=False,
)
ATTACHED = Table(
    "attached",
    METADATA,
    Column("sha256", String, primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("district", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("by", String, nullable=False),
    Index("attached_of_case", "district", "subject"),
    sqlite_with_rowid=False,
)
"""Each time a fact, as first reported or as corrected, said that a case has a file: which, and who said so."""
FORM = "6"
"""Raised when what the index holds changes: an index of another form is filled anew."""
