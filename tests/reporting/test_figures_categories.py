"""Reconsideration and civil cases have figures of their own: Xinzhou 34, Huancui 38 (docs: figures)."""

from datetime import date

import pytest

from services.reporting.rows import Measures
from shared.events.court import CaseDocketed
from shared.events.words import Category
from shared.law.loader import laws_of
from tests.given import Given, packs
from tests.words import (
    FIRST,
    GOVERNMENT,
    POLICE,
    SECOND,
    analysed,
    archived,
    closed,
    docketed,
    effective,
    hearing,
    huancui,
    judgment,
    notice,
    officer,
    xinzhou,
)


def told(category: Category, given: Given | None = None, against: str = POLICE) -> Given:
    """Return a lost case of a category with a hearing at which an officer spoke."""
    given = given or xinzhou()
    case = docketed(against, category=category, on="2023-07-03")
    given.facts(FIRST, case, hearing("2023-08-07", officer(against)))
    given.facts(FIRST, judgment("revoked", served="2023-09-04", to=against), effective("2023-09-25"))
    return given.on("2024-01-01")


@pytest.mark.parametrize("category", ["reconsideration", "civil"])
def test_xinzhou_34_what_applies_likewise_has_figures_of_its_own(category: Category) -> None:
    given = told(category)
    rates = {
        metric: given.rate(f"{metric}:category={category}")
        for metric in ("docketed", "heard", "concluded", "appearance_rate", "voiced_appearance_rate")
    }
    assert rates == {
        "docketed": (1, None),
        "heard": (1, None),
        "concluded": (1, None),
        "appearance_rate": (1, 1),
        "voiced_appearance_rate": (1, 1),
    }
    assert given.rate(f"loss_rate:category={category}", agency=POLICE) == (1, 1)
    assert given.rate(f"pending:category={category}") is None


def test_xinzhou_34_no_litigation_figure_counts_them() -> None:
    beside = told("civil").facts(SECOND, docketed(POLICE), hearing("2023-08-14"))
    alone = xinzhou().facts(SECOND, docketed(POLICE), hearing("2023-08-14")).on("2024-01-01")
    mixed = {row: one for row, one in beside.figures("2023").items() if "category=" not in row[1]}
    assert mixed == alone.figures("2023")


def test_xinzhou_34_a_case_that_goes_on_is_pending_in_its_own_count() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, category="civil"))
    assert given.rate("pending:category=civil") == (1, None)
    assert given.rate("pending") is None


def test_xinzhou_34_their_deadlines_are_kept_in_a_rate_of_their_own() -> None:
    given = told("civil").facts(FIRST, analysed("2023-09-20"), closed("2023-10-09"), archived("2023-10-10"))
    rate = given.rate("on_time_rate:category=civil")
    assert rate is not None
    assert 0 < rate[0] < (rate[1] or 0), "the archive in time, the analysis late"
    assert given.rate("on_time_rate") is None
    assert given.rate("on_time_rate:archive") is None


def test_huancui_38_reconsideration_counts_where_the_government_is_the_respondent() -> None:
    given = told("reconsideration", huancui(), GOVERNMENT)
    assert given.rate("appearance_rate:category=reconsideration") == (1, 1)
    assert given.rate("docketed:category=reconsideration", agency=GOVERNMENT) == (1, None)


@pytest.mark.parametrize(("category", "against"), [("reconsideration", POLICE), ("civil", GOVERNMENT)])
def test_huancui_38_other_proceedings_are_judged_by_no_law_and_count_nowhere(
    category: Category, against: str
) -> None:
    assert told(category, huancui(), against).counts() == []


def test_a_suit_after_reconsideration_counts_by_itself_and_so_does_the_reconsideration() -> None:
    given = told("reconsideration")
    suit = CaseDocketed(
        instance="first", defendants=(POLICE,), earlier_case=FIRST, docketed_on=date(2023, 10, 9)
    )
    given.facts(SECOND, suit)
    assert given.rate("concluded:category=reconsideration") == (1, None)
    assert given.rate("pending:category=reconsideration") is None
    assert given.rate("pending") == (1, None)
    assert given.rate("concluded") is None


def test_xinzhou_32_a_duty_whose_miss_is_no_breach_counts_in_no_rate() -> None:
    given = told("litigation").facts(FIRST, notice("2023-07-10"))
    assert given.deadline(FIRST, "inquiry").startswith("missed")
    assert given.rate("on_time_rate:inquiry") is None
    duties = [count for count in given.counts() if count.metric.startswith("on_time_rate:")]
    (whole,) = {given.rate("on_time_rate")}
    assert whole is not None
    assert whole[1] == len({(count.metric, count.case) for count in duties})
    assert "on_time_rate:inquiry" not in Measures(given.world).names
    assert "on_time_rate:archive" in Measures(given.world).names


def test_the_figures_of_other_proceedings_are_known_by_name() -> None:
    measures = Measures(xinzhou().world)
    assert measures.knows("appearance_rate:category=civil")
    assert measures.knows("docketed:category=reconsideration")
    assert measures.knows("chief_duty_rate")
    assert not measures.knows("appearance_rate:category=litigation")
    assert not measures.knows("settlement_rate:category=civil")


def test_a_period_is_compared_with_what_the_law_of_its_last_day_asks() -> None:
    first = packs()["xinzhou"].replace('  article: "35"', '  until: 2024-01-01\n  article: "35"', 1)
    second = (
        packs()["xinzhou"]
        .replace("pack: xinzhou", "pack: xinzhou-2024", 1)
        .replace("  since: 2022-06-06", "  since: 2024-01-01", 1)
        .replace("{value: 0.05, since: 2022-06-06", "{value: 0.04, since: 2024-01-01")
    )
    given = xinzhou()
    given.texts = {**given.texts, "xinzhou": first, "xinzhou-2024": second}
    assert len(laws_of("xinzhou", given.texts)) == 2
    for number, day in (("11", "2023-08-07"), ("12", "2024-08-05")):
        case = FIRST.replace("初1号", f"初{number}号")
        given.facts(case, docketed(POLICE, on="2023-07-03"), judgment("revoked", served=day), effective(day))
    given.on("2025-01-01")
    found = {year: given.figures(year)[POLICE, "loss_rate"].target for year in ("2023", "2024")}
    assert found == {"2023": "0.0500", "2024": "0.0400"}
