"""How does a calendar that people subscribe to read (iCalendar, RFC 5545)? Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, timezone
from hashlib import sha256
from typing import TYPE_CHECKING

from services.reporting.deadlines.shapes import DeadlineRow, Feed
from services.reporting.pages import links
from shared.envelope import BUREAU

if TYPE_CHECKING:
    from icalendar import Event

MEDIA_TYPE = "text/calendar; charset=utf-8"

REFRESH = timedelta(hours=1)
"""How often programs are asked to come again."""

SHANGHAI = timezone(timedelta(hours=8))

CAUSES = {
    "start": "起算日变化",
    "extension": "准予延期",
    "stay": "中止后恢复",
    "calendar": "放假安排公布",
    "law": "规定变化",
    "facts": "案情变化",
}


def calendar(feed: Feed, page: str) -> bytes:
    """Return a calendar as its subscribers read it; `page` is the address of the pages, for links.

    A deadline keeps its UID for ever and its SEQUENCE rises with all that is found of it, so that a program moves or
    cancels what it shows. Days are whole days in Asia/Shanghai. It names no claimant.
    """
    from icalendar import Calendar  # here, because few houses are subscribed to and it takes some MB

    found = Calendar()
    found.add("prodid", "-//yingsu//deadlines//ZH")
    found.add("version", "2.0")
    name = f"{feed.name} 应诉期限"
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("x-wr-timezone", "Asia/Shanghai")
    found.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT1H")
    stamp = datetime.combine(feed.day, time(), SHANGHAI).astimezone(UTC)
    for row, asks in feed.entries:
        found.add_component(_event(row, asks, feed.district, page, stamp))
    return bytes(found.to_ical())


def uid(district: str, row: DeadlineRow) -> str:
    """Return the name of a deadline in all calendars."""
    text = f"{district}|{row.case}|{row.duty}|{row.of}"
    return f"{sha256(text.encode()).hexdigest()[:32]}@yingsu"


def _event(row: DeadlineRow, asks: str, district: str, page: str, stamp: datetime) -> "Event":
    from icalendar import Event

    link = page + links.deadline(district, row.case, row.duty, row.of)
    event = Event()
    event.add("uid", uid(district, row))
    event.add("sequence", row.sequence)
    event.add("dtstamp", stamp)
    event.add("dtstart", row.due_on)
    event.add("status", _status(row))
    event.add("summary", _summary(row, asks))
    event.add("description", "\n".join((*_description(row), link)))
    event.add("url", link)
    event.add("transp", "TRANSPARENT")
    return event


def _status(row: DeadlineRow) -> str:
    if row.state == "lifted":
        return "CANCELLED"
    return "TENTATIVE" if row.provisional or row.state == "suspended" else "CONFIRMED"


def _summary(row: DeadlineRow, asks: str) -> str:
    whose = "、".join(row.agencies) if row.case == BUREAU else row.case
    return "".join(f"【{mark}】" for mark in _marks(row)) + " ".join(filter(None, (asks, whose)))


def _marks(row: DeadlineRow) -> Iterator[str]:
    match row.state:
        case "met":
            yield "已办"
        case "missed":
            yield "迟办" if row.late else "逾期"
        case "suspended":
            yield "中止"
        case "lapsed":
            yield "已过"
        case "lifted":
            yield "取消"
    if row.provisional and row.state in ("open", "suspended"):
        yield "暂定"


def _description(row: DeadlineRow) -> Iterator[str]:
    yield f"依据：{row.article}"
    if row.agencies:
        yield f"责任单位：{'、'.join(row.agencies)}"
    if row.starts_on:
        yield f"起算：{row.starts_on}"
    yield f"届满：{row.due_on}"
    if row.was_due_on:
        because = CAUSES.get(row.cause, "")
        yield f"原为：{row.was_due_on}" + (f"（{because}）" if because else "")
    if row.left is not None:
        yield f"中止，恢复后余{row.left}日"
    if row.done_on:
        yield f"办结：{row.done_on}"
    if row.provisional:
        yield "暂定：有关年份的放假安排尚未公布，公布后日期可能变动"
