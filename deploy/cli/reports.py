"""What did a district publish, what would a report say, and how is one published, had and checked?"""

import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from time import monotonic, sleep
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import httpx
import typer
from pydantic_core import to_json
from rich.console import Console

from deploy.cli.options import DATA, Data, District, Output
from deploy.cli.output import Format, errors, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.trouble import ATTENTION, REFUSED, UNREACHABLE, Trouble

BATCH = "application/cloudevents-batch+json"
COLUMNS = ("period", "kind", "edition", "state", "published_on", "at_position", "changed", "number")
SHOWN = 12
"""Changed figures printed; `--format json` has them all."""
PATIENCE = 300.0
"""Seconds for which is waited until a report is on record, or rendered."""

commands = typer.Typer(
    no_args_is_help=True,
    help="Bulletins on quarters and reports on years: previewed, published, shown, checked.",
)

Period = Annotated[str, typer.Argument(help="A year or a quarter: 2023, 2023-Q2.", metavar="PERIOD")]
Edition = Annotated[int, typer.Option(help="Which edition; 0 for the one that counts.", metavar="N")]
To = Annotated[Path, typer.Option("--to", help="The folder files are put into.", metavar="FOLDER")]


@commands.command("list")
def list_(district: District, output: Output = Format.TABLE, data: Data = DATA) -> None:
    """Print what was published, what is not on record yet, and what is owed."""
    house = House(data)
    found = house.get("reporting", "/reports", {"district": house.district(district)})
    match output:
        case Format.JSON:
            write_json(found)
        case Format.CSV:
            write_csv([{name: row[name] for name in COLUMNS} for row in found["items"]], COLUMNS)
        case Format.TABLE:
            _list(found)


@commands.command()
def preview(
    period: Period,
    district: District,
    to: To = Path(),
    form: Annotated[
        list[str] | None,
        typer.Option("--form", help="docx, pdf, xlsx, csv or html; pdf where none is named."),
    ] = None,
    data: Data = DATA,
) -> None:
    """Save drafts of a report as known now, and say at which position that is."""
    house = House(data)
    id_ = house.district(district)
    asked: dict[str, Any] = {"district": id_, "period": period}
    with errors().status("rendering"):
        position = house.get("reporting", "/reports/preview", asked, timeout=PATIENCE)["position"]
        for one in form or ["pdf"]:
            answer = _answer(house, "/reports/preview", {**asked, "as_of": position, "format": one})
            _save(to / f"draft-{id_}-{period}.{one}", answer.content)
    screen().print(
        f"As known at position {position}; to publish just that: yingsu reports publish {period} "
        f"--district {district} --as-of {position}",
        soft_wrap=True,
    )


@commands.command()
def publish(
    period: Period,
    district: District,
    as_of: Annotated[
        int,
        typer.Option(help="The position the preview named; what is known now where none is.", metavar="N"),
    ] = 0,
    on: Annotated[
        str, typer.Option(help="The day it is published; today where none is.", metavar="DAY")
    ] = "",
    number: Annotated[str, typer.Option(help="The number of the document.", metavar="TEXT")] = "",
    problems: Annotated[str, typer.Option(help="What is written about problems found.", metavar="TEXT")] = "",
    measures: Annotated[str, typer.Option(help="What is asked for next.", metavar="TEXT")] = "",
    data: Data = DATA,
) -> None:
    """Publish a report: the bureau's act. Its figures and files are frozen and signed; exit code 1 when not yet.

    Published again, as of another position or with other words, it is one more edition.
    """
    house = House(data, PATIENCE)
    publish_in(house, house.district(district), period, as_of=as_of, on=on,
               number=number, problems=problems, measures=measures)  # fmt: skip


