"""How does a report read, from its title to the notes on what is counted?"""

from services.reporting.printing.report import Report
from services.reporting.reports.ending import apart, losses
from services.reporting.reports.following import circulars, deadlines, suggestions, work
from services.reporting.reports.opening import appearances, totals
from services.reporting.reports.saying import clean, period_name
from services.reporting.reports.shapes import ReportData
from services.reporting.reports.spreading import distribution
from services.reporting.reports.writer import Writer, words

_TITLES = {
    "year": "年度行政应诉工作报告",
    "half": "行政应诉工作情况通报",
    "quarter": "行政应诉工作情况通报",
    "month": "行政应诉工作情况通报",
}


def composed(data: ReportData) -> Report:
    """Return the report of some data, ready to be written as files."""
    to = Writer(data)
    _lead(to)
    for section in (
        totals,
        distribution,
        appearances,
        losses,
        deadlines,
        suggestions,
        circulars,
        work,
        apart,
    ):
        section(to)
    _own_words(to)
    _notes(to)
    name = period_name(data.period)
    span = name.removesuffix("年") if data.kind == "year" else name
    place = clean(data.place)
    return Report(
        name=f"{data.district}-{data.period}",
        title=f"{place}{span}{_TITLES[data.kind]}",
        number=clean(data.texts.number),
        issuer=clean(data.issuer),
        span=f"统计期间：{_day(data.since.isoformat())}至{_day(data.last.isoformat())}",
        day=data.day.isoformat(),
        standing=_standing(data),
        blocks=tuple(to.blocks),
    )


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{int(year)}年{int(month)}月{int(day)}日"


def _standing(data: ReportData) -> str:
    return f"数据截至{_day(data.day.isoformat())}，对应事实日志第{data.position}号记录。"


def _lead(to: Writer) -> None:
    data = to.data
    name = period_name(data.period)
    about = f"{name.removesuffix('年')}年度" if data.kind == "year" else name
    regulation = clean(data.regulation)
    basis = (
        f"根据《{regulation}》{words().article(data.article)}的规定，" if data.article and regulation else ""
    )
    verb = "报告" if data.kind == "year" else "通报"
    to.say(f"{basis}现将{about}{clean(data.place)}行政应诉工作情况{verb}如下。")
    if data.last >= data.day:
        to.say(f"{to.this}尚未结束，以下为截至{_day(data.day.isoformat())}的情况。")


def _own_words(to: Writer) -> None:
    """Put in what the bureau itself writes; without it there is no such chapter."""
    for title, text in (("存在的问题", to.data.texts.problems), ("下一步工作措施", to.data.texts.measures)):
        said = [line for line in map(clean, text.splitlines()) if line]
        if said:
            to.chapter(title)
            for line in said:
                to.say(line)


def _notes(to: Writer) -> None:
    data = to.data
    to.chapter("统计口径和数据说明")
    notes = [
        "案件：一个案号、一个审级计一件，只计行政诉讼案件；行政复议和民事案件另行统计。",
        "争议：同一行政行为的一审、二审和再审合为一个争议，计入最终文书生效之日所在期间。",
        "开庭审理：至少开庭一次的案件，计入首次开庭之日所在期间；书面审理的案件不在其中。",
        "负责人出庭：正职、副职或者其他参与分管的负责人到庭；法院再次通知出庭的，须再次出庭。有正当理由未出庭的，仍计入开庭案件。",
        "败诉：按最后生效文书的裁判方式认定，撤销、部分撤销、责令重作、责令履行、确认无效、责令赔偿等为败诉；发回重审不是终局。",
        "期限：到期或者已经办结的期限计入到期日所在期间，逾期办结的计为未按时；依法解除的不计。",
        "比率均由件数计算，保留两位小数；没有可计算案件的，以“—”表示，不作0%或者100%处理；增减百分点按未经四舍五入的比率计算。",
    ]
    if data.law:
        notes.append(f"目标和期限依据《{clean(data.regulation)}》在统计期间最后一日的规定。")
    notes.append(_standing(data) + "此后收到或者更正的数据不反映在本文中。")
    for place, note in enumerate(notes, 1):
        to.remark(f"{place}．{note}")
