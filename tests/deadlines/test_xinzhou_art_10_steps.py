"""Xinzhou art. 10: the draft is reviewed by the bureau, signed by the leader in charge, and sealed: step by step."""

from shared.events.agency import DefenceSealed
from shared.events.base import Fact
from shared.events.bureau import DefenceReviewed, DefenceSigned
from shared.events.findings.deadlines import StepsTaken
from tests.given import Given
from tests.words import FIRST, GOVERNMENT, POLICE, day, docketed, draft, filed, huancui, notice, xinzhou

REVIEWED = DefenceReviewed(reviewed_on=day("2023-05-23"))
SIGNED = DefenceSigned(signed_on=day("2023-05-24"))
SEALED = DefenceSealed(sealed_on=day("2023-05-25"))


def sued(given: Given, *facts: Fact) -> Given:
    """Return a case against the government with its draft at the bureau, in which more was done."""
    told = (docketed(GOVERNMENT), notice("2023-05-12", to=GOVERNMENT), draft("2023-05-22"))
    return given.facts(FIRST, *told, *facts)


def steps(given: Given) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return which steps were taken, and which not yet."""
    return [(found.taken, found.pending) for found in given.found("deadlines", StepsTaken)]


def test_10_nothing_is_said_of_steps_before_the_first_is_taken() -> None:
    assert steps(sued(xinzhou())) == []


def test_10_each_step_is_shown_with_those_that_are_still_to_be_taken() -> None:
    assert steps(sued(xinzhou(), REVIEWED)) == [(("defence-reviewed",), ("defence-signed", "defence-sealed"))]
    assert steps(sued(xinzhou(), SEALED, SIGNED, REVIEWED)) == [
        (("defence-reviewed", "defence-signed", "defence-sealed"), ())
    ]


def test_10_a_step_that_was_passed_over_is_still_pending() -> None:
    assert steps(sued(xinzhou(), SEALED)) == [(("defence-sealed",), ("defence-reviewed", "defence-signed"))]


def test_10_a_step_meets_nothing_the_draft_and_the_filing_do() -> None:
    given = sued(xinzhou(), REVIEWED, SIGNED, SEALED)
    assert given.deadline(FIRST, "draft") == "met 2023-05-22, due 2023-05-22"
    assert given.deadline(FIRST, "defence") == "missed, due 2023-05-29"
    assert given.facts(FIRST, filed("2023-05-26")).deadline(FIRST, "defence").startswith("met")


def test_10_an_agency_that_is_sued_itself_needs_none_of_them() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"), SEALED)
    assert steps(given) == []


def test_huancui_14_no_leader_signs() -> None:
    assert steps(sued(huancui(), REVIEWED, SIGNED)) == [(("defence-reviewed",), ("defence-sealed",))]
