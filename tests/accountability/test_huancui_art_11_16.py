"""Huancui art. 11 to 14 and 16: what a submission must hold, and whom an agency may send."""

import pytest

from shared.events.findings.accountability import AgentsUnfit, PapersIncomplete
from shared.events.words import PaperPart
from tests.given import Given
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    TOWN,
    act,
    agents,
    docketed,
    enclosed,
    huancui,
    xinzhou,
)

PAPERS: tuple[PaperPart, ...] = (
    "defence",
    "evidence",
    "legal_basis",
    "identity_certificate",
    "power_of_attorney",
)
FORM: tuple[PaperPart, ...] = (
    "court_and_case_number",
    "respondent",
    "facts_and_grounds",
    "arguments_and_requests",
    "signature_and_date",
)
CATALOGUE: tuple[PaperPart, ...] = (
    "catalogue_numbered",
    "catalogue_source",
    "catalogue_purpose",
    "catalogue_content",
)
WHOLE: tuple[PaperPart, ...] = (*PAPERS, *FORM, *CATALOGUE, "seal")


def missing(given: Given) -> dict[str, tuple[str, ...]]:
    """Return what is missing, by checklist."""
    return {one.checklist: one.missing for one in given.found("accountability", PapersIncomplete)}


def problems(given: Given) -> list[tuple[str, tuple[str, ...], str]]:
    """Return whose agents are unfit, and why."""
    return [(one.agency, one.problems, one.article) for one in given.found("accountability", AgentsUnfit)]


def sued(*defendants: str) -> Given:
    """Return a case in Huancui after the regulation came into force."""
    return huancui().facts(FIRST, docketed(*defendants, on="2024-03-01"))


def test_11_nothing_is_missing_of_a_whole_submission() -> None:
    assert missing(sued(POLICE).facts(FIRST, enclosed(*WHOLE))) == {}


@pytest.mark.parametrize(("part", "item"), zip(PAPERS, range(1, 6), strict=True))
def test_11_each_paper_of_the_list_is_missed_under_its_item(part: PaperPart, item: int) -> None:
    given = sued(POLICE).facts(FIRST, enclosed(*(one for one in WHOLE if one != part)))
    (found,) = given.found("accountability", PapersIncomplete)
    assert (found.agency, found.missing) == (POLICE, (part,))
    assert found.article == f"11; 11({item})"


def test_11_several_are_listed_in_the_order_of_the_list() -> None:
    given = sued(POLICE).facts(FIRST, enclosed("seal", "legal_basis", *FORM, *CATALOGUE))
    (found,) = given.found("accountability", PapersIncomplete)
    assert found.missing == ("defence", "evidence", "identity_certificate", "power_of_attorney")
    assert found.article == "11; 11(1); 11(2); 11(4); 11(5)"


@pytest.mark.parametrize("part", FORM)
def test_12_the_defence_shows_what_the_article_names(part: PaperPart) -> None:
    given = sued(POLICE).facts(FIRST, enclosed(*(one for one in WHOLE if one != part)))
    (found,) = given.found("accountability", PapersIncomplete)
    assert (found.missing, found.article) == ((part,), "12")


@pytest.mark.parametrize("part", CATALOGUE)
def test_13_so_does_the_catalogue_of_the_evidence(part: PaperPart) -> None:
    given = sued(POLICE).facts(FIRST, enclosed(*(one for one in WHOLE if one != part)))
    (found,) = given.found("accountability", PapersIncomplete)
    assert (found.missing, found.article) == ((part,), "13")


def test_14_what_goes_to_the_court_is_sealed() -> None:
    given = sued(POLICE).facts(FIRST, enclosed(*PAPERS, *FORM, *CATALOGUE))
    (found,) = given.found("accountability", PapersIncomplete)
    assert (found.missing, found.article) == (("seal",), "14")


def test_14_what_goes_to_the_bureau_is_looked_at_where_the_government_is_sued() -> None:
    given = sued(GOVERNMENT).facts(FIRST, act(implementing=LAND))
    given.facts(FIRST, enclosed("defence", "power_of_attorney", to="bureau", agency=LAND))
    (found,) = given.found("accountability", PapersIncomplete)
    assert (found.agency, found.missing, found.article) == (LAND, ("evidence", "legal_basis"), "14")


