"""An export imported again adds nothing, whatever a spreadsheet did to the file; a changed cell counts."""

import io
import random
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from services.reporting.ledgers.files import Format
from shared.events.agency import DefenceFiled, PapersReported
from shared.events.court import (
    Attendee,
    CaseDocketed,
    CaseStayed,
    DocumentServed,
    HearingHeld,
    NoticeServed,
)
from shared.ledger.marking import mark
from shared.ledger.words import HEADERS, MARK
from tests import ledgers
from tests.intake.imports.memory import MemoryLog
from tests.ledgers import Row, as_csv, as_xlsx, case
from tests.reporting.ledgers.back import CASE, export, lines, reading, rows, take_in, tell

COURT, AGENCY = "court/鲁1002", "agency/环翠区公安分局"
DOCKETED = CaseDocketed(
    instance="first", defendants=("环翠区公安分局",), claimants=("张某",), docketed_on=date(2023, 3, 1)
)


@pytest.fixture(scope="module", params=["xinzhou", "huancui"])
def example(request: pytest.FixtureRequest) -> tuple[str, MemoryLog]:
    log = MemoryLog()
    take_in(log, ledgers.example_bytes(request.param), request.param)
    return request.param, log


def shuffled(data: bytes) -> bytes:
    told = lines(data)
    headers = list(told[0])
    random.Random(7).shuffle(told)
    random.Random(8).shuffle(headers)
    return as_csv(told, headers=headers)


def saved_by_openpyxl(data: bytes) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_excel_shows_dates(data: bytes) -> bytes:
    return as_csv(lines(data), dates=ledgers.DATES["2023/5/6"], encoding="gb18030")


FORMS: dict[str, tuple[Format, Callable[[bytes], bytes]]] = {
    "CSV": ("csv", bytes),
    "CSV in any order": ("csv", shuffled),
    "CSV saved by a spreadsheet": ("csv", as_excel_shows_dates),
    "XLSX": ("xlsx", bytes),
    "XLSX opened and saved": ("xlsx", saved_by_openpyxl),
}


@pytest.mark.parametrize("marks", [True, False], ids=["with marks", "by the facts alone"])
@pytest.mark.parametrize("form", FORMS)
def test_a_ledger_exported_and_imported_again_adds_nothing(
    example: tuple[str, MemoryLog], form: str, marks: bool
) -> None:
    district, log = example
    before, (kind, change) = log.position, FORMS[form]

    again = take_in(log, change(export(log, district, kind)), district, marks=marks)

    assert log.position == before
    assert set(again.steps) == {"known"}
    assert again.steps["known"] == before


def test_an_export_says_what_the_ledger_said(example: tuple[str, MemoryLog]) -> None:
    district, log = example
    told = {row["案号"]: row for row in lines(export(log, district))}
    assert list(next(iter(told.values()))) == [*HEADERS, MARK]
    assert [one.left_out for one in rows(log, district).values() if one.left_out] == []
    for row in ledgers.example(district):
        for column, text in row.items():
            if text and text != "否":
                assert told[row["案号"]][column] == text, (row["案号"], column)


def events() -> MemoryLog:
    log = MemoryLog()
    officer = Attendee(organ="环翠区公安分局", name="李某", rank="deputy", spoke=True)
    tell(
        log,
        COURT,
        DOCKETED,
        NoticeServed(recipient="环翠区公安分局", served_on=date(2023, 3, 3)),
        HearingHeld(held_on=date(2023, 4, 11), attendees=(officer,)),
        HearingHeld(held_on=date(2023, 5, 4)),
        DocumentServed(
            recipient="环翠区公安分局",
            decided_on=date(2023, 6, 9),
            served_on=date(2023, 6, 12),
            outcomes=("appeal_rejected",),
            kind="ruling",
        ),
    )
    tell(log, AGENCY, DefenceFiled(filed_on=date(2023, 3, 14), agency="环翠区公安分局"))
    return log


def test_a_case_told_only_by_events_makes_a_row_whose_import_adds_nothing() -> None:
    log = events()
    before = log.position

    told = lines(export(log))
    again = take_in(log, export(log))

    (row,) = told
    assert {column: text for column, text in row.items() if text and column != MARK} == {
        "案号": CASE,
        "审级": "一审",
        "原告": "张某",
        "被告": "环翠区公安分局",
        "案件类别": "行政诉讼",
        "立案日期": "2023-03-01",
        "收到应诉通知日期": "2023-03-03",
        "提交法院日期": "2023-03-14",
        "开庭日期": "2023-04-11、2023-05-04",
        "出庭负责人": "李某",
        "负责人职务": "副职",
        "出庭次数": "1",
        "是否发声": "是",
        "裁判日期": "2023-06-09",
        "裁判文书收到日期": "2023-06-12",
        "裁判结果": "驳回上诉，维持原裁定",
    }
    assert rows(log)[CASE].left_out == ("defence-filed",), "whose it is does not fit"
    assert (log.position, again.steps) == (before, {"known": 6})


def test_a_changed_cell_makes_it_an_ordinary_row() -> None:
    log = events()
    (row,) = lines(export(log))

    changed = take_in(log, as_csv([{**row, "归档日期": "2023-08-01"}]))

    assert changed.steps == {"accepted": 7}
    assert log.types().count("archived") == 1
    assert all(draft.source == "ledger/huancui" for draft in log.events[-7:])


