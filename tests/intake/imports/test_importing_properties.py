"""Is what stands in the end the same for every order, division and repetition of files?"""

import asyncio
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import ledgers
from tests.intake.imports.conftest import Desk
from tests.intake.imports.memory import MemoryLog
from tests.ledgers import Row, as_csv

ROWS = ledgers.example("xinzhou")
HEADERS = list(ROWS[0])

ONE_FACT = (
    *(
        "转送日期",
        "材料报备日期",
        "报送审核日期",
        "提交法院日期",
        "出庭备案日期",
        "文书报备日期",
        "败诉分析报备日期",
    ),
    *("上诉日期", "生效日期", "履行日期", "结案文书收到日期", "归档日期"),
)
"""Columns of which each filled cell is one fact of its own."""

UNHURRIED = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def imported(*files: list[Row], into: MemoryLog | None = None) -> MemoryLog:
    """Return the log after these files, one after the other."""
    log = into or MemoryLog()

    async def hand_in() -> None:
        for rows in files:
            await Desk(log, log).hand_in(as_csv(rows, headers=HEADERS))

    asyncio.run(hand_in())
    return log


def counts(log: MemoryLog, rows: list[Row]) -> dict[str, int]:
    return dict(asyncio.run(Desk(log, log).hand_in(as_csv(rows, headers=HEADERS))).steps)  # type: ignore[arg-type]


WHOLE = imported(ROWS)
STANDING = WHOLE.standing()


@st.composite
def parts(draw: st.DrawFn) -> list[list[Row]]:
    """Draw the ledger in up to four files in any order of files and rows; some rows and files come twice."""
    numbers = draw(st.permutations(range(len(ROWS))))
    cuts = sorted(draw(st.lists(st.integers(0, len(ROWS)), max_size=3)))
    bounds = [0, *cuts, len(ROWS)]
    files = [list(numbers[a:b]) for a, b in pairwise(bounds)]
    again = draw(st.lists(st.sampled_from(range(len(files))), max_size=2))
    return [[ROWS[n] for n in file] for file in (*files, *(files[n] for n in again))]


@UNHURRIED
@given(parts())
def test_every_division_and_order_of_files_ends_in_the_same_facts(files: list[list[Row]]) -> None:
    log = imported(*files)
    assert log.standing() == STANDING
    assert log.position == WHOLE.position


@UNHURRIED
@given(st.data())
def test_one_corrected_cell_is_one_correction(data: st.DataObject) -> None:
    number, column = data.draw(cells(filled=True))
    log = imported(ROWS)
    changed = with_cell(number, column, "2024-12-31")
    assert {**counts(log, changed), "known": 0} == {"corrected": 1, "known": 0}
    assert set(counts(log, changed)) == {"known"}
    differing = {id_ for id_, fact in log.standing().items() if fact != STANDING[id_]}
    assert len(differing) == 1
    assert next(iter(differing)).startswith(ROWS[number]["案号"])


@UNHURRIED
@given(st.data())
def test_one_emptied_cell_is_one_retraction_and_refilled_one_correction(data: st.DataObject) -> None:
    number, column = data.draw(cells(filled=True))
    log = imported(ROWS)
    assert counts(log, with_cell(number, column, ""))["retracted"] == 1
    assert len(log.standing()) == len(STANDING) - 1
    assert counts(log, ROWS)["corrected"] == 1
    assert log.standing() == STANDING
    assert set(counts(log, ROWS)) == {"known"}


@UNHURRIED
@given(st.data())
def test_one_filled_cell_is_one_new_fact(data: st.DataObject) -> None:
    number, column = data.draw(cells(filled=False))
    log = imported(ROWS)
    assert {**counts(log, with_cell(number, column, "2024-12-31")), "known": 0} == {"accepted": 1, "known": 0}


TEXTS = st.sampled_from(["", "2024-12-31", "二审", "否", "无", "（2024）鄂01行终1号"]) | st.text(
    st.characters(exclude_categories=["C", "Z"]), max_size=5
)


@UNHURRIED
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(HEADERS), TEXTS), max_size=6))
def test_whatever_a_ledger_went_through_its_facts_end_as_if_it_had_always_been_so(
    edits: list[tuple[int, str, str]],
) -> None:
    few = [dict(row) for row in ROWS[:6]]
    log = imported(few)
    for number, column, text in edits:
        few[number][column] = text
        imported(few, into=log)
    imported(ROWS[:6], into=log)
    assert set(counts(log, ROWS[:6])) <= {"known", "parked_known"}
    assert of_first_six(log.standing()) == of_first_six(STANDING)


def of_first_six(standing: dict[str, Any]) -> dict[str, Any]:
    numbers = {row["案号"] for row in ROWS[:6]}
    return {id_: fact for id_, fact in standing.items() if id_.partition("/")[0] in numbers}


def cells(*, filled: bool) -> st.SearchStrategy[tuple[int, str]]:
    """Choose a cell that is one fact."""
    found = [(n, c) for n, row in enumerate(ROWS) for c in ONE_FACT if bool(row[c]) == filled]
    return st.sampled_from(found)


def with_cell(number: int, column: str, text: str) -> list[Row]:
    return [{**row, column: text} if n == number else row for n, row in enumerate(ROWS)]
