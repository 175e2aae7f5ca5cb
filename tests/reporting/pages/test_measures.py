"""Does a figure stand where its counts say, and does a page choose the right year and order?"""

import pytest

from services.reporting.figures import figure
from services.reporting.pages.agencies import table
from services.reporting.pages.choice import choice_of
from services.reporting.pages.course import course_of
from services.reporting.pages.measures import Measure, bound, days, percent
from services.reporting.periods import Period
from shared.law.loader import law_of
from tests.reporting.pages.fixture import FixtureReader, packs

YEAR = Period.parse("2023")
XINZHOU = law_of("xinzhou", packs())


def measured(metric: str, numerator: int, denominator: int) -> Measure:
    return Measure(
        figure=figure(metric, numerator, denominator, YEAR, "defendant", "新洲区公安分局", XINZHOU)
    )


@pytest.mark.parametrize(
    ("metric", "numerator", "denominator", "verdict", "away"),
    [
        ("voiced_appearance_rate", 36, 46, "missed", 1),  # 80 % of 46 is 36.8
        ("voiced_appearance_rate", 37, 46, "met", 0),
        ("chief_voiced_appearance_rate", 21, 46, "missed", 2),
        ("loss_rate", 8, 42, "missed", 6),  # 5 % of 42 is 2.1
        ("loss_rate", 1, 20, "met", 0),
        ("loss_rate", 0, 0, "empty", 0),
        ("appearance_rate", 3, 4, "shown", 0),
    ],
)
def test_a_figure_says_how_it_stands_and_how_many_cases_it_lacks(
    metric: str, numerator: int, denominator: int, verdict: str, away: int
) -> None:
    measure = measured(metric, numerator, denominator)
    assert (measure.verdict, measure.away) == (verdict, away)


def test_rates_are_shown_half_up_and_targets_without_idle_places() -> None:
    assert (percent("0.7826"), percent("0.7825", 1), percent(None)) == ("78.26%", "78.3%", "—")
    assert (bound("0.8000"), bound("1.0000"), bound("0.0500")) == ("80%", "100%", "5%")
    assert (days("83.5500"), days(None)) == ("83.6", "—")


async def test_agencies_with_most_targets_missed_come_first() -> None:
    figures = await FixtureReader().figures("xinzhou", YEAR)
    ranked = table(figures.items, by="defendant")
    missed = [row.missed for row in ranked.rows]
    assert missed == sorted(missed, reverse=True)
    assert missed[0] > 0


@pytest.mark.parametrize("order", ["down", "up"])
async def test_agencies_are_sorted_by_the_exact_rate_and_those_without_come_last(order: str) -> None:
    figures = await FixtureReader().figures("xinzhou", YEAR)
    ranked = table(figures.items, by="defendant", sort="loss_rate", order=order)  # type: ignore[arg-type]
    with_rate = [row.cells["loss_rate"].figure for row in ranked.rows if "loss_rate" in row.cells]
    rates = [one.numerator / (one.denominator or 1) for one in with_rate]
    assert rates == sorted(rates, reverse=order == "down")
    assert all("loss_rate" not in row.cells for row in ranked.rows[len(rates) :])


async def test_the_parts_of_a_year_add_up_to_the_year() -> None:
    reader = FixtureReader()
    whole = (await reader.figures("xinzhou", YEAR, agency="*", metric="loss_rate")).items[0]
    for step in ("quarter", "month"):
        course = await course_of(reader, "xinzhou", YEAR, step, XINZHOU)
        parts = course.of("loss_rate")
        assert sum(part.numerator for part in parts) == whole.numerator
        assert sum(part.denominator or 0 for part in parts) == whole.denominator


async def test_a_year_is_shown_unasked_once_it_has_a_quarter_of_the_year_before() -> None:
    reader = FixtureReader()
    xinzhou = (await reader.districts())[0]
    choice = await choice_of(reader, xinzhou, "")
    assert choice is not None
    assert [
        (year.label, heard.numerator) for year, heard in zip(choice.years, choice.heard, strict=True)
    ] == [
        ("2023", 46),
        ("2024", 9),
    ]
    assert choice.period.label == "2023"


async def test_a_district_without_figures_has_no_period() -> None:
    reader = FixtureReader(empty=True)
    assert await choice_of(reader, (await reader.districts())[0], "2023") is None