def publish_in(
    house: House, district: str, period: str, *, as_of: int = 0, on: str = "", **words: str
) -> None:
    """Publish a report of a district, named by its id, and wait until it is on record."""
    asked = {"district": district, "period": period}
    if not as_of:
        with errors().status("gathering"):
            as_of = house.get("reporting", "/reports/preview", asked, timeout=PATIENCE)["position"]
    before = _editions(house, district, period)
    fact = {
        "specversion": "1.0",
        "source": f"bureau/{district}",
        "id": f"bulletin/{period}/{as_of}/{token_hex(4)}",
        "type": "yingsu.bulletin-published.v1",
        "district": district,
        "subject": "bulletin",
        "data": {
            "version": 1 + len(before),
            "published_on": on or str(datetime.now(ZoneInfo("Asia/Shanghai")).date()),
            "period": period,
            "as_known_at": as_of,
            **words,
        },
    }
    answer = house.again(
        "intake",
        lambda: house.http.post(
            f"{house.state.url('intake')}/events", content=to_json([fact]), headers={"content-type": BATCH}
        ),
    )
    position = answer.json()["position"]
    with errors().status("rendering and signing"):
        found = _waited(house, district, period, position, as_of)
    if "why" in found:
        screen().print(f"The report on {period} is not on record: {WHY[found['why']]}.", soft_wrap=True)
        sys.exit(ATTENTION)
    screen().print(
        f"The report on {period} is published as known at position {found['at_position']}, "
        f"edition {found['edition']}: {', '.join(file['name'] for file in found['files'])}",
        soft_wrap=True,
    )


WHY: Mapping[str, str] = {
    "not_over": "the period had not ended on the day it is said to be published",
    "not_reached": "the position named lies after the end of the log",
    "nothing_known": "nothing of the period was known then",
    "held": "a case of the district cannot be judged (yingsu status); it is put on record once it can",
    "in_the_making": "it is still being made; yingsu reports list shows it as soon as it is there",
}


@commands.command()
def show(
    period: Period, district: District, edition: Edition = 0, output: Output = Format.TABLE, data: Data = DATA
) -> None:
    """Print a published report's files, and what is otherwise by what is known now."""
    house = House(data)
    path = f"/reports/{house.district(district)}/{period}"
    found = house.get("reporting", path, {"edition": edition})
    match output:
        case Format.JSON:
            write_json(found)
        case Format.CSV:
            rows = found["figures"]
            write_csv(rows, ("by", "agency", "metric", "numerator", "denominator", "value"))
        case Format.TABLE:
            _show(found)


@commands.command()
def download(
    period: Period,
    district: District,
    to: To = Path(),
    edition: Edition = 0,
    data: Data = DATA,
) -> None:
    """Save the files of a published report, byte for byte as they were published."""
    house = House(data)
    path = f"/reports/{house.district(district)}/{period}"
    found = house.get("reporting", path, {"edition": edition})["report"]
    for file in found["files"]:
        address, _, asked = file["address"].partition("?")
        answer = _answer(house, address, dict([asked.split("=")]))
        _save(to / Path(file["name"]).name, answer.content)


@commands.command()
def verify(output: Output = Format.TABLE, data: Data = DATA) -> None:
    """Check every file and signature of every published report; exit code 1 when one is not as it was."""
    checked = checked_in(House(data))
    if output is Format.TABLE:
        tell(checked, screen())
    elif output is Format.CSV:
        write_csv(checked["problems"], ("district", "period", "edition", "what", "file"))
    else:
        write_json(checked)
    if not checked["ok"]:
        sys.exit(ATTENTION)


def checked_in(house: House) -> Mapping[str, Any]:
    """Return what checking all published reports of a house came to."""
    with errors().status("reading every published file"):
        found: Mapping[str, Any] = house.get("reporting", "/reports/verify", timeout=PATIENCE)
    return found


def tell(checked: Mapping[str, Any], say: Console) -> None:
    """Print what checking came to."""
    say.print(f"{checked['editions']} published reports with {checked['files']} files were read.")
    for one in checked["problems"]:
        name = f"{one['district']} {one['period']}, edition {one['edition']}"
        wrong = f"the file {one['file']} is {one['what']}" if one["file"] else "its signature is wrong"
        say.print(f"{name}: {wrong}", markup=False, soft_wrap=True)
    if checked["ok"]:
        say.print("All is as it was published.")


