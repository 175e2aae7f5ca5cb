"""Huancui art. 37: what may lead to liability; 37(7) has a file of its own."""

import pytest

from shared.events.words import Conduct, SuggestionKind
from tests.accountability.test_xinzhou_art_33 import triggers
from tests.given import Given
from tests.words import (
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    act,
    conduct,
    docketed,
    hearing,
    huancui,
    judgment,
    performed,
    sat,
    suggestion,
)

SHOWN = ("conduct-recorded 2023-06-01",)


def sued(*defendants: str) -> Given:
    """Return a case in Huancui after the regulation came into force."""
    return huancui().facts(FIRST, docketed(*defendants, on="2023-07-01"))


@pytest.mark.parametrize(
    ("kind", "article"),
    [
        ("interfered", "37(1)"),
        ("evidence_late", "37(3)"),
        ("refused_to_appear", "37(4)"),
        ("left_without_leave", "37(4)"),
        ("nobody_sent", "37(4)"),
        ("refused_performance", "37(5)"),
        ("delayed_performance", "37(5)"),
        ("suggestion_ignored", "37(6)"),
        ("bad_influence", "37(8)"),
        ("report_not_filed", "37(9)"),
        ("other", "37(10)"),
    ],
)
def test_37_conduct_on_record_shows_its_item(kind: Conduct, article: str) -> None:
    assert triggers(sued(POLICE).facts(FIRST, conduct(kind))) == [(article, POLICE, SHOWN)]


def test_37_2_not_preparing_counts_where_it_did_harm() -> None:
    harmless, harmful = conduct("preparation_refused"), conduct("preparation_refused", adverse_effect=True)
    assert triggers(sued(POLICE).facts(FIRST, harmless)) == []
    assert triggers(sued(POLICE).facts(FIRST, harmful)) == [("37(2)", POLICE, SHOWN)]


@pytest.mark.parametrize("kind", ["evidence_late", "refused_to_appear", "nobody_sent"])
def test_37_3_and_4_not_where_a_valid_reason_is_on_record(kind: Conduct) -> None:
    assert triggers(sued(POLICE).facts(FIRST, conduct(kind, without_reason=False))) == []


def test_37_4_leaving_without_leave_is_shown_by_the_record_of_the_hearing() -> None:
    given = sued(POLICE).facts(FIRST, hearing("2023-09-01", sat("outside_lawyer", left=True)))
    assert triggers(given) == [("37(4)", POLICE, ("hearing-held 2023-09-01",))]


def test_37_5_delay_in_performing_counts_here() -> None:
    given = sued(GOVERNMENT).facts(FIRST, act(implementing=LAND))
    given.facts(FIRST, judgment("duty_ordered", served="2023-09-04", perform_by="2023-11-01"))
    assert triggers(given) == [("37(5)", LAND, ("deadline-missed performance 2023-11-01",))]
    given.facts(FIRST, performed("2023-11-01"))
    assert triggers(given) == []


@pytest.mark.parametrize("kind", ["judicial", "normative", "procuratorial"])
def test_37_6_suggestions_of_courts_and_procuratorates(kind: SuggestionKind) -> None:
    given = sued(POLICE).facts(FIRST, suggestion("2024-01-10", kind=kind))
    ((article, agency, _),) = triggers(given)
    assert (article, agency) == ("37(6)", POLICE)


def test_37_is_no_article_on_lawyers_who_sit_alone() -> None:
    given = sued(POLICE).facts(FIRST, hearing("2023-09-01", sat("outside_lawyer")))
    assert triggers(given) == []
