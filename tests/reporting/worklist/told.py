"""What waits in a case of which this is told? For the tests of worklists."""

from services.reporting.marks import Marked, marked
from services.reporting.worklist.kinds import OpenItem, items_of
from shared.events.court import DocumentServed
from shared.events.proceeding import (
    DecisionMade,
    InquiryCompleted,
    InquiryOpened,
    InquiryReported,
    Proposal,
    ReviewCompleted,
    ReviewFedBack,
)
from tests.given import Given
from tests.words import BUREAU, FIRST, POLICE, day, docketed, effective, judgment, xinzhou


def waiting(given: Given, case: str = FIRST) -> list[OpenItem]:
    """Return what waits in a case."""
    found: dict[str, Marked] = {}
    for dispute in given.judged():
        found |= marked(dispute, given.world)
    return list(items_of(found[case].open)) if case in found else []


def kinds(given: Given, case: str = FIRST) -> list[str]:
    """Return the kinds of what waits in a case."""
    return [item.kind for item in waiting(given, case)]


def only(given: Given, kind: str, case: str = FIRST) -> OpenItem:
    """Return the one item of a kind."""
    (item,) = (item for item in waiting(given, case) if item.kind == kind)
    return item


def revoked() -> DocumentServed:
    """Say that the act was revoked."""
    return judgment("revoked", served="2023-06-12")


def lost(on: str = "2023-07-03") -> Given:
    """Return a case that the police lost in Xinzhou; the judgment took effect on 28 June."""
    given = xinzhou().facts(FIRST, docketed(POLICE), revoked(), effective("2023-06-28"))
    return given.on(on)


def opened(on: str = "2023-07-03", *persons: str) -> InquiryOpened:
    return InquiryOpened(opened_on=day(on), agency=POLICE, by=POLICE, persons=persons)


def inquired(on: str = "2023-07-20") -> InquiryCompleted:
    return InquiryCompleted(completed_on=day(on), agency=POLICE, by=POLICE)


def reported(on: str = "2023-07-25", causes: str = "事实认定不清") -> InquiryReported:
    proposal = Proposal(conclusion="held_accountable", manner="书面检查")
    return InquiryReported(
        reported_on=day(on), agency=POLICE, by=POLICE, causes=causes, fault="办案科室", proposals=(proposal,)
    )


def reviewed(on: str = "2023-08-01", by: str = BUREAU) -> ReviewCompleted:
    return ReviewCompleted(completed_on=day(on), agency=POLICE, by=by)


def fed_back(on: str = "2023-08-04") -> ReviewFedBack:
    return ReviewFedBack(fed_back_on=day(on), agency=POLICE, by=BUREAU, opinion="同意")


def decided(on: str = "2023-08-20", person: str = "", by: str = "", reasons: str = "") -> DecisionMade:
    return DecisionMade(
        unit=POLICE,
        person=person,
        decided_on=day(on),
        conclusion="held_accountable",
        grounds=("duty-not-performed",),
        by=by,
        reasons=reasons,
        manner="书面检查",
    )
