"""What do courts, agencies and the bureau say in tests? Facts with defaults: a test changes what it is about."""

from datetime import date
from typing import Literal

from shared.events.aftermath import (
    Archived,
    ConductRecorded,
    LossAnalysed,
    Performed,
    RemediationReported,
    SuggestionAnswered,
)
from shared.events.agency import (
    ActDescribed,
    AgentsAuthorised,
    DefenceFiled,
    DefenceSubmitted,
    DocumentReported,
    OfficerNamed,
    PapersEnclosed,
    PapersReported,
)
from shared.events.bureau import AgencyDesignated, PapersForwarded
from shared.events.court import (
    AppealFiled,
    AppearanceNoticeServed,
    Attendee,
    CaseDocketed,
    CaseEnded,
    ClosingDocumentServed,
    DocumentServed,
    DocumentTookEffect,
    HearingHeld,
    NoticeServed,
    SuggestionIssued,
)
from shared.events.district import OrganRegistered
from shared.events.words import (
    ActKind,
    Category,
    Conduct,
    Instance,
    Outcome,
    PaperPart,
    Rank,
    Reconsideration,
    Role,
    SuggestionKind,
)
from tests.given import Given

FIRST = "（2023）示0101行初1号"
SECOND = "（2023）示01行终7号"
ANEW = "（2024）示0101行初3号"
RETRIAL = "（2024）示01行再2号"

GOVERNMENT = "示范区人民政府"
OFFICE = "示范区人民政府办公室"
BUREAU = "示范区司法局"
POLICE = "示范区公安分局"
HOUSING = "示范区住房和城乡建设局"
LAND = "示范区自然资源局"
TOWN = "示范区河口镇人民政府"
CENTRE = "示范区不动产登记中心"
"""An authorised organisation."""
STRANGER = "邻县水利局"
"""No organ of the district."""

REGISTER = (
    OrganRegistered(code="gov", name=GOVERNMENT, kind="government", aliases=("区政府",)),
    OrganRegistered(code="office", name=OFFICE, kind="office", superior=GOVERNMENT),
    OrganRegistered(code="bureau", name=BUREAU, kind="bureau", aliases=("区司法局",), superior=GOVERNMENT),
    OrganRegistered(code="d1", name=POLICE, kind="department", aliases=("区公安分局",), superior=GOVERNMENT),
    OrganRegistered(code="d2", name=HOUSING, kind="department", superior=GOVERNMENT),
    OrganRegistered(code="d3", name=LAND, kind="department", superior=GOVERNMENT),
    OrganRegistered(code="o1", name=CENTRE, kind="organisation", superior=LAND),
    OrganRegistered(code="t1", name=TOWN, kind="street", superior=GOVERNMENT),
)


def xinzhou() -> Given:
    """Return a district under the law of Xinzhou of which nothing is told yet."""
    return Given("xinzhou").registered(*REGISTER)


def huancui() -> Given:
    """Return a district under the law of Huancui of which nothing is told yet."""
    return Given("huancui").registered(*REGISTER)


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)


def docketed(
    *defendants: str,
    on: str = "2023-03-01",
    instance: Instance = "first",
    earlier: str | None = None,
    category: Category = "litigation",
) -> CaseDocketed:
    """Say that a case stands against these defendants, the police if none is named."""
    return CaseDocketed(
        instance=instance,
        defendants=defendants or (POLICE,),
        category=category,
        docketed_on=day(on) if on else None,
        earlier_case=earlier,
    )


def act(
    kind: ActKind = "penalty",
    acting: str = "",
    implementing: str = "",
    lead: str = "",
    in_government_name: bool = False,
    reconsideration: Reconsideration = "none",
    reconsidered_by: str = "",
    entrusted: str = "",
    dispatched: str = "",
    lead_has_duty: bool = True,
) -> ActDescribed:
    """Describe the act that is challenged."""
    return ActDescribed(
        kind=kind,
        acting=acting,
        implementing=implementing,
        lead=lead,
        in_government_name=in_government_name,
        reconsideration=reconsideration,
        reconsideration_organ=reconsidered_by,
        entrusted=entrusted,
        dispatched=dispatched,
        lead_has_duty=lead_has_duty,
    )


def designated(*agencies: str, defendant: str = "", on: str = "2023-03-20") -> AgencyDesignated:
    """Say whom the bureau designated."""
    return AgencyDesignated(agencies=agencies, defendant=defendant, designated_on=day(on))


def notice(on: str, to: str = POLICE) -> NoticeServed:
    """Say when a defendant received complaint copy and response notice."""
    return NoticeServed(recipient=to, served_on=day(on))


def forwarded(on: str) -> PapersForwarded:
    """Say when the papers were forwarded."""
    return PapersForwarded(forwarded_on=day(on))


def papers(on: str) -> PapersReported:
    """Say when the papers were reported to the bureau."""
    return PapersReported(reported_on=day(on))


def draft(on: str) -> DefenceSubmitted:
    """Say when the draft defence went to the bureau."""
    return DefenceSubmitted(submitted_on=day(on))


def filed(on: str, agency: str = "") -> DefenceFiled:
    """Say when the defence was filed."""
    return DefenceFiled(filed_on=day(on), agency=agency)


def on_record(on: str) -> OfficerNamed:
    """Say when the officer's name was on record with the bureau."""
    return OfficerNamed(named_on=day(on))


