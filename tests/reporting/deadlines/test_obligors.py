"""Whose is a deadline: the role the law names becomes the organs that fill it in a case."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from services.reporting.deadlines.obligors import Obligors, called
from shared.dispute import Case, Dispute, Key, Report
from shared.events.base import Fact, Finding
from shared.events.court import CaseDocketed, SuggestionIssued
from shared.events.district import OrganRegistered
from shared.events.findings.accountability import LossFound
from shared.events.findings.routing import DesignationRequested, ResponsibleAgencyDetermined
from shared.organs import Organs

NUMBER, DISTRICT = "（2025）鄂0117行初1号", "xinzhou"
GOVERNMENT, OFFICE, BUREAU = "新洲区人民政府", "新洲区人民政府办公室", "新洲区司法局"
POLICE, HOUSING, MONEY = "新洲区公安分局", "新洲区住建局", "新洲区财政局"
ORGANS = Organs.of(
    OrganRegistered(code=code, name=name, kind=kind, aliases=aliases, superior=superior)  # type: ignore[arg-type]
    for code, name, kind, aliases, superior in (
        ("b", BUREAU, "bureau", (), GOVERNMENT),
        ("g", GOVERNMENT, "government", ("区政府",), ""),
        ("h", HOUSING, "department", (), ""),
        ("m", MONEY, "department", ("区财政局",), ""),
        ("o", OFFICE, "office", (), ""),
        ("p", POLICE, "department", ("区公安分局",), "武汉市公安局"),
    )
)


def obligors(
    *facts: Fact, findings: Mapping[str, tuple[Finding, ...]] | None = None, organs: Organs = ORGANS
) -> Obligors:
    reports: dict[Any, dict[str, Report]] = {}
    for n, fact in enumerate(facts):
        reports.setdefault(type(fact), {})[fact.slot] = Report(fact, "court/x", str(n), NUMBER, DISTRICT)
    case = Case(NUMBER, DISTRICT, reports)
    found = {
        service: {Key(NUMBER, one.TOPIC, one.slot): one for one in ones}
        for service, ones in (findings or {}).items()
    }
    return Obligors(case, Dispute(DISTRICT, (case,), found), organs)


def answers(defendant: str, *agencies: str) -> ResponsibleAgencyDetermined:
    return ResponsibleAgencyDetermined(
        defendant=defendant, agencies=agencies, rule="own-act", article="9", pack="xinzhou"
    )


SUED = CaseDocketed(instance="first", defendants=("区政府", "区公安分局"), docketed_on=date(2025, 3, 3))
ROUTED = {"routing": (answers("区政府", HOUSING), answers("区公安分局", POLICE))}


def test_what_falls_to_the_responsible_agency_falls_to_all_that_answer_in_the_order_they_are_sued() -> None:
    assert obligors(SUED, findings=ROUTED).filling("responsible_agency") == (HOUSING, POLICE)


def test_where_a_deadline_is_of_one_organ_that_one_owes_it() -> None:
    case = obligors(SUED, findings=ROUTED)
    assert case.filling("responsible_agency", "区公安分局") == (POLICE,)
    assert case.filling("responsible_agency", f"{POLICE}/2025-05-06") == (POLICE,)
    assert case.filling("losing_agency", HOUSING) == (HOUSING,)


def test_what_is_of_the_government_is_owed_by_whoever_answers_for_it() -> None:
    assert obligors(SUED, findings=ROUTED).filling("responsible_agency", GOVERNMENT) == (HOUSING,)


def test_what_tells_deadlines_apart_and_is_no_organ_names_nobody() -> None:
    case = obligors(SUED, findings=ROUTED)
    for of in ("2025-05-06", "judicial//2025-05-06"):
        assert case.filling("responsible_agency", of) == (HOUSING, POLICE)


def test_while_somebody_must_be_designated_nobody_owes_it() -> None:
    asked = DesignationRequested(defendant="区政府", rule="else", article="9", pack="xinzhou")
    assert obligors(SUED, findings={"routing": (asked,)}).filling("responsible_agency") == ()


@pytest.mark.parametrize(
    ("role", "organs"),
    [
        ("bureau", (BUREAU,)),
        ("government_office_or_bureau", (OFFICE, BUREAU)),
        ("finance", (MONEY,)),
    ],
)
def test_what_the_district_has_one_of_is_found_in_the_register(role: str, organs: tuple[str, ...]) -> None:
    assert obligors(SUED).filling(role) == organs
    assert obligors(SUED, organs=Organs()).filling(role) == ()


def test_a_suggestion_is_answered_by_its_addressee_or_else_by_who_is_sued() -> None:
    to_housing = SuggestionIssued(received_on=date(2025, 5, 6), addressee=HOUSING)
    to_all = SuggestionIssued(received_on=date(2025, 5, 7))
    case = obligors(SUED, to_housing, to_all)
    assert case.filling("addressee", to_housing.slot) == (HOUSING,)
    assert case.filling("addressee", to_all.slot) == (GOVERNMENT, POLICE)


def test_who_lost_owes_what_follows_a_loss_and_while_that_is_not_found_all_who_are_sued() -> None:
    loss = LossFound(
        outcomes=("revoked",),
        losing=("区公安分局",),
        accountable=(POLICE,),
        article="28",
        took_effect_on=date(2025, 9, 1),
    )
    assert obligors(SUED, findings={"accountability": (loss,)}).filling("losing_agency") == (POLICE,)
    assert obligors(SUED).filling("losing_agency") == (GOVERNMENT, POLICE)


@pytest.mark.parametrize(
    ("agencies", "to", "expected"),
    [
        ((POLICE,), ("superior", "bureau"), ("武汉市公安局",)),
        ((HOUSING,), ("superior", "bureau"), (BUREAU,)),
        ((HOUSING, POLICE), ("bureau", "superior"), (BUREAU,)),
        ((POLICE, HOUSING), ("superior", "bureau"), ("武汉市公安局", BUREAU)),
        ((BUREAU,), ("bureau",), ()),
        ((BUREAU,), ("bureau", "superior"), (GOVERNMENT,)),
        ((), ("superior", "bureau"), (BUREAU,)),
        ((HOUSING,), ("superior",), ()),
    ],
)
def test_a_miss_calls_the_first_there_is_and_nobody_for_itself(
    agencies: tuple[str, ...], to: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    assert called(agencies, to, ORGANS) == expected
