"""What was known at a position is what a fresh replay of the log up to it comes to: every figure, row and case."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from services.reporting.contribution import kept
from services.reporting.history.past import Pasts
from services.reporting.history.replay import cases_at, counts_at, figures_at
from services.reporting.known import Districts, Known
from services.reporting.periods import Period
from services.reporting.reader import listing, rates
from services.reporting.tables import sums
from shared.log.database import open_database
from tests.reporting.history.logs import Fresh, example
from tests.reporting.told import Sums, Told, kept_sums

PERIODS = tuple(map(Period.parse, ("2023", "2024", "2023-Q3")))
POSITIONS = 50
"""Of each district."""

Rows = dict[tuple[str, str, str], tuple[int, int]]


def rows(connection: Connection, district: str, period: Period) -> Rows:
    """Return what views hold of a period."""
    added = func.sum(sums.c.numerator), func.sum(sums.c.denominator)
    query = select(sums.c.by, sums.c.agency, sums.c.metric, *added).where(
        sums.c.district == district, sums.c.period.in_(kept(period))
    )
    found = connection.execute(query.group_by(sums.c.by, sums.c.agency, sums.c.metric))
    return {(by, agency, metric): (int(n), int(d)) for by, agency, metric, n, d in found}


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
async def test_as_of_at_random_positions_equals_a_fresh_replay(tmp_path: Path, district: str) -> None:
    (tmp_path / "all").mkdir()
    told = await example(tmp_path / "all", district)
    positions = sorted(random.Random(district).sample(range(len(told.stored) + 1), POSITIONS))
    url = f"sqlite:///{tmp_path}/fresh.db"
    fresh, pasts, differing, parked = Fresh(url), Pasts(), 0, 0
    here, there = open_database(told.url), open_database(url)
    districts = Districts()
    with here.connect() as now:
        rows_now = rows(now, district, Period.parse("2023"))
    for place, position in enumerate(positions):
        await fresh.read(told.stored, position)
        if place % 20 == 10:  # the others are read on from the one before; the past must not hang on that
            assert await _anew(tmp_path / f"{position}.db", told, position) == kept_sums(url)
        with here.connect() as now, there.connect() as then:
            known = districts.known(now, district)
            known_then = _known(then, district, fresh.districts)
            for period in PERIODS:
                expected = rows(then, district, period)
                found = counts_at(now, known, position, period, pasts)
                assert found == expected, (position, period.label)
                differing += period.label == "2023" and found != rows_now
                if known_then and period.label == "2023":
                    by = ("defendant", "leader", "responsible")[place % 3]
                    figures = figures_at(now, known, position, period, by, pasts=pasts)
                    assert figures == rates.figures(then, known_then, period, by)
                    parked += any(figure.low for figure in figures)
                    asked = ("appearance_rate", "pending")[place % 2], period, by, "*", "", 10_000
                    expected_cases = listing.figure_cases(then, known_then, *asked, position)
                    found_cases = cases_at(now, known, position, *asked, pasts=pasts)
                    # Why a case does not count is said of now alone.
                    items = tuple(replace(item, why=None) for item in expected_cases.items)
                    expected_cases = replace(expected_cases, items=items, left_out=(), more_left_out=False)
                    assert found_cases == expected_cases
    fresh.close()
    told.close()
    here.dispose()
    there.dispose()
    assert differing > POSITIONS / 2, "the past has to differ from now"
    assert parked > POSITIONS / 4, "figures have to have bounds"


def _known(connection: Connection, district: str, districts: Districts) -> Known | None:
    return districts.known(connection, district) if district in districts.packs(connection) else None


async def _anew(path: Path, told: Told, position: int) -> Sums:
    """Return the sums of a database that was told nothing but the log up to a position."""
    fresh = Fresh(f"sqlite:///{path}")
    await fresh.read(told.stored, position)
    fresh.close()
    return kept_sums(f"sqlite:///{path}")
