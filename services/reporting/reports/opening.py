"""What do the first chapters say: how many cases, of whom and what, who appeared, how they ended?"""

from services.reporting.printing.report import Cell, Column, Part
from services.reporting.reports import drawing, saying
from services.reporting.reports.saying import NOTHING, compared, count, rate, text
from services.reporting.reports.writer import Writer, numbers, words

APPEARING = (
    "appearance_rate",
    "voiced_appearance_rate",
    "chief_appearance_rate",
    "chief_voiced_appearance_rate",
)
MAIN = (
    *APPEARING,
    "chief_duty_rate",
    "loss_rate",
    "first_instance_loss_rate",
    "settlement_rate",
    "withdrawal_rate",
    "on_time_rate",
)
"""The rates of the table of the main ones."""


def totals(to: Writer) -> None:
    """Say how many cases there were and how the main rates stand, beside the periods before."""
    data = to.data
    to.chapter("总体情况")
    to.section("案件数量")
    docketed, heard, concluded, pending = map(data.number, ("docketed", "heard", "concluded", "pending"))
    if not any(one.numerator for one in (docketed, heard, concluded)):
        to.say(f"{to.this}没有新收、开庭审理或者终结的行政诉讼案件。")
    else:
        to.say(
            *(f"{to.this}新收行政诉讼案件", count(docketed), "件", *_versus(to, "docketed"), "；"),
            *("开庭审理", count(heard), "件", *_versus(to, "heard"), "；"),
            *("终结行政争议", count(concluded), "件", *_versus(to, "concluded"), "。"),
        )
        if pending.numerator:
            to.say(f"{to.this}立案的争议中，尚有", count(pending), "件没有终结。")
        elif docketed.numerator:
            to.say(f"{to.this}立案的争议均已终结。")
    names = (
        "docketed",
        *(f"docketed:instance={one}" for one in ("first", "second", "retrial")),
        "heard",
        "concluded",
    )
    labels = ("新收案件", "　其中：一审", "　　　　二审", "　　　　再审", "开庭审理案件", "终结争议")
    others = to.compared
    columns = [Column(head="项目", is_text=True, width=1.9), Column(head=to.this)]
    for name, _ in others:
        columns += [Column(head=name), Column(head="增减"), Column(head="增减幅度", width=1.25)]
    rows = []
    for label, metric in zip(labels, names, strict=True):
        number, row = (
            data.number(metric),
            [text(label.strip("　") if "其中" not in label and "　" not in label else label)],
        )
        row = [Cell(label), count(number)]
        for _, period in others:
            against = data.number(metric, period=period)
            row += [count(against), saying.change(number, against), saying.growth(number, against)]
        rows.append(row)
    rows.append([text("未结争议"), count(pending), *[text(NOTHING)] * (3 * len(others))])
    to.table(
        "totals",
        f"案件数量{'及增减' if others else ''}（单位：件）",
        columns,
        rows,
        note="未结争议为本期立案、至今没有终结的争议，不作期间比较。",
    )
    course = [("新收", "docketed"), ("开庭", "heard"), ("终结", "concluded")]
    series = [(name, [data.number(metric, period=one) for one in data.parts]) for name, metric in course]
    to.chart(
        drawing.columns(
            "course",
            "各季度案件数量（件）" if data.kind != "month" else "各月案件数量（件）",
            to.labels,
            series,
        )
    )
    _main(to)


def _versus(to: Writer, metric: str) -> tuple[Part, ...]:
    """Return how a count changed against each period it is compared with, after a comma."""
    number = to.data.number(metric)
    found = (compared(number, to.data.number(metric, period=one), name) for name, one in to.compared)
    return tuple(part for said in found for part in ("，", *said))


