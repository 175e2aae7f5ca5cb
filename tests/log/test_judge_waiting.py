"""Waiting for the service before: each case is judged once where that is possible, and never left unjudged."""

import asyncio
from datetime import date

from shared.envelope import attributes, read
from shared.judge import Judge
from shared.log.follow import Follower
from shared.log.settled import Announcement, announce
from shared.world import world_of
from tests.log.house import House, until, wrong
from tests.log.toys import RULES, day, facts

TODAY = date(2023, 6, 1)


async def test_a_case_is_judged_when_the_service_before_is_done_with_it(house: House) -> None:
    told = [day(TODAY), *facts(1, answered=False)]
    at_work = asyncio.create_task(_announcing(house, Announcement(0, 0)))
    judge = house.judge(RULES[1])
    await until(lambda: _waits(judge))
    await house.keeper.record(told)
    await until(lambda: judge.position == len(told))
    assert judge.due == 2, "the case, and the bureau's own matter"
    routing = house.judge(RULES[0])
    await until(lambda: routing.settled >= len(told))
    at_work.cancel()
    await until(lambda: judge.settled >= len(told))
    assert judge.due == 0
    assert wrong(house, RULES[:2], _world(house)) == []


async def test_a_service_that_says_nothing_is_not_waited_for(house: House) -> None:
    judge = house.judge(RULES[1])
    await house.keeper.record([day(TODAY), *facts(1)])
    await until(lambda: judge.position == house.keeper.position and not judge.due)
    assert not _waits(judge)


async def test_what_comes_meanwhile_is_taken_together_until_it_is_time(house: House) -> None:
    follower = Follower(house.nc, house.client, 0)
    taking = asyncio.create_task(follower.take(30.0, linger=30.0))
    for number in (1, 2):
        await house.keeper.record(facts(number))
        await until(lambda: follower.position == house.keeper.position)
    assert not taking.done()
    follower.nudge()
    assert [position for position, _ in await taking] == list(range(1, house.keeper.position + 1))
    await follower.close()


async def _announcing(house: House, said: Announcement) -> None:
    while True:
        await announce(house.nc, "routing", said)
        await asyncio.sleep(0.05)


def _waits(judge: Judge) -> bool:
    return judge._upstream is not None and judge._upstream.at_work


def _world(house: House) -> object:
    return world_of("xinzhou", (read(body) for body in house.log() if attributes(body)["district"] == "_"))
