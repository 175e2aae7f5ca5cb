"""What was known at a position is what a fresh replay of the log up to it comes to: every figure, row and case."""

import random
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

PERIODS = tuple(map(Period.parse, ("2023", "2024", "2023-Q3", "2023-05")))
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
    fresh, pasts, differing = Fresh(url), Pasts(), 0
    here, there = open_database(told.url), open_database(url)
    for position in positions:
        await fresh.read(told.stored, position)
        with here.connect() as now, there.connect() as then:
            known = Districts().known(now, district)
            if not position:
                continue
            known_then = _known(then, district)
            for period in PERIODS:
                expected = rows(then, district, period)
                found = counts_at(now, known, position, period, pasts)
                assert found == expected, (position, period.label)
                differing += period.label == "2023" and found != rows(now, district, period)
                if known_then:
                    _figures_and_cases(now, known, then, known_then, position, period, pasts)
    fresh.close()
    told.close()
    here.dispose()
    there.dispose()
    assert differing > POSITIONS / 2, "the past has to differ from now"


def _known(connection: Connection, district: str) -> Known | None:
    districts = Districts()
    return districts.known(connection, district) if district in districts.packs(connection) else None


def _figures_and_cases(
    now: Connection,
    known: Known,
    then: Connection,
    known_then: Known,
    position: int,
    period: Period,
    pasts: Pasts,
) -> None:
    for by in ("defendant", "leader") if period.label == "2023" else ():
        found = figures_at(now, known, position, period, by, pasts=pasts)
        assert found == rates.figures(then, known_then, period, by)
    for metric in ("appearance_rate", "pending") if period.kind == "year" else ():
        asked = metric, period, "defendant", "*", "", 10_000
        expected = listing.figure_cases(then, known_then, *asked, position)
        assert cases_at(now, known, position, *asked, pasts=pasts) == expected
