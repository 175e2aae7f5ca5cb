"""How far does each role see: what is narrowed, what is refused, and whose names are even asked for?"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, update

from services.reporting.known import Known
from services.reporting.seeing import Seen, Viewer
from services.reporting.seeing.refused import NotShownError
from services.reporting.seeing.viewer import look_as
from services.reporting.tables import cases
from shared.access import PUBLIC, Principal, Role, operator
from shared.access.principals import EVERYWHERE
from shared.events.court import CaseDocketed
from shared.log.database import open_database
from shared.problems import Problem
from shared.sealing import Seal
from tests.reporting.told import Told

DISTRICT, HOUSING, POLICE = "huancui", "环翠区住房和城乡建设局", "环翠区公安分局"
OF_HOUSING = "（2023）鲁1002行初1号"
OF_POLICE = "（2023）鲁1002行初2号"
OF_ABOVE = "（2023）鲁10行初3号"
"""Of the court above, whose code begins as that of the court below does."""


@dataclass
class Looked:
    """A district that is looked at, and whose keys were asked for meanwhile."""

    reader: Seen
    keys: Mapping[str, Seal]
    url: str
    wanted: list[str] = field(default_factory=list)

    @contextmanager
    def by(self, role: Role, *names: str, district: str = DISTRICT) -> Iterator[Seen]:
        """Let somebody look."""
        principal = Principal(id="k", role=role, districts=(district,), names=names)
        look_as(Viewer(PUBLIC if role == "public" else principal))
        self.wanted.clear()
        yield self.reader
        look_as(None)


@pytest.fixture
async def looked(tmp_path: Path) -> AsyncIterator[Looked]:
    told = Told(tmp_path, DISTRICT)
    told.organ("01", HOUSING, aliases=("区住建局",))
    told.organ("02", POLICE)
    for number, defendant in ((OF_HOUSING, HOUSING), (OF_POLICE, POLICE), (OF_ABOVE, POLICE)):
        docketed = CaseDocketed(
            instance="first",
            defendants=(defendant,),
            docketed_on=date(2023, 7, 3),
            claimants=(f"{number[-2]}某",),
        )
        told.fact(number, docketed)
    await told.settle()

    async def keys(_district: str, subjects: Iterable[str]) -> Mapping[str, Seal]:
        wanted = sorted(subjects)
        found.wanted += wanted
        return {one: told.keys[one] for one in wanted if one in told.keys}

    found = Looked(Seen(told.url, told.announced, keys), told.keys, told.url)
    yield found
    look_as(None)
    found.reader.close()
    told.close()


async def claimants(reader: Seen, number: str) -> Any:
    timeline = (await reader.case(DISTRICT, number)).timeline
    return next(one.data["claimants"] for one in timeline if one.type == "case-docketed")


@pytest.mark.parametrize("role", ["bureau", "office"])
async def test_names_are_opened_to_who_delivers_papers(looked: Looked, role: Role) -> None:
    with looked.by(role) as reader:
        assert await claimants(reader, OF_POLICE) == ["2某"]


async def test_for_a_procuratorate_keys_of_names_are_not_even_asked(looked: Looked) -> None:
    with looked.by("procuratorate", "区检察院") as reader:
        assert await claimants(reader, OF_POLICE) == ["***"]
        assert looked.wanted == []


async def test_an_agency_is_known_by_any_name_and_asks_for_the_keys_of_its_own_cases_alone(
    looked: Looked,
) -> None:
    for name in (HOUSING, "区住建局", "01"):
        with looked.by("agency", name) as reader:
            assert [row.case_number for row in (await reader.cases(DISTRICT)).items] == [OF_HOUSING]
            assert await claimants(reader, OF_HOUSING) == ["1某"]
            assert await reader.seals(DISTRICT, [OF_HOUSING, OF_POLICE, "organ/01"]) == {
                OF_HOUSING: looked.keys[OF_HOUSING]
            }
            assert set(looked.wanted) == {OF_HOUSING}


async def test_who_is_only_accountable_afterwards_sees_the_case_without_names(looked: Looked) -> None:
    views = open_database(looked.url)
    with views.begin() as connection:
        accountable = update(cases).where(cases.c.case_number == OF_POLICE)
        connection.execute(accountable.values(accountable=f'["{HOUSING}"]'))
    views.dispose()
    with looked.by("agency", HOUSING) as reader:
        assert await claimants(reader, OF_POLICE) == ["***"]
        assert looked.wanted == []


async def test_a_court_sees_its_own_cases_and_not_those_of_the_court_above(looked: Looked) -> None:
    with looked.by("court", "鲁1002") as reader:
        assert [row.case_number for row in (await reader.cases(DISTRICT)).items] == [OF_HOUSING, OF_POLICE]
        with pytest.raises(NotShownError):
            await reader.case(DISTRICT, OF_ABOVE)
    with looked.by("court", "鲁10") as reader:
        assert [row.case_number for row in (await reader.cases(DISTRICT)).items] == [OF_ABOVE]
        assert await claimants(reader, OF_ABOVE) == ["3某"]


async def test_whether_there_is_a_case_is_not_told_to_who_does_not_see_it(looked: Looked) -> None:
    said = []
    with looked.by("agency", HOUSING) as reader:
        for number in (OF_POLICE, "（2023）鲁1002行初9号"):
            with pytest.raises(NotShownError) as caught:
                await reader.case(DISTRICT, number)
            said.append(str(caught.value).replace(number, "NUMBER"))
    assert said[0] == said[1]


async def test_a_search_finds_nothing_of_another(looked: Looked) -> None:
    with looked.by("agency", HOUSING) as reader:
        assert (await reader.cases(DISTRICT, search="初2号")).items == ()
        assert (await reader.figure_cases(DISTRICT, "docketed", "2023")).denominator == (OF_HOUSING,)
        with pytest.raises(NotShownError):
            await reader.figure_cases(DISTRICT, "docketed", "2023", agency=POLICE)
        with pytest.raises(NotShownError):
            await reader.figures(DISTRICT, "2023", by="court")


def _new_question(_connection: Connection, known: Known, _position: int) -> str:
    return known.id


async def test_a_question_nobody_thought_of_is_answered_to_overseers_of_the_district_alone(
    looked: Looked,
) -> None:
    overseers: tuple[Role, ...] = ("bureau", "office", "procuratorate", "auditor")
    for role in overseers:
        with looked.by(role, "x") as reader:
            assert await reader.about(_new_question, DISTRICT) == DISTRICT
    narrow: tuple[Role, ...] = ("agency", "court", "public")
    for role in narrow:
        with looked.by(role, HOUSING) as reader, pytest.raises(NotShownError):
            await reader.about(_new_question, DISTRICT)
    with looked.by("bureau", "x", district="xinzhou") as reader:
        for asked in (
            reader.about(_new_question, DISTRICT),
            reader.figures(DISTRICT, "2023"),
            reader.cases(DISTRICT),
            reader.case(DISTRICT, OF_POLICE),
            reader.stored(DISTRICT),
            reader.trend(DISTRICT, "docketed", []),
        ):
            with pytest.raises(Problem) as caught:
                await asked
            assert (caught.value.status, caught.value.body["right"]) == (403, "district")
        assert DISTRICT not in {one.id for one in await reader.districts()}


async def test_the_house_itself_and_the_operator_see_everything(looked: Looked) -> None:
    assert len((await looked.reader.cases(DISTRICT)).items) == 3
    look_as(Viewer(operator()))
    assert len((await looked.reader.cases(DISTRICT)).items) == 3
    assert Viewer(operator()).may_see("anywhere")
    assert EVERYWHERE in operator().districts
