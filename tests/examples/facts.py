"""What does a valid fact look like? One example of every type, with every field filled."""

from datetime import date
from decimal import Decimal
from hashlib import sha256

from shared.events import (
    activities,
    aftermath,
    agency,
    bureau,
    court,
    district,
    documents,
    feeds,
    intake,
    proceeding,
    procuratorate,
)
from shared.events.base import Fact

CASE = "（2023）鄂0117行初12号"
LATER_CASE = "（2023）鄂01行终34号"
DISTRICT = "xinzhou"
GOVERNMENT = "武汉市新洲区人民政府"
AGENCY = "新洲区住房和城乡建设局"
COURT = "court/鄂0117"

PACK = "pack: example\n"

_COURT: tuple[Fact, ...] = (
    court.CaseDocketed(
        version=1,
        instance="second",
        defendants=(GOVERNMENT, AGENCY),
        category="litigation",
        claimants=("张某", "李某"),
        docketed_on=date(2023, 9, 4),
        earlier_case=CASE,
    ),
    court.CaseStayed(version=1, stayed_on=date(2023, 4, 3), reason="等待另案"),
    court.CaseResumed(version=1, resumed_on=date(2023, 5, 4)),
    court.ProcedureApplied(version=1, procedure="simplified", applied_on=date(2023, 3, 8)),
    court.NoticeServed(version=1, recipient=GOVERNMENT, served_on=date(2023, 3, 6)),
    court.CaseClassified(
        version=1, flags=("attention", "group"), by="新洲区人民法院", classified_on=date(2023, 3, 7)
    ),
    court.EvidencePeriodSet(version=1, until=date(2023, 4, 6), organ=AGENCY, set_on=date(2023, 3, 8)),
    court.HearingScheduled(version=1, hearing_on=date(2023, 4, 20), scheduled_on=date(2023, 4, 3)),
    court.SummonsServed(
        version=1, recipient=AGENCY, hearing_on=date(2023, 4, 20), served_on=date(2023, 4, 10)
    ),
    court.AppearanceNoticeServed(
        version=1, hearing_on=date(2023, 4, 20), organ=AGENCY, served_on=date(2023, 4, 10)
    ),
    court.HearingRescheduled(
        version=1,
        from_on=date(2023, 4, 20),
        to_on=date(2023, 4, 27),
        cause="当事人申请",
        rescheduled_on=date(2023, 4, 18),
    ),
    court.HearingCancelled(version=1, hearing_on=date(2023, 4, 20)),
    court.HearingHeld(
        version=1,
        held_on=date(2023, 4, 20),
        attendees=(
            court.Attendee(
                organ=AGENCY,
                represents=GOVERNMENT,
                role="officer",
                name="陈某",
                rank="deputy",
                post="副局长",
                spoke=True,
                spoke_on_settlement=True,
                refused_explanation=True,
                identity_fit=False,
                left_without_leave=True,
            ),
        ),
        record_checked=True,
    ),
    court.AbsenceRuled(
        version=1, organ=AGENCY, hearing_on=date(2023, 4, 20), valid=True, ruled_on=date(2023, 4, 21)
    ),
    court.DocumentServed(
        version=1,
        recipient=AGENCY,
        kind="judgment",
        decided_on=date(2023, 6, 12),
        served_on=date(2023, 6, 15),
        outcomes=("revoked", "redo_ordered"),
        losing=(AGENCY,),
        perform_by=date(2023, 8, 15),
        last_served_on=date(2023, 6, 19),
    ),
    court.DocumentTookEffect(version=1, took_effect_on=date(2023, 7, 5)),
    court.AppealFiled(version=1, filed_on=date(2023, 6, 28), appellant="claimant"),
    court.RetrialApplied(version=1, applied_on=date(2024, 1, 5), applicant=AGENCY),
    court.RetrialOrdered(version=1, ordered_on=date(2024, 2, 1), taken_up=True),
    court.EvidenceExtensionGranted(
        version=1, until=date(2023, 4, 16), organ=AGENCY, granted_on=date(2023, 3, 20)
    ),
    court.SuggestionIssued(
        version=1,
        received_on=date(2023, 7, 10),
        addressee=AGENCY,
        kind="judicial",
        reply_by=date(2023, 9, 10),
        urgent=True,
        copied_to=(GOVERNMENT,),
    ),
    court.ClosingDocumentServed(version=1, served_on=date(2023, 7, 20)),
    court.CaseEnded(version=1, ended_on=date(2023, 7, 21)),
    procuratorate.ProtestLodged(version=1, lodged_on=date(2024, 1, 10)),
)

