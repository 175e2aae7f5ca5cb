"""Do the same figures and agencies come out however the ledger is written, ordered, divided and repeated?"""

import random
from collections.abc import Callable, Sequence
from itertools import cycle, permutations

import pytest

from tests import ledgers
from tests.e2e.town import DISTRICTS, Town, example_responsible, example_sums
from tests.ledgers import DATES, Row, as_csv, as_xlsx

pytestmark = pytest.mark.timeout(300)

Files = list[tuple[str, bytes]]
Form = Callable[[Sequence[Row]], Files]

SEED = 20230619


def as_it_is(rows: Sequence[Row]) -> Files:
    return [("台账.csv", as_csv(rows, encoding="utf-8-sig"))]


def shuffled(rows: Sequence[Row]) -> Files:
    mixed = random.Random(SEED).sample(rows, len(rows))
    columns = random.Random(SEED).sample([*rows[0]], len(rows[0]))
    return [("台账.csv", as_csv(mixed, headers=columns))]


def thirds(order: Sequence[int]) -> Form:
    """Divide the rows so that appeals and their first instances come apart, and hand the files in so ordered."""

    def divided(rows: Sequence[Row]) -> Files:
        mixed = random.Random(SEED).sample(rows, len(rows))
        return [(f"台账{n}.csv", as_csv(mixed[n::3])) for n in order]

    return divided


def twice(rows: Sequence[Row]) -> Files:
    return as_it_is(rows) * 2


def gb18030(rows: Sequence[Row]) -> Files:
    """Write the dates of a text file in every way, one after the other."""
    ways = cycle(DATES.values())
    return [("台账.csv", as_csv(rows, encoding="gb18030", dates=lambda day: next(ways)(day)))]


def workbook(rows: Sequence[Row]) -> Files:
    """Write the dates of a workbook in every way, one after the other, below a title."""
    ways = cycle(DATES.values())
    return [("台账.xlsx", as_xlsx(rows, dates=lambda day: next(ways)(day), above=("行政诉讼案件台账",)))]


def dated(way: str) -> Form:
    """Write every date in one way, in a workbook."""
    return lambda rows: [("台账.xlsx", as_xlsx(rows, dates=DATES[way]))]


FORMS: dict[str, Form] = {
    "shuffled": shuffled,
    "twice": twice,
    "GB18030": gb18030,
    "XLSX": workbook,
    "thirds 201": thirds((2, 0, 1)),
    "thirds 120": thirds((1, 2, 0)),
}
LONG: dict[str, Form] = {
    "as it is": as_it_is,
    **{f"thirds {a}{b}{c}": thirds((a, b, c)) for a, b, c in permutations(range(3))},
    **{f"dates as {way}": dated(way) for way in DATES},
}


@pytest.mark.parametrize(
    "form", [*FORMS, *(pytest.param(name, marks=pytest.mark.long) for name in LONG if name not in FORMS)]
)
def test_the_same_figures_and_agencies_come_out(town: Town, form: str) -> None:
    before = {district: town.sums(district) for district in DISTRICTS}
    rows = {district: town.another(ledgers.example(district)) for district in DISTRICTS}
    for district in DISTRICTS:
        for name, content in {**FORMS, **LONG}[form](rows[district]):
            town.house.upload("ledger", content, district, name).raise_for_status()
    town.house.wait_settled()
    for district in DISTRICTS:
        assert town.sums(district) - before[district] == example_sums(district)
        expected, found = example_responsible(district, rows[district]), town.responsible(district)
        assert {number: found[number] for number in expected} == expected


def test_what_is_imported_again_is_known_whatever_it_looks_like(town: Town) -> None:
    rows = town.another(ledgers.example("huancui"))
    first = town.hand_in("huancui", as_csv(rows))
    before = town.sums("huancui")
    for form in {**FORMS, **LONG}.values():
        for name, content in form(rows):
            again = town.house.upload("ledger", content, "huancui", name).raise_for_status().json()
            assert [again[step] for step in ("accepted", "corrected", "retracted")] == [0, 0, 0], form
            assert again["position"] >= first["position"]
    town.house.wait_settled()
    assert town.sums("huancui") == before
