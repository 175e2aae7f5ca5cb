"""Which organ does a name mean, and who continues its functions?"""

from itertools import permutations

import pytest

from shared.events.district import OrganRegistered, OrganSucceeded
from shared.events.words import ActKind, OrganKind
from shared.organs import Organs, normalised
from tests.words import BUREAU, GOVERNMENT, HOUSING, LAND, POLICE, REGISTER, STRANGER, TOWN, day


def organ(
    code: str,
    name: str,
    *aliases: str,
    abolished: str = "",
    successor: str = "",
    superior: str = "",
    kind: OrganKind = "department",
) -> OrganRegistered:
    """Return a registered organ."""
    return OrganRegistered(
        code=code,
        name=name,
        kind=kind,
        aliases=aliases,
        abolished_on=day(abolished) if abolished else None,
        successor=successor,
        superior=superior,
    )


@pytest.mark.parametrize("name", [GOVERNMENT, "区政府", " 区 政府 ", "区\u3000政府"])
def test_a_full_name_and_an_alias_mean_the_organ_spaces_aside(name: str) -> None:
    organs = Organs.of(REGISTER)
    found = organs.find(name)
    assert found is not None
    assert (found.code, organs.kind(name), organs.full_name(name)) == ("gov", "government", GOVERNMENT)


def test_names_are_compared_after_nfkc() -> None:
    assert normalised("（Ａ）Ｂ，１ 局") == "(A)B,1局"
    assert Organs.of([organ("a", "A（1）局")]).full_name("Ａ(１)局") == "A（1）局"


def test_an_unknown_name_means_nothing_and_stays_as_it_is() -> None:
    organs = Organs.of(REGISTER)
    assert (organs.find(STRANGER), organs.kind(STRANGER)) == (None, None)
    assert organs.full_name(STRANGER) == STRANGER
    assert organs.continuing(STRANGER, day("2023-01-01")) == STRANGER


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_shared_name_goes_to_the_full_name_then_to_the_lower_code_in_any_order(
    order: tuple[int, ...],
) -> None:
    register = [organ("b", "甲局"), organ("a", "乙局", "甲局", "丙局"), organ("c", "丁局", "丙局")]
    organs = Organs.of(register[number] for number in order)
    assert organs.full_name("甲局") == "甲局"
    assert organs.full_name("丙局") == "乙局"


def test_the_one_organ_of_a_kind() -> None:
    organs = Organs.of(REGISTER)
    bureau = organs.the("bureau")
    assert bureau is not None
    assert bureau.name == BUREAU
    assert Organs().the("bureau") is None


@pytest.mark.parametrize(
    ("on", "carries"), [("2023-02-28", POLICE), ("2023-03-01", LAND), ("2024-01-01", LAND)]
)
def test_an_abolished_organ_is_continued_from_the_day_on_which_it_no_longer_exists(
    on: str, carries: str
) -> None:
    organs = Organs.of([organ("p", POLICE, abolished="2023-03-01", successor=LAND), organ("l", LAND)])
    assert organs.continuing(POLICE, day(on)) == carries


def test_the_successor_comes_before_the_superior_and_the_superior_before_nobody() -> None:
    both = organ("p", POLICE, abolished="2023-03-01", successor="国土局", superior=TOWN)
    superior = organ("h", HOUSING, abolished="2023-03-01", superior=TOWN)
    nobody = organ("t", TOWN, abolished="2024-03-01")
    organs = Organs.of([both, superior, nobody, organ("l", LAND, "国土局")])
    assert organs.continuing(POLICE, day("2023-04-01")) == LAND
    assert organs.continuing(HOUSING, day("2023-04-01")) == TOWN
    assert organs.continuing(TOWN, day("2024-04-01")) == TOWN


def test_a_succession_is_followed_as_far_as_it_had_come_on_the_day() -> None:
    chain = [
        organ("1", POLICE, abolished="2023-01-01", successor=LAND),
        organ("2", LAND, abolished="2024-01-01", successor=HOUSING),
        organ("3", HOUSING),
    ]
    organs = Organs.of(chain)
    assert organs.continuing(POLICE, day("2023-06-01")) == LAND
    assert organs.continuing(POLICE, day("2024-06-01")) == HOUSING


def test_a_succession_that_runs_in_a_circle_ends() -> None:
    circle = [
        organ("1", POLICE, abolished="2023-01-01", successor=LAND),
        organ("2", LAND, abolished="2023-01-01", successor=POLICE),
    ]
    assert Organs.of(circle).continuing(POLICE, day("2023-06-01")) in (POLICE, LAND)


def test_two_registers_of_the_same_organs_are_the_same() -> None:
    assert Organs.of(REGISTER) == Organs.of(reversed(REGISTER))


def test_what_everybody_calls_the_government_needs_no_alias() -> None:
    organs = Organs.of([organ("1", "某某市某某区人民政府", kind="government"), organ("2", POLICE)])
    assert organs.full_name("区政府") == "某某市某某区人民政府"
    assert organs.find("区司法局") is None


