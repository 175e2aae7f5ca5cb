"""RECON 48, 54, 88: the reply in a reconsideration, by its procedure."""

import pytest

from shared.events.court import ProcedureApplied
from shared.events.findings.deadlines import Deadline
from shared.events.words import Procedure
from tests.given import Given
from tests.words import FIRST, GOVERNMENT, POLICE, day, docketed, huancui, notice, xinzhou


def replied_to(served: str) -> Given:
    """Return a reconsideration against the district government."""
    given = huancui().facts(FIRST, docketed(GOVERNMENT, category="reconsideration", on=served))
    return given.facts(FIRST, notice(served, to=GOVERNMENT))


def applied(procedure: Procedure) -> ProcedureApplied:
    """Say by which procedure it is tried."""
    return ProcedureApplied(procedure=procedure, applied_on=day("2024-03-01"))


def article(given: Given) -> str:
    """Return the article of the reply."""
    (found,) = (one for one in given.found("deadlines", Deadline) if one.duty == "defence")
    return found.article


def test_48_ten_working_days_where_nobody_says_which_procedure_it_is() -> None:
    given = replied_to("2024-03-04")
    assert given.deadline(FIRST, "defence") == "missed, due 2024-03-18"
    assert article(given) == "RECON 48, 88"


@pytest.mark.parametrize(
    ("procedure", "due", "by"),
    [("ordinary", "2024-03-18", "RECON 48, 88"), ("simplified", "2024-03-11", "RECON 54, 88")],
)
def test_54_five_working_days_in_the_simplified_one(procedure: Procedure, due: str, by: str) -> None:
    given = replied_to("2024-03-04").facts(FIRST, applied(procedure))
    assert given.deadline(FIRST, "defence") == f"missed, due {due}"
    assert article(given) == by


def test_54_a_procedure_that_turns_ordinary_moves_the_day() -> None:
    given = replied_to("2024-03-04").fact(FIRST, applied("simplified"), id_="p").on("2024-03-05")
    assert given.deadline(FIRST, "defence") == "due 2024-03-11"
    given.corrected(FIRST, "p", "p", applied("ordinary"))
    assert given.deadline(FIRST, "defence") == "due 2024-03-18"


def test_23_before_2024_ten_calendar_days_whatever_the_procedure() -> None:
    given = replied_to("2023-12-29").facts(FIRST, applied("simplified"))
    assert given.deadline(FIRST, "defence") == "missed, due 2024-01-08"
    assert article(given) == "RECON 23 (2017)"


def test_54_is_no_law_for_a_suit_tried_by_the_simplified_procedure() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2024-03-04"), applied("simplified"))
    assert given.deadline(FIRST, "defence") == "missed, due 2024-03-19"