_AGENCY: tuple[Fact, ...] = (
    agency.ActDescribed(
        version=1,
        kind="demolition",
        acting=GOVERNMENT,
        implementing=AGENCY,
        lead=AGENCY,
        in_government_name=True,
        reconsideration="upheld",
        reconsideration_organ="武汉市人民政府",
        entrusted="邾城街道办事处",
        dispatched="新洲区征收指挥部",
        lead_has_duty=False,
    ),
    agency.PapersReported(version=1, reported_on=date(2023, 3, 8), agency=AGENCY),
    agency.HandlerNamed(version=1, named_on=date(2023, 3, 8), agency=AGENCY, handler="周某"),
    agency.AgentsAuthorised(
        version=1,
        authorised_on=date(2023, 3, 9),
        agency=AGENCY,
        staff=1,
        public_lawyers=1,
        outside_lawyers=1,
    ),
    agency.OfficerNamed(version=1, named_on=date(2023, 4, 17), agency=AGENCY, officer="陈某", rank="deputy"),
    agency.LeaderUnavailable(
        version=1, leader="吴某", from_on=date(2023, 4, 19), until_on=date(2023, 4, 21), reason="出差"
    ),
    agency.CoordinationRequested(version=1, requested_on=date(2023, 4, 12), agency=AGENCY),
    agency.AbsenceExplained(
        version=1,
        reason="irreplaceable_duty",
        proof_fit=True,
        organ=AGENCY,
        hearing_on=date(2023, 4, 20),
    ),
    agency.DefenceSubmitted(version=1, submitted_on=date(2023, 3, 10), agency=AGENCY, officer_signed=True),
    agency.AbsenceProofSubmitted(
        version=1, submitted_on=date(2023, 4, 18), hearing_on=date(2023, 4, 20), organ=AGENCY
    ),
    agency.DefenceSealed(version=1, sealed_on=date(2023, 3, 14), agency=AGENCY),
    agency.DefenceFiled(version=1, filed_on=date(2023, 3, 17), agency=AGENCY),
    agency.EvidenceFiled(version=1, filed_on=date(2023, 3, 17), agency=AGENCY, catalogue=True),
    agency.OrgansConnected(version=1, organs=("新洲区自然资源和规划局",), how="took_part"),
    agency.PapersEnclosed(
        version=1,
        enclosed_on=date(2023, 3, 17),
        parts=("defence", "evidence", "catalogue_numbered"),
        to="bureau",
        agency=AGENCY,
    ),
    agency.EvidenceExtensionRequested(
        version=1, requested_on=date(2023, 3, 16), agency=AGENCY, reason="证据在外地"
    ),
    agency.ProgressReported(version=1, reported_on=date(2023, 4, 28), agency=AGENCY, text="已开庭"),
    agency.DocumentReported(version=1, reported_on=date(2023, 6, 16), agency=AGENCY),
    agency.SummonsReported(
        version=1, reported_on=date(2023, 4, 11), hearing_on=date(2023, 4, 20), agency=AGENCY
    ),
    agency.SettlementAttempted(version=1, attempted_on=date(2023, 4, 14), agency=AGENCY),
    agency.ConferenceHeld(
        version=1, held_on=date(2023, 3, 13), invited=(AGENCY, GOVERNMENT), attended=(AGENCY,)
    ),
    aftermath.LossAnalysed(version=1, reported_on=date(2023, 6, 26), agency=AGENCY),
    aftermath.RemediationReported(version=1, reported_on=date(2023, 9, 1), agency=AGENCY, text="已修订程序"),
    aftermath.Performed(version=1, performed_on=date(2023, 8, 1), agency=AGENCY),
    aftermath.PaymentRequested(version=1, requested_on=date(2023, 8, 20), agency=AGENCY),
    aftermath.DamagesClaimed(version=1, claimed_on=date(2023, 8, 25), agency=AGENCY),
    aftermath.SuggestionAnswered(
        version=1,
        answered_on=date(2023, 8, 30),
        addressee=AGENCY,
        kind="judicial",
        received_on=date(2023, 7, 10),
        officer_signed=True,
    ),
    aftermath.Archived(version=1, archived_on=date(2023, 8, 18), agency=AGENCY, volume="2023-12"),
    aftermath.ConductRecorded(
        version=1,
        recorded_on=date(2023, 5, 5),
        agency=AGENCY,
        kind="evidence_late",
        without_reason=True,
        adverse_effect=True,
        basis="举证期限规定",
        text="逾期举证",
    ),
)

