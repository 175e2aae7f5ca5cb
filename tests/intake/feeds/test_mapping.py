"""What does each field that courts send become?"""

from typing import Any

import pytest

from services.intake.feeds.stating import Read, read
from tests.intake.feeds.given import CASE, Record, record, standard

SECOND = "（2023）鄂01行终88号"


def stated(told: Record) -> dict[str, list[dict[str, Any]]]:
    """Return the facts of a record by name; it must be readable."""
    found = read(standard(), told)
    assert not found.bad, found.bad
    facts: dict[str, list[dict[str, Any]]] = {}
    for fact in found.facts:
        facts.setdefault(fact.name, []).append(fact.data)
        assert fact.ordinal == len(facts[fact.name])
    return facts


def wrong(told: Record) -> tuple[str, str]:
    """Return the first field of a record that cannot be read, and its value."""
    found: Read = read(standard(), told)
    assert found.facts == ()
    return found.bad[0].column, found.bad[0].value


def test_every_sample_of_the_standard_mapping_is_read() -> None:
    for sample in standard().form.samples:
        assert len(stated(sample)) > 3


def test_a_case_is_docketed_as_the_fields_say() -> None:
    told = record(ajlb="民事诉讼", yg="周某某,吴某", bg="甲局，乙局、丙局")
    [docketed] = stated(told)["case-docketed"]
    assert docketed["instance"] == "first"
    assert docketed["category"] == "civil"
    assert docketed["claimants"] == ["周某某", "吴某"]
    assert docketed["defendants"] == ["甲局", "乙局", "丙局"]
    assert docketed["docketed_on"] == "2023-05-06"
    assert docketed["earlier_case"] is None


@pytest.mark.parametrize(
    ("spcx", "more", "earlier"),
    [
        ("一审", {"ysah": CASE, "esah": SECOND}, None),
        ("二审", {"ah": SECOND, "ysah": CASE, "esah": SECOND}, CASE),
        ("再审", {"ah": "（2024）鄂行再1号", "ysah": CASE, "esah": SECOND}, SECOND),
        ("再审", {"ah": "（2024）鄂行再1号", "ysah": CASE}, CASE),
    ],
)
def test_the_instance_before_is_that_which_the_level_asks_for(
    spcx: str, more: Record, earlier: str | None
) -> None:
    [docketed] = stated(record(spcx=spcx, **more))["case-docketed"]
    assert docketed["earlier_case"] == earlier


def test_a_case_is_not_its_own_earlier_instance() -> None:
    assert wrong(record(spcx="二审", ysah=CASE)) == ("ysah", CASE)


def test_brackets_and_spaces_of_a_case_number_are_written_one_way() -> None:
    assert read(standard(), record(ah=" (2023) 鄂0117行初12号 ")).case == CASE


def test_each_defendant_was_served_the_notice() -> None:
    facts = stated(record(bg="甲局,乙局", yssdrq="20230509"))
    assert [one["recipient"] for one in facts["notice-served"]] == ["甲局", "乙局"]
    assert {one["served_on"] for one in facts["notice-served"]} == {"2023-05-09"}


@pytest.mark.parametrize(
    ("more", "attendee"),
    [
        ({"xzjgsfct": "是"}, {"role": "officer", "rank": "deputy", "name": "王某"}),
        ({"xzjgsfct": "是", "fzrzj": None}, {"role": "officer", "rank": "sharing"}),
        (
            {"xzjgsfct": "是", "fzrzj": "正职", "fzrzw": "局长", "sffs": "是"},
            {"rank": "chief", "post": "局长", "spoke": True},
        ),
        ({"xzjgsfct": "否"}, {"role": "staff", "rank": "none", "name": "王某"}),
        ({"xzjgsfct": "否", "fzrxm": None, "fzrzj": None}, None),
        ({"xzjgsfct": None, "fzrxm": None, "fzrzj": None}, None),
        ({"xzjgsfct": "", "fzrxm": "", "fzrzj": None}, None),
    ],
)
def test_who_came_to_the_hearing(more: Record, attendee: Record | None) -> None:
    [hearing] = stated(record(**more))["hearing-held"]
    assert hearing["held_on"] == "2023-06-20"
    assert len(hearing["attendees"]) == (attendee is not None)
    if attendee is not None:
        assert hearing["attendees"][0].items() >= attendee.items()
        assert hearing["attendees"][0]["organ"] == "新洲区住房和城乡建设局"


@pytest.mark.parametrize(
    "dates", ["20230620,20230701", "20230701、20230620", ["20230701", "20230620", "20230620"]]
)
def test_several_hearings_are_several_facts_in_their_order(dates: Any) -> None:
    facts = stated(record(ktrq=dates))
    assert [one["held_on"] for one in facts["hearing-held"]] == ["2023-06-20", "2023-07-01"]


def test_hearings_told_one_by_one_count_before_their_days() -> None:
    told = record(
        ktrq="20230620",
        ktxx=[
            {"ktrq": "20230620", "sfct": "是", "fzrxm": "王某", "fzrzj": "正职", "sffs": "否"},
            {"ktrq": "20230701", "sfct": "否", "zctz": "是"},
        ],
    )
    facts = stated(told)
    assert [len(one["attendees"]) for one in facts["hearing-held"]] == [1, 0]
    assert facts["hearing-held"][0]["attendees"][0]["rank"] == "chief"
    assert [one["hearing_on"] for one in facts["appearance-notice-served"]] == ["2023-07-01"]


