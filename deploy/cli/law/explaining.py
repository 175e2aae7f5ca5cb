"""Which rules were asked of a case, why did each apply or not, and what follows?"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli.options import DATA, Data, District
from deploy.cli.output import screen, table, texts, write_json
from deploy.cli.running import House
from shared.codec import name_in

SERVICES = ("routing", "deadlines")
"""Who can be asked why."""

APART = frozenset(
    {"missed", "data", "service", "district", "dispute", "rules", "attributes", "waits_for", "what", "why"}
)
"""What JSON tells and nobody reads in a terminal."""

FIRST = ("mark", "duty", "day", "article", "applies", "because", "value")
"""The columns people look for."""

Shape = Annotated[Literal["table", "json"], typer.Option("--format", help="How to print.")]


def explain(
    case: Annotated[str, typer.Argument(help="The number of a recorded case.", metavar="CASE")],
    district: District,
    output: Shape = "table",
    data: Data = DATA,
) -> None:
    """Print which rules were asked of a case and why each applied or not, what follows, and by which values."""
    house = House(data)
    asked = {"district": house.district(district), "case": case}
    answers = {service: house.get(service, "/explain", asked) for service in SERVICES}
    if output == "json":
        write_json(answers)
        return
    for service, answer in answers.items():
        screen().rule(service)
        show(answer, screen())


def show(answer: Mapping[str, Any], console: Console) -> None:
    """Print an answer, whatever a service says in it: lists of plain things as tables, the rest under headings."""
    for name, value in answer.items():
        if name not in APART:
            _show(name, value, console, "")


def _show(name: str, value: Any, console: Console, indent: str) -> None:
    match value:
        case None | False | "" | []:
            return
        case dict() if not value:
            return
        case {"zh": str(), "en": str()}:
            console.print(Text(f"{indent}{name}: {_line(value)}"), soft_wrap=True)
        case dict() if all(map(_plain, value.values())):
            said = ", ".join(f"{key} {_line(one)}" for key, one in value.items() if one not in (None, "", []))
            console.print(Text(f"{indent}{name}: {said}"), soft_wrap=True)
        case dict():
            console.print(Text(f"{indent}{name}", style="bold"))
            for key, one in value.items():
                if key not in APART:
                    _show(key, one, console, indent + "  ")
        case list() if all(isinstance(one, str | int | float) for one in value):
            console.print(Text(f"{indent}{name}: {_cell(value)}"), soft_wrap=True)
        case list():
            _list(name, [_shown(one) for one in value], console, indent)
        case _:
            console.print(Text(f"{indent}{name}: {_cell(value)}"), soft_wrap=True)


def _list(name: str, value: Sequence[Any], console: Console, indent: str) -> None:
    """Print things as the rows of a table; those with tables of their own each under its name."""
    plain = all(all(map(_plain, one.values())) for one in value)
    if plain and len(value) == 1 and "applies" not in value[0]:
        _show(name, value[0], console, indent)
        return
    if plain:
        columns = [
            key for key in dict.fromkeys((*FIRST, *(key for one in value for key in one))) if _any(key, value)
        ]
        shown = table(name, *columns)
        for one in value:
            cells = [_mark(one.get(key)) if key == "applies" else _cell(one.get(key)) for key in columns]
            shown.add_row(*texts(*cells))
        console.print(shown)
        return
    for one in value:
        first, *rest = one.items()
        console.print(Text(f"{indent}{name}: {_cell(first[1])}", style="bold"))
        for key, inner in rest:
            _show(key, inner, console, indent + "  ")


def _shown(one: Any) -> dict[str, Any]:
    if not isinstance(one, Mapping):
        return {"": one}
    return {
        key: name_in(value) if key == "type" and "." in str(value) else value
        for key, value in one.items()
        if key not in APART and value != "confirmed"
    }


def _any(key: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    return any(row.get(key) not in (None, "", [], {}) for row in rows)


def _plain(value: Any) -> bool:
    match value:
        case {"zh": str(), "en": str()}:
            return True
        case dict():
            return False
        case list():
            return all(isinstance(one, str | int | float) for one in value)
    return True


def _mark(applies: Any) -> Text:
    return Text("✓", style="green") if applies else Text("—", style="dim")


def _line(value: Any) -> str:
    return _cell(value).replace("\n", " · ")


def _cell(value: Any) -> str:
    match value:
        case {"zh": str(zh), "en": str(en)}:
            return f"{zh}\n{en}"
        case bool():
            return "true" if value else "false"
        case list():
            return "、".join(map(_cell, value))
        case None:
            return ""
    return str(value)
