"""ALL 85, INT 101, INT 110: what an agency may do against a document, and until when. A right is no duty."""

import pytest

from shared.events.court import DocumentServed, RetrialApplied
from shared.events.findings.accountability import CircularProposed, LiabilityTriggered
from shared.events.words import DocumentKind, Outcome
from tests.deadlines.words import told_of
from tests.given import Given
from tests.words import (
    FIRST,
    GOVERNMENT,
    POLICE,
    RETRIAL,
    SECOND,
    TOWN,
    appeal,
    day,
    docketed,
    effective,
    huancui,
    judgment,
    ruling,
    xinzhou,
)


def decided(*outcomes: Outcome, served: str = "2023-06-05", to: str = POLICE) -> Given:
    """Return a case of first instance that was decided so."""
    return xinzhou().facts(FIRST, docketed(POLICE), judgment(*outcomes, served=served, to=to))


@pytest.mark.parametrize(
    ("today", "stands"), [("2023-06-20", "due 2023-06-20"), ("2023-06-21", "lapsed, due 2023-06-20")]
)
def test_85_an_adverse_judgment_may_be_appealed_within_15_days_and_then_no_more(
    today: str, stands: str
) -> None:
    assert decided("revoked").on(today).deadline(FIRST, "appeal") == stands


def test_85_the_right_ends_on_the_day_before_the_judgment_takes_effect() -> None:
    given = decided("revoked")
    assert given.deadline(FIRST, "appeal") == "lapsed, due 2023-06-20"
    assert given.deadline(FIRST, "retrial_application") == "lapsed, due 2023-12-21"  # in effect from the 21st


def test_85_a_judgment_that_is_not_adverse_offers_nothing() -> None:
    assert decided("claims_rejected").deadline(FIRST, "appeal") == "no duty"


def test_85_used_in_time_and_used_late() -> None:
    assert decided("revoked").facts(FIRST, appeal("2023-06-20", by=POLICE)).deadline(FIRST, "appeal") == (
        "met 2023-06-20, due 2023-06-20"
    )
    late = decided("revoked").facts(FIRST, appeal("2023-06-21", by=POLICE))
    assert late.deadline(FIRST, "appeal") == "late 2023-06-21, due 2023-06-20"


def test_85_the_appeal_of_the_claimant_is_not_the_agencys() -> None:
    given = decided("revoked").facts(FIRST, appeal("2023-06-12", by="claimant"))
    assert given.deadline(FIRST, "appeal") == "lapsed, due 2023-06-20"


def test_85_unused_or_used_late_it_counts_nowhere_and_leads_to_nothing() -> None:
    for given in (decided("revoked"), decided("revoked").facts(FIRST, appeal("2023-06-21", by=POLICE))):
        assert given.rate("on_time_rate:appeal") is None
        for kind in (CircularProposed, LiabilityTriggered):
            grounds = [str(one) for one in given.found("accountability", kind) if "appeal" in str(one)]
            assert grounds == []
        assert told_of(given.on("2023-06-22"), "appeal") == "nothing"


def test_85_near_its_end_somebody_is_reminded_of_a_right_too() -> None:
    assert told_of(decided("revoked").on("2023-06-20"), "appeal") == "0 before 2023-06-20"


def test_85_each_who_was_served_has_its_own_period() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN))
    given.facts(
        FIRST, judgment("revoked", served="2023-06-05"), judgment("revoked", served="2023-06-12", to=TOWN)
    )
    given.facts(FIRST, appeal("2023-06-27", by=TOWN))
    assert given.deadline(FIRST, "appeal") == "lapsed, due 2023-06-20; met 2023-06-27, due 2023-06-27"


def test_85_for_the_government_whoever_answers_may_appeal() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT, TOWN), appeal("2023-06-20", by=POLICE))
    for to in (GOVERNMENT, TOWN):
        given.facts(FIRST, judgment("revoked", served="2023-06-05", to=to))
    assert sorted(given.deadline(FIRST, "appeal").split("; ")) == [
        "lapsed, due 2023-06-20",
        "met 2023-06-20, due 2023-06-20",
    ]


@pytest.mark.parametrize(
    ("outcome", "stands"), [("jurisdiction_ruled", "lapsed, due 2023-06-15"), ("withdrawn", "no duty")]
)
def test_101_only_some_rulings_can_be_appealed_within_10_days(outcome: Outcome, stands: str) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), ruling(outcome, served="2023-06-05"))
    assert given.deadline(FIRST, "appeal") == stands


@pytest.mark.parametrize("kind", ["mediation"])
def test_85_what_the_parties_agreed_on_cannot_be_appealed(kind: DocumentKind) -> None:
    served = DocumentServed(recipient=POLICE, kind=kind, served_on=day("2023-06-05"), outcomes=("revoked",))
    assert xinzhou().facts(FIRST, docketed(POLICE), served).deadline(FIRST, "appeal") == "no duty"


def test_85_no_appeal_lies_from_a_second_instance() -> None:
    given = xinzhou().facts(
        SECOND, docketed(POLICE, instance="second"), judgment("revoked", served="2023-06-05")
    )
    assert given.deadline(SECOND, "appeal") == "no duty"
    assert given.deadline(SECOND, "retrial_application") == "lapsed, due 2023-12-05"


def test_85_in_huancui_a_judgment_that_is_no_loss_may_be_appealed_too() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), judgment("confirmed_unlawful", served="2023-07-03"))
    assert given.deadline(FIRST, "appeal") == "lapsed, due 2023-07-18"


def test_110_six_months_from_the_day_the_court_says_it_took_effect() -> None:
    given = decided("revoked").facts(FIRST, effective("2023-08-31"))
    assert given.deadline(FIRST, "retrial_application") == "lapsed, due 2024-02-29"


def test_110_applied_for_by_the_agency_and_not_by_the_claimant() -> None:
    given = decided("revoked").facts(
        FIRST, RetrialApplied(applied_on=day("2023-12-01"), applicant="claimant")
    )
    assert given.deadline(FIRST, "retrial_application") == "lapsed, due 2023-12-21"
    given.facts(FIRST, RetrialApplied(applied_on=day("2023-12-21"), applicant=POLICE))
    assert given.deadline(FIRST, "retrial_application") == "met 2023-12-21, due 2023-12-21"


def test_110_while_an_appeal_keeps_it_from_force_there_is_nothing_to_retry() -> None:
    given = decided("revoked").facts(FIRST, appeal("2023-06-12", by="claimant"))
    assert given.deadline(FIRST, "retrial_application") == "no duty"


def test_110_a_retrial_is_not_applied_for_twice() -> None:
    given = xinzhou().facts(
        RETRIAL, docketed(POLICE, instance="retrial"), judgment("revoked", served="2024-06-05")
    )
    assert given.deadline(RETRIAL, "retrial_application") == "no duty"
