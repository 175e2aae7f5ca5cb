"""Periods: labels, limits, neighbours and parts."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.periods import Kind, Period, PeriodError

KINDS: tuple[Kind, ...] = ("year", "half", "quarter", "month")
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("label", "kind", "since", "until"),
    [
        ("2023", "year", date(2023, 1, 1), date(2024, 1, 1)),
        ("2023-H1", "half", date(2023, 1, 1), date(2023, 7, 1)),
        ("2023-H2", "half", date(2023, 7, 1), date(2024, 1, 1)),
        ("2023-Q2", "quarter", date(2023, 4, 1), date(2023, 7, 1)),
        ("2023-Q4", "quarter", date(2023, 10, 1), date(2024, 1, 1)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 3, 1)),
        ("2023-12", "month", date(2023, 12, 1), date(2024, 1, 1)),
    ],
)
def test_a_label_names_a_half_open_period(label: str, kind: Kind, since: date, until: date) -> None:
    period = Period.parse(label)
    assert (period.label, period.kind, period.since, period.until) == (label, kind, since, until)
    assert since in period
    assert until not in period


@pytest.mark.parametrize(
    "label", ["", "23", "2023-Q5", "2023-H3", "2023-13", "2023-5", "2023Q1", "0000", "9999"]
)
def test_what_names_no_period_is_told_what_is_expected(label: str) -> None:
    with pytest.raises(PeriodError, match="2023-Q2"):
        Period.parse(label)


@given(day=DAYS, kind=st.sampled_from(KINDS))
def test_every_day_lies_in_one_period_of_each_kind(day: date, kind: Kind) -> None:
    period = Period.of(day, kind)
    assert day in period
    assert Period.parse(period.label) == period
    assert period.next.previous == period
    assert period.next.since == period.until
    assert period.previous.until == period.since


@given(day=DAYS, whole=st.sampled_from(KINDS), part=st.sampled_from(KINDS))
def test_the_parts_of_a_period_make_it_up(day: date, whole: Kind, part: Kind) -> None:
    period = Period.of(day, whole)
    if KINDS.index(part) < KINDS.index(whole):
        return
    parts = period.parts(part)
    assert parts[0].since == period.since
    assert parts[-1].until == period.until
    assert all(before.until == after.since for before, after in pairwise(parts))
    assert sum(((p.until - p.since) for p in parts), timedelta()) == period.until - period.since
