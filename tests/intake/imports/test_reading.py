"""What becomes of rows that cannot be read, repeat or contradict one another?"""

import random

import pytest

from services.intake.imports.reading import KINDS, Place, Reading, read
from shared.codec import decode
from shared.events.district import OrganRegistered
from shared.events.intake import RowParked
from tests import ledgers
from tests.ledgers import Row, as_csv, case, organ


def reading(*rows: Row, kind: str = "ledger") -> Reading:
    return read(KINDS[kind], "xinzhou", as_csv(rows), "台账.csv")


def parked(found: Reading) -> list[tuple[int, str, str]]:
    return [(remark.place.row, remark.cell.column, remark.cell.value) for remark in found.parked]


def parked_facts(found: Reading) -> list[RowParked]:
    drafts = [draft for wanted in found.wanted.values() for draft in wanted.parked.values()] + found.unkeyed
    facts = [decode(draft.type, draft.data) for draft in drafts]
    return [fact for fact in facts if isinstance(fact, RowParked)]


def test_a_bad_cell_fails_its_row_only_and_all_of_it() -> None:
    found = reading(case(1, 立案日期="2023-02-30", 负责人职务="局长"), case(2))
    assert parked(found) == [(2, "立案日期", "2023-02-30"), (2, "负责人职务", "局长")]
    assert found.wanted[case(1)["案号"]].facts is None
    assert found.wanted[case(2)["案号"]].facts
    (fact,) = parked_facts(found)
    assert (fact.file, fact.row_key, fact.sheet, fact.row) == ("ledger", case(1)["案号"], "台账", 2)
    assert (fact.column, fact.value) == ("立案日期", "2023-02-30")
    assert "2023-05-06" in fact.expected
    assert fact.cells["被告"] == "新洲区公安分局"
    assert "原告" not in fact.cells


def test_a_row_without_a_readable_number_is_kept_by_what_it_says() -> None:
    found = reading(case("鄂初1号"), {**case(2), "案号": ""}, case(3))
    assert parked(found) == [(2, "案号", "鄂初1号"), (3, "案号", "")]
    assert len(found.unkeyed) == 2
    assert {draft.subject for draft in found.unkeyed} == {""}
    assert len({fact.row_key for fact in parked_facts(found)}) == 2


def test_a_row_that_repeats_another_counts_once_however_it_writes_its_dates() -> None:
    again = case(1, 立案日期="2023年3月1日", 被告=" 新洲区公安分局 ")
    found = reading(case(1), case(2), again)
    assert (found.parked, found.duplicates) == ([], [(Place("台账", 4), Place("台账", 2))])
    assert len(found.wanted) == 2


def test_rows_that_contradict_one_another_all_park_and_say_where_they_differ() -> None:
    rows = [case(1), case(2), case(1, 裁判日期="2023-05-10"), case(1, 裁判日期="2023-05-11")]
    found = reading(*rows)
    assert parked(found) == [(row, "裁判日期", rows[row - 2]["裁判日期"]) for row in (2, 4, 5)]
    assert found.wanted[case(1)["案号"]].facts is None
    assert len({fact.row_key for fact in parked_facts(found)}) == 3
    shuffled = reading(*random.Random(1).sample(rows, 4))
    ids = {draft.id: draft.data["value"] for draft in found.wanted[case(1)["案号"]].parked.values()}
    assert ids == {
        draft.id: draft.data["value"] for draft in shuffled.wanted[case(1)["案号"]].parked.values()
    }


def test_a_row_that_cannot_be_read_contradicts_another_of_its_case() -> None:
    found = reading(case(1), case(1, 裁判日期="昨天"))
    assert [(row, column) for row, column, _ in parked(found)] == [(2, "裁判日期"), (3, "裁判日期")]


def test_rows_that_differ_only_in_the_claimant_contradict_one_another() -> None:
    found = reading(case(1), case(1, 原告="李某"))
    assert parked(found) == [(2, "原告", "张某"), (3, "原告", "李某")]
    facts = parked_facts(found)
    assert [(fact.column, fact.value) for fact in facts] == [("原告", "")] * 2, "names stay off the log"


def test_a_shifted_row_is_parked_whatever_its_cells_say() -> None:
    data = as_csv([case(1)]) + ",".join([*case(2).values(), "多余"]).encode()
    found = read(KINDS["ledger"], "xinzhou", data, "台账.csv")
    assert parked(found) == [(3, "", "多余")]


