"""Who are the leaders in charge of an organ, who is its chief, and who is away on a day?"""

from itertools import permutations

import pytest

from shared.events.agency import LeaderUnavailable
from shared.events.base import Fact
from shared.events.district import LeaderRolesAssigned, OfficerAppointed
from shared.events.words import Rank
from shared.organs import Leaders, Organs, Roster
from tests.words import GOVERNMENT, HOUSING, POLICE, REGISTER, day


def roles(a: str, b: str = "", since: str = "2023-01-01", organ: str = POLICE) -> LeaderRolesAssigned:
    """Say which leaders are in charge of an organ."""
    return LeaderRolesAssigned(organ=organ, a_leader=a, b_leader=b, from_on=day(since))


def appointed(
    name: str, since: str, until: str = "", rank: Rank = "chief", organ: str = GOVERNMENT
) -> OfficerAppointed:
    """Say who holds an office."""
    until_on = day(until) if until else None
    return OfficerAppointed(organ=organ, name=name, rank=rank, from_on=day(since), until_on=until_on)


def away(leader: str, since: str, until: str = "") -> LeaderUnavailable:
    """Say when a leader is away."""
    return LeaderUnavailable(leader=leader, from_on=day(since), until_on=day(until) if until else None)


def roster(*facts: Fact) -> Roster:
    """Return the roster these facts tell."""
    return Roster.of(facts, Organs.of(REGISTER))


def test_nobody_is_in_charge_before_the_roles_are_assigned() -> None:
    assert roster().leaders(POLICE, day("2023-01-01")) is None
    assert roster(roles("甲")).leaders(POLICE, day("2022-12-31")) is None
    assert roster(roles("甲")).leaders(HOUSING, day("2023-01-01")) is None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_roles_hold_until_they_are_assigned_anew_in_whatever_order_that_is_told(
    order: tuple[int, ...],
) -> None:
    facts = [roles("甲", "乙"), roles("丙", since="2023-06-01"), roles("丁", "甲", since="2024-01-01")]
    told = roster(*(facts[number] for number in order))
    days = ("2023-01-01", "2023-05-31", "2023-06-01", "2023-12-31", "2024-01-01")
    assert [told.leaders(POLICE, day(on)) for on in days] == [
        Leaders("甲", "乙"),
        Leaders("甲", "乙"),
        Leaders("丙", ""),
        Leaders("丙", ""),
        Leaders("丁", "甲"),
    ]


def test_an_organ_may_be_named_by_its_alias() -> None:
    assert roster(roles("甲", organ="区公安分局")).leaders(POLICE, day("2023-01-01")) == Leaders("甲", "")
    assert roster(appointed("甲", "2023-01-01", organ="区政府")).chief(GOVERNMENT, day("2023-01-01")) == "甲"


@pytest.mark.parametrize(
    ("on", "chief"),
    [
        ("2022-12-31", ""),
        ("2023-01-01", "甲"),
        ("2023-06-30", "甲"),
        ("2023-07-01", ""),
        ("2023-09-01", "乙"),
        ("2025-01-01", "乙"),
    ],
)
def test_a_chief_is_in_office_from_the_first_day_to_the_last(on: str, chief: str) -> None:
    told = roster(appointed("甲", "2023-01-01", "2023-06-30"), appointed("乙", "2023-09-01"))
    assert told.chief(GOVERNMENT, day(on)) == chief


def test_of_two_chiefs_in_office_the_one_appointed_last_counts_and_a_deputy_is_none() -> None:
    told = roster(
        appointed("乙", "2023-06-01"),
        appointed("甲", "2023-01-01"),
        appointed("丙", "2023-08-01", rank="deputy"),
    )
    assert told.chief(GOVERNMENT, day("2023-09-01")) == "乙"


@pytest.mark.parametrize(
    ("on", "available"),
    [("2023-04-18", True), ("2023-04-19", False), ("2023-04-21", False), ("2023-04-22", True)],
)
def test_who_is_away_cannot_appear_from_the_first_day_to_the_last(on: str, available: bool) -> None:
    assert roster(away("甲", "2023-04-19", "2023-04-21")).is_available("甲", day(on)) is available


def test_who_is_away_without_an_end_stays_away_and_of_several_absences_each_counts() -> None:
    told = roster(away("甲", "2023-04-19"), away("乙", "2023-01-01", "2023-01-02"), away("乙", "2023-04-19"))
    assert not told.is_available("甲", day("2026-01-01"))
    assert [told.is_available("乙", day(on)) for on in ("2023-01-02", "2023-01-03", "2023-05-01")] == [
        False,
        True,
        False,
    ]


def test_nobody_is_never_available() -> None:
    assert not roster().is_available("", day("2023-01-01"))
