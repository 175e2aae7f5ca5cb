"""Are the tables of a database those of this release, and by which rules was filled what they hold?"""

from hashlib import blake2b

from sqlalchemy import Connection, MetaData, inspect


def is_of_another_form(connection: Connection, metadata: MetaData) -> bool:
    """Return whether a table that is there has other columns, another key or other indexes than it should have."""
    seen = inspect(connection)
    there = set(seen.get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in there:
            continue
        if [column["name"] for column in seen.get_columns(table.name)] != [column.name for column in table.c]:
            return True
        key = [column.name for column in table.primary_key]
        if seen.get_pk_constraint(table.name)["constrained_columns"] != key:
            return True
        if {index["name"] for index in seen.get_indexes(table.name)} != {one.name for one in table.indexes}:
            return True
    return False


def mark_of_version(version: str) -> int:
    """Return the number that stands for a version of rules."""
    return int.from_bytes(blake2b(version.encode(), digest_size=7).digest())
