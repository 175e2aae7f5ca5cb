"""How does a case read in one row?"""

from datetime import date

from services.reporting.contribution import Contribution
from services.reporting.summary import case_row
from shared.events.court import CaseDocketed, DocumentServed, DocumentTookEffect
from tests.given import Given

CASE = "（2023）鄂0117行初1号"
DOCKETED = CaseDocketed(instance="first", defendants=("新洲区公安分局",), docketed_on=date(2023, 3, 1))
REJECTED = DocumentServed(
    recipient="新洲区公安分局",
    decided_on=date(2023, 5, 8),
    served_on=date(2023, 5, 10),
    outcomes=("claims_rejected",),
)


def row(given: Given) -> dict[str, object]:
    (dispute,) = given.judged()
    return case_row(dispute, dispute.cases[0], given.world, Contribution())


def test_the_day_of_effect_is_the_one_the_court_states() -> None:
    given = Given().facts(CASE, DOCKETED, REJECTED, DocumentTookEffect(took_effect_on=date(2023, 6, 1)))
    assert row(given)["took_effect_on"] == date(2023, 6, 1)
    assert row(given)["state"] == "effective"


def test_else_the_day_of_effect_is_the_one_that_was_found() -> None:
    assert row(Given().facts(CASE, DOCKETED, REJECTED))["took_effect_on"] == date(2023, 5, 26)


def test_a_case_without_a_document_has_no_day_of_effect() -> None:
    assert row(Given().facts(CASE, DOCKETED))["took_effect_on"] is None
    assert row(Given().facts(CASE, DOCKETED))["state"] == "docketed"
