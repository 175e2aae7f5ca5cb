"""Do records of a feed come to stand on the log once: twice sent, late, out of order, wrong and then right?"""

from dataclasses import replace
from typing import Any

import pytest

from services.intake.feeds.memory import Memory
from services.intake.feeds.taking import take
from tests.intake.feeds.given import CASE, Desk, court_feed, record
from tests.intake.imports.memory import BrokenError

OTHER = "（2023）鄂0117行初13号"


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_a_record_becomes_facts_of_its_court_that_name_feed_and_payload(desk: Desk) -> None:
    taken = await desk.take(record())

    assert taken.counts == {"records": 1, "accepted": 2}
    assert desk.log.types() == ["case-docketed", "hearing-held"]
    first = desk.log.events[0]
    assert (first.source, first.district, first.subject) == ("court/鄂0117", "xinzhou", CASE)
    assert (first.actor, first.causationid) == ("feed/xz", "sha256:0")
    assert first.time == "2023-11-09T07:30:00.000000Z"
    assert first.data["claimants"] != ["周某某"], "names of private persons are sealed"


async def test_the_same_record_again_adds_nothing_and_is_not_even_compared(desk: Desk) -> None:
    await desk.take(record())
    taken = await desk.take(record(), record())

    assert taken.counts == {"records": 2, "unchanged": 2}
    assert len(desk.log.events) == 2


async def test_what_is_remembered_may_be_lost_and_still_nothing_is_added(desk: Desk) -> None:
    await desk.take(record())
    desk.memory = Memory(":memory:")
    taken = await desk.take(record())

    assert taken.counts == {"records": 1, "known": 2}


async def test_a_later_record_corrects_adds_and_takes_back(desk: Desk) -> None:
    await desk.take(record())
    taken = await desk.take(
        record(
            gxsj="20231110",
            larq="20230507",
            sfkt="否",
            ktrq=None,
            xzjgsfct="否",
            fzrxm=None,
            ssrq="20230901",
            sfss="是",
        )
    )

    assert taken.counts == {"records": 1, "accepted": 1, "corrected": 1, "retracted": 1}
    assert desk.stands("case-docketed")["docketed_on"] == "2023-05-07"
    assert desk.stands("appeal-filed")["filed_on"] == "2023-09-01"
    assert desk.stands("hearing-held") is None


async def test_an_older_record_that_comes_late_changes_nothing_and_is_counted(desk: Desk) -> None:
    await desk.take(record())
    taken = await desk.take(record(gxsj="20231101", larq="20230101"))

    assert taken.counts == {"records": 1, "outdated": 1}
    assert desk.stands("case-docketed")["docketed_on"] == "2023-05-06"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
async def test_of_several_in_one_payload_the_one_changed_last_counts(
    desk: Desk, order: tuple[int, ...]
) -> None:
    told = [record(gxsj=f"2023111{day}", larq=f"2023050{day + 1}") for day in range(3)]
    taken = await desk.take(*(told[number] for number in order))

    assert taken.counts == {"records": 3, "outdated": 2, "accepted": 2}
    assert desk.stands("case-docketed")["docketed_on"] == "2023-05-03"


async def test_of_two_of_one_instant_the_one_that_came_later_counts_and_none_of_them_comes_back(
    desk: Desk,
) -> None:
    first, then = record(), record(larq="20230508")
    await desk.take(first)
    corrected = await desk.take(then)
    again = await desk.take(first, then)

    assert corrected.counts["corrected"] == 1
    assert again.counts == {"records": 2, "unchanged": 2}
    assert desk.stands("case-docketed")["docketed_on"] == "2023-05-08"


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("spcx", "壹审", "spcx"),
        ("larq", "20230230", "larq"),
        ("larq", "2023-5", "larq"),
        ("xzjgsfct", "有", "xzjgsfct"),
        ("xzjgsfct", "是,否", "xzjgsfct"),
        ("jafs", "驳回诉讼请求,没有这个", "jafs"),
        ("bg", " ", "bg"),
        ("gxsj", "昨天", "gxsj"),
        ("gxsj", None, "gxsj"),
        ("ktrq", None, "ktrq"),
        ("ysah", {"a": 1}, "ysah"),
        ("fzrxm", "王\x00某", "fzrxm"),
        ("fzrxm", "王\ud800某", "fzrxm"),
        ("ktxx", [{"sfct": "是"}], "ktxx/0/ktrq"),
        ("ktxx", ["20230101"], "ktxx/0"),
    ],
)
async def test_a_wrong_field_parks_the_record_and_nothing_else(
    desk: Desk, field: str, value: Any, column: str
) -> None:
    taken = await desk.take(record(**{field: value}), record(ah=OTHER))

    assert taken.counts == {"records": 2, "accepted": 2, "parked": 1}
    [parked] = desk.parked
    assert (parked["file"], parked["row_key"], parked["column"]) == ("feed/xz", CASE, column)
    assert parked["expected"]
    assert desk.stands("case-docketed", OTHER) is not None
    assert desk.stands("case-docketed") is None


async def test_a_parked_record_is_released_by_the_next_that_can_be_read(desk: Desk) -> None:
    wrong = record(spcx="壹审")
    await desk.take(wrong)
    again = await desk.take(wrong)
    taken = await desk.take(record(gxsj="20231110"))

    assert again.counts == {"records": 1, "unchanged": 1}
    assert taken.counts == {"records": 1, "accepted": 2, "released": 1}
    assert desk.parked == []


