"""What is on the log and cannot be used yet, and what is to be said of one such thing?"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

import typer

from deploy.cli.options import DATA, Data, District, Output
from deploy.cli.output import Format, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.trouble import REFUSED, Trouble

COLUMNS = (
    *("position", "on", "reason", "case", "about", "source", "type", "told_on", "facts", "released_by"),
    *("missing", "article", "figures", "period", "agencies", "id", "address"),
)
SHOWN = ("position", "since", "reason", "case", "what", "source", "released by")
PAGE = 1000

commands = typer.Typer(
    no_args_is_help=True,
    help="What was received and cannot be used yet: why, and what would release it.",
)


@commands.command("list")
def list_(
    district: District,
    reason: Annotated[
        str, typer.Option(help="Only what is parked for this reason, such as unknown-organ.")
    ] = "",
    source: Annotated[str, typer.Option(help="Only what this source sent, such as court/鄂0117.")] = "",
    case: Annotated[str, typer.Option(help="Only what is parked of this case.", metavar="NUMBER")] = "",
    agency: Annotated[str, typer.Option(help="Only what concerns this agency.", metavar="NAME")] = "",
    output: Output = Format.TABLE,
    data: Data = DATA,
) -> None:
    """Print what is parked, the latest first: facts that cannot be used yet, and rows that could not be read."""
    house = House(data)
    asked = {"reason": reason, "source": source, "case": case, "agency": agency}
    rows = list(_rows(house, {"district": house.district(district), **asked}))
    match output:
        case Format.JSON:
            write_json(rows)
        case Format.CSV:
            write_csv([{name: row[name] for name in COLUMNS} for row in rows], COLUMNS)
        case Format.TABLE:
            shown = table("", *SHOWN)
            for row in rows:
                shown.add_row(*texts(*_line(row)))
            screen().print(shown if rows else "Nothing is parked.")


@commands.command()
def show(
    of: Annotated[
        str, typer.Argument(help="Position of the fact, or the id that the list says.", metavar="POSITION|ID")
    ],
    district: District,
    output: Output = Format.TABLE,
    data: Data = DATA,
) -> None:
    """Print everything about one thing that is parked, with the revisions of its fact."""
    house = House(data)
    asked = {"position": of} if of.isdecimal() else {"id": of}
    rows = list(_rows(house, {"district": house.district(district), **asked}))
    if not rows:
        raise Trouble(f"Nothing is parked in {district} under {of}: it may be used by now.", REFUSED)
    chain = _chain(house, rows[0]["position"])
    match output:
        case Format.JSON:
            write_json({"parked": rows, "fact": chain})
        case Format.CSV:
            write_csv([{name: row[name] for name in COLUMNS} for row in rows], COLUMNS)
        case Format.TABLE:
            for row in rows:
                _print(row)
            if chain:
                _print_chain(chain)


def _rows(house: House, asked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what is parked, page after page."""
    given, after = {name: value for name, value in asked.items() if value}, ""
    while True:
        page = house.get("reporting", "/parked", {**given, "limit": PAGE, "after": after or None})
        yield from page["items"]
        after = page["next"]
        if not after:
            return


def _line(row: Mapping[str, Any]) -> Sequence[Any]:
    what = _unreadable(row["row"]) if row["row"] else row["about"]
    released = row["released_by"] or "the row, imported again"
    return row["position"], row["on"], row["reason"], row["case"], what, row["source"], released


def _unreadable(row: Mapping[str, Any]) -> str:
    place = f"row {row['row']}"
    return f"{place}, {row['column']}: {row['value']}" if row["column"] else place


def _chain(house: House, position: int | None) -> Mapping[str, Any] | None:
    """Return a fact with its revisions, as intake tells them; None where it may not be seen by whoever asks."""
    if position is None:
        return None
    try:
        told: Mapping[str, Any] = house.get("intake", f"/facts/{position}")
    except Trouble:
        return None
    return told


def _print(row: Mapping[str, Any]) -> None:
    names = {name: row[name] for name in COLUMNS if row[name] not in (None, "", [])}
    if row["row"]:
        names |= {name: value for name, value in row["row"].items() if name != "cells" and value}
    shown = table("", "", "")
    for name, value in names.items():
        shown.add_row(*texts(name.replace("_", " "), value))
    for column, text in (row["row"]["cells"] if row["row"] else {}).items():
        shown.add_row(*texts(f"  {column}", text))
    screen().print(shown)


def _print_chain(chain: Mapping[str, Any]) -> None:
    shown = table("The fact and what revises it", "position#", "recorded", "by", "what", "why", "says")
    said = {"position": chain["position"], "what": chain["type"], "data": chain["data"]}
    shown.add_row(
        *texts(said["position"], chain["recordedat"], chain["actor"], said["what"], "", said["data"])
    )
    for one in chain["revisions"]:
        what = one["type"] if one["counts"] else f"{one['type']} (does not count)"
        shown.add_row(
            *texts(one["position"], one["recordedat"], one["actor"], what, one["reason"], one["data"] or "")
        )
    screen().print(shown)