def _waited(house: House, district: str, period: str, position: int, as_of: int) -> Mapping[str, Any]:
    """Return the edition as it is listed, or what is said of one that is not on record."""
    until = monotonic() + PATIENCE
    while True:
        asked = {"district": district, "min_position": position, "timeout": 60}
        found = house.get("reporting", "/reports", asked, timeout=PATIENCE)
        for one in found["items"]:
            if (one["period"], one["state"], one["at_position"]) == (period, "published", as_of):
                return dict(one)
        waiting = next((dict(one) for one in found["waiting"] if one["period"] == period), None)
        if waiting and (waiting["why"] != "in_the_making" or monotonic() > until):
            return waiting
        if monotonic() > until:
            raise Trouble(
                f"The report on {period} is not on record yet; yingsu status tells why.", UNREACHABLE
            )
        sleep(0.3)


def _editions(house: House, district: str, period: str) -> list[Any]:
    found = house.get("reporting", "/reports", {"district": district})["items"]
    return [one for one in found if one["period"] == period]


def _answer(house: House, path: str, asked: Mapping[str, Any]) -> httpx.Response:
    url = house.state.url("reporting") + path
    return house.again("reporting", lambda: house.http.get(url, params=asked, timeout=PATIENCE))


def _save(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    except OSError as error:
        raise Trouble(f"The file {file} cannot be written: {error.strerror}.", REFUSED) from error
    screen().print(f"{file} ({len(content):,} bytes)", markup=False)


def _list(found: Mapping[str, Any]) -> None:
    say = screen()
    shown = table("", "期间", "版次#", "状态", "公布日期", "数据截至#", "其后变化#", "文号")
    for row in found["items"]:
        state = {"published": "已公布", "superseded": "已有新版", "withdrawn": "已撤回"}[row["state"]]
        about = (row["period"], row["edition"], state, row["published_on"], row["at_position"])
        shown.add_row(*texts(*about, row["changed"] or "", row["number"]))
    say.print(shown if found["items"] else "Nothing was published yet.")
    for row in found["waiting"]:
        say.print(f"{row['period']} is not on record: {WHY[row['why']]}.", markup=False, soft_wrap=True)
    owed = [row for row in found["due"] if not row["done_on"]]
    for row in owed:
        how = "was due on" if row["state"] == "missed" else "is due on"
        say.print(
            f"The report on {row['period']} {how} {row['due_on']} (article {row['article']}).", markup=False
        )


def _show(found: Mapping[str, Any]) -> None:
    say, row = screen(), found["report"]
    say.print(
        f"{found['district']} {row['period']}, edition {row['edition']} ({row['state']}), published on "
        f"{row['published_on']} as known at position {row['at_position']}; key {found['signature']['key']}",
        markup=False,
        soft_wrap=True,
    )
    files = table("", "文件", "字节#", "SHA-256")
    for file in row["files"]:
        files.add_row(*texts(file["name"], f"{file['size']:,}", file["sha256"]))
    say.print(files)
    restatement = found["restatement"]
    if not restatement:
        say.print("Its figures are those known now.")
        return
    changed = table(f"{restatement['changed']} figures differ by what is known now",
                    "单位", "指标", "公布时#", "现在#")  # fmt: skip
    for one in restatement["changes"][:SHOWN]:
        was, now = (
            f"{one[a]}/{one[b]}"
            for a, b in (("was_numerator", "was_denominator"), ("numerator", "denominator"))
        )
        who = "全区 *" if one["agency"] == "*" else f"{one['agency']} ({one['by']})"
        changed.add_row(*texts(who, one["metric"], was, now))
    say.print(changed)
    for one in restatement["causes"][:SHOWN]:
        say.print(f"position {one['position']}: {one['type']} in {one['case']}", markup=False)