async def test_what_stood_before_a_wrong_record_stays(desk: Desk) -> None:
    await desk.take(record())
    taken = await desk.take(record(gxsj="20231110", spcx="壹审"))

    assert taken.counts == {"records": 1, "parked": 1}
    assert desk.stands("hearing-held") is not None


async def test_an_older_record_that_can_be_read_counts_and_the_newer_wrong_one_stays_parked(
    desk: Desk,
) -> None:
    await desk.take(record(gxsj="20231110", spcx="壹审"))
    taken = await desk.take(record())

    assert taken.counts == {"records": 1, "accepted": 2}
    assert len(desk.parked) == 1
    later = await desk.take(record(gxsj="20231111"))
    assert later.counts == {"records": 1, "known": 2, "released": 1}


async def test_a_wrong_record_that_is_older_than_what_is_known_parks_nothing(desk: Desk) -> None:
    await desk.take(record())
    taken = await desk.take(record(gxsj="20231101", spcx="壹审"))

    assert taken.counts == {"records": 1, "outdated": 1}
    assert desk.parked == []


async def test_a_record_without_readable_case_number_waits_until_it_comes_with_one(desk: Desk) -> None:
    taken = await desk.take(record(ah="2023行初"), record(ah="2023行初"))
    mended = await desk.take(record(gxsj="20231110"))

    assert taken.counts == {"records": 2, "outdated": 1, "parked": 1}
    assert mended.counts == {"records": 1, "accepted": 2, "released": 1}
    assert desk.parked == []


@pytest.mark.parametrize("what", ["text", 7, None, ["ah"], []])
async def test_what_is_no_record_at_all_is_parked(desk: Desk, what: object) -> None:
    taken = await desk.take(what, record())

    assert taken.counts == {"records": 2, "accepted": 2, "parked": 1}


async def test_a_court_does_not_speak_of_the_cases_of_another(desk: Desk) -> None:
    taken = await desk.take(record(ah="（2023）苏0102行初5号"))

    assert taken.counts == {"records": 1, "parked": 1}
    [parked] = desk.parked
    assert parked["column"] == "ah"
    assert "鄂0117" in parked["expected"]


async def test_each_court_of_a_feed_reports_in_its_own_name(desk: Desk) -> None:
    await desk.take(record(), record(ah="（2023）鄂01行终7号", spcx="二审", ysah=CASE))

    assert {event.source for event in desk.log.events} == {"court/鄂0117", "court/鄂01"}
    second = desk.stands("case-docketed", "（2023）鄂01行终7号")
    assert (second["instance"], second["earlier_case"]) == ("second", CASE)


async def test_the_district_may_stand_in_a_field() -> None:
    feed = replace(court_feed(), district="", district_field="xzqh", districts={"420117": "xinzhou"})
    desk = Desk(feed)
    taken = await desk.take(record(xzqh="420117"), record(ah=OTHER, xzqh="999999"))

    assert taken.counts == {"records": 2, "accepted": 2, "parked": 1}
    assert desk.parked[0]["column"] == "xzqh"


async def test_another_mapping_reads_known_records_anew(desk: Desk) -> None:
    await desk.take(record())
    desk.feed = replace(desk.feed, version="2")

    assert (await desk.take(record())).counts == {"records": 1, "known": 2}


async def test_what_somebody_corrected_stays_while_the_feed_repeats_itself(desk: Desk) -> None:
    await desk.take(record())
    told = desk.log.events[1]
    await desk.log.record(
        [
            replace(
                told,
                source="bureau/xinzhou",
                id="by-hand",
                type="yingsu.fact-corrected.v1",
                data={
                    "target_source": told.source,
                    "target_id": told.id,
                    "replaces": told.id,
                    "type": told.type,
                    "data": {**told.data, "held_on": "2023-06-21"},
                    "reason": "",
                },
            )
        ]
    )
    taken = await desk.take(record(gxsj="20231110"))

    assert taken.counts == {"records": 1, "known": 2}
    assert desk.stands("hearing-held")["held_on"] == "2023-06-21"


@pytest.mark.parametrize("after", range(5))
async def test_a_break_in_the_middle_is_made_good_by_taking_the_same_again(after: int) -> None:
    told = [record(), record(ah=OTHER), record(ah="?")]
    whole, desk = Desk(), Desk()
    await whole.take(*told)

    desk.log.break_after = after
    with pytest.raises(BrokenError):
        await desk.take(*told)
    desk.log.break_after = -1
    await desk.take(*told)

    assert desk.log.standing() == whole.log.standing()
    assert len(desk.log.events) == len(whole.log.events)


async def test_fields_the_mapping_does_not_know_are_counted_and_kept_from_nothing(desk: Desk) -> None:
    taken = await desk.take(record(cbr="张某"), record(ah=OTHER, cbr="张某"))

    assert taken.strays == {"cbr": 2}
    assert taken.counts["accepted"] == 4


async def test_without_instants_the_last_that_came_counts(desk: Desk) -> None:
    form = desk.feed.mapping.form.model_copy(update={"updated": ""})
    desk.feed = replace(desk.feed, mapping=replace(desk.feed.mapping, form=form))
    first, then = record(gxsj=None), record(gxsj=None, larq="20230508")
    for told in (first, then, first, first):
        await desk.take(told)

    assert desk.stands("case-docketed")["docketed_on"] == "2023-05-06"
    assert [name for name in desk.log.types() if name == "fact-corrected"] == ["fact-corrected"] * 2


async def test_what_was_changed_last_is_told_so_that_a_feed_asks_from_there_on(desk: Desk) -> None:
    taken = await take(desk.feed, [record()], desk.log, desk.log, desk.memory)
    assert taken.newest == "2023-11-09T07:30:00.000000Z"
