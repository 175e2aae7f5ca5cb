"""Huancui art. 27: the loss report within 10 days of receiving the effective judgment."""

import pytest

from shared.events.words import Outcome
from tests.words import (
    FIRST,
    POLICE,
    RETRIAL,
    SECOND,
    analysed,
    appeal,
    docketed,
    effective,
    huancui,
    judgment,
)


def test_27_runs_from_the_day_the_judgment_takes_effect_when_that_is_later() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    given.facts(FIRST, effective("2023-07-12"), analysed("2023-07-24"))
    assert given.deadline(FIRST, "loss_analysis") == "met 2023-07-24, due 2023-07-24"


def test_27_runs_from_receipt_when_the_judgment_is_received_after_it_took_effect() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-07-20"))
    given.facts(FIRST, effective("2023-07-12"))
    assert given.deadline(FIRST, "loss_analysis") == "missed, due 2023-07-31"


def test_27_runs_from_the_end_of_the_appeal_period_when_nobody_appeals() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    assert given.deadline(FIRST, "loss_analysis") == "missed, due 2023-07-24"
    assert given.on("2023-07-11").deadline(FIRST, "loss_analysis") == "no duty"


def test_27_is_due_once_for_a_lost_dispute_in_the_case_of_the_final_document() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    given.facts(FIRST, appeal("2023-07-03"))
    assert given.deadline(FIRST, "loss_analysis") == "no duty"
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    given.facts(SECOND, judgment("appeal_rejected", served="2023-10-16"), analysed("2023-10-26"))
    assert given.deadline(FIRST, "loss_analysis") == "no duty"
    assert given.deadline(SECOND, "loss_analysis") == "met 2023-10-26, due 2023-10-26"


def test_27_a_retrial_that_reverses_a_loss_takes_the_report_back() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    given.facts(RETRIAL, docketed(POLICE, instance="retrial", earlier=FIRST))
    assert given.deadline(FIRST, "loss_analysis") == "missed, due 2023-07-24"
    given.facts(RETRIAL, judgment("claims_rejected", served="2024-03-11"))
    assert given.deadline(FIRST, "loss_analysis") == "no duty"
    assert given.deadline(RETRIAL, "loss_analysis") == "no duty"


@pytest.mark.parametrize("outcome", ["confirmed_unlawful", "varied", "agreement_ordered", "claims_rejected"])
def test_27_what_is_no_loss_needs_no_report_though_it_is_adverse(outcome: Outcome) -> None:
    given = huancui().facts(FIRST, docketed(POLICE), judgment(outcome, served="2023-06-26"))
    assert given.deadline(FIRST, "loss_analysis") == "no duty"
