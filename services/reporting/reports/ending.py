"""What do the chapters on results say: how disputes ended, which were lost, and what followed?"""

from collections.abc import Iterator

from services.reporting.printing.report import Cell, Column, Number, Part
from services.reporting.reports import saying
from services.reporting.reports.saying import count, rate, text
from services.reporting.reports.spreading import key
from services.reporting.reports.writer import Writer, numbers, words

_LOST = (
    *("revoked", "partly_revoked", "redo_ordered", "duty_ordered", "payment_ordered"),
    *(
        "confirmed_unlawful",
        "confirmed_void",
        "damages_ordered",
        "varied",
        "agreement_ordered",
        "remedial_measures",
    ),
)
"""Outcomes that hold something against an agency."""


def losses(to: Writer) -> None:
    """Say how disputes ended, which were lost, by whom, and what followed."""
    data = to.data
    to.chapter("裁判结果和败诉情况")
    concluded, lost = data.number("concluded"), data.number("loss_rate")
    first = data.number("first_instance_loss_rate")
    if not concluded.numerator and not first.denominator:
        to.say(f"{to.this}没有终结的行政争议，也没有作出的一审裁判，不计算败诉率。")
        return
    if concluded.numerator:
        to.section("裁判结果")
        settled, withdrawn = data.number("settlement_rate"), data.number("withdrawal_rate")
        to.say(
            *(
                f"{to.this}终结的行政争议",
                count(concluded),
                "件中，协调化解",
                count(settled),
                "件，协调化解率",
            ),
            *(rate(settled), "；原告撤诉", count(withdrawn), "件，撤诉率", rate(withdrawn), "。"),
        )
        heads = (Column(head="最终裁判方式", is_text=True, width=2.4), *numbers("争议", "占比"))
        ends = data.parted("concluded:outcome=")
        rows = [
            [text(words().name("outcomes", key(one))), count(one), saying.share(one, concluded)]
            for one in ends
        ]
        to.table(
            "outcomes",
            "终结争议的裁判方式（单位：件）",
            heads,
            rows,
            note="一份文书有多项裁判的，各项分别计入。",
        )
    to.section("败诉情况")
    _lost(to, concluded, lost, first)
    _after(to)


def _lost(to: Writer, concluded: Number, lost: Number, first: Number) -> None:
    data = to.data
    if lost.denominator:
        against = data.number("loss_rate", period=data.before)
        said = saying.moved(lost, against, to.last)
        to.say(f"{to.this}终结的争议中败诉", count(lost), "件，败诉率", rate(lost), *said, "。")
    if first.denominator:
        against = data.number("first_instance_loss_rate", period=data.before)
        said = saying.moved(first, against, to.last)
        to.say(
            "一审裁判",
            saying.of(first),
            "件，其中败诉",
            count(first),
            "件，一审败诉率",
            rate(first),
            *said,
            "。",
        )
    ways = [one for one in data.parted("concluded:outcome=") if key(one) in _LOST]
    if lost.numerator and ways:
        said = saying.listed(((words().name("outcomes", key(one)), count(one), "件") for one in ways), "、")
        to.say("从裁判方式看，不利于行政机关的裁判有：", *said, "。")
    units = sorted(data.rows("accountable", "loss_rate"), key=lambda one: (-one.numerator, one.agency))
    rows = [[text(one.agency), count(one)] for one in units if one.numerator]
    heads = (Column(head="败诉责任单位", is_text=True, width=3), *numbers("败诉争议"))
    to.table("losing", "败诉责任单位（单位：件）", heads, rows, note="一件争议有多个责任单位的，分别计入。")


def _after(to: Writer) -> None:
    """Say which analyses came in after losses, and how far the proceedings on liability have come."""
    data = to.data
    number = data.number("proceedings", by="listed")
    analysed, mended = (data.number(name, by="listed") for name in ("loss_analyses", "remediations"))
    if not any(one.numerator for one in (number, analysed, mended)):
        return
    to.section("败诉原因分析、整改和责任追究")
    said: tuple[Part, ...] = ("败诉原因分析报告", count(analysed), "份，整改情况报告", count(mended), "份。")
    in_time = data.number("on_time_rate:loss_analysis")
    to.say(f"{to.this}收到", *said)
    if in_time.denominator:
        to.say(
            "到期应当报送败诉原因分析的",
            saying.of(in_time),
            "项，按时报送",
            count(in_time),
            "项，按时率",
            rate(in_time),
            "。",
        )
    if number.numerator:
        under, closed = (data.number(f"proceedings:{one}", by="listed") for one in ("open", "closed"))
        said = (
            "败诉处理程序共",
            count(number),
            "件，正在办理",
            count(under),
            "件，已经办结",
            count(closed),
            "件。",
        )
        to.say("本期生效的败诉争议引起的", *said)
    found = _conclusions(to)
    if any(one.numerator for _, one in found):
        said = saying.listed(((name, count(one), "个（人）") for name, one in found if one.numerator), "，")
        to.say("已经作出的责任认定：", *said, "。")


def _conclusions(to: Writer) -> list[tuple[str, Number]]:
    kinds = ("held_accountable", "not_held_accountable", "tolerated")
    return [
        (words().name("conclusions", one), to.data.number(f"proceedings:conclusion={one}", by="listed"))
        for one in kinds
    ]


def apart(to: Writer) -> None:
    """Say what was counted of reconsideration and civil cases, apart from litigation."""
    rows = list(_apart(to))
    if not rows:
        return
    to.chapter("行政复议和民事案件")
    to.say("下列案件参照行政应诉的规定办理，单独统计，不计入以上各项。")
    heads = [
        Column(head="类别", is_text=True, width=1.4),
        *numbers("新收", "开庭", "终结", "负责人出庭率", "败诉率", "期限按时率"),
    ]
    to.table("apart", "行政复议和民事案件（单位：件）", heads, rows)


def _apart(to: Writer) -> Iterator[list[Cell]]:
    for category in ("reconsideration", "civil"):
        counts = [to.data.number(f"{one}:category={category}") for one in ("docketed", "heard", "concluded")]
        rates = [
            to.data.number(f"{one}:category={category}")
            for one in ("appearance_rate", "loss_rate", "on_time_rate")
        ]
        if any(one.numerator or one.denominator for one in (*counts, *rates)):
            yield [text(words().name("categories", category)), *map(count, counts), *map(rate, rates)]
