"""Which facts does each column of a row become?"""

from datetime import date
from typing import Any

import pytest

from services.intake.imports import ledger
from services.intake.imports.columns import LEDGER
from shared.codec import decode, name_in
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
from shared.events.base import Event
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
from tests import ledgers

DAY = date(2023, 5, 6)
NUMBER = "（2023）鄂0117行初1号"
LEAST = {"案号": NUMBER, "审级": "一审", "被告": "甲局、乙镇"}


def facts(**cells: str) -> dict[str, Event]:
    """Return the facts of a row with the least cells and these, by id without the case number."""
    row = {**LEAST, **cells}
    values, bad = LEDGER.read(row)
    assert (bad, ledger.contradictions(values, row)) == ([], [])
    drafts = ledger.drafts("xinzhou", values)
    assert {(draft.source, draft.subject, draft.district) for draft in drafts} == {
        ("ledger/xinzhou", NUMBER, "xinzhou")
    }
    stated = {draft.id.removeprefix(f"{NUMBER}/"): decode(draft.type, draft.data) for draft in drafts}
    return {id_: fact for id_, fact in stated.items() if isinstance(fact, Event)}


def added(**cells: str) -> dict[str, Event]:
    """Return the facts that these cells add to a row."""
    told = facts(**cells)
    del told["case-docketed/1"]
    return told


def test_a_row_always_says_that_the_case_was_docketed() -> None:
    assert facts() == {"case-docketed/1": CaseDocketed(instance="first", defendants=("甲局", "乙镇"))}
    assert facts(
        案号=NUMBER,
        审级="二审",
        关联案号="(2022)鄂0117行初9号",
        原告="张某、李某",
        案件类别="民事诉讼",
        立案日期="20230506",
    )["case-docketed/1"] == CaseDocketed(
        instance="second",
        defendants=("甲局", "乙镇"),
        category="civil",
        claimants=("张某", "李某"),
        docketed_on=DAY,
        earlier_case="（2022）鄂0117行初9号",
    )


@pytest.mark.parametrize(
    ("cells", "act"),
    [
        ({"行为种类": "强制拆除"}, {"kind": "demolition"}),
        ({"作出机关": "甲局"}, {"acting": "甲局"}),
        ({"以政府名义": "是"}, {"in_government_name": True}),
        ({"以政府名义": "否"}, {"in_government_name": False}),
        ({"实施部门": "乙镇"}, {"implementing": "乙镇"}),
        ({"牵头部门": "乙镇"}, {"lead": "乙镇"}),
        ({"复议情况": "驳回请求"}, {"reconsideration": "claim_rejected"}),
        (
            {"复议情况": "部分改变", "复议机关": "区政府"},
            {"reconsideration": "mixed", "reconsideration_organ": "区政府"},
        ),
    ],
)
def test_the_act_is_described_by_any_of_its_columns(cells: dict[str, str], act: dict[str, Any]) -> None:
    assert added(**cells) == {"act-described/1": ActDescribed(**act)}


def test_marks_classify_the_case() -> None:
    assert added(标记="群体性、信访积案") == {
        "case-classified/1": CaseClassified(flags=("group", "petition_backlog"))
    }


def test_the_notice_is_served_on_every_defendant_that_day() -> None:
    assert added(收到应诉通知日期="2023-05-06") == {
        "notice-served/1": NoticeServed(recipient="甲局", served_on=DAY),
        "notice-served/2": NoticeServed(recipient="乙镇", served_on=DAY),
    }


