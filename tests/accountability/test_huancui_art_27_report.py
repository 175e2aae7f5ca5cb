"""Huancui art. 27: after a loss there is one step, the report on it; nothing is inquired, reviewed or decided."""

import pytest

from shared.events.findings.accountability import (
    DecisionUnfounded,
    Proceeding,
    ProceedingClosed,
    ProceedingOpened,
)
from shared.events.findings.common import FactParked
from tests.accountability.afterwards import REVIEWED, decided, lost
from tests.given import Given
from tests.words import FIRST, GOVERNMENT, POLICE, SECOND, TOWN, analysed, docketed, huancui, judgment


def proceedings(given: Given) -> list[tuple[type[Proceeding], str, str]]:
    """Return how the proceedings stand, of whom, and in which stage."""
    found = given.found("accountability", Proceeding)
    return [(type(one), one.unit, one.stage) for one in found]


def test_a_loss_asks_for_the_report() -> None:
    given = huancui().facts(FIRST, *lost())
    (found,) = given.found("accountability", ProceedingOpened)
    assert (found.stage, found.expected, found.article) == ("report", ("loss-analysed",), "27")


def test_the_report_ends_it() -> None:
    given = huancui().facts(FIRST, *lost(), analysed("2023-06-26"))
    (found,) = given.found("accountability", ProceedingClosed)
    assert (found.how, str(found.closed_on)) == ("reported", "2023-06-26")
    assert [one.conclusion for one in found.subjects] == [None]


def test_one_report_does_for_all_who_lost() -> None:
    given = huancui().facts(FIRST, *lost(POLICE, TOWN), analysed("2023-06-26"))
    assert proceedings(given) == [(ProceedingClosed, POLICE, "report"), (ProceedingClosed, TOWN, "report")]


def test_a_report_on_the_judgment_at_first_instance_is_none_on_the_one_that_took_effect() -> None:
    given = huancui().facts(FIRST, *lost(), analysed("2023-06-12"))
    given.facts(
        SECOND,
        docketed(on="2023-07-01", instance="second", earlier=FIRST),
        judgment("appeal_rejected", served="2023-09-05"),
    )
    assert proceedings(given) == [(ProceedingOpened, POLICE, "report")]
    assert given.deadline(SECOND, "loss_analysis").startswith("missed")


def test_what_xinzhou_asks_for_beside_has_no_effect_and_is_not_parked() -> None:
    given = huancui().facts(FIRST, *lost(), *REVIEWED, decided("2023-09-04", "tolerated", "bad-luck"))
    assert proceedings(given) == [(ProceedingOpened, POLICE, "report")]
    assert given.found("accountability", FactParked) == []
    assert given.found("accountability", DecisionUnfounded) == []


@pytest.mark.parametrize(
    ("category", "expected"), [("reconsideration", [(ProceedingOpened, GOVERNMENT, "report")]), ("civil", [])]
)
def test_38_in_a_reconsideration_likewise_and_not_in_civil_cases(
    category: str, expected: list[tuple[type[Proceeding], str, str]]
) -> None:
    given = huancui().facts(
        FIRST,
        docketed(GOVERNMENT, category=category),  # type: ignore[arg-type]
        judgment("revoked", served="2023-06-26", to=GOVERNMENT),
    )
    assert proceedings(given) == expected


def test_a_retrial_that_takes_the_loss_back_withdraws_it() -> None:
    given = huancui().facts(FIRST, *lost(), analysed("2023-06-26"))
    given.facts(
        SECOND,
        docketed(on="2024-01-10", instance="retrial", earlier=FIRST),
        judgment("claims_rejected", served="2024-03-04"),
    )
    assert proceedings(given) == []
