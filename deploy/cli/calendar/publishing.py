"""How does the schedule of a year become official, and which deadlines does it move?"""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Annotated, Any

import typer
from pydantic_core import to_json
from rich.progress import Progress

from deploy.cli.calendar.files import schedule_in
from deploy.cli.calendar.moving import Moves, found_in_memory, told_on_log
from deploy.cli.calendar.showing import File, Year, in_words
from deploy.cli.calendar.years import Years, on_log, schedule_of
from deploy.cli.law.log import pages
from deploy.cli.options import DATA, Data, Output
from deploy.cli.output import Format, case_names, errors, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.settling import progress_bar, wait_settled
from deploy.cli.trouble import ATTENTION, REFUSED, Trouble
from deploy.law.replay import Replay
from deploy.local.place import FOLLOWERS
from shared.calendar import YearSchedule
from shared.envelope import Draft
from shared.law.loader import PackError

PATIENCE = 600.0
"""Seconds without any progress after which waiting for the judges ends: every case is judged again."""

MOST = 300
"""Rows of a table that anybody reads in a terminal."""

Notice = Annotated[
    str, typer.Option("--notice", help="Number of the notice, such as 国办发明电〔2025〕7号.", metavar="NO")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would move, record nothing.")]


def publish(
    file: File,
    notice: Notice,
    year: Year = None,
    dry_run: DryRun = False,
    output: Output = Format.TABLE,
    data: Data = DATA,
) -> None:
    """Make the schedule of a year official: checked first, then recorded, then every deadline counted again.

    Exit codes: 0 published, or on the log already; 1 some cases could not be judged; 2 it is no schedule of a year:
    every fault is listed and nothing is sent.
    """
    if not notice.strip():
        raise Trouble("The notice has no number; expected one such as 国办发明电〔2025〕7号.", REFUSED)
    schedule = schedule_in(file, notice.strip(), year)
    house = House(data)
    years = on_log(house)
    before = years.counting.get(schedule.year)
    if before and schedule_of(before) == schedule:
        _say(
            output,
            Moves(),
            [
                f"{schedule.year} is on the log like this already ({before.source}, {before.id}); nothing was sent."
            ],
            {"year": schedule.year, "known": True},
        )
        return
    draft = years.publication(schedule)
    if dry_run:
        moves = _would_move(house, schedule)
        head = f"Would be published as {draft.id}. {in_words(schedule)}. Nothing was recorded."
        _say(output, moves, [head], {"year": schedule.year, "dry_run": True})
        return
    with progress_bar(errors()) as progress:
        position = _send(house, draft)
        _watch(house, position, progress)
        stalled = wait_settled(house, "The calendar", position, progress, PATIENCE)
    moves = _has_moved(house, years, schedule, position)
    head = f"{draft.id} is on the log at position {position}. {in_words(schedule)}."
    _say(output, moves, [head], {"year": schedule.year, "position": position, "stalled": stalled})
    if stalled:
        errors().print(
            f"Cases that could not be judged: {case_names(stalled)}; see yingsu status.", markup=False
        )
        raise typer.Exit(ATTENTION)


def _send(house: House, draft: Draft) -> int:
    """Report the calendar and return its position; sending it again changes nothing. Raises Problem."""
    names = ("source", "id", "type", "subject", "district", "data")
    event = {"specversion": "1.0", **{name: getattr(draft, name) for name in names}}
    headers = {"content-type": "application/cloudevents+json"}
    url = f"{house.state.url('intake')}/events"
    answer = house.again("intake", lambda: house.http.post(url, content=to_json(event), headers=headers))
    return int(answer.json()["position"])


def _watch(house: House, position: int, progress: Progress) -> None:
    """Show how many cases are still to be judged, until there are none or nothing moves any more."""
    task = progress.add_task("counting again", total=None, unit="cases to judge")
    most, left, moved = 0, -1, time.monotonic()
    while time.monotonic() - moved < PATIENCE:
        said = [house.get(service, "/status") for service in FOLLOWERS]
        now = sum(one["due"] for one in said)
        if now != left:
            left, moved = now, time.monotonic()
        most = max(most, left)
        progress.update(task, total=most, completed=most - left)
        if not left and all(one["position"] >= position for one in said):
            return
        time.sleep(0.1)


def _has_moved(house: House, years: Years, schedule: YearSchedule, position: int) -> Moves:
    calendar = years.calendar.with_year(schedule)
    moves = Moves()
    for district in _districts(house):
        found = told_on_log(pages(house, district, after=position), district, calendar)
        if found.moved:
            owing = _owing(house, district)
            named = (
                replace(one, agencies=owing.get((one.case, one.duty, one.of), ())) for one in found.moved
            )
            found = replace(found, moved=tuple(named))
        moves += found
    return moves


def _owing(house: House, district: str) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Return who owes the deadlines that a calendar moved last: by case, duty and what tells several apart."""
    found, after = dict[tuple[str, str, str], tuple[str, ...]](), ""
    while True:
        asked = {"district": district, "cause": "calendar", "limit": 1000, "after": after}
        page = house.get("reporting", "/deadlines", asked)
        for row in page["items"]:
            found[row["case"], row["duty"], row["of"]] = tuple(row["agencies"])
        if not (after := page["next"]):
            return found


def _would_move(house: House, schedule: YearSchedule) -> Moves:
    moves = Moves()
    with progress_bar(errors()) as progress:
        for district in _districts(house):
            replay = Replay(district)
            task = progress.add_task(f"reading {district}", total=None, unit="events")
            for page in pages(house, district, facts_only=True):
                replay.take(page.lines)
                progress.update(task, total=page.position, completed=page.last)
            judging = progress.add_task(f"judging {district}", total=None, unit="disputes")

            def step(done: int, of: int, judging: Any = judging) -> None:
                progress.update(judging, total=of, advance=done)

            try:
                moves += found_in_memory(replay, schedule, step)
            except PackError as error:
                raise Trouble(f"The law of {district} on the log cannot be read: {error}", REFUSED) from error
    return moves


def _districts(house: House) -> list[str]:
    answer = house.get("reporting", "/districts")
    rows = answer["items"] if isinstance(answer, dict) else answer
    return [str(row["id"]) for row in rows]


def _say(output: Format, moves: Moves, lines: list[str], told: Mapping[str, Any]) -> None:
    match output:
        case Format.JSON:
            write_json({**told, **asdict(moves)})
        case Format.CSV:
            write_csv(
                [asdict(move) for move in moves.moved], ("district", "case", "duty", "of", "was_due_on")
            )
        case Format.TABLE:
            for line in lines:
                screen().print(line, markup=False, soft_wrap=True)
            if "known" not in told:
                _show(moves)


def _show(moves: Moves) -> None:
    if moves.moved:
        shown = table("", "地区", "案号", "事项", "", "单位", "原期限", "新期限", "")
        for one in moves.moved[:MOST]:
            rest = "暂定 provisional" if one.provisional else ""
            was = one.was_due_on or "—"
            stands = f"{one.stands} {rest}".strip()
            owing = one.agencies or one.obligor
            row = (one.district, one.case, one.duty, one.of, owing, was, one.due_on, stands)
            shown.add_row(*texts(*row))
        screen().print(shown)
    if len(moves.moved) > MOST:
        screen().print(f"… and {len(moves.moved) - MOST} more: --format csv or json shows all.")
    by_district = Counter(one.district for one in moves.moved)
    each = ", ".join(f"{district} {count}" for district, count in by_district.most_common())
    said = f"{len(moves.moved)} deadlines move ({each})" if moves.moved else "No deadline moves"
    screen().print(f"{said}; {moves.official} stay on their day and are official now.")
