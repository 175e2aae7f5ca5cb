"""A district in which cases were lost, with a proceeding of every kind: for tests of what reporting says of them."""

from datetime import date

from shared.events.aftermath import ConductRecorded, SuggestionAnswered
from shared.events.base import Fact
from shared.events.intake import DayBegan
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
from shared.events.words import ActKind
from tests.reporting.pages.fixture import FixtureReader
from tests.reporting.pages.pressing import (
    CITY,
    DAY,
    GOVERNMENT,
    HOUSING,
    LABOUR,
    LAND,
    POLICE,
    TOWN,
    Pressing,
)
from tests.reporting.told import Told
from tests.words import act, day, docketed, effective, judgment, suggestion

__all__ = ["CITY", "DAY", "GOVERNMENT", "HOUSING", "LABOUR", "LAND", "POLICE", "TOWN"]

BUREAU, DISCIPLINE = "新洲区司法局", "新洲区纪委监委"


def number(n: int, year: int = 2026) -> str:
    """Return the number of a case of the district court."""
    return f"（{year}）鄂0117行初{n}号"


CLOSED = number(301)
"""Every stage was done, the unit and an officer were decided upon."""
TOLERATED = number(302)
"""Tolerated, as its risk was put on record beforehand."""
WAITING = number(303)
"""In the report stage: a review came too early, by an office that may not."""
UNFOUNDED = number(304)
"""In the decision stage: a decision names grounds of two articles."""
MAJOR = number(305)
"""To be reviewed jointly."""
SHARED = number(306)
"""The government, in whose name it was done, was at fault too; its part was handed over."""
TWO = number(307)
"""Two units are accountable, each with a proceeding."""
REVERSED = number(308, 2025)
RETRIAL = "（2026）鄂01行再9号"
"""The loss was reversed on retrial."""
BEGUN = number(309)
"""Only lost: nothing has begun."""


def lost(told: Told, case: str, *units: str, on: str, kind: ActKind = "penalty") -> None:
    """Tell of a case that was lost; `on` is the day its document took effect."""
    told.fact(case, docketed(*units, on=f"{int(on[:4]) - 1}-11-03"), act(kind, acting=units[0]))
    told.fact(case, judgment("revoked", "redo_ordered", served=str(_before(on)), to=units[0]), effective(on))


def _before(on: str) -> date:
    return date.fromordinal(day(on).toordinal() - 16)


def step(told: Told, case: str, *facts: Fact, source: str = "agency/xinzhou") -> None:
    """Tell of steps of a proceeding."""
    told.fact(case, *facts, source=source)


def inquired(unit: str, opened: str, completed: str, *persons: str) -> tuple[Fact, ...]:
    """Say that a unit inquired into its loss."""
    return (
        InquiryOpened(opened_on=day(opened), agency=unit, by=unit, persons=persons),
        InquiryCompleted(completed_on=day(completed), agency=unit, by=unit),
    )


def reported(unit: str, on: str, *proposals: Proposal, causes: str = "", fault: str = "") -> InquiryReported:
    """Say that a unit sent its report, with all that it must hold."""
    return InquiryReported(
        reported_on=day(on),
        agency=unit,
        by=unit,
        causes=causes or "作出处罚决定前未告知听证权利，程序违法。",
        fault=fault or "经办人员对听证范围把握不准，分管负责人审核把关不严。",
        proposals=proposals or (Proposal(conclusion="held_accountable", manner="责令书面检查"),),
    )


def reviewed(unit: str, completed: str, fed_back: str, opinion: str = "") -> tuple[Fact, ...]:
    """Say that the bureau reviewed a report and fed its opinion back."""
    return (
        ReviewCompleted(completed_on=day(completed), agency=unit, by=BUREAU),
        ReviewFedBack(
            fed_back_on=day(fed_back),
            agency=unit,
            by=BUREAU,
            opinion=opinion or "同意调查报告的责任认定，建议完善听证告知流程。",
        ),
    )


