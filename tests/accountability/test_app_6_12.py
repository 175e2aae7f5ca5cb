"""APP 6 to 12, INT 128 to 132: what is wrong with how a defendant is represented at a hearing, and what shows it.

Each item has its scenario in `national.scenarios.yaml`; here is how several work out together.
"""

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from shared.events.agency import AbsenceExplained
from shared.events.base import Fact
from shared.events.court import AbsenceRuled, Attendee, HearingRescheduled
from shared.events.findings.accountability import AppearanceFailed, AttendanceIrregular
from shared.events.words import AbsenceReason
from tests.given import Given
from tests.words import (
    BUREAU,
    CENTRE,
    FIRST,
    GOVERNMENT,
    HOUSING,
    LAND,
    POLICE,
    STRANGER,
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

ONE, TWO, THREE = "2023-05-08", "2023-06-12", "2023-07-10"
EARLIER = "（2023）示0101行初99号"
"""A case heard before, so that the one judged is not the first of the year, in which the chief would have to come."""

OWN = "value: any\n    one_of: [any, own]", "value: own\n    one_of: [any, own]"
"""How the pack is read where each of several defendants is asked for an officer of its own."""

Told = list[tuple[str, str, str]]


def sued(*defendants: str) -> Given:
    """Return a case in Xinzhou against these, none of which is heard for the first time this year."""
    earlier = hearing("2023-01-09", *(officer(name, rank="chief") for name in defendants))
    return (
        xinzhou()
        .facts(EARLIER, docketed(*defendants, on="2022-12-01"), earlier)
        .facts(FIRST, docketed(*defendants))
    )


def irregular(given: Given) -> list[AttendanceIrregular]:
    """Return what was wrong at the hearings of the case."""
    return given.found("accountability", AttendanceIrregular, FIRST)


def problems(given: Given) -> Told:
    """Return problem, agency and day of what was wrong."""
    return [(one.problem, one.agency, str(one.hearing_on)) for one in irregular(given)]


def why(
    reason: AbsenceReason = "accident", fit: bool = True, on: str = "", organ: str = ""
) -> AbsenceExplained:
    """Explain why no officer came."""
    return AbsenceExplained(reason=reason, proof_fit=fit, organ=organ, hearing_on=day(on) if on else None)


def ruled(valid: bool, organ: str = POLICE, on: str = ONE, said: str = "") -> AbsenceRuled:
    """Say what the court decided on a reason."""
    return AbsenceRuled(organ=organ, hearing_on=day(on), valid=valid, ruled_on=day(said) if said else None)


def moved(from_on: str, to_on: str) -> HearingRescheduled:
    """Say that the court moved a hearing."""
    return HearingRescheduled(from_on=day(from_on), to_on=day(to_on))


def test_an_officer_who_came_and_spoke_leaves_nothing_to_say() -> None:
    assert problems(sued(POLICE).facts(FIRST, hearing(ONE, officer()))) == []


def test_a_case_not_heard_leaves_nothing_to_say() -> None:
    assert problems(sued(POLICE).facts(FIRST, why())) == []


def test_of_a_defendant_the_register_does_not_know_nothing_is_said() -> None:
    assert problems(sued(STRANGER).facts(FIRST, hearing(ONE, sat("outside_lawyer", organ=STRANGER)))) == []


def test_12_each_defendant_failed_at_each_hearing_of_which_none_was_attended() -> None:
    given = sued(POLICE, TOWN).facts(FIRST, hearing(TWO), hearing(ONE))
    assert problems(given) == [
        ("absent", POLICE, ONE),
        ("absent", TOWN, ONE),
        ("absent", POLICE, TWO),
        ("absent", TOWN, TWO),
    ]


def test_12_the_record_and_what_was_told_of_the_absence_show_it() -> None:
    given = (
        sued(POLICE).fact(FIRST, hearing(ONE, officer()), id_="first").fact(FIRST, hearing(TWO), id_="second")
    )
    given.fact(FIRST, asked_again(TWO), id_="notice").fact(
        FIRST, why(fit=False, on=TWO), "agency/p", "reason"
    )
    shown = {one.problem: one.shown_by for one in irregular(given)}
    assert shown == {
        "absent": ("court/test second", "agency/p reason", "court/test notice"),
        "absence_unproven": ("court/test second", "agency/p reason"),
    }


def test_12_officers_are_named_and_others_called_by_their_role() -> None:
    left = Attendee(organ=POLICE, name="钱某", rank="deputy", spoke=True, left_without_leave=True)
    unnamed = Attendee(organ=POLICE, rank="sharing", left_without_leave=True)
    given = sued(POLICE).facts(FIRST, hearing(ONE, left, unnamed, sat("staff", left=True)))
    assert [one.persons for one in irregular(given)] == [("钱某", "officer")]
    given = huancui().facts(
        FIRST, docketed(on="2023-07-03"), hearing("2023-08-30", left, sat("staff", left=True))
    )
    assert [one.persons for one in irregular(given)] == [("钱某", "staff")]


# APP 8, 9: reasons, their proof, and what the court says of them


def test_9_before_the_court_ruled_the_proof_decides_then_the_court() -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, sat()), why(fit=False))
    assert [problem for problem, _, _ in problems(given)] == ["absent", "absence_unproven"]
    assert problems(given.facts(FIRST, ruled(valid=True))) == []
    given = sued(POLICE).facts(FIRST, hearing(ONE, sat()), why(), ruled(valid=False))
    assert [problem for problem, _, _ in problems(given)] == ["absent"]


