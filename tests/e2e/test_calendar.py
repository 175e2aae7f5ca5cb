"""Is a deadline across the end of the published years provisional, and official after the publication?

Real NATS, real stores, the real loop and the real law in one process, on a day of our own; then a whole house, and
the command by which a bureau publishes a year.
"""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from deploy.law.judging import JUDGES
from services.deadlines.rules import Deadlines
from services.intake.seed import bundled
from shared.calendar import YearSchedule, read_schedule, statutory_days
from shared.codec import encode, type_of
from shared.dispute import Dispute
from shared.envelope import NO_DISTRICT, Draft, Recorded, read
from shared.events.agency import ActDescribed
from shared.events.base import Fact
from shared.events.court import CaseDocketed, NoticeServed
from shared.events.district import CalendarPublished, OrganRegistered
from shared.events.findings.deadlines import Deadline, DeadlineMoved, DeadlineSet
from shared.events.intake import DayBegan
from shared.world import Follows, World, world_of
from tests.benchmarks.facts import cloudevent
from tests.e2e.house import House as WholeHouse
from tests.log.house import House, open_house, until, wrong
from tests.servers import nats_server

DISTRICT = "xinzhou"
TODAY = date(2026, 12, 31)
AGENCY = "新洲区人力资源和社会保障局"
NOTICE = "国办发明电〔2026〕9号"

Key = tuple[str, str, str]
"""Case, duty, and what tells deadlines of one duty apart."""


def told(subject: str, fact: Fact, id_: str, district: str = DISTRICT, source: str = "court/鄂0117") -> Draft:
    """Return a fact as reported."""
    return Draft(
        source=source, id=id_, type=type_of(type(fact)), subject=subject, district=district, data=encode(fact)
    )


def case(number: int, served: date, year: int = 2026) -> list[Draft]:
    """Return a case whose papers were served on a day."""
    subject = f"（{year}）鄂0117行初{number}号"
    docketed = CaseDocketed(instance="first", defendants=(AGENCY,), docketed_on=served - timedelta(days=4))
    notice = NoticeServed(recipient=AGENCY, served_on=served)
    act = ActDescribed(kind="penalty", acting=AGENCY)
    return [told(subject, fact, f"{subject}/{n}") for n, fact in enumerate((docketed, act, notice))]


def arranged(year: int, more_off: Sequence[date], worked: Sequence[date]) -> YearSchedule:
    """Return a schedule that gives days off besides the statutory ones."""
    off = [*sorted(statutory_days(year)), *more_off]
    days = [*({"date": str(day), "isOffDay": True} for day in off)]
    return read_schedule(year, NOTICE, [*days, *({"date": str(day), "isOffDay": False} for day in worked)])


def published(schedule: YearSchedule, version: int = 1) -> Draft:
    """Return the fact that a schedule was published."""
    fact = CalendarPublished(
        version=version,
        year=schedule.year,
        holidays=tuple(sorted(schedule.holidays)),
        make_up_days=tuple(sorted(schedule.make_up_days)),
        notice=schedule.notice,
    )
    id_ = f"calendar/{schedule.year}/{version}"
    return told(str(schedule.year), fact, id_, NO_DISTRICT, "bureau/calendar")


