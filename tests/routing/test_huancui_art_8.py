"""Huancui art. 8: who answers for each defendant."""

import pytest

from shared.events.district import OrganRegistered
from shared.events.findings.routing import ObserversCalled
from shared.events.words import ActKind, Reconsideration
from tests.words import (
    BUREAU,
    CENTRE,
    FIRST,
    GOVERNMENT,
    HOUSING,
    LAND,
    POLICE,
    REGISTER,
    RETRIAL,
    SECOND,
    STRANGER,
    TOWN,
    act,
    day,
    docketed,
    huancui,
)


def test_8_an_agency_sued_without_the_government_answers_itself() -> None:
    given = huancui().facts(FIRST, docketed(TOWN), act("demolition", acting=TOWN, reconsideration="upheld"))
    assert given.answer(FIRST) == ("own-act", "8", (TOWN,))


def test_8_1_the_governments_own_act_falls_to_the_bureau() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), act("licence", acting=GOVERNMENT))
    assert given.answer(FIRST) == ("governments-own-act", "8(1)", (BUREAU,))


def test_8_1_an_act_in_the_governments_name_without_an_implementing_department_is_its_own() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), act("licence", in_government_name=True))
    assert given.answer(FIRST) == ("governments-own-act", "8(1)", (BUREAU,))


def test_8_2_an_act_carried_out_by_a_department_falls_to_it_and_is_asked_before_8_1() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), act("licence", acting=GOVERNMENT, implementing=LAND))
    assert given.answer(FIRST) == ("implemented-by-department", "8(2)", (LAND,))


def test_8_3_an_entrusted_matter_falls_to_the_body_entrusted() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), act("other", acting=GOVERNMENT, entrusted=CENTRE))
    assert given.answer(FIRST) == ("entrusted", "8(3)", (CENTRE,))


def test_8_4_government_inaction_falls_to_the_body_that_handles_the_matter() -> None:
    described = act("inaction", acting=GOVERNMENT, implementing=HOUSING)
    given = huancui().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("inaction", "8(4)", (HOUSING,))


@pytest.mark.parametrize(
    "kind", ["state_land_expropriation", "collective_land_expropriation", "demolition", "coercion"]
)
def test_8_5_expropriation_and_coercion_fall_to_the_body_that_carried_them_out(kind: ActKind) -> None:
    described = act(kind, acting=GOVERNMENT, implementing=TOWN, entrusted=CENTRE)
    given = huancui().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("expropriation-and-coercion", "8(5)", (TOWN,))


def test_8_6_an_act_of_a_dispatched_body_falls_to_the_body_that_exercises_the_function() -> None:
    described = act("other", acting=GOVERNMENT, implementing=LAND, dispatched=CENTRE)
    given = huancui().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("dispatched-body", "8(6)", (CENTRE,))


@pytest.mark.parametrize("reconsideration", ["upheld", "claim_rejected", "mixed"])
@pytest.mark.parametrize("defendants", [(GOVERNMENT,), (POLICE, GOVERNMENT)])
def test_8_7_upheld_on_reconsideration_original_agency_and_bureau_answer_jointly(
    reconsideration: Reconsideration, defendants: tuple[str, ...]
) -> None:
    described = act(acting=POLICE, reconsideration=reconsideration)
    given = huancui().facts(FIRST, docketed(*defendants), described)
    for defendant in defendants:
        expected = ("upheld-on-reconsideration", "8(7)", (POLICE, BUREAU))
        assert given.answer(FIRST, defendant) == expected


def test_8_7_the_agency_sued_with_the_government_is_the_original_one_where_nobody_says() -> None:
    given = huancui().facts(FIRST, docketed(POLICE, GOVERNMENT), act(reconsideration="upheld"))
    assert given.answer(FIRST, GOVERNMENT)[2] == (POLICE, BUREAU)


def test_8_7_the_bureau_is_named_once_when_its_own_act_was_upheld() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), act(acting="区司法局", reconsideration="upheld"))
    assert given.answer(FIRST)[2] == (BUREAU,)


