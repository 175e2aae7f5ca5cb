"""What may be told after a loss? Words for the facts of the proceeding, and strategies for good and bad ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from hypothesis import strategies as st

from services.intake.seed import bundled
from shared.codec import encode, type_of
from shared.envelope import NO_DISTRICT, Draft
from shared.events.base import Fact
from shared.events.court import CaseClassified
from shared.events.district import OrganRegistered
from shared.events.intake import DayBegan, FactCorrected, FactRetracted
from shared.events.proceeding import (
    DecisionMade,
    FaultShared,
    InquiryApproved,
    InquiryCompleted,
    InquiryOpened,
    InquiryReported,
    JointReviewRequired,
    Proposal,
    Referred,
    ReviewCompleted,
    ReviewFedBack,
    RiskRegistered,
)
from shared.events.words import Reviewer, Verdict
from tests.given import drafted
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    POLICE,
    REGISTER,
    RETRIAL,
    SECOND,
    STRANGER,
    TOWN,
    act,
    day,
    docketed,
    effective,
    judgment,
)

CITY: Final = "示范市人民政府"
"""The government's superior, which is in no district's register."""
HELD = (Proposal(conclusion="held_accountable", manner="责令检查"),)


def opened(on: str, *persons: str, of: str = POLICE, by: str = "") -> InquiryOpened:
    """Say that the inquiry of a unit was opened."""
    return InquiryOpened(opened_on=day(on), agency=of, by=by, persons=persons)


def inquired(on: str, of: str = POLICE, by: str = "") -> InquiryCompleted:
    """Say that the inquiry of a unit was completed."""
    return InquiryCompleted(completed_on=day(on), agency=of, by=by)


def reported(
    on: str, of: str = POLICE, by: str = "", causes: str = "证据不足", proposals: tuple[Proposal, ...] = HELD
) -> InquiryReported:
    """Say that the report went to the bureau."""
    return InquiryReported(
        reported_on=day(on), agency=of, by=by, causes=causes, fault="审查不严", proposals=proposals
    )


def reviewed(on: str, *jointly_with: Reviewer, of: str = POLICE, by: str = "") -> ReviewCompleted:
    """Say that the report was reviewed."""
    return ReviewCompleted(completed_on=day(on), agency=of, by=by, jointly_with=jointly_with)


def fed_back(on: str, of: str = POLICE, by: str = "") -> ReviewFedBack:
    """Say that the unit was told what the review found."""
    return ReviewFedBack(fed_back_on=day(on), agency=of, by=by)


def decided(
    on: str,
    conclusion: Verdict = "held_accountable",
    *grounds: str,
    of: str = POLICE,
    person: str = "",
    by: str = "",
    reasons: str = "见调查报告",
    rule: str = "",
    risk: str = "",
) -> DecisionMade:
    """Say what was decided on a subject; held liable under Xinzhou 29(1) unless said otherwise."""
    return DecisionMade(
        decided_on=day(on),
        unit=of,
        person=person,
        conclusion=conclusion,
        grounds=grounds or ("duty-not-performed",),
        reasons=reasons,
        rule=rule,
        risk_registered_on=day(risk) if risk else None,
        by=by,
    )


def handed(on: str, to: str = CITY, of: str = POLICE, person: str = "") -> Referred:
    """Say that the decision on a subject was handed to the competent organ."""
    return Referred(referred_on=day(on), kind="decision", agency=of, recipient=to, person=person)


def lost(*defendants: str, served: str = "2023-06-05") -> tuple[Fact, ...]:
    """Return a case that its defendants lose at first instance."""
    return docketed(*defendants), judgment("revoked", served=served, to=(defendants or (POLICE,))[0])


REVIEWED: Final[tuple[Fact, ...]] = (
    inquired("2023-07-20"),
    reported("2023-07-24"),
    reviewed("2023-08-10"),
    fed_back("2023-08-14"),
)
"""All stages of the police's proceeding before the decision."""
DECIDED: Final = decided("2023-09-04", by=GOVERNMENT)
"""The superior's decision on the police."""

