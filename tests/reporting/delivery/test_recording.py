"""Is what was delivered on the log once, whoever died meanwhile and whatever answer was lost?"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from services.reporting.delivery.due import Message
from services.reporting.delivery.recording import Recorder, disabled, told
from shared.envelope import attributes
from shared.log.append import AppendError, LogClient, LogUnavailable
from tests.log.house import House, open_house
from tests.reporting.delivery.desk import DAY, NEAR, WEBHOOK
from tests.servers import NatsServer, nats_server

MESSAGE = Message(WEBHOOK, "near", "near-1@2026-12-01", NEAR, DAY)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[NatsServer]:
    with nats_server(tmp_path / "nats") as running:
        yield running


@pytest.fixture
async def house(tmp_path: Path, server: NatsServer) -> AsyncIterator[House]:
    async with open_house(tmp_path, server) as opened:
        yield opened


def said(house: House) -> list[tuple[str, str, str]]:
    return [(one["source"], one["type"], one["subject"]) for one in map(attributes, house.log())]


DELIVERED = ("reporting", "yingsu.reminder-delivered.v1", NEAR.case)
DISABLED = ("reporting", "yingsu.subscription-disabled.v1", "")


async def test_a_delivery_and_the_end_of_a_subscription_are_recorded(house: House) -> None:
    recorder = Recorder(house.nc, lambda: 0)
    assert not await recorder.has_unread()
    drafts = [told(MESSAGE, delivered=False, tries=8), disabled(WEBHOOK, "8 tries failed")]
    assert await recorder.record(drafts) == 2
    assert await recorder.record([told(MESSAGE, delivered=True, tries=1)]) == 3
    assert said(house) == [DELIVERED, DISABLED, DELIVERED]


async def test_asking_what_is_unread_records_nothing(house: House) -> None:
    recorder = Recorder(house.nc, lambda: 0)
    for _ in range(3):
        await recorder.has_unread()
    assert house.log() == []


async def test_what_another_process_recorded_is_unread_until_it_is_read(house: House) -> None:
    await Recorder(house.nc, lambda: 0).record([told(MESSAGE, delivered=True, tries=1)])
    assert await Recorder(house.nc, lambda: 0).has_unread()
    assert not await Recorder(house.nc, lambda: 1).has_unread()


async def test_an_answer_that_was_lost_does_not_record_it_twice(house: House) -> None:
    recorder = Recorder(house.nc, lambda: 0)
    real, lost = recorder._client, 0

    class Losing:
        read = real.read

        async def append(self, *asked: object) -> object:
            nonlocal lost
            reply = await real.append(*asked)  # type: ignore[arg-type]
            if lost == 0:
                lost += 1
                raise LogUnavailable("the answer was lost")
            return reply

    recorder._client = Losing()  # type: ignore[assignment]
    assert await recorder.record([told(MESSAGE, delivered=True, tries=1)]) == 1
    assert said(house) == [DELIVERED]


async def test_what_another_recorded_meanwhile_does_not_keep_ours_off(house: House) -> None:
    late = Recorder(house.nc, lambda: 0)
    await Recorder(house.nc, lambda: 0).record([disabled(WEBHOOK, "answered 410")])
    assert await late.record([told(MESSAGE, delivered=True, tries=1)]) == 2
    assert said(house) == [DISABLED, DELIVERED]


async def test_while_the_keeper_is_away_it_is_asked_again(house: House) -> None:
    await house.stop("answers")
    recorder = Recorder(house.nc, lambda: 0)
    recorder._client = LogClient(house.nc, patience=0.2)
    with pytest.raises(LogUnavailable):
        await recorder.has_unread()
    waiting = asyncio.create_task(recorder.record([told(MESSAGE, delivered=True, tries=1)]))
    await asyncio.sleep(0)
    assert said(house) == []
    await house.answer()
    assert await waiting == 1


async def test_what_the_keeper_never_takes_is_said(house: House) -> None:
    recorder = Recorder(house.nc, lambda: 0)
    (draft,) = [told(MESSAGE, delivered=True, tries=1)]
    with pytest.raises(AppendError):
        await recorder.record([draft] * 301)
