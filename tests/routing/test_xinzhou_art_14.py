"""Xinzhou art. 14: at the first heard case of the year the chief appears; it moves as hearings do."""

from itertools import permutations

import pytest

from shared.events.base import Fact
from shared.events.words import Category, Reconsideration
from tests.given import Given
from tests.routing.sayings import called_off, chief, fixed, marked, put_off
from tests.words import CENTRE, GOVERNMENT, POLICE, TOWN, act, docketed, hearing, huancui, xinzhou

A, B, C = (f"（2023）示0101行初{number}号" for number in (1, 2, 3))
LATER = "（2023）示01行终1号"


def firsts(given: Given, *cases: str, defendant: str = "") -> list[str]:
    """Return the cases in which the chief must appear because they are the first of the year."""
    return [
        case for case in cases if any(" first-of-year" in one for one in chief(given, case, defendant)[0])
    ]


def heard(*cases: tuple[str, str], by: str = POLICE) -> Given:
    """Return cases against one defendant, each heard on a day."""
    given = xinzhou()
    for case, on in cases:
        given.facts(case, docketed(by, on="2023-01-05"), hearing(on))
    return given


def test_14_the_case_heard_first_in_the_year() -> None:
    given = heard((A, "2023-05-08"), (B, "2023-03-06"), (C, "2023-04-03"))
    assert firsts(given, A, B, C) == [B]
    assert chief(given, B) == (["14 first-of-year-agency"], ("chief",))


def test_14_each_year_has_its_own() -> None:
    assert firsts(heard((A, "2023-12-29"), (B, "2024-01-02"), (C, "2024-01-03")), A, B, C) == [A, B]


def test_14_each_defendant_has_its_own() -> None:
    given = heard((A, "2023-03-06")).facts(B, docketed(POLICE, TOWN), hearing("2023-04-03"))
    assert firsts(given, A, B, defendant=POLICE) == [A]
    assert firsts(given, A, B, defendant=TOWN) == [B]


def test_14_by_whichever_name_the_court_calls_it() -> None:
    given = heard((A, "2023-03-06")).facts(B, docketed("区公安分局", on="2023-01-05"), hearing("2023-03-07"))
    assert firsts(given, A, B) == [A]


def test_14_of_two_heard_on_one_day_the_lower_number() -> None:
    assert firsts(heard((B, "2023-03-06"), (A, "2023-03-06")), A, B) == [A]


def test_14_an_authorised_organisation_like_a_department() -> None:
    assert firsts(heard((A, "2023-03-06"), by=CENTRE), A) == [A]


def test_14_for_the_government_another_leader_in_charge_may_come() -> None:
    given = heard((A, "2023-03-06"), by=GOVERNMENT)
    assert chief(given, A) == (["14 first-of-year-government"], ("chief", "deputy", "sharing"))


@pytest.mark.parametrize(
    "decided", ["upheld", "claim_rejected", "changed", "mixed", "not_accepted", "no_decision"]
)
def test_14_after_its_reconsideration_the_chief_of_the_bureau(decided: Reconsideration) -> None:
    given = heard((A, "2023-03-06"), by=GOVERNMENT).facts(A, act(acting=POLICE, reconsideration=decided))
    assert chief(given, A) == (["14 first-of-year-after-reconsideration"], ("bureau_chief",))


def test_14_where_13_asks_for_the_chief_too_nobody_else_will_do() -> None:
    given = heard((A, "2023-03-06"), by=GOVERNMENT).facts(A, marked("major_foreign"))
    assert chief(given, A) == (["13(3) major-foreign", "14 first-of-year-government"], ("chief",))


def test_14_a_hearing_that_is_fixed_counts_until_it_is_held() -> None:
    given = xinzhou().facts(A, docketed(), fixed("2023-05-08")).facts(B, docketed(), fixed("2023-03-06"))
    assert firsts(given, A, B) == [B]


def test_14_the_day_held_takes_the_place_of_the_day_fixed() -> None:
    given = xinzhou().facts(A, docketed(), fixed("2023-03-06"), hearing("2023-06-05"))
    given.facts(B, docketed(), hearing("2023-05-08"))
    assert firsts(given, A, B) == [B]


def test_14_moves_when_the_hearing_is_called_off() -> None:
    given = xinzhou().facts(A, docketed(), fixed("2023-03-06")).facts(B, docketed(), fixed("2023-05-08"))
    assert firsts(given, A, B) == [A]
    assert firsts(given.facts(A, called_off("2023-03-06")), A, B) == [B]


def test_14_moves_when_the_hearing_is_put_off() -> None:
    given = xinzhou().facts(A, docketed(), fixed("2023-03-06")).facts(B, docketed(), fixed("2023-05-08"))
    assert firsts(given.facts(A, put_off("2023-03-06", "2023-06-05")), A, B) == [B]


def test_14_moves_to_the_next_year_with_a_hearing_put_off_until_then() -> None:
    given = xinzhou().facts(A, docketed(), fixed("2023-12-20"), put_off("2023-12-20", "2024-01-10"))
    given.facts(B, docketed(), fixed("2023-12-25")).facts(C, docketed(), fixed("2024-02-01"))
    assert firsts(given, A, B, C) == [A, B]


def test_14_put_off_twice_and_told_in_either_order() -> None:
    moves = [
        put_off("2023-03-06", "2023-06-05", on="2023-03-01"),
        put_off("2023-06-05", "2023-04-03", on="2023-05-01"),
    ]
    for told in (moves, moves[::-1]):
        given = xinzhou().facts(A, docketed(), fixed("2023-03-06"), *told)
        given.facts(B, docketed(), fixed("2023-05-08"))
        assert firsts(given, A, B) == [A]


def test_14_a_case_of_which_no_hearing_is_known_is_not_heard() -> None:
    given = xinzhou().facts(A, docketed()).facts(B, docketed(), hearing("2023-05-08"))
    assert firsts(given, A, B) == [B]


def test_14_all_instances_count_or_only_the_first_as_the_pack_reads_it() -> None:
    def told(given: Given) -> Given:
        given.facts(A, docketed(on="2022-11-01"))
        given.facts(LATER, docketed(instance="second", earlier=A), hearing("2023-03-06"))
        return given.facts(B, docketed(), hearing("2023-05-08"))

    assert firsts(told(xinzhou()), LATER, B) == [LATER]
    only_first = xinzhou().reading(
        "national", "first_heard_instances:\n    value: all", "first_heard_instances:\n    value: first"
    )
    assert firsts(told(only_first), LATER, B) == [B]


@pytest.mark.parametrize("category", ["civil", "reconsideration"])
def test_14_counts_administrative_suits(category: Category) -> None:
    given = xinzhou().facts(A, docketed(category=category), hearing("2023-03-06"))
    given.facts(B, docketed(), hearing("2023-05-08"))
    assert firsts(given, A, B) == [B]


def test_14_in_any_order_of_arrival() -> None:
    told: list[tuple[str, Fact]] = [
        (A, docketed()),
        (A, fixed("2023-03-06")),
        (A, called_off("2023-03-06")),
        (B, docketed()),
        (B, hearing("2023-05-08")),
    ]
    for order in permutations(told):
        given = xinzhou()
        for case, fact in order:
            given.fact(case, fact)
        assert firsts(given, A, B) == [B]


def test_huancui_has_no_such_rule() -> None:
    assert chief(huancui().facts(A, docketed(), hearing("2023-08-07")), A) == ([], ())