def test_14_and_nowhere_else() -> None:
    assert missing(sued(POLICE).facts(FIRST, enclosed("defence", to="bureau"))) == {}


def test_11_where_nobody_said_what_a_submission_holds_nothing_is_known_to_be_missing() -> None:
    assert missing(sued(POLICE, TOWN)) == {}


def test_11_each_agency_is_told_of_its_own_submission() -> None:
    given = sued(POLICE, TOWN).facts(FIRST, enclosed(*WHOLE), enclosed(*WHOLE[1:], agency=TOWN))
    (found,) = given.found("accountability", PapersIncomplete)
    assert (found.agency, found.missing) == (TOWN, ("defence",))


def test_11_an_alias_names_the_same_agency_and_the_later_word_counts() -> None:
    given = sued(POLICE).facts(FIRST, enclosed("defence", agency="区公安分局"))
    given.facts(FIRST, enclosed(*WHOLE, on="2024-03-20"))
    assert missing(given) == {}


def test_11_a_submission_of_nobody_in_particular_is_looked_at_too() -> None:
    given = sued(POLICE).facts(FIRST, enclosed(*WHOLE[:-1], agency=""))
    (found,) = given.found("accountability", PapersIncomplete)
    assert (found.agency, found.missing) == ("", ("seal",))


def test_11_what_is_completed_is_withdrawn() -> None:
    given = sued(POLICE).fact(FIRST, enclosed(*WHOLE[:-1]), id_="papers")
    assert missing(given) == {"seals": ("seal",)}
    given.corrected(FIRST, "papers", "papers", enclosed(*WHOLE))
    assert missing(given) == {}


@pytest.mark.parametrize(("staff", "public", "outside"), [(1, 0, 0), (2, 0, 0), (1, 0, 1), (0, 1, 1)])
def test_16_one_or_two_agents_are_fit_when_an_own_one_is_among_them(
    staff: int, public: int, outside: int
) -> None:
    assert problems(sued(POLICE).facts(FIRST, agents(staff, public, outside))) == []


def test_16_a_public_lawyer_alone_is_the_agencys_own() -> None:
    assert problems(sued(POLICE).facts(FIRST, agents(public=1))) == []


def test_16_never_an_outside_lawyer_alone() -> None:
    given = sued(POLICE).facts(FIRST, agents(outside=1))
    assert problems(given) == [(POLICE, ("outside_lawyer_alone",), "16")]


def test_16_three_are_too_many_of_whatever_kind() -> None:
    given = sued(POLICE).facts(FIRST, agents(staff=1, public=1, outside=1))
    assert problems(given) == [(POLICE, ("too_many",), "16")]


def test_16_three_outside_lawyers_are_both() -> None:
    given = sued(POLICE).facts(FIRST, agents(outside=3))
    assert problems(given) == [(POLICE, ("too_many", "outside_lawyer_alone"), "16")]


def test_16_nobody_is_too_few_once_the_agency_says_so() -> None:
    assert problems(sued(POLICE).facts(FIRST, agents())) == [(POLICE, ("too_few",), "16")]
    assert problems(sued(POLICE)) == []


def test_16_each_agency_by_itself_under_its_full_name() -> None:
    given = sued(POLICE, TOWN).facts(
        FIRST, agents(staff=1), agents(outside=2, agency=TOWN), agents(3, agency=BUREAU)
    )
    assert sorted(problems(given), reverse=True) == [
        (TOWN, ("outside_lawyer_alone",), "16"),
        (BUREAU, ("too_many",), "16"),
    ]


def test_all_31_holds_where_the_regulation_says_nothing_of_agents() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), agents(outside=1))
    ((agency, found, article),) = problems(given)
    assert (agency, found) == (POLICE, ("outside_lawyer_alone",))
    assert article.startswith("ALL 31")


def test_a_case_under_no_law_is_not_looked_at() -> None:
    given = huancui().facts(FIRST, docketed(POLICE, category="civil"), enclosed("seal"), agents(outside=1))
    assert missing(given) == {}
    assert problems(given) == []
