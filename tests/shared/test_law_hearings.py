"""On which days is a case heard: those held, and those that still stand in the court's list, in any order told?"""

from itertools import permutations

import pytest

from shared.dispute import Case, disputes
from shared.events.base import Fact
from shared.events.court import HearingCancelled, HearingRescheduled, HearingScheduled
from shared.law.hearings import first_hearing, held, scheduled
from tests.given import Given
from tests.words import FIRST, day, docketed, hearing


def fixed(on: str) -> Fact:
    """Say that a hearing is fixed for a day."""
    return HearingScheduled(hearing_on=day(on))


def moved(old: str, new: str, said: str = "") -> Fact:
    """Say that a hearing was moved, and when the court did."""
    return HearingRescheduled(from_on=day(old), to_on=day(new), rescheduled_on=day(said) if said else None)


def cancelled(on: str) -> Fact:
    """Say that a hearing was called off."""
    return HearingCancelled(hearing_on=day(on))


def case(*facts: Fact) -> Case:
    """Return a docketed case of which these facts are reported."""
    (dispute,) = disputes(Given().facts(FIRST, docketed(), *facts).records)
    return dispute.cases[0]


def days(found: tuple[object, ...]) -> list[str]:
    return [str(one)[5:] for one in found]


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ([], []),
        ([fixed("2023-05-08"), fixed("2023-04-20")], ["04-20", "05-08"]),
        ([fixed("2023-04-20"), moved("2023-04-20", "2023-05-08")], ["05-08"]),
        ([moved("2023-04-20", "2023-05-08")], ["05-08"]),
        (
            [
                fixed("2023-04-20"),
                moved("2023-04-20", "2023-05-08", "2023-04-01"),
                moved("2023-05-08", "2023-06-05", "2023-05-02"),
            ],
            ["06-05"],
        ),
        (
            [
                fixed("2023-04-20"),
                moved("2023-04-20", "2023-05-08", "2023-04-01"),
                moved("2023-05-08", "2023-04-20", "2023-04-10"),
            ],
            ["04-20"],
        ),
        (
            [
                moved("2023-04-20", "2023-05-08", "2023-04-01"),
                moved("2023-05-08", "2023-04-20", "2023-04-10"),
            ],
            ["04-20"],
        ),
        ([moved("2023-04-20", "2023-04-20")], ["04-20"]),
        ([fixed("2023-04-20"), cancelled("2023-04-20")], []),
        ([fixed("2023-04-20"), moved("2023-04-20", "2023-05-08"), cancelled("2023-05-08")], []),
        ([fixed("2023-04-20"), fixed("2023-05-08"), cancelled("2023-04-20")], ["05-08"]),
        ([fixed("2023-04-20"), cancelled("2023-06-05")], ["04-20"]),
    ],
)
def test_the_days_that_stand_whatever_was_told_first(facts: list[Fact], standing: list[str]) -> None:
    for order in permutations(facts):
        assert days(scheduled(case(*order))) == standing


def test_moves_of_which_the_court_says_no_day_are_followed_from_day_to_day() -> None:
    chain = [fixed("2023-04-20"), moved("2023-04-20", "2023-05-08"), moved("2023-05-08", "2023-06-05")]
    back = [fixed("2023-06-05"), moved("2023-06-05", "2023-05-08"), moved("2023-05-08", "2023-04-20")]
    for order in permutations(chain):
        assert days(scheduled(case(*order))) == ["06-05"]
    for order in permutations(back):
        assert days(scheduled(case(*order))) == ["04-20"]


def test_a_day_fixed_anew_after_its_hearing_was_moved_stands_too() -> None:
    anew = HearingScheduled(hearing_on=day("2023-04-20"), scheduled_on=day("2023-04-12"))
    told = [anew, moved("2023-04-20", "2023-05-08", "2023-04-10")]
    for order in permutations(told):
        assert days(scheduled(case(*order))) == ["04-20"]


def test_a_hearing_held_is_the_first_before_any_that_is_fixed() -> None:
    told = case(fixed("2023-04-20"), hearing("2023-06-05"), hearing("2023-05-08"))
    assert days(held(told)) == ["05-08", "06-05"]
    assert first_hearing(told) == day("2023-05-08")


def test_before_it_is_held_the_first_that_is_fixed_counts_and_without_either_none() -> None:
    assert first_hearing(case(fixed("2023-05-08"), fixed("2023-04-20"))) == day("2023-04-20")
    assert first_hearing(case(fixed("2023-04-20"), cancelled("2023-04-20"))) is None
    assert first_hearing(case()) is None