@pytest.mark.parametrize(
    ("column", "id_", "fact"),
    [
        ("转送日期", "papers-forwarded/1", PapersForwarded(forwarded_on=DAY)),
        ("材料报备日期", "papers-reported/1", PapersReported(reported_on=DAY)),
        ("报送审核日期", "defence-submitted/1", DefenceSubmitted(submitted_on=DAY)),
        ("提交法院日期", "defence-filed/1", DefenceFiled(filed_on=DAY)),
        ("出庭备案日期", "officer-named/1", OfficerNamed(named_on=DAY)),
        ("文书报备日期", "document-reported/1", DocumentReported(reported_on=DAY)),
        ("败诉分析报备日期", "loss-analysed/1", LossAnalysed(reported_on=DAY)),
        ("上诉日期", "appeal-filed/1", AppealFiled(filed_on=DAY)),
        ("生效日期", "document-took-effect/1", DocumentTookEffect(took_effect_on=DAY)),
        ("履行日期", "performed/1", Performed(performed_on=DAY)),
        ("结案文书收到日期", "closing-document-served/1", ClosingDocumentServed(served_on=DAY)),
        ("归档日期", "archived/1", Archived(archived_on=DAY)),
        ("司法建议收到日期", "suggestion-issued/1", SuggestionIssued(received_on=DAY)),
        ("司法建议回复日期", "suggestion-answered/1", SuggestionAnswered(answered_on=DAY)),
    ],
)
def test_a_date_is_one_fact(column: str, id_: str, fact: Event) -> None:
    assert added(**{column: "2023年5月6日"}) == {id_: fact}


def test_an_answer_names_the_suggestion_of_its_row() -> None:
    told = added(司法建议收到日期="2023-05-06", 司法建议回复日期="2023-06-06")
    assert told["suggestion-answered/1"] == SuggestionAnswered(answered_on=date(2023, 6, 6), received_on=DAY)


def officer(**fields: Any) -> Attendee:
    return Attendee(organ="甲局", **fields)


@pytest.mark.parametrize(
    ("cells", "attendee"),
    [
        ({}, None),
        ({"负责人职务": "无"}, None),
        ({"负责人职务": "正职"}, officer(rank="chief")),
        (
            {"负责人职务": "副职", "出庭负责人": "李某", "是否发声": "是"},
            officer(rank="deputy", name="李某", spoke=True),
        ),
        (
            {"负责人职务": "其他分管", "出庭负责人": "李某", "是否发声": "否"},
            officer(rank="sharing", name="李某"),
        ),
        ({"负责人职务": "无", "出庭负责人": "李某"}, officer(role="staff", name="李某")),
        ({"负责人职务": "正职", "出庭次数": "0"}, None),
    ],
)
def test_the_officer_sits_for_the_first_defendant(cells: dict[str, str], attendee: Attendee | None) -> None:
    present = (attendee,) if attendee else ()
    told = added(开庭日期="2023-05-06", **cells)
    assert told == {"hearing-held/1": HearingHeld(held_on=DAY, attendees=present)}


def test_the_officer_attended_the_first_hearings() -> None:
    cells = {"开庭日期": "2023-07-06、2023-05-06、2023-06-06", "负责人职务": "正职"}
    sat = [bool(fact.attendees) for fact in added(**cells).values() if isinstance(fact, HearingHeld)]
    assert sat == [True, True, True]
    told = added(**cells, 出庭次数="2")
    assert [(id_, str(fact.held_on), len(fact.attendees)) for id_, fact in told.items()] == [  # type: ignore[attr-defined]
        ("hearing-held/1", "2023-05-06", 1),
        ("hearing-held/2", "2023-06-06", 1),
        ("hearing-held/3", "2023-07-06", 0),
    ]


def test_a_new_notice_was_sent_for_each_later_hearing() -> None:
    cells = {"开庭日期": "2023-05-06、2023-06-06、2023-07-06"}
    notices = {k: v for k, v in added(**cells, 再次通知出庭="是").items() if k.startswith("appearance")}
    assert notices == {
        "appearance-notice-served/1": AppearanceNoticeServed(hearing_on=date(2023, 6, 6)),
        "appearance-notice-served/2": AppearanceNoticeServed(hearing_on=date(2023, 7, 6)),
    }
    assert not any(id_.startswith("appearance") for id_ in added(**cells, 再次通知出庭="否"))


def test_a_case_without_hearing_date_has_no_hearing() -> None:
    cells = {**LEAST, "出庭负责人": "李某", "负责人职务": "正职", "是否发声": "是", "出庭次数": "1"}
    values, _ = LEDGER.read(cells)
    assert [draft.type for draft in ledger.drafts("xinzhou", values)] == ["yingsu.case-docketed.v1"]
    assert [cell.column for cell in ledger.unused(values, cells)] == [
        "出庭负责人",
        "出庭次数",
        "是否发声",
        "负责人职务",
    ]


