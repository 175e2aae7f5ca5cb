"""Xinzhou art. 10 and 11: what the draft for the bureau and the papers for the court must hold."""

from shared.events.findings.accountability import PapersIncomplete
from shared.events.words import PaperPart
from tests.given import Given
from tests.words import BUREAU, FIRST, GOVERNMENT, LAND, POLICE, act, docketed, enclosed, xinzhou

COURT: tuple[PaperPart, ...] = ("defence", "evidence", "legal_basis", "catalogue_numbered")


def missing(given: Given) -> list[tuple[str, str, tuple[str, ...], str]]:
    """Return by which checklist what is missing in whose submission."""
    found = given.found("accountability", PapersIncomplete)
    return [(one.checklist, one.agency, one.missing, one.article) for one in found]


def test_10_the_draft_is_signed_by_the_agencys_officer() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act("information_disclosure", implementing=LAND))
    given.facts(FIRST, enclosed("defence", "evidence", to="bureau", agency=LAND))
    assert missing(given) == [("draft-to-bureau", LAND, ("officer_signature",), "10")]


def test_10_what_goes_to_the_court_for_the_government_is_sealed() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act("information_disclosure", implementing=LAND))
    given.facts(FIRST, enclosed(*COURT, agency=LAND))
    assert missing(given) == [("government-papers-to-court", LAND, ("seal",), "10")]


def test_11_an_agency_that_is_sued_submits_defence_evidence_basis_and_catalogue() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    given.facts(FIRST, enclosed("evidence"))
    expected = ("defence", "legal_basis", "catalogue_numbered")
    assert missing(given) == [("papers-to-court", POLICE, expected, "11(2)-(3); 11(3); 11(2)")]


def test_11_whole_papers_miss_nothing() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), enclosed(*COURT))
    assert missing(given) == []


def test_10_a_submission_is_that_of_the_defendant_for_whom_the_agency_answers() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT, POLICE))
    given.facts(FIRST, act("penalty", acting=POLICE, reconsideration="upheld"))
    given.facts(FIRST, enclosed(*COURT), enclosed(*COURT, agency=BUREAU))
    assert missing(given) == [("government-papers-to-court", BUREAU, ("seal",), "10")]
