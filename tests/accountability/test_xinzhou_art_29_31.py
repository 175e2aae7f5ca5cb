"""Xinzhou art. 29-31: on what does a conclusion rest, and what of it decides nothing?"""

from collections.abc import Mapping

import pytest

from shared.events.findings.accountability import DecisionUnfounded, ProceedingClosed, ProceedingOpened
from shared.events.findings.common import FactParked
from shared.events.proceeding import DecisionMade, RiskRegistered
from shared.events.words import Verdict
from tests.accountability.afterwards import REVIEWED, decided, lost
from tests.given import Given
from tests.words import FIRST, GOVERNMENT, POLICE, SECOND, TOWN, act, day, docketed, judgment, xinzhou

GROUNDS: Mapping[Verdict, tuple[str, ...]] = {
    "held_accountable": ("duty-not-performed", "improper-response", "intent-or-gross-negligence"),
    "not_held_accountable": (
        "law-read-differently",
        "careful-but-uncertain",
        "slight-fault",
        "otherwise-not-fit",
    ),
    "tolerated": (
        "innovation-under-unclear-law",
        "key-work-with-errors",
        "hard-task-with-errors",
        "authorised-mediation",
        "risk-registered-or-rule",
    ),
}
EACH = [(verdict, ground) for verdict, grounds in GROUNDS.items() for ground in grounds]
ON = "2023-09-04"
TOLERATED = "risk-registered-or-rule"


def after(decision: DecisionMade, *, case: str = FIRST) -> Given:
    """Return a lost case in which all was done before the decision, and this was decided."""
    return xinzhou().facts(FIRST, *lost(), *REVIEWED).facts(case, decision)


