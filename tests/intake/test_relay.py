"""The relay: the stream holds what the store holds, at the same positions, or the relay halts and says why."""

import asyncio
from pathlib import Path

import pytest
from nats.js.errors import NotFoundError

from shared.log.append import LogClient
from shared.log.stream import STREAM, create, publish_one, subject_of
from tests.log.house import House, connect, open_house, until
from tests.log.toys import facts
from tests.servers import NatsServer


def told(first: int, last: int) -> list:  # type: ignore[type-arg]
    return [one for n in range(first, last) for one in facts(n)]


async def relayed(house: House) -> None:
    await until(lambda: house.relay.position == house.keeper.position)


async def on_the_stream(house: House) -> list[bytes]:
    found = []
    for position in range(1, house.keeper.position + 1):
        found.append((await house.nc.jetstream().get_msg(STREAM, seq=position)).data)
    return found


@pytest.mark.parametrize("count", [1, 5, 200], ids=["one", "a few", "a batch"])
async def test_the_stream_holds_the_stored_bytes_at_their_positions(house: House, count: int) -> None:
    await house.keeper.record(told(0, count)[:count])
    await relayed(house)
    assert await on_the_stream(house) == house.log()
    assert house.relay.state == "relaying"


async def test_the_subject_names_district_and_type(house: House) -> None:
    await house.keeper.record(facts(1)[:1])
    await relayed(house)
    message = await house.nc.jetstream().get_msg(STREAM, seq=1)
    assert message.subject == "cases.xinzhou.case-docketed"


def test_a_district_that_is_no_subject_token_is_made_one() -> None:
    assert subject_of("x", b'{"district":"a b.c*>"}') == "cases.a_b_c_.x"
    assert subject_of("x", b'{"district":""}') == "cases._.x"
    assert subject_of("x", b'{"district":"a\\"b"}') == 'cases.a"b.x'


@pytest.mark.chaos
async def test_a_killed_server_loses_and_repeats_nothing(house: House) -> None:
    recording = asyncio.create_task(house.keeper.record(told(0, 1500)))
    for upto in (300, 1500, 3000):
        await until(lambda upto=upto: house.relay.position >= upto)
        await asyncio.to_thread(house.server.kill)
        await asyncio.to_thread(house.server.start)
    await recording
    await relayed(house)
    assert await on_the_stream(house) == house.log()
    assert house.relay.lost == ""


async def test_a_deleted_stream_halts_the_relay_until_it_is_repaired(house: House) -> None:
    await house.keeper.record(told(0, 100))
    await relayed(house)
    assert (await house.verify())["ok"]
    await house.nc.jetstream().delete_stream(STREAM)
    await house.keeper.record(told(100, 101))
    await until(lambda: house.relay.state == "halted")
    assert "missing" in house.relay.reason
    before = await house.verify()
    assert not before["ok"]
    assert any("missing" in problem["what"] for problem in before["stream"]["problems"])

    after = await house.repair()
    assert after["ok"]
    assert after["filled"] == house.keeper.position
    assert await on_the_stream(house) == house.log()
    await house.keeper.record(told(101, 102))
    await relayed(house)


async def test_an_event_of_somebody_else_on_the_stream_halts_the_relay(house: House) -> None:
    await house.keeper.record(told(0, 3))
    await relayed(house)
    await publish_one(house.nc, house.keeper.position + 1, "cases.x.y", b"not ours")
    await house.keeper.record(told(3, 5))
    await until(lambda: house.relay.state == "halted")
    assert "another event" in house.relay.reason
    found = await house.verify()
    assert {"what": "not the store's bytes", "first": 10, "last": 10} in found["stream"]["problems"]
    assert (await house.repair())["ok"]
    assert await on_the_stream(house) == house.log()


async def test_a_stream_that_lost_its_end_is_filled_and_remembered_as_damaged(house: House) -> None:
    await house.keeper.record(told(0, 100))
    await relayed(house)
    await house.stop("relay")
    await house.nc.jetstream().delete_stream(STREAM)
    await create(house.nc)
    for position, body in enumerate(house.log()[:200], 1):
        await publish_one(house.nc, position, subject_of("x", body), body)
    house.start("relay", house.relay.run)
    await until(lambda: house.relay.state == "halted")  # the subject is not the store's
    await house.nc.jetstream().delete_stream(STREAM)
    await create(house.nc)
    await relayed(house)
    await until(lambda: house.relay.state == "relaying")
    assert house.relay.lost == "300 events after position 0"
    found = await house.verify()
    assert not found["ok"]
    assert (await house.repair())["ok"]


async def test_the_relay_goes_on_where_the_stream_ends_after_a_restart(
    tmp_path: Path, server: NatsServer
) -> None:
    for first in range(0, 60, 20):
        async with open_house(tmp_path, server) as house:
            await house.keeper.record(told(first, first + 20))
            await relayed(house)
            assert house.relay.position == (first + 20) * 3
            assert await on_the_stream(house) == house.log()


async def test_two_relays_do_not_put_an_event_twice(house: House, tmp_path: Path) -> None:
    from services.intake.relay import Relay

    nc = await connect(house.server)
    twin = Relay(house.keeper, nc)
    house.start("twin", twin.run)
    for n in range(50):
        await house.keeper.record(told(n, n + 1))
    await relayed(house)
    assert await on_the_stream(house) == house.log()
    with pytest.raises(NotFoundError):
        await house.nc.jetstream().get_msg(STREAM, seq=house.keeper.position + 1)
    await house.stop("twin")
    await nc.close()


async def test_a_part_of_the_log_is_read_from_the_store(house: House) -> None:
    await house.keeper.record(told(0, 900))
    client = LogClient(house.nc)
    assert await client.read(2, 4) == house.log()[1:4]
    assert await client.read(1, 5000) == house.log()
    assert await client.read(5000, 6000) == []
