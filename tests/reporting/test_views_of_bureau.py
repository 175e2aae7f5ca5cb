"""What the bureau owes beside all cases is no case to reporting: no row, no figure; its deadlines are listed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from services.reporting.tables import cases, sums
from shared.envelope import BUREAU
from shared.events.district import BulletinPublished
from shared.events.intake import DayBegan
from shared.log.database import open_database
from tests.reporting.told import Told
from tests.words import day


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    opened = Told(tmp_path)
    yield opened
    opened.close()


async def test_a_bulletin_is_listed_among_the_deadlines_and_nowhere_else(told: Told) -> None:
    told.log(DayBegan(day=day("2024-10-21")), "day 2")
    told.organ("bureau", "环翠区司法局", "bureau")
    told.fact(
        "三季度通报", BulletinPublished(period="2024-Q3", published_on=day("2024-10-20")), source="bureau/x"
    )
    await told.settle()
    engine = open_database(told.url)
    with engine.connect() as connection:
        counted = [
            connection.execute(select(func.count()).select_from(table)).scalar() for table in (cases, sums)
        ]
    engine.dispose()
    assert counted == [0, 0]
    found = (await told.reader().deadlines("huancui", case=BUREAU)).items
    assert len(found) == 7, "every quarter from the second of 2023 on, and the year between"
    (row,) = (one for one in found if one.of == "2024-Q3")
    assert (row.case, row.duty, row.of, row.light) == (BUREAU, "quarterly_bulletin", "2024-Q3", "done")
    assert (row.agencies, row.soft) == (("环翠区司法局",), True)
