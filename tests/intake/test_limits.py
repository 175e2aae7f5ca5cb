"""How much a sender may send: so much a second, a burst more, and never so much that memory or the log give in."""

from dataclasses import replace

import pytest

from services.intake.limits import BURST, BYTES, REMEMBERED, WAITING, Limits
from shared.access import Principal, operator
from shared.problems import Problem
from shared.service.memory import Memory


class Clock:
    """A time that is turned by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limits(clock: Clock) -> Limits:
    return Limits(facts=100, requests=10, now=clock)


def somebody(id_: str = "k1", rate: int = 0) -> Principal:
    return Principal(id=id_, role="agency", districts=("xinzhou",), names=("区住建局",), rate=rate)


def refused(limits: Limits, principal: Principal, **count: int) -> Problem:
    with pytest.raises(Problem) as caught:
        limits.admit(principal, **count)
    assert caught.value.status == 429
    return caught.value


def wait_of(problem: Problem) -> int:
    assert problem.headers is not None
    return int(problem.headers["Retry-After"])


def test_a_second_brings_what_the_rate_says(limits: Limits, clock: Clock) -> None:
    limits.admit(somebody(), facts=int(100 * BURST))
    assert refused(limits, somebody(), facts=1).body["limit"] == "facts"
    clock.now += 1.0
    for _ in range(4):
        limits.admit(somebody(), facts=25)
    refused(limits, somebody(), facts=1)


def test_a_batch_above_the_burst_is_taken_and_the_next_waits_for_it(limits: Limits, clock: Clock) -> None:
    limits.admit(somebody(), facts=5000)
    problem = refused(limits, somebody(), facts=1)
    assert wait_of(problem) == (5000 - 100 * BURST + 1 + 99) // 100
    clock.now += wait_of(problem)
    limits.admit(somebody(), facts=1)


def test_who_is_silent_saves_up_no_more_than_a_burst(limits: Limits, clock: Clock) -> None:
    limits.admit(somebody())
    clock.now += 10_000.0
    limits.admit(somebody(), facts=int(100 * BURST))
    refused(limits, somebody(), facts=1)


def test_requests_and_bytes_have_limits_of_their_own(limits: Limits) -> None:
    for _ in range(int(10 * BURST)):
        limits.admit(somebody("many"), facts=1)
    problem = refused(limits, somebody("many"), facts=1)
    assert (problem.body["limit"], problem.body["most"]) == ("requests", 10)
    limits.admit(somebody("large"), bytes=int(BYTES * BURST))
    assert refused(limits, somebody("large"), bytes=1).body["limit"] == "bytes"


def test_while_one_limit_refuses_the_others_fill(limits: Limits, clock: Clock) -> None:
    limits.admit(somebody(), facts=int(100 * BURST) + 100, bytes=int(BYTES * BURST))
    clock.now += 0.5
    assert refused(limits, somebody(), facts=1).body["limit"] == "facts"
    clock.now += 0.5
    assert refused(limits, somebody(), facts=1).body["limit"] == "facts"
    clock.now += 0.1
    limits.admit(somebody(), facts=1, bytes=int(BYTES * 1.1))  # what 1.1 seconds have brought
    problem = refused(limits, somebody(), bytes=1)
    assert (problem.body["limit"], wait_of(problem)) == ("bytes", 1)


def test_asking_again_sooner_is_refused_and_costs_nothing(limits: Limits, clock: Clock) -> None:
    limits.admit(somebody(), facts=1500)
    for _ in range(100):
        refused(limits, somebody(), facts=1000)
    clock.now += 6.0
    limits.admit(somebody(), facts=1)


def test_the_wait_is_at_least_a_second_and_whole(limits: Limits) -> None:
    limits.admit(somebody(), facts=int(100 * BURST))
    assert wait_of(refused(limits, somebody())) == 1


def test_a_key_may_have_a_rate_of_its_own_for_facts_and_requests(limits: Limits) -> None:
    for _ in range(int(500 * BURST)):
        limits.admit(somebody(rate=500), facts=1)
    refused(limits, somebody(rate=500), facts=1)
    slow = somebody("k2", rate=2)
    limits.admit(slow, facts=int(2 * BURST))
    assert refused(limits, slow, facts=1).body["most"] == 2


def test_a_rate_that_is_changed_counts_at_once(limits: Limits) -> None:
    limits.admit(somebody(), facts=100_000)
    refused(limits, somebody())
    limits.admit(replace(somebody(), rate=5000), facts=1)


def test_one_sender_does_not_use_up_what_another_may(limits: Limits) -> None:
    limits.admit(somebody("k1"), facts=100_000)
    refused(limits, somebody("k1"))
    limits.admit(somebody("k2"), facts=1)


def test_who_runs_the_house_may_send_much_more(limits: Limits) -> None:
    for _ in range(100):
        limits.admit(operator(), facts=5000)


def test_many_senders_take_no_more_memory_than_a_few_thousand(limits: Limits) -> None:
    for number in range(REMEMBERED + 100):
        limits.admit(somebody(f"k{number}"), facts=100_000)
    assert len(limits._accounts) == REMEMBERED
    refused(limits, somebody(f"k{REMEMBERED}"))


def test_everybody_waits_while_more_is_to_be_saved_than_the_log_keeps_up_with(clock: Clock) -> None:
    waiting = WAITING + 1
    limits = Limits(waiting=lambda: waiting, now=clock)
    problem = refused(limits, operator(), facts=1)
    assert (problem.body["limit"], wait_of(problem)) == ("backlog", 1)
    waiting = WAITING
    limits.admit(operator(), facts=1)


async def test_a_stream_is_slowed_down_instead_of_refused(clock: Clock) -> None:
    begun, slept = clock.now, list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.now += seconds

    limits = Limits(facts=1000, requests=1, now=clock, sleep=sleep)
    for _ in range(20):
        await limits.pace(somebody(), facts=500)
    assert slept == []  # the burst at once
    for _ in range(10):
        await limits.pace(somebody(), facts=500)
    assert clock.now - begun == pytest.approx(4.5, abs=0.1)  # 5,000 more; the last is taken in advance


async def test_a_stream_waits_while_too_much_is_to_be_saved(clock: Clock) -> None:
    waiting = WAITING + 3

    async def sleep(_seconds: float) -> None:
        nonlocal waiting
        waiting -= 1

    await Limits(waiting=lambda: waiting, now=clock, sleep=sleep).pace(operator(), facts=500)
    assert waiting == WAITING


def test_what_is_in_memory_of_all_together_is_bounded() -> None:
    limits = Limits(memory=Memory(100))
    with limits.held(60):
        with pytest.raises(Problem) as caught, limits.held(41):
            pass
        assert (caught.value.status, caught.value.body["limit"]) == (429, "memory")
        with limits.held(40):
            pass
    with limits.held(100):
        pass
