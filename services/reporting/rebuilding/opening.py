"""How is a file opened into which views are filled, while another is read?"""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, MetaData, create_engine, event
from sqlalchemy.pool import StaticPool

PACE = (
    "journal_mode=MEMORY",  # nobody reads it before it is done, and after a death it is filled again
    "synchronous=OFF",
    "cache_size=-64000",
    "temp_store=MEMORY",
    "mmap_size=4000000000",
    "busy_timeout=10000",
)


def fillable(file: Path, **read: Path) -> Connection:
    """Return a connection to a file that is to be filled; files to read are there under the names given."""
    uri = f"file:{quote(str(file))}"
    engine = create_engine("sqlite://", creator=lambda: _connect(uri, read), poolclass=StaticPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine.connect()


def _connect(uri: str, read: dict[str, Path]) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    connection.isolation_level = None
    for pragma in PACE:
        connection.execute(f"PRAGMA {pragma}")
    for name, file in read.items():
        attach(connection, name, file)
    return connection


def attach(connection: Any, name: str, file: Path) -> None:
    """Let the tables of another file be read under a name."""
    connection.execute(f"ATTACH DATABASE ? AS {name}", (f"file:{quote(str(file))}?mode=ro",))


def without_indexes(metadata: MetaData) -> MetaData:
    """Return the same tables without the indexes that are not their key: these are made when they are full."""
    bare = MetaData()
    for table in metadata.sorted_tables:
        copied = table.to_metadata(bare)
        copied.indexes.clear()
    return bare