DISTRICT: Final = "xinzhou"
CASES = (FIRST, SECOND, RETRIAL)
_DAYS = ("2023-07-03", "2023-07-20", "2023-08-10", "2023-08-14", "2023-09-04")
_days = st.sampled_from(_DAYS)
_units = st.sampled_from([POLICE, POLICE, "区公安分局", TOWN, GOVERNMENT, STRANGER])
_offices = st.sampled_from(["", "", POLICE, TOWN, GOVERNMENT, BUREAU, CITY])
_persons = st.sampled_from(["", "", "钱某"])
_verdicts: st.SearchStrategy[Any] = st.sampled_from(get_args(Verdict))
_reviewers: st.SearchStrategy[Any] = st.sampled_from(get_args(Reviewer))
_grounds = st.sampled_from(
    [
        ("duty-not-performed",),
        ("slight-fault",),
        ("otherwise-not-fit",),
        ("risk-registered-or-rule",),
        ("duty-not-performed", "slight-fault"),
        ("bad-luck",),
        (),
    ]
)
_proposals = st.lists(
    st.builds(
        Proposal,
        unit=st.sampled_from(["", TOWN, GOVERNMENT]),
        person=_persons,
        conclusion=_verdicts,
        manner=st.sampled_from(["诫勉", ""]),
        reasons=st.sampled_from(["首次", ""]),
    ),
    max_size=2,
).map(tuple)

STEPS: Mapping[str, st.SearchStrategy[Fact]] = {
    "opened": st.builds(lambda on, of, by: opened(on, "冯某", of=of, by=by), _days, _units, _offices),
    "inquired": st.builds(inquired, _days, _units, _offices),
    "reported": st.builds(reported, _days, _units, _offices, st.sampled_from(["证据不足", ""]), _proposals),
    "approved": st.builds(lambda on, of: InquiryApproved(approved_on=day(on), agency=of), _days, _units),
    "joint": st.builds(lambda on: JointReviewRequired(required_on=day(on)), _days),
    "reviewed": st.builds(
        lambda on, of, by, who: reviewed(on, who, of=of, by=by), _days, _units, _offices, _reviewers
    ),
    "fed-back": st.builds(fed_back, _days, _units, _offices),
    "decided": st.builds(
        lambda on, conclusion, grounds, of, person, by, risk: DecisionMade(
            decided_on=day(on), unit=of, person=person, conclusion=conclusion, grounds=grounds,
            reasons="见调查报告", by=by, risk_registered_on=day(risk) if risk else None,
        ),
        _days, _verdicts, _grounds, _units, _persons, _offices, st.sampled_from(["", "2023-01-09"]),
    ),
    "handed": st.builds(handed, _days, st.sampled_from([CITY, GOVERNMENT]), _units, _persons),
    "fault": st.builds(lambda on, of: FaultShared(found_on=day(on), unit=of), _days, _units),
    "major": st.just(CaseClassified(flags=("major_impact",), by="bureau")),
}  # fmt: skip
GOOD: tuple[Fact, ...] = (
    *REVIEWED,
    decided("2023-09-04", by=GOVERNMENT),
    decided("2023-09-04", "tolerated", "risk-registered-or-rule", by=GOVERNMENT, risk="2023-01-09"),
    handed("2023-08-14"),
    reported(
        "2023-07-24", proposals=(*HELD, Proposal(person="钱某", conclusion="tolerated", reasons="首次"))
    ),
    decided("2023-08-14", person="钱某", by=POLICE),
)
"""What fits into the proceeding of the police, so that many come to their end."""