def problems(given: Given) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Return what the decision lacks, of which grounds, under which articles; then nothing is decided from it."""
    (found,) = given.found("accountability", DecisionUnfounded)
    (course,) = given.found("accountability", ProceedingOpened)
    assert [one.conclusion for one in course.subjects] == [None]
    return found.problems, found.grounds, found.article


def concluded(given: Given) -> tuple[Verdict | None, tuple[str, ...]]:
    """Return what was concluded of the unit; the proceeding is closed."""
    assert given.found("accountability", DecisionUnfounded) == []
    (course,) = given.found("accountability", ProceedingClosed)
    (subject,) = course.subjects
    return subject.conclusion, subject.grounds


def risk(on: str, agency: str = POLICE) -> RiskRegistered:
    """Put a risk on record."""
    return RiskRegistered(registered_on=day(on), agency=agency, matter="停车试点")


@pytest.mark.parametrize(("verdict", "ground"), EACH)
def test_each_ground_leads_to_its_conclusion(verdict: Verdict, ground: str) -> None:
    given = after(decided(ON, verdict, ground, by=GOVERNMENT, rule="示范市容错纠错办法"))
    assert concluded(given) == (verdict, (ground,))


@pytest.mark.parametrize(("verdict", "ground"), EACH)
def test_no_ground_leads_to_another_conclusion(verdict: Verdict, ground: str) -> None:
    for other in GROUNDS:
        if other != verdict:
            given = after(decided(ON, other, ground, by=GOVERNMENT, rule="示范市容错纠错办法"))
            assert problems(given)[:2] == (("other_conclusion",), (ground,))


@pytest.mark.parametrize(("verdict", "ground"), [one for one in EACH if one[0] != "held_accountable"])
@pytest.mark.parametrize("reasons", ["", " \n"])
def test_30_and_31_need_written_reasons(verdict: Verdict, ground: str, reasons: str) -> None:
    given = after(decided(ON, verdict, ground, by=GOVERNMENT, reasons=reasons, rule="示范市容错纠错办法"))
    assert problems(given)[0] == ("no_reasons",)


def test_29_needs_no_reasons() -> None:
    assert concluded(after(decided(ON, by=GOVERNMENT, reasons="")))[0] == "held_accountable"


def test_a_decision_without_a_ground_says_which_articles_could_lead_to_it() -> None:
    bare = DecisionMade(decided_on=day(ON), unit=POLICE, conclusion="held_accountable", by=GOVERNMENT)
    assert problems(after(bare)) == (("no_ground",), (), "29(1); 29(2); 29(3)")


def test_several_grounds_of_one_article_stand_together() -> None:
    grounds = ("law-read-differently", "slight-fault")
    assert concluded(after(decided(ON, "not_held_accountable", *grounds, by=GOVERNMENT)))[1] == grounds


def test_grounds_of_two_articles_do_not() -> None:
    both = ("slight-fault", "key-work-with-errors")
    found = problems(after(decided(ON, "tolerated", *both, by=GOVERNMENT)))
    assert found == (("several_articles",), both, "30(3); 31(2)")


def test_a_ground_that_is_none_is_named() -> None:
    found = problems(after(decided(ON, "tolerated", "key-work-with-errors", "bad-luck", by=GOVERNMENT)))
    assert found[:2] == (("unknown_ground",), ("bad-luck",))


def test_30_4_needs_the_other_rule_cited() -> None:
    given = after(decided(ON, "not_held_accountable", "otherwise-not-fit", by=GOVERNMENT, rule=" "))
    assert problems(given) == (("no_rule",), ("otherwise-not-fit",), "30(4)")


def test_31_5_needs_a_risk_or_a_rule() -> None:
    found = problems(after(decided(ON, "tolerated", TOLERATED, by=GOVERNMENT)))
    assert found == (("no_risk_or_rule",), (TOLERATED,), "31(5)")


def test_31_5_a_rule_cited_does_without_a_risk() -> None:
    given = after(decided(ON, "tolerated", TOLERATED, by=GOVERNMENT, rule="示范市容错纠错办法"))
    assert concluded(given) == ("tolerated", (TOLERATED,))


@pytest.mark.parametrize("agency", [POLICE, "区公安分局"])
def test_31_5_a_risk_on_record_before_the_act(agency: str) -> None:
    given = after(decided(ON, "tolerated", TOLERATED, by=GOVERNMENT, risk="2022-12-01"))
    assert given.found("accountability", DecisionUnfounded)[0].expected == (
        "risk-registered",
        "fact-corrected",
    )
    given.fact(agency, risk("2022-12-01", agency), "agency/a")
    assert concluded(given) == ("tolerated", (TOLERATED,))


@pytest.mark.parametrize(
    "registered",
    [risk("2022-12-02"), risk("2022-12-01", TOWN)],
    ids=["another day", "another agency"],
)
def test_31_5_the_risk_that_is_named_is_the_one_on_record(registered: RiskRegistered) -> None:
    given = after(decided(ON, "tolerated", TOLERATED, by=GOVERNMENT, risk="2022-12-01"))
    given.fact(registered.agency, registered, "agency/a")
    assert problems(given)[0] == ("no_risk_or_rule",)


@pytest.mark.parametrize("on", ["2023-03-01", "2023-06-19"])
def test_31_5_a_risk_put_on_record_once_the_act_was_challenged_is_none_before_it(on: str) -> None:
    """Also when the case of the loss is the appeal: the first case about the act counts."""
    given = xinzhou().facts(FIRST, *lost())
    given.facts(
        SECOND,
        docketed(on="2023-06-20", instance="second", earlier=FIRST),
        judgment("appeal_rejected", served="2023-07-03"),
        *REVIEWED,
        decided(ON, "tolerated", TOLERATED, by=GOVERNMENT, risk=on),
    )
    given.fact(POLICE, risk(on), "agency/a")
    assert problems(given)[0] == ("no_risk_or_rule",)


def test_31_5_the_body_that_carried_the_act_out_may_have_put_it_on_record() -> None:
    given = xinzhou().facts(
        FIRST,
        docketed(GOVERNMENT),
        act(acting=GOVERNMENT, implementing=POLICE),
        lost(GOVERNMENT)[1],
        *REVIEWED,
    )
    given.facts(FIRST, decided(ON, "tolerated", TOLERATED, by=GOVERNMENT, risk="2022-12-01"))
    given.fact(POLICE, risk("2022-12-01"), "agency/a")
    assert concluded(given)[0] == "tolerated"


def test_a_decision_may_lack_a_ground_and_come_out_of_order() -> None:
    given = xinzhou().facts(FIRST, *lost(), decided(ON, "tolerated", TOLERATED, by=POLICE))
    (lacks,) = given.found("accountability", DecisionUnfounded)
    (parked,) = given.found("accountability", FactParked)
    assert (lacks.problems, parked.reason) == (("no_risk_or_rule",), "stage-out-of-order")
