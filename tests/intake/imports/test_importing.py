"""Does the same import again add nothing, and does a changed cell change exactly its fact?"""

from pathlib import Path

import pytest

from services.intake.imports.importing import import_file
from services.intake.imports.reading import KINDS, read
from shared.envelope import Draft
from shared.events.intake import FactCorrected, FactRetracted, RowParked
from shared.sealing import is_sealed
from tests import ledgers
from tests.intake.imports.conftest import Desk
from tests.intake.imports.memory import BrokenError, MemoryLog
from tests.ledgers import as_csv, as_xlsx, case


async def test_a_new_ledger_is_accepted_whole(desk: Desk) -> None:
    imported = await desk.hand_in(ledgers.example_bytes("xinzhou"))
    assert imported.steps == {"accepted": 800}
    assert len(await desk.standing()) == 800
    assert imported.position == desk.log.position


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
async def test_the_same_ledger_again_adds_nothing(desk: Desk, district: str) -> None:
    first = await desk.hand_in(ledgers.example_bytes(district), district=district)
    again = await desk.hand_in(ledgers.example_bytes(district), district=district)
    assert again.steps == {"known": first.steps["accepted"]}
    assert again.position == first.position


async def test_the_same_register_again_adds_nothing(desk: Desk) -> None:
    first = await desk.hand_in(ledgers.example_bytes("xinzhou", "organs"), "organs")
    again = await desk.hand_in(ledgers.example_bytes("xinzhou", "organs"), "organs")
    assert (first.steps, again.steps) == ({"accepted": 26}, {"known": 26})


async def test_another_form_of_the_same_ledger_adds_nothing(desk: Desk) -> None:
    rows = ledgers.example("xinzhou")
    await desk.hand_in(as_csv(rows))
    for form in (
        as_csv(rows, encoding="gb18030"),
        as_xlsx(rows),
        as_csv(rows, dates=ledgers.DATES["20230506"]),
    ):
        assert (await desk.hand_in(form)).steps == {"known": 800}


async def test_a_dry_run_counts_the_same_and_records_nothing(desk: Desk) -> None:
    await desk.hand_in(as_csv([case(1)]))
    changed = as_csv([case(1, 归档日期="2023-07-01", 立案日期="2023-03-02"), case(2), case("鄂1号")])
    before = desk.log.position
    dry = await desk.hand_in(changed, dry_run=True)
    assert desk.log.position == before
    wet = await desk.hand_in(changed)
    assert dry.steps == wet.steps


async def test_a_changed_cell_corrects_exactly_its_fact(desk: Desk) -> None:
    await desk.hand_in(as_csv([case(1), case(2)]))
    before = await desk.standing()
    imported = await desk.hand_in(as_csv([case(1, 提交法院日期="2023-03-20"), case(2)]))
    assert imported.steps["corrected"] == 1
    correction = (await desk.records())[-1].event
    assert isinstance(correction, FactCorrected)
    id_ = "（2023）鄂0117行初1号/defence-filed/1"
    assert (correction.target_id, correction.replaces) == (id_, id_)
    after = await desk.standing()
    assert {key for key in after if after[key] != before[key]} == {id_}
    assert after[id_]["filed_on"] == "2023-03-20"


async def test_a_second_change_replaces_the_first(desk: Desk) -> None:
    for day in ("2023-03-16", "2023-03-20", "2023-03-21", "2023-03-16"):
        await desk.hand_in(as_csv([case(1, 提交法院日期=day)]))
    events = [record.event for record in await desk.records()]
    replaced = [event.replaces for event in events if isinstance(event, FactCorrected)]
    id_ = "（2023）鄂0117行初1号/defence-filed/1"
    assert replaced == [id_, f"{id_}#1", f"{id_}#2"]
    assert (await desk.standing())[id_]["filed_on"] == "2023-03-16"


async def test_an_emptied_cell_retracts_and_a_refilled_one_brings_back(desk: Desk) -> None:
    full = as_csv([case(1)])
    await desk.hand_in(full)
    before = await desk.standing()
    emptied = await desk.hand_in(as_csv([case(1, 提交法院日期="")]))
    assert emptied.steps["retracted"] == 1
    assert isinstance((await desk.records())[-1].event, FactRetracted)
    assert before.keys() - (await desk.standing()).keys() == {"（2023）鄂0117行初1号/defence-filed/1"}
    assert (await desk.hand_in(as_csv([case(1, 提交法院日期="")]))).steps.keys() == {"known"}
    assert (await desk.hand_in(full)).steps["corrected"] == 1
    assert await desk.standing() == before