_suits: st.SearchStrategy[list[tuple[str, Fact]]] = st.builds(
    lambda names, described, outcome, appealed, again: [
        (FIRST, docketed(*names)),
        (FIRST, described),
        (FIRST, judgment(outcome, served="2023-06-05", to=names[0])),
        *([(SECOND, docketed(*names, on="2023-06-20", instance="second", earlier=FIRST))] if appealed else []),
        *([(SECOND, judgment(appealed, served="2023-07-03", to=names[0]))] if appealed else []),
        *([(RETRIAL, docketed(*names, on="2024-01-10", instance="retrial", earlier=FIRST))] if again else []),
        *([(RETRIAL, judgment(again, served="2024-03-04", to=names[0]))] if again else []),
    ],
    st.sampled_from([(POLICE,), (POLICE,), (POLICE, TOWN), (GOVERNMENT,)]),
    st.sampled_from([act(), act(acting=GOVERNMENT, implementing=POLICE)]),
    st.sampled_from(["revoked", "revoked", "claims_rejected"]),
    st.sampled_from(["", "", "appeal_rejected", "claims_rejected"]),
    st.sampled_from(["", "", "", "claims_rejected", "appeal_rejected", "revoked"]),
)  # fmt: skip
_sources = st.sampled_from(["agency/a", "agency/b", "bureau/a"])
_RISK = RiskRegistered(registered_on=day("2023-01-09"), agency="区公安分局", matter="试点")
_OTHER_RISK = RiskRegistered(registered_on=day("2023-05-09"), agency=POLICE, matter="试点")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a dispute, in no order."""

    facts: tuple[Draft, ...]
    """Of its cases and of risks, with their revisions."""

    def __repr__(self) -> str:
        """Return it short enough to be read when a test fails."""
        return "\n".join(f"{one.subject} {one.id} {one.source}: {one.type} {one.data}" for one in self.facts)


@st.composite
def disputes_lost(draw: st.DrawFn) -> Told:
    """Return what is told of a dispute of one to three cases: a proceeding good in parts, revised at random."""
    facts = [
        drafted(fact, "court/a", f"suit/{at}", case, DISTRICT) for at, (case, fact) in enumerate(draw(_suits))
    ]
    if draw(st.booleans()):
        facts.append(drafted(effective("2023-06-21"), "court/a", "effect", FIRST, DISTRICT))
    case = draw(st.sampled_from(CASES))
    for at, fact in enumerate(draw(st.lists(st.sampled_from(GOOD), max_size=8))):
        facts += draw(_with_revisions(fact, f"good/{at}", st.just(case) | st.sampled_from(CASES)))
    for at, name in enumerate(draw(st.lists(st.sampled_from(sorted(STEPS)), max_size=8))):
        facts += draw(_with_revisions(draw(STEPS[name]), f"{name}/{at}", st.sampled_from(CASES), STEPS[name]))
    if draw(st.booleans()):
        facts += draw(_of_risk())
    return Told(tuple(facts))


@st.composite
def _with_revisions(
    draw: st.DrawFn,
    fact: Fact,
    id_: str,
    cases: st.SearchStrategy[str],
    kind: st.SearchStrategy[Fact] | None = None,
) -> list[Draft]:
    """Return a fact, perhaps corrected, perhaps taken back."""
    own = drafted(fact, draw(_sources), id_, draw(cases), DISTRICT)
    return [own, *draw(_revisions(own, cases, st.just(fact) if kind is None else kind))]


@st.composite
def _revisions(
    draw: st.DrawFn, own: Draft, cases: st.SearchStrategy[str], kind: st.SearchStrategy[Fact]
) -> list[Draft]:
    said, replaces = list[Draft](), own.id
    for count in range(1, draw(st.sampled_from([0, 0, 0, 1, 2])) + 1):
        target: dict[str, Any] = {
            "target_source": own.source,
            "target_id": own.id,
            "replaces": replaces,
            "type": own.type,
        }
        gone = draw(st.sampled_from([False, False, True]))
        says = FactRetracted(**target) if gone else FactCorrected(**target, data=encode(draw(kind)))
        replaces = f"{own.id}#{count}"
        case = draw(st.just(own.subject) | cases)
        said.append(drafted(says, own.source, replaces, case, DISTRICT))
    return said


@st.composite
def _of_risk(draw: st.DrawFn) -> list[Draft]:
    own = drafted(draw(st.sampled_from([_RISK, _OTHER_RISK])), "agency/a", "risk", POLICE, DISTRICT)
    return [own, *draw(_revisions(own, st.just(POLICE), st.sampled_from([_RISK, _OTHER_RISK])))]


def world(today: str) -> list[Draft]:
    """Return the laws, calendars and organs a district begins with, and the day that began last."""
    began = Draft(
        source="intake", id=f"day/{today}", type=type_of(DayBegan), subject=today, district=NO_DISTRICT,
        data=encode(DayBegan(day=day(today))),
    )  # fmt: skip
    return [*bundled(), *map(_organ, REGISTER), began]


def _organ(organ: OrganRegistered) -> Draft:
    return drafted(organ, "bureau/a", f"organ/{organ.code}", organ.name, DISTRICT)
