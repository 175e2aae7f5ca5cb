"""What do the later chapters say: deadlines kept, suggestions answered, circulars, and the work itself?"""

from services.reporting.printing.report import Column, Number, Part
from services.reporting.reports import saying
from services.reporting.reports.saying import clean, count, rate, text
from services.reporting.reports.shapes import LISTED
from services.reporting.reports.writer import Writer, numbers, words

_AVERAGES = ("first", "second", "retrial")


def deadlines(to: Writer) -> None:
    """Say which deadlines were kept, what was performed and archived, and how long cases took."""
    data = to.data
    whole = data.number("on_time_rate")
    averages = [(one, data.number(f"average_days:{one}")) for one in _AVERAGES]
    averages = [(one, number) for one, number in averages if number.denominator]
    to.chapter("应诉期限、文书履行和归档")
    if not whole.denominator:
        to.say(f"{to.this}没有到期的应诉期限。")
    else:
        against = data.number("on_time_rate", period=data.before)
        to.say(
            *(
                f"{to.this}到期的各项期限",
                saying.of(whole),
                "项，按时完成",
                count(whole),
                "项，按时率",
                rate(whole),
            ),
            *(*saying.moved(whole, against, to.last), "；未按时完成", saying.rest(whole), "项。"),
        )
        heads = [
            Column(head="期限", is_text=True, width=2.2),
            *numbers("到期", "按时", "未按时", "按时率", *([to.last] if data.before else [])),
        ]
        rows = []
        for duty in sorted(data.duties, key=_place):
            number = data.number(f"on_time_rate:{duty}")
            if number.denominator:
                before = data.number(number.metric, period=data.before)
                row = [saying.of(number), count(number), saying.rest(number), rate(number)]
                row += [rate(before)] if data.before else []
                rows.append([text(words().name("duties", duty)), *row])
        total = [text("合计"), saying.of(whole), count(whole), saying.rest(whole), rate(whole)]
        rows.append([*total, rate(against)] if data.before else total)
        to.table("deadlines", "各项期限完成情况（单位：项）", heads, rows, total=True)
    performed, archived = data.number("performance_rate"), data.number("archive_rate")
    said: list[tuple[Part, ...]] = []
    if performed.denominator:
        said.append(
            (
                "应当履行的生效文书",
                saying.of(performed),
                "件，按时履行",
                count(performed),
                "件，按时履行率",
                rate(performed),
            )
        )
    if archived.denominator:
        said.append(
            (
                "应当归档的案件",
                saying.of(archived),
                "件，按时归档",
                count(archived),
                "件，按时归档率",
                rate(archived),
            )
        )
    if said:
        to.say(*saying.listed(said, "；"), "。")
    elif whole.denominator:
        to.say(f"{to.this}没有到期应当履行的生效文书和应当归档的案件。")
    if averages:
        spoken = (
            (f"{words().name('instances', one)}", saying.mean(number), "天") for one, number in averages
        )
        to.say("从立案到裁判平均用时：", *saying.listed(spoken, "，"), "。")


def _place(duty: str) -> int:
    """Return where a duty stands in the course of a case."""
    order = list(words().book["duties"])
    return order.index(duty) if duty in order else len(order)


def suggestions(to: Writer) -> None:
    """Say which suggestions came from courts and procuratorates, and whether they were answered."""
    data = to.data
    received, due = _listed(to, "suggestions"), data.number("suggestion_reply_rate")
    to.chapter("司法建议和检察建议")
    if not received.numerator and not due.denominator:
        to.say(f"{to.this}没有收到司法建议、检察建议，也没有到期应当回复的建议。")
        return
    if received.numerator:
        kinds = [(words().name("suggestions", one), _listed(to, f"suggestions:kind={one}")) for one in _KINDS]
        said = saying.listed(((name, count(one), "件") for name, one in kinds if one.numerator), "、")
        to.say(f"{to.this}收到建议", count(received), "件，其中", *said, "。")
        heads = [
            Column(head="收到的建议目前的状态", is_text=True, width=2.2),
            *numbers("件数", "占比"),
        ]
        states = [
            (words().name("suggestion_states", one), _listed(to, f"suggestions:state={one}"))
            for one in _STATES
        ]
        rows = [
            [text(name), count(one), saying.share(one, received)] for name, one in states if one.numerator
        ]
        to.table("suggestions", "收到的司法建议和检察建议（单位：件）", heads, rows)
    else:
        to.say(f"{to.this}没有收到新的司法建议、检察建议。")
    if due.denominator:
        to.say(
            f"{to.this}到期应当回复的建议",
            saying.of(due),
            "件，按时书面回复",
            count(due),
            "件，按时回复率",
            rate(due),
            "。",
        )


_KINDS = ("judicial", "procuratorial", "normative")
_STATES = ("in_time", "late", "answered", "open", "overdue", "suspended", "received", "lifted")


def circulars(to: Writer) -> None:
    """Say which circulars were issued; a report without any says so."""
    to.chapter("通报情况")
    found = to.data.circulars
    if not found:
        to.say(f"{to.this}没有发出通报的记录。")
        return
    heads = (
        Column(head="通报日期", is_text=True, width=1.1),
        Column(head="被通报单位", is_text=True, width=2),
        Column(head="事由", is_text=True, width=3),
    )
    rows = [
        [
            text(one.on.isoformat()),
            text(one.agency),
            text(f"{one.summary}（{words().article(one.article)}）" if one.summary else "未载明"),
        ]
        for one in found
    ]
    to.table("circulars", "发出的通报", heads, rows)


def work(to: Writer) -> None:
    """Say what was done for the work itself, and which cases were published as typical."""
    data = to.data
    to.chapter("府院联动和能力建设")
    kinds = ("meeting", "training", "observed", "commendation", "work_report")
    numbers = {one: _listed(to, f"activities:{one}") for one in kinds}
    said: list[tuple[Part, ...]] = []
    if numbers["meeting"].numerator:
        said.append(("召开府院联席会议", count(numbers["meeting"]), "次"))
    if numbers["training"].numerator:
        people = _listed(to, "activities:training:people")
        said.append(("组织培训", count(numbers["training"]), "次，参加", count(people), "人次"))
    if numbers["observed"].numerator:
        names = ("people", "leaders", "expert_comments")
        people, leaders, comments = (_listed(to, f"activities:observed:{one}") for one in names)
        said.append(
            (
                *(
                    "组织旁听庭审",
                    count(numbers["observed"]),
                    "次，旁听",
                    count(people),
                    "人次，其中负责人",
                    count(leaders),
                ),
                *("人次，专家点评", count(comments), "次"),
            )
        )
    if numbers["commendation"].numerator:
        said.append(("表彰", count(numbers["commendation"]), "次"))
    if numbers["work_report"].numerator:
        said.append(("收到各单位工作报告", count(numbers["work_report"]), "份"))
    if said:
        to.say(to.this, *saying.listed(said, "；"), "。")
    else:
        to.say(f"{to.this}没有收到联席会议、培训、旁听庭审等活动的报告。")
    typical = [one for one in data.done if one.kind == "typical_case"]
    if typical:
        to.chapter("典型案例")
        to.say(f"{to.this}公布典型案例", count(_listed(to, "activities:typical_case")), "件：")
        for one in typical:
            kind = f"（{words().name('categories', one.category)}）" if one.category else ""
            to.say(f"《{clean(one.title)}》{kind}")


def _listed(to: Writer, metric: str) -> Number:
    return to.data.number(metric, by=LISTED)
