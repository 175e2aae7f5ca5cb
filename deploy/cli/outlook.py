"""What will a year end at, and what is still needed for its targets?"""

from typing import Annotated, Any

import typer
from rich.text import Text

from deploy.cli.options import DATA, Data, District, Output
from deploy.cli.output import Format, screen, table, texts, write_csv, write_json
from deploy.cli.running import House

COLUMNS = (
    *("agency", "metric", "target", "compare", "numerator", "denominator", "value", "entering", "changing"),
    *("worst", "best", "standing", "needed", "allowed"),
)
STANDING = {
    "certain": ("已确定达标 certain", "green"),
    "open": ("未定 open", "yellow"),
    "out_of_reach": ("已无法达标 out of reach", "red"),
    "nothing": ("尚无案件 nothing yet", ""),
}


def outlook(
    district: District,
    period: Annotated[str, typer.Option(help="A year, such as 2026.")],
    agency: Annotated[
        str | None, typer.Option(help="One agency by its full name, or * for the district.")
    ] = None,
    output: Output = Format.TABLE,
    data: Data = DATA,
) -> None:
    """Print what the figures with a target will end the year at, and which hearings of the next days decide it."""
    house = House(data)
    asked = {"district": house.district(district), "period": period, "agency": agency}
    answer: dict[str, Any] = house.get("reporting", "/outlook", asked)
    match output:
        case Format.JSON:
            write_json(answer)
        case Format.CSV:
            write_csv([_flat(row) for row in answer["items"]], COLUMNS)
        case Format.TABLE:
            _show(answer)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "worst": row["worst"]["value"], "best": row["best"]["value"]}


def _show(answer: dict[str, Any]) -> None:
    title = f"{answer['district']} {answer['period']}"
    if not answer["items"]:
        screen().print(f"{title}: the law sets no target for this year.")
        return
    # The pages are the one home of these names, and come with all that pages need: not for every command.
    from services.reporting.pages.measures import bound, percent
    from services.reporting.pages.words import Words

    words = Words("zh")
    shown = table(title, "单位", "指标", "目前#", "目标#", "最差#", "最好#", "待定#", "还需#", "结论")
    before = None
    for row in answer["items"]:
        named = "" if before == row["agency"] else "全区 *" if row["agency"] == "*" else row["agency"]
        before = row["agency"]
        few = row["compare"] == "at_most"
        left = row["allowed"] if few else row["needed"]
        cells = (
            named,
            words.metric(row["metric"]),
            f"{row['numerator']}/{row['denominator']}",
            f"{'≤' if few else '≥'} {bound(row['target'])}",
            percent(row["worst"]["value"]),
            percent(row["best"]["value"]),
            row["entering"] + row["changing"],
            "—" if left is None else f"≤ {left}" if few else left,
        )
        shown.add_row(*texts(*cells), Text(*STANDING[row["standing"]]))
    screen().print(shown)
    if answer["hearings"]:
        fixed = table(f"到 {answer['until']} 的开庭", "日期", "案号", "被告", "通知", "出庭负责人")
        for one in answer["hearings"]:
            notice = "已发 sent" if one["noticed"] else "未发 not sent"
            who = one["proposed"] or ("已报备 on record" if one["on_record"] else "—")
            fixed.add_row(*texts(one["on"], one["case"], "、".join(one["agencies"]), notice, who))
        screen().print(fixed)
