"""On PostgreSQL the views say what they say on SQLite."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from services.reporting.reader import Reader
from shared.codec import type_of
from shared.events.court import Attendee, CaseDocketed, HearingHeld
from shared.events.intake import FactRetracted
from tests.reporting.told import COURT, Told, kept_sums, sums_of_contributions
from tests.servers import postgres_server

pytestmark = pytest.mark.postgres

POLICE, HOUSING = "环翠区公安分局", "环翠区住房和城乡建设局"
CASES = 25


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Told]:
    url = ""
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE views")
        url = f"{server}/views".replace("postgresql://", "postgresql+psycopg://")
    told = Told(tmp_path, url=url)
    told.organ("p", POLICE)
    told.organ("h", HOUSING)
    yield told
    told.close()


def number(n: int) -> str:
    return f"（2023）鲁1002行初{n}号"


async def everything(reader: Reader) -> dict[str, object]:
    """Return what the reader says, apart from positions."""
    first = await reader.figure_cases("huancui", "appearance_rate", "2023-H1", agency=POLICE, limit=5)
    rest = await reader.figure_cases(
        "huancui", "appearance_rate", "2023-H1", agency=POLICE, after=first.next or ""
    )
    return {
        "year": (await reader.figures("huancui", "2023")).items,
        "quarter": (await reader.figures("huancui", "2023-Q2", by="responsible")).items,
        "behind": sorted(first.denominator + rest.denominator),
        "cases": sorted(row.case_number for row in (await reader.cases("huancui")).items),
        "found": [row.case_number for row in (await reader.cases("huancui", search="初1%号")).items],
        "districts": await reader.districts(),
    }


async def test_figures_lists_and_corrections_are_the_same(told: Told) -> None:
    for n in range(CASES):
        agency, day = (POLICE, HOUSING)[n % 2], date(2023, 1, 1) + timedelta(days=9 * n)
        docketed = CaseDocketed(instance="first", defendants=(agency,), docketed_on=day)
        officer = Attendee(organ=agency, name="李某", rank="chief" if n % 3 else "none", spoke=True)
        told.fact(number(n), docketed, id_=f"docketed/{n}")
        told.fact(
            number(n), HearingHeld(held_on=day + timedelta(days=30), attendees=(officer,)), id_=f"heard/{n}"
        )
    await told.settle()
    retracted = FactRetracted(
        target_source=COURT, target_id="heard/4", replaces="heard/4", type=type_of(HearingHeld)
    )
    told.fact(number(4), retracted, id_="heard/4#2")
    await told.settle()
    reader = told.reader()
    answers = await everything(reader)
    reader.close()
    year = {(f.agency, f.metric): (f.numerator, f.denominator) for f in answers["year"]}  # type: ignore[attr-defined]
    assert year["*", "appearance_rate"] == (15, CASES - 1)
    assert year[POLICE, "appearance_rate"] == (7, 12)
    assert answers["behind"] == sorted(number(n) for n in range(0, CASES, 2) if n != 4 and n <= 16)
    assert answers["cases"] == sorted(number(n) for n in range(CASES))
    assert answers["found"] == []
    assert kept_sums(told.url) == sums_of_contributions(told.url)
