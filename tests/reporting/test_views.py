"""The views change by differences, and yet always say what a count from scratch says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from services.reporting.contribution import counts_of
from services.reporting.figures import Count
from services.reporting.tables import cases, metadata, sums
from services.reporting.views import Views
from shared.calendar import Calendar
from shared.dispute import Case, Dispute, Report
from shared.envelope import case_key
from shared.events.court import CaseDocketed
from shared.log.database import open_database
from shared.organs import Organs
from shared.world import World

DISTRICT = "huancui"
WORLD = World(laws=(), calendar=Calendar.of({}), organs=Organs(), day=date(2024, 1, 1))
DOCKETED = CaseDocketed(instance="first", defendants=("环翠区市场监管局",), docketed_on=date(2023, 3, 1))
CASES = tuple(f"（2023）鲁1002行初{number}号" for number in range(1, 5))

Counted = tuple[str, date, tuple[str, str], int]


def case(number: str) -> Case:
    report = Report(DOCKETED, "court/鲁1002", number, number, DISTRICT)
    return Case(number, DISTRICT, {CaseDocketed: {"": report}})


@dataclass
class Figures:
    """What toy disputes count in, and the views of it."""

    engine: Engine
    contributions: dict[str, list[Counted]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        metadata.create_all(self.engine)
        self.views = Views(lambda dispute, _world: tuple(self._counts(dispute)))

    def _counts(self, dispute: Dispute) -> Iterator[Count]:
        for number in dispute.by_number:
            for metric, on, (by, agency), counted in self.contributions[number]:
                yield Count(metric, number, on, by, agency, counted)

    def conclude(
        self, chain_: tuple[str, ...], said: dict[str, list[Counted]], gone: tuple[str, ...] = ()
    ) -> None:
        self.contributions |= said
        for number in gone:
            self.contributions.pop(number, None)
        disputes = [Dispute(DISTRICT, tuple(map(case, chain_)))] if chain_ else []
        with self.engine.begin() as connection:
            touched = {case_key(DISTRICT, number) for number in (*chain_, *gone)}
            self.views.conclude(connection, touched, disputes, WORLD)

    def kept(self) -> dict[tuple[str, str, str, str], tuple[int, int]]:
        with self.engine.connect() as connection:
            rows = connection.execute(select(sums)).all()
        return {(r.period, r.by, r.agency, r.metric): (r.numerator, r.denominator) for r in rows}

    def counted_anew(self) -> dict[tuple[str, str, str, str], tuple[int, int]]:
        numerators, denominators = Counter[Any](), Counter[Any]()
        for metric, on, (by, agency), counted in chain.from_iterable(self.contributions.values()):
            for period in (f"{on:%Y}", f"{on:%Y-%m}"):
                numerators[period, by, agency, metric] += counted
                denominators[period, by, agency, metric] += 1
        return {key: (numerators[key], denominators[key]) for key in denominators}


@pytest.fixture
def figures(tmp_path: Path) -> Iterator[Figures]:
    engine = open_database(f"sqlite:///{tmp_path}/notes.db")
    yield Figures(engine)
    engine.dispose()


COUNTED = st.tuples(
    st.sampled_from(("appearance_rate", "loss_rate", "on_time_rate")),
    st.dates(date(2022, 12, 1), date(2023, 3, 31)),
    st.sampled_from(
        (("*", "*"), ("defendant", "教育局"), ("responsible", "教育局"), ("defendant", "住建局"))
    ),
    st.sampled_from((0, 1, 1, 17)),
)
STEPS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(CASES)), st.lists(st.lists(COUNTED, max_size=6), min_size=4, max_size=4)
    ),
    max_size=8,
)


@given(steps=STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_differences_add_up_to_what_a_count_from_scratch_gives(
    steps: list[tuple[set[str], list[list[Counted]]]],
) -> None:
    engine = open_database("sqlite://")
    figures = Figures(engine)
    for left, contributions in steps:
        gone = tuple(sorted(set(CASES) - left))
        said = {n: contributions[CASES.index(n)] for n in left}
        figures.conclude(tuple(sorted(left)), said, gone)
        assert figures.kept() == figures.counted_anew()
    engine.dispose()


HEARD = ("appearance_rate", date(2023, 5, 6), ("*", "*"), 1)
MISSED = ("on_time_rate", date(2023, 6, 30), ("*", "*"), 0)


def test_a_case_counts_as_often_as_it_has_deadlines(figures: Figures) -> None:
    figures.conclude(CASES[:1], {CASES[0]: [MISSED, MISSED, (*MISSED[:3], 1)]})
    assert figures.kept()["2023-06", "*", "*", "on_time_rate"] == (1, 3)


def test_a_second_judgment_that_says_the_same_changes_nothing(figures: Figures) -> None:
    for said in ([HEARD, MISSED], [MISSED, HEARD]):
        figures.conclude(CASES[:1], {CASES[0]: said})
        assert figures.kept()["2023", "*", "*", "appearance_rate"] == (1, 1)


def test_a_case_whose_facts_were_corrected_away_leaves_nothing_behind(figures: Figures) -> None:
    figures.conclude(CASES[:2], {CASES[0]: [HEARD], CASES[1]: [HEARD, MISSED]})
    figures.conclude(CASES[:1], {CASES[0]: [HEARD]}, gone=CASES[1:2])
    assert figures.kept() == {
        ("2023", "*", "*", "appearance_rate"): (1, 1),
        ("2023-05", "*", "*", "appearance_rate"): (1, 1),
    }
    with figures.engine.connect() as connection:
        assert [row.case_number for row in connection.execute(select(cases))] == [CASES[0]]


def test_disputes_that_merge_and_split_carry_their_cases_along(figures: Figures) -> None:
    said = {number: [HEARD] for number in CASES}
    figures.conclude(CASES[:1], {CASES[0]: [HEARD]})
    figures.conclude(CASES[1:], said)
    figures.conclude(CASES, said)
    with figures.engine.connect() as connection:
        assert {row.dispute for row in connection.execute(select(cases))} == {CASES[0]}
    figures.conclude(CASES[1:], said)
    assert figures.kept() == figures.counted_anew()
    with figures.engine.connect() as connection:
        assert {row.dispute for row in connection.execute(select(cases))} == {CASES[0], CASES[1]}


def test_a_case_keeps_what_it_contributes_in_readable_form(figures: Figures) -> None:
    agency = ("loss_rate", date(2023, 7, 1), ("defendant", "教育局"), 1)
    figures.conclude(CASES[:1], {CASES[0]: [HEARD, agency]})
    with figures.engine.connect() as connection:
        row = connection.execute(select(cases)).one()
    assert {(c.metric, c.on, (c.by, c.agency), c.counted) for c in counts_of(row.contribution)} == {
        HEARD,
        agency,
    }
    assert (row.first_on, row.last_on) == (HEARD[1], agency[1])


def test_a_case_of_which_nothing_can_be_used_is_listed_nevertheless(figures: Figures) -> None:
    told = Report(replace(DOCKETED, docketed_on=date(9999, 12, 31)), "court/x", "1", CASES[0], DISTRICT)
    figures.contributions[CASES[0]] = []
    found = Dispute(DISTRICT, (Case(CASES[0], DISTRICT, unusable=(told,)),))
    with figures.engine.begin() as connection:
        figures.views.conclude(connection, {case_key(DISTRICT, CASES[0])}, [found], WORLD)
        (row,) = connection.execute(select(cases)).all()
    assert (row.case_number, row.docketed_on) == (CASES[0], None)


def test_the_row_of_a_case_says_who_and_when(figures: Figures) -> None:
    figures.conclude(CASES[:1], {CASES[0]: []})
    with figures.engine.connect() as connection:
        row = connection.execute(select(cases)).one()
    expected = SimpleNamespace(
        instance="first",
        category="litigation",
        defendants='["环翠区市场监管局"]',
        responsible="[]",
        docketed_on=date(2023, 3, 1),
        state="docketed",
    )
    assert SimpleNamespace(**{name: getattr(row, name) for name in vars(expected)}) == expected
    assert cast(str, row.dispute) == CASES[0]