def _main(to: Writer) -> None:
    data = to.data
    to.section("主要指标")
    if not any(data.number(metric).denominator for metric in MAIN):
        to.say(f"{to.this}没有可以计算各项指标的案件。")
        return
    columns = [
        Column(head="指标", is_text=True, width=2.3),
        *numbers("件数", "基数", "比率", "目标", "是否达到"),
    ]
    columns += [*numbers(to.last), Column(head="增减（百分点）", width=1.75)] if data.before else []
    rows = []
    for metric in MAIN:
        number, against = data.number(metric), data.number(metric, period=data.before)
        name = words().metric(metric) + ("＊" if number.uncertain else "")
        asked = [saying.target(number), saying.verdict(number) if number.denominator else text(NOTHING)]
        row = [text(name), count(number), saying.of(number), rate(number), *asked]
        rows.append([*row, rate(against), saying.points(number, against)] if data.before else row)
    notes = []
    if any(data.number(metric).target for metric in MAIN):
        notes.append("目标按年度对各单位分别适用，此处全区数的对比供参考。")
    if any(data.number(metric).uncertain for metric in MAIN):
        notes.append("标＊的目标，所依据的条文文字无法辨认，为系统采用的值。")
    to.table("main", "主要指标", columns, rows, note="".join(notes))
    bounded = [one for one in map(data.number, MAIN) if one.low and one.high and one.low != one.high]
    if bounded:
        ranges = ((words().metric(one.metric), saying.low(one), "至", saying.high(one)) for one in bounded)
        to.say("部分收到的数据尚待更正后才能采用，下列指标仍可能变化：", *saying.listed(ranges, "，"), "。")


def appearances(to: Writer) -> None:
    """Say who came to the hearings."""
    data = to.data
    to.chapter("负责人出庭应诉")
    heard, came, spoke, chief, chief_spoke = map(data.number, ("heard", *APPEARING))
    if not came.denominator:
        to.say(f"{to.this}没有开庭审理的案件，不计算负责人出庭应诉率。")
        return
    before = [data.number(metric, period=data.before) for metric in APPEARING]
    to.say(
        *(
            f"{to.this}开庭审理案件",
            count(heard),
            "件，行政机关负责人出庭应诉",
            count(came),
            "件，出庭应诉率",
        ),
        *(
            rate(came),
            *saying.moved(came, before[0], to.last),
            "；出庭并发言",
            count(spoke),
            "件，出庭出声率",
        ),
        *(rate(spoke), *saying.moved(spoke, before[1], to.last), "。"),
        *(
            "正职负责人出庭",
            count(chief),
            "件，正职出庭率",
            rate(chief),
            *saying.moved(chief, before[2], to.last),
        ),
        *("；正职出庭并发言", count(chief_spoke), "件，正职出庭出声率", rate(chief_spoke), "。"),
    )
    duty = data.number("chief_duty_rate")
    if duty.denominator:
        to.say(
            "规定正职应当出庭的开庭案件",
            saying.of(duty),
            "件，规定的负责人到庭",
            count(duty),
            "件，履职率",
            rate(duty),
            "。",
        )
    rows = [(short(metric), data.number(metric)) for metric in APPEARING]
    to.chart(drawing.bullets("appearances", "负责人出庭情况", rows))
    named = (("负责人出庭应诉率", "appearance_rate"), ("正职出庭率", "chief_appearance_rate"))
    series = [(name, [data.number(metric, period=one) for one in data.parts]) for name, metric in named]
    if sum(bool(one.denominator) for one in series[0][1]) > 1:
        to.chart(drawing.lines("appearing", "出庭率的变化", to.labels, series))
    missed = [
        [
            text(one.agency),
            text(short(metric)),
            count(one),
            saying.of(one),
            rate(one),
            saying.target(one),
        ]
        for metric in APPEARING
        for one in sorted(data.rows("defendant", metric), key=lambda one: one.agency)
        if one.met is False
    ]
    if missed:
        heads: tuple[Column, ...] = (
            Column(head="单位", is_text=True, width=2.8),
            Column(head="指标", is_text=True, width=2),
        )
        note = "" if to.is_year else "目标按年度适用，本期对比供参考。"
        heads += numbers("件数", "基数", "比率", "目标")
        to.table("below-target", "未达到出庭目标的单位", heads, missed, note=note)


def short(metric: str) -> str:
    """Return the name of a figure without whose it is, where that is plain."""
    return words().metric(metric).replace("负责人", "")