async def test_a_column_left_out_empties_its_cells(desk: Desk) -> None:
    await desk.hand_in(as_csv([case(1)]))
    row = case(1)
    del row["提交法院日期"]
    assert (await desk.hand_in(as_csv([row]))).steps["retracted"] == 1


async def test_a_missing_row_means_nothing(desk: Desk) -> None:
    await desk.hand_in(as_csv([case(1), case(2)]))
    before = await desk.standing()
    await desk.hand_in(as_csv([case(2)]))
    assert await desk.standing() == before


async def test_a_hearing_less_retracts_the_last_and_one_more_brings_it_back(desk: Desk) -> None:
    many = case(1, 开庭日期="、".join(f"2023-04-{day:02}" for day in range(1, 10)))
    await desk.hand_in(as_csv([many]))
    before = await desk.standing()
    assert (await desk.hand_in(as_csv([case(1, 开庭日期="2023-04-01、2023-04-02")]))).steps["retracted"] == 7
    assert (await desk.hand_in(as_csv([many]))).steps["corrected"] == 7
    assert await desk.standing() == before


async def test_what_the_bureau_corrected_stays_while_the_ledger_repeats_itself(desk: Desk) -> None:
    await desk.hand_in(as_csv([case(1)]))
    id_ = "（2023）鄂0117行初1号/defence-filed/1"
    data = {"target_source": "ledger/xinzhou", "target_id": id_, "replaces": id_, "reason": ""}
    content = {"version": 0, "filed_on": "2023-03-18", "agency": ""}
    correction = Draft(
        source="bureau/xinzhou",
        id="c1",
        type="yingsu.fact-corrected.v1",
        subject="（2023）鄂0117行初1号",
        district="xinzhou",
        data={"version": 0, **data, "type": "yingsu.defence-filed.v1", "data": content},
    )
    await desk.door.record([correction])
    assert (await desk.hand_in(as_csv([case(1)]))).steps.keys() == {"known"}
    assert (await desk.standing())[id_]["filed_on"] == "2023-03-18"
    await desk.hand_in(as_csv([case(1, 提交法院日期="2023-03-17")]))
    assert (await desk.standing())[id_]["filed_on"] == "2023-03-17"


async def test_a_row_that_cannot_be_read_is_parked_and_released_when_it_reads_well(desk: Desk) -> None:
    bad = as_csv([case(1, 立案日期="2023-02-30"), case(2)])
    assert (await desk.hand_in(bad)).steps["parked"] == 1
    assert [r.subject for r in await desk.records() if isinstance(r.event, RowParked)] == [
        "（2023）鄂0117行初1号"
    ]
    again = await desk.hand_in(as_csv([case(2), case(1, 立案日期="2023-02-30")]))
    assert (again.steps["parked_known"], "parked" in again.steps) == (1, False)
    mended = await desk.hand_in(as_csv([case(1), case(2)]))
    assert mended.steps["released"] == 1
    assert not any("row-parked" in id_ for id_ in await desk.standing())
    assert (await desk.hand_in(bad)).steps["parked"] == 1


async def test_a_row_that_reads_badly_leaves_what_it_said_before(desk: Desk) -> None:
    await desk.hand_in(as_csv([case(1)]))
    before = await desk.standing()
    await desk.hand_in(as_csv([case(1, 立案日期="昨天", 提交法院日期="")]))
    after = await desk.standing()
    assert {id_: after[id_] for id_ in before} == before


@pytest.mark.parametrize(
    "mended",
    [
        [case(7), case(8)],
        [case(9), case(8), case(7)],
        [case(7, 归档日期="2023-09-01"), case(8)],
    ],
    ids=["in place", "elsewhere", "in place and with another cell changed"],
)
async def test_a_row_without_readable_number_is_released_by_the_row_that_takes_its_place(
    desk: Desk, mended: list[ledgers.Row]
) -> None:
    bad = [{**case(7), "案号": "鄂0117行初7号"}, case(8, 原告="李某")]
    assert (await desk.hand_in(as_csv(bad))).steps["parked"] == 1
    assert (await desk.hand_in(as_csv(bad))).steps["parked_known"] == 1
    assert (await desk.hand_in(as_csv(mended))).steps["released"] == 1
    assert not any("row-parked" in id_ for id_ in await desk.standing())


