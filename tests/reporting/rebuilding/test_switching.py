"""Reporting changes over in one step: who asks gets one version, whole, whenever anything dies."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from nats.aio.client import Client

from services.reporting.feeds.keeping import Tally
from services.reporting.rebuilding import Rebuilder
from services.reporting.rebuilding.__main__ import rebuild
from services.reporting.rebuilding.shapes import Rebuilding
from services.reporting.rebuilding.unknown import CannotRebuildError
from services.reporting.tables import metadata
from services.reporting.views import VERSION, Views
from shared.judge import Judge, Shown
from shared.log.notes import Notes
from tests.reporting.rebuilding.kept import Town, rows, versions_of


class Death(Exception):  # noqa: N818  # it is no error
    """Nothing after this is done any more: between saving two things the process is gone."""


class Service:
    """Reporting without its door: a town's notes, who judges them, and who rebuilds."""

    def __init__(self, town: Town, dies_at: str = "", crash_at: str = "", upgrade_from: int = 2000) -> None:
        self.town = town
        self.notes: Notes = town.told.notes
        self.versions = versions_of(town.told)
        self.judge = Judge(Shown(Views(), VERSION), self.notes, Client())
        self.rebuilder = Rebuilder(
            town.told.url,
            self.notes,
            self.judge,
            passing=lambda point: self._pass(point, dies_at),
            crash_at=crash_at,
            upgrade_from=upgrade_from,
        )

    def in_this_process(self, monkeypatch: pytest.MonkeyPatch) -> "Service":
        """Let the other process's work be done here, which takes a tenth of the time; return this."""

        async def run(what: str) -> Rebuilding:
            return rebuild(self.versions, what)

        monkeypatch.setattr(self.rebuilder, "_run", run)
        return self

    @staticmethod
    def _pass(point: str, dies_at: str) -> None:
        if point == dies_at:
            raise Death

    async def rebuilt(self, *, switch: bool = False) -> str:
        self.rebuilder.begin(switch=switch)
        await self.rebuilder.ended()
        return self.rebuilder.told().state

    async def changed(self) -> str:
        self.rebuilder.change()
        await self.rebuilder.ended()
        return self.rebuilder.told().state


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    town.happen(30)
    yield town
    town.told.close()


def spoil(version: Path) -> None:
    """Let a version say something that is not so."""
    with closing(sqlite3.connect(version)) as connection, connection:
        connection.execute("UPDATE view_sums SET numerator = numerator + 1000")


async def docketed(town: Town) -> int:
    reader = town.told.reader()
    found = await reader.figures("huancui", "2023", metric="docketed", agency="*")
    reader.close()
    return found.items[0].numerator


async def test_an_equal_version_is_asked_from_then_on_and_kept_up_like_the_one_before(town: Town) -> None:
    await town.told.settle()
    service, reader = Service(town), town.told.reader()
    before = await reader.figures("huancui", "2023")

    assert await service.rebuilt() == "before"

    told = service.rebuilder.told()
    assert (told.current, told.other, told.error) == ("notes-2.db", "notes.db", "")
    assert told.events == len(town.told.stored)
    assert await reader.figures("huancui", "2023") == before  # the same reader, over its old connections
    town.happen(20)
    await town.told.settle()
    assert (await reader.figures("huancui", "2023")).position == len(town.told.stored)
    reader.close()


async def test_one_that_differs_waits_to_be_switched_to_and_the_way_back_is_open(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.told.settle()
    service, right = Service(town).in_this_process(monkeypatch), await docketed(town)
    spoil(service.versions.current)

    assert await service.rebuilt() == "waiting"
    assert await docketed(town) == right + 1000
    assert service.rebuilder.told().comparison is not None
    town.happen(10)  # comes to the old version only, until it is switched
    await town.told.settle()
    more = await docketed(town)

    assert await service.changed() == "before"
    assert await docketed(town) == more - 1000
    assert service.notes.position == len(town.told.stored)

    assert await service.changed() == "waiting"  # back again
    assert await docketed(town) == more
    assert service.rebuilder.discard().state == "none"
    assert [path.name for path in town.told.folder.glob("notes*.db")] == ["notes.db"]


async def test_it_may_be_switched_to_whatever_it_says(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await town.told.settle()
    service, right = Service(town).in_this_process(monkeypatch), await docketed(town)
    spoil(service.versions.current)
    assert await service.rebuilt(switch=True) == "before"
    assert await docketed(town) == right


@pytest.mark.parametrize("point", ["after-fill", "after-compare"])
async def test_a_rebuild_that_dies_leaves_the_old_version_asked_and_can_be_begun_again(
    town: Town, point: str
) -> None:
    await town.told.settle()
    service = Service(town, crash_at=point)
    before = rows(service.versions.current)

    assert await service.rebuilt() == "failed"

    assert service.versions.current.name == "notes.db"
    assert rows(service.versions.current) == before
    again = Service(town)
    assert not again.versions.filling.exists()
    assert await again.rebuilt() == "before"
    assert rows(again.versions.current) == before


@pytest.mark.parametrize(("point", "asked"), [("before-switch", "notes.db"), ("after-switch", "notes-2.db")])
async def test_a_death_at_the_moment_of_switching_leaves_one_version_asked_whole(
    town: Town, point: str, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.told.settle()
    service = Service(town, dies_at=point).in_this_process(monkeypatch)
    before = rows(service.versions.current)

    assert await service.rebuilt() == "failed"
    town.told.close()
    town.told.notes = Notes(town.told.url, "reporting", [metadata], Tally())

    assert service.versions.current.name == asked
    assert rows(service.versions.current) == before
    assert town.told.notes.position == len(town.told.stored)


async def test_views_of_another_release_are_filled_anew_beside_the_old_before_anything_is_judged(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await town.told.settle()
    town.told.notes.judge_by("an earlier release")
    await town.told.show()
    service = Service(town, upgrade_from=1).in_this_process(monkeypatch)
    right = rows(service.versions.current)
    spoil(service.versions.current)

    await service.rebuilder.upgrade()

    assert service.versions.current.name == "notes-2.db"
    assert rows(service.versions.current) == right
    assert service.notes.due_count == 0
    await service.rebuilder.upgrade()  # once is enough
    assert service.versions.current.name == "notes-2.db"


async def test_few_cases_are_judged_again_by_the_loop(town: Town) -> None:
    await town.told.settle()
    town.told.notes.judge_by("an earlier release")
    service = Service(town)
    await service.rebuilder.upgrade()
    assert service.versions.current.name == "notes.db"


async def test_only_what_can_be_done_is_done(town: Town) -> None:
    await town.told.settle()
    service = Service(town)
    for impossible in (service.rebuilder.change, service.rebuilder.discard):
        with pytest.raises(CannotRebuildError, match="no other version"):
            impossible()
    service.rebuilder.begin(switch=False)
    with pytest.raises(CannotRebuildError, match="under way"):
        service.rebuilder.begin(switch=False)
    assert service.rebuilder.status()["state"] == "running"
    await service.rebuilder.close()
    assert service.versions.current.name == "notes.db"
