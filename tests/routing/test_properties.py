"""Does routing answer for every case there can be, and always the same, in whatever order the facts are told?"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.dispute import Case, Key, disputes
from shared.envelope import Draft
from shared.events.base import Fact, Finding
from shared.events.bureau import AgencyDesignated, ChiefAdvised
from shared.events.court import (
    CaseClassified,
    CaseDocketed,
    HearingCancelled,
    HearingHeld,
    HearingRescheduled,
    HearingScheduled,
)
from shared.events.findings.common import FactParked
from shared.events.findings.routing import (
    ChiefRequired,
    DesignationRequested,
    LawNotInForce,
    ResponsibleAgencyDetermined,
)
from shared.events.procuratorate import ProtestLodged
from shared.events.words import ActKind, Advisor, Category, Flag, Instance, Reconsideration
from shared.law.hearings import held, scheduled
from tests.given import Given, drafted
from tests.shared.reports import reordered
from tests.words import ANEW, FIRST, REGISTER, RETRIAL, SECOND, STRANGER, act, day

CALM = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
DISTRICTS = ("xinzhou", "huancui")
CASES = (FIRST, SECOND, ANEW, RETRIAL)
NAMES = tuple(organ.name for organ in REGISTER)

Told = list[tuple[str, Fact]]
"""Facts, each with the number of its case."""


def acts(names: st.SearchStrategy[str]) -> st.SearchStrategy[Fact]:
    """Return acts of every kind, by anybody, after any reconsideration."""
    perhaps = st.just("") | names
    return st.builds(
        act,
        kind=st.sampled_from(get_args(ActKind)),
        acting=perhaps,
        implementing=perhaps,
        lead=perhaps,
        in_government_name=st.booleans(),
        reconsideration=st.sampled_from(get_args(Reconsideration)),
        reconsidered_by=perhaps,
        entrusted=perhaps,
        dispatched=perhaps,
        lead_has_duty=st.booleans(),
    )


def weights(names: st.SearchStrategy[str]) -> st.SearchStrategy[Fact]:
    """Return what gives a case weight: flags, who asks for the chief, protests, designations."""
    on = day("2023-04-03")
    return st.one_of(
        st.builds(
            CaseClassified, flags=st.lists(st.sampled_from(get_args(Flag))).map(tuple), by=st.just("court")
        ),
        st.builds(
            ChiefAdvised,
            advised_on=st.just(on),
            by=st.sampled_from(get_args(Advisor)),
            organ=st.just("") | names,
        ),
        st.builds(ProtestLodged, lodged_on=st.just(on)),
        st.builds(
            AgencyDesignated,
            agencies=st.lists(names, min_size=1, max_size=2).map(tuple),
            defendant=st.just("") | names,
            designated_on=st.just(on),
        ),
    )


DAYS = st.sampled_from(
    [day(text) for text in ("2022-01-04", "2022-12-30", "2023-01-03", "2023-05-08", "2023-09-22")]
)
HEARINGS = st.one_of(
    st.builds(HearingHeld, held_on=DAYS),
    st.builds(HearingScheduled, hearing_on=DAYS),
    st.builds(HearingRescheduled, from_on=DAYS, to_on=DAYS),
    st.builds(HearingCancelled, hearing_on=DAYS),
)


@st.composite
def cases(draw: st.DrawFn, names: tuple[str, ...] = NAMES, linked: bool = True) -> Told:
    """Return docketed cases of any attributes, with acts, weights, hearings; `linked` ones may follow each other."""
    organs = st.sampled_from(names)
    told: Told = []
    for number in draw(st.lists(st.sampled_from(CASES), min_size=1, max_size=4, unique=True)):
        docketing = CaseDocketed(
            instance=draw(st.sampled_from(get_args(Instance))),
            defendants=tuple(draw(st.lists(organs, min_size=1, max_size=3, unique=True))),
            category=draw(st.sampled_from(get_args(Category))) if linked else "litigation",
            docketed_on=draw(st.none() | DAYS),
            earlier_case=draw(st.none() | st.sampled_from(CASES)) if linked else None,
        )
        more = draw(st.lists(st.one_of(acts(organs), weights(organs), HEARINGS), max_size=6))
        told += [(number, fact) for fact in (docketing, *more)]
    return told


def routed(district: str, drafts: Iterable[Draft]) -> Mapping[Key, Finding]:
    """Return what routing finds when everything is told."""
    given_ = Given(district).registered(*REGISTER)
    for draft in drafts:
        given_.told(draft)
    return given_.findings("routing")


def sent(told: Told, district: str) -> list[Draft]:
    return [drafted(fact, "court/a", f"f{n}", case, district) for n, (case, fact) in enumerate(told)]


def docketings(told: Told) -> Mapping[str, CaseDocketed]:
    return {case: fact for case, fact in told if isinstance(fact, CaseDocketed)}


@pytest.mark.parametrize("district", DISTRICTS)
@CALM
@given(told=cases(linked=False))
def test_of_every_case_of_known_organs_somebody_answers_or_the_bureau_must_designate(
    district: str, told: Told
) -> None:
    found = routed(district, sent(told, district))
    for case, docketed in docketings(told).items():
        for defendant in docketed.defendants:
            answer = found[Key(case, "responsible", defendant)]
            assert isinstance(answer, ResponsibleAgencyDetermined | DesignationRequested)
            if isinstance(answer, ResponsibleAgencyDetermined):
                assert answer.agencies
                assert set(answer.agencies) <= {*NAMES}
    assert not any(isinstance(finding, FactParked) for finding in found.values())


@pytest.mark.parametrize("district", DISTRICTS)
@CALM
@given(told=cases((*NAMES, "区政府", STRANGER)))
def test_what_cannot_be_answered_is_parked_or_under_no_law_and_never_forgotten(
    district: str, told: Told
) -> None:
    found = routed(district, sent(told, district))
    by_case: dict[str, list[Finding]] = {}
    for key, finding in found.items():
        by_case.setdefault(key.case, []).append(finding)
    for case in docketings(told):
        here = by_case[case]
        answers = (ResponsibleAgencyDetermined, DesignationRequested)
        assert any(isinstance(one, (*answers, FactParked, LawNotInForce)) for one in here)
        if any(isinstance(one, LawNotInForce) for one in here):
            assert not any(isinstance(one, (*answers, ChiefRequired)) for one in here)


@pytest.mark.parametrize("district", DISTRICTS)
@CALM
@given(data=st.data())
def test_in_any_order_and_repeated_the_same_is_found(district: str, data: st.DataObject) -> None:
    drafts = sent(data.draw(cases((*NAMES, "区公安分局", STRANGER))), district)
    assert routed(district, data.draw(reordered(drafts))) == routed(district, drafts)


@CALM
@given(told=cases(linked=False))
def test_of_each_defendant_exactly_one_case_of_a_year_is_the_first_heard(told: Told) -> None:
    """Reckoned here anew: of the hearings held, else of those that stand, the earliest; of two the lower number."""
    drafts = sent(told, "xinzhou")
    found = routed("xinzhou", drafts)
    first: dict[tuple[str, int], tuple[date, str]] = {}
    for case in told_of(drafts):
        assert case.docketed is not None
        if heard := min(held(case) or scheduled(case), default=None):
            for defendant in case.docketed.defendants:
                at = defendant, heard.year
                first[at] = min(first.get(at, (heard, case.number)), (heard, case.number))
    expected = {(case, defendant) for (defendant, _), (_, case) in first.items()}
    assert {
        (key.case, finding.defendant)
        for key, finding in found.items()
        if isinstance(finding, ChiefRequired)
        and any(ground.ground.startswith("first-of-year") for ground in finding.grounds)
    } == expected


def told_of(drafts: Iterable[Draft]) -> list[Case]:
    """Return the cases as the facts that count tell them."""
    given_ = Given()
    for draft in drafts:
        given_.told(draft)
    return [case for dispute in disputes(given_.records) for case in dispute.cases]
