"""Figures of disputes: concluded, lost, withdrawn, settled; and first-instance losses (docs: figures)."""

import pytest

from shared.events.words import Outcome
from tests.given import Given
from tests.words import (
    ANEW,
    BUREAU,
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    SECOND,
    TOWN,
    act,
    appeal,
    docketed,
    effective,
    judgment,
    mediated,
    notice,
    ruling,
    xinzhou,
)


def decided(*outcomes: Outcome, served: str = "2023-06-26") -> Given:
    """Return a case against the police that a ruling ended so."""
    return xinzhou().facts(FIRST, docketed(POLICE), ruling(*outcomes, served=served))


@pytest.mark.parametrize(
    ("outcome", "withdrawn", "settled"),
    [
        ("withdrawn", 1, 0),
        ("deemed_withdrawn", 1, 0),
        ("withdrawn_after_change", 1, 1),
        ("terminated", 0, 0),
        ("suit_dismissed", 0, 0),
    ],
)
def test_withdrawals_and_settlements_over_disputes_concluded(
    outcome: Outcome, withdrawn: int, settled: int
) -> None:
    given = decided(outcome)
    assert given.rate("withdrawal_rate") == (withdrawn, 1)
    assert given.rate("settlement_rate") == (settled, 1)
    assert given.rate("loss_rate") == (0, 1)
    assert given.rate(f"concluded:outcome={outcome}") == (1, None)


def test_a_mediation_is_a_settlement_and_no_withdrawal() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), mediated("2023-06-26"))
    assert given.rate("settlement_rate") == (1, 1)
    assert given.rate("withdrawal_rate") == (0, 1)


def test_a_dispute_belongs_to_the_period_in_which_its_final_document_takes_effect() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-12-20"))
    assert given.rate("loss_rate", "2023") is None
    assert given.rate("loss_rate", "2024") == (1, 1)
    assert given.rate("loss_rate", "2024-01") == (1, 1)
    assert given.rate("first_instance_loss_rate", "2023") == (1, 1)


def test_a_dispute_of_three_cases_counts_once() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    given.facts(SECOND, judgment("appeal_rejected", served="2023-10-16"))
    assert given.rate("loss_rate") == (1, 1)
    assert given.rate("concluded") == (1, None)
    assert given.rate("docketed") == (2, None)
    assert given.rate("docketed:instance=second") == (1, None)
    assert given.rate("pending") is None


@pytest.mark.parametrize("outcome", ["claims_rejected", "withdrawn", "mediated", "suit_dismissed", "other"])
def test_first_instance_counts_every_document_of_the_period(outcome: Outcome) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment(outcome, on="2023-06-20", served="2024-01-08"))
    assert given.rate("first_instance_loss_rate", "2023-06") == (0, 1)
    assert given.rate("first_instance_loss_rate", "2024") is None


def test_first_instance_is_lost_by_its_own_outcome_even_if_it_was_reversed_later() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    given.facts(SECOND, judgment("claims_rejected", served="2023-10-16"))
    assert given.rate("first_instance_loss_rate") == (1, 1)
    assert given.rate("loss_rate") == (0, 1)


def test_first_instance_does_not_wait_for_effect_and_counts_no_second_instance() -> None:
    given = xinzhou().facts(SECOND, docketed(POLICE, instance="second"))
    given.facts(SECOND, judgment("revoked", served="2023-06-26"))
    assert given.rate("first_instance_loss_rate") is None
    given = xinzhou().facts(FIRST, docketed(POLICE), appeal("2023-06-27"))
    given.facts(FIRST, judgment("revoked", served="2023-06-26"))
    assert given.rate("first_instance_loss_rate") == (1, 1)
    assert given.rate("loss_rate") is None


def test_a_document_without_a_day_of_decision_belongs_to_no_period() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), effective("2023-07-12"))
    given.facts(FIRST, judgment("revoked"))
    assert given.rate("first_instance_loss_rate") is None
    assert given.rate("loss_rate") == (1, 1)


def co_defendants() -> Given:
    """Return a case against police and government of which only the police lost."""
    given = xinzhou().facts(FIRST, docketed(POLICE, GOVERNMENT), act(acting=POLICE, reconsideration="upheld"))
    return given.facts(FIRST, judgment("revoked", served="2023-06-26", losing=("区公安分局",)))


@pytest.mark.parametrize("metric", ["loss_rate", "first_instance_loss_rate"])
@pytest.mark.parametrize(
    ("by", "agency", "counts"),
    [
        ("defendant", "*", (1, 1)),
        ("defendant", POLICE, (1, 1)),
        ("defendant", GOVERNMENT, (0, 1)),
        ("responsible", "*", (1, 1)),
        ("responsible", POLICE, (1, 1)),
        ("responsible", BUREAU, (0, 1)),
        ("accountable", POLICE, (1, 1)),
        ("accountable", GOVERNMENT, None),
    ],
)
def test_a_loss_counts_in_the_row_of_who_the_document_names_or_answers_for_them(
    metric: str, by: str, agency: str, counts: tuple[int, int] | None
) -> None:
    assert co_defendants().rate(metric, by=by, agency=agency) == counts


@pytest.mark.parametrize("metric", ["loss_rate", "first_instance_loss_rate"])
def test_by_accountable_the_implementing_body_lost_and_not_the_nominal_one(metric: str) -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(in_government_name=True, implementing=LAND))
    given.facts(FIRST, judgment("revoked", served="2023-06-26"))
    assert given.rate(metric, by="accountable", agency=LAND) == (1, 1)
    assert given.rate(metric, by="accountable", agency=GOVERNMENT) is None
    assert given.rate(metric, by="defendant", agency=GOVERNMENT) == (1, 1)
    assert given.rate(metric, by="responsible", agency=LAND) == (1, 1)


def test_a_dispute_that_goes_on_is_pending_since_it_was_docketed() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, on="2022-12-01"), judgment("revoked", on="2023-06-26"))
    assert given.rate("pending", "2022") == (1, None)
    assert given.rate("pending", "2022", agency=POLICE) == (1, None)
    assert given.rate("concluded") is None


def test_a_case_without_a_docketing_day_counts_from_its_first_notice() -> None:
    given = xinzhou().facts(FIRST, docketed(TOWN, on=""), notice("2023-04-03", to=TOWN))
    assert given.rate("docketed", "2023-04") == (1, None)
    assert given.rate("docketed:act=other", "2023-04") == (1, None)
    assert given.rate("docketed:court=示0101", "2023-04") == (1, None)


def test_the_average_days_of_an_instance_are_a_sum_over_cases() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, on="2023-03-01"), judgment("revoked", on="2023-03-31"))
    given.facts(ANEW, docketed(POLICE, on="2023-03-01"), judgment("revoked", on="2023-03-12"))
    assert given.rate("average_days:first") == (41, 2)
    assert given.figures("2023")["*", "average_days:first"].value == "20.5000"


@pytest.mark.parametrize("category", ["civil", "reconsideration"])
def test_other_proceedings_are_not_mixed_in(category: str) -> None:
    case = docketed(POLICE, category=category)  # type: ignore[arg-type]
    given = xinzhou().facts(FIRST, case, judgment("revoked", served="2023-06-26"), notice("2023-05-12"))
    assert {count.metric.partition(":")[2] for count in given.counts()} == {f"category={category}"}