@pytest.mark.parametrize(
    ("cells", "absence"),
    [
        (
            {"未出庭理由": "不可抗力", "理由证明": "是"},
            AbsenceExplained(reason="force_majeure", proof_fit=True),
        ),
        ({"未出庭理由": "不可替代公务", "理由证明": "否"}, AbsenceExplained(reason="irreplaceable_duty")),
        ({"未出庭理由": "无"}, AbsenceExplained(reason="none")),
    ],
)
def test_the_absence_is_explained(cells: dict[str, str], absence: AbsenceExplained) -> None:
    assert added(**cells) == {"absence-explained/1": absence}


@pytest.mark.parametrize(
    ("outcome", "kind", "codes"),
    [
        ("驳回诉讼请求", "judgment", ("claims_rejected",)),
        ("全部撤销、责令重新作出", "judgment", ("revoked", "redo_ordered")),
        ("驳回上诉，维持原判", "judgment", ("appeal_rejected",)),
        ("驳回上诉，维持原裁定", "ruling", ("appeal_rejected",)),
        ("驳回起诉", "ruling", ("suit_dismissed",)),
        ("准许原告撤诉", "ruling", ("withdrawn",)),
        ("准许原告因被告改变行政行为撤诉", "ruling", ("withdrawn_after_change",)),
        ("终结诉讼", "ruling", ("terminated",)),
        ("确认违法、驳回起诉", "judgment", ("confirmed_unlawful", "suit_dismissed")),
        ("调解", "mediation", ("mediated",)),
        ("其他", "judgment", ("other",)),
    ],
)
def test_the_outcome_tells_what_kind_of_document_was_served(
    outcome: str, kind: Any, codes: tuple[Any, ...]
) -> None:
    told = added(裁判结果=outcome, 裁判日期="2023-05-06")
    assert told == {
        "document-served/1": DocumentServed(recipient="甲局", kind=kind, decided_on=DAY, outcomes=codes)
    }


def test_the_document_has_what_the_row_says_of_it() -> None:
    told = added(裁判文书收到日期="2023-05-06", 裁判结果="部分撤销", 败诉单位="乙镇", 应履行期限="2023-07-01")
    assert told == {
        "document-served/1": DocumentServed(
            recipient="甲局",
            served_on=DAY,
            outcomes=("partly_revoked",),
            losing=("乙镇",),
            perform_by=date(2023, 7, 1),
        )
    }


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"开庭日期": "2023-05-06", "出庭次数": "2"}, "出庭次数"),
        ({"开庭日期": "2023-05-06", "出庭负责人": "李某"}, "负责人职务"),
        ({"关联案号": NUMBER}, "关联案号"),
    ],
)
def test_cells_that_contradict_each_other_are_named(cells: dict[str, str], column: str) -> None:
    row = {**LEAST, **cells}
    values, bad = LEDGER.read(row)
    assert bad == []
    assert [cell.column for cell in ledger.contradictions(values, row)] == [column]


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
def test_every_fact_of_the_examples_can_be_found_again_by_its_series(district: str) -> None:
    for row in ledgers.example(district):
        values, bad = LEDGER.read(row)
        assert (bad, ledger.contradictions(values, row), ledger.unused(values, row)) == ([], [], [])
        drafts = ledger.drafts(district, values)
        assert drafts[0].id == ledger.first(values["案号"])
        assert {draft.id.rpartition("/")[0] for draft in drafts} <= set(ledger.series(values["案号"]))


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
def test_no_type_that_a_row_states_has_grown(district: str) -> None:
    # A row that did not change must stay the same fact, byte for byte (ADR 28).
    rows = (LEDGER.read(row)[0] for row in ledgers.example(district))
    stated = {name_in(draft.type) for values in rows for draft in ledger.drafts(district, values)}
    grown = {
        file.name.partition(".")[0] for file in (ledgers.EXAMPLES.parent / "tests/golden/earlier").iterdir()
    }
    assert grown
    assert stated & grown == set()