@pytest.mark.parametrize(
    ("more", "outcomes", "kind"),
    [
        ({"jafs": "全部撤销"}, ["revoked"], "judgment"),
        ({"jafs": "部分撤销,责令重新作出", "xzjgsfbs": "是"}, ["partly_revoked", "redo_ordered"], "judgment"),
        ({"jafs": "驳回起诉"}, ["suit_dismissed"], "ruling"),
        ({"jafs": "驳回起诉，驳回诉讼请求"}, ["suit_dismissed", "claims_rejected"], "judgment"),
        ({"jafs": "驳回上诉，维持原判"}, ["appeal_rejected"], "judgment"),
        ({"jafs": "调解", "xzjgsfbs": "否"}, ["mediated"], "mediation"),
        ({"jafs": None, "xzjgsfbs": "是"}, ["partly_revoked"], "judgment"),
        ({"jafs": None, "xzjgsfbs": "否"}, ["other"], "judgment"),
        ({"jafs": None, "xzjgsfbs": None}, [], "judgment"),
    ],
)
def test_the_outcome_is_that_of_the_document_else_whether_it_was_lost(
    more: Record, outcomes: list[str], kind: str
) -> None:
    [document] = stated(record(cprq="20230801", wssdrq="20230804", bsdw="乙局", lxqx="20231001", **more))[
        "document-served"
    ]
    assert (document["outcomes"], document["kind"]) == (outcomes, kind)
    assert (document["decided_on"], document["served_on"]) == ("2023-08-01", "2023-08-04")
    assert (document["losing"], document["perform_by"]) == (["乙局"], "2023-10-01")


def test_a_case_that_is_not_decided_has_no_document_whatever_is_said_of_losing() -> None:
    assert "document-served" not in stated(record(xzjgsfbs="否"))


def test_a_case_closed_without_a_day_of_decision_was_decided_on_that_day() -> None:
    facts = stated(record(jarq="20230801", xzjgsfbs="否"))
    assert facts["case-ended"] == [{"version": 0, "ended_on": "2023-08-01"}]
    assert facts["document-served"][0]["decided_on"] == "2023-08-01"


@pytest.mark.parametrize(
    ("field", "fact", "name"),
    [
        ("ssrq", "appeal-filed", "filed_on"),
        ("sxrq", "document-took-effect", "took_effect_on"),
        ("jawsrq", "closing-document-served", "served_on"),
        ("sfjyrq", "suggestion-issued", "received_on"),
    ],
)
def test_a_day_becomes_a_fact(field: str, fact: str, name: str) -> None:
    facts = stated(record(**{field: "20230901"}))
    assert facts[fact][0][name] == "2023-09-01"
    assert fact not in stated(record(**{field: None}))


def test_marks_of_weight_are_one_fact() -> None:
    [classified] = stated(record(ajbj="群体性,涉外"))["case-classified"]
    assert classified["flags"] == ["group", "foreign"]


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ({"ktrq": None}, "ktrq"),
        ({"sfkt": "否"}, "sfkt"),
        ({"sfkt": "否", "ktrq": None, "ktxx": [{"ktrq": "20230620"}]}, "sfkt"),
        ({"sfkt": None, "ktrq": None}, "ktrq"),
        ({"fzrzj": "无"}, "fzrzj"),
        ({"sfss": "是"}, "ssrq"),
        ({"sfss": "否", "ssrq": "20230901"}, "sfss"),
    ],
)
def test_fields_that_contradict_each_other_are_not_read(more: Record, column: str) -> None:
    assert wrong(record(**more))[0] == column


@pytest.mark.parametrize(
    "day", ["20230230", "2023-02-30", "20231301", "2023056", "20230506x", "18990101", "45052", 45052.5]
)
def test_a_day_that_is_none_is_not_read(day: Any) -> None:
    assert wrong(record(larq=day)) == ("larq", str(day))


@pytest.mark.parametrize("day", ["20230506", 20230506, "2023-05-06", "２０２３０５０６", " 2023年5月6日 "])
def test_a_day_is_read_in_every_form(day: Any) -> None:
    assert stated(record(larq=day))["case-docketed"][0]["docketed_on"] == "2023-05-06"


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("20231109153000", "2023-11-09T07:30:00.000000Z"),
        (20231109153000, "2023-11-09T07:30:00.000000Z"),
        ("2023-11-09 15:30:00", "2023-11-09T07:30:00.000000Z"),
        ("2023-11-09T15:30:00+08:00", "2023-11-09T07:30:00.000000Z"),
        ("2023-11-09T07:30:00.250Z", "2023-11-09T07:30:00.250000Z"),
        ("20231109", "2023-11-08T16:00:00.000000Z"),
    ],
)
def test_the_time_of_the_change_is_read_in_every_form(written: Any, instant: str) -> None:
    assert read(standard(), record(gxsj=written)).updated == instant


@pytest.mark.parametrize("written", ["20231109156000", "2023110915", "2023-11-09 15:30", "now", "0", -1])
def test_a_time_that_is_none_is_not_read(written: Any) -> None:
    assert wrong(record(gxsj=written))[0] == "gxsj"


def test_what_names_private_persons_is_not_among_the_cells_of_a_parked_record() -> None:
    told = read(standard(), record(spcx="?", cbr="张某"))
    assert "yg" not in told.cells
    assert told.cells["bg"] == "新洲区住房和城乡建设局"
    assert told.strays == ("cbr",)
