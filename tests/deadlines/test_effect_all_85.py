"""ALL art. 85, INT 48 and 101: from which day a document is effective."""

from dataclasses import replace

import pytest

from shared.events.findings.deadlines import EffectDetermined
from shared.events.words import Outcome
from tests.given import Given
from tests.words import (
    FIRST,
    POLICE,
    RETRIAL,
    SECOND,
    TOWN,
    appeal,
    day,
    docketed,
    effective,
    judgment,
    mediated,
    ruling,
    xinzhou,
)


def took_effect(given: Given, case: str = FIRST) -> str:
    """Return day and reason, or that the document is not effective as far as the software can find."""
    found = given.found("deadlines", EffectDetermined, case)
    return f"{found[0].took_effect_on} {found[0].reason}" if found else "open"


def test_85_a_judgment_takes_effect_on_the_day_after_the_15_days_for_an_appeal(either: Given) -> None:
    either.facts(FIRST, docketed(POLICE), judgment("claims_rejected", served="2023-06-26"))
    assert took_effect(either) == "2023-07-12 appeal-period-ended"


@pytest.mark.parametrize(("today", "stands"), [("2023-07-11", False), ("2023-07-12", True)])
def test_85_the_last_day_must_have_ended(today: str, stands: bool) -> None:
    given = xinzhou().on(today).facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    assert (took_effect(given) != "open") is stands
    assert given.rate("loss_rate") == ((1, 1) if stands else None)
    assert given.rate("pending") == (None if stands else (1, None))


@pytest.mark.parametrize("outcome", ["suit_dismissed", "docketing_refused", "jurisdiction_ruled"])
def test_85_and_101_an_appealable_ruling_after_10_days(outcome: Outcome) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), ruling(outcome, served="2023-06-26"))
    assert took_effect(given) == "2023-07-07 appeal-period-ended"


@pytest.mark.parametrize("outcome", ["withdrawn", "deemed_withdrawn", "withdrawn_after_change", "terminated"])
def test_101_any_other_ruling_on_service(outcome: Outcome) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), ruling(outcome, served="2023-06-26"))
    assert took_effect(given) == "2023-06-26 on-service"


def test_48_the_last_day_of_the_appeal_period_moves_over_a_holiday() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("claims_rejected", served="2023-09-18"))
    assert took_effect(given) == "2023-10-08 appeal-period-ended"  # day 15 is 3 October; the 7th is worked


@pytest.mark.parametrize(("filed", "stands"), [("2023-10-07", "open"), ("2023-10-08", "2023-10-08")])
def test_48_an_appeal_on_the_day_the_period_moved_to_is_in_time_and_a_day_later_too_late(
    filed: str, stands: str
) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("claims_rejected", served="2023-09-18"))
    given.facts(FIRST, appeal(filed))
    assert took_effect(given).split()[0] == stands


def test_85_of_two_appeals_one_in_time_is_enough() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("claims_rejected", served="2023-06-26"))
    given.facts(FIRST, appeal("2023-08-01", by="claimant"), appeal("2023-07-03", by=POLICE))
    assert took_effect(given) == "open"
    assert given.rate("concluded") is None


def test_85_a_second_instance_on_record_is_an_appeal_though_nobody_reported_one() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("claims_rejected", served="2023-06-26"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    assert took_effect(given) == "open"


def test_85_a_second_instance_on_record_is_an_appeal_though_the_one_reported_came_late() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("claims_rejected", served="2023-06-26"))
    given.facts(FIRST, appeal("2023-09-01"))
    assert took_effect(given) == "2023-07-12 appeal-period-ended"
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    assert took_effect(given) == "open"


def test_85_a_retrial_on_record_is_no_appeal() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("claims_rejected", served="2023-06-26"))
    given.facts(RETRIAL, docketed(POLICE, instance="retrial", earlier=FIRST))
    assert took_effect(given) == "2023-07-12 appeal-period-ended"


def test_85_the_period_runs_from_the_party_served_last() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN))
    given.facts(FIRST, judgment("claims_rejected", served="2023-06-26"))
    given.facts(FIRST, judgment("claims_rejected", on="2023-06-26", served="2023-07-03", to=TOWN))
    assert took_effect(given) == "2023-07-19 appeal-period-ended"


def test_85_the_court_may_say_when_the_last_party_was_served() -> None:
    document = replace(judgment("claims_rejected", served="2023-06-26"), last_served_on=day("2023-07-03"))
    given = xinzhou().facts(FIRST, docketed(POLICE), document)
    assert took_effect(given) == "2023-07-19 appeal-period-ended"


@pytest.mark.parametrize("instance", ["second", "retrial"])
def test_second_instance_and_retrial_on_service(instance: str) -> None:
    case = SECOND if instance == "second" else RETRIAL
    given = xinzhou().facts(case, docketed(POLICE, instance=instance))  # type: ignore[arg-type]
    given.facts(case, judgment("claims_rejected", on="2023-08-21", served="2023-08-28"))
    assert took_effect(given, case) == "2023-08-28 on-service"


def test_a_mediation_on_the_last_signature() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), mediated("2023-06-26"))
    assert took_effect(given) == "2023-06-26 on-service"


def test_what_the_court_says_counts_before_all_and_needs_no_finding() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    given.facts(FIRST, effective("2023-08-01"))
    assert took_effect(given) == "open"
    assert given.rate("loss_rate", "2023-08") == (1, 1)


def test_what_nobody_served_does_not_take_effect() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", on="2023-06-26"))
    assert took_effect(given) == "open"


def test_the_next_day_on_which_the_answer_can_change_is_the_day_after_the_period() -> None:
    given = xinzhou().on("2023-07-01").facts(FIRST, docketed(POLICE))
    given.facts(FIRST, judgment("claims_rejected", served="2023-06-26"))
    assert str(given.next_day("deadlines")) == "2023-07-12"
