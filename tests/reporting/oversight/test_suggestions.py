"""How suggestions stand: received, answered in time, signed off, copied, and in which loss (Xinzhou 23, 32(4))."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from services.reporting.reader import Reader
from services.reporting.suggestions.listing import Asked, listed
from services.reporting.suggestions.shapes import STATES, Loss, Suggestion, Suggestions
from shared.codec import encode, type_of
from shared.events.court import DocumentServed, SuggestionIssued
from shared.events.intake import FactCorrected, FactRetracted
from tests.reporting.deadlines.town import DAY, GOVERNMENT, HOUSING, POLICE, begin
from tests.reporting.oversight.years import (
    APPEAL,
    APPEALED,
    LATE,
    LOST,
    RECONSIDERED,
    TOWN,
    UNANSWERED,
    URGENT,
    day,
    docket,
    issued,
    reply,
)
from tests.reporting.told import COURT, Told

NEW = "（2025）鄂0117行初20号"


async def found(told: Told, **asked: Any) -> Suggestions:
    reader = told.reader()
    try:
        answer: Suggestions = await reader.about(listed, "xinzhou", Asked(**asked))
        return answer
    finally:
        reader.close()


async def by_case(told: Told) -> Mapping[str, Suggestion]:
    return {one.case: one for one in (await found(told)).items}


async def test_each_suggestion_stands_as_its_deadline_does(told: Told) -> None:
    stands = {case: (one.state, one.light, one.due_on) for case, one in (await by_case(told)).items()}
    assert stands == {
        URGENT: ("open", "due", day("2025-04-07")),
        APPEALED: ("open", "today", DAY),
        UNANSWERED: ("overdue", "overdue", day("2025-02-03")),
        LOST: ("in_time", "done", day("2024-11-04")),
        LATE: ("late", "done", day("2024-05-03")),
        RECONSIDERED: ("received", "", None),
    }


async def test_counts_say_how_many_were_received_answered_signed_and_copied(told: Told) -> None:
    answer = await found(told)
    counts = {state: number for state, number in answer.counts.items() if number}
    assert counts == {"overdue": 1, "open": 2, "received": 1, "in_time": 1, "late": 1}
    assert tuple(answer.counts) == STATES
    assert (answer.received, answer.signed, answer.copied, answer.lost) == (6, 1, 1, 2)
    assert (answer.years, answer.day) == ({2025: 2, 2024: 4}, DAY)


async def test_an_answer_says_whether_the_officer_signed_it_off(told: Told) -> None:
    cases = await by_case(told)
    assert (cases[LOST].answered_on, cases[LOST].signed) == (day("2024-10-20"), True)
    assert (cases[LATE].answered_on, cases[LATE].signed) == (day("2024-05-20"), False)
    assert (cases[UNANSWERED].answered_on, cases[UNANSWERED].signed) == (None, None)


async def test_only_the_government_among_those_who_got_a_copy_counts(told: Told) -> None:
    cases = await by_case(told)
    assert (cases[LOST].copied, cases[LOST].copied_to) == (True, (GOVERNMENT, TOWN))
    assert (cases[UNANSWERED].copied, cases[UNANSWERED].copied_to) == (False, (TOWN,))


async def test_a_suggestion_is_linked_to_the_loss_of_its_dispute_whichever_case_brought_it(
    told: Told,
) -> None:
    cases = await by_case(told)
    assert cases[LOST].loss == Loss(case=LOST, took_effect_on=day("2024-08-20"), accountable=(POLICE,))
    assert cases[APPEALED].loss == Loss(case=APPEAL, took_effect_on=day("2024-11-12"), accountable=(HOUSING,))
    assert cases[URGENT].loss is None


async def test_a_loss_withdrawn_leaves_the_suggestion_without_one(told: Told) -> None:
    judgment = DocumentServed(
        recipient=HOUSING,
        decided_on=day("2024-11-12"),
        served_on=day("2024-11-12"),
        outcomes=("claims_rejected",),
        version=2,
    )
    told.fact(APPEAL, judgment)
    await told.settle()
    assert (await by_case(told))[APPEALED].loss is None
    assert (await found(told)).lost == 1


async def test_a_suggestion_that_names_nobody_addresses_the_defendants(told: Told) -> None:
    cases = await by_case(told)
    assert cases[LATE].agencies == (GOVERNMENT, HOUSING)
    assert cases[UNANSWERED].agencies == (POLICE,)
    for agency in (HOUSING, GOVERNMENT, "区政府"):
        assert LATE in {one.case for one in (await found(told, agency=agency)).items}
    assert LATE not in {one.case for one in (await found(told, agency=POLICE)).items}


async def test_filters_come_together_and_counts_leave_only_the_state_out(told: Told) -> None:
    whole = (await found(told)).items
    for state in ("", *STATES):
        for asked in (
            {},
            {"year": 2024},
            {"kind": "judicial"},
            {"copied": True},
            {"copied": False, "year": 2024},
            {"lost": True},
            {"lost": False, "kind": "procuratorial"},
            {"agency": HOUSING, "year": 2025},
        ):
            expected = [one for one in whole if fits(one, asked)]
            answer = await found(told, state=state, **asked)
            assert list(answer.items) == [one for one in expected if state in ("", one.state)]
            assert answer.received == len(expected) == sum(answer.counts.values())
            assert answer.lost == sum(one.loss is not None for one in expected)


def fits(one: Suggestion, asked: Mapping[str, Any]) -> bool:
    said = {
        "year": one.received_on.year,
        "kind": one.kind,
        "copied": one.copied,
        "lost": one.loss is not None,
    }
    return all(
        asked[name] in one.agencies if name == "agency" else said[name] == asked[name] for name in asked
    )


async def test_those_received_last_come_first_and_pages_show_each_once(told: Told) -> None:
    told.fact(UNANSWERED, *issued("2024-12-02", "区公安分局", kind="procuratorial"))
    await told.settle()
    whole = (await found(told)).items
    assert [one.received_on for one in whole] == sorted((one.received_on for one in whole), reverse=True)
    seen, after = list[Suggestion](), ""
    for _page in range(7):
        page = await found(told, after=after, limit=1)
        seen += page.items
        after = page.next
    assert (tuple(seen), after) == (whole, "")


async def test_an_answer_makes_of_an_overdue_one_a_late_one(told: Told) -> None:
    told.fact(UNANSWERED, reply("2025-03-19", signed=True))
    await told.settle()
    one = (await by_case(told))[UNANSWERED]
    assert (one.state, one.answered_on, one.signed) == ("late", day("2025-03-19"), True)


async def test_of_two_answers_the_first_counts(told: Told) -> None:
    told.fact(LOST, reply("2024-12-01", signed=False, received_on=day("2024-09-02"), addressee=""))
    await told.settle()
    one = (await by_case(told))[LOST]
    assert (one.state, one.answered_on, one.signed) == ("in_time", day("2024-10-20"), True)


async def test_without_a_deadline_an_answer_is_an_answer(told: Told) -> None:
    told.fact(RECONSIDERED, reply("2024-07-01", signed=None))
    await told.settle()
    one = (await by_case(told))[RECONSIDERED]
    assert (one.state, one.light, one.due_on, one.answered_on) == ("answered", "", None, day("2024-07-01"))


async def test_a_day_that_ends_without_an_answer_makes_it_overdue(told: Told) -> None:
    begin(told, date(2025, 3, 21))
    await told.settle()
    one = (await by_case(told))[APPEALED]
    assert (one.state, one.light) == ("overdue", "overdue")


async def test_a_suggestion_retracted_is_gone_and_one_corrected_is_what_it_says_then(told: Told) -> None:
    docket(told, NEW, POLICE)
    told.fact(NEW, *issued("2025-03-03"), id_="first")
    told.fact(NEW, *issued("2025-03-04", kind="procuratorial"), id_="second")
    await told.settle()
    assert (await found(told, year=2025)).received == 4
    (later,) = issued("2024-03-05", copied_to=("区政府",))
    corrected = FactCorrected(
        target_source=COURT,
        target_id="first",
        replaces="first",
        type=type_of(SuggestionIssued),
        data=encode(later),
    )
    gone = FactRetracted(
        target_source=COURT, target_id="second", replaces="second", type=type_of(SuggestionIssued)
    )
    told.fact(NEW, corrected, id_="first#2")
    told.fact(NEW, gone, id_="second#2")
    await told.settle()
    one = (await by_case(told))[NEW]
    assert (one.received_on, one.copied) == (day("2024-03-05"), True)
    answer = await found(told)
    assert (answer.years, answer.copied) == ({2025: 2, 2024: 5}, 2)


async def test_before_its_case_is_docketed_a_suggestion_is_there_already(told: Told) -> None:
    told.fact(NEW, *issued("2025-03-03", "区公安分局"))
    await told.settle()
    one = (await by_case(told))[NEW]
    assert (one.state, one.agencies, one.category) == ("received", (POLICE,), "")
    docket(told, NEW, POLICE)
    await told.settle()
    assert (await by_case(told))[NEW].state == "open"


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ({"state": "purple"}, "Unknown filter"),
        ({"kind": "purple"}, "Unknown filter"),
        ({"agency": "天文局"}, "Unknown agency"),
        ({"after": "2024-01-01"}, "No place in the list"),
    ],
)
async def test_a_filter_that_means_nothing_is_refused(reader: Reader, asked: Any, title: str) -> None:
    with pytest.raises(Exception, match=title):
        await reader.about(listed, "xinzhou", Asked(**asked))