def officer(
    organ: str = POLICE, rank: Rank = "deputy", spoke: bool = True, identity_fit: bool = True
) -> Attendee:
    """Name an officer who sat at a hearing."""
    return Attendee(organ=organ, rank=rank, spoke=spoke, identity_fit=identity_fit)


def sat(
    role: Role = "staff", organ: str = POLICE, left: bool = False, identity_fit: bool = True, of: str = ""
) -> Attendee:
    """Name somebody else who sat at a hearing, perhaps for the defendant `of`, and left it without leave."""
    return Attendee(organ=organ, represents=of, role=role, identity_fit=identity_fit, left_without_leave=left)


def hearing(on: str, *attendees: Attendee) -> HearingHeld:
    """Say that a hearing was held and who sat for the defendants."""
    return HearingHeld(held_on=day(on), attendees=attendees)


def asked_again(on: str, organ: str = "") -> AppearanceNoticeServed:
    """Say that the court sent a new appearance notice for the hearing of this day."""
    return AppearanceNoticeServed(hearing_on=day(on), organ=organ)


def judgment(
    *outcomes: Outcome,
    served: str = "",
    on: str = "",
    losing: tuple[str, ...] = (),
    to: str = POLICE,
    perform_by: str = "",
) -> DocumentServed:
    """Say what a judgment decides and when it was received; it is decided on the day it is received unless said."""
    return DocumentServed(
        recipient=to,
        kind="judgment",
        decided_on=_maybe(on or served),
        served_on=_maybe(served),
        outcomes=outcomes,
        losing=losing,
        perform_by=_maybe(perform_by),
    )


def ruling(*outcomes: Outcome, served: str, to: str = POLICE) -> DocumentServed:
    """Say what a ruling decides and when it was received."""
    received = day(served)
    return DocumentServed(
        recipient=to, kind="ruling", decided_on=received, served_on=received, outcomes=outcomes
    )


def mediated(on: str) -> DocumentServed:
    """Say that the parties signed a mediation."""
    return DocumentServed(
        recipient=POLICE, kind="mediation", decided_on=day(on), served_on=day(on), outcomes=("mediated",)
    )


def appeal(on: str, by: str = "") -> AppealFiled:
    """Say that somebody appealed."""
    return AppealFiled(filed_on=day(on), appellant=by)


def effective(on: str) -> DocumentTookEffect:
    """Say from when the court holds its document effective."""
    return DocumentTookEffect(took_effect_on=day(on))


def document_reported(on: str) -> DocumentReported:
    """Say when the court's document went to the bureau."""
    return DocumentReported(reported_on=day(on))


def analysed(on: str) -> LossAnalysed:
    """Say when the analysis of the loss went to the bureau."""
    return LossAnalysed(reported_on=day(on))


def performed(on: str) -> Performed:
    """Say when the document was performed."""
    return Performed(performed_on=day(on))


def closed(on: str) -> ClosingDocumentServed:
    """Say when the closing document was received."""
    return ClosingDocumentServed(served_on=day(on))


def archived(on: str) -> Archived:
    """Say when the file was archived."""
    return Archived(archived_on=day(on))


def ended(on: str) -> CaseEnded:
    """Say when the court closed the case in its books."""
    return CaseEnded(ended_on=day(on))


def suggestion(
    on: str, reply_by: str = "", kind: SuggestionKind = "judicial", urgent: bool = False, to: str = ""
) -> SuggestionIssued:
    """Say when a suggestion was received."""
    return SuggestionIssued(
        received_on=day(on), reply_by=_maybe(reply_by), kind=kind, urgent=urgent, addressee=to
    )


def answered(on: str, of: str = "", kind: SuggestionKind = "judicial", by: str = "") -> SuggestionAnswered:
    """Say when the suggestion received on the day `of`, or any, was answered."""
    return SuggestionAnswered(answered_on=day(on), received_on=_maybe(of), kind=kind, addressee=by)


def enclosed(
    *parts: PaperPart, on: str = "2023-03-15", to: Literal["bureau", "court"] = "court", agency: str = POLICE
) -> PapersEnclosed:
    """Say which papers a submission holds."""
    return PapersEnclosed(enclosed_on=day(on), parts=parts, to=to, agency=agency)


def agents(
    staff: int = 0, public: int = 0, outside: int = 0, agency: str = POLICE, on: str = "2023-03-15"
) -> AgentsAuthorised:
    """Say how many agents of each kind an agency authorised."""
    return AgentsAuthorised(
        authorised_on=day(on), agency=agency, staff=staff, public_lawyers=public, outside_lawyers=outside
    )


def conduct(
    kind: Conduct,
    on: str = "2023-06-01",
    agency: str = POLICE,
    without_reason: bool = True,
    adverse_effect: bool = False,
) -> ConductRecorded:
    """Say what conduct the bureau put on record."""
    return ConductRecorded(
        recorded_on=day(on),
        agency=agency,
        kind=kind,
        without_reason=without_reason,
        adverse_effect=adverse_effect,
    )


def remedied(on: str, agency: str = POLICE) -> RemediationReported:
    """Say when an agency reported what it changed after a loss."""
    return RemediationReported(reported_on=day(on), agency=agency)


def _maybe(text: str) -> date | None:
    return day(text) if text else None
