"""Is every scorecard put on the log once, whoever answers late, dies, or finds something meanwhile?"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from services.reporting import recorder
from services.reporting.recorder import SettledRecorder
from services.reporting.scorecards.publishing import Publications
from shared.envelope import attributes, case_key
from shared.log.append import AppendError, LogUnavailable
from tests.reporting.delivery.desk import until
from tests.reporting.keeper import Death, Keeper
from tests.reporting.scorecards.town import POLICE, publish, sue, town, withdraw
from tests.reporting.told import Told

FROZEN = "yingsu.scorecard-published.v1"


@dataclass
class Office:
    """A town, the keeper of its log, and a publisher that is at rest when all was read."""

    told: Told
    keeper: Keeper
    stalled: list[str] = field(default_factory=list)

    @property
    def rested(self) -> int | None:
        return self.told.notes.position if self.told.notes.position == len(self.told.stored) else None

    @property
    def frozen(self) -> list[str]:
        events = map(attributes, self.told.stored)
        return [one["data"]["agency"] for one in events if one["type"] == FROZEN]

    def publisher(self, passing: Callable[[str], None] = lambda point: None) -> SettledRecorder:
        return SettledRecorder(
            Publications(self.told.url),
            client=self.keeper,  # type: ignore[arg-type]
            rested=lambda: self.rested,
            own_last=lambda: self.told.notes.own_last,
            stalled=lambda: self.stalled,
            passing=passing,
        )

    @asynccontextmanager
    async def running(
        self, passing: Callable[[str], None] = lambda point: None
    ) -> AsyncIterator[SettledRecorder]:
        publisher = self.publisher(passing)
        task = asyncio.create_task(publisher.run())
        publisher.nudge()
        yield publisher
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        publisher.close()

    async def read(self, publisher: SettledRecorder) -> None:
        """Let reporting read what was put on the log, and tell the publisher."""
        await self.told.settle()
        publisher.nudge()


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(recorder, "PAUSE", 0.01)
    told = town(tmp_path)
    sue(told, 1)
    publish(told)
    await told.settle()
    yield Office(told, Keeper(told))
    told.close()


async def looked(publisher: SettledRecorder, office: Office) -> None:
    await until(lambda: publisher._looked_at == office.rested)


async def test_what_is_published_is_put_on_record_and_never_again(office: Office) -> None:
    async with office.running() as publisher:
        await until(lambda: len(office.frozen) == 4)
        for _ in range(3):
            await office.read(publisher) if office.rested is None else publisher.nudge()
            await looked(publisher, office)
    async with office.running() as publisher:
        await looked(publisher, office)
    assert sorted(office.frozen) == sorted(set(office.frozen))
    assert len(office.frozen) == 4


async def test_before_all_is_read_nothing_is_looked_at(office: Office) -> None:
    sue(office.told, 2)
    async with office.running() as publisher:
        await asyncio.sleep(0.05)
        assert office.keeper.asked == 0
        await office.read(publisher)
        await until(lambda: len(office.frozen) == 4)


@pytest.mark.parametrize("late", [False, True])
async def test_an_answer_that_does_not_come_is_asked_for_again_and_nothing_stands_twice(
    office: Office, late: bool
) -> None:
    office.keeper.late = late
    office.keeper.failures = [LogUnavailable("nobody answered")]
    async with office.running() as publisher:
        await until(lambda: len(office.frozen) == 4)
        await office.read(publisher)
        await looked(publisher, office)
    assert len(office.frozen) == 4


async def test_a_death_in_the_middle_leaves_the_rest_to_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "MOST", 3)

    def dying(point: str) -> None:
        if point == "after-append":
            raise Death

    dead = office.publisher(dying)
    with pytest.raises(Death):
        await dead._look()
    dead.close()
    assert len(office.frozen) == 3
    async with office.running() as publisher:
        await office.read(publisher)
        await until(lambda: len(office.frozen) == 4)
    assert len(set(office.frozen)) == 4


async def test_findings_of_others_in_its_name_are_read_first(office: Office) -> None:
    other = office.publisher()
    await other._look()
    assert len(office.frozen) == 4
    second = office.publisher()
    second._rested = lambda: office.told.notes.position  # it has not heard of them yet
    assert not await second._look()
    assert len(office.frozen) == 4
    other.close()
    second.close()


async def test_what_came_in_while_it_looked_is_looked_at_first(office: Office) -> None:
    publisher = office.publisher()
    positions = iter([1, 2, 2])
    publisher._rested = lambda: next(positions)
    assert not await publisher._look()
    assert office.frozen == []
    publisher.close()


async def test_while_a_case_of_the_district_cannot_be_judged_nothing_is_frozen(office: Office) -> None:
    office.stalled = [case_key("xinzhou", "（2024）鄂0117行初1号")]
    async with office.running() as publisher:
        await until(lambda: publisher.status()["waiting"])
        assert publisher.status() == {"waiting": ["xinzhou 2024"]}
        assert office.frozen == []
        office.stalled = [case_key("huancui", "（2024）鲁1002行初1号")]
        publisher.nudge()
        await until(lambda: len(office.frozen) == 4)
        assert publisher.status() == {"waiting": []}


async def test_what_the_keeper_never_takes_is_not_asked_again_at_the_same_position(office: Office) -> None:
    office.keeper.failures = [AppendError("foreign type")]
    async with office.running() as publisher:
        await until(lambda: office.keeper.asked == 1)
        publisher.nudge()
        await looked(publisher, office)
        assert office.keeper.asked == 1


async def test_the_order_of_a_publication_and_its_withdrawal_ends_in_none(office: Office) -> None:
    async with office.running() as publisher:
        await until(lambda: len(office.frozen) == 4)
        withdraw(office.told)
        await office.read(publisher)
        withdrawn = "yingsu.finding-withdrawn.v1"
        told = [one for one in map(attributes, office.told.stored) if one["source"] == "reporting"]
        await until(lambda: len(_of(office, withdrawn)) == 4)
        await office.read(publisher)
        await looked(publisher, office)
    assert len(told) == 4
    assert {one["data"]["of_slot"] for one in _of(office, withdrawn)} >= {f"{POLICE}/2024"}
    assert len(office.frozen) == 4


def _of(office: Office, type_: str) -> list[dict[str, Any]]:
    events = map(attributes, office.told.stored)
    return [one for one in events if one["type"] == type_ and one["source"] == "reporting"]
