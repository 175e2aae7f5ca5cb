"""Xinzhou art. 20: papers and documents to the bureau in 2 working days, the analysis of a loss in 5."""

import pytest

from shared.events.words import Outcome
from tests.words import (
    FIRST,
    GOVERNMENT,
    POLICE,
    RETRIAL,
    SECOND,
    TOWN,
    analysed,
    appeal,
    docketed,
    document_reported,
    forwarded,
    judgment,
    notice,
    papers,
    ruling,
    xinzhou,
)

ADVERSE: tuple[Outcome, ...] = (
    "revoked",
    "partly_revoked",
    "redo_ordered",
    "duty_ordered",
    "payment_ordered",
    "confirmed_unlawful",
    "confirmed_void",
    "damages_ordered",
    "varied",
    "agreement_ordered",
)
HARMLESS: tuple[Outcome, ...] = (
    "claims_rejected",
    "suit_dismissed",
    "remedial_measures",
    "mediated",
    "other",
)


def test_20_papers_are_reported_within_2_working_days_of_the_notice() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-04-27"), papers("2023-05-04"))
    assert given.deadline(FIRST, "papers") == "met 2023-05-04, due 2023-05-04"


def test_20_papers_run_from_the_forwarding_when_the_government_is_the_only_defendant() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), notice("2023-05-12", to=GOVERNMENT))
    assert given.deadline(FIRST, "papers") == "no duty"
    given.facts(FIRST, forwarded("2023-05-15"))
    assert given.deadline(FIRST, "papers") == "missed, due 2023-05-17"


def test_20_papers_run_from_the_notice_when_the_government_is_sued_with_others() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, GOVERNMENT), notice("2023-05-12", to=GOVERNMENT))
    given.facts(FIRST, notice("2023-05-12"), forwarded("2023-05-15"))
    assert given.deadline(FIRST, "papers") == "missed, due 2023-05-16"


def test_20_papers_are_due_once_a_case_however_many_defendants_there_are() -> None:
    given = xinzhou().facts(
        FIRST, docketed(POLICE, TOWN), notice("2023-05-12"), notice("2023-05-15", to=TOWN)
    )
    assert given.deadline(FIRST, "papers") == "missed, due 2023-05-16"


def test_20_a_document_is_reported_within_2_working_days_of_its_receipt() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("claims_rejected", served="2023-06-20"))
    assert given.deadline(FIRST, "document_reported") == "missed, due 2023-06-25"
    given.facts(FIRST, document_reported("2023-06-25"))
    assert given.deadline(FIRST, "document_reported") == "met 2023-06-25, due 2023-06-25"


def test_20_a_document_of_which_nobody_says_when_it_was_received_need_not_be_reported() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", on="2023-06-20"))
    assert given.deadline(FIRST, "document_reported") == "no duty"
    assert given.deadline(FIRST, "loss_analysis") == "no duty"


@pytest.mark.parametrize("outcome", ADVERSE)
def test_20_an_adverse_result_asks_for_an_analysis_within_5_working_days(outcome: Outcome) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment(outcome, served="2023-06-20"))
    assert given.deadline(FIRST, "loss_analysis") == "missed, due 2023-06-28"


@pytest.mark.parametrize("outcome", HARMLESS)
def test_20_no_other_result_does(outcome: Outcome) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment(outcome, served="2023-06-20"))
    assert given.deadline(FIRST, "loss_analysis") == "no duty"


def test_20_the_analysis_is_due_also_when_the_judgment_is_appealed() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-20"))
    given.facts(FIRST, appeal("2023-06-26"), analysed("2023-06-28"))
    assert given.deadline(FIRST, "loss_analysis") == "met 2023-06-28, due 2023-06-28"


def test_20_each_instance_after_which_an_adverse_outcome_stands_asks_for_its_own() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-20"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    given.facts(SECOND, judgment("appeal_rejected", served="2023-09-11"))
    assert given.deadline(FIRST, "loss_analysis") == "missed, due 2023-06-28"
    assert given.deadline(SECOND, "loss_analysis") == "missed, due 2023-09-18"


def test_20_an_appeal_that_decides_anew_asks_by_its_own_outcome() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-20"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    given.facts(SECOND, judgment("claims_rejected", served="2023-09-11"))
    assert given.deadline(SECOND, "loss_analysis") == "no duty"
    given.facts(RETRIAL, docketed(POLICE, instance="retrial", earlier=SECOND))
    given.facts(RETRIAL, judgment("revoked", served="2024-04-15"))
    assert given.deadline(RETRIAL, "loss_analysis") == "missed, due 2024-04-22"


def test_20_a_remand_leaves_no_adverse_outcome() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-20"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    given.facts(SECOND, ruling("remanded", served="2023-09-11"))
    assert given.deadline(SECOND, "loss_analysis") == "no duty"
    assert given.deadline(SECOND, "document_reported") == "missed, due 2023-09-13"
