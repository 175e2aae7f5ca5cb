"""What is kept but cannot be used yet, and what releases it (Xinzhou 2)."""

import pytest

from shared.events.findings.common import FactParked
from shared.events.findings.routing import LawMissing
from tests.words import (
    FIRST,
    GOVERNMENT,
    HOUSING,
    LAND,
    POLICE,
    REGISTER,
    SECOND,
    STRANGER,
    OrganRegistered,
    act,
    closed,
    day,
    designated,
    docketed,
    forwarded,
    hearing,
    judgment,
    notice,
    officer,
    suggestion,
    xinzhou,
)

JOINED = OrganRegistered(code="x1", name="示范区水利局", kind="department", aliases=(STRANGER,))


def test_a_case_against_an_unknown_organ_is_parked_and_released_by_the_register() -> None:
    given = xinzhou().facts(FIRST, docketed(STRANGER), hearing("2023-05-08", officer(STRANGER)))
    assert given.parked(FIRST) == [("unknown-organ", STRANGER)]
    assert given.rate("appearance_rate") is None
    given.registered(*REGISTER, JOINED)
    assert given.parked(FIRST) == []
    assert given.answer(FIRST)[2] == (JOINED.name,)
    assert given.rate("appearance_rate") == (1, 1)
    assert given.rate("appearance_rate", agency=JOINED.name) == (1, 1)


def test_a_parked_finding_names_the_fact_and_what_would_release_it() -> None:
    given = xinzhou().fact(FIRST, docketed(STRANGER), "court/示0101", "docket-1")
    (found,) = given.found("routing", FactParked)
    assert found.fact == "court/示0101 docket-1"
    assert found.released_by == "organ-registered"


def test_an_unknown_organ_that_does_not_have_to_answer_hinders_nobody() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), act(acting=STRANGER))
    assert given.parked(FIRST) == [("unknown-organ", STRANGER)]
    assert given.answer(FIRST)[2] == (POLICE,)


def test_an_unknown_implementing_department_parks_who_answers() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=STRANGER))
    assert given.parked(FIRST) == [("unknown-organ", STRANGER)]
    assert {key.topic for key in given.findings("routing")} == {"parked"}


def test_an_unknown_agency_designated_is_parked_and_not_silently_dropped() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), designated(STRANGER))
    assert given.parked(FIRST) == [("unknown-organ", STRANGER)]


def test_an_unknown_agency_named_as_losing_is_parked() -> None:
    lost = judgment("revoked", served="2023-06-01", losing=(STRANGER,))
    given = xinzhou().facts(FIRST, docketed(POLICE), lost)
    assert given.parked(FIRST) == [("unknown-organ", STRANGER)]


def test_an_appeal_is_parked_with_its_first_instance() -> None:
    given = xinzhou().facts(FIRST, docketed(STRANGER))
    given.facts(SECOND, docketed(STRANGER, instance="second", earlier=FIRST))
    assert given.parked(SECOND) == [("unknown-organ", STRANGER)]


def test_of_two_defendants_the_known_one_is_answered_for() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, STRANGER))
    assert given.answer(FIRST, POLICE)[2] == (POLICE,)
    assert given.parked(FIRST) == [("unknown-organ", STRANGER)]


def test_facts_of_a_case_nobody_docketed_are_parked_and_released_by_the_docketing() -> None:
    given = xinzhou().facts(FIRST, notice("2023-05-06"), hearing("2023-06-01"), act(acting=POLICE))
    given.facts(FIRST, judgment("revoked", served="2023-07-03"))
    assert given.parked(FIRST) == [("case-not-docketed", FIRST)]
    assert given.counts() == []
    assert {*given.findings("deadlines"), *given.findings("accountability")} == set()
    given.facts(FIRST, docketed(POLICE))
    assert given.parked(FIRST) == []
    assert given.rate("loss_rate") == (1, 1)


def test_names_are_compared_after_nfkc_and_without_spaces_and_aliases_mean_their_organ() -> None:
    wide = OrganRegistered(code="w", name="（示范）Ｂ局", kind="department")
    given = xinzhou().registered(*REGISTER, wide)
    given.facts(FIRST, docketed(" (示范)B 局", "区公安分局"))
    assert given.answer(FIRST, wide.name)[2] == (wide.name,)
    assert given.answer(FIRST, POLICE)[2] == (POLICE,)


def test_one_defendant_under_two_names_is_one() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT, "区政府"), act(acting=LAND, reconsideration="upheld"))
    assert given.answer(FIRST) == ("after-reconsideration-alone", "9(1)", ("示范区司法局",))


def test_a_district_without_a_pack_says_that_its_law_is_missing() -> None:
    given = xinzhou().facts(FIRST, docketed(HOUSING))
    given.texts = {"national": given.texts["national"]}
    (missing,) = given.found("routing", LawMissing)
    assert missing.district == "xinzhou"
    assert given.counts() == []


@pytest.mark.parametrize("on", ["1023-05-12", "1990-12-31", "2099-01-01", "2923-05-12"])
def test_a_fact_with_a_day_no_period_can_be_counted_from_is_parked_alone(on: str) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing("2023-05-08", officer()))
    given.fact(FIRST, notice(on), "court/x", "n1")
    (parked,) = given.found("routing", FactParked)
    assert (parked.reason, parked.about, parked.fact) == ("unusable-date", on, "court/x n1")
    assert given.deadline(FIRST, "defence") == "no duty"
    assert given.rate("appearance_rate") == (1, 1)


@pytest.mark.parametrize("on", ["1991-01-01", "2098-12-31"])
def test_the_first_and_the_last_usable_day_can_be_counted_from(on: str) -> None:
    given = xinzhou().facts(FIRST, docketed("区政府"), notice(on, to="区政府"), hearing(on), suggestion(on))
    given.facts(FIRST, judgment("revoked", served=on, perform_by=on), closed(on), forwarded(on))
    given.day = day("2099-12-31")
    assert given.parked(FIRST) == []
    assert given.judged()


def test_an_unusable_day_is_released_by_its_correction() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE)).fact(FIRST, notice("2923-05-12"), id_="n")
    given.corrected(FIRST, "n", "n", notice("2023-05-12"))
    assert given.parked(FIRST) == []
    assert given.deadline(FIRST, "defence") == "missed, due 2023-05-29"


def test_a_docketing_with_an_unusable_day_is_parked_with_its_case() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, on="2923-03-01"))
    assert given.parked(FIRST) == [("case-not-docketed", FIRST), ("unusable-date", "2923-03-01")]
