"""What is entered of other disputes, and which cases does a change of it concern?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.index import (
    Entry,
    Index,
    agency_of,
    first_heard,
    loss,
    months_after,
    months_before,
    months_of,
    reach_of,
    touched,
)
from tests.words import FIRST, HOUSING, POLICE, SECOND, day

MONTHS = 24
EARLY, LATE = day("2023-03-01"), day("2023-09-01")


def test_a_heading_tells_district_defendant_and_year_apart() -> None:
    entries = [
        first_heard("xinzhou", POLICE, EARLY, FIRST),
        first_heard("xinzhou", POLICE, day("2024-03-01"), FIRST),
        first_heard("xinzhou", HOUSING, EARLY, FIRST),
        first_heard("huancui", POLICE, EARLY, FIRST),
        loss("xinzhou", POLICE, "penalty", EARLY, FIRST, MONTHS),
        loss("xinzhou", POLICE, "licence", EARLY, FIRST, MONTHS),
    ]
    assert len({entry.of for entry in entries}) == len(entries)
    assert {reach_of(entry.of) for entry in entries[:4]} == {"first"}
    assert {reach_of(entry.of) for entry in entries[4:]} == {"later"}
    assert {months_of(entry.of) for entry in entries[4:]} == {MONTHS}


def test_the_agency_of_a_loss_may_have_any_name() -> None:
    assert agency_of(loss("xinzhou", "某|局", "penalty", EARLY, FIRST, MONTHS)) == "某|局"


def test_the_same_entries_in_any_order_and_repeated_are_the_same_index() -> None:
    entries = [
        first_heard("xinzhou", POLICE, when, case) for when in (LATE, EARLY) for case in (SECOND, FIRST)
    ]
    assert Index.of(entries) == Index.of([*reversed(entries), *entries])


def test_the_first_is_the_earliest_and_of_two_on_one_day_the_lower_number() -> None:
    early, late = (first_heard("xinzhou", POLICE, when, FIRST) for when in (EARLY, LATE))
    assert Index.of([late, early]).is_first(early)
    assert not Index.of([late, early]).is_first(late)
    low, high = (first_heard("xinzhou", POLICE, EARLY, case) for case in sorted((FIRST, SECOND)))
    assert Index.of([high, low]).is_first(low)
    assert not Index.of([high, low]).is_first(high)


def test_what_is_not_entered_is_never_first() -> None:
    assert not Index().is_first(first_heard("xinzhou", POLICE, EARLY, FIRST))
    assert Index().under("xinzhou|first-heard|x|2023") == ()


@pytest.mark.parametrize(
    ("before", "after", "cases"),
    [
        ([("1", EARLY)], [("1", EARLY)], set()),
        ([], [("1", EARLY)], {"1"}),
        ([("1", EARLY)], [], {"1"}),
        ([("1", LATE)], [("1", LATE), ("2", EARLY)], {"1", "2"}),
        ([("1", EARLY)], [("1", EARLY), ("2", LATE)], set()),
        ([("1", EARLY), ("2", LATE)], [("2", LATE)], {"1", "2"}),
        ([("1", EARLY), ("2", LATE)], [("1", EARLY)], set()),
    ],
)
def test_among_first_hearings_only_the_first_before_and_after_are_concerned(
    before: list[tuple[str, date]], after: list[tuple[str, date]], cases: set[str]
) -> None:
    assert concerned(under(before), under(after)) == cases


@pytest.mark.parametrize(
    ("before", "after", "cases"),
    [
        ([("1", EARLY), ("2", LATE)], [("1", EARLY), ("2", LATE)], set()),
        ([("2", LATE)], [("1", EARLY), ("2", LATE)], {"1", "2"}),
        ([("1", EARLY)], [("1", EARLY), ("2", LATE)], {"2"}),
        ([("1", EARLY), ("2", LATE)], [("1", EARLY)], {"2"}),
        ([("1", EARLY), ("2", LATE)], [("1", LATE), ("2", LATE)], {"1", "2"}),
        ([("2", LATE)], [("1", LATE), ("2", LATE)], {"1", "2"}),
        ([("1", LATE)], [("1", LATE), ("2", LATE)], {"2"}),
        ([("2", day("2025-03-01"))], [("1", EARLY), ("2", day("2025-03-01"))], {"1", "2"}),
        ([("2", day("2025-03-02"))], [("1", EARLY), ("2", day("2025-03-02"))], {"1"}),
    ],
)
def test_among_losses_those_up_to_some_months_after_the_change_are_concerned(
    before: list[tuple[str, date]], after: list[tuple[str, date]], cases: set[str]
) -> None:
    assert concerned(under(before, "losses"), under(after, "losses")) == cases


def under(entries: list[tuple[str, date]], kind: str = "first-heard") -> tuple[Entry, ...]:
    """Return entries under one heading, in order."""
    heading = f"d|{kind}|{MONTHS}|x|penalty" if kind == "losses" else f"d|{kind}|x|2023"
    return tuple(sorted(Entry(heading, on, case) for case, on in entries))


def concerned(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> set[str]:
    return touched(set(before) ^ set(after), before, after)


@given(st.dates(date(1991, 1, 1), date(2098, 12, 31)), st.integers(0, 240))
def test_a_day_counts_for_some_months_to_the_last_day_that_looks_back_on_it(on: date, months: int) -> None:
    last = months_after(on, months)
    assert months_before(last, months) <= on < months_before(last + timedelta(days=1), months)


def test_months_before_the_end_of_a_month_end_with_a_shorter_one() -> None:
    assert months_before(day("2024-03-31"), 1) == day("2024-02-29")
    assert months_before(day("2025-02-28"), 24) == day("2023-02-28")
    assert months_after(day("2022-02-28"), 24) == day("2024-02-29")
    assert months_after(day("2024-01-30"), 1) == day("2024-02-29")


def test_up_to_an_entry_are_those_from_a_day_on_and_itself() -> None:
    entries = under([("1", EARLY), ("2", EARLY), ("3", LATE), ("4", LATE)], "losses")
    index = Index.of(entries)
    assert index.upto(entries[2], EARLY) == entries[:3]
    assert index.upto(entries[2], LATE) == entries[2:3]
    assert index.upto(entries[1], EARLY) == entries[:2]
    assert Index().upto(entries[0], EARLY) == ()


DAYS = st.integers(0, 1000).map(lambda days: EARLY + timedelta(days=days))
ENTRIES = st.dictionaries(st.sampled_from("12345"), DAYS, max_size=5).map(lambda found: [*found.items()])


@given(ENTRIES, ENTRIES, st.sampled_from(("first-heard", "losses")))
def test_whose_answer_changes_is_concerned(
    before: list[tuple[str, date]], after: list[tuple[str, date]], kind: str
) -> None:
    """Whatever an answer makes of the entries, as long as it asks only what its reach says."""
    old, new = under(before, kind), under(after, kind)

    def answer(entries: tuple[Entry, ...], case: str) -> object:
        own = next((entry for entry in entries if entry.case == case), None)
        if kind == "first-heard":
            return own is not None and Index.of(entries).is_first(own)
        return own and Index.of(entries).upto(own, months_before(own.day, MONTHS))

    changed = {case for case in "12345" if answer(old, case) != answer(new, case)}
    found = concerned(old, new)
    assert changed <= found
    assert kind != "losses" or changed == found
