"""Figures stand in a bucket on NATS: only what differs is written, and what was lost is there again."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from nats.js.kv import KeyValue
from pydantic_core import from_json

from services.reporting.live import bucket as kept
from services.reporting.live.bucket import STREAM, Bucket
from services.reporting.live.keys import key_of, of_key
from services.reporting.live.looking import Looking
from services.reporting.live.moved import Sum
from shared.access.accounts import FIGURES
from shared.envelope import attributes
from shared.events.intake import FactRetracted
from shared.log import stream
from tests.reporting.live.conftest import HOUSING, POLICE, Street
from tests.reporting.told import COURT
from tests.servers import NatsServer, nats_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    with nats_server(tmp_path_factory.mktemp("nats")) as running:
        yield running


@pytest.fixture
async def bus(server: NatsServer) -> AsyncIterator[Client]:
    client = await nats.connect(server.url)
    await stream.create(client)
    yield client
    with suppress(NotFoundError):
        await client.jetstream().delete_stream(STREAM)
    await client.close()


@asynccontextmanager
async def keeping(street: Street, bus: Client, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    monkeypatch.setattr(kept, "LOOK_UP", 0.1)
    made = Bucket(bus, Looking(street.told.url), lambda: street.hub.upto)
    street.hub.watch(made.take)
    task = asyncio.create_task(made.run())
    yield made
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    made.close()


async def holds(bus: Client, key: str, expected: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Wait until what stands under a key is as expected, and return it."""
    async with asyncio.timeout(20):
        while True:
            try:
                bucket = await bus.jetstream().key_value(FIGURES)
                told: dict[str, Any] = from_json((await bucket.get(key)).value or b"{}")
            except Exception:
                told = {}
            if told and expected(told):
                return told
            await asyncio.sleep(0.02)


async def sequence(bus: Client) -> int:
    return (await bus.jetstream().stream_info(STREAM)).state.last_seq


DOCKETED = key_of(Sum("huancui", "2023", "defendant", POLICE, "docketed"))
OF_DISTRICT = "huancui.2023-03.district.all.docketed"


@pytest.mark.parametrize(
    ("of", "key"),
    [
        (Sum("huancui", "2023", "*", "*", "loss_rate"), "huancui.2023.district.all.loss_rate"),
        (
            Sum("xinzhou", "2023-05", "act", "penalty", "docketed:act=penalty"),
            "xinzhou.2023-05.act.penalty.docketed/act=penalty",
        ),
        (
            Sum("xinzhou", "2023", "court", "鄂0117", "on_time_rate:defence"),
            "xinzhou.2023.court.=6YSCMDExNw.on_time_rate/defence",
        ),
        (Sum("a", "2023", "defendant", "all", "heard"), "a.2023.defendant.all.heard"),
    ],
)
def test_keys_lead_back_to_their_figures(of: Sum, key: str) -> None:
    assert key_of(of) == key
    assert of_key(key) == of


async def test_figures_stand_in_the_bucket_and_follow(
    street: Street, bus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.docket(1)
    await street.settle()
    async with keeping(street, bus, monkeypatch):
        first = await holds(bus, DOCKETED, lambda told: told["numerator"] == 1)
        assert (first["agency"], first["by"], first["metric"]) == (POLICE, "defendant", "docketed")
        before = await sequence(bus)
        street.docket(2)
        upto = await street.settle()
        assert (await holds(bus, OF_DISTRICT, lambda told: told["numerator"] == 2))["position"] == upto
        assert (await holds(bus, DOCKETED, lambda told: told["numerator"] == 2))["value"] == "2"
        assert 0 < await sequence(bus) - before < 40
        bucket = await bus.jetstream().key_value(FIGURES)
        months_of_agencies = [
            key for key in await bucket.keys() if len(of_key(key).period) > 4 and of_key(key).by != "*"
        ]
        assert months_of_agencies == []


async def test_what_is_there_already_is_not_written_again(
    street: Street, bus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.docket(1)
    await street.settle()
    async with keeping(street, bus, monkeypatch):
        await holds(bus, DOCKETED, lambda told: told["numerator"] == 1)
        await settled(bus)
    before = await sequence(bus)
    async with keeping(street, bus, monkeypatch):
        street.docket(2, HOUSING)
        await street.settle()
        await holds(bus, OF_DISTRICT, lambda told: told["numerator"] == 2)
        await settled(bus)
    bucket: KeyValue = await bus.jetstream().key_value(FIGURES)
    assert (await bucket.get(DOCKETED)).revision is not None
    assert (await bucket.get(DOCKETED)).revision <= before  # type: ignore[operator]


async def settled(bus: Client) -> None:
    """Wait until nothing more is written."""
    last = -1
    while (now := await sequence(bus)) != last:
        last = now
        await asyncio.sleep(0.2)


async def test_a_bucket_that_is_lost_is_written_again(
    street: Street, bus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.docket(1)
    await street.settle()
    async with keeping(street, bus, monkeypatch):
        await holds(bus, DOCKETED, lambda told: told["numerator"] == 1)
        await bus.jetstream().delete_stream(STREAM)
        await holds(bus, DOCKETED, lambda told: told["numerator"] == 1)
        await bus.jetstream().purge_stream(STREAM)
        await holds(bus, DOCKETED, lambda told: told["numerator"] == 1)


async def test_a_server_that_begins_anew_has_all_of_it_again(
    street: Street, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.docket(1, day=date(2023, 3, 1))
    await street.settle()
    with nats_server(tmp_path / "other") as own:
        bus = await nats.connect(own.url, max_reconnect_attempts=-1, reconnect_time_wait=0.05)  # type: ignore[arg-type]
        await stream.create(bus)
        async with keeping(street, bus, monkeypatch):
            await holds(bus, DOCKETED, lambda told: told["numerator"] == 1)
            own.kill()
            own.start()
            await holds(bus, DOCKETED, lambda told: told["numerator"] == 1)
        await bus.close()


async def test_what_counts_nothing_any_more_leaves_the_bucket(
    street: Street, bus: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    street.docket(1)
    await street.settle()
    async with keeping(street, bus, monkeypatch):
        await holds(bus, DOCKETED, lambda told: told["numerator"] == 1)
        docketed = attributes(next(body for body in street.told.stored if b"case-docketed" in body))
        retraction = FactRetracted(
            target_source=COURT,
            target_id=docketed["id"],
            replaces=docketed["id"],
            type=docketed["type"],
            reason="录错",
        )
        street.told.fact(docketed["subject"], retraction)
        await street.settle()
        bucket = await bus.jetstream().key_value(FIGURES)
        async with asyncio.timeout(20):
            watcher = await bucket.watch(DOCKETED)
            while (entry := await watcher.updates(timeout=20)) is None or entry.operation != "DEL":  # type: ignore[no-untyped-call]
                pass
