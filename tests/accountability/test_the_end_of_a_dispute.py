"""How a dispute ends, is opened again and ends otherwise: remand, retrial, late appeals, corrections."""

from itertools import permutations

import pytest

from shared.events.base import Fact
from shared.events.findings.accountability import LossFound
from shared.events.findings.deadlines import EffectDetermined
from tests.given import Given
from tests.words import (
    ANEW,
    FIRST,
    POLICE,
    RETRIAL,
    SECOND,
    day,
    docketed,
    effective,
    judgment,
    ruling,
    xinzhou,
)

AGAIN = "（2024）示01行终9号"

LOST = (FIRST, judgment("revoked", served="2023-06-26"))
WON = (FIRST, judgment("claims_rejected", served="2023-06-26"))
SUED = (FIRST, docketed(POLICE))
APPEALED = (SECOND, docketed(POLICE, on="2023-08-01", instance="second", earlier=FIRST))
UPHELD = (SECOND, judgment("appeal_rejected", served="2023-10-16"))
REVERSED = (SECOND, judgment("claims_rejected", served="2023-10-16"))
REMANDED = (SECOND, ruling("remanded", served="2023-10-16"))
TRIED_ANEW = (ANEW, docketed(POLICE, on="2024-01-08", earlier=SECOND))
LOST_ANEW = (ANEW, judgment("redo_ordered", served="2024-04-22"))
RETRIED = (RETRIAL, docketed(POLICE, on="2024-02-05", instance="retrial", earlier=FIRST))

Told = tuple[str, Fact]


def given(*told: Told) -> Given:
    """Return a district of which this is told."""
    district = xinzhou()
    for case, fact in told:
        district.fact(case, fact)
    return district


def end(district: Given) -> str:
    """Return in words how the dispute stands: pending, or when and how it ended."""
    concluded = {one.case: one for one in district.counts() if one.metric == "loss_rate" and one.by == "*"}
    pending = [one for one in district.counts() if one.metric == "pending" and one.by == "*"]
    assert len(concluded) + len(pending) == 1, "a dispute is pending, or ended once"
    cases = (case for dispute in district.judged() for case in dispute.cases if case.docketed)
    suits = {case.number for case in cases if case.docketed and case.docketed.category == "litigation"}
    lost = [key.case for key in district.findings("accountability") if key.topic == "loss"]
    losses = [case for case in lost if case in suits]
    assert losses == [case for case, one in concluded.items() if one.counted]
    for case, one in concluded.items():
        return f"{'lost' if one.counted else 'not lost'} {one.on} in {case}"
    return "pending"


def test_a_loss_upheld_on_appeal_is_lost_when_the_appeal_is_decided() -> None:
    assert end(given(SUED, LOST, APPEALED)) == "pending"
    assert end(given(SUED, LOST, APPEALED, UPHELD)) == f"lost 2023-10-16 in {SECOND}"


def test_a_loss_reversed_on_appeal_is_none() -> None:
    assert end(given(SUED, LOST, APPEALED, REVERSED)) == f"not lost 2023-10-16 in {SECOND}"


def test_a_loss_first_found_on_appeal_is_one() -> None:
    lost = (SECOND, judgment("revoked", "redo_ordered", served="2023-10-16"))
    assert end(given(SUED, WON, APPEALED, lost)) == f"lost 2023-10-16 in {SECOND}"


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_second_instance_may_arrive_before_the_first_in_any_order(order: tuple[int, ...]) -> None:
    told = (SUED, LOST, APPEALED, UPHELD)
    assert end(given(*(told[number] for number in order))) == f"lost 2023-10-16 in {SECOND}"


def test_an_appeal_rejected_is_not_lost_as_long_as_nobody_says_what_it_upheld() -> None:
    assert end(given(APPEALED, UPHELD)) == f"not lost 2023-10-16 in {SECOND}"


def test_a_remand_is_not_final() -> None:
    assert end(given(SUED, LOST, APPEALED, REMANDED)) == "pending"


def test_after_a_remand_the_new_first_instance_is_and_counts_once() -> None:
    told = (SUED, LOST, APPEALED, REMANDED, TRIED_ANEW)
    assert end(given(*told)) == "pending"
    district = given(*told, LOST_ANEW)
    assert end(district) == f"lost 2024-05-08 in {ANEW}"
    assert district.rate("loss_rate", "2023") is None
    assert district.rate("loss_rate", "2024") == (1, 1)
    assert district.rate("first_instance_loss_rate", "2023") == (1, 1)
    assert district.rate("first_instance_loss_rate", "2024") == (1, 1)


def test_after_a_remand_the_link_may_name_the_first_case_too() -> None:
    tried_anew = (ANEW, docketed(POLICE, on="2024-01-08", earlier=FIRST))
    told = (SUED, LOST, APPEALED, REMANDED, tried_anew, LOST_ANEW)
    assert end(given(*told)) == f"lost 2024-05-08 in {ANEW}"


