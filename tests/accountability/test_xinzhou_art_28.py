"""Xinzhou art. 28: who is within the proceeding after a loss: units, nominal bodies at fault, people."""

from collections.abc import Iterable

import pytest

from shared.events.base import Fact
from shared.events.findings.accountability import LossFound, Proceeding, ProceedingClosed, ProceedingOpened
from shared.events.proceeding import FaultShared, Proposal
from tests.accountability.afterwards import (
    CITY,
    HELD,
    REVIEWED,
    decided,
    fed_back,
    handed,
    inquired,
    lost,
    opened,
    reported,
    reviewed,
)
from tests.accountability.following import parked
from tests.given import Given
from tests.words import (
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    SECOND,
    STRANGER,
    TOWN,
    act,
    day,
    docketed,
    judgment,
    xinzhou,
)


def told(*facts: Fact) -> Given:
    """Return a case of which these facts are told."""
    return xinzhou().facts(FIRST, *facts)


def courses(given: Given) -> dict[str, Proceeding]:
    """Return the proceedings found, by unit."""
    return {one.unit: one for one in given.found("accountability", Proceeding)}


def expected(course: Proceeding) -> tuple[str, ...]:
    """Return what leads on; the proceeding is under way."""
    assert isinstance(course, ProceedingOpened)
    return course.expected


def subjects(course: Proceeding) -> list[tuple[str, str]]:
    """Return the units and people who get a conclusion."""
    return [(one.unit, one.person) for one in course.subjects]


def shared(by: str = GOVERNMENT) -> FaultShared:
    """Say that the nominal body was at fault too."""
    return FaultShared(found_on=day("2023-07-10"), unit=by)


BY_TOWN = (docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=TOWN), lost(GOVERNMENT)[1])
"""An act in the government's name that the town carried out, and lost."""
TOWNS = (
    inquired("2023-07-20", of=TOWN),
    reported("2023-07-24", of=TOWN),
    reviewed("2023-08-10", of=TOWN),
    fed_back("2023-08-14", of=TOWN),
)


def test_the_body_that_carried_the_act_out_is_accountable_and_not_the_nominal_one() -> None:
    found = courses(told(*BY_TOWN))
    assert list(found) == [TOWN]
    assert subjects(found[TOWN]) == [(TOWN, "")]


def test_each_of_two_accountable_units_has_its_own_proceeding() -> None:
    given = told(
        *lost(POLICE, TOWN), *REVIEWED, decided("2023-09-04", by=GOVERNMENT), opened("2023-07-03", of=TOWN)
    )
    found = courses(given)
    assert isinstance(found[POLICE], ProceedingClosed)
    assert (found[TOWN].stage, expected(found[TOWN])) == ("inquiry", ("inquiry-completed",))
    assert subjects(found[POLICE]) == [(POLICE, "")]


def test_the_inquiry_of_one_unit_does_not_open_that_of_another() -> None:
    found = courses(told(*lost(POLICE, TOWN), opened("2023-07-03")))
    assert expected(found[TOWN]) == ("inquiry-opened", "inquiry-completed")


def test_a_nominal_body_at_fault_is_within_the_proceeding_of_the_body_that_carried_it_out() -> None:
    given = told(*BY_TOWN, shared(), *TOWNS, decided("2023-09-04", of=TOWN, by=GOVERNMENT))
    (loss,) = given.found("accountability", LossFound)
    assert (loss.accountable, loss.sharing) == ((TOWN,), (GOVERNMENT,))
    (course,) = courses(given).values()
    assert subjects(course) == [(TOWN, ""), (GOVERNMENT, "")]
    assert isinstance(course, ProceedingOpened), "the government has no conclusion yet"


def test_on_a_nominal_body_without_a_superior_here_decides_the_organ_it_was_handed_to() -> None:
    given = told(*BY_TOWN, shared(), *TOWNS, decided("2023-09-04", of=TOWN, by=GOVERNMENT))
    given.facts(FIRST, decided("2023-09-05", "not_held_accountable", "slight-fault", of=GOVERNMENT, by=CITY))
    assert parked(given) == [("office-not-competent", f"decision-made {GOVERNMENT}", "referred")]
    given.facts(FIRST, handed("2023-09-01", of=GOVERNMENT))
    (course,) = courses(given).values()
    assert isinstance(course, ProceedingClosed)
    assert (course.how, str(course.closed_on), parked(given)) == ("decided", "2023-09-05", [])