_BUREAU: tuple[Fact, ...] = (
    bureau.PapersForwarded(version=1, forwarded_on=date(2023, 3, 7), recipient=AGENCY),
    bureau.OfficerCoordinated(version=1, hearing_on=date(2023, 4, 20), officer="吴某", rank="sharing"),
    bureau.AgencyDesignated(
        version=1,
        agencies=(AGENCY,),
        designated_on=date(2023, 3, 7),
        defendant=GOVERNMENT,
        reason="牵头部门无法定职责",
    ),
    bureau.DefenceReviewed(version=1, reviewed_on=date(2023, 3, 13), agency=AGENCY, passed=True),
    bureau.DefenceSigned(version=1, signed_on=date(2023, 3, 14), leader="吴某"),
    bureau.ChiefAdvised(
        version=1,
        advised_on=date(2023, 4, 6),
        by="court",
        organ=AGENCY,
        basis="新洲区人民法院司法建议",
    ),
    bureau.LawyerAssigned(version=1, assigned_on=date(2023, 3, 8), agency=AGENCY, lawyer="郑某"),
    bureau.CircularIssued(version=1, issued_on=date(2023, 11, 6), agency=AGENCY, ground="appearance"),
    bureau.DamagesPaid(version=1, paid_on=date(2023, 9, 12), agency=AGENCY),
)

_DISTRICT: tuple[Fact, ...] = (
    district.BulletinPublished(
        version=1,
        published_on=date(2023, 4, 14),
        period="2023-Q1",
        as_known_at=4711,
        number="新司行诉通〔2023〕1号",
        problems="个别单位负责人出庭不出声。",
        measures="下季度逐案提醒。",
    ),
    district.SubscriptionMade(
        version=1,
        name="住建局法规科",
        channel="webhook",
        address="https://oa.example.cn/hooks/deadlines",
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        agency=AGENCY,
        duties=("draft",),
        told_of=("near", "escalated"),
    ),
    district.CalendarPublished(
        version=1,
        year=2023,
        holidays=(date(2023, 1, 1), date(2023, 1, 2), date(2023, 4, 5)),
        make_up_days=(date(2023, 1, 28), date(2023, 1, 29)),
        notice="国办发明电〔2022〕16号",
    ),
    district.LawAdopted(version=1, pack="example", text=PACK, sha256=sha256(PACK.encode()).hexdigest()),
    district.OrganRegistered(
        version=1,
        code="420117-08",
        name=AGENCY,
        kind="department",
        aliases=("区住建局", "区城乡建设局"),
        superior=GOVERNMENT,
        established_on=date(2019, 3, 1),
        abolished_on=date(2024, 3, 1),
        successor="新洲区住房和城市更新局",
    ),
    district.OrganSucceeded(
        version=1,
        predecessor=AGENCY,
        successor="新洲区住房和城市更新局",
        succeeded_on=date(2024, 3, 1),
        function="demolition",
    ),
    district.OfficerAppointed(
        version=1,
        organ=AGENCY,
        name="陈某",
        rank="deputy",
        from_on=date(2022, 1, 1),
        until_on=date(2024, 3, 1),
    ),
    district.LeaderRolesAssigned(
        version=1, organ=AGENCY, a_leader="吴某", b_leader="孙某", from_on=date(2022, 1, 1)
    ),
)

_DOORS: tuple[Fact, ...] = (
    documents.DocumentAttached(
        version=1,
        sha256=sha256(b"judgment").hexdigest(),
        title="张某案一审判决书.pdf",
        media_type="application/pdf",
        size=48_213,
        attached_on=date(2023, 6, 1),
        kind="judgment",
    ),
    feeds.FeedRegistered(
        version=1,
        feed=COURT,
        from_on=date(2023, 1, 3),
        title="新洲区人民法院每日推送",
        every=2,
        late_after=7,
        reports=("case-docketed", "hearing-held"),
        until_on=date(2025, 12, 31),
    ),
    feeds.ManifestReported(
        version=1, feed=COURT, day=date(2023, 4, 20), counts={"case-docketed": 3, "hearing-held": 1}
    ),
)

_INTAKE: tuple[Fact, ...] = (
    intake.DayBegan(version=1, day=date(2023, 4, 20)),
    intake.RowParked(
        version=1,
        file="ledger",
        row_key=CASE,
        sheet="2023年",
        row=14,
        column="开庭日期",
        value="四月二十日",
        expected="日期，如 2023-04-20",
        cells={"案号": CASE, "开庭日期": "四月二十日"},
    ),
    intake.FactCorrected(
        version=1,
        target_source=COURT,
        target_id="hearing-1",
        replaces="hearing-1",
        type="yingsu.hearing-held.v1",
        data={"held_on": "2023-04-27"},
        reason="笔误",
    ),
    intake.FactRetracted(
        version=1,
        target_source=COURT,
        target_id="hearing-1",
        replaces="hearing-1#1",
        type="yingsu.hearing-held.v1",
        reason="误报",
    ),
)

