"""Which law is in force, what does it say, and what may a pack hold?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from pydantic import BaseModel
from rich.text import Text

from deploy.cli.law.comparing import said as in_words
from deploy.cli.law.packs import adopted, bundled, loaded, meant
from deploy.cli.options import DATA, Data, Output
from deploy.cli.output import Format, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.law.difference import flat
from deploy.law.schema import scenario_schema
from shared.law.model import DutyRule, LawEntry, Pack, Parameter, Target, entries_of
from shared.law.schema import pack_schema

PACK = typer.Argument(
    help="A file, bundled:NAME for a pack of this release, or the name of an adopted pack.", metavar="PACK"
)


ELSEWHERE = frozenset({"article", "status", "note", "summary.zh", "summary.en", "one_of"})
"""Fields of an entry that are shown in columns of their own."""

NAMES = ("rule", "ground", "duty", "roster", "checklist", "trigger", "category", "rank")


class Shape(StrEnum):
    """How to print a pack."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"


def list_(output: Output = Format.TABLE, data: Data = DATA) -> None:
    """Print the law packs on the log, and which of them this release bundles otherwise."""
    rows = [{**row, "bundled": _bundled(row)} for row in adopted(House(data))]
    match output:
        case Format.JSON:
            write_json(rows)
        case Format.CSV:
            write_csv([{**row, "faults": len(row["faults"])} for row in rows], ("pack", "district", "since"))
        case Format.TABLE:
            _list(rows)


def _list(rows: list[dict[str, Any]]) -> None:
    shown = table("", "规范包", "地区", "施行", "版次#", "采纳", "位置#", "条目#", "待定#", "")
    for row in rows:
        said = f"{row['name'].get('zh', '')} {row['name'].get('en', '')}".strip()
        shown.add_row(
            *texts(
                f"{row['pack']}\n{said}".strip(),
                row["district"] or "全国",
                _days(row["since"], row["until"]),
                row["revision"],
                f"{_instant(row['adopted_at'])} {row['source']}",
                row["position"],
                row["entries"],
                row["uncertain"] or "",
                _remark(row),
            )
        )
    screen().print(shown)
    for row in rows:
        for fault in row["faults"]:
            place = f"{row['pack']}: line {fault['line']}, {fault['where']}: {fault['detail']}"
            screen().print(Text(place, style="red"), soft_wrap=True)


def _bundled(row: dict[str, Any]) -> str:
    """Return whether this release bundles the text that was adopted: `same`, `other`, or nothing for none."""
    text = bundled().get(row["pack"])
    if text is None:
        return ""
    return "same" if sha256(text.encode()).hexdigest() == row["sha256"] else "other"


def _remark(row: dict[str, Any]) -> Text:
    if row["faults"]:
        return Text(f"cannot be read: {len(row['faults'])} faults", style="red")
    if row["bundled"] == "other":
        return Text(
            f"this release bundles another text: yingsu law diff {row['pack']} bundled:{row['pack']}",
            style="yellow",
        )
    return Text("")


def show(
    pack: Annotated[str, PACK],
    on: Annotated[
        datetime | None,
        typer.Option(
            help="The day whose values to show; else all that ever held.",
            formats=["%Y-%m-%d"],
            metavar="DATE",
        ),
    ] = None,
    output: Annotated[Shape, typer.Option("--format", help="How to print.")] = Shape.TABLE,
    data: Data = DATA,
) -> None:
    """Print what a pack says, section by section, each entry with its article."""
    named = meant(pack, data)
    read = loaded(named)
    day = on.date() if on else None
    match output:
        case Shape.YAML:
            typer.echo(named.text, nl=not named.text.endswith("\n"))
        case Shape.JSON:
            write_json([_row(entry, day) for entry in _on(entries_of(read), day)])
        case Shape.TABLE:
            _show(read, day)


def _show(pack: Pack, day: date | None) -> None:
    force = pack.in_force
    screen().print(Text(f"{pack.name.zh}  {pack.name.en}", style="bold"))
    governs = f"{pack.pack}: in force {_days(force.since, force.until)} ({force.article}), {pack.source}"
    screen().print(Text(governs + (f"; {force.note}" if force.note else "")), soft_wrap=True)
    if day and not (force.since <= day and (force.until is None or day < force.until)):
        screen().print(Text(f"It is not in force on {day}.", style="bold yellow"))
    section = ""
    shown = None
    for entry in _on(entries_of(pack), day):
        if entry.section != section:
            if shown is not None:
                screen().print(shown)
            section, shown = entry.section, table(entry.section, "", "条款", "内容", "值", "")
        assert shown is not None
        said = [entry.summary.zh, entry.summary.en] if entry.summary else []
        said += [f"注 {entry.note}"] if entry.note else []
        value = "\n".join(f"{name}: {in_words(value)}" for name, value in _value(entry, day).items())
        shown.add_row(*texts(entry.id, entry.article, "\n".join(said), value, _badge(entry)))
    if shown is not None:
        screen().print(shown)


def _on(entries: Iterable[LawEntry], day: date | None) -> Iterable[LawEntry]:
    """Return the entries that say something on a day."""
    for entry in entries:
        match entry.entry:
            case DutyRule() as duty if day and not duty.covers(day):
                continue
            case Target() as target if day and target.on(day) is None:
                continue
            case Parameter() as parameter if day and parameter.later:
                read = parameter.on(day)
                yield replace(entry, entry=read, article=read.article, status=read.status, note=read.note)
                continue
        yield entry


def _row(entry: LawEntry, day: date | None) -> dict[str, Any]:
    summary = {"zh": entry.summary.zh, "en": entry.summary.en} if entry.summary else None
    names = ("mark", "section", "id", "article", "status", "note")
    return {
        **{name: getattr(entry, name) for name in names},
        "summary": summary,
        "value": _value(entry, day),
    }


def _value(entry: LawEntry, day: date | None) -> dict[str, Any]:
    """Return what an entry sets, by field; of a target only the value that holds on the day."""
    match entry.entry:
        case Target() as target:
            sign = "≥" if target.compare == "at_least" else "≤"
            dated = target.values if day is None else [target.on(day)]
            shown = {
                f"since {one.since}": f"{sign} {(one.value * 100).normalize():f}%" for one in dated if one
            }
            return {**shown, "binds": target.binds}
        case BaseModel() as record:
            fields = flat(record.model_dump(mode="json", exclude_defaults=True))
            return {name: value for name, value in fields.items() if name not in ELSEWHERE | {_id(record)}}
    return {}


def _id(record: BaseModel) -> str:
    """Return which field holds the name of an entry."""
    return next((name for name in NAMES if name in type(record).model_fields), "")


def _badge(entry: LawEntry) -> Text:
    return Text("uncertain 待定", style="yellow") if entry.status == "uncertain" else Text("")


def _days(since: object, until: object) -> str:
    return f"{since or '?'} –" + (f" {until} (excluded)" if until else "")


def _instant(told: str) -> str:
    return f"{datetime.fromisoformat(told).astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}"


def schema(
    scenarios: Annotated[
        bool, typer.Option("--scenarios", help="Of the file of scenarios beside a pack.")
    ] = False,
) -> None:
    """Print the JSON Schema of a pack, or of its scenarios, with which editors check and complete one."""
    write_json(scenario_schema() if scenarios else pack_schema())
