"""What does the chapter on whom the cases concern say: agencies, kinds of act, courts?"""

from collections.abc import Sequence

from services.reporting.printing.report import Cell, Column, Number, Part
from services.reporting.reports import drawing, saying
from services.reporting.reports.opening import APPEARING
from services.reporting.reports.saying import clean, count, rate, text
from services.reporting.reports.writer import Writer, numbers, words

MOST_DRAWN = 12
"""Rows of a chart."""


def distribution(to: Writer) -> None:
    """Say against whom, about what and before which courts."""
    data = to.data
    whole = data.number("docketed")
    agencies = _agencies(to)
    if not agencies and not whole.numerator:
        return
    to.chapter("案件分布")
    if agencies:
        to.section("按被诉单位")
        to.table(
            "agencies",
            "各单位应诉情况",
            (
                Column(head="单位", is_text=True, width=2.9),
                *numbers(
                    "新收",
                    "开庭",
                    "负责人出庭",
                    "出庭率",
                    "出声率",
                    "正职出庭率",
                    "终结争议",
                    "败诉",
                    "败诉率",
                ),
            ),
            [*(_agency(to, one) for one in agencies), _agency(to, "*")],
            total=True,
            note="共同被告的案件在各单位分别计算，在全区只计一件，各单位之和可以大于全区数。",
        )
        drawn = [(clean(one), _of(to, one, "docketed"), _of(to, one, "loss_rate")) for one in agencies]
        drawn = sorted(drawn, key=lambda row: -row[1].numerator)[:MOST_DRAWN]
        to.chart(drawing.bars("of-agencies", "各单位新收案件和败诉争议（件）", drawn, other="败诉争议"))
    _acts(to, whole)
    courts = data.parted("docketed:court=")
    if courts:
        to.section("按受理法院")
        heads = (
            Column(head="法院（案号中的代字）", is_text=True, width=2),
            *numbers("新收案件", "占比"),
        )
        rows = [[text(key(one) or "未载明"), count(one), saying.share(one, whole)] for one in courts]
        to.table("courts", "受理法院（单位：件）", heads, rows)


def _agencies(to: Writer) -> list[str]:
    """Return the agencies that were sued, heard or had a dispute concluded, most cases first."""
    found = {
        one.agency for name in ("docketed", "heard", "concluded") for one in to.data.rows("defendant", name)
    }
    return sorted(
        found, key=lambda one: (-_of(to, one, "docketed").numerator, -_of(to, one, "heard").numerator, one)
    )


def _of(to: Writer, agency: str, metric: str) -> Number:
    return to.data.number(metric, agency=agency)


def _agency(to: Writer, agency: str) -> list[Cell]:
    counted = [count(_of(to, agency, metric)) for metric in ("docketed", "heard", "appearance_rate")]
    rates = [rate(_of(to, agency, metric)) for metric in APPEARING[:3]]
    lost = _of(to, agency, "loss_rate")
    name = text("全区" if agency == "*" else agency)
    return [name, *counted, *rates, count(_of(to, agency, "concluded")), count(lost), rate(lost)]


def _acts(to: Writer, whole: Number) -> None:
    data = to.data
    acts = data.parted("docketed:act=")
    ended = {one.agency: one for one in data.rows("act", "concluded")}
    kinds = list(dict.fromkeys([*map(key, acts), *sorted(ended)]))
    if not kinds:
        return
    to.section("按被诉行政行为")
    if acts:
        most = listed_acts(acts, whole)
        to.say(f"{to.this}新收案件涉及的行政行为中，", *most, "。")
    columns = [
        Column(head="行政行为", is_text=True, width=2.4),
        *numbers("新收", "占比", *((to.last, "增减") if data.before else ())),
    ]
    split = bool(ended or data.rows("act", "heard"))
    columns += [*numbers("开庭", "出庭率", "终结争议", "败诉", "败诉率")] if split else []
    rows, drawn = [], []
    for kind in kinds:
        number = data.number(f"docketed:act={kind}")
        against = data.number(f"docketed:act={kind}", period=data.before)
        row = [text(words().name("acts", kind)), count(number), saying.share(number, whole)]
        row += [count(against), saying.change(number, against)] if data.before else []
        lost = data.number("loss_rate", by="act", agency=kind)
        if split:
            heard, came = (data.number(name, by="act", agency=kind) for name in ("heard", "appearance_rate"))
            over = data.number("concluded", by="act", agency=kind)
            row += [count(heard), rate(came), count(over), count(lost), rate(lost)]
        rows.append(row)
        drawn.append((words().name("acts", kind), number, lost if split else None))
    to.table("acts", "被诉行政行为的种类（单位：件）", columns, rows)
    other = "败诉争议" if split else ""
    to.chart(drawing.bars("of-acts", "被诉行政行为的种类（件）", drawn[:MOST_DRAWN], other=other))


def listed_acts(acts: Sequence[Number], whole: Number) -> tuple[Part, ...]:
    """Return the three kinds of act most cases are about."""
    said = [
        (words().name("acts", key(one)), count(one), "件，占", saying.share(one, whole)) for one in acts[:3]
    ]
    return saying.listed(said, "；")


def key(number: Number) -> str:
    """Return of which part a count is."""
    return number.metric.partition("=")[2]