def all_but_decided(told: Told, case: str, unit: str, *persons: str, month: str = "2026-03") -> None:
    """Tell of every stage before the decision, all in one month."""
    step(told, case, *inquired(unit, f"{month}-03", f"{month}-10", *persons))
    step(told, case, reported(unit, f"{month}-13"))
    step(told, case, *reviewed(unit, f"{month}-20", f"{month}-24"), source="bureau/xinzhou")


def tell(told: Told) -> None:
    """Tell of all these cases."""
    _closed(told)
    _tolerated(told)
    lost(told, WAITING, CITY, on="2026-08-03", kind="coercion")
    step(told, WAITING, *inquired(CITY, "2026-08-10", "2026-09-21", "韩某"))
    too_early = ReviewCompleted(completed_on=day("2026-09-24"), agency=CITY, by=LABOUR)
    step(told, WAITING, too_early, source="bureau/xinzhou")
    lost(told, UNFOUNDED, LABOUR, on="2026-02-10", kind="work_injury")
    all_but_decided(told, UNFOUNDED, LABOUR, "邓某")
    both = DecisionMade(
        decided_on=day("2026-04-14"),
        unit=LABOUR,
        person="邓某",
        conclusion="tolerated",
        grounds=("duty-not-performed", "key-work-with-errors"),
        by=LABOUR,
    )
    step(told, UNFOUNDED, both)
    _major(told)
    _shared(told)
    lost(told, TWO, POLICE, TOWN, on="2026-07-06", kind="demolition")
    step(told, TWO, *inquired(POLICE, "2026-07-10", "2026-08-07"), reported(POLICE, "2026-08-12"))
    lost(told, BEGUN, HOUSING, on="2026-09-01", kind="inaction")
    lost(told, REVERSED, LAND, on="2025-12-08", kind="licence")
    all_but_decided(told, REVERSED, LAND, "彭某")


def reverse(told: Told) -> None:
    """Tell of a retrial that took a loss away."""
    told.fact(
        RETRIAL,
        docketed(LAND, on="2026-05-11", instance="retrial", earlier=REVERSED),
        judgment("claims_rejected", served="2026-09-07", to=LAND),
        effective("2026-09-07"),
    )


def _closed(told: Told) -> None:
    lost(told, CLOSED, HOUSING, on="2026-01-12", kind="inaction")
    person = Proposal(person="曹某", conclusion="held_accountable", manner="诫勉谈话")
    unit = Proposal(conclusion="held_accountable", manner="责令书面检查")
    step(told, CLOSED, *inquired(HOUSING, "2026-01-16", "2026-02-27", "曹某", "方某"))
    slight = Proposal(person="方某", conclusion="not_held_accountable", reasons="过错轻微并及时改正")
    step(told, CLOSED, reported(HOUSING, "2026-03-04", unit, person, slight))
    step(told, CLOSED, InquiryApproved(approved_on=day("2026-03-06"), agency=HOUSING, leader="蒋某"))
    step(told, CLOSED, *reviewed(HOUSING, "2026-03-13", "2026-03-18"), source="bureau/xinzhou")
    for name, manner in (("", "责令书面检查并通报"), ("曹某", "诫勉谈话")):
        decided = DecisionMade(
            decided_on=day("2026-04-09" if name else "2026-04-16"),
            unit=HOUSING,
            person=name,
            conclusion="held_accountable",
            grounds=("duty-not-performed",),
            by=HOUSING if name else GOVERNMENT,
            manner=manner,
        )
        step(told, CLOSED, decided)
    mild = DecisionMade(
        decided_on=day("2026-04-09"),
        unit=HOUSING,
        person="方某",
        conclusion="not_held_accountable",
        grounds=("slight-fault",),
        reasons="仅负责材料送达，发现遗漏后当日补正，未造成后果。",
        by=HOUSING,
    )
    step(told, CLOSED, mild)
    told.fact(CLOSED, suggestion("2026-02-02", to=HOUSING))
    answered = SuggestionAnswered(
        answered_on=day("2026-03-20"), addressee=HOUSING, received_on=day("2026-02-02"), officer_signed=True
    )
    step(told, CLOSED, answered)
    for kind in ("refused_to_appear", "interfered"):
        conduct = ConductRecorded(recorded_on=day("2026-02-05"), agency=HOUSING, kind=kind)
        step(told, CLOSED, conduct, source="bureau/xinzhou")
    handed = Referred(
        referred_on=day("2026-03-02"),
        kind="discipline",
        agency=HOUSING,
        recipient=DISCIPLINE,
        trigger="refused-to-appear",
    )
    step(told, CLOSED, handed, source="bureau/xinzhou")


