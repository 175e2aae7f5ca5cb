"""Huancui art. 27: its text does not say what a loss is; the same outcomes count as in Xinzhou, and it says so."""

import pytest

from shared.events.findings.accountability import CircularProposed, LossFound
from shared.events.words import Outcome
from shared.law.loader import law_of
from tests.given import packs
from tests.words import FIRST, POLICE, TOWN, docketed, huancui, judgment


@pytest.mark.parametrize(
    "outcome",
    [
        "revoked",
        "partly_revoked",
        "redo_ordered",
        "duty_ordered",
        "payment_ordered",
        "confirmed_void",
        "damages_ordered",
    ],
)
def test_27_the_same_outcomes_as_in_xinzhou_are_a_loss(outcome: Outcome) -> None:
    given = huancui().facts(FIRST, docketed(POLICE, TOWN), judgment(outcome, served="2023-06-26"))
    (found,) = given.found("accountability", LossFound)
    assert (found.losing, found.article) == ((POLICE, TOWN), "27; outcomes as Xinzhou 27")


@pytest.mark.parametrize("outcome", ["confirmed_unlawful", "varied", "agreement_ordered", "claims_rejected"])
def test_27_and_no_others(outcome: Outcome) -> None:
    given = huancui().facts(FIRST, docketed(POLICE), judgment(outcome, served="2023-06-26"))
    assert given.found("accountability", LossFound) == []


def test_27_that_is_an_uncertain_reading() -> None:
    law = law_of("huancui", packs())
    assert law is not None
    assert law.lost.status == "uncertain"


def test_27_a_late_report_leads_to_no_circular_of_a_government() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    assert given.deadline(FIRST, "loss_analysis").startswith("missed")
    assert given.found("accountability", CircularProposed) == []
