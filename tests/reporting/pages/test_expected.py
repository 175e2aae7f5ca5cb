"""What is said to be expected next in a case, and on which form is it entered?"""

import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpx
import pytest
from fastapi import FastAPI

from services.intake.entry.fields import ENTERABLE, form_of
from services.reporting.answers import CaseDetail, CaseRow, Entry, WorkItem
from services.reporting.deadlines.shapes import DeadlineRow, Deadlines
from services.reporting.pages import links, routes
from services.reporting.pages.expected import COURSE, WAITING, Expected, expected
from services.reporting.worklist.kinds import KINDS
from shared.events.catalogue import FACTS, FINDINGS
from shared.law.loader import law_of
from tests.reporting.pages.fixture import FixtureReader, packs

CASE = "（2024）鄂0117行初12号"
HOUSING = "新洲区住房和城乡建设局"
POLICE = "新洲区公安分局"
LAW = law_of("xinzhou", packs())
TODAY = date(2024, 4, 1)


@pytest.mark.parametrize("door", ["https://door.example", ""])
async def test_a_cases_page_leads_to_the_forms_and_facts_at_intake(door: str) -> None:
    app = FastAPI()
    app.include_router(routes(FixtureReader(), door=door))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://figures") as client:
        page = (await client.get(links.case("xinzhou", "（2023）鄂01行初5号"))).text
    assert re.search(r'href="/districts/xinzhou/events/\d+"', page)  # and from there to the fact at intake
    assert ("下一步" in page) is bool(door)
    assert ('href="https://door.example/enter?district=xinzhou"' in page) is bool(door)


def told(type_: str, *, counts: bool = True, **data: Any) -> Entry:
    return Entry(
        position=1,
        recorded_at=datetime(2024, 4, 1, tzinfo=UTC),
        kind="finding" if type_ in FINDINGS else "fact",
        type=type_,
        source="bureau/xinzhou",
        actor="",
        slot="",
        on=None,
        article="",
        data=data,
        counts=counts,
        replaced_by=None,
        replaces=None,
        was=None,
        withdrawn_by=None,
    )


def due(duty: str, on: str, **more: Any) -> DeadlineRow:
    assert LAW
    rule = next(rule for rule in LAW.duties if rule.duty == duty)
    said = {
        "case": CASE,
        "duty": duty,
        "of": "",
        "article": rule.article,
        "obligor": str(rule.obligor),
        "agencies": (HOUSING,),
        "starts_on": None,
        "due_on": date.fromisoformat(on),
        "done_on": None,
        "state": "open",
        "light": "due",
        "late": False,
        "step": None,
        "escalated_to": (),
        "provisional": False,
        "soft": False,
        "was_due_on": None,
        "cause": "",
        "taken": (),
        "pending": (),
        "left": None,
        "sequence": 1,
    }
    return DeadlineRow(**{**said, **more})


def waits(kind: str, *agencies: str, **says: Any) -> WorkItem:
    return WorkItem(
        kind=kind,
        who="bureau",
        agencies=agencies,
        case=CASE,
        since=None,
        by=None,
        overdue=False,
        article="17",
        says=says,
        about=None,  # type: ignore[arg-type]  # lists show it
    )


def next_in(
    *timeline: Entry,
    deadlines: tuple[DeadlineRow, ...] = (),
    waiting: tuple[WorkItem, ...] = (),
    state: str = "pending",
) -> tuple[Expected, ...]:
    row = CaseRow(
        case_number=CASE,
        district="xinzhou",
        instance="first",
        category="litigation",
        act="",
        defendants=(),
        responsible=(),
        rule="",
        article="",
        docketed_on=None,
        first_heard_on=None,
        decided_on=None,
        outcomes=(),
        took_effect_on=None,
        state=state,  # type: ignore[arg-type]
        dispute=CASE,
    )
    detail = CaseDetail(
        position=1,
        row=row,
        chain=(CASE,),
        routing=(),
        figures=(),
        stalled="",
        timeline=timeline,
        waiting=waiting,
    )
    return expected(detail, Deadlines(1, TODAY, deadlines), LAW)


def names(found: tuple[Expected, ...]) -> list[str]:
    return [one.fact for one in found]


DOCKETED = told("case-docketed", defendants=[HOUSING, POLICE])
DESCRIBED = told("act-described", kind="penalty")
SERVED = (told("notice-served", recipient=HOUSING), told("notice-served", recipient=POLICE))


def test_a_case_of_which_only_something_is_told_is_to_be_docketed() -> None:
    assert names(next_in(told("notice-served", recipient=HOUSING)))[0] == "case-docketed"


def test_after_docketing_the_act_and_each_defendants_notice_come_next() -> None:
    found = next_in(DOCKETED)
    assert names(found) == ["act-described", "notice-served", "notice-served"]
    assert [one.filled for one in found[1:]] == [{"recipient": HOUSING}, {"recipient": POLICE}]
    assert names(next_in(DOCKETED, DESCRIBED, SERVED[0])) == ["notice-served", "hearing-scheduled"]


