"""Verify: what is damaged is named, with its positions; what is whole is said to be whole."""

from pathlib import Path

from services.intake.index import Index
from services.intake.keeper import Keeper
from services.intake.store import Store
from shared.envelope import attributes, stamp
from shared.log.settled import Announcement, announce
from tests.log.house import House, until
from tests.log.toys import RULES, facts


async def relayed(house: House) -> None:
    await until(lambda: house.relay.position == house.keeper.position)


async def test_followers_are_heard_with_their_positions_and_counts(house: House) -> None:
    for rules in RULES:
        house.judge(rules)
    await house.keeper.record([one for n in range(5) for one in facts(n)])
    await house.quiet()
    await relayed(house)
    found = await house.verify(listen=4)
    assert found["ok"]
    assert found["store"] == {"events": house.keeper.position, "problems": []}
    assert found["stream"]["events"] == house.keeper.position
    assert not found["followers"]["reporting"]["heard"]
    for service in ("routing", "deadlines", "accountability"):
        assert found["followers"][service]["position"] == house.keeper.position
        assert found["followers"][service]["problems"] == []


async def test_a_follower_that_lost_notes_or_is_ahead_of_the_log_is_named(house: House) -> None:
    await house.keeper.record(facts(1))
    await relayed(house)

    async def tell() -> None:
        import asyncio

        while True:
            await announce(house.nc, "routing", Announcement(3, 3, position=3, notes=2))
            await announce(house.nc, "deadlines", Announcement(9, 9, position=9, notes=9))
            await asyncio.sleep(0.02)

    house.start("teller", tell)
    found = await house.verify(listen=0.3)
    assert not found["ok"]
    assert "2 events instead of 3" in found["followers"]["routing"]["problems"][0]["what"]
    assert "further than the log" in found["followers"]["deadlines"]["problems"][0]["what"]


async def test_a_store_that_was_tampered_with_is_noticed_at_the_place(tmp_path: Path, house: House) -> None:
    """Somebody writes a store of their own, with one event forged and one left out."""
    await house.keeper.record([one for n in range(4) for one in facts(n)])
    await relayed(house)
    forged = Store(tmp_path / "forged.db")
    bodies = house.log()
    draft = facts(1)[0]
    stored = [(attributes(body)["type"].split(".")[1], body) for body in bodies]
    stored[4] = ("case-docketed", stamp(draft, 5, attributes(bodies[4])["recordedat"], "0" * 64))
    forged.append(1, stored[:8])
    forged.append(10, stored[9:])
    keeper = Keeper(forged, Index(f"sqlite:///{tmp_path}/forged-index.db"))
    await keeper.open()
    house.relay._keeper = keeper
    house.keeper, whole = keeper, house.keeper
    found = await house.verify()
    house.keeper = house.relay._keeper = whole
    problems = {(one["what"], one["first"], one["last"]) for one in found["store"]["problems"]}
    assert ("missing", 9, 9) in problems
    assert {("the chain of hashes is broken", 5, 6)} <= problems
    assert not found["ok"]
    keeper.close()
