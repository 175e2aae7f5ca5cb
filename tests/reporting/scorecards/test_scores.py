"""Are points, means, places and what is left out what the law's items ask? To the cent, half up."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.scorecards.scores import Sums, card, mean, points, ranks, recorded, rounded
from shared.events.activities import AssessmentRecorded
from shared.events.findings.reporting import ScoredItem
from shared.law.model import AssessmentItem, Text
from shared.organs import Organs
from tests.words import BUREAU, POLICE, day, xinzhou

NAMED = Text(zh="项", en="Item")


def item(id_: str, *figures: str, weight: str = "1", by: str = "responsible", **scale: str) -> AssessmentItem:
    said = {"item": id_, "article": "26", "summary": NAMED, "figures": figures, "weight": weight, "by": by}
    return AssessmentItem.model_validate({**said, **scale})


def record(
    of: str, score: str, agency: str = POLICE, on: str = "2024-02-20", year: int = 2023
) -> AssessmentRecorded:
    return AssessmentRecorded(
        recorded_on=day(on),
        agency=agency,
        year=year,
        item=of,
        score=Decimal(score),
        office=BUREAU,
        reason="查阅台账",
    )


@pytest.mark.parametrize(
    ("counts", "worth"),
    [
        ((0, 0), None),
        ((0, 5), "0.00"),
        ((5, 5), "100.00"),
        ((1, 3), "33.33"),
        ((2, 3), "66.67"),
        ((1, 16), "6.25"),
        ((1, 800), "0.13"),
    ],
)
def test_a_rate_is_worth_its_hundredfold_to_the_cent_half_up(
    counts: tuple[int, int], worth: str | None
) -> None:
    assert points(*counts, Decimal(1), Decimal(0)) == (Decimal(worth) if worth else None)


@pytest.mark.parametrize(
    ("lost", "worth"),
    [((0, 10), 100), ((1, 20), 100), ((1, 10), 75), ((3, 20), 50), ((1, 4), 0), ((9, 10), 0)],
)
def test_losses_are_worth_all_up_to_the_cap_and_nothing_from_a_quarter_on(
    lost: tuple[int, int], worth: int
) -> None:
    assert points(*lost, Decimal("0.05"), Decimal("0.25")) == worth


@given(
    st.integers(0, 500), st.integers(1, 500), st.sampled_from([("1", "0"), ("0.05", "0.25"), ("0.9", "0.5")])
)
def test_points_are_from_0_to_100_with_two_places_and_never_turn(
    n: int, d: int, scale: tuple[str, str]
) -> None:
    full, none = map(Decimal, scale)
    here, more = points(n, d, full, none), points(n + 1, d, full, none)
    assert here is not None
    assert more is not None
    assert Decimal(0) <= here <= Decimal(100)
    assert here.as_tuple().exponent == -2
    assert (here <= more) if full > none else (here >= more)


@given(st.fractions(0, 100))
def test_rounding_is_half_up(exact: Fraction) -> None:
    found = Fraction(rounded(exact))
    assert -Fraction(1, 200) < found - exact <= Fraction(1, 200)


def test_the_counts_of_several_figures_are_added_up() -> None:
    sums: Sums = {
        ("responsible", POLICE, "a"): (1, 3),
        ("responsible", POLICE, "b"): (1, 1),
        ("defendant", POLICE, "a"): (9, 9),
    }
    found = card(POLICE, [item("reporting", "a", "b", "c")], sums, {})
    (scored,) = found.items
    assert scored.points == Decimal(50)
    assert [(one.numerator, one.denominator) for one in scored.figures] == [(1, 3), (1, 1), (0, 0)]
    assert (found.total, found.complete) == (Decimal(50), True)


def test_an_item_is_measured_in_its_role() -> None:
    sums: Sums = {("defendant", POLICE, "a"): (1, 2), ("accountable", POLICE, "a"): (1, 4)}
    items = [item("own", "a", by="defendant"), item("losses", "a", by="accountable"), item("others", "a")]
    assert [one.points for one in card(POLICE, items, sums, {}).items] == [Decimal(50), Decimal(25), None]


def test_what_nothing_counts_in_is_left_out_and_does_not_make_it_incomplete() -> None:
    sums: Sums = {("responsible", POLICE, "a"): (1, 2)}
    found = card(POLICE, [item("one", "a"), item("two", "b", weight="9")], sums, {})
    assert (found.total, found.complete) == (Decimal(50), True)


def test_what_nobody_recorded_is_left_out_and_makes_it_incomplete() -> None:
    items = [item("system", weight="3"), item("digital")]
    found = card(POLICE, items, {}, {(POLICE, "system"): record("system", "92.5")})
    assert (found.total, found.complete) == (Decimal("92.50"), False)
    whole = {(POLICE, "system"): record("system", "90"), (POLICE, "digital"): record("digital", "50")}
    assert (card(POLICE, items, {}, whole).total, card(POLICE, items, {}, whole).complete) == (
        Decimal(80),
        True,
    )


def test_without_anything_there_is_no_total() -> None:
    found = card(POLICE, [item("system"), item("one", "a")], {}, {})
    assert (found.total, found.complete) == (None, False)
    assert (card(POLICE, [], {}, {}).total, card(POLICE, [], {}, {}).complete) == (None, True)


def test_what_is_recorded_says_who_assessed_and_why() -> None:
    found = card(POLICE, [item("system")], {}, {(POLICE, "system"): record("system", "92.5")})
    (scored,) = found.items
    assert (scored.office, scored.reason, scored.recorded_on, scored.kind) == (
        BUREAU,
        "查阅台账",
        day("2024-02-20"),
        "annual",
    )


def test_a_record_of_a_measured_item_moves_nothing() -> None:
    sums: Sums = {("responsible", POLICE, "a"): (1, 2)}
    assert card(POLICE, [item("one", "a")], sums, {(POLICE, "one"): record("one", "99")}).total == Decimal(50)


def test_of_an_agency_told_by_two_names_the_later_record_counts_in_whatever_order() -> None:
    told = [
        record("system", "60"),
        record("system", "80", agency="区公安分局", on="2024-03-01"),
        record("system", "10", year=2022),
    ]
    for facts in (told, told[::-1]):
        found = recorded(facts, xinzhou().organs)
        assert found[2023][POLICE, "system"].score == 80
        assert found[2022][POLICE, "system"].score == 10
    assert recorded([record("system", "60", agency="某局")], Organs()) == {
        2023: {("某局", "system"): record("system", "60", agency="某局")}
    }


def test_the_mean_weighs_points_as_they_are_shown() -> None:
    parts = [(Decimal("33.33"), "2"), (Decimal("66.67"), "1"), (None, "50")]
    items = [
        ScoredItem(item=str(n), article="", zh="", en="", weight=Decimal(weight), points=worth)
        for n, (worth, weight) in enumerate(parts)
    ]
    assert mean(items) == Decimal("44.44")


def test_equals_share_a_place_and_leave_one_out() -> None:
    totals = {"a": Decimal(80), "b": Decimal("92.50"), "c": Decimal("92.5"), "d": None, "e": Decimal(10)}
    assert ranks(totals) == {"b": 1, "c": 1, "a": 3, "e": 4}


def test_a_card_differs_by_what_counts_and_not_by_what_its_items_are_called() -> None:
    one = card(POLICE, [item("system")], {}, {})
    renamed = item("system").model_copy(update={"summary": Text(zh="另名", en="Other"), "article": "35"})
    assert one.bare == card(POLICE, [renamed], {}, {}).bare
    assert one.bare != card(POLICE, [item("system", weight="2")], {}, {}).bare
