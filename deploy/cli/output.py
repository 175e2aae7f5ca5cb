"""How is an answer printed: as a table for people, as JSON or CSV for programs?"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from pydantic_core import to_json
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shared.spreadsheets import csv_of

PIPED_WIDTH = 160
"""Columns of a table that goes to a file or another program, where nobody can widen the window."""


class Format(StrEnum):
    """How to print."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def screen() -> Console:
    """Return the console of standard output."""
    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)


def errors() -> Console:
    """Return the console of standard error, for progress and for what went wrong."""
    return Console(stderr=True, highlight=False)


def write_json(value: Any) -> None:
    """Print a value as JSON in UTF-8, whatever the locale."""
    _write(to_json(value, indent=2) + b"\n")


def write_csv(rows: Iterable[Mapping[str, Any]], first: Sequence[str]) -> None:
    """Print rows as CSV in UTF-8: the columns of `first`, then whatever else the rows have; lists joined by 、."""
    rows = list(rows)
    columns = [*first, *dict.fromkeys(key for row in rows for key in row if key not in first)]
    cells = ([_cell(row.get(column)) for column in columns] for row in rows)
    _write(csv_of([columns, *cells], newline="\n").encode())


def table(title: str, *columns: str) -> Table:
    """Return an empty table. A column whose heading ends in `#` is aligned to the right."""
    made = Table(title=title or None, title_justify="left", header_style="bold")
    for column in columns:
        made.add_column(
            column.removesuffix("#"), justify="right" if column.endswith("#") else "left", overflow="fold"
        )
    return made


def texts(*values: Any) -> list[Text]:
    """Return the cells of a table's row: what was reported is shown as it is, square brackets too."""
    return [value if isinstance(value, Text) else Text(_cell(value)) for value in values]


def case_names(keys: Iterable[str]) -> str:
    """Return the cases that keys (`district|number`) name."""
    return "、".join(key.replace("|", " ") for key in keys)


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return "、".join(_cell(item) for item in value)
        case dict():
            return to_json(value).decode()
        case _:
            return str(value)


def _write(text: bytes) -> None:
    sys.stdout.flush()
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()
