"""Rows of figures: one for the district, in which a case counts once, and one for each agency (docs: figures)."""

from services.reporting.figures import SLICES, Count
from tests.given import Given
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    POLICE,
    SECOND,
    STRANGER,
    TOWN,
    act,
    docketed,
    hearing,
    huancui,
    judgment,
    officer,
    xinzhou,
)


def upheld() -> Given:
    """Return a case after reconsideration against police and government, in Huancui."""
    given = huancui().facts(FIRST, docketed(POLICE, "区政府"), act(acting=POLICE, reconsideration="upheld"))
    return given.facts(FIRST, hearing("2023-08-30", officer()))


def rows(given: Given, metric: str) -> set[tuple[str, str]]:
    """Return the rows in which a case counts in a figure."""
    return {(count.by, count.agency) for count in given.counts() if count.metric == metric}


def test_a_case_counts_once_in_the_district_and_once_in_each_agencys_row() -> None:
    counted = [count for count in upheld().counts() if count.metric == "appearance_rate"]
    assert len(counted) == len(set(counted)) == 8
    assert {(by, name) for by, name in rows(upheld(), "appearance_rate") if by not in SLICES} == {
        ("*", "*"),
        ("defendant", POLICE),
        ("defendant", GOVERNMENT),
        ("responsible", POLICE),
        ("responsible", BUREAU),
    }


def test_by_responsible_the_bureau_has_the_case_it_answers() -> None:
    assert upheld().rate("appearance_rate", agency=BUREAU, by="responsible") == (1, 1)
    assert upheld().rate("appearance_rate", agency=BUREAU) is None
    assert upheld().rate("appearance_rate", by="responsible") == (1, 1)


def test_one_agency_under_two_names_has_one_row() -> None:
    given = xinzhou().facts(FIRST, docketed("区公安分局"))
    given.facts(SECOND, docketed(POLICE, on="2023-07-03", instance="second", earlier=FIRST))
    assert given.rate("docketed", agency=POLICE) == (2, None)


def test_a_dispute_counts_in_the_row_of_everybody_sued_in_one_of_its_cases() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    given.facts(SECOND, docketed(POLICE, TOWN, instance="second", earlier=FIRST))
    given.facts(SECOND, judgment("appeal_rejected", served="2023-10-16"))
    assert given.rate("loss_rate", agency=POLICE) == (1, 1)
    assert given.rate("loss_rate", agency=TOWN) == (0, 1)


def test_a_case_against_unknown_organs_alone_counts_nowhere() -> None:
    given = xinzhou().facts(FIRST, docketed(STRANGER), hearing("2023-08-30"))
    assert given.counts() == []


def test_a_case_counts_when_one_of_its_defendants_is_known() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, STRANGER), hearing("2023-08-30", officer()))
    assert given.rate("appearance_rate") == (1, 1)
    assert given.rate("appearance_rate", agency=POLICE) == (1, 1)


def test_a_quarter_a_half_and_a_year_hold_the_same_days_as_their_months() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, on="2023-05-31"), hearing("2023-06-30"))
    for period, counts in {
        "2023-05": (1, None),
        "2023-06": None,
        "2023-Q2": (1, None),
        "2023-Q1": None,
        "2023-H1": (1, None),
        "2023-H2": None,
        "2023": (1, None),
        "2022": None,
    }.items():
        assert given.rate("docketed", period) == counts, period
    assert given.rate("heard", "2023-Q2") == (1, None)
    assert given.rate("heard", "2023-07") is None


def test_a_count_names_its_case_its_day_and_its_row() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing("2023-08-30"))
    (found,) = (one for one in given.counts() if (one.metric, one.by) == ("appearance_rate", "*"))
    assert found == Count("appearance_rate", FIRST, found.on, "*", "*", 0)
    assert str(found.on) == "2023-08-30"