def test_an_alias_in_the_register_goes_before_what_everybody_says() -> None:
    named = [organ("1", "甲", kind="government"), organ("2", "乙", "区政府", kind="organisation")]
    assert Organs.of(named).full_name("区政府") == "乙"


def took_over(old: str, new: str, on: str, function: ActKind | None = None) -> OrganSucceeded:
    """Say that an organ took over another's functions, or those for one kind of act."""
    return OrganSucceeded(predecessor=old, successor=new, succeeded_on=day(on), function=function or "")


@pytest.mark.parametrize(
    ("on", "act", "carries"),
    [
        ("2023-02-28", "demolition", POLICE),
        ("2023-03-01", "demolition", LAND),
        ("2023-03-01", "penalty", POLICE),
        ("2023-03-01", "", POLICE),
    ],
)
def test_a_function_that_moved_is_carried_by_another_for_that_kind_of_act_only(
    on: str, act: str, carries: str
) -> None:
    organs = Organs.of(REGISTER, [took_over("区公安分局", LAND, "2023-03-01", "demolition")])
    assert organs.continuing(POLICE, day(on), act) == carries


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_several_moves_the_latest_that_has_come_counts_in_any_order(order: tuple[int, ...]) -> None:
    moves = [
        took_over(POLICE, LAND, "2023-03-01"),
        took_over(POLICE, HOUSING, "2024-03-01"),
        took_over(POLICE, TOWN, "2025-03-01", "demolition"),
    ]
    organs = Organs.of(REGISTER, [moves[number] for number in order])
    days = ("2023-02-28", "2023-03-01", "2024-03-01", "2025-03-01")
    assert [organs.continuing(POLICE, day(on), "demolition") for on in days] == [POLICE, LAND, HOUSING, TOWN]
    assert organs.continuing(POLICE, day("2025-03-01"), "penalty") == HOUSING


def test_moves_and_abolitions_are_followed_one_after_another() -> None:
    register = [
        organ("1", POLICE),
        organ("2", LAND, abolished="2024-01-01", successor=HOUSING),
        organ("3", HOUSING),
    ]
    organs = Organs.of(
        register, [took_over(POLICE, LAND, "2023-03-01"), took_over(HOUSING, TOWN, "2025-01-01")]
    )
    days = ("2023-06-01", "2024-01-01", "2025-01-01")
    assert [organs.continuing(POLICE, day(on)) for on in days] == [LAND, HOUSING, TOWN]


def test_where_a_function_moved_that_goes_before_who_follows_the_abolished_organ() -> None:
    register = [
        organ("1", POLICE, abolished="2023-01-01", successor=HOUSING),
        organ("2", LAND),
        organ("3", HOUSING),
    ]
    organs = Organs.of(register, [took_over(POLICE, LAND, "2023-01-01", "demolition")])
    assert organs.continuing(POLICE, day("2023-06-01"), "demolition") == LAND
    assert organs.continuing(POLICE, day("2023-06-01"), "penalty") == HOUSING


@pytest.mark.parametrize(
    ("successor", "superior", "carries"),
    [(LAND, TOWN, TOWN), (LAND, "", LAND), ("", TOWN, TOWN), ("", "", POLICE)],
)
def test_the_superior_may_come_before_the_successor(successor: str, superior: str, carries: str) -> None:
    gone = organ("1", POLICE, abolished="2023-01-01", successor=successor, superior=superior)
    organs = Organs.of([gone, organ("2", LAND), organ("3", TOWN)])
    assert organs.continuing(POLICE, day("2023-06-01"), superior_first=True) == carries


def test_functions_that_moved_in_a_circle_end_somewhere_and_always_the_same() -> None:
    moves = [took_over(POLICE, LAND, "2023-01-01"), took_over(LAND, POLICE, "2023-01-01")]
    found = {
        Organs.of(REGISTER, order).continuing(POLICE, day("2023-06-01")) for order in permutations(moves)
    }
    assert found == {POLICE}


def test_a_successor_nobody_registered_is_named_all_the_same() -> None:
    organs = Organs.of(REGISTER, [took_over(POLICE, STRANGER, "2023-01-01")])
    assert organs.continuing(POLICE, day("2023-06-01")) == STRANGER


def test_a_function_that_went_back_is_carried_by_whom_it_went_back_to() -> None:
    organs = Organs.of(
        REGISTER, [took_over(POLICE, LAND, "2023-01-01"), took_over(LAND, POLICE, "2024-01-01")]
    )
    for name in (POLICE, LAND):
        assert organs.continuing(name, day("2024-06-01")) == POLICE
    assert organs.continuing(POLICE, day("2023-06-01")) == LAND


def test_what_a_successor_gave_away_before_it_succeeded_did_not_come_with_it() -> None:
    register = [
        organ("1", POLICE, abolished="2024-01-01", successor=LAND),
        organ("2", LAND),
        organ("3", TOWN),
    ]
    organs = Organs.of(register, [took_over(LAND, TOWN, "2023-01-01")])
    assert organs.continuing(POLICE, day("2024-06-01")) == LAND
    assert organs.continuing(LAND, day("2024-06-01")) == TOWN
