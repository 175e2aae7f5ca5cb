"""Days begin one after the other, and nobody is reminded twice, whoever was down meanwhile and wherever it died."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from deploy.law.judging import JUDGES
from services.intake.clock import Clock
from services.intake.seed import seed
from shared.codec import encode, type_of
from shared.dispute import Key
from shared.envelope import Draft, read
from shared.events.base import Finding
from shared.events.findings.common import FindingWithdrawn
from shared.events.findings.deadlines import DeadlineEscalated, DeadlineMissed, DeadlineNear
from shared.events.intake import DayBegan, FactCorrected
from shared.judge.crash import POINTS
from tests.given import drafted
from tests.log.house import Crash, House, until
from tests.words import POLICE, REGISTER, docketed, notice, papers

DISTRICT = "xinzhou"
SHANGHAI = ZoneInfo("Asia/Shanghai")
SERVED = date(2026, 3, 2)
"""A Monday: the defence is due on Tuesday the 17th."""
NEAR = {3: date(2026, 3, 12), 1: date(2026, 3, 16), 0: date(2026, 3, 17)}
"""The days on which the steps of its reminders are reached."""


class Time:
    """A clock that a test turns; it shows noon unless told otherwise."""

    def __init__(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        return self.now

    def turn(self, day: date) -> None:
        self.now = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


@pytest.fixture
def time() -> Time:
    return Time(SERVED)


@pytest.fixture
def clock(house: House, time: Time) -> Clock:
    return Clock(house.keeper, now=time)


def number(serial: int) -> str:
    return f"（2026）示0101行初{serial}号"


def served(serial: int) -> list[Draft]:
    """Return what is reported of a case whose defence is open and nothing else."""
    facts = (docketed(POLICE, on=str(SERVED)), notice(str(SERVED)), papers(str(SERVED)))
    case = number(serial)
    return [drafted(fact, "court/a", f"{case}/{at}", case, DISTRICT) for at, fact in enumerate(facts)]


def registered() -> list[Draft]:
    return [
        Draft(
            source="bureau/a",
            id=organ.code,
            type=type_of(type(organ)),
            subject=organ.code,
            district=DISTRICT,
            data=encode(organ),
        )
        for organ in REGISTER
    ]


async def opened(house: House, clock: Clock, *cases: int) -> None:
    """Begin the log, let all judge, and report cases."""
    await seed(house.keeper)
    await clock.catch_up()
    for rules in JUDGES:
        house.judge(rules)
    await house.keeper.record([*registered(), *(draft for serial in cases for draft in served(serial))])
    await house.quiet()


def days(house: House) -> list[date]:
    return [event.day for event in map(_event, house.log()) if isinstance(event, DayBegan)]


def reminded(house: House) -> list[tuple[date, str, str]]:
    """Return in the order of the log what was said of the defence: on which day, of which case, and what."""
    told, day = list[tuple[date, str, str]](), date.min
    for record in map(read, house.log()):
        match record.event:
            case DayBegan() as began:
                day = began.day
            case DeadlineNear(duty="defence") as near:
                told.append((day, record.subject, f"{near.step} before {near.due_on}"))
            case DeadlineEscalated(duty="defence") as escalated:
                told.append((day, record.subject, f"missed {escalated.due_on}"))
            case FindingWithdrawn(topic="near", of_slot="defence/"):
                told.append((day, record.subject, "withdrawn"))
    return told


def _event(body: bytes) -> object:
    return read(body).event


def since(day: date, count: int) -> Iterator[date]:
    return (day + timedelta(days=n) for n in range(1, count + 1))


async def test_a_day_begins_at_midnight_in_shanghai(house: House, clock: Clock, time: Time) -> None:
    time.now = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
    await clock.catch_up()
    assert days(house) == [date(2026, 3, 2)]
    assert clock._until_midnight() == 1.0
    time.now = datetime(2026, 3, 2, 16, tzinfo=UTC)
    await clock.catch_up()
    assert days(house) == [date(2026, 3, 2), date(2026, 3, 3)]


async def test_a_day_begins_once_where_a_machine_changes_to_summer_time_and_back(
    house: House, clock: Clock, time: Time
) -> None:
    elsewhere = ZoneInfo("America/New_York")
    for month, day in ((3, 8), (11, 1)):
        for hour in range(60):
            time.now = datetime(2026, month, day, tzinfo=UTC).astimezone(elsewhere) + timedelta(hours=hour)
            await clock.catch_up()
    found = days(house)
    assert found == [found[0] + timedelta(days=n) for n in range(len(found))]
    assert (found[0], found[-1]) == (date(2026, 3, 8), date(2026, 11, 3))


async def test_a_clock_that_runs_backwards_begins_no_day_again(
    house: House, clock: Clock, time: Time
) -> None:
    for day in (5, 2, 4, 5, 6):
        time.turn(date(2026, 3, day))
        await clock.catch_up()
    assert days(house) == [date(2026, 3, 5), date(2026, 3, 6)]


async def test_after_downtime_all_days_begin_in_order(house: House, clock: Clock, time: Time) -> None:
    await opened(house, clock, 1)
    time.turn(SERVED + timedelta(days=20))
    await Clock(house.keeper, now=time).catch_up()
    await house.quiet()
    assert days(house) == [SERVED, *since(SERVED, 20)]


async def test_each_step_is_reached_once_on_its_day_and_a_miss_calls_once(
    house: House, clock: Clock, time: Time
) -> None:
    await opened(house, clock, 1)
    for day in since(SERVED, 35):
        time.turn(day)
        await clock.catch_up()
        await clock.catch_up()
        await house.quiet()
    assert reminded(house) == [
        *((day, number(1), f"{step} before 2026-03-17") for step, day in NEAR.items()),
        (date(2026, 3, 18), number(1), "missed 2026-03-17"),
        (date(2026, 4, 1), number(1), "withdrawn"),
    ]


async def test_after_downtime_only_what_is_near_now_is_said(house: House, clock: Clock, time: Time) -> None:
    await opened(house, clock, 1)
    time.turn(NEAR[0])
    await clock.catch_up()
    await house.quiet()
    assert [said for *_, said in reminded(house)] == ["0 before 2026-03-17"]


async def test_a_move_takes_a_reminder_back_and_the_new_day_has_its_own(
    house: House, clock: Clock, time: Time
) -> None:
    await opened(house, clock, 1)
    time.turn(NEAR[1])
    await clock.catch_up()
    await house.quiet()
    _, told, _ = served(1)
    later = FactCorrected(
        target_source=told.source,
        target_id=told.id,
        replaces=told.id,
        type=told.type,
        data={**told.data, "served_on": "2026-03-10"},
    )
    await house.keeper.record([drafted(later, told.source, f"{told.id}#1", number(1), DISTRICT)])
    await house.quiet()
    for day in since(NEAR[1], 9):
        time.turn(day)
        await clock.catch_up()
        await house.quiet()
    assert [said for *_, said in reminded(house)] == [
        "1 before 2026-03-17",
        "withdrawn",
        *(f"{step} before 2026-03-25" for step in (3, 1, 0)),
    ]


def dying(point: str) -> Callable[[str], None]:
    """Return what lets a judge die the first time it passes a point."""
    left = [point]

    def passing(name: str) -> None:
        if left == [name]:
            left.clear()
            raise Crash

    return passing


@pytest.mark.parametrize("point", POINTS)
async def test_who_dies_while_a_day_begins_reminds_nobody_twice(
    house: House, clock: Clock, time: Time, point: str
) -> None:
    cases = range(1, 13)
    await opened(house, clock, *cases)
    deadlines = JUDGES[1]
    for day in (*NEAR.values(), date(2026, 3, 18)):
        await house.stop_judge(deadlines.service)
        house.judge(deadlines, dying(point))
        time.turn(day)
        await clock.catch_up()
        await until(house.task(deadlines.service).done)
        await house.stop_judge(deadlines.service)
        house.judge(deadlines)
        await house.quiet()
    said = Counter(said for *_, said in reminded(house))
    assert said == Counter({what: len(cases) for what in said})
    assert [*said] == [*(f"{step} before 2026-03-17" for step in NEAR), "missed 2026-03-17"]
    assert _missed(house) == {Key(number(serial), "deadline", "defence/") for serial in cases}


def _missed(house: House) -> set[Key]:
    found: dict[Key, Finding] = {}
    for dispute in house.disputes():
        found |= dict(dispute.standing("deadlines"))
    return {key for key, one in found.items() if isinstance(one, DeadlineMissed)}
