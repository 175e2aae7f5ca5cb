"""Following: every position once and in order, over restarts, holes, strangers and streams filled anew."""

import asyncio
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from shared.log.follow import Follower, follow
from shared.log.stream import STREAM, create, publish_one
from tests.log.house import House, until
from tests.log.toys import facts


def told(first: int, last: int) -> list:  # type: ignore[type-arg]
    return [one for n in range(first, last) for one in facts(n)]


def holes() -> float:
    return REGISTRY.get_sample_value("yingsu_log_holes_total") or 0.0


async def read(follower: Follower, upto: int, patience: float = 30.0) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    async with asyncio.timeout(patience):
        while follower.position < upto:
            found += await anext(follower)
    return found


def numbered(bodies: list[bytes], after: int = 0) -> list[tuple[int, bytes]]:
    return list(enumerate(bodies, 1))[after:]


def flip_a_bit(server_folder: Path, at: float = 0.5) -> None:
    """Damage one message in the middle of what the server has stored."""
    (block,) = sorted(server_folder.glob("jetstream/**/msgs/*.blk"))[:1]
    place = int(block.stat().st_size * at)
    with block.open("r+b") as opened:
        opened.seek(place)
        byte = opened.read(1)
        opened.seek(place)
        opened.write(bytes([byte[0] ^ 1]))


async def relayed(house: House) -> None:
    await until(lambda: house.relay.position == house.keeper.position)


async def test_a_follower_reads_the_log_from_any_position_on(house: House) -> None:
    await house.keeper.record(told(0, 700))
    await relayed(house)
    for after in (0, 1, 999, 2099):
        follower = follow(house.nc, house.client, after)
        assert await read(follower, 2100) == numbered(house.log(), after)
        await follower.close()


async def test_batches_are_no_bigger_than_asked_for(house: House) -> None:
    await house.keeper.record(told(0, 100))
    await relayed(house)
    follower = follow(house.nc, house.client, 0, batch=7)
    sizes = []
    while follower.position < 300:
        sizes.append(len(await anext(follower)))
    assert max(sizes) == 7
    await follower.close()


async def test_an_idle_follower_says_so_and_goes_on(house: House) -> None:
    follower = follow(house.nc, house.client, 0)
    assert await anext(follower) == []
    await house.keeper.record(told(0, 1))
    assert await read(follower, 3) == numbered(house.log())
    await follower.close()


@pytest.mark.chaos
async def test_a_killed_server_loses_and_repeats_nothing(house: House) -> None:
    follower = follow(house.nc, house.client, 0)
    found = []
    for first in range(0, 60, 20):
        await house.keeper.record(told(first, first + 20))
        found += await read(follower, first * 3 + 30)
        await asyncio.to_thread(house.server.kill)
        await asyncio.to_thread(house.server.start)
    found += await read(follower, house.keeper.position)
    assert found == numbered(house.log())
    await follower.close()


@pytest.mark.chaos
async def test_a_flipped_bit_is_a_hole_that_the_store_closes(house: House) -> None:
    await house.keeper.record(told(0, 300))
    await relayed(house)
    await asyncio.to_thread(house.server.stop)
    flip_a_bit(house.server.folder)
    await asyncio.to_thread(house.server.start)
    await until(lambda: house.relay.state == "relaying")
    before = holes()
    follower = follow(house.nc, house.client, 0)
    assert await read(follower, 900) == numbered(house.log())
    assert holes() - before == 1
    await follower.close()

    found = await house.verify()
    assert not found["ok"]
    assert [one["what"] for one in found["stream"]["problems"]] == ["missing"]
    assert (await house.repair())["ok"]


@pytest.mark.chaos
async def test_a_flipped_bit_and_a_crash_lose_the_end_and_it_comes_back(house: House) -> None:
    await house.keeper.record(told(0, 300))
    await relayed(house)
    follower = follow(house.nc, house.client, 0)
    found = await read(follower, 900)
    await asyncio.to_thread(house.server.kill)
    flip_a_bit(house.server.folder)
    await asyncio.to_thread(house.server.start)
    await house.keeper.record(told(300, 310))
    await relayed(house)
    found += await read(follower, 930)
    assert found == numbered(house.log())
    assert "events after position" in house.relay.lost
    damaged = await house.verify()
    assert not damaged["ok"]
    assert (await house.repair())["ok"]
    assert house.relay.lost == ""
    await follower.close()


async def test_a_deleted_stream_keeps_a_follower_waiting_until_it_is_repaired(house: House) -> None:
    await house.keeper.record(told(0, 50))
    follower = follow(house.nc, house.client, 0)
    found = await read(follower, 150)
    await house.nc.jetstream().delete_stream(STREAM)
    await house.keeper.record(told(50, 60))
    await until(lambda: house.relay.state == "halted")
    assert await anext(follower) == []
    await house.relay.repair()
    found += await read(follower, 180)
    assert found == numbered(house.log())
    await follower.close()


async def test_a_stream_that_is_shorter_than_the_follower_is_waited_for(house: House) -> None:
    await house.keeper.record(told(0, 50))
    follower = follow(house.nc, house.client, 0)
    found = await read(follower, 150)
    await house.stop("relay")
    await house.nc.jetstream().delete_stream(STREAM)
    await create(house.nc)
    assert await anext(follower) == []
    house.start("relay", house.relay.run)
    await house.keeper.record(told(50, 51))
    found += await read(follower, 153)
    assert found == numbered(house.log())
    await follower.close()


async def test_what_somebody_else_put_on_the_stream_is_replaced_by_the_stores_event(house: House) -> None:
    await house.keeper.record(told(0, 3))
    await relayed(house)
    await publish_one(house.nc, 10, "cases.x.y", b"not ours")
    before = holes()
    follower = follow(house.nc, house.client, 0)
    found = await read(follower, 9)
    assert await anext(follower) == []  # position 10 is not on the log yet
    await house.keeper.record(told(3, 4)[:1])
    found += await read(follower, 10)
    assert found == numbered(house.log())
    assert holes() - before == 1
    await follower.close()


async def test_a_hole_waits_for_the_keeper(house: House) -> None:
    await house.keeper.record(told(0, 3))
    await relayed(house)
    await house.nc.jetstream().delete_stream(STREAM)
    await create(house.nc)
    js = house.nc.jetstream()
    bodies = house.log()
    for position, body in enumerate(bodies[:8], 1):
        await js.publish("cases.x.y", b"broken" if position == 4 else body)
    await house.stop("relay")
    await house.stop("answers")
    follower = Follower(house.nc, house.client, 0)
    found = await read(follower, 3)
    assert await anext(follower) == []
    await house.answer()
    found += await read(follower, 8)
    assert found == numbered(bodies[:8])
    await follower.close()
