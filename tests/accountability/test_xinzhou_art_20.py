"""Xinzhou art. 20: late papers, late documents and late analyses lead to a circular."""

import pytest

from shared.events.base import Fact
from shared.events.findings.accountability import CircularProposed
from tests.given import Given
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    SECOND,
    act,
    analysed,
    docketed,
    document_reported,
    forwarded,
    huancui,
    judgment,
    notice,
    papers,
    xinzhou,
)

LOST = judgment("revoked", served="2023-06-12")


def circulars(given: Given) -> dict[str, tuple[str, ...]]:
    """Return the agencies of each circular to propose, by its ground."""
    return {one.ground: one.agencies for one in given.found("accountability", CircularProposed)}


def test_20_papers_not_reported_in_time_and_papers_never_reported() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    assert circulars(given) == {"papers-late": (POLICE,)}
    assert circulars(given.facts(FIRST, papers("2023-05-17"))) == {"papers-late": (POLICE,)}


def test_20_a_document_not_reported_in_time() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), LOST, analysed("2023-06-13"))
    assert circulars(given) == {"document-late": (POLICE,)}


def test_20_an_analysis_not_sent_in_time() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), LOST, document_reported("2023-06-13"))
    assert circulars(given) == {"loss-analysis-late": (POLICE,)}


@pytest.mark.parametrize("today", ["2023-05-12", "2023-05-16"])
def test_20_what_is_not_due_yet_leads_to_nothing(today: str) -> None:
    assert circulars(xinzhou().on(today).facts(FIRST, docketed(POLICE), notice("2023-05-12"))) == {}


@pytest.mark.parametrize("done", [papers("2023-05-16"), papers("2023-05-12")])
def test_20_what_is_in_time_leads_to_nothing(done: Fact) -> None:
    assert circulars(xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"), done)) == {}


def test_20_the_circular_names_who_answers_and_not_who_is_sued() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=LAND))
    given.facts(FIRST, notice("2023-05-12", to=GOVERNMENT), forwarded("2023-05-15"))
    assert circulars(given) == {"papers-late": (LAND,)}


def test_20_co_defendants_who_answer_each_for_themselves_are_named_together() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, GOVERNMENT), act(acting=POLICE, reconsideration="upheld"))
    given.facts(FIRST, notice("2023-05-12"))
    assert circulars(given) == {"papers-late": (POLICE, BUREAU)}


def test_20_what_was_late_at_first_instance_is_not_held_against_the_appeal() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST), document_reported("2023-09-12"))
    given.facts(SECOND, judgment("claims_rejected", served="2023-09-11"))
    found = given.findings("accountability")
    assert {(key.case, key.slot) for key in found if key.topic == "circular"} == {(FIRST, "papers-late")}


def test_20_nobody_is_named_while_the_bureau_has_not_designated() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), LOST)
    assert circulars(given) == {}


def test_20_other_duties_of_the_same_article_or_pack_have_no_circular() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"), papers("2023-05-15"))
    assert given.deadline(FIRST, "defence").startswith("missed")
    assert circulars(given) == {}


def test_20_is_no_law_in_huancui() -> None:
    assert circulars(huancui().facts(FIRST, docketed(POLICE), notice("2023-05-12"), LOST)) == {}
