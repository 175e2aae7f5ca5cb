"""Which reports are about the same thing once every name is known to mean an organ?"""

import pytest

from shared.dispute import disputes
from shared.events.agency import DefenceFiled
from shared.events.base import Fact
from shared.events.court import HearingHeld, NoticeServed, SuggestionIssued
from shared.law.told import told
from tests.given import Given
from tests.words import FIRST, POLICE, TOWN, filed, hearing, notice, suggestion, xinzhou


def counting(given: Given, kind: type[Fact]) -> list[str]:
    """Return the days of the facts of a type that count."""
    (dispute,) = disputes(given.records)
    facts = told(dispute.cases[0], kind, given.organs)
    return [str(getattr(fact, fact.DECIDES or "received_on")) for fact in facts]


@pytest.mark.parametrize("reverse", [False, True])
def test_a_name_and_its_alias_mean_one_organ_of_which_the_weightier_report_counts(reverse: bool) -> None:
    reports = [("ledger/x", notice("2023-05-10", to="区公安分局")), ("court/x", notice("2023-05-12"))]
    given = xinzhou()
    for source, fact in reversed(reports) if reverse else reports:
        given.fact(FIRST, fact, source)
    assert counting(given, NoticeServed) == ["2023-05-12"]


def test_different_organs_are_told_of_separately_whoever_reports() -> None:
    given = xinzhou().fact(FIRST, notice("2023-05-10", to=TOWN), "ledger/x")
    given.fact(FIRST, notice("2023-05-12"), "court/x")
    assert sorted(counting(given, NoticeServed)) == ["2023-05-10", "2023-05-12"]


def test_a_report_that_names_nobody_gives_way_to_a_weightier_one_that_does() -> None:
    given = (
        xinzhou()
        .fact(FIRST, filed("2023-05-10"), "ledger/x")
        .fact(FIRST, filed("2023-05-12", TOWN), "agency/x")
    )
    assert counting(given, DefenceFiled) == ["2023-05-12"]


def test_and_a_weightier_one_that_names_nobody_counts_alone() -> None:
    given = (
        xinzhou()
        .fact(FIRST, filed("2023-05-10"), "court/x")
        .fact(FIRST, filed("2023-05-12", TOWN), "agency/x")
    )
    assert counting(given, DefenceFiled) == ["2023-05-10"]


def test_of_one_kind_of_source_both_stand() -> None:
    given = xinzhou().fact(FIRST, filed("2023-05-10")).fact(FIRST, filed("2023-05-12", TOWN))
    assert counting(given, DefenceFiled) == ["2023-05-10", "2023-05-12"]


def test_suggestions_of_different_days_are_different_ones() -> None:
    given = xinzhou().fact(FIRST, suggestion("2023-05-08"), "ledger/x")
    given.fact(FIRST, suggestion("2023-05-08", to=POLICE)).fact(FIRST, suggestion("2023-06-08", to=POLICE))
    assert counting(given, SuggestionIssued) == ["2023-05-08", "2023-06-08"]


def test_facts_that_concern_no_single_organ_are_told_as_they_are() -> None:
    given = xinzhou().fact(FIRST, hearing("2023-05-08"), "ledger/x").fact(FIRST, hearing("2023-06-08"))
    assert counting(given, HearingHeld) == ["2023-05-08", "2023-06-08"]


def test_of_a_type_nobody_reported_there_is_nothing() -> None:
    assert counting(xinzhou().fact(FIRST, hearing("2023-05-08")), NoticeServed) == []
