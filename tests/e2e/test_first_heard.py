"""Do rules that look beyond one dispute end the same in a real house, however the facts come and whoever dies?"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from shared.envelope import Draft
from shared.events.base import Fact
from shared.events.court import HearingCancelled, HearingRescheduled, HearingScheduled
from tests.e2e.house import House
from tests.e2e.test_orders_of_facts import corrected, reported, retracted
from tests.examples import cloudevent
from tests.given import packs
from tests.oracle import expected, on_record
from tests.stored import adoption
from tests.words import HOUSING, POLICE, REGISTER, act, day, docketed, effective, hearing, judgment, remedied

pytestmark = pytest.mark.timeout(300)

HERE, THERE = "xinzhou", "huancui"
SUITS = range(1, 9)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a house of its own: the law of its districts changes."""
    house = House(tmp_path_factory.mktemp("first") / "data").start()
    try:
        yield house
    finally:
        house.stop()


def number(suit: int) -> str:
    return f"（2023）示0101行初{suit}号"


def suits(district: str) -> list[Draft]:
    """Return suits against the police: fixed, moved, called off, heard, lost."""
    told: list[Draft] = []

    def tell(suit: int, *facts: Fact) -> None:
        told.extend(
            reported(district, number(suit), fact, f"{district}/{suit}/{type(fact).__name__}")
            for fact in facts
        )

    for suit in SUITS:
        on = day(f"2023-{suit + 1:02}-14")
        tell(suit, docketed(POLICE, on="2023-01-05"), act(acting=POLICE), HearingScheduled(hearing_on=on))
        if suit % 2:
            tell(suit, hearing(str(on)))
        if suit % 3 == 0:
            tell(suit, HearingRescheduled(from_on=on, to_on=day(f"2023-01-{suit + 9}")))
        if suit % 4 == 0:
            tell(suit, HearingCancelled(hearing_on=on))
        if suit > 3:
            tell(suit, judgment("revoked", on=f"2023-{suit + 2:02}-01"), effective(f"2024-0{suit}-01"))
    tell(5, remedied("2025-01-06"))
    return told


def revised(told: list[Draft], district: str) -> list[Draft]:
    """Return revisions: another defendant, another day, another case, the other district, never so."""
    by_id = {one.id: one for one in told}

    def said(suit: int, what: str) -> Draft:
        return by_id[f"{district}/{suit}/{what}"]

    elsewhere = THERE if district == HERE else HERE
    return [
        corrected(said(1, "CaseDocketed"), docketed(HOUSING, on="2023-01-05")),
        corrected(said(3, "HearingHeld"), hearing("2023-03-20")),
        corrected(said(5, "HearingHeld"), hearing("2023-01-10"), subject=number(7)),
        replace(
            corrected(said(6, "CaseDocketed"), docketed(POLICE, on="2023-01-06"), subject=number(60)),
            district=elsewhere,
        ),
        retracted(said(8, "HearingCancelled")),
        retracted(said(7, "DocumentServed")),
    ]


def of_the_district(district: str) -> list[Draft]:
    """Return the register, with a name that changes, and another reading of which cases are looked at."""
    police = next(one for one in REGISTER if one.name == POLICE)
    renamed = replace(police, name="示范区公安局", aliases=(POLICE,), version=1)
    register = [
        reported(district, one.code, one, f"{district}/{one.code}/{one.version}")
        for one in (*REGISTER, renamed)
    ]
    text = packs()[HERE].replace(
        "parameters:\n",
        "parameters:\n  first_heard_instances:\n    value: first\n    one_of: [all, first]\n    article: '14'\n"
        "    note: Read for once the other way.\n",
        1,
    )
    return [*register, *([adoption(text)] if district == HERE else [])]


def log_of(house: House) -> list[bytes]:
    """Return the whole log as stored."""
    answer = house.http.get(house.url("intake") + "/log", params={"limit": 100_000}).raise_for_status()
    return answer.content.splitlines()


def chiefs(log: Iterable[bytes], district: str) -> set[str]:
    """Return the cases in which the chief must appear."""
    return {
        key.case for service, key in on_record(log, district) if service == "routing" and key.topic == "chief"
    }


def test_what_another_case_loses_by_my_report_is_settled_with_it(house: House) -> None:
    def heard(serial: int, on: str) -> int:
        told = [docketed(HOUSING, on="2025-01-06"), act(acting=HOUSING), hearing(on)]
        facts = [reported(HERE, number(serial), fact, f"{serial}/{type(fact).__name__}") for fact in told]
        answer = house.report([cloudevent(one) for one in facts]).raise_for_status().json()
        return int(answer["position"])

    def shown() -> set[str]:
        """Return it as reporting, which people wait for, shows it."""
        answer = house.http.get(house.url("reporting") + "/log", params={"district": HERE, "limit": 10_000})
        return chiefs(answer.content.splitlines(), HERE) & {number(101), number(102)}

    register = [reported(HERE, one.code, one, f"{HERE}/{one.code}/0") for one in REGISTER]
    house.report([cloudevent(one) for one in register]).raise_for_status()
    house.wait_settled(heard(101, "2025-05-08"))
    assert shown() == {number(101)}

    house.wait_settled(heard(102, "2025-03-06"))
    assert shown() == {number(102)}


@pytest.mark.long
def test_in_any_order_with_deaths_between_entering_and_judging_it_ends_as_if_told_at_once(
    house: House,
) -> None:
    chance = random.Random(14)
    told = [one for district in (HERE, THERE) for one in suits(district)]
    facts = [
        *told,
        *(one for district in (HERE, THERE) for one in revised(told, district)),
        *(one for district in (HERE, THERE) for one in of_the_district(district)),
    ]
    chance.shuffle(facts)
    house.wait_ready()
    for service in ("routing", "accountability"):
        house.crash_at(service, "after-enter:3")
    while facts:
        part = [facts.pop() for _ in range(min(len(facts), chance.randint(1, 12)))]
        house.report([cloudevent(one) for one in part]).raise_for_status()
        if chance.random() < 0.4:
            house.wait_settled()
        if chance.random() < 0.1:
            house.kill(chance.choice(["routing", "accountability"]))
    house.wait_settled()

    log = log_of(house)
    for district in (HERE, THERE):
        assert on_record(log, district) == expected(log, district)
    assert {number(1), number(7)} <= chiefs(log, HERE)
    assert house.starts()["routing"] > 2

    for service in ("routing", "accountability"):
        house.yingsu("rebuild", service)
    house.wait_settled()
    assert len(log_of(house)) == len(log)
