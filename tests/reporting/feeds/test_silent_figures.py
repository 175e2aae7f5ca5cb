"""Is a silent source named on the figures it could still change, and on no others?"""

import csv
import io
from typing import Any

import pytest

from services.reporting.figures.reads import (
    DEADLINES,
    NOWHERE,
    READS,
    WORLD,
    can_change,
    changed_by,
    reads,
)
from services.reporting.rows import Measures
from shared.envelope import Draft
from shared.events.catalogue import FACTS
from tests.given import Given
from tests.reporting.feeds.town import FEED, FRIDAY, MONDAY, WEDNESDAY, Town, answer, asked
from tests.reporting.test_examples_in_memory import drafts
from tests.reporting.test_examples_in_memory import told as example


def silent(told: Town, **registered: Any) -> Town:
    """Let the court be heard on Monday, and not since; it is Friday."""
    return told.begin(MONDAY).registered(**registered).docketed(1, MONDAY).begin(FRIDAY)


async def named(told: Town, period: str) -> dict[str, list[dict[str, str]]]:
    found = await answer(told, "/figures", period=period)
    return {one["metric"]: one["silent"] for one in found if one["agency"] == "*"}


@pytest.mark.parametrize("period", ["2026", "2026-H2", "2026-Q4", "2026-11", "2026-12", "2027"])
async def test_it_is_named_in_periods_that_hold_the_day_or_come_after_it(told: Town, period: str) -> None:
    found = await named(silent(told, every=2), period)
    assert set(found) >= {"docketed", "appearance_rate", "loss_rate"}
    assert all(one == [{"feed": FEED, "since": "2026-11-17"}] for one in found.values())


@pytest.mark.parametrize("period", ["2025", "2026-H1", "2026-Q3", "2026-10"])
async def test_periods_that_ended_before_are_left_alone(told: Town, period: str) -> None:
    assert not any((await named(silent(told), period)).values())


async def test_only_figures_of_what_it_sends_are_named(told: Town) -> None:
    found = await named(silent(told, reports=("hearing-held",)), "2026")
    assert found["heard"]
    assert found["appearance_rate"]
    assert found["on_time_rate"]
    assert not found["docketed"]
    assert not found["loss_rate"]


async def test_agencies_rows_name_it_too(told: Town) -> None:
    found = await answer(silent(told), "/figures", period="2026")
    assert all(one["silent"] for one in found)
    assert len({one["agency"] for one in found}) > 1


async def test_the_csv_names_it_in_a_column(told: Town) -> None:
    async with asked(silent(told)) as client:
        answered = await client.get("/figures?district=huancui&period=2026", headers={"Accept": "text/csv"})
    header, *rows = csv.reader(io.StringIO(answered.text))
    assert {row[header.index("silent")] for row in rows} == {FEED}


async def test_who_is_heard_again_is_named_no_more(told: Town) -> None:
    silent(told).heard(1, WEDNESDAY)
    assert not any((await named(told, "2026")).values())


def test_every_figure_there_is_says_what_it_reads_and_every_fact_where_it_is_read() -> None:
    for district in ("xinzhou", "huancui"):
        for metric in Measures(Given(district).world).names:
            assert reads(metric)
    everywhere = {type_ for types in READS.values() for type_ in types}
    assert everywhere <= FACTS.keys()
    assert everywhere | NOWHERE | WORLD == FACTS.keys()
    assert not NOWHERE & DEADLINES
    assert not NOWHERE & everywhere
    assert changed_by("hearing-held") == tuple(name for name in changed_by("case-docketed") if name in READS
                                               and "hearing-held" in READS[name])  # fmt: skip
    assert can_change("docketed:act=penalty", ())


def test_what_a_figure_of_the_example_loses_with_a_type_of_facts_it_says_it_reads() -> None:
    """Take away all facts of a type: only figures that say they read it may come out otherwise."""
    cases = sorted({draft.subject for draft in drafts("huancui", "ledger")})[::2]
    told = [draft for draft in drafts("huancui", "ledger") if draft.subject in cases]
    types = sorted({draft.type.split(".")[1] for draft in told})
    assert len(types) > 6
    whole = _counts(told)
    for type_ in types:
        left = _counts([draft for draft in told if draft.type.split(".")[1] != type_])
        for metric, by in {(metric, by) for metric, _, _, by, *_ in whole ^ left}:
            assert type_ in reads(metric, by), (type_, metric, by)


def _counts(told: list[Draft]) -> set[tuple[Any, ...]]:
    given = Given("huancui")
    given.organs = example("huancui").organs
    for draft in told:
        given.told(draft)
    return {(one.metric, one.case, one.on, one.by, one.agency, one.counted) for one in given.counts()}