# 4 January 2027 is a Monday: served on 20 December, the defence would be due on it
MOVING, STAYING, OFFICIAL = (
    case(1, date(2026, 12, 20)),
    case(2, date(2026, 12, 31)),
    case(3, date(2026, 12, 16)),
)
FIRST_WEEK = arranged(2027, [date(2027, 1, 4)], [date(2027, 1, 9)])
DEFENCE = [(told[0].subject, "defence", "") for told in (MOVING, STAYING, OFFICIAL)]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Give a log that begins as every log does, on a day of ours, with the judges of the real law."""
    with nats_server(tmp_path / "nats") as server:
        async with open_house(tmp_path, server) as opened:
            await opened.keeper.record([*bundled(), began(TODAY)])
            yield opened


def began(day: date) -> Draft:
    return told(str(day), DayBegan(day=day), f"day/{day}", NO_DISTRICT, "intake")


def judging(house: House) -> None:
    for rules in JUDGES:
        house.judge(rules)


async def record(house: House, *drafts: Draft) -> int:
    """Put facts on the log, wait until all that follows is on it too, and return the position before."""
    before = house.keeper.position
    await house.keeper.record(drafts)
    await house.settled()
    return before


def events(house: House, after: int = 0) -> list[Recorded]:
    """Return what the judges found of deadlines after a position."""
    return [
        one
        for one in (read(body) for body in house.log())
        if one.position > after and isinstance(one.event, Deadline)
    ]


def standing(house: House) -> Mapping[Key, Deadline]:
    """Return the deadlines as they stand."""
    return {
        (key.case, found.duty, found.of): found
        for dispute in house.disputes()
        for key, found in dispute.standing("deadlines").items()
        if isinstance(found, Deadline)
    }


def world(house: House) -> World:
    records = [read(body) for body in house.log()]
    return world_of(DISTRICT, [one for one in records if one.district == NO_DISTRICT])


def check_difference(house: House, before: Mapping[Key, Deadline], since: int) -> tuple[set[Key], set[Key]]:
    """Check that each deadline has just the events its change asks for; return what moved, what became official."""
    after, found = standing(house), dict[Key, list[Any]]()
    for one in events(house, since):
        assert isinstance(one.event, Deadline)
        found.setdefault((one.subject, one.event.duty, one.event.of), []).append(one.event)
    assert after.keys() == before.keys()
    moved, official = set[Key](), set[Key]()
    for key, old in before.items():
        new, since_then = after[key], found.get(key, [])
        if new.due_on != old.due_on:
            (event,) = since_then
            assert isinstance(event, DeadlineMoved)
            assert (event.cause, event.was_due_on, event.due_on) == ("calendar", old.due_on, new.due_on)
            moved.add(key)
        elif new.provisional != old.provisional:
            (event,) = since_then
            assert isinstance(event, DeadlineSet)
            official.add(key)
        else:
            assert since_then == []
    return moved, official


async def test_publishing_the_year_moves_what_it_moves_once_and_makes_the_rest_official(house: House) -> None:
    judging(house)
    await record(house, *MOVING, *STAYING, *OFFICIAL)
    before = standing(house)
    assert [(before[key].due_on, before[key].provisional) for key in DEFENCE] == [
        (date(2027, 1, 4), True),
        (date(2027, 1, 15), True),
        (date(2026, 12, 31), False),
    ]

    since = await record(house, published(FIRST_WEEK))

    moved, official = check_difference(house, before, since)
    assert DEFENCE[0] in moved
    assert DEFENCE[1] in official
    assert DEFENCE[2] not in moved | official
    after = standing(house)
    assert [(after[key].due_on, after[key].provisional) for key in DEFENCE] == [
        (date(2027, 1, 5), False),
        (date(2027, 1, 15), False),
        (date(2026, 12, 31), False),
    ]
    assert wrong(house, [Deadlines()], world(house)) == []


async def test_repeating_the_publication_changes_nothing(house: House) -> None:
    judging(house)
    await record(house, *MOVING, published(FIRST_WEEK))
    before = standing(house)
    since = await record(house, published(FIRST_WEEK))
    assert house.keeper.position == since
    assert standing(house) == before


async def test_a_corrected_schedule_is_a_later_version_and_moves_again(house: House) -> None:
    judging(house)
    await record(house, *MOVING, *STAYING, published(FIRST_WEEK))
    before = standing(house)
    longer = arranged(2027, [date(2027, 1, 4), date(2027, 1, 5)], [date(2027, 1, 9), date(2027, 1, 10)])
    since = await record(house, published(longer, version=2))
    moved, official = check_difference(house, before, since)
    assert (DEFENCE[0] in moved, official) == (True, set())
    assert standing(house)[DEFENCE[0]].due_on == date(2027, 1, 6)
    since = await record(house, published(FIRST_WEEK, version=1))  # an earlier version changes nothing
    assert house.keeper.position == since
    assert standing(house)[DEFENCE[0]].due_on == date(2027, 1, 6)


async def test_a_year_published_before_the_facts_moves_nothing(house: House) -> None:
    judging(house)
    await record(house, published(FIRST_WEEK), *MOVING, *STAYING)
    assert [one for one in events(house) if isinstance(one.event, DeadlineMoved)] == []
    assert standing(house)[DEFENCE[0]].due_on == date(2027, 1, 5)


async def test_in_whatever_order_years_and_facts_arrive_the_same_stands(house: House) -> None:
    judging(house)
    december = arranged(2027, [date(2027, 1, 4), date(2026, 12, 31)], [date(2027, 1, 9), date(2026, 12, 26)])
    stands = set[tuple[Any, ...]]()
    for number, order in enumerate(permutations((1, 2, 3))):
        subject = 10 + number
        parts: dict[int, list[Draft]] = {
            1: case(subject, date(2026, 12, 16)),
            2: [published(FIRST_WEEK, version=2 * number + 1)],
            3: [published(december, version=2 * number + 2)],
        }
        for part in order:
            await record(house, *parts[part])
        assert wrong(house, [Deadlines()], world(house)) == []
        stands.add(tuple(standing(house)[parts[1][0].subject, "defence", ""].standing))
    assert len(stands) == 1


@dataclass(frozen=True)
class Held(Deadlines):
    """The law of deadlines, which answers under the new calendar only when a test lets it."""

    gate: threading.Event = field(default_factory=threading.Event, compare=False)

    def follows(self, dispute: Dispute, world: World) -> Follows:
        """Return what follows, in the end."""
        if world.calendar.is_published(2027):
            self.gate.wait(60)
        return super().follows(dispute, world)


async def test_while_a_published_calendar_is_judged_the_status_says_how_many_cases_wait(house: House) -> None:
    held = Held()
    house.judge(JUDGES[0])
    judge = house.judge(held)
    cases = [case(number, date(2026, 12, 20)) for number in range(20, 40)]
    await record(house, *(draft for one in cases for draft in one))
    assert (await judge.status())["due"] == 0
    try:
        await house.keeper.record([published(FIRST_WEEK)])
        await until(lambda: judge.position == house.keeper.position)
        status = await asyncio.wait_for(judge.status(), 30)
        assert status["position"] == house.keeper.position
        assert status["due"] >= len(cases)
        assert status["settled"] < house.keeper.position
    finally:
        held.gate.set()
    await house.settled()
    assert (await judge.status())["due"] == 0
    assert len([one for one in events(house) if isinstance(one.event, DeadlineMoved)]) >= len(cases)


# --- a whole house, by command ------------------------------------------------------------------------------

FAR = 2040
"""A year of which no notice can be known yet, so that its deadlines are open whatever day the test runs on."""


@pytest.mark.timeout(300)
def test_a_bureau_publishes_a_year_and_what_the_dry_run_said_comes_true(houses: Any, tmp_path: Path) -> None:
    whole: WholeHouse = houses()
    facts = [*case(1, date(FAR - 1, 12, 18), FAR - 1), *case(2, date(FAR - 1, 12, 28), FAR - 1)]
    organ = OrganRegistered(code="01", name=AGENCY, kind="department")
    register = told("01", organ, "organ/01", source="bureau/xinzhou")
    answer = whole.report([cloudevent(draft) for draft in (register, *facts)])
    assert answer.status_code == 200, answer.text
    whole.wait_settled()
    # 2 January 2040 is a Monday, and 12 January a Thursday
    days = [{"date": str(day), "isOffDay": True} for day in sorted({*statutory_days(FAR), date(FAR, 1, 2)})]
    file = tmp_path / f"{FAR}.json"
    file.write_text(json.dumps({"year": FAR, "days": days}), encoding="utf-8")

    def publish(*more: str, form: str = "json") -> Any:
        done = whole.yingsu("calendar", "publish", file, "--notice", NOTICE, "--format", form, *more)
        return json.loads(done.stdout) if form == "json" else done.stdout

    end = whole.get("intake", "/status")["position"]
    would = publish("--dry-run")
    assert whole.get("intake", "/status")["position"] == end

    did = publish()

    assert [{**one, "agencies": []} for one in did["moved"]] == would["moved"]
    assert did["official"] == would["official"]
    owing = {tuple(one["agencies"]) for one in did["moved"] if one["obligor"] == "responsible_agency"}
    assert owing == {(AGENCY,)}
    moved = {(one["case"], one["duty"]): (one["was_due_on"], one["due_on"]) for one in did["moved"]}
    assert moved[facts[0].subject, "defence"] == (f"{FAR}-01-02", f"{FAR}-01-03")
    assert (facts[-1].subject, "defence") not in moved
    assert did["official"] >= 1
    assert publish()["known"] is True
    assert f"{FAR} is on the log like this already" in publish(form="table")
    listed = json.loads(whole.yingsu("calendar", "list", "--format", "json").stdout)
    assert [(row["year"], row["status"]) for row in listed[-2:]] == [
        (FAR, "official"),
        (FAR + 1, "provisional"),
    ]
    shown = json.loads(whole.yingsu("calendar", "show", FAR, "--format", "json").stdout)
    assert {"date": f"{FAR}-01-02", "weekday": "周一", "kind": "holiday"} in shown["days"]