def test_fault_found_under_another_number_of_the_dispute_counts_too() -> None:
    given = told(*BY_TOWN)
    given.facts(
        SECOND,
        docketed(GOVERNMENT, on="2023-06-20", instance="second", earlier=FIRST),
        judgment("appeal_rejected", served="2023-07-03", to=GOVERNMENT),
    )
    given.facts(FIRST, shared("区政府"))
    (loss,) = given.found("accountability", LossFound, SECOND)
    assert loss.sharing == (GOVERNMENT,)


def test_with_two_accountable_units_a_share_counts_where_the_act_was_carried_out() -> None:
    given = told(
        docketed(POLICE, GOVERNMENT), act(acting=GOVERNMENT, implementing=TOWN), lost(POLICE)[1], shared()
    )
    found = courses(given)
    assert subjects(found[POLICE]) == [(POLICE, "")]
    assert subjects(found[TOWN]) == [(TOWN, ""), (GOVERNMENT, "")]


@pytest.mark.parametrize(
    ("unit", "expected"),
    [(GOVERNMENT, "fault-shared"), (LAND, "fact-corrected"), (STRANGER, "fact-corrected")],
)
def test_what_is_told_of_a_unit_that_is_not_accountable_waits(unit: str, expected: str) -> None:
    given = told(*BY_TOWN, inquired("2023-07-20", of=unit))
    assert parked(given) == [("no-loss", f"inquiry-completed {unit}", expected)]


def test_fault_of_a_body_that_lost_nothing_is_parked() -> None:
    assert parked(told(*BY_TOWN, shared(LAND))) == [("no-loss", f"fault-shared {LAND}", "fact-corrected")]


def test_an_inquiry_of_the_nominal_body_alone_does_not_complete_that_of_the_accountable_unit() -> None:
    given = told(*BY_TOWN, shared(), inquired("2023-07-20", of=GOVERNMENT))
    (course,) = courses(given).values()
    assert (course.stage, parked(given)) == ("inquiry", [])


def test_officers_within_the_inquiry_and_those_its_report_names_each_get_a_conclusion() -> None:
    named = (*HELD, Proposal(person="冯某", conclusion="tolerated", reasons="首次办理"))
    given = told(
        *lost(), opened("2023-06-26", "钱某"), inquired("2023-07-20"), reported("2023-07-24", proposals=named)
    )
    (course,) = courses(given).values()
    assert subjects(course) == [(POLICE, ""), (POLICE, "钱某"), (POLICE, "冯某")]


def test_people_of_another_unit_whom_the_report_names_can_be_decided_upon() -> None:
    """Else the proceeding could never be closed."""
    other = Proposal(unit=TOWN, person="周某", conclusion="held_accountable", manner="诫勉谈话")
    given = told(
        *lost(),
        inquired("2023-07-20"),
        reported("2023-07-24", proposals=(*HELD, other)),
        *REVIEWED[2:],
        decided("2023-09-04", by=GOVERNMENT),
        decided("2023-09-05", of=TOWN, person="周某", by=TOWN),
    )
    (course,) = courses(given).values()
    assert isinstance(course, ProceedingClosed)
    assert subjects(course) == [(POLICE, ""), (TOWN, "周某")]
    assert parked(given) == []


@pytest.mark.parametrize(
    "bad",
    [
        (opened("2023-07-03", "钱某", by=TOWN),),
        (
            reported(
                "2023-07-24",
                causes=" ",
                proposals=(Proposal(person="钱某", conclusion="tolerated", reasons="x"),),
            ),
        ),
        (*REVIEWED, decided("2023-07-01", person="钱某", by=POLICE)),
        (*REVIEWED, decided("2023-09-01", person="钱某", by=TOWN)),
    ],
    ids=["opened by a stranger", "report without causes", "decided too early", "decided by a stranger"],
)
def test_what_is_parked_adds_nobody(bad: Iterable[Fact]) -> None:
    given = told(*lost(), *bad) if len(tuple(bad)) > 1 else told(*lost(), inquired("2023-07-20"), *bad)
    (course,) = courses(given).values()
    assert subjects(course) == [(POLICE, "")]
    assert len(parked(given)) == 1


def test_an_alias_means_the_same_unit() -> None:
    given = told(*lost(), inquired("2023-07-20", of="区公安分局", by="区公安分局"))
    (course,) = courses(given).values()
    assert (course.stage, parked(given)) == ("report", [])