def test_a_hearing_that_was_fixed_is_to_be_reported_with_its_day_and_as_it_was_moved() -> None:
    fixed = told("hearing-scheduled", hearing_on="2024-04-18")
    (one,) = next_in(DOCKETED, DESCRIBED, *SERVED, fixed)
    assert (one.fact, one.filled, one.by) == ("hearing-held", {"held_on": "2024-04-18"}, date(2024, 4, 18))
    moved = told("hearing-rescheduled", from_on="2024-04-18", to_on="2024-05-09")
    (one,) = next_in(DOCKETED, DESCRIBED, *SERVED, fixed, moved)
    assert one.filled == {"held_on": "2024-05-09"}
    held = told("hearing-held", held_on="2024-05-09")
    assert set(names(next_in(DOCKETED, DESCRIBED, *SERVED, fixed, moved, held))) == {"document-served"}


def test_what_was_corrected_counts_as_it_was_corrected() -> None:
    wrong = told("hearing-scheduled", counts=False, hearing_on="2024-04-18")
    data = {"hearing_on": "2024-04-25"}
    right = told("fact-corrected", type="yingsu.hearing-scheduled.v1", data=data)
    (one,) = next_in(DOCKETED, DESCRIBED, *SERVED, wrong, right)
    assert one.filled == {"held_on": "2024-04-25"}


def test_what_took_effect_by_the_law_alone_is_closed_next_and_then_archived() -> None:
    facts = (DOCKETED, DESCRIBED, *SERVED, told("hearing-held", held_on="2024-04-18"))
    decided = (*facts, told("document-served", recipient=HOUSING))
    assert names(next_in(*decided)) == ["document-took-effect"]
    ended = (*decided, told("effect-determined"))
    assert names(next_in(*ended)) == ["closing-document-served"]
    closed = (*ended, told("closing-document-served"))
    assert names(next_in(*closed)) == ["archived"]
    assert names(next_in(*closed, told("archived"))) == []


def test_what_is_due_stands_first_by_its_day_with_who_owes_it_and_the_article() -> None:
    found = next_in(
        DOCKETED, DESCRIBED, *SERVED, deadlines=(due("defence", "2024-04-12"), due("papers", "2024-04-03"))
    )
    assert names(found) == ["papers-reported", "defence-filed", "hearing-scheduled"]
    first = found[0]
    assert (first.by, first.who, first.article, first.mark) == (
        date(2024, 4, 3),
        (HOUSING,),
        "20",
        "duties/papers",
    )
    assert first.filled == {"agency": HOUSING}
    assert found[2].by is None


def test_what_is_done_lifted_or_suspended_is_not_expected() -> None:
    done = due("papers", "2024-04-03", done_on=date(2024, 4, 2), light="done")
    gone = [due("defence", "2024-04-12", light=light) for light in ("off", "waiting")]
    assert names(next_in(DOCKETED, DESCRIBED, *SERVED, deadlines=(done, *gone))) == ["hearing-scheduled"]


def test_the_next_step_on_the_way_is_expected_while_the_case_goes_on() -> None:
    steps = ("defence-reviewed", "defence-signed")
    drafted = due("draft", "2024-04-03", done_on=date(2024, 4, 2), light="done", pending=steps)
    assert names(next_in(deadlines=(drafted,)))[0] == "defence-reviewed"
    assert "defence-reviewed" not in names(next_in(deadlines=(drafted,), state="closed"))


def test_who_acts_for_another_is_not_taken_for_whom_it_is_about() -> None:
    bureau = "新洲区司法局"
    (one, *_) = next_in(waiting=(waits("circular", bureau, agency=HOUSING),))
    assert (one.fact, one.who, one.filled) == ("circular-issued", (bureau,), {"agency": HOUSING})
    forwarding = due("forward", "2024-04-03", obligor="government_office_or_bureau", agencies=(bureau,))
    (one, *_) = next_in(deadlines=(forwarding,))
    assert (one.fact, one.filled) == ("papers-forwarded", {})


def test_a_deadline_of_a_hearing_fills_in_its_day() -> None:
    (one, *_) = next_in(deadlines=(due("summons", "2024-04-12", of="2024-04-18"),))
    assert one.filled == {"agency": HOUSING, "hearing_on": "2024-04-18"}


@pytest.mark.parametrize("fact", [*(step.fact for step in COURSE), *WAITING.values()])
def test_every_step_has_a_form(fact: str) -> None:
    assert fact in ENTERABLE


def test_the_course_names_facts_and_findings_there_are_and_kinds_that_wait() -> None:
    named = {name for step in COURSE for name in (*step.after, *step.until)}
    assert named <= FACTS.keys() | FINDINGS.keys()
    assert WAITING.keys() <= set(KINDS)


def test_a_form_is_filled_in_with_fields_it_has_and_found_where_intake_is() -> None:
    found = next_in(DOCKETED, deadlines=(due("papers", "2024-04-03"),))
    for one in found:
        assert one.filled.keys() <= {field.name for field in form_of(one.fact)}
    where = urlsplit(found[0].form("https://door.example", "xinzhou", CASE))
    assert (where.netloc, unquote(where.path)) == ("door.example", f"/enter/xinzhou/{CASE}/papers-reported")
    assert parse_qs(where.query) == {"agency": [HOUSING]}