@pytest.mark.parametrize(
    "other",
    [
        lambda row: {**row, "案号": "（2023）鲁1002行初13号"},
        lambda row: {**row, "立案日期": ""},
        lambda row: {**row, MARK: "1-" + "0" * 32},
        lambda row: {**row, MARK: "2" + row[MARK][1:]},
        lambda row: {column: text for column, text in row.items() if column != MARK},
    ],
    ids=["another case", "an emptied cell", "another mark", "another scheme", "no mark"],
)
def test_a_row_that_does_not_fit_its_mark_is_simply_read(other: Callable[[Row], Row]) -> None:
    log = events()
    (row,) = lines(export(log))
    assert reading(log, as_csv([other(row)])).unchanged == []
    assert len(reading(log, as_csv([row])).unchanged) == 1


def test_the_export_of_another_log_or_district_is_read() -> None:
    log, another = events(), MemoryLog()
    tell(another, COURT, CaseStayed(stayed_on=date(2024, 1, 2)), case="（2024）鲁1002行初1号")

    assert take_in(another, export(log)).steps["accepted"] == 6
    assert reading(log, export(log), "xinzhou").unchanged == []


def test_a_row_beside_another_of_its_case_is_looked_at_as_any() -> None:
    log = events()
    (row,) = lines(export(log))
    assert take_in(log, as_csv([row, {**row, "归档日期": "2023-08-01"}])).steps == {"parked": 2}


def test_a_mark_is_no_part_of_what_is_recorded() -> None:
    log = events()
    (row,) = lines(export(log))
    take_in(log, as_csv([{**row, "立案日期": "gestern", "备注": "x"}]))
    assert not any(MARK in str(draft.data) or row[MARK] in str(draft.data) for draft in log.events)


def test_white_space_the_way_of_writing_and_further_columns_do_not_matter_to_a_mark() -> None:
    cells = {"案号": CASE, "开庭日期": "2023-04-11、2023-05-04", "是否发声": "是", "原告": "张某、李某"}
    as_saved = {
        "案号": "(2023) 鲁1002行初12号 ".replace("(", "（").replace(")", "）"),
        "开庭日期": "2023/4/11, 2023年5月4日",
        "是否发声": " 是",
        "原告": "张某；李某\n",
        "归档日期": "",
        "备注": "x",
    }
    assert mark("log", "huancui", cells) == mark("log", "huancui", as_saved)
    assert mark("log", "huancui", cells) != mark("log", "huancui", {**cells, "原告": "张某"})


def test_corrections_are_exported_and_of_competing_reports_the_one_that_counts() -> None:
    log = MemoryLog()
    take_in(log, as_csv([case(CASE, 被告="环翠区公安分局")]))
    take_in(log, as_csv([case(CASE, 被告="环翠区公安分局", 提交法院日期="2023-03-20")]))
    told = {"instance": "first", "defendants": ("环翠区公安分局",), "docketed_on": date(2023, 3, 2)}
    tell(log, COURT, CaseDocketed(claimants=("张某",), **told))  # type: ignore[arg-type]
    before = log.position

    (row,) = lines(export(log))
    assert (row["提交法院日期"], row["立案日期"]) == ("2023-03-20", "2023-03-02")
    assert set(take_in(log, export(log)).steps) == {"known"}
    assert log.position == before


def test_what_a_row_cannot_hold_is_named() -> None:
    log = MemoryLog()
    tell(log, COURT, DOCKETED, CaseStayed(stayed_on=date(2023, 4, 1)))
    tell(log, AGENCY, PapersReported(reported_on=date(2023, 3, 9), agency="环翠区公安分局"))
    tell(log, COURT, NoticeServed(recipient="某局", served_on=date(2023, 3, 3)), case="（2023）鲁1002行初9号")

    told = rows(log)

    assert told[CASE].left_out == ("case-stayed", "papers-reported")
    assert told[CASE].cells["材料报备日期"] == "2023-03-09"
    assert dict(told["（2023）鲁1002行初9号"].cells) == {}
    assert told["（2023）鲁1002行初9号"].left_out == ("notice-served",)
    assert [row["案号"] for row in lines(export(log))] == [CASE]


def test_a_name_that_would_be_read_as_two_is_named_too() -> None:
    log = MemoryLog()
    tell(log, COURT, CaseDocketed(instance="first", defendants=("甲局",), claimants=("张某、李某",)))
    assert rows(log)[CASE].left_out == ("case-docketed",)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["=1+1", "+86", "-x", "@SUM(A1)", "'=x", "''-", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula_and_reads_as_it_was(form: Format, name: str) -> None:
    log = MemoryLog()
    tell(log, COURT, CaseDocketed(instance="first", defendants=(name,), claimants=(name,)))
    before = log.position

    (row,) = lines(data := export(log, form=form))

    assert not any(text[:1] in tuple("=+-@\t") for text in row.values())
    (wanted,) = reading(log, data, marks=False).wanted.values()
    assert wanted.facts
    (docketed,) = (draft for draft in wanted.facts.values())
    assert (docketed.data["defendants"], docketed.data["claimants"]) == ([name], [name])
    assert take_in(log, data).steps == {"known": 1}
    assert log.position == before
    if form == "xlsx":
        cells = [cell for line in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0] for cell in line]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_a_workbook_a_bureau_goes_on_with_takes_a_new_row_beside_the_old() -> None:
    log = events()
    told = lines(export(log, form="xlsx"))
    extended = as_xlsx([*told, case("（2023）鲁1002行初77号", 被告="环翠区公安分局")], headers=list(told[0]))

    again = take_in(log, extended)

    assert again.steps["known"] == 6
    assert {draft.subject for draft in log.events[6:]} == {"（2023）鲁1002行初77号"}