async def test_a_row_without_readable_number_waits_while_other_files_come(desk: Desk) -> None:
    await desk.hand_in(as_csv([{**case(7), "案号": "鄂0117行初7号"}]))
    other = case(
        1, 被告="新洲区教育局", 作出机关="新洲区教育局", 立案日期="2023-01-01", 收到应诉通知日期="2023-01-03"
    )
    await desk.hand_in(as_csv([{**other, "提交法院日期": "2023-01-15", "裁判日期": "2023-04-01"}]))
    await desk.hand_in(ledgers.example_bytes("xinzhou", "organs"), "organs")
    assert "?ledger/row-parked/1" in await desk.standing()


async def test_no_private_person_is_named_on_the_log(desk: Desk) -> None:
    await desk.hand_in(as_csv([case(1, 原告="欧阳某某"), case(2, 原告="欧阳某某", 立案日期="昨天")]))
    assert "欧阳" not in repr(await desk.records())


@pytest.mark.parametrize("number", [case(2)["案号"], "鄂0117行初2号"], ids=["readable", "not readable"])
async def test_a_name_that_slipped_into_another_cell_is_sealed(desk: Desk, number: str) -> None:
    slipped = case(
        2, 案号=number, 原告="张某", 被告="欧阳某某", 案件类别="新洲区公安分局", 立案日期="欧阳某某"
    )
    bad, mended = as_csv([case(1), slipped]), as_csv([case(1), {**slipped, **case(2), "案件类别": ""}])
    assert (await desk.hand_in(bad)).steps["parked"] == 1
    assert (await desk.hand_in(bad)).steps.keys() == {"known", "parked_known"}
    (parked,) = [r.event for r in await desk.records() if isinstance(r.event, RowParked)]
    assert "欧阳" not in repr(await desk.records())
    assert is_sealed(parked.value)
    assert all(map(is_sealed, parked.cells.values()))
    dry = await desk.hand_in(mended, dry_run=True)
    assert dry.steps == (await desk.hand_in(mended)).steps
    assert dry.steps["released"] == 1


async def test_a_dry_run_makes_no_key(desk: Desk, tmp_path: Path) -> None:
    before = [file.read_bytes() for file in tmp_path.glob("keys.db")]
    dry = await desk.hand_in(as_csv([case(1, 立案日期="昨天"), case("鄂1号")]), dry_run=True)
    assert (dry.steps, [file.read_bytes() for file in tmp_path.glob("keys.db")]) == ({"parked": 2}, before)


@pytest.mark.parametrize("after", [0, 1, 7, 200, 799])
async def test_an_import_that_broke_in_the_middle_is_finished_by_the_next(after: int) -> None:
    log = MemoryLog(break_after=after)
    desk = Desk(log, log)
    with pytest.raises(BrokenError):
        await desk.hand_in(ledgers.example_bytes("xinzhou"))
    log.break_after = -1
    imported = await desk.hand_in(ledgers.example_bytes("xinzhou"))
    assert imported.steps["accepted"] == 800 - after
    whole = MemoryLog()
    await Desk(whole, whole).hand_in(ledgers.example_bytes("xinzhou"))
    assert log.standing() == whole.standing()


async def test_progress_is_told() -> None:
    log, told = MemoryLog(), list[tuple[int, int]]()
    reading = read(KINDS["ledger"], "xinzhou", ledgers.example_bytes("xinzhou"), "台账.csv")
    await import_file(reading, log, log, progress=lambda done, total: told.append((done, total)))
    assert told == [(50, 75), (75, 75)]


async def test_facts_another_sender_has_taken_are_named() -> None:
    log = MemoryLog()
    theirs = Draft(
        source="ledger/xinzhou",
        id="（2023）鄂0117行初1号/defence-filed/1",
        type="yingsu.defence-filed.v1",
        subject="（2023）鄂0117行初1号",
        district="xinzhou",
        data={"version": 0, "filed_on": "2023-01-01", "agency": ""},
    )
    await log.record([theirs])
    imported = await Desk(log, log).hand_in(as_csv([case(1)]))
    assert imported.conflicts == (theirs.id,)
