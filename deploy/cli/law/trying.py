"""What would another pack change? The district's log is judged again in memory; nothing is recorded."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.progress import Progress, TaskID

from deploy.cli.law.log import pages
from deploy.cli.law.packs import BrokenPack, checked, loaded, meant
from deploy.cli.options import DATA, Data, District, Output
from deploy.cli.output import Format, errors, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.settling import progress_bar
from deploy.cli.trouble import REFUSED, Trouble
from deploy.law.replay import Replay
from deploy.law.trying import Moved, Trial, attempt
from services.reporting.figures import Figure
from services.reporting.pages.words import Words, is_count
from services.reporting.periods import Period, PeriodError
from shared.law.loader import PackError

MOST = 300
"""Rows of a table that anybody reads in a terminal."""

ASPECTS = {
    "law": "适用规范",
    "responsible": "应诉责任机关",
    "chief": "正职出庭",
    "deadline": "期限",
    "loss": "败诉",
}


def try_(
    pack: Annotated[str, typer.Argument(help="A file, bundled:NAME, or the name of an adopted pack.")],
    district: District,
    period: Annotated[str, typer.Option(help="2023, 2023-H1, 2023-Q2 or 2023-05.")],
    output: Output = Format.TABLE,
    data: Data = DATA,
) -> None:
    """Print what would change under a pack: cases of the period, and each figure that moves. Records nothing."""
    one = meant(pack, data)
    new = loaded(one)
    days = _period(period)
    house = House(data)
    id_ = house.district(district)
    if new.district not in ("", id_):
        raise Trouble(
            f"{one.name} is the law of {new.district}; expected one of {id_}, or a national one.", REFUSED
        )
    with progress_bar(errors()) as progress:
        replay = _read(house, id_, progress)
        checked(one, replay.packs)
        try:
            trial = attempt(replay, one.text, days, _Shown(progress).step)
        except PackError as error:
            raise BrokenPack(f"the law of {id_} on the log, or {one.name}", error) from error
    match output:
        case Format.JSON:
            write_json({"district": id_, "period": period, "position": replay.last, **asdict(trial)})
        case Format.CSV:
            write_csv(_rows(trial), ("kind", "case", "by", "agency", "what", "of", "old", "new"))
        case Format.TABLE:
            _show(trial, f"{id_} {period} under {one.name}, up to position {replay.last}")


def _period(told: str) -> Period:
    try:
        return Period.parse(told)
    except PeriodError as error:
        raise Trouble(f"{error}.", REFUSED) from error


def _read(house: House, district: str, progress: Progress) -> Replay:
    """Return the facts of a district, read from the log page by page."""
    replay = Replay(district)
    task = progress.add_task("reading the log", total=None, unit="events")
    for page in pages(house, district, facts_only=True):
        replay.take(page.lines)
        progress.update(task, total=page.position, completed=page.last)
    progress.update(task, total=replay.last, completed=replay.last)
    return replay


class _Shown:
    """A bar for each thing that is done with the disputes."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def step(self, what: str, done: int, of: int) -> None:
        """Move the bar of what is done."""
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(f"{what} disputes", total=of, unit="disputes")
        self._progress.advance(self._tasks[what], done)


def _show(trial: Trial, title: str) -> None:
    screen().print(title, markup=False, soft_wrap=True)
    if not trial.changes and not trial.figures:
        screen().print(f"Nothing changes in {trial.cases} cases.")
        return
    if trial.changes:
        shown = table("", "案号", "", "", "现行", "试行")
        before = ""
        for change in trial.changes[:MOST]:
            case = "" if change.case == before else change.case
            before = change.case
            shown.add_row(*texts(case, ASPECTS[change.what], change.of, change.old or "—", change.new or "—"))
        screen().print(shown)
    _more(len(trial.changes))
    changed = len({change.case for change in trial.changes})
    screen().print(f"{changed} of {trial.cases} cases change.")
    _show_figures(trial.figures)


def _show_figures(moved: tuple[Moved, ...]) -> None:
    words = Words("zh")
    whole = [one for one in moved if not ("=" in one.old.metric and is_count(one.old.metric))]
    if whole:
        shown = table("", "单位", "计入", "指标", "现行", "试行")
        for one in whole[:MOST]:
            agency = "全区 *" if one.old.agency == "*" else one.old.agency
            by = "" if one.old.by == "*" else one.old.by
            shown.add_row(*texts(agency, by, words.metric(one.old.metric), _said(one.old), _said(one.new)))
        screen().print(shown)
    _more(len(whole))
    screen().print(f"{len(moved)} figures move." if moved else "No figure moves.")


def _more(count: int) -> None:
    if count > MOST:
        screen().print(f"… and {count - MOST} more: --format csv or json shows all.")


def _said(one: Figure) -> str:
    """Return counts, value, target and whether it is met, on one line."""
    over = "" if one.denominator is None else f"/{one.denominator}"
    value = "" if one.value is None or one.denominator is None else f" = {one.value}"
    if one.target is None:
        return f"{one.numerator}{over}{value}"
    sign = "≤" if one.compare == "at_most" else "≥"
    met = "" if one.met is None else " ✓" if one.met else " ✗"
    return f"{one.numerator}{over}{value}, {sign} {one.target}{met}"


def _rows(trial: Trial) -> list[dict[str, Any]]:
    return [*_case_rows(trial), *_figure_rows(trial)]


def _case_rows(trial: Trial) -> Iterator[dict[str, Any]]:
    for change in trial.changes:
        yield {"kind": "case", **asdict(change)}


def _figure_rows(trial: Trial) -> Iterator[dict[str, Any]]:
    for one in trial.figures:
        row = {"kind": "figure", "by": one.old.by, "agency": one.old.agency, "what": one.old.metric}
        yield {**row, "old": _said(one.old), "new": _said(one.new)}