def test_an_organ_is_registered_under_its_code() -> None:
    found = reading(organ(别名="区公安分局、公安局", 设立日期="2010/1/1"), kind="organs")
    (draft,) = found.wanted["xinzhou-d03"].facts.values()  # type: ignore[union-attr]
    assert (draft.id, draft.subject, draft.source) == ("xinzhou-d03", "xinzhou-d03", "ledger/xinzhou")
    fact = decode(draft.type, draft.data)
    assert isinstance(fact, OrganRegistered)
    assert (fact.aliases, fact.kind, str(fact.established_on)) == (
        ("区公安分局", "公安局"),
        "department",
        "2010-01-01",
    )


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"类别": "派出所"}, "类别"),
        ({"名称": ""}, "名称"),
        ({"代码": ""}, "代码"),
        ({"代码": "a/b"}, "代码"),
        ({"设立日期": "2010-13-01"}, "设立日期"),
        ({"设立日期": "2010-01-02", "撤销日期": "2010-01-01"}, "撤销日期"),
    ],
)
def test_a_bad_row_of_the_register_is_parked(cells: Row, column: str) -> None:
    found = reading(organ(**cells), organ(代码="x-1", 名称="甲局"), kind="organs")
    assert [name for _, name, _ in parked(found)] == [column]
    assert list(found.places) == ["x-1"]


def test_a_code_with_two_names_parks_both_rows() -> None:
    found = reading(organ(), organ(名称="新洲区公安局"), kind="organs")
    assert [(row, column) for row, column, _ in parked(found)] == [(2, "名称"), (3, "名称")]


@pytest.mark.parametrize(
    ("first", "second", "remarked"),
    [
        ({"名称": "甲局"}, {"名称": "甲 局"}, [(3, "名称", "甲 局")]),
        ({"名称": "甲局", "别名": "本局、乙局"}, {"名称": "乙局"}, [(2, "别名", "乙局")]),
        ({"名称": "甲局", "别名": "本局"}, {"名称": "乙局", "别名": "本局"}, [(3, "别名", "本局")]),
        ({"名称": "甲", "类别": "区政府"}, {"名称": "乙", "类别": "区政府"}, [(3, "类别", "区政府")]),
        ({"名称": "甲", "类别": "街镇"}, {"名称": "乙", "类别": "街镇"}, []),
        ({"名称": "甲局", "别名": "甲局"}, {"名称": "乙局"}, []),
    ],
)
def test_organs_that_clash_are_all_registered_and_the_one_that_does_not_count_is_remarked(
    first: Row, second: Row, remarked: list[tuple[int, str, str]]
) -> None:
    rows = [organ(**{"代码": "1", "别名": "", **first}), organ(**{"代码": "2", "别名": "", **second})]
    found = reading(*rows, kind="organs")
    assert list(found.places) == ["1", "2"]
    assert [(one.place.row, one.cell.column, one.cell.value) for one in found.remarks] == remarked
    for remark in found.remarks:
        counts = rows[3 - remark.place.row]
        assert f"以“{counts['名称']}”（{counts['代码']}）为准" in remark.cell.expected


@pytest.mark.parametrize(("district", "rows", "facts"), [("xinzhou", 74, 800), ("huancui", 75, 716)])
def test_the_example_ledgers_are_read_whole(district: str, rows: int, facts: int) -> None:
    found = read(KINDS["ledger"], district, ledgers.example_bytes(district), "ledger.csv")
    assert (len(found.wanted), len(found.places)) == (rows, rows)
    assert sum(len(wanted.facts or ()) for wanted in found.wanted.values()) == facts
    assert (found.parked, found.duplicates, found.unused, found.table.unknown) == ([], [], [], ())


@pytest.mark.parametrize(("district", "organs"), [("xinzhou", 26), ("huancui", 21)])
def test_the_example_registers_are_read_whole(district: str, organs: int) -> None:
    found = read(KINDS["organs"], district, ledgers.example_bytes(district, "organs"), "organs.csv")
    assert (len(found.places), found.parked, found.remarks) == (organs, [], [])


@pytest.mark.parametrize("dates", ledgers.DATES.values(), ids=ledgers.DATES)
@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
def test_the_examples_say_the_same_in_every_form(district: str, dates: ledgers.Dates) -> None:
    rows = ledgers.example(district)
    whole = read(KINDS["ledger"], district, ledgers.example_bytes(district), "ledger.csv").wanted
    for data in (
        as_csv(rows, dates=dates),
        as_csv(rows, dates=dates, encoding="gb18030"),
        as_csv(random.Random(7).sample(rows, len(rows)), dates=dates, encoding="utf-16", delimiter="\t"),
        ledgers.as_xlsx(rows, dates=dates, above=["台账"]),
    ):
        assert read(KINDS["ledger"], district, data, "x").wanted == whole
