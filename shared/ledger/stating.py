"""Which facts does one row of a case ledger state?

A row is one case at one instance. What the ledger says of "the agency" without a name stays unnamed: the law
knows whose duty it is.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from shared.events.aftermath import Archived, LossAnalysed, Performed, SuggestionAnswered
from shared.events.agency import (
    AbsenceExplained,
    ActDescribed,
    DefenceFiled,
    DefenceSubmitted,
    DocumentReported,
    OfficerNamed,
    PapersReported,
)
from shared.events.base import Fact
from shared.events.bureau import PapersForwarded
from shared.events.court import (
    AppealFiled,
    AppearanceNoticeServed,
    Attendee,
    CaseClassified,
    CaseDocketed,
    ClosingDocumentServed,
    DocumentServed,
    DocumentTookEffect,
    HearingHeld,
    NoticeServed,
    SuggestionIssued,
)
from shared.events.words import DocumentKind
from shared.ledger.words import OUTCOMES

Values = Mapping[str, Any]
"""What the filled cells of a row mean, by the name of their column."""

Stated = Iterator[tuple[int, Fact]]
"""Facts of a row, each with its ordinal among those of its type."""

_ACT = ("行为种类", "作出机关", "以政府名义", "实施部门", "牵头部门", "复议情况", "复议机关")
_DOCUMENT = ("裁判日期", "裁判文书收到日期", "裁判结果", "败诉单位", "应履行期限")

STATED: tuple[type[Fact], ...] = (
    CaseDocketed,
    ActDescribed,
    CaseClassified,
    NoticeServed,
    PapersForwarded,
    PapersReported,
    DefenceSubmitted,
    DefenceFiled,
    OfficerNamed,
    HearingHeld,
    AppearanceNoticeServed,
    AbsenceExplained,
    DocumentServed,
    DocumentReported,
    LossAnalysed,
    AppealFiled,
    DocumentTookEffect,
    Performed,
    ClosingDocumentServed,
    Archived,
    SuggestionIssued,
    SuggestionAnswered,
)
"""Every type of fact a row can state."""

DAYS: Mapping[str, Callable[[date], Fact]] = MappingProxyType(
    {
        "转送日期": lambda on: PapersForwarded(forwarded_on=on),
        "材料报备日期": lambda on: PapersReported(reported_on=on),
        "报送审核日期": lambda on: DefenceSubmitted(submitted_on=on),
        "提交法院日期": lambda on: DefenceFiled(filed_on=on),
        # The ledger has the day of the record, not whom it named: who then appeared is a fact of the hearing.
        "出庭备案日期": lambda on: OfficerNamed(named_on=on),
        "文书报备日期": lambda on: DocumentReported(reported_on=on),
        "败诉分析报备日期": lambda on: LossAnalysed(reported_on=on),
        "上诉日期": lambda on: AppealFiled(filed_on=on),
        "生效日期": lambda on: DocumentTookEffect(took_effect_on=on),
        "履行日期": lambda on: Performed(performed_on=on),
        "结案文书收到日期": lambda on: ClosingDocumentServed(served_on=on),
        "归档日期": lambda on: Archived(archived_on=on),
        "司法建议收到日期": lambda on: SuggestionIssued(received_on=on),
    }
)
"""Columns that hold one day and state one fact."""


def facts(values: Values) -> Stated:
    """Yield the facts of a row with their ordinals, counted from 1 without gaps; the docketing comes first."""
    yield 1, _docketed(values)
    if any(column in values for column in _ACT):
        yield 1, _act(values)
    if flags := values.get("标记"):
        yield 1, CaseClassified(flags=flags)
    if served_on := values.get("收到应诉通知日期"):
        for ordinal, defendant in enumerate(values["被告"], 1):
            yield ordinal, NoticeServed(recipient=defendant, served_on=served_on)
    for column, state in DAYS.items():
        if column in values:
            yield 1, state(values[column])
    yield from _hearings(values)
    if any(column in values for column in _DOCUMENT):
        yield 1, _document(values)
    if answered_on := values.get("司法建议回复日期"):
        received_on = values.get("司法建议收到日期")
        yield 1, SuggestionAnswered(answered_on=answered_on, received_on=received_on)


def _docketed(values: Values) -> Fact:
    return CaseDocketed(
        instance=values["审级"],
        defendants=values["被告"],
        category=values.get("案件类别", "litigation"),
        claimants=values.get("原告", ()),
        docketed_on=values.get("立案日期"),
        earlier_case=values.get("关联案号"),
    )


def _act(values: Values) -> Fact:
    return ActDescribed(
        kind=values.get("行为种类", "other"),
        acting=values.get("作出机关", ""),
        implementing=values.get("实施部门", ""),
        lead=values.get("牵头部门", ""),
        in_government_name=values.get("以政府名义", False),
        reconsideration=values.get("复议情况", "none"),
        reconsideration_organ=values.get("复议机关", ""),
    )


def _hearings(values: Values) -> Stated:
    """Yield the hearings, the new notices for later ones, and why nobody appeared."""
    days: tuple[date, ...] = values.get("开庭日期", ())
    officer = _officer(values)
    times = values.get("出庭次数", len(days))
    for ordinal, held_on in enumerate(days, 1):
        present = (officer,) if officer and ordinal <= times else ()
        yield ordinal, HearingHeld(held_on=held_on, attendees=present)
    if values.get("再次通知出庭"):
        for ordinal, later in enumerate(days[1:], 1):
            yield ordinal, AppearanceNoticeServed(hearing_on=later)
    if reason := values.get("未出庭理由"):
        yield 1, AbsenceExplained(reason=reason, proof_fit=values.get("理由证明", False))


def _officer(values: Values) -> Attendee | None:
    """Return who appeared, taken as the first defendant's; somebody without rank is staff."""
    rank = values.get("负责人职务", "none")
    name = values.get("出庭负责人", "")
    if rank == "none" and not name:
        return None
    return Attendee(
        organ=values["被告"][0],
        role="staff" if rank == "none" else "officer",
        name=name,
        rank=rank,
        spoke=values.get("是否发声", False),
    )


def _document(values: Values) -> Fact:
    texts: tuple[Any, ...] = values.get("裁判结果", ())
    return DocumentServed(
        recipient=values["被告"][0],
        kind=_kind({OUTCOMES[text][1] for text in texts}),
        decided_on=values.get("裁判日期"),
        served_on=values.get("裁判文书收到日期"),
        outcomes=tuple(dict.fromkeys(OUTCOMES[text][0] for text in texts)),
        losing=values.get("败诉单位", ()),
        perform_by=values.get("应履行期限"),
    )


def _kind(kinds: set[DocumentKind]) -> DocumentKind:
    """Return what kind of document decides so: a mediation, a ruling if nothing in it needs a judgment."""
    if "mediation" in kinds:
        return "mediation"
    return "ruling" if kinds == {"ruling"} else "judgment"
