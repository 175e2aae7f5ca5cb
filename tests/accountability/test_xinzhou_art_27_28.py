"""Xinzhou art. 27 and 28: what is a loss, who lost, who is accountable."""

import pytest

from shared.events.findings.accountability import LossFound
from shared.events.words import Outcome
from tests.given import Given
from tests.words import (
    FIRST,
    GOVERNMENT,
    HOUSING,
    LAND,
    POLICE,
    SECOND,
    TOWN,
    act,
    docketed,
    judgment,
    xinzhou,
)

LISTED = {
    "27(1)": ("revoked", "partly_revoked"),
    "27(2)": ("redo_ordered",),
    "27(3)": ("duty_ordered", "payment_ordered"),
    "27(4)": ("confirmed_void",),
    "27(5)": ("damages_ordered",),
}
NOT_LISTED: dict[Outcome, str] = {
    "confirmed_unlawful": "confirmed_unlawful_only",
    "varied": "varied",
    "agreement_ordered": "agreement_ordered",
    "remedial_measures": "remedial_measures",
}
NO_LOSS: tuple[Outcome, ...] = (
    "claims_rejected",
    "suit_dismissed",
    "withdrawn",
    "deemed_withdrawn",
    "withdrawn_after_change",
    "mediated",
    "terminated",
    "other",
)


def loss(given: Given) -> LossFound | None:
    """Return the loss found, if any."""
    found = given.found("accountability", LossFound)
    assert len(found) <= 1, "a dispute is lost once"
    return found[0] if found else None


@pytest.mark.parametrize("outcome", [one for outcomes in LISTED.values() for one in outcomes])
def test_27_each_outcome_listed_is_a_loss(outcome: Outcome) -> None:
    found = loss(xinzhou().facts(FIRST, docketed(POLICE), judgment(outcome, served="2023-06-26")))
    assert found is not None
    assert (found.outcomes, found.article, str(found.took_effect_on)) == (
        (outcome,),
        "27(1)-(5)",
        "2023-07-12",
    )


@pytest.mark.parametrize("outcome", [*NO_LOSS, *NOT_LISTED])
def test_27_no_other_outcome_is(outcome: Outcome) -> None:
    assert loss(xinzhou().facts(FIRST, docketed(POLICE), judgment(outcome, served="2023-06-26"))) is None


@pytest.mark.parametrize(("outcome", "flag"), NOT_LISTED.items())
def test_27_what_the_article_does_not_list_can_be_switched_on_one_by_one(outcome: Outcome, flag: str) -> None:
    given = xinzhou().reading("xinzhou", f"{flag}: false", f"{flag}: true")
    assert loss(given.facts(FIRST, docketed(POLICE), judgment(outcome, served="2023-06-26"))) is not None


def test_27_4_confirmed_unlawful_and_revoked_is_a_loss() -> None:
    both = judgment("confirmed_unlawful", "revoked", served="2023-06-26")
    assert loss(xinzhou().facts(FIRST, docketed(POLICE), both)) is not None


def test_27_an_outcome_that_is_a_loss_beside_one_that_is_none_is_a_loss() -> None:
    both = judgment("claims_rejected", "damages_ordered", served="2023-06-26")
    assert loss(xinzhou().facts(FIRST, docketed(POLICE), both)) is not None


def test_27_only_an_effective_document_is() -> None:
    given = (
        xinzhou().on("2023-07-11").facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-26"))
    )
    assert loss(given) is None
    assert loss(given.on("2023-07-12")) is not None


def test_28_all_defendants_lost_where_the_document_names_none() -> None:
    given = xinzhou().facts(FIRST, docketed("区公安分局", TOWN), judgment("revoked", served="2023-06-26"))
    found = loss(given)
    assert found is not None
    assert found.losing == found.accountable == (POLICE, TOWN)


def test_28_the_agencies_the_document_names_lost() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN))
    found = loss(given.facts(FIRST, judgment("revoked", served="2023-06-26", losing=("区公安分局",))))
    assert found is not None
    assert found.losing == (POLICE,)


def test_28_the_implementing_body_is_accountable_where_the_nominal_one_is_another() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(in_government_name=True, implementing=LAND))
    found = loss(given.facts(FIRST, judgment("revoked", served="2023-06-26")))
    assert found is not None
    assert (found.losing, found.accountable) == ((GOVERNMENT,), (LAND,))


def test_28_an_agency_in_whose_name_another_acted_is_not_accountable_for_it() -> None:
    given = xinzhou().facts(FIRST, docketed(HOUSING), act(acting=HOUSING, implementing=TOWN))
    found = loss(given.facts(FIRST, judgment("revoked", served="2023-06-26")))
    assert found is not None
    assert (found.losing, found.accountable) == ((HOUSING,), (TOWN,))


def test_28_a_co_defendant_who_is_not_the_nominal_body_stays_accountable_for_itself() -> None:
    given = xinzhou().facts(FIRST, docketed(HOUSING, POLICE), act(acting=HOUSING, implementing=TOWN))
    found = loss(given.facts(FIRST, judgment("revoked", served="2023-06-26")))
    assert found is not None
    assert found.accountable == (TOWN, POLICE)


def test_28_the_act_told_at_first_instance_says_who_is_accountable_for_a_loss_on_appeal() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(in_government_name=True, implementing=LAND))
    given.facts(FIRST, judgment("claims_rejected", served="2023-06-26"))
    given.facts(SECOND, docketed(GOVERNMENT, instance="second", earlier=FIRST))
    found = loss(given.facts(SECOND, judgment("revoked", served="2023-10-16")))
    assert found is not None
    assert found.accountable == (LAND,)


def test_28_an_upheld_appeal_keeps_the_agencies_named_at_first_instance() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN))
    given.facts(FIRST, judgment("revoked", served="2023-06-26", losing=(TOWN,)))
    given.facts(SECOND, docketed(POLICE, TOWN, instance="second", earlier=FIRST))
    found = loss(given.facts(SECOND, judgment("appeal_rejected", served="2023-10-16")))
    assert found is not None
    assert (found.losing, found.outcomes) == ((TOWN,), ("revoked",))


def test_28_the_final_document_says_who_lost_when_it_names_agencies_itself() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN), judgment("revoked", served="2023-06-26"))
    given.facts(SECOND, docketed(POLICE, TOWN, instance="second", earlier=FIRST))
    found = loss(given.facts(SECOND, judgment("appeal_rejected", served="2023-10-16", losing=(TOWN,))))
    assert found is not None
    assert found.losing == (TOWN,)


@pytest.mark.parametrize("category", ["civil", "reconsideration"])
def test_34_other_proceedings_are_lost_likewise_but_count_in_no_figure_of_litigation(category: str) -> None:
    case = docketed(POLICE, category=category)  # type: ignore[arg-type]
    given = xinzhou().facts(FIRST, case, judgment("revoked", served="2023-06-26"))
    assert loss(given) is not None
    assert given.rate("loss_rate") is None
    assert given.rate(f"loss_rate:category={category}") == (1, 1)