@pytest.mark.parametrize("reconsideration", ["changed", "not_accepted", "application_rejected"])
def test_8_7_changed_or_rejected_as_inadmissible_the_bureau_answers_and_the_agency_observes(
    reconsideration: Reconsideration,
) -> None:
    described = act(acting="区公安分局", reconsideration=reconsideration)
    given = huancui().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("changed-on-reconsideration", "8(7)", (BUREAU,))
    (called,) = given.found("routing", ObserversCalled)
    assert (called.organs, called.article) == ((POLICE,), "8(7)")


def test_8_7_nobody_observes_when_the_original_agency_answers_itself() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), act(acting=POLICE, reconsideration="upheld"))
    assert given.found("routing", ObserversCalled) == []


def succession(successor: str = LAND, superior: str = GOVERNMENT) -> OrganRegistered:
    """Return the police as abolished on 2023-03-01."""
    return OrganRegistered(
        code="d1",
        name=POLICE,
        kind="department",
        superior=superior,
        abolished_on=day("2023-03-01"),
        successor=successor,
    )


def others() -> list[OrganRegistered]:
    """Return the register without the police."""
    return [organ for organ in REGISTER if organ.name != POLICE]


@pytest.mark.parametrize(("docketed_on", "answers"), [("2023-02-28", POLICE), ("2023-03-01", LAND)])
def test_8_8_the_body_that_continues_an_abolished_one_answers_from_the_first_day(
    docketed_on: str, answers: str
) -> None:
    given = huancui().registered(*others(), succession())
    given.facts(FIRST, docketed(POLICE, on=docketed_on))
    assert given.answer(FIRST) == ("own-act", "8", (answers,))


def test_8_8_the_superior_answers_where_nobody_continues_the_function() -> None:
    given = huancui().registered(*others(), succession(successor="", superior=GOVERNMENT))
    assert given.facts(FIRST, docketed(POLICE)).answer(FIRST)[2] == (GOVERNMENT,)


def test_8_8_a_successor_that_was_abolished_too_has_a_successor() -> None:
    housing = OrganRegistered(
        code="d2", name=HOUSING, kind="department", abolished_on=day("2023-01-01"), successor=TOWN
    )
    register = [organ for organ in others() if organ.name != HOUSING]
    given = huancui().registered(*register, housing, succession(successor=HOUSING))
    assert given.facts(FIRST, docketed(POLICE)).answer(FIRST)[2] == (TOWN,)


def test_8_8_is_asked_again_for_an_appeal_docketed_after_the_agency_was_abolished() -> None:
    given = huancui().registered(*others(), succession())
    given.facts(FIRST, docketed(POLICE, on="2023-01-10"))
    given.facts(SECOND, docketed(POLICE, on="2023-06-01", instance="second", earlier=FIRST))
    assert given.answer(FIRST)[2] == (POLICE,)
    assert given.answer(SECOND)[2] == (LAND,)


def test_8_8_a_successor_nobody_registered_parks_the_case() -> None:
    given = huancui().registered(*others(), succession(successor=STRANGER))
    given.facts(FIRST, docketed(POLICE))
    assert given.parked(FIRST) == [("unknown-organ", STRANGER)]


def test_8_9_no_decision_in_time_is_named_nowhere_so_the_bureau_decides() -> None:
    described = act(acting=POLICE, implementing=POLICE, reconsideration="no_decision")
    given = huancui().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("no-decision-on-reconsideration", "8(9)", ())


def test_8_9_anything_else_is_decided_by_the_bureau() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), act("other"))
    assert given.answer(FIRST) == ("other", "8(9)", ())


@pytest.mark.parametrize(("number", "instance"), [(SECOND, "second"), (RETRIAL, "retrial")])
def test_8_a_later_instance_stays_with_whoever_answered_first(number: str, instance: str) -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), act(acting=POLICE, reconsideration="upheld"))
    given.facts(number, docketed(GOVERNMENT, instance=instance, earlier=FIRST))  # type: ignore[arg-type]
    assert given.answer(number) == ("follows-first-instance", "8; as Xinzhou 9(4)", (POLICE, BUREAU))