def _tolerated(told: Told) -> None:
    risk = RiskRegistered(
        registered_on=day("2025-04-08"), agency=LAND, matter="旧城片区收回土地使用权试点方案"
    )
    told._append(risk, "agency/xinzhou", "risk/1", "", told.district)
    lost(told, TOLERATED, LAND, on="2026-02-02", kind="natural_resources")
    all_but_decided(told, TOLERATED, LAND)
    decided = DecisionMade(
        decided_on=day("2026-04-20"),
        unit=LAND,
        conclusion="tolerated",
        grounds=("risk-registered-or-rule",),
        reasons="试点方案事前已经报备风险，勤勉尽责，未谋私利。",
        risk_registered_on=day("2025-04-08"),
        by=GOVERNMENT,
    )
    step(told, TOLERATED, decided)


def _major(told: Told) -> None:
    lost(told, MAJOR, POLICE, on="2026-06-08", kind="penalty")
    step(told, MAJOR, *inquired(POLICE, "2026-06-12", "2026-07-17"), reported(POLICE, "2026-07-22"))
    disputed = JointReviewRequired(required_on=day("2026-07-24"), because="disputed")
    alone = ReviewCompleted(completed_on=day("2026-08-14"), agency=POLICE, by=BUREAU)
    step(told, MAJOR, disputed, alone, source="bureau/xinzhou")


def _shared(told: Told) -> None:
    told.fact(SHARED, docketed(GOVERNMENT, on="2025-11-10"))
    described = act("state_land_expropriation", GOVERNMENT, HOUSING, in_government_name=True)
    told.fact(
        SHARED, described, judgment("revoked", served="2026-01-20", to=GOVERNMENT), effective("2026-02-05")
    )
    fault = FaultShared(found_on=day("2026-02-12"), unit=GOVERNMENT, basis="批复前未审查补偿方案公告程序")
    step(told, SHARED, fault, source="bureau/xinzhou")
    all_but_decided(told, SHARED, HOUSING)
    decided = DecisionMade(
        decided_on=day("2026-04-10"),
        unit=HOUSING,
        conclusion="held_accountable",
        grounds=("duty-not-performed",),
        by=GOVERNMENT,
        manner="通报批评",
    )
    handed = Referred(
        referred_on=day("2026-04-13"),
        kind="decision",
        agency=GOVERNMENT,
        recipient="武汉市人民政府",
    )
    step(told, SHARED, decided, handed)


class Losing(Pressing):
    """The live cases of one district, with lost ones among them."""

    async def ready(self) -> None:
        """Judge the cases, once."""
        if self._told:
            return
        await super().ready()
        if self.told.district == "xinzhou":
            tell(self.told)
            await self.told.settle()
            reverse(self.told)
            await self.told.settle()


class LosingReader(FixtureReader):
    """Answers as the reader of the views does; the live cases were lost."""

    def __init__(self) -> None:
        super().__init__()
        self._pressing = {name: Losing(name) for name in self._pressing}


def register(told: Told) -> None:
    """Register the organs."""
    told.organ("gov", GOVERNMENT, "government", ("区政府",))
    told.organ("bureau", BUREAU, "bureau", ("区司法局",))
    for place, name in enumerate((POLICE, LABOUR, CITY, HOUSING, LAND)):
        told.organ(f"d{place}", name)
    told.organ("t1", TOWN, "street")


def begin(told: Told, on: date) -> None:
    """Let a day begin."""
    told.log(DayBegan(day=on), id_=f"day/{on}")
