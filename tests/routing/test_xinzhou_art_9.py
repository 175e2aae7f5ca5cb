"""Xinzhou art. 8 and 9: who answers for each defendant."""

import pytest

from shared.events.findings.routing import ResponsibleAgencyDetermined
from shared.events.words import ActKind, Reconsideration
from tests.words import (
    ANEW,
    BUREAU,
    FIRST,
    GOVERNMENT,
    HOUSING,
    LAND,
    POLICE,
    RETRIAL,
    SECOND,
    TOWN,
    act,
    docketed,
    xinzhou,
)

DECIDED: tuple[Reconsideration, ...] = (
    "upheld",
    "claim_rejected",
    "changed",
    "mixed",
    "not_accepted",
    "application_rejected",
    "no_decision",
)


def test_8_an_agency_sued_alone_answers_itself() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), act(acting=POLICE))
    assert given.answer(FIRST) == ("own-act", "8", (POLICE,))


def test_8_an_agency_sued_alone_answers_itself_also_after_reconsideration_and_for_anothers_act() -> None:
    described = act("demolition", acting=TOWN, implementing=HOUSING, lead=LAND, reconsideration="upheld")
    given = xinzhou().facts(FIRST, docketed(POLICE), described)
    assert given.answer(FIRST) == ("own-act", "8", (POLICE,))


def test_8_agencies_sued_together_answer_each_for_itself() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN))
    assert given.answer(FIRST, POLICE) == ("own-act", "8", (POLICE,))
    assert given.answer(FIRST, TOWN) == ("own-act", "8", (TOWN,))


@pytest.mark.parametrize("reconsideration", DECIDED)
def test_9_1_after_reconsideration_the_bureau_answers_when_the_government_is_sued_alone(
    reconsideration: Reconsideration,
) -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=POLICE, reconsideration=reconsideration))
    assert given.answer(FIRST) == ("after-reconsideration-alone", "9(1)", (BUREAU,))


@pytest.mark.parametrize("reconsideration", DECIDED)
def test_9_1_after_reconsideration_co_defendants_answer_each_for_their_own_part(
    reconsideration: Reconsideration,
) -> None:
    described = act(acting=POLICE, reconsideration=reconsideration)
    given = xinzhou().facts(FIRST, docketed(POLICE, GOVERNMENT), described)
    assert given.answer(FIRST, POLICE) == ("own-act", "8", (POLICE,))
    assert given.answer(FIRST, GOVERNMENT) == ("after-reconsideration-together", "9(1)", (BUREAU,))


@pytest.mark.parametrize("kind", ["state_land_expropriation", "collective_land_expropriation", "penalty"])
def test_9_1_is_asked_before_9_2(kind: ActKind) -> None:
    described = act(kind, acting=GOVERNMENT, implementing=HOUSING, lead=LAND, reconsideration="upheld")
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("after-reconsideration-alone", "9(1)", (BUREAU,))


@pytest.mark.parametrize(
    ("acting", "by", "rule"),
    [
        (GOVERNMENT, "市人民政府", "implementing-department"),
        (GOVERNMENT, "区政府", "after-reconsideration-alone"),
        (GOVERNMENT, "", "after-reconsideration-alone"),
        (POLICE, "区政府", "after-reconsideration-alone"),
    ],
)
def test_9_1_is_about_what_the_government_decided_and_not_its_superior_on_its_own_act(
    acting: str, by: str, rule: str
) -> None:
    described = act(acting=acting, implementing=HOUSING, reconsideration="upheld", reconsidered_by=by)
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST)[0] == rule


def test_9_2_expropriation_on_state_land_falls_to_the_functional_department() -> None:
    described = act("state_land_expropriation", acting=GOVERNMENT, implementing=HOUSING)
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("state-land-expropriation", "9(2)", (HOUSING,))


def test_9_2_expropriation_of_collective_land_falls_to_the_street_or_town() -> None:
    described = act("collective_land_expropriation", acting=GOVERNMENT, implementing=TOWN)
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("collective-land-expropriation", "9(2)", (TOWN,))


def test_9_2_information_disclosure_falls_to_the_organ_that_handled_the_request() -> None:
    described = act("information_disclosure", acting=GOVERNMENT, implementing=LAND)
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("information-disclosure", "9(2)", (LAND,))


def test_9_2_the_special_kinds_come_before_the_lead_department_of_9_3() -> None:
    described = act("information_disclosure", acting=GOVERNMENT, implementing=LAND, lead=HOUSING)
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("information-disclosure", "9(2)", (LAND,))


def test_9_2_an_act_in_the_governments_name_falls_to_the_department_that_carried_it_out() -> None:
    described = act("licence", in_government_name=True, implementing=LAND)
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("implementing-department", "9(2)", (LAND,))


def test_9_2_an_act_the_government_made_is_one_in_its_name() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting="区政府", implementing=LAND))
    assert given.answer(FIRST) == ("implementing-department", "9(2)", (LAND,))


@pytest.mark.parametrize("kind", ["licence", "state_land_expropriation", "information_disclosure"])
def test_9_2_the_bureau_answers_when_nobody_can_be_named_who_carried_it_out(kind: ActKind) -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(kind, acting=GOVERNMENT))
    assert given.answer(FIRST) == ("government-name-unimplemented", "9(2)", (BUREAU,))


def test_9_3_a_joint_act_falls_to_its_lead_department() -> None:
    described = act("coercion", in_government_name=True, implementing=HOUSING, lead=LAND)
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("lead-department", "9(3)", (LAND,))


def test_9_3_the_bureau_designates_when_the_lead_department_lacks_the_duty() -> None:
    described = act("coercion", in_government_name=True, lead=LAND, lead_has_duty=False)
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), described)
    assert given.answer(FIRST) == ("lead-without-duty", "9(3)", ())


def test_9_3_the_bureau_designates_when_it_is_hard_to_determine() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act("other"))
    assert given.answer(FIRST) == ("hard-to-determine", "9(3)", ())


def test_9_3_the_bureau_designates_also_when_nobody_described_the_act() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT))
    assert given.answer(FIRST) == ("hard-to-determine", "9(3)", ())


@pytest.mark.parametrize(("number", "instance"), [(SECOND, "second"), (RETRIAL, "retrial"), (ANEW, "first")])
def test_9_4_a_later_instance_stays_with_whoever_answered_first(number: str, instance: str) -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=LAND))
    given.facts(number, docketed(GOVERNMENT, instance=instance, earlier=FIRST))  # type: ignore[arg-type]
    assert given.answer(number) == ("follows-first-instance", "9(4)", (LAND,))


def test_9_4_is_asked_before_9_1_even_when_the_later_row_tells_another_act() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=LAND))
    given.facts(SECOND, docketed(GOVERNMENT, instance="second", earlier=FIRST), act(reconsideration="upheld"))
    assert given.answer(SECOND) == ("follows-first-instance", "9(4)", (LAND,))


def test_the_finding_names_the_rules_passed_over_and_why() -> None:
    described = act("information_disclosure", acting=GOVERNMENT, implementing=LAND)
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), described)
    (found,) = given.found("routing", ResponsibleAgencyDetermined)
    passed = {over.rule: over.because for over in found.passed_over}
    assert list(passed) == [
        "follows-first-instance",
        "own-act",
        "after-reconsideration-alone",
        "after-reconsideration-together",
        "state-land-expropriation",
        "collective-land-expropriation",
    ]
    assert passed["own-act"] == "defendant = government, asked for agency"
    assert passed["state-land-expropriation"] == (
        "act = information_disclosure, asked for state_land_expropriation"
    )
