"""Do days begin once and in order in a real house, and is nobody reminded twice, whoever is killed meanwhile?"""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from pydantic_core import from_json

from tests.benchmarks.facts import DISTRICTS, lines
from tests.benchmarks.house import JUDGES, House, running
from tests.benchmarks.open_cases import TODAY, next_year, open_cases

pytestmark = pytest.mark.timeout(600)

CASES = 60
AWAY = 5
"""Days for which the house is down in the end."""


def at(day: date, hour: str = "00:00:00") -> str:
    return f"{day}T{hour}+08:00"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """Give a house whose clock stands on an evening, with cases many of whose deadlines are open."""
    with running(*JUDGES, clock=at(TODAY, "20:00:00")) as house:
        house.settled(house.post(lines(list(open_cases(CASES))))["position"])
        yield house


def position(house: House) -> int:
    return int(house.get("intake", "/status")["position"])


def log(house: House) -> list[dict[str, Any]]:
    """Return the log of both districts, each event once."""
    told: dict[int, dict[str, Any]] = {}
    for district in DISTRICTS:
        after = 0
        while True:
            asked = {"district": district, "after": after}
            page = house.http.get(house.url("reporting", "/log"), params=asked).raise_for_status()
            if not page.content:
                break
            told |= {one["position"]: one for one in map(from_json, page.content.splitlines())}
            after = int(page.headers["X-Yingsu-Last"])
    return [told[at] for at in sorted(told)]


def days(house: House) -> list[str]:
    return [one["data"]["day"] for one in log(house) if one["type"] == "yingsu.day-began.v1"]


def reminders(house: House) -> Counter[tuple[str, ...]]:
    """Return how often each step of each deadline, and each call after a miss, stands on the log."""
    names = ("yingsu.deadline-near.v1", "yingsu.deadline-escalated.v1")
    return Counter(
        (
            one["district"],
            one["subject"],
            *(str(one["data"].get(name)) for name in ("duty", "of", "step", "due_on")),
        )
        for one in log(house)
        if one["type"] in names
    )


def turn(house: House, day: date, *killed: str) -> None:
    """Let a day begin, kill services as soon as it has, start them again, and wait until all of it is settled."""
    before = position(house)
    house.turn_clock(at(day))
    while position(house) == before:
        time.sleep(0.005)
    for service in killed:
        os.kill(house.pids()[service], signal.SIGKILL)
        house.stop(service)
        house.start(service)
    house.settled(position(house))
    house.settled(position(house))


def test_a_day_begins_at_midnight_and_not_before(house: House) -> None:
    house.turn_clock(at(TODAY, "23:59:59"))
    time.sleep(0.3)  # many looks of the clock
    assert days(house) == [str(TODAY)]
    turn(house, TODAY + timedelta(days=1))
    assert days(house) == [str(TODAY), str(TODAY + timedelta(days=1))]
    house.turn_clock(at(TODAY, "12:00:00"))
    time.sleep(0.3)
    assert len(days(house)) == 2


@pytest.mark.parametrize("service", JUDGES)
def test_who_is_killed_while_a_day_begins_reminds_nobody_twice(house: House, service: str) -> None:
    before = reminders(house)
    turn(house, date.fromisoformat(days(house)[-1]) + timedelta(days=1), service)
    after = reminders(house)
    assert max(after.values()) == 1
    assert after.keys() >= before.keys()


def test_after_downtime_the_days_begin_in_order_and_what_is_past_is_not_said(house: House) -> None:
    last = date.fromisoformat(days(house)[-1])
    house.stop("intake", *JUDGES)
    house.turn_clock(at(last + timedelta(days=AWAY)))
    house.start("intake", *JUDGES)
    house.settled(position(house))
    house.settled(position(house))
    found = days(house)
    assert found == [str(TODAY + timedelta(days=n)) for n in range(len(found))]
    assert found[-1] == str(last + timedelta(days=AWAY))
    assert max(reminders(house).values()) == 1


def test_a_published_year_makes_what_was_provisional_official_and_moves_what_moves_once(house: House) -> None:
    before = position(house)
    provisional = _provisional(house)
    assert sum(provisional.values()) > 0
    house.settled(house.post(lines([next_year()]))["position"])
    house.settled(position(house))
    assert sum(_provisional(house).values()) == 0
    said = [one for one in log(house) if one["position"] > before and one["source"] == "deadlines"]
    moved = [one["data"] for one in said if one["type"] == "yingsu.deadline-moved.v1"]
    assert moved
    assert {one["cause"] for one in moved} == {"calendar"}
    assert all(one["was_due_on"] != one["due_on"] for one in moved)
    standing = Counter(
        (one["district"], one["subject"], one["data"]["duty"], one["data"]["of"])
        for one in said
        if one["type"].startswith("yingsu.deadline-") and "obligor" in one["data"]
    )
    assert max(standing.values()) == 1


def _provisional(house: House) -> dict[str, int]:
    counts = {}
    for district in DISTRICTS:
        found, after = 0, ""
        while True:
            asked = {"district": district, "limit": 1000, "after": after}
            page = (
                house.http.get(house.url("reporting", "/deadlines"), params=asked).raise_for_status().json()
            )
            found += sum(one["provisional"] for one in page["items"])
            if not (after := page["next"]):
                break
        counts[district] = found
    return counts