def test_9_the_court_can_accept_a_reason_nobody_else_reported() -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, sat()), ruled(valid=True))
    (found,) = given.found("accountability", AppearanceFailed, FIRST)
    assert (found.excused, found.reason, problems(given)) == (True, "", [])


def test_9_of_two_rulings_on_one_agency_under_two_names_the_later_counts() -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, sat()), why())
    given.facts(FIRST, ruled(True, organ="区公安分局", said="2023-05-08"), ruled(False, said="2023-05-20"))
    assert [problem for problem, _, _ in problems(given)] == ["absent"]


def test_9_a_ruling_on_another_hearing_says_nothing_of_this_one() -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, sat()), why(), ruled(valid=False, on=TWO))
    assert problems(given) == []


def test_9_what_nobody_in_particular_explained_is_of_whom_the_court_ruled_on() -> None:
    given = sued(POLICE, TOWN).reading("national", *OWN)
    given.facts(FIRST, hearing(ONE, sat(), sat(organ=TOWN)), why())
    assert problems(given) == []
    given.facts(FIRST, ruled(valid=True))
    assert problems(given) == [("absent", TOWN, ONE)]


def test_3_the_reason_of_one_defendant_is_that_of_all_as_its_officer_is() -> None:
    given = sued(POLICE, TOWN).facts(FIRST, hearing(ONE, sat()), why(organ=TOWN))
    assert problems(given) == []


def test_9_a_ruling_against_one_leaves_the_proved_reason_of_the_other() -> None:
    given = sued(POLICE, TOWN).facts(
        FIRST, hearing(ONE, sat()), why(organ=TOWN), why(organ=POLICE), ruled(False)
    )
    assert problems(given) == []


def test_8_whoever_answers_for_a_defendant_explains_for_it() -> None:
    given = sued(GOVERNMENT).facts(FIRST, act(acting=GOVERNMENT, implementing=LAND))
    given.facts(FIRST, hearing(ONE, sat(organ=LAND)), why(organ=LAND))
    assert problems(given) == []


def test_3_the_officer_of_one_defendant_may_sit_for_another() -> None:
    for_town = Attendee(organ=POLICE, represents=TOWN, rank="deputy", spoke=True)
    given = sued(POLICE, TOWN).facts(FIRST, hearing(ONE, for_town))
    assert problems(given) == []
    assert problems(given.reading("national", *OWN)) == [("absent", TOWN, ONE)]


# APP 12(2): postponed, and still nobody


def test_12_2_however_often_the_hearing_was_moved_since() -> None:
    given = sued(POLICE).facts(FIRST, why(on=ONE), moved(ONE, TWO), moved(TWO, THREE), hearing(THREE, sat()))
    assert problems(given) == [("absent_again", POLICE, THREE)]


