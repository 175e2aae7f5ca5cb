"""What does a valid finding look like? One example of every type, with every field filled."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from shared.events.base import Finding
from shared.events.findings import accountability, common, deadlines, reporting, routing
from tests.examples.facts import AGENCY, COURT, DISTRICT, GOVERNMENT

_VERSIONS = {"law": "3f2a9c", "calendar": "2023", "rules": "1"}
_DEADLINE = {
    "duty": "draft",
    "of": "first",
    "article": "xinzhou 10",
    "obligor": "responsible_agency",
    "starts_on": date(2023, 3, 6),
    "due_on": date(2023, 3, 13),
    "provisional": True,
    **_VERSIONS,
}
_GROUND = routing.Ground(ground="group", article="13(2)")
_PASSED_OVER = (routing.PassedOver(rule="reconsidered", article="9(1)", because="未经复议"),)


def _proceeding(stage: str) -> dict[str, Any]:
    subject = accountability.Subject(
        unit=AGENCY,
        person="周某",
        conclusion="tolerated",
        grounds=("risk-registered-or-rule",),
        decided_on=date(2023, 11, 1),
        referred_to=GOVERNMENT,
    )
    return {
        "unit": AGENCY,
        "stage": stage,
        "article": "32",
        "done": (accountability.StageDone(stage="inquiry", on=date(2023, 9, 15)),),
        "subjects": (subject,),
        "joint": True,
    }


FINDINGS: tuple[Finding, ...] = (
    common.FindingWithdrawn(topic="deadline", of_slot="draft/first", **_VERSIONS),
    common.FactParked(
        reason="unknown-organ",
        about="区住建委",
        released_by="名录中登记“区住建委”",
        fact=f"{COURT} notice-1",
        missing=("causes",),
        article="32(1)",
        **_VERSIONS,
    ),
    routing.ResponsibleAgencyDetermined(
        defendant=GOVERNMENT,
        agencies=(AGENCY,),
        rule="demolition",
        article="9(2)",
        pack="xinzhou",
        designated=True,
        passed_over=_PASSED_OVER,
        **_VERSIONS,
    ),
    routing.DesignationRequested(
        defendant=GOVERNMENT,
        rule="designation",
        article="9(3)",
        pack="xinzhou",
        passed_over=_PASSED_OVER,
        **_VERSIONS,
    ),
    routing.ChiefRequired(
        defendant=GOVERNMENT, grounds=(_GROUND,), accepted=("chief", "bureau_chief"), **_VERSIONS
    ),
    routing.OfficerRequired(
        defendant=AGENCY, grounds=(_GROUND,), accepted=("chief", "deputy", "sharing"), **_VERSIONS
    ),
    routing.OfficerProposed(
        defendant=GOVERNMENT,
        hearing_on=date(2023, 4, 20),
        officer="吴某",
        role="A",
        article="xinzhou 12",
        **_VERSIONS,
    ),
    routing.OfficerCoordinationRequested(
        defendant=GOVERNMENT,
        hearing_on=date(2023, 4, 20),
        reason="nobody-available",
        article="xinzhou 12",
        **_VERSIONS,
    ),
    routing.ObserversCalled(organs=(AGENCY,), article="xinzhou 17", **_VERSIONS),
    routing.CooperationRequested(organs=(AGENCY,), article="xinzhou 9", **_VERSIONS),
    routing.LawMissing(district=DISTRICT, **_VERSIONS),
    routing.LawNotInForce(
        reason="not-in-force", began_on=date(2020, 3, 6), pack="xinzhou", article="xinzhou 36", **_VERSIONS
    ),
    deadlines.DeadlineSet(done_on=None, **_DEADLINE),
    deadlines.DeadlineMoved(was_due_on=date(2023, 3, 10), cause="calendar", **_DEADLINE),
    deadlines.DeadlineMet(done_on=date(2023, 3, 10), **_DEADLINE),
    deadlines.DeadlineMissed(done_on=date(2023, 3, 15), **_DEADLINE),
    deadlines.DeadlineLifted(done_on=None, **_DEADLINE),
    deadlines.DeadlineSuspended(
        done_on=None, stayed_on=date(2023, 3, 9), used=3, left=12, unit="calendar_days", **_DEADLINE
    ),
    deadlines.DeadlineLapsed(done_on=None, **_DEADLINE),
    deadlines.DeadlineNear(duty="draft", of="first", step=1, due_on=date(2023, 3, 13), **_VERSIONS),
    deadlines.DeadlineEscalated(
        duty="draft", of="first", due_on=date(2023, 3, 13), to=("superior", "bureau"), **_VERSIONS
    ),
    deadlines.StepsTaken(
        duty="draft",
        of="first",
        taken=("defence-reviewed",),
        pending=("defence-signed", "defence-sealed"),
        **_VERSIONS,
    ),
    deadlines.PeriodDoubted(
        problem="extension_shortens",
        duty="evidence",
        of="first",
        found=date(2023, 3, 17),
        expected=date(2023, 3, 21),
        article="INT 36",
        **_VERSIONS,
    ),
    deadlines.ForwardUrgent(
        forward_due_on=date(2023, 3, 13),
        draft_due_on=date(2023, 3, 13),
        gap_working_days=0,
        **_VERSIONS,
    ),
    deadlines.EffectDetermined(
        took_effect_on=date(2023, 7, 5),
        reason="appeal-period-ended",
        article="ALL 85",
        **_VERSIONS,
    ),
    accountability.AppearanceFailed(
        hearings=(date(2023, 4, 20),),
        article="xinzhou 14",
        excused=True,
        reason="irreplaceable_duty",
        shown_by=("court/鄂0117 hearing-1",),
        **_VERSIONS,
    ),
    accountability.AttendanceIrregular(
        problem="left_without_leave",
        agency=AGENCY,
        hearing_on=date(2023, 4, 20),
        persons=("周某",),
        article="APP 12(4)",
        shown_by=("court/鄂0117 hearing-1",),
        **_VERSIONS,
    ),
    accountability.LossFound(
        outcomes=("revoked",),
        losing=(GOVERNMENT,),
        accountable=(AGENCY,),
        article="xinzhou 28",
        took_effect_on=date(2023, 7, 5),
        sharing=(GOVERNMENT,),
        **_VERSIONS,
    ),
    accountability.CircularProposed(
        ground="appearance", agencies=(AGENCY,), article="xinzhou 25", **_VERSIONS
    ),
    accountability.LiabilityTriggered(
        trigger="evidence-late",
        agency=AGENCY,
        article="xinzhou 33(5)",
        shown_by=("conduct-recorded 2023-05-05",),
        **_VERSIONS,
    ),
    accountability.PapersIncomplete(
        checklist="submission",
        agency=AGENCY,
        missing=("power_of_attorney", "seal"),
        article="huancui 11",
        **_VERSIONS,
    ),
    accountability.AgentsUnfit(
        agency=AGENCY, problems=("too_many", "outside_lawyer_alone"), article="huancui 16", **_VERSIONS
    ),
    accountability.DecisionUnfounded(
        unit=AGENCY,
        person="周某",
        problems=("no_reasons", "no_risk_or_rule"),
        grounds=("risk-registered-or-rule",),
        article="xinzhou 31(5)",
        expected=("risk-registered",),
        **_VERSIONS,
    ),
    accountability.ProceedingOpened(
        **_proceeding("inquiry"), expected=("inquiry-opened", "inquiry-completed"), **_VERSIONS
    ),
    accountability.ProceedingAdvanced(
        **_proceeding("review"), expected=("review-completed",), was="report", **_VERSIONS
    ),
    accountability.ProceedingClosed(
        **_proceeding("decision"), how="decided", closed_on=date(2023, 11, 1), **_VERSIONS
    ),
    reporting.FiguresPublished(
        kind="annual",
        period="2023",
        edition=1,
        published_on=date(2024, 3, 29),
        as_known_at=1200,
        at_position=1200,
        known_at=datetime(2024, 3, 28, 9, 30, tzinfo=UTC),
        number="新司行诉通〔2024〕2号",
        problems="个别单位负责人出庭不出声。",
        measures="逐案提醒。",
        measured=("appearance_rate", "loss_rate"),
        figures=(reporting.FrozenRow(by="defendant", agency="*", counts=(("appearance_rate", 7, 8),)),),
        files=(
            reporting.PublishedFile(
                name="report.pdf", sha256="ab" * 32, media_type="application/pdf", size=48_000
            ),
        ),
        key="0123456789abcdef",
        public_key="MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqo=",
        signature="c2lnbmVk",
        **_VERSIONS,
    ),
    reporting.FiguresRestated(
        period="2023",
        edition=1,
        at_position=1200,
        changes=(
            reporting.ChangedFigure(
                by="defendant",
                agency="*",
                metric="appearance_rate",
                was_numerator=7,
                was_denominator=8,
                numerator=6,
                denominator=8,
            ),
        ),
        changed=1,
        causes=(reporting.CausingFact(position=1301, case="（2023）鄂0117行初12号", type="fact-corrected"),),
        caused=1,
        world=(1290,),
        days=2,
        **_VERSIONS,
    ),
    reporting.ReminderDelivered(
        subscription="住建局法规科",
        duty="draft",
        of="first",
        notice="near-1@2023-03-13",
        delivered=True,
        tries=2,
        **_VERSIONS,
    ),
    reporting.CrossingDelivered(
        subscription="法规科指标",
        period="2026",
        by="defendant",
        agency="新洲区住房和城乡建设局",
        metric="appearance_rate",
        met=True,
        numerator=4,
        denominator=4,
        at_position=4711,
        delivered=True,
        tries=1,
        **_VERSIONS,
    ),
    reporting.SubscriptionDisabled(subscription="住建局法规科", version=1, reason="410 Gone", **_VERSIONS),
    reporting.ScorecardPublished(
        agency="新洲区住房和城乡建设局",
        year=2023,
        published_on=date(2024, 3, 29),
        cards=41,
        items=(
            reporting.ScoredItem(
                item="losses",
                article="25",
                zh="败诉率控制",
                en="The rate of losses is kept low",
                weight=Decimal(2),
                points=Decimal("62.50"),
                by="accountable",
                full=Decimal("0.05"),
                none=Decimal("0.25"),
                figures=(reporting.MeasuredFigure(figure="loss_rate", numerator=1, denominator=8),),
            ),
            reporting.ScoredItem(
                item="system-building",
                article="26(1)",
                zh="应诉制度的建立和执行",
                en="Rules for response work",
                weight=Decimal(1),
                points=Decimal("92.50"),
                office="新洲区司法局",
                reason="制度健全",
                recorded_on=date(2024, 2, 20),
                kind="annual",
            ),
        ),
        total=Decimal("72.50"),
        complete=True,
        **_VERSIONS,
    ),
)
