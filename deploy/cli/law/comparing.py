"""In which entries do two packs differ?"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from pydantic_core import to_json
from rich.text import Text

from deploy.cli.law.packs import loaded, meant
from deploy.cli.options import DATA, Data, Output
from deploy.cli.output import Format, screen, table, texts, write_csv, write_json
from deploy.law.difference import Changed, difference

MEANT = "A file, bundled:NAME, or the name of an adopted pack."
STYLES = {"added": "green", "removed": "red", "changed": "yellow"}


def diff(
    old: Annotated[str, typer.Argument(help=MEANT, metavar="PACK")],
    new: Annotated[str, typer.Argument(help=MEANT, metavar="PACK")],
    output: Output = Format.TABLE,
    data: Data = DATA,
) -> None:
    """Print the entries in which two packs differ, and of each the fields. A house need not run for files."""
    found = difference(loaded(meant(old, data)), loaded(meant(new, data)))
    match output:
        case Format.JSON:
            write_json([asdict(one) for one in found])
        case Format.CSV:
            write_csv(_rows(found), ("entry", "how", "article", "field", "old", "new"))
        case Format.TABLE:
            show_difference(found, f"{old} → {new}")


def show_difference(found: Sequence[Changed], title: str) -> None:
    """Print what differs, for people."""
    if not found:
        screen().print(f"{title}: no entry differs.", markup=False, soft_wrap=True)
        return
    shown = table(title, "entry", "", "article", "field", "old", "new")
    for one in found:
        how = Text(one.how, style=STYLES[one.how])
        fields = one.fields if one.how == "changed" else ()
        shown.add_row(
            *texts(
                one.mark,
                how,
                one.article,
                "\n".join(field.name for field in fields),
                "\n".join(said(field.old) for field in fields),
                "\n".join(said(field.new) for field in fields),
            )
        )
    screen().print(shown)
    counts = {how: sum(one.how == how for one in found) for how in STYLES}
    screen().print(", ".join(f"{count} {how}" for how, count in counts.items() if count))


def _rows(found: Sequence[Changed]) -> list[dict[str, Any]]:
    return [
        {
            "entry": one.mark,
            "how": one.how,
            "article": one.article,
            "field": field.name,
            "old": said(field.old),
            "new": said(field.new),
        }
        for one in found
        for field in one.fields
    ]


def said(value: Any) -> str:
    """Return a value of a pack as text on one line; a dash for nothing."""
    match value:
        case None | "":
            return "—"
        case str():
            return value
        case bool() | dict():
            return to_json(value).decode()
        case list() | tuple():
            return ", ".join(map(said, value)) or "—"
    return str(value)
