"""What is due in the districts of the fixture? Live cases on a log in memory, judged and read as ever."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from deploy.law.judging import indexed
from services.deadlines.explain import explained
from shared.calendar import Calendar
from shared.dispute import Key, disputes, with_bureau
from shared.envelope import read
from shared.events.agency import DefenceSealed
from shared.events.base import Finding
from shared.events.bureau import DefenceReviewed, DefenceSigned
from shared.events.court import CaseResumed, CaseStayed, EvidenceExtensionGranted, HearingScheduled
from shared.events.district import CalendarPublished
from shared.events.findings.common import FindingWithdrawn
from shared.events.intake import DayBegan
from shared.explaining.explained import Question
from shared.explaining.over_nats import NotExplainedError
from shared.judge import Rules
from shared.judge.findings import stamped
from tests.reporting.told import Told
from tests.words import (
    act,
    archived,
    closed,
    day,
    docketed,
    draft,
    effective,
    filed,
    forwarded,
    judgment,
    notice,
    papers,
    suggestion,
)

DAY = date(2026, 9, 28)
"""The day that began last: the Monday before the National Day of 2026."""
LATE = date(2026, 1, 5)
"""When the schedule of 2026 was learnt, with a day off too many: until then the year was provisional."""
MISTAKEN = date(2026, 10, 8)

POLICE, LABOUR, TOWN = "新洲区公安分局", "新洲区人力资源和社会保障局", "新洲区徐古街道办事处"
CITY, HOUSING, LAND = "新洲区城市管理执法局", "新洲区住房和城乡建设局", "新洲区自然资源和规划局"
GOVERNMENT = "武汉市新洲区人民政府"

RUNNING = "（2026）鄂0117行初201号"
"""Its notice was first reported of a later day."""
URGENT = "（2026）鄂01行初61号"
"""Its papers must be forwarded today."""
OVERDUE = "（2026）鄂0117行初187号"
STAYED = "（2026）鄂0117行初176号"
RESUMED = "（2026）鄂0117行初170号"
EXTENDED = "（2026）鄂0117行初195号"
LOST = "（2026）鄂0117行初88号"
OLD = "（2025）鄂0117行初301号"
"""It is archived."""
PREPARED = "（2026）鄂01行初58号"
"""Of a draft that was handed in, it was reviewed and signed, and not sealed yet."""
SUGGESTED = "（2026）鄂0117行初120号"
HEARD = "（2026）鄂0117行初160号"


class _Stamped(Told):
    """A log whose findings name the versions they rest on, so that a move by a calendar is known as one."""

    def _find(self, rules: Rules) -> None:
        own = disputes(read(body) for body in self.stored if read(body).district == self.district)
        found = with_bureau(own, self.district)
        world = indexed(found, self._world())
        for dispute in found:
            standing: Mapping[Key, Finding] = dispute.standing(rules.service)
            follows = rules.follows(dispute, world).findings
            for key in sorted(standing.keys() | follows.keys(), key=str):
                old, new = standing.get(key), follows.get(key)
                if new is None:
                    self._found(rules, key, FindingWithdrawn(topic=key.topic, of_slot=key.slot))
                elif old is None or old.standing != new.standing:
                    noted = stamped(new, dispute.by_number[key.case], world, rules)
                    self._found(rules, key, rules.transition(old, noted))


class Pressing:
    """The live cases of one district; asked for the first time, they are judged."""

    def __init__(self, district: str) -> None:
        self._folder = TemporaryDirectory(prefix="yingsu-pages-")  # gone with the last who asks
        self.told = _Stamped(Path(self._folder.name), district)
        self._told = False

    async def ready(self) -> None:
        """Judge the cases, once."""
        if not self._told:
            self._told = True
            await _tell(self.told)
            self.reader = self.told.reader()

    async def explain(self, case: str) -> Mapping[str, Any]:
        """Return what deadlines says of a case, as it comes over NATS."""
        await self.ready()
        records = [read(body) for body in self.told.stored]
        district = self.told.district
        own = with_bureau(disputes(one for one in records if one.district == district), district)
        found = [one for one in own if case in one.by_number]
        if not found:
            raise NotExplainedError("deadlines", f"nothing is reported of the case {case}", answered=True)
        asked = Question(
            district=self.told.district,
            disputes=tuple(found),
            world=self.told._world(),
            cases=frozenset({case}),
            position=len(records),
        )
        said: Mapping[str, Any] = explained(asked).model_dump(mode="json")
        return said


async def _tell(told: Told) -> None:
    for year in Calendar.bundled().years:
        if 2020 <= year < 2026:
            told.log(_published(year), id_=f"calendar/{year}")
    _register(told)
    tell = _xinzhou if told.district == "xinzhou" else _huancui
    for until, say in tell(told).items():
        _begin(told, until)
        say()
        await told.settle()
    _begin(told, DAY)
    await told.settle()


def _begin(told: Told, on: date) -> None:
    told.log(DayBegan(day=on), id_=f"day/{on}")


def _published(year: int, *also: date) -> CalendarPublished:
    """Return the schedule of a year; `also` are days it has off by mistake."""
    schedule = Calendar.bundled().years[year]
    return CalendarPublished(
        year=year,
        notice=schedule.notice,
        holidays=tuple(sorted({*schedule.holidays, *also})),
        make_up_days=tuple(sorted(schedule.make_up_days)),
    )


def _register(told: Told) -> None:
    if told.district == "xinzhou":
        told.organ("gov", GOVERNMENT, "government", ("区政府",))
        told.organ("office", "新洲区人民政府办公室", "office", ("区政府办公室",))
        told.organ("bureau", "新洲区司法局", "bureau", ("区司法局",))
        told.organ("finance", "新洲区财政局", aliases=("区财政局",))
        for number, name in enumerate((POLICE, LABOUR, CITY, HOUSING, LAND)):
            told.organ(f"d{number}", name)
        told.organ("t1", TOWN, "street")
    else:
        told.organ("gov", "威海市环翠区人民政府", "government", ("区政府",))
        told.organ("bureau", "环翠区司法局", "bureau", ("区司法局",))
        told.organ("d1", "环翠区自然资源局")


Stages = Mapping[date, Callable[[], None]]


def _xinzhou(told: Told) -> Stages:
    def winter() -> None:
        told.fact(OLD, docketed(TOWN, on="2025-06-03"), act("demolition", acting=TOWN))
        told.fact(OLD, judgment("claims_rejected", served="2025-11-20", to=TOWN), effective("2025-12-08"))
        told.fact(OLD, closed("2025-12-10"))

    def published() -> None:
        told.log(_published(2026, MISTAKEN), id_="calendar/2026")

    def spring() -> None:
        told.fact(OLD, archived("2026-01-30"))

    def summer() -> None:
        told.fact(LOST, docketed(LAND, on="2026-05-06"), act("licence", acting=LAND))
        told.fact(LOST, notice("2026-05-08", to=LAND), papers("2026-05-09"), draft("2026-05-12"))
        told.fact(LOST, filed("2026-05-21", LAND))
        told.fact(HEARD, docketed(CITY, on="2026-07-20"), act("penalty", acting=CITY))
        told.fact(HEARD, notice("2026-07-22", to=CITY), draft("2026-07-29"), filed("2026-08-05", CITY))
        told.fact(SUGGESTED, docketed(HOUSING, on="2026-04-07"), act("inaction", acting=HOUSING))
        told.fact(SUGGESTED, suggestion("2026-08-05", to=HOUSING))

    def august() -> None:
        told.fact(STAYED, docketed(TOWN, on="2026-08-24"), act("demolition", acting=TOWN))
        told.fact(STAYED, notice("2026-08-31", to=TOWN))
        told.fact(RESUMED, docketed(LAND, on="2026-08-24"), act("natural_resources", acting=LAND))
        told.fact(RESUMED, notice("2026-08-28", to=LAND), CaseStayed(stayed_on=day("2026-09-01")))

    def september() -> None:
        told.fact(STAYED, CaseStayed(stayed_on=day("2026-09-09"), reason="需以另案审理结果为依据"))
        told.fact(RESUMED, CaseResumed(resumed_on=day("2026-09-14")), papers("2026-09-01"))
        told.fact(OVERDUE, docketed(LABOUR, on="2026-09-03"), act("work_injury", acting=LABOUR))
        told.fact(OVERDUE, notice("2026-09-07", to=LABOUR))
        told.fact(EXTENDED, docketed(CITY, on="2026-09-08"), act("coercion", acting=CITY))
        told.fact(EXTENDED, notice("2026-09-11", to=CITY), papers("2026-09-14"), draft("2026-09-17"))

    def autumn() -> None:
        told.fact(PREPARED, docketed(GOVERNMENT, on="2026-09-10"))
        told.fact(PREPARED, act("state_land_expropriation", GOVERNMENT, LAND, in_government_name=True))
        told.fact(PREPARED, notice("2026-09-16", to=GOVERNMENT), forwarded("2026-09-17"))
        told.fact(RUNNING, docketed(POLICE, on="2026-09-16"), act("penalty", acting=POLICE))
        told.fact(RUNNING, notice("2026-09-22", to=POLICE), source="ledger/xinzhou")

    def last_week() -> None:
        told.log(_published(2026), id_="calendar/2026/2")
        told.fact(RUNNING, notice("2026-09-18", to=POLICE), papers("2026-09-21"), draft("2026-09-22"))
        told.fact(PREPARED, draft("2026-09-21"), DefenceReviewed(reviewed_on=day("2026-09-23")))
        told.fact(PREPARED, DefenceSigned(signed_on=day("2026-09-24"), leader="蒋某"))
        extension = EvidenceExtensionGranted(granted_on=day("2026-09-23"), until=day("2026-10-12"))
        told.fact(EXTENDED, extension, filed("2026-09-24", CITY), DefenceSealed(sealed_on=day("2026-09-23")))
        told.fact(LOST, judgment("revoked", "redo_ordered", served="2026-09-24", to=LAND))
        told.fact(HEARD, HearingScheduled(hearing_on=day("2026-10-14"), scheduled_on=day("2026-09-21")))

    def today() -> None:
        told.fact(URGENT, docketed(GOVERNMENT, on="2026-09-23"))
        told.fact(
            URGENT,
            act("state_land_expropriation", GOVERNMENT, HOUSING, in_government_name=True),
            notice("2026-09-28", to=GOVERNMENT),
        )

    return {
        date(2025, 12, 12): winter,
        LATE: published,
        date(2026, 1, 30): spring,
        date(2026, 8, 6): summer,
        date(2026, 9, 1): august,
        date(2026, 9, 14): september,
        date(2026, 9, 22): autumn,
        date(2026, 9, 25): last_week,
        DAY: today,
    }


def _huancui(told: Told) -> Stages:
    case, agency = "（2026）鲁1002行初66号", "环翠区自然资源局"

    def only() -> None:
        told.log(_published(2026), id_="calendar/2026")
        told.fact(case, docketed(agency, on="2026-09-14"), act("licence", acting=agency))
        told.fact(case, notice("2026-09-21", to=agency), forwarded("2026-09-22"))

    return {date(2026, 9, 23): only}