_PROCEEDING: tuple[Fact, ...] = (
    proceeding.RiskRegistered(version=1, registered_on=date(2022, 12, 1), agency=AGENCY, matter="旧城改造"),
    proceeding.FaultShared(version=1, found_on=date(2023, 9, 12), unit=GOVERNMENT, basis="审批时未核实"),
    proceeding.InquiryOpened(
        version=1, opened_on=date(2023, 8, 21), agency=AGENCY, by=AGENCY, persons=("周某", "郑某")
    ),
    proceeding.InquiryCompleted(version=1, completed_on=date(2023, 9, 15), agency=AGENCY, by=AGENCY),
    proceeding.InquiryReported(
        version=1,
        reported_on=date(2023, 9, 20),
        agency=AGENCY,
        by=AGENCY,
        causes="未履行听证程序",
        fault="经办人员对程序规定把握不严",
        proposals=(
            proceeding.Proposal(
                unit=AGENCY,
                person="周某",
                conclusion="held_accountable",
                manner="责令书面检查",
                reasons="初次，已改正",
            ),
        ),
    ),
    proceeding.InquiryApproved(version=1, approved_on=date(2023, 9, 28), agency=AGENCY, leader="吴某"),
    proceeding.JointReviewRequired(version=1, required_on=date(2023, 9, 29), because="disputed"),
    proceeding.ReviewCompleted(
        version=1,
        completed_on=date(2023, 10, 12),
        agency=AGENCY,
        by="新洲区司法局",
        jointly_with=("supervision", "court"),
    ),
    proceeding.ReviewFedBack(
        version=1,
        fed_back_on=date(2023, 10, 16),
        agency=AGENCY,
        by="新洲区司法局",
        opinion="同意调查结论",
    ),
    proceeding.DecisionMade(
        version=1,
        decided_on=date(2023, 11, 1),
        unit=AGENCY,
        person="周某",
        conclusion="tolerated",
        grounds=("risk-registered-or-rule",),
        reasons="改革探索",
        rule="武汉市容错纠错规定",
        risk_registered_on=date(2022, 12, 1),
        by=AGENCY,
        manner="不予追责",
    ),
    proceeding.Referred(
        version=1,
        referred_on=date(2023, 11, 2),
        kind="discipline",
        agency=AGENCY,
        recipient="新洲区纪委监委",
        person="周某",
        trigger="refused-performance",
    ),
    proceeding.ReferralDeclined(
        version=1,
        declined_on=date(2023, 11, 3),
        agency=AGENCY,
        trigger="suggestion-unanswered",
        reason="已当面答复",
    ),
)

_ACTIVITIES: tuple[Fact, ...] = (
    activities.TypicalCasePublished(
        version=1, published_on=date(2024, 3, 5), title="征收程序典型案例", year=2023
    ),
    activities.HearingObserved(
        version=1,
        organ=AGENCY,
        hearing_on=date(2023, 4, 20),
        observers=12,
        leaders=2,
        expert_comment=True,
    ),
    activities.MeetingHeld(
        version=1, held_on=date(2023, 5, 18), topic="府院联席会议", attended=("新洲区人民法院", AGENCY)
    ),
    activities.TrainingHeld(
        version=1, held_on=date(2023, 5, 25), organ=AGENCY, topic="行政应诉实务", attended=40
    ),
    activities.Commended(
        version=1,
        commended_on=date(2024, 2, 6),
        organ=AGENCY,
        person="周某",
        merit="应诉工作突出",
        by="武汉市新洲区人民政府",
    ),
    activities.WorkReportFiled(version=1, filed_on=date(2024, 1, 15), agency=AGENCY, year=2023),
    activities.AssessmentRecorded(
        version=1,
        recorded_on=date(2024, 2, 20),
        agency=AGENCY,
        year=2023,
        item="system-building",
        score=Decimal("92.5"),
        office="新洲区司法局",
        reason="制度健全",
        kind="regular",
    ),
    activities.AssessmentPublished(version=1, published_on=date(2024, 3, 29), year=2023, by="新洲区司法局"),
)

FACTS: tuple[Fact, ...] = (
    *_COURT,
    *_AGENCY,
    *_PROCEEDING,
    *_BUREAU,
    *_ACTIVITIES,
    *_DISTRICT,
    *_DOORS,
    *_INTAKE,
)
