"""Which years are official, which days of one are off or made up, and is a file the schedule of a year?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from deploy.cli.calendar.files import schedule_in
from deploy.cli.calendar.years import on_log, schedule_of
from deploy.cli.options import DATA, Data, Output
from deploy.cli.output import Format, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.trouble import REFUSED, Trouble
from shared.calendar import FIRST, LAST, Calendar, YearSchedule

File = Annotated[
    Path,
    typer.Argument(
        help='JSON: a list of {"date", "name", "isOffDay"}, or an object with "year", "papers", "days".',
        metavar="FILE",
    ),
]
Year = Annotated[
    int | None,
    typer.Option("--year", help="The year of the file; else the one it names.", metavar="YEAR"),
]

WEEKDAYS = "一二三四五六日"
KINDS = {"holiday": "休", "make-up": "班"}


def list_(output: Output = Format.TABLE, data: Data = DATA) -> None:
    """Print the years on the log with their notices, and the next one, which is provisional."""
    years = on_log(House(data))
    calendar = years.calendar
    rows = [
        {
            **_counted(calendar, year),
            "status": "official",
            "notice": schedule_of(report).notice,
            "revision": report.fact.version,
            "source": report.source,
        }
        for year, report in years.counting.items()
    ]
    if (following := max(calendar.years, default=FIRST.year) + 1) <= LAST.year:
        none = {"status": "provisional", "notice": "", "revision": None, "source": ""}
        rows.append({**_counted(calendar, following), **none})
    match output:
        case Format.JSON:
            write_json(rows)
        case Format.CSV:
            write_csv(rows, ("year", "status", "notice", "working_days", "off", "made_up"))
        case Format.TABLE:
            shown = table("", "年", "", "通知", "工作日#", "放假#", "补班#", "版次#", "来源")
            for row in rows:
                official = row["status"] == "official"
                status = Text("已公布 official") if official else Text("暂定 provisional", style="yellow")
                shown.add_row(
                    *texts(row["year"], status, row["notice"]),
                    *texts(*(row[name] for name in ("working_days", "off", "made_up", "revision", "source"))),
                )
            screen().print(shown)


def show(
    year: Annotated[int, typer.Argument(help="The year.", metavar="YEAR")],
    output: Output = Format.TABLE,
    data: Data = DATA,
) -> None:
    """Print the days off and the make-up days of a year, as the judges count them."""
    if not FIRST.year <= year <= LAST.year:
        raise Trouble(f"The calendar knows no {year}; expected {FIRST.year} to {LAST.year}.", REFUSED)
    calendar = on_log(House(data)).calendar
    _show(calendar, year, output)


def check(file: File, year: Year = None, output: Output = Format.TABLE) -> None:
    """Say every fault of a file with its entry and what is expected; else print the year it tells.

    No house need run. Exit codes: 0 fine; 2 it is no schedule of a year.
    """
    schedule = schedule_in(file, "", year)
    _show(Calendar.bundled().with_year(schedule), schedule.year, output)
    if output is Format.TABLE:
        screen().print(f"{file.name}: no fault.", markup=False, soft_wrap=True)


def in_words(schedule: YearSchedule) -> str:
    """Return what a schedule arranges on one line."""
    off, made_up = len(schedule.holidays), len(schedule.make_up_days)
    return f"{schedule.year}: {off} days off, {made_up} make-up days ({schedule.notice or 'no notice'})"


def _show(calendar: Calendar, year: int, output: Format) -> None:
    rows = list(_days(calendar, year))
    match output:
        case Format.JSON:
            told = calendar.years.get(year)
            status = {"status": "official" if told else "provisional", "notice": told.notice if told else ""}
            write_json({**_counted(calendar, year), **status, "days": rows})
        case Format.CSV:
            write_csv(rows, ("date", "weekday", "kind"))
        case Format.TABLE:
            _table(calendar, year, rows)


def _table(calendar: Calendar, year: int, rows: list[dict[str, Any]]) -> None:
    told = calendar.years.get(year)
    shown = table(f"{year} {told.notice if told else ''}".strip(), "日期", "星期", "")
    for row in rows:
        style = "green" if row["kind"] == "holiday" else "yellow"
        shown.add_row(
            *texts(row["date"], row["weekday"], Text(f"{KINDS[row['kind']]} {row['kind']}", style=style))
        )
    screen().print(shown)
    count = _counted(calendar, year)
    screen().print(
        f"{count['working_days']} working days, {count['off']} days off, {count['made_up']} make-up days."
    )
    if told is None:
        screen().print(
            f"{year} is provisional: its schedule is not published on this log. Only weekends and statutory holidays "
            "are known.",
            style="yellow",
        )


def _counted(calendar: Calendar, year: int) -> dict[str, Any]:
    kinds = [row["kind"] for row in _days(calendar, year)]
    until = date(year, 12, 31)
    worked = calendar.working_days_between(date(year, 1, 1), until) + calendar.is_working_day(
        date(year, 1, 1)
    )
    return {
        "year": year,
        "working_days": worked,
        "off": kinds.count("holiday"),
        "made_up": kinds.count("make-up"),
    }


def _days(calendar: Calendar, year: int) -> Iterator[dict[str, Any]]:
    """Yield the days that do not follow their weekday, and the weekends that a notice counts to a holiday."""
    day = date(year, 1, 1)
    while day.year == year:
        if (kind := calendar.kind_of(day)) in KINDS:
            yield {"date": str(day), "weekday": f"周{WEEKDAYS[day.weekday()]}", "kind": kind}
        day += timedelta(days=1)
