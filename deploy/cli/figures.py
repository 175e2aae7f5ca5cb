"""How does a district stand, and who answers for its cases?"""

from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.text import Text

from deploy.cli.options import DATA, Data, District, Output
from deploy.cli.output import Format, screen, table, texts, write_csv, write_json
from deploy.cli.running import House

FIGURE_COLUMNS = (
    "period",
    "agency",
    "metric",
    "numerator",
    "denominator",
    "value",
    "target",
    "met",
    "indicative",
)
CASE_COLUMNS = ("case_number", "responsible", "rule", "article")
PAGE = 500
"""Cases asked for at once."""


class By(StrEnum):
    """What the rows are by: for whom a case counts in an agency's row, or what it is itself."""

    DEFENDANT = "defendant"
    RESPONSIBLE = "responsible"
    ACCOUNTABLE = "accountable"
    ACT = "act"
    COURT = "court"
    INSTANCE = "instance"
    LEADER = "leader"


class Compare(StrEnum):
    """With which period figures are compared."""

    BEFORE = "before"
    YEAR = "year"


def figures(
    district: District,
    period: Annotated[str, typer.Option(help="2023, 2023-H1, 2023-Q2 or 2023-05.")],
    by: Annotated[
        By,
        typer.Option(
            help="Count a case for its defendants, the responsible or accountable agency; "
            "or by kind of act, court, instance or officer."
        ),
    ] = By.DEFENDANT,
    agency: Annotated[
        str | None, typer.Option(help="One agency by its full name, or * for the district.")
    ] = None,
    metric: Annotated[str | None, typer.Option(help="One figure, such as loss_rate.")] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help="As known then: a position, an instant, or the end of a day such as 2024-03-31."),
    ] = None,
    compare: Annotated[
        Compare | None, typer.Option(help="Beside the period before, or the same period a year before.")
    ] = None,
    output: Output = Format.TABLE,
    data: Data = DATA,
) -> None:
    """Print the figures of a period beside their targets: the district's row (*), then each agency's."""
    house = House(data)
    asked = {
        "district": house.district(district),
        "period": period,
        "by": by.value,
        "agency": agency,
        "metric": metric,
        "as_of": as_of,
        "compare": compare.value if compare else None,
    }
    answer = house.get("reporting", "/figures", asked)
    rows: list[dict[str, Any]] = answer["items"] if isinstance(answer, dict) else answer
    match output:
        case Format.JSON:
            write_json(rows)
        case Format.CSV:
            write_csv(map(_flat, rows), FIGURE_COLUMNS)
        case Format.TABLE:
            known = f", as known at {as_of}" if as_of else ""
            _show_figures(rows, f"{asked['district']} {period}{known}", by.value)


def cases(district: District, output: Output = Format.TABLE, data: Data = DATA) -> None:
    """Print every case with the agencies that answer for it, by which rule and article."""
    house = House(data)
    rows = all_cases(house, house.district(district))
    match output:
        case Format.JSON:
            write_json(rows)
        case Format.CSV:
            write_csv(rows, CASE_COLUMNS)
        case Format.TABLE:
            shown = table("", "案号", "应诉责任机关", "规则", "条款", "立案日期")
            for row in rows:
                answers = row["responsible"] or "—"
                shown.add_row(
                    *texts(row["case_number"], answers, row["rule"], row["article"], row.get("docketed_on"))
                )
            screen().print(shown)


def all_cases(house: House, district: str) -> list[dict[str, Any]]:
    """Return the cases of a district, page after page."""
    rows: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = house.get("reporting", "/cases", {"district": district, "after": after, "limit": PAGE})
        rows += page["items"]
        after = page["next"]
        if after is None:
            return rows


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a figure in one line: of its bounds and of the period before it only the values."""
    return {name: one["value"] if isinstance(one, dict) else one for name, one in row.items()}


def _show_figures(rows: list[dict[str, Any]], title: str, by: str) -> None:
    if not rows:
        screen().print(f"{title}: no figures. Nothing of this period is on the log, or no row matches.")
        return
    # The pages are the one home of these names, and come with all that pages need: not for every command.
    from services.reporting.pages.words import Words, is_count

    parts = {row["metric"] for row in rows if "=" in row["metric"] and is_count(row["metric"])}
    if len(parts) > 1:  # by act, court, instance, outcome: more than anybody reads in a terminal
        rows = [row for row in rows if row["metric"] not in parts]
    words = Words("zh")
    compared = any(row.get("before") for row in rows)
    more = ["上期#"] if compared else []
    shown = table(f"{title}, counted by {by}", "单位", "指标", "件数#", "数值#", *more, "目标#", "达标")
    before = None
    for row in rows:
        if before is not None and before != row["agency"]:
            shown.add_section()
        named = "" if before == row["agency"] else "全区 *" if row["agency"] == "*" else row["agency"]
        before = row["agency"]
        over = "" if row["denominator"] is None else f"/{row['denominator']}"
        counted = f"{row['numerator']}{over}"
        then = [_before(row)] if compared else []
        shown.add_row(
            *texts(named, words.metric(row["metric"]), counted, _value(row), *then, _target(row), _mark(row))
        )
    screen().print(shown)
    if len(parts) > 1:
        screen().print(
            f"Counts by act, court and so on: --metric {min(parts)}, or --format json|csv.", soft_wrap=True
        )


def _value(row: dict[str, Any]) -> str:
    """Return a rate in percent or an average in days; nothing for a plain count, which has no more to say."""
    from services.reporting.pages.measures import days, percent
    from services.reporting.pages.words import is_average, is_count

    if is_count(row["metric"]):
        return ""
    if is_average(row["metric"]) and row["value"] is not None:
        return f"{days(row['value'])} 天"
    return percent(row["value"])


def _before(row: dict[str, Any]) -> str:
    """Return what a figure was in the period it is compared with."""
    before = row.get("before") or {"value": None}
    return _value({**row, **before}) or str(before["value"] or "")


def _target(row: dict[str, Any]) -> str:
    """Return the target of a figure with its direction; nothing without one."""
    from services.reporting.pages.measures import bound

    if row["target"] is None:
        return ""
    return f"{'≤' if row['compare'] == 'at_most' else '≥'} {bound(row['target'])}"


def _mark(row: dict[str, Any]) -> Text:
    """Return whether the target is met; in brackets when the target does not bind this row and period."""
    if row["met"] is None:
        return Text("")
    said, style = ("✓ 达标", "green") if row["met"] else ("✗ 未达标", "red")
    return Text(f"({said})" if row["indicative"] else said, style=style)
