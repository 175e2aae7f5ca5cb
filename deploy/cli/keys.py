"""Who may call, and as whom? Keys are made, listed and revoked."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from deploy.cli.options import DATA, Data, Output
from deploy.cli.output import Format, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.trouble import REFUSED, Trouble
from shared.access.principals import EVERYWHERE, ROLES

COLUMNS = ("id", "role", "names", "districts", "label", "rate", "made_at", "made_by", "until", "revoked_at")

commands = typer.Typer(
    no_args_is_help=True,
    help="Keys: who may report, import, look at the log, or run the house. Only the operator makes them.",
)


@commands.command()
def add(
    role: Annotated[str, typer.Option(help=f"What it is: {', '.join(ROLES)}.", metavar="ROLE")],
    district: Annotated[
        list[str] | None,
        typer.Option(help="A district it may speak of, '*' for all; may be repeated.", metavar="D"),
    ] = None,
    name: Annotated[
        list[str] | None,
        typer.Option(
            help="For whom it speaks, its own name first: the court's code (鄂0117), the organ's name. Repeatable.",
            metavar="NAME",
        ),
    ] = None,
    label: Annotated[str, typer.Option(help="Who holds the key, for people.", metavar="TEXT")] = "",
    rate: Annotated[
        int, typer.Option(help="The most facts a second; 0 for the house's own limit.", metavar="N", min=0)
    ] = 0,
    until: Annotated[
        str,
        typer.Option(
            help="The last day of the key, as YYYY-MM-DD; without one it ends when revoked.", metavar="DATE"
        ),
    ] = "",
    output: Output = Format.TABLE,
    data: Data = DATA,
) -> None:
    """Make a key for somebody, and print its secret.

    The secret is printed once and kept nowhere; who loses it gets another key.
    """
    end = _end_of(until)
    house = House(data)
    wanted = {
        "role": role,
        "districts": [one if one == EVERYWHERE else house.district(one) for one in district or ()],
        "names": name or [],
        "label": label,
        "rate": rate,
        "until": end,
    }
    url = f"{house.state.url('intake')}/keys"
    house.patience = 0.0  # asked once: asked again after a lost answer, intake would make a second key
    made: dict[str, Any] = house.again("intake", lambda: house.http.post(url, json=wanted)).json()
    match output:
        case Format.JSON:
            write_json(made)
        case Format.CSV:
            write_csv([made], (*COLUMNS, "secret"))
        case Format.TABLE:
            say = screen()
            say.print(f"{made['id']} speaks as {_whom(made)}.", markup=False, soft_wrap=True)
            say.print(
                f"Its secret, which is not shown again:\n{made['secret']}", markup=False, soft_wrap=True
            )


@commands.command("list")
def list_(output: Output = Format.TABLE, data: Data = DATA) -> None:
    """Print the keys that were made, also those revoked; never their secrets."""
    rows: list[dict[str, Any]] = House(data).get("intake", "/keys")
    match output:
        case Format.JSON:
            write_json(rows)
        case Format.CSV:
            write_csv(rows, COLUMNS)
        case Format.TABLE:
            shown = table("", *(name.replace("_", " ") for name in COLUMNS))
            for row in rows:
                shown.add_row(*texts(*(row[name] for name in COLUMNS)))
            screen().print(shown if rows else "No key was made; the operator's own is in operator.key.")


@commands.command()
def revoke(
    id_: Annotated[str, typer.Argument(help="The key's id, as the list has it.", metavar="ID")],
    data: Data = DATA,
) -> None:
    """End a key for good, with all who signed in by it: at once at intake, within 15 seconds elsewhere."""
    house = House(data)
    url = f"{house.state.url('intake')}/keys/{id_}"
    row = house.again("intake", lambda: house.http.delete(url)).json()
    screen().print(f"{row['id']} ({_whom(row)}) is revoked since {row['revoked_at']}.", markup=False)


@commands.command()
def link(
    to: Annotated[str, typer.Option(help="The page it leads to; without one the first.", metavar="URL")] = "",
    data: Data = DATA,
) -> None:
    """Print a link by which one signs in at the pages once, as the operator, within 15 minutes."""
    house = House(data)
    url = f"{house.state.url('intake')}/sign-in/codes"
    asked = {"to": to} if to else {}
    made = house.again("intake", lambda: house.http.post(url, params=asked)).json()
    screen().print(made["link"], markup=False, highlight=False, soft_wrap=True)


def _whom(row: Mapping[str, Any]) -> str:
    names, districts = "、".join(row["names"]), "、".join(row["districts"])
    return " ".join(filter(None, (row["role"], names, f"({districts})" if districts else "")))


def _end_of(day: str) -> str | None:
    """Return the instant at which a day ends in China; None for no day. Raises Trouble."""
    if not day:
        return None
    try:
        last = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    except ValueError as error:
        raise Trouble(f"--until is {day!r}; expected a day as YYYY-MM-DD.", REFUSED) from error
    return (last + timedelta(days=1)).isoformat()
