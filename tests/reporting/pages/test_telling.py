"""Is an event told in words, with what a correction changed beside what it said before?"""

from datetime import UTC, date, datetime
from typing import Any

from services.reporting.answers import Entry
from services.reporting.pages.telling import because, lines, reason
from services.reporting.pages.words import Words
from shared.law.loader import law_of
from tests.reporting.pages.fixture import packs

XINZHOU = law_of("xinzhou", packs())


def entry(type_: str, data: dict[str, Any], **more: Any) -> Entry:
    return Entry(
        position=7,
        recorded_at=datetime(2024, 4, 8, tzinfo=UTC),
        kind=more.pop("kind", "fact"),
        type=type_,
        source="ledger/xinzhou",
        actor="ledger/xinzhou",
        slot="",
        on=more.pop("on", None),
        article="",
        data=data,
        counts=True,
        replaced_by=None,
        replaces=more.pop("replaces", None),
        was=more.pop("was", None),
        withdrawn_by=None,
    )


def told(one: Entry, language: str = "zh") -> dict[str, str]:
    return {line.label: line.text for line in lines(one, Words(language), XINZHOU)}  # type: ignore[arg-type]


def test_codes_are_told_in_words() -> None:
    document = entry(
        "document-served",
        {"kind": "ruling", "outcomes": ["revoked", "redo_ordered"], "recipient": "公安分局"},
    )
    assert told(document) == {"种类": "裁定书", "结果": "全部撤销、责令重新作出", "接收单位": "公安分局"}
    assert told(document, "en")["Outcomes"] == "Revoked, Redo ordered"


def test_who_attended_is_told_with_rank_and_whether_they_spoke() -> None:
    officer = {"organ": "公安分局", "role": "officer", "name": "许某", "rank": "chief", "spoke": False}
    hearing = entry("hearing-held", {"held_on": "2023-05-15", "attendees": [officer]}, on=date(2023, 5, 15))
    assert told(hearing) == {"出庭人员": "许某（正职，未发言）"}  # the day stands beside it already


def test_what_says_nothing_is_left_out() -> None:
    act = entry("act-described", {"kind": "penalty", "lead": "", "in_government_name": False, "version": 0})
    assert told(act) == {"种类": "行政处罚"}


def test_a_correction_tells_what_it_changed() -> None:
    corrected = entry(
        "fact-corrected",
        {
            "type": "yingsu.defence-filed.v1",
            "data": {"filed_on": "2023-02-17", "agency": "公安分局"},
            "reason": "录入有误",
        },
        was={"filed_on": "2023-03-09", "agency": "公安分局"},
    )
    found = {line.label: line for line in lines(corrected, Words("zh"), XINZHOU)}
    assert (found["提交日期"].was, found["提交日期"].text) == ("2023-03-09", "2023-02-17")
    assert [line.label for line in found.values() if line.changed] == ["提交日期"]
    assert reason(corrected) == "录入有误"


def test_a_retraction_tells_what_is_taken_back() -> None:
    retracted = entry("fact-retracted", {"target_id": "x"}, was={"filed_on": "2023-03-09"})
    assert [(line.was, line.text) for line in lines(retracted, Words("zh"), XINZHOU)] == [("2023-03-09", "")]


def test_a_correction_whose_target_is_not_known_yet_tells_what_it_says() -> None:
    early = entry("fact-corrected", {"type": "yingsu.performed.v1", "data": {"performed_on": "2023-02-17"}})
    assert [(line.was, line.text) for line in lines(early, Words("zh"), XINZHOU)] == [("", "2023-02-17")]


def test_an_unknown_type_or_field_is_shown_as_it_is() -> None:
    assert told(entry("something-new", {"colour": "green", "nested": {"a": 1}})) == {
        "colour": "green",
        "nested": "1",
    }


def test_why_a_rule_did_not_apply_is_told_in_both_languages() -> None:
    text = "defendant = government, asked for agency"
    assert because(text, Words("zh")) == "被告是“区政府”，该规则要求“部门或街镇”"
    assert because(text, Words("en")) == "defendant is “the government”; the rule asks for “an agency”"
    several = because("reconsideration = none, asked for upheld / mixed", Words("zh"))
    assert several == "复议情况是“未经复议”，该规则要求“维持或部分改变”"
    assert because("a human said so", Words("zh")) == "a human said so"
