"""Xinzhou art. 13 to 17: an officer appears, or a circular is proposed."""

import pytest

from shared.events.agency import AbsenceExplained
from shared.events.findings.accountability import AppearanceFailed, CircularProposed
from shared.events.words import AbsenceReason, Rank
from tests.given import Given, packs
from tests.words import (
    BUREAU,
    CENTRE,
    FIRST,
    GOVERNMENT,
    OFFICE,
    POLICE,
    SECOND,
    TOWN,
    act,
    asked_again,
    day,
    docketed,
    hearing,
    huancui,
    officer,
    sat,
    xinzhou,
)

ONE, TWO = "2023-05-08", "2023-06-12"


def failed(given: Given) -> list[tuple[tuple[str, ...], bool]]:
    """Return the hearings missed in each case, and whether that is excused."""
    found = given.found("accountability", AppearanceFailed)
    return [(tuple(map(str, one.hearings)), one.excused) for one in found]


def circulars(given: Given) -> list[tuple[str, tuple[str, ...], str]]:
    """Return ground, agencies and article of the circulars to propose."""
    found = given.found("accountability", CircularProposed)
    return [(one.ground, one.agencies, one.article) for one in found]


def excuse(reason: AbsenceReason = "accident", fit: bool = True, on: str = "") -> AbsenceExplained:
    """Explain why nobody appeared, at the hearing of a day or at all."""
    return AbsenceExplained(reason=reason, proof_fit=fit, hearing_on=day(on) if on else None)


@pytest.mark.parametrize("rank", ["chief", "deputy", "sharing"])
def test_an_officer_of_any_rank_is_enough(rank: Rank) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE, officer(rank=rank, spoke=False)))
    assert failed(given) == []
    assert [ground for ground, _, _ in circulars(given) if ground == "no-officer"] == []


def test_17_nobody_of_rank_appeared() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE, officer(rank="none")))
    assert failed(given) == [((ONE,), False)]
    assert circulars(given) == [("no-officer", (POLICE,), "17")]


def test_a_case_that_was_not_heard_asks_nobody_to_appear() -> None:
    assert failed(xinzhou().facts(FIRST, docketed(POLICE))) == []


def test_several_hearings_of_an_instance_are_satisfied_by_one_appearance() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE), hearing(TWO, officer()))
    assert failed(given) == []


def test_a_new_notice_asks_again_and_the_hearing_missed_is_named() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE, officer()), hearing(TWO), asked_again(TWO))
    assert failed(given) == [((TWO,), False)]


def test_without_any_appearance_all_hearings_are_missed() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(TWO), hearing(ONE))
    assert failed(given) == [((ONE, TWO), False)]


def test_each_instance_is_asked_anew() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE, officer()))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST), hearing(TWO))
    assert failed(given) == [((TWO,), False)]


@pytest.mark.parametrize("reason", ["force_majeure", "accident", "irreplaceable_duty", "other"])
def test_a_valid_reason_with_fit_proof_excuses_and_there_is_no_circular(reason: AbsenceReason) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE), excuse(reason))
    assert failed(given) == [((ONE,), True)]
    assert circulars(given) == []


@pytest.mark.parametrize("why", [excuse("none"), excuse(fit=False), excuse(on=TWO)])
def test_no_reason_no_proof_or_another_hearing_excuses_nothing(why: AbsenceExplained) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE), why)
    assert failed(given) == [((ONE,), False)]
    assert circulars(given) == [("no-officer", (POLICE,), "17")]


def test_two_absences_need_a_reason_each() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE), hearing(TWO), excuse(on=ONE))
    assert failed(given) == [((ONE, TWO), False)]
    given.facts(FIRST, excuse("force_majeure", on=TWO))
    assert failed(given) == [((ONE, TWO), True)]


def test_an_officer_whose_identity_proof_is_unfit_has_not_appeared() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE, officer(identity_fit=False)))
    assert failed(given) == [((ONE,), False)]


def test_the_head_of_a_lower_body_does_not_count() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE, officer("河口派出所", rank="chief")))
    assert failed(given) == [((ONE,), False)]


def test_17_the_officer_of_the_department_that_answers_for_the_government_is_not_the_governments() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=POLICE))
    given.facts(FIRST, hearing(ONE, officer(POLICE, rank="chief")))
    assert failed(given) == [((ONE,), False)]
    assert circulars(given) == []


def test_17_names_departments_streets_and_organisations_but_not_the_government() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT, POLICE, TOWN, CENTRE, OFFICE, BUREAU), hearing(ONE))
    assert circulars(given) == [("no-officer", (POLICE, TOWN, CENTRE), "17")]


def test_any_co_defendants_officer_satisfies() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN), hearing(ONE, officer(TOWN)))
    assert failed(given) == []


@pytest.mark.parametrize("category", ["civil", "reconsideration"])
def test_34_other_proceedings_are_measured_likewise_but_count_in_no_figure_of_litigation(
    category: str,
) -> None:
    case = docketed(POLICE, category=category)  # type: ignore[arg-type]
    given = xinzhou().facts(FIRST, case, hearing(ONE))
    assert failed(given) == [((ONE,), False)]
    assert given.rate("appearance_rate") is None
    assert given.rate(f"appearance_rate:category={category}") == (0, 1)


def test_17_the_records_of_the_hearings_missed_and_the_notices_show_it() -> None:
    given = xinzhou().fact(FIRST, docketed(POLICE)).fact(FIRST, hearing(ONE, officer()), id_="one")
    given.fact(FIRST, hearing(TWO), id_="two").fact(FIRST, asked_again(TWO), id_="again")
    (found,) = given.found("accountability", AppearanceFailed)
    assert found.shown_by == ("court/test two", "court/test again")


def test_17_who_came_in_place_of_the_chief_was_not_as_required() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE, officer(rank="deputy")))
    assert failed(given) == []
    assert circulars(given) == [("no-chief", (POLICE,), "17")]


def test_17_one_absence_is_circulated_once_whatever_the_order_of_the_pack() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE, sat()))
    assert circulars(given) == [("no-officer", (POLICE,), "17")]
    pack = packs()["xinzhou"]
    rule = pack[pack.index("  - ground: no-chief\n") : pack.index("\n# 出庭问题")]
    first = pack.replace(rule, "").replace("\ncirculars:\n", f"\ncirculars:\n{rule}")
    assert circulars(given.reading("xinzhou", pack, first)) == [("no-officer", (POLICE,), "17")]


def test_huancui_19_finds_the_same_under_its_own_article_and_proposes_no_circular() -> None:
    given = huancui().facts(FIRST, docketed(POLICE), hearing(ONE))
    (found,) = given.found("accountability", AppearanceFailed)
    assert (found.article, found.hearings) == ("19", (day(ONE),))
    assert circulars(given) == []