def test_12_2_not_where_the_court_did_not_accept_the_reason_before() -> None:
    given = sued(POLICE).facts(FIRST, why(on=ONE), moved(ONE, TWO), hearing(TWO, sat()), ruled(False))
    assert problems(given) == [("absent", POLICE, TWO)]


def test_12_2_nor_where_no_reason_was_given_before() -> None:
    given = sued(POLICE).facts(FIRST, why("none", on=ONE), moved(ONE, TWO), hearing(TWO, sat()))
    assert problems(given) == [("absent", POLICE, TWO)]


def test_12_2_hearings_moved_in_a_circle_come_to_an_end() -> None:
    given = sued(POLICE).facts(FIRST, why(on=ONE), moved(ONE, TWO), moved(TWO, ONE), hearing(TWO, sat()))
    assert problems(given) == [("absent_again", POLICE, TWO)]


# APP 12(3), INT 128, 130, 132: staff, and lawyers


def test_128_a_lawyer_beside_people_who_count_is_not_alone() -> None:
    for beside in (sat("staff"), sat("public_lawyer"), officer()):
        given = sued(POLICE).facts(FIRST, hearing(ONE, sat("outside_lawyer"), beside))
        assert {problem for problem, _, _ in problems(given)} <= {"absent"}


def test_132_a_lawyer_whose_agency_the_record_does_not_name_came_for_the_only_defendant() -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, sat("outside_lawyer", organ="某律师事务所")))
    assert [problem for problem, _, _ in problems(given)] == ["absent", "lawyer_alone"]


def test_132_a_lawyer_beside_staff_without_fit_proof_is_alone() -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, sat("outside_lawyer"), sat(identity_fit=False)))
    assert [(one.problem, one.persons) for one in irregular(given)] == [
        ("absent", ()),
        ("lawyer_alone", ("outside_lawyer",)),
        ("identity_unfit", ("staff",)),
    ]


def test_12_3_an_officer_who_came_once_does_not_replace_staff_at_another_hearing() -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, officer()), hearing(TWO, sat("outside_lawyer")))
    assert problems(given) == [("lawyer_alone", POLICE, TWO)]


def test_3_staff_of_one_defendant_do_for_all_but_read_apart_only_for_it() -> None:
    given = sued(POLICE, TOWN).facts(FIRST, hearing(ONE, officer(), sat("outside_lawyer", organ=TOWN)))
    assert problems(given) == []
    given.reading("national", *OWN)
    assert problems(given) == [("absent", TOWN, ONE), ("lawyer_alone", TOWN, ONE)]


@pytest.mark.parametrize(
    ("defendant", "organ"),
    [(LAND, CENTRE), (GOVERNMENT, BUREAU), (GOVERNMENT, HOUSING), (GOVERNMENT, CENTRE)],
)
def test_10_130_people_of_bodies_below_and_of_the_governments_legal_office_may_stand_for_it(
    defendant: str, organ: str
) -> None:
    given = sued(defendant).facts(FIRST, hearing(ONE, sat(organ=organ), officer(organ)))
    assert problems(given) == [("absent", defendant, ONE)]


@pytest.mark.parametrize("organ", [STRANGER, HOUSING, GOVERNMENT, BUREAU])
def test_10_others_may_not(organ: str) -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, sat(organ=organ)))
    assert [problem for problem, _, _ in problems(given)] == ["absent", "nobody_fit"]


# APP 6, 11: who came, and whether it helped


def test_6_unfit_proof_is_named_only_where_somebody_is_absent_for_it() -> None:
    unfit = officer(rank="sharing", identity_fit=False)
    given = sued(POLICE).facts(FIRST, hearing(ONE, unfit, sat()))
    assert [problem for problem, _, _ in problems(given)] == ["absent", "identity_unfit"]
    assert problems(sued(POLICE).facts(FIRST, hearing(ONE, unfit, sat()), why())) == []
    assert problems(sued(POLICE).facts(FIRST, hearing(ONE, officer()), hearing(TWO, unfit, sat()))) == []


