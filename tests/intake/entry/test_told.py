"""What does the page of one fact tell, and what may be said of it there?"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from shared.problems import Problem
from tests.examples.facts import AGENCY as THE_AGENCY
from tests.examples.facts import CASE
from tests.intake.entry.pages import AGENCY, AUDITOR, BUREAU, PAGE, Controls, Pages, open_pages

HELD: dict[str, Any] = {
    "held_on": "2024-05-06",
    "attendees": [
        {
            "organ": THE_AGENCY,
            "represents": "",
            "role": "officer",
            "name": "陈某",
            "rank": "deputy",
            "spoke": True,
        }
    ],
    "record_checked": None,
    "version": 3,
    "room": "第二法庭",
}


def chain(**more: Any) -> dict[str, Any]:
    """Return a hearing as it was reported at position 7."""
    event = {
        "position": 7,
        "id": "h1",
        "source": "court/鄂0117",
        "actor": "court/鄂0117#k1",
        "recordedat": "2024-05-07T01:00:00.000000Z",
        "type": "yingsu.hearing-held.v1",
        "subject": CASE,
        "district": "xinzhou",
        "time": None,
        "data": HELD,
    }
    now = {"type": event["type"], "subject": CASE, "district": "xinzhou", "data": HELD}
    return {**event, "revision": "h1", "retracted": False, "now": now, "revisions": [], **more}


def revision(**more: Any) -> dict[str, Any]:
    """Return how the bureau corrected the day at position 9."""
    return {
        "position": 9,
        "id": "h1#a",
        "source": "bureau/xinzhou",
        "actor": "bureau/新洲区司法局#k2",
        "recordedat": "2024-05-08T01:00:00.000000Z",
        "type": "yingsu.fact-corrected.v1",
        "subject": CASE,
        "district": "xinzhou",
        "time": None,
        "replaces": "h1",
        "reason": "笔录为八日",
        "data": {**HELD, "held_on": "2024-05-08"},
        "counts": True,
        "rivals": [],
        **more,
    }


def corrected() -> dict[str, Any]:
    one = revision()
    now = {"type": "yingsu.hearing-held.v1", "subject": CASE, "district": "xinzhou", "data": one["data"]}
    return chain(revision="h1#a", now=now, revisions=[one])


@pytest.fixture
async def pages(tmp_path: Path) -> AsyncIterator[Pages]:
    async with open_pages(tmp_path) as opened:
        yield opened


async def test_a_fact_is_told_in_words_with_who_said_so(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    pages.facts.chain = chain()
    text = Controls((await pages.http.get("/enter/facts/7")).text).text
    for said in ("开庭日期", "2024-05-06", "陈某", "副职", "法院 鄂0117", "court/鄂0117#k1", "以此为准"):
        assert said in text


async def test_after_it_was_recorded_the_way_leads_back_to_the_case_once_it_is_settled(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    pages.facts.chain = chain()
    shown = (await pages.http.get("/enter/facts/7?told=accepted")).text
    assert "已记录，位置 № 7。" in shown
    assert f"{PAGE}/districts/xinzhou/cases/" in shown
    assert "min_position=7" in shown


async def test_the_chain_says_who_when_why_what_changed_and_which_counts(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    pages.facts.chain = corrected()
    shown = (await pages.http.get("/enter/facts/7")).text
    revisions = shown[shown.index('<ol class="revisions">') :]
    first, second = revisions.split("</li>")[:2]
    assert "已被替代" in first
    for said in (
        "以此为准",
        "笔录为八日",
        "<del>2024-05-06</del>",
        "<ins>2024-05-08</ins>",
        "2024-05-08 09:00",
    ):
        assert said in second


async def test_a_correction_says_all_that_the_form_says_and_keeps_what_it_does_not_know(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    pages.facts.chain = chain()
    shown = Controls((await pages.http.get("/enter/facts/7")).text)
    assert shown.of("held_on")[0].value == "2024-05-06"
    assert shown.of("attendees.0.name")[0].value == "陈某"
    typed = {
        "held_on": "2024-05-08",
        "attendees.0.organ": THE_AGENCY,
        "attendees.0.role": "officer",
        "attendees.0.rank": "chief",
        "_reason": "笔误",
        "_do": "correct",
        "_id": "entry-5",
        "_standing": "h1",
    }
    sent = await pages.send("/enter/facts/7", typed)
    assert (sent.status_code, sent.headers["location"]) == (303, "/enter/facts/7?told=corrected")
    (wish,) = pages.facts.wishes
    assert wish.data == {
        "held_on": "2024-05-08",
        "attendees": [{"organ": THE_AGENCY, "role": "officer", "rank": "chief"}],
        "version": 3,
        "room": "第二法庭",
    }
    assert (wish.reason, wish.key, wish.standing) == ("笔误", "entry-5", "h1")


@pytest.mark.parametrize("doing", ["correct", "retract"])
async def test_nothing_is_revised_without_a_reason(pages: Pages, doing: str) -> None:
    await pages.sign_in(BUREAU)
    pages.facts.chain = chain()
    sent = await pages.send("/enter/facts/7", {"held_on": "2024-05-09", "_do": doing, "_reason": " "})
    assert sent.status_code == 422
    assert f'id="reason-{doing}-fault"' in sent.text
    assert pages.facts.wishes == []
    if doing == "correct":
        assert Controls(sent.text).of("held_on")[0].value == "2024-05-09"


async def test_a_fact_is_taken_back_with_a_reason(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    pages.facts.chain = chain()
    await pages.send("/enter/facts/7", {"_do": "retract", "_reason": "误报", "_standing": "h1"})
    (wish,) = pages.facts.wishes
    assert (wish.data, wish.reason) == (None, "误报")


async def test_who_is_overtaken_learns_it_and_loses_nothing(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    pages.facts.chain = corrected()
    pages.facts.refusal = Problem(409, "The fact was revised", "somebody has revised the fact meanwhile")
    typed = {"held_on": "2024-05-10", "_do": "correct", "_reason": "笔误", "_standing": "h1"}
    sent = await pages.send("/enter/facts/7", typed)
    assert sent.status_code == 409
    assert "刚才有人先更正了这条事实" in sent.text
    assert Controls(sent.text).of("held_on")[0].value == "2024-05-10"
    assert Controls(sent.text).of("_standing")[0].value == "h1#a"


async def test_what_is_wrong_with_a_correction_stands_at_its_field(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    pages.facts.chain = chain()
    error = {"pointer": "/data/data/held_on", "detail": "found 'x'", "expected": "a date as YYYY-MM-DD"}
    pages.facts.refusal = Problem(422, "No", "no", errors=[error])
    sent = await pages.send("/enter/facts/7", {"held_on": "x", "_do": "correct", "_reason": "笔误"})
    assert 'id="f-held_on-fault"' in sent.text
    assert Controls(sent.text).of("held_on")[0].value == "x"


async def test_a_fact_taken_back_shows_what_it_said_and_may_only_be_corrected(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    gone = revision(type="yingsu.fact-retracted.v1", data=None, reason="误报")
    pages.facts.chain = chain(revision="h1#a", now=None, retracted=True, revisions=[gone])
    shown = (await pages.http.get("/enter/facts/7")).text
    assert "已撤回" in shown
    assert "<del>2024-05-06</del>" in shown
    assert 'value="correct"' in shown
    assert 'value="retract"' not in shown


async def test_a_row_that_could_not_be_read_may_be_taken_back_and_not_corrected(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    row = {
        "file": "ledger",
        "row_key": CASE,
        "sheet": "台账",
        "row": 3,
        "column": "立案日期",
        "value": "昨天",
    }
    data = {**row, "expected": "日期", "cells": {"案号": CASE, "立案日期": "昨天"}, "version": 0}
    now = {"type": "yingsu.row-parked.v1", "subject": CASE, "district": "xinzhou", "data": data}
    pages.facts.chain = chain(type=now["type"], data=data, now=now, source="ledger/xinzhou")
    shown = (await pages.http.get("/enter/facts/7")).text
    assert "昨天" in shown
    assert 'value="retract"' in shown
    assert 'value="correct"' not in shown


async def test_who_may_only_look_is_offered_no_form(pages: Pages) -> None:
    pages.facts.chain = chain(type="yingsu.case-ended.v1", now=None, data={"ended_on": "2024-05-06"})
    for principal in (AUDITOR, AGENCY):  # neither reports that a case ended
        await pages.sign_in(principal)
        shown = await pages.http.get("/enter/facts/7")
        assert shown.status_code == 200
        assert "_reason" not in Controls(shown.text).names()


async def test_where_no_fact_stands_a_page_says_so(pages: Pages) -> None:
    await pages.sign_in(BUREAU)
    shown = await pages.http.get("/enter/facts/99")
    assert shown.status_code == 404
    assert "no fact stands at position 99" in shown.text
