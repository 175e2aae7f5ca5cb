"""What do the pages of sources show in tests? Two months of a district whose sources send, fall silent and err."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from services.reporting.answers import Figures
from services.reporting.feeds.silence import missing_from, named
from services.reporting.periods import Period
from shared.calendar import Calendar
from shared.events.agency import PapersReported
from shared.events.base import Fact
from shared.events.court import CaseDocketed, HearingHeld, NoticeServed
from shared.events.feeds import FeedRegistered, ManifestReported
from shared.events.intake import RowParked
from tests.reporting.feeds.test_any_order import corrected
from tests.reporting.pages.fixture import FixtureReader
from tests.reporting.pages.pressing import DAY, POLICE, TOWN, Pressing
from tests.reporting.told import Told

REGULAR, SILENT, NEVER = "court/鄂0117", "court/鄂01", f"agency/{TOWN}"
ENDED, UNREGISTERED, AWAITED = "agency/新洲区旧平台", "ledger/xinzhou", "procuratorate/新洲区人民检察院"
NEVER_SINCE = "court/鲁10"
"""In Huancui: expected since October 2023."""
BEGAN = date(2026, 7, 1)
STRANGER = "新洲区河道堤防管理处"
UNKNOWN_CASE, UNKNOWN_ORGAN = "（2026）鄂0117行初990号", "（2026）鄂0117行初991号"
IMPOSSIBLE, DISPUTED, UNREADABLE = (f"（2026）鄂0117行初{n}号" for n in (992, 993, 994))
SINCE = date(2026, 9, 21)
"""The first working day on which the silent court sent nothing."""


def number(n: int) -> str:
    return f"（2026）鄂0117行初{n}号"


class Sending(Pressing):
    """The live cases of one district; in Xinzhou its sources have been registered."""

    async def ready(self) -> None:
        """Judge the cases, once."""
        if self._told:
            return
        await super().ready()
        if self.told.district == "xinzhou":
            tell(self.told)
        else:
            never = FeedRegistered(feed=NEVER_SINCE, from_on=date(2023, 10, 9), reports=("hearing-held",))
            self.told.fact("", never, source="bureau/huancui", id_="feed/1")
        await self.told.settle()


class SendingReader(FixtureReader):
    """Answers as the reader of the views does; figures name the sources that are silent."""

    def __init__(self) -> None:
        super().__init__()
        self._pressing = {name: Sending(name) for name in self._pressing}

    async def figures(self, district: str, period: str | Period, **asked: Any) -> Figures:
        found = await super().figures(district, period, **asked)
        live = await self._live(district)
        gone = await live.about(lambda connection, known, _: missing_from(connection, known), district)
        return replace(found, items=named(found.items, gone))


def tell(told: Told) -> None:
    """Tell of two months, day by day."""
    _register(told)
    calendar = Calendar.bundled()
    for n in range((DAY - BEGAN).days + 1):
        day = BEGAN + timedelta(days=n)
        if calendar.is_working_day(day):
            _working_day(told, day, n)
    _err(told)


def _register(told: Told) -> None:
    told.minute = f"{BEGAN}T01:00"
    feeds: dict[str, Mapping[str, Any]] = {
        REGULAR: {"title": "新洲区人民法院每日推送", "late_after": 7},
        SILENT: {"title": "武汉市中级人民法院", "reports": ("case-docketed", "hearing-held"), "every": 2},
        NEVER: {"from_on": date(2026, 9, 7)},
        ENDED: {"title": "旧平台", "until_on": date(2026, 8, 31)},
        AWAITED: {"from_on": date(2026, 10, 9), "every": 5},
    }
    for feed, said in feeds.items():
        fact = FeedRegistered(**{"feed": feed, "from_on": BEGAN, **said})
        told.fact("", fact, source="bureau/xinzhou", id_=f"feed/{feed}")


def _working_day(told: Told, day: date, n: int) -> None:
    told.minute = f"{day}T02:30"
    cases = 1 + n * 7 % 5
    for one in range(cases):
        behind = 12 if n % 11 == 3 and one == 0 else 1
        _say(told, REGULAR, number(1000 + 10 * n + one), _docketed(day - timedelta(days=behind)))
    if n % 3:
        _say(told, REGULAR, number(1000 + 10 * n), HearingHeld(held_on=day))
    counts = {"case-docketed": cases + (2 if n % 23 == 13 else 0), **({"hearing-held": 1} if n % 3 else {})}
    _say(told, REGULAR, "", ManifestReported(feed=REGULAR, day=day, counts=counts))
    if day < SINCE and n % 2:
        _say(told, SILENT, f"（2026）鄂01行初{500 + n}号", _docketed(day))
    if day < date(2026, 8, 31):
        _say(told, ENDED, number(1000 + 10 * n), PapersReported(reported_on=day, agency=POLICE))


def _err(told: Told) -> None:
    told.minute = f"{DAY}T03:00"
    _say(told, REGULAR, UNKNOWN_CASE, HearingHeld(held_on=date(2026, 9, 23)))
    _say(told, REGULAR, UNKNOWN_CASE, NoticeServed(recipient=POLICE, served_on=date(2026, 9, 2)))
    docketed = CaseDocketed(instance="first", defendants=(STRANGER,), docketed_on=date(2026, 9, 18))
    _say(told, REGULAR, UNKNOWN_ORGAN, docketed)
    _say(told, REGULAR, IMPOSSIBLE, _docketed(date(2026, 9, 1)))
    _say(told, REGULAR, IMPOSSIBLE, NoticeServed(recipient=POLICE, served_on=date(2062, 9, 3)))
    _say(told, REGULAR, IMPOSSIBLE, NoticeServed(recipient=POLICE, served_on=date(2962, 9, 3)))
    _say(told, REGULAR, DISPUTED, _docketed(date(2026, 9, 2)))
    told.fact(DISPUTED, HearingHeld(held_on=date(2026, 9, 15)), source=REGULAR, id_="disputed")
    for place, held_on in enumerate((date(2026, 9, 16), date(2026, 9, 17)), 2):
        again = corrected("disputed", HearingHeld(held_on=held_on), REGULAR)
        told.fact(DISPUTED, again, source=REGULAR, id_=f"disputed#{place}")
    cells = {"案号": UNREADABLE, "被告": POLICE, "原告": "宋某", "立案日期": "二月三十", "审级": "一审"}
    row = RowParked(
        file="ledger",
        row_key=UNREADABLE,
        sheet="台账",
        row=76,
        column="立案日期",
        value="二月三十",
        expected="日期，如 2026-05-06 (a date)",
        cells=cells,
    )
    told.fact(UNREADABLE, row, source=UNREGISTERED, id_="row/1")


def _docketed(on: date) -> CaseDocketed:
    return CaseDocketed(instance="first", defendants=(POLICE,), docketed_on=on)


def _say(told: Told, source: str, about: str, fact: Fact) -> None:
    told.fact(about, fact, source=source)
