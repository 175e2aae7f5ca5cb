"""Who is told of deadlines, and how is somebody put on the list, tried, and taken off it?"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from secrets import token_bytes, token_hex
from typing import Annotated, Any, get_args

import typer
from pydantic_core import to_json

from deploy.cli.options import DATA, Data, District, Output
from deploy.cli.output import Format, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.trouble import ATTENTION, REFUSED, Trouble
from shared.codec import type_of
from shared.events.district import SubscriptionMade
from shared.events.intake import FactRetracted
from shared.events.words import Notice

BATCH = "application/cloudevents-batch+json"
COLUMNS = ("name", "channel", "address", "agency", "duties", "told_of", "version", "state", "reason")

commands = typer.Typer(
    no_args_is_help=True,
    help="Reminders of deadlines, by webhook or mail: who gets them, and do they arrive?",
)

Name = Annotated[str, typer.Argument(help="What the subscription is called.", metavar="NAME")]


@commands.command("list")
def list_(district: District, output: Output = Format.TABLE, data: Data = DATA) -> None:
    """Print who is told of deadlines, and how that goes; exit code 1 when somebody cannot be reached."""
    house = House(data)
    rows = _rows(house, house.district(district))
    match output:
        case Format.JSON:
            write_json(rows)
        case Format.CSV:
            write_csv([{key: row[key] for key in COLUMNS} for row in rows], COLUMNS)
        case Format.TABLE:
            shown = table("", *(name.replace("_", " ") for name in COLUMNS))
            for row in rows:
                shown.add_row(*texts(*(row[name] for name in COLUMNS)))
            screen().print(shown if rows else "Nobody is told of deadlines.")
    if any(row["state"] != "active" for row in rows):
        raise typer.Exit(ATTENTION)


@commands.command()
def add(
    name: Name,
    district: District,
    webhook: Annotated[str, typer.Option(help="Send CloudEvents to this URL.", metavar="URL")] = "",
    mail: Annotated[str, typer.Option(help="Send mails to this address.", metavar="ADDRESS")] = "",
    agency: Annotated[
        str, typer.Option(help="Only what this agency owes, or what calls it after a miss.", metavar="NAME")
    ] = "",
    duty: Annotated[list[str] | None, typer.Option(help="Only this duty; may be repeated.")] = None,
    of: Annotated[
        list[str] | None, typer.Option(help=f"Only this kind of news ({', '.join(get_args(Notice))}).")
    ] = None,
    data: Data = DATA,
) -> None:
    """Have somebody told of deadlines, or renew or change a subscription of this name; a webhook gets a new secret.

    The secret is printed once and cannot be read again.
    """
    if bool(webhook) == bool(mail):
        raise Trouble("Give either --webhook URL or --mail ADDRESS.", REFUSED)
    house = House(data)
    id_ = house.district(district)
    before = house.get("reporting", "/subscriptions", {"district": id_})["versions"]
    version = 1 + max((row["version"] for row in before if row["name"] == name), default=0)
    secret = f"whsec_{b64encode(token_bytes(32)).decode()}" if webhook else ""
    made = {
        "version": version,
        "name": name,
        "channel": "webhook" if webhook else "email",
        "address": webhook or mail,
        "secret": secret,
        "agency": agency,
        "duties": duty or [],
        "told_of": of or [],
    }
    event = _event(
        id_, name, type_of(SubscriptionMade), f"subscription/{name}/{version}/{token_hex(4)}", made
    )
    warnings = _send(house, [event])
    screen().print(f"{name} is told of deadlines ({webhook or mail}).", markup=False, soft_wrap=True)
    for warning in warnings:
        screen().print(warning, markup=False, soft_wrap=True)
    if secret:
        screen().print(f"Its deliveries are signed with this secret, which is not shown again:\n{secret}",
                       markup=False, soft_wrap=True)  # fmt: skip


@commands.command()
def remove(name: Name, district: District, data: Data = DATA) -> None:
    """Tell somebody no more: the subscription is retracted, with all that renewed it."""
    house = House(data)
    id_ = house.district(district)
    row = _one(house, id_, name)
    events = [
        _event(
            id_,
            name,
            type_of(FactRetracted),
            f"subscription/{name}/ended/{token_hex(4)}",
            {
                "target_source": origin["source"],
                "target_id": origin["id"],
                "replaces": origin["replaces"],
                "type": type_of(SubscriptionMade),
                "reason": "ended",
            },
        )
        for origin in row["origins"]
    ]
    _send(house, events)
    screen().print(f"{name} is told of deadlines no more.", markup=False)


@commands.command("test")
def try_(name: Name, district: District, data: Data = DATA) -> None:
    """Send somebody word that deliveries arrive, now and once; exit code 1 when it does not."""
    house = House(data)
    id_ = house.district(district)
    url = f"{house.state.url('reporting')}/subscriptions/test"
    asked = {"district": id_, "name": name}
    answer = house.again("reporting", lambda: house.http.post(url, params=asked)).json()
    if not answer["delivered"]:
        screen().print(f"{name} was not reached: {answer['detail']}", markup=False, soft_wrap=True)
        raise typer.Exit(ATTENTION)
    screen().print(f"{name} was reached.", markup=False)


def _rows(house: House, district: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = house.get("reporting", "/subscriptions", {"district": district})["items"]
    return rows


def _one(house: House, district: str, name: str) -> Mapping[str, Any]:
    rows = _rows(house, district)
    for row in rows:
        if row["name"] == name:
            return row
    known = "、".join(row["name"] for row in rows) or "none"
    raise Trouble(f"{district} has no subscription {name}; it has: {known}.", REFUSED)


def _event(district: str, subject: str, type_: str, id_: str, data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": id_,
        "source": f"bureau/{district}",
        "type": type_,
        "subject": subject,
        "district": district,
        "data": data,
    }


def _send(house: House, events: Sequence[Mapping[str, Any]]) -> list[str]:
    """Report facts and return what the answer warns of; sending them again changes nothing. Raises Problem."""
    url = f"{house.state.url('intake')}/events"
    headers = {"content-type": BATCH}
    answer = house.again("intake", lambda: house.http.post(url, content=to_json(events), headers=headers))
    return [warning for result in answer.json()["results"] for warning in result["warnings"]]
