"""Do the example ledgers come to the figures and agencies that follow from them? Without a log, in memory."""

import json
from functools import cache
from pathlib import Path

import pytest

from services.intake.imports.reading import KINDS, read
from shared.codec import decode
from shared.envelope import Draft
from shared.events.district import OrganRegistered
from tests.given import Given, figures

EXAMPLES = Path(__file__).parents[2] / "examples"
DISTRICTS = ("xinzhou", "huancui")


def drafts(district: str, kind: str) -> list[Draft]:
    """Return the facts an example file states."""
    path = EXAMPLES / f"{district}-2023" / ("organs.csv" if kind == "organs" else "ledger.csv")
    reading = read(KINDS[kind], district, path.read_bytes(), path.name)
    assert not reading.parked
    return [draft for wanted in reading.wanted.values() for draft in (wanted.facts or {}).values()]


@cache
def told(district: str) -> Given:
    """Return a district of which the example register and ledger are told."""
    organs = [decode(draft.type, draft.data) for draft in drafts(district, "organs")]
    given = Given(district).registered(*(organ for organ in organs if isinstance(organ, OrganRegistered)))
    for draft in drafts(district, "ledger"):
        given.told(draft)
    return given


def answer(district: str, name: str) -> object:
    """Return what follows from an example, as it was worked out apart from this software."""
    return json.loads((EXAMPLES / f"{district}-2023" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_row_of_the_expected_figures_comes_out(district: str) -> None:
    given, rows = told(district), answer(district, "expected.json")
    assert isinstance(rows, list)
    counts = given.counts()
    found = {
        period: figures(counts, period, "defendant", given.world) for period in {r["period"] for r in rows}
    }
    wrong = []
    for row in rows:
        one = found[row["period"]].get((row["agency"], row["metric"]))
        if one is None or (one.numerator, one.denominator) != (row["numerator"], row["denominator"]):
            wrong.append((row, one))
    assert wrong == []


@pytest.mark.parametrize("district", DISTRICTS)
def test_no_figure_of_an_expected_kind_is_missing_from_the_expectation(district: str) -> None:
    given, rows = told(district), answer(district, "expected.json")
    assert isinstance(rows, list)
    expected = {(row["period"], row["agency"], row["metric"]) for row in rows}
    metrics = {metric for _, _, metric in expected}
    counts = given.counts()
    found = {
        (period, agency, metric)
        for period in {period for period, _, _ in expected}
        for agency, metric in figures(counts, period, "defendant", given.world)
        if metric in metrics and (agency == "*" or not metric.startswith("on_time_rate"))
    }
    assert found - expected == set()


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_case_has_the_responsible_agencies_expected(district: str) -> None:
    expected = answer(district, "responsible.json")
    assert isinstance(expected, dict)
    given = told(district)
    found = {case: set[str]() for case in expected}
    for key, finding in given.findings("routing").items():
        if key.case in found:
            found[key.case].update(getattr(finding, "agencies", ()))
    assert found == {case: set(names) for case, names in expected.items()}


@pytest.mark.parametrize("district", DISTRICTS)
def test_nothing_of_an_example_is_parked(district: str) -> None:
    assert {key.topic for key in told(district).findings("routing")}.isdisjoint({"parked", "law"})