def test_6_an_excused_officer_without_fit_proof_is_nobody_who_stands_for_the_agency() -> None:
    given = sued(POLICE).facts(FIRST, hearing(ONE, officer(identity_fit=False)), why())
    assert [problem for problem, _, _ in problems(given)] == ["nobody_fit", "identity_unfit"]


def test_6_who_counts_as_absent_neither_left_nor_refused() -> None:
    unfit = Attendee(
        organ=POLICE, rank="deputy", identity_fit=False, left_without_leave=True, refused_explanation=True
    )
    given = sued(POLICE).facts(FIRST, hearing(ONE, officer(), unfit))
    assert problems(given) == []


def test_11_silence_is_one_where_no_officer_of_any_defendant_spoke_at_any_hearing() -> None:
    silent = officer(TOWN, spoke=False)
    assert problems(sued(POLICE, TOWN).facts(FIRST, hearing(ONE, silent))) == [("silent", TOWN, ONE)]
    given = sued(POLICE, TOWN).facts(FIRST, hearing(ONE, silent), hearing(TWO, officer()))
    assert problems(given) == []
    given.reading("national", *OWN)
    assert ("silent", TOWN, ONE) in problems(given)


def test_11_only_officers_are_asked_to_speak() -> None:
    given = sued(POLICE).facts(
        FIRST, hearing(ONE, officer(), sat("staff"), officer(rank="none", spoke=False))
    )
    assert problems(given) == []


# What holds whatever is told

people = st.builds(
    Attendee,
    organ=st.sampled_from([POLICE, TOWN, LAND, CENTRE, STRANGER]),
    represents=st.sampled_from(["", "区公安分局", TOWN]),
    role=st.sampled_from(["officer", "officer", "staff", "public_lawyer", "outside_lawyer"]),
    rank=st.sampled_from(["chief", "deputy", "none"]),
    spoke=st.booleans(),
    identity_fit=st.booleans(),
    left_without_leave=st.booleans(),
    refused_explanation=st.booleans(),
)
days = st.sampled_from([ONE, TWO, THREE])
organs = st.sampled_from(["", POLICE, "区公安分局", TOWN])
facts = st.one_of(
    st.builds(lambda on, who: hearing(on, *who), days, st.lists(people, max_size=4)),
    st.builds(
        why, st.sampled_from(["accident", "none"]), st.booleans(), st.sampled_from(["", ONE, TWO]), organs
    ),
    st.builds(ruled, st.booleans(), st.sampled_from([POLICE, TOWN]), days),
    st.builds(moved, days, days),
    st.builds(asked_again, days, organs),
)


@examples(told=st.lists(facts, max_size=8), data=st.data())
def test_any_order_of_arrival_finds_the_same(told: list[Fact], data: st.DataObject) -> None:
    numbered = list(enumerate(told))
    shuffled = data.draw(st.permutations(numbered))
    one, other = sued(POLICE, TOWN), sued(POLICE, TOWN)
    for given, order in ((one, numbered), (other, shuffled)):
        for number, fact in order:
            given.fact(FIRST, fact, id_=f"f{number}")
    assert one.findings("accountability") == other.findings("accountability")


@examples(told=st.lists(facts, max_size=8))
def test_who_is_absent_is_absent_from_a_case_in_which_no_officer_appeared(told: list[Fact]) -> None:
    given = sued(POLICE, TOWN).facts(FIRST, *told)
    found = irregular(given)
    absent = {one.hearing_on for one in found if one.problem in ("absent", "absent_again")}
    failed = given.found("accountability", AppearanceFailed, FIRST)
    missed = {on for one in failed for on in one.hearings}
    assert absent <= missed
    assert bool(absent) == any(not one.excused for one in failed)
    assert len({(one.problem, one.agency, one.hearing_on) for one in found}) == len(found)
    of = {
        problem: {one.hearing_on for one in found if one.problem == problem}
        for problem, _, _ in problems(given)
    }
    assert not of.get("absent", set()) & of.get("absent_again", set())
    assert of.get("silent", set()).isdisjoint(absent)