def test_after_a_remand_the_order_of_cases_follows_what_is_known_of_their_days() -> None:
    tried_anew = (ANEW, docketed(POLICE, on="", earlier=FIRST))
    told = (SUED, LOST, APPEALED, REMANDED, tried_anew, LOST_ANEW)
    assert end(given(*told)) == f"lost 2024-05-08 in {ANEW}"


def test_the_new_first_instance_can_be_appealed_again() -> None:
    told = (SUED, LOST, APPEALED, REMANDED, TRIED_ANEW, LOST_ANEW)
    again = (AGAIN, docketed(POLICE, on="2024-06-03", instance="second", earlier=ANEW))
    assert end(given(*told, again)) == "pending"
    won = (AGAIN, judgment("claims_rejected", served="2024-08-05"))
    assert end(given(*told, again, won)) == f"not lost 2024-08-05 in {AGAIN}"


@pytest.mark.parametrize("outcome", ["trial_ordered", "jurisdiction_ruled"])
def test_other_rulings_that_are_not_final(outcome: str) -> None:
    open_ = (SECOND, ruling(outcome, served="2023-10-16"))  # type: ignore[arg-type]
    assert end(given(SUED, WON, APPEALED, open_)) == "pending"


def test_a_retrial_that_is_pending_leaves_the_loss_standing() -> None:
    assert end(given(SUED, LOST, RETRIED)) == f"lost 2023-07-12 in {FIRST}"


def test_a_retrial_that_reverses_a_loss_takes_it_back_and_moves_the_end() -> None:
    reversed_ = (RETRIAL, judgment("claims_rejected", served="2024-05-13"))
    district = given(SUED, LOST, RETRIED, reversed_)
    assert end(district) == f"not lost 2024-05-13 in {RETRIAL}"
    assert district.rate("loss_rate", "2023") is None
    assert district.rate("loss_rate", "2024") == (0, 1)
    assert district.rate("first_instance_loss_rate", "2023") == (1, 1)


def test_a_retrial_that_finds_a_loss() -> None:
    lost = (RETRIAL, judgment("confirmed_void", served="2024-05-13"))
    assert end(given(SUED, WON, RETRIED, lost)) == f"lost 2024-05-13 in {RETRIAL}"


def test_a_retrial_that_upholds_keeps_what_the_chain_decided() -> None:
    retried = (RETRIAL, docketed(POLICE, on="2024-02-05", instance="retrial", earlier=SECOND))
    upheld = (RETRIAL, judgment("appeal_rejected", served="2024-05-13"))
    assert end(given(SUED, LOST, APPEALED, UPHELD, retried, upheld)) == f"lost 2024-05-13 in {RETRIAL}"


@pytest.mark.parametrize("served", ["2024-05-13", ""])
def test_a_retrial_that_sends_the_case_back_opens_the_dispute_again(served: str) -> None:
    sent_back = (RETRIAL, judgment("remanded", on="2024-05-13", served=served))
    assert end(given(SUED, LOST, RETRIED, sent_back)) == "pending"


def test_an_appeal_that_turns_up_later_opens_a_dispute_that_had_ended_by_lapse() -> None:
    district = given(SUED, LOST)
    assert end(district) == f"lost 2023-07-12 in {FIRST}"
    assert len(district.found("deadlines", EffectDetermined)) == 1
    district.fact(*APPEALED)
    assert end(district) == "pending"
    assert district.found("deadlines", EffectDetermined) == []
    assert district.found("accountability", LossFound) == []


def test_a_correction_of_the_outcome_takes_the_loss_back() -> None:
    district = given(SUED).fact(FIRST, LOST[1], id_="doc")
    assert end(district) == f"lost 2023-07-12 in {FIRST}"
    district.corrected(FIRST, "doc", "doc", WON[1])
    assert end(district) == f"not lost 2023-07-12 in {FIRST}"


def test_two_later_cases_of_a_first_instance_nobody_reported_are_one_dispute() -> None:
    told = (APPEALED, REVERSED, RETRIED, (RETRIAL, judgment("revoked", served="2024-05-13")))
    assert end(given(*told)) == f"lost 2024-05-13 in {RETRIAL}"


def test_the_day_the_court_states_is_the_day_it_ended() -> None:
    (found,) = given(SUED, LOST, (FIRST, effective("2023-08-01"))).found("accountability", LossFound)
    assert found.took_effect_on == day("2023-08-01")


def test_what_reconsideration_decided_does_not_end_the_suit() -> None:
    decided = (ANEW, docketed(POLICE, category="reconsideration"))
    document = (ANEW, judgment("revoked", served="2023-02-01"))
    suit = (FIRST, docketed(POLICE, earlier=ANEW))
    assert end(given(decided, document, suit)) == "pending"
    assert end(given(decided, document, suit, WON)) == f"not lost 2023-07-12 in {FIRST}"
