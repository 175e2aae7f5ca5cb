"""Xinzhou art. 16 and 25: what the figures of an agency are measured against, exactly."""

import pytest

from services.reporting.figures import Figure, figure
from services.reporting.periods import Period
from shared.law.loader import law_of
from shared.law.model import Law
from tests.given import packs
from tests.words import POLICE


def law() -> Law:
    """Return the law of Xinzhou."""
    found = law_of("xinzhou", packs())
    assert found is not None
    return found


def of(metric: str, numerator: int, denominator: int, period: str = "2023", agency: str = POLICE) -> Figure:
    """Return a figure of an agency."""
    return figure(metric, numerator, denominator, Period.parse(period), "defendant", agency, law())


@pytest.mark.parametrize(
    ("numerator", "denominator", "met"),
    [
        (4, 5, True),
        (8, 10, True),
        (799, 1000, False),
        (801, 1000, True),
        (79999, 100000, False),
        (0, 1, False),
    ],
)
def test_16_officers_appear_and_speak_in_80_percent_met_exactly(
    numerator: int, denominator: int, met: bool
) -> None:
    assert of("voiced_appearance_rate", numerator, denominator).met is met


def test_16_the_80_percent_are_uncertain_and_say_what_the_source_reads() -> None:
    found = of("voiced_appearance_rate", 1, 1)
    assert (found.target, found.compare, found.article) == ("0.8000", "at_least", "16")
    assert found.status == "uncertain"
    assert "?5 %" in found.note


@pytest.mark.parametrize(("numerator", "met"), [(50, True), (49, False)])
def test_16_the_chief_appears_and_speaks_in_half_of_them(numerator: int, met: bool) -> None:
    found = of("chief_voiced_appearance_rate", numerator, 100)
    assert (found.met, found.target, found.status) == (met, "0.5000", "confirmed")


@pytest.mark.parametrize(
    ("numerator", "denominator", "met"), [(1, 20, True), (5, 100, True), (51, 1000, False), (0, 7, True)]
)
def test_25_at_most_5_percent_are_lost_met_exactly(numerator: int, denominator: int, met: bool) -> None:
    found = of("loss_rate", numerator, denominator)
    assert (found.met, found.target, found.compare, found.article) == (met, "0.0500", "at_most", "25")


def test_25_a_value_that_rounds_to_the_target_need_not_meet_it() -> None:
    found = of("loss_rate", 50001, 1000000)
    assert (found.value, found.met) == ("0.0500", False)


@pytest.mark.parametrize("metric", ["appearance_rate", "first_instance_loss_rate", "on_time_rate:archive"])
def test_other_figures_are_shown_without_a_target(metric: str) -> None:
    found = of(metric, 1, 2)
    assert (found.target, found.met, found.indicative) == (None, None, False)


@pytest.mark.parametrize(
    ("period", "agency", "indicative"),
    [
        ("2023", POLICE, False),
        ("2023", "*", True),
        ("2023-H1", POLICE, True),
        ("2023-Q2", POLICE, True),
        ("2023-05", "*", True),
    ],
)
def test_the_target_is_yearly_and_binds_each_agency_elsewhere_it_indicates(
    period: str, agency: str, indicative: bool
) -> None:
    found = of("loss_rate", 1, 4, period, agency)
    assert (found.indicative, found.met) == (indicative, False)


def test_without_a_denominator_nothing_is_met_or_missed() -> None:
    found = of("loss_rate", 0, 0)
    assert (found.value, found.met, found.target) == (None, None, "0.0500")


@pytest.mark.parametrize(
    ("period", "target"), [("2021", None), ("2022-05", None), ("2022-06", "0.0500"), ("2022", "0.0500")]
)
def test_a_target_holds_for_periods_that_end_after_it_came_into_force(
    period: str, target: str | None
) -> None:
    assert of("loss_rate", 0, 1, period).target == target


@pytest.mark.parametrize(
    ("numerator", "denominator", "value"),
    [
        (1, 3, "0.3333"),
        (2, 3, "0.6667"),
        (1, 20000, "0.0001"),
        (1, 20001, "0.0000"),
        (12345, 100000, "0.1235"),
        (12335, 100000, "0.1234"),
        (7, 7, "1.0000"),
    ],
)
def test_a_value_has_four_places_rounded_half_up(numerator: int, denominator: int, value: str) -> None:
    assert of("withdrawal_rate", numerator, denominator).value == value


def test_a_plain_count_has_no_denominator_and_no_target() -> None:
    found = of("docketed:act=penalty", 7, 7)
    assert (found.numerator, found.denominator, found.value, found.met) == (7, None, "7", None)


def test_a_target_that_changes_on_new_years_day_leaves_the_year_before_as_it_was() -> None:
    old = '{value: 0.05, since: 2022-06-06, article: "25"}'
    both = f'{old}, {{value: 0.03, since: 2024-01-01, article: "25"}}'
    texts = {**packs(), "xinzhou": packs()["xinzhou"].replace(old, both)}
    changed = law_of("xinzhou", texts)
    found = {
        year: figure("loss_rate", 1, 25, Period.parse(year), "defendant", POLICE, changed)
        for year in ("2023", "2024")
    }
    assert {year: (one.target, one.met) for year, one in found.items()} == {
        "2023": ("0.0500", True),
        "2024": ("0.0300", False),
    }
