"""How do courts' feeds stand, how is one pulled now, and is a mapping right?"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.cli.health import health
from deploy.cli.options import DATA, Data, Output
from deploy.cli.output import Format, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.trouble import ATTENTION, REFUSED, Trouble
from services.intake.feeds.loading import load
from services.intake.feeds.mapping import FeedMapping, MappingError
from services.intake.feeds.stating import read

COLUMNS = (
    "name",
    "state",
    "last_success",
    "next_pull",
    "records",
    "accepted",
    "corrected",
    "outdated",
    "waiting",
    "last_error",
)
LONGEST = 3600.0
"""Seconds a first pull may take."""

commands = typer.Typer(
    no_args_is_help=True,
    help="Feeds of courts' systems: how they stand, pull one now, check a mapping.",
)


@commands.command("list")
def list_(output: Output = Format.TABLE, data: Data = DATA) -> None:
    """Print how each feed stands; exit code 1 when one fails or sent records that cannot be read."""
    told = House(data).get("intake", "/feeds")["items"]
    rows = [_row(one) for one in told]
    match output:
        case Format.JSON:
            write_json(told)
        case Format.CSV:
            write_csv(rows, COLUMNS)
        case Format.TABLE:
            shown = table("", *(name.replace("_", " ") for name in COLUMNS))
            for row in rows:
                shown.add_row(*texts(*(row[name] for name in COLUMNS)))
            screen().print(shown if rows else "No feed is configured; see docs/feeds.md.")
    if any(row["state"] == "failing" or row["waiting"] for row in rows):
        raise typer.Exit(ATTENTION)


commands.command()(health)


@commands.command()
def pull(
    name: Annotated[str, typer.Argument(help="What the feed is called.", metavar="NAME")],
    data: Data = DATA,
) -> None:
    """Pull a feed now, to its end; exit code 1 when it did not come to its end."""
    house = House(data)
    told = house.post("intake", f"/feeds/{name}/pull", timeout=LONGEST)
    row = _row(told)
    counts = ", ".join(f"{count} {what}" for what, count in told["counts"].items()) or "nothing yet"
    screen().print(f"{name}: {row['state']}; in all {counts}.", markup=False, soft_wrap=True)
    if told["last_error"]:
        screen().print(told["last_error"], markup=False, soft_wrap=True)
        raise typer.Exit(ATTENTION)


@commands.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Mappings to check.", metavar="FILE...")],
    sample: Annotated[
        Path | None, typer.Option(help="A JSON file with a record, or a list of them, to read by them.")
    ] = None,
) -> None:
    """Check mappings and show what their samples become; exit code 2 when one is none, 1 for unreadable records."""
    wrong, unreadable = False, False
    for file in files:
        try:
            mapping = load(_text(file))
        except MappingError as error:
            wrong = True
            for fault in error.faults:
                screen().print(f"{file}:{fault}", markup=False, soft_wrap=True)
            continue
        records = mapping.form.samples if sample is None else _records(sample)
        screen().print(
            f"{file}: {mapping.name}, {len(mapping.fields)} fields, {len(mapping.entries)} facts.",
            markup=False,
            soft_wrap=True,
        )
        for record in records:
            unreadable |= not _show(mapping, record)
    if wrong:
        raise typer.Exit(REFUSED)
    if unreadable:
        raise typer.Exit(ATTENTION)


def _show(mapping: FeedMapping, record: object) -> bool:
    """Print what a record becomes, and return whether it can be read."""
    told = read(mapping, record)
    lines = [
        f"  {told.case or 'a record without case number'}, changed {told.updated or 'at no instant told'}"
    ]
    for fact in told.facts:
        said = {name: value for name, value in fact.data.items() if value not in (None, "", [], 0, False)}
        lines.append(f"    {fact.name} {fact.ordinal}: {json.dumps(said, ensure_ascii=False)}")
    lines += [
        f"    cannot be read: {cell.column} is {cell.value!r}; expected {cell.expected}" for cell in told.bad
    ]
    if told.strays:
        lines.append(f"    fields the mapping does not know: {', '.join(told.strays)}")
    for line in lines:
        screen().print(line, markup=False, soft_wrap=True, highlight=False)
    return not told.bad


def _row(told: Mapping[str, Any]) -> dict[str, Any]:
    counts = told["counts"]
    return {
        **{name: told.get(name) or "" for name in COLUMNS},
        **{name: counts.get(name, 0) for name in ("records", "accepted", "corrected", "outdated")},
        "waiting": told["waiting"],
    }


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"{file} cannot be read: {error}", REFUSED) from error


def _records(file: Path) -> Sequence[object]:
    try:
        found = json.loads(_text(file))
    except ValueError as error:
        raise Trouble(f"{file} is no JSON: {error}", REFUSED) from error
    return found if isinstance(found, list) else [found]
