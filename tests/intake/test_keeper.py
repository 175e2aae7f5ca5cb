"""The keeper: every fact once, every position once, and nothing that was acknowledged is lost or changed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, pairwise
from pathlib import Path
from threading import Event

import pytest
from eventsourcing.persistence import PersistenceError

from services.intake.index import Index
from services.intake.keeper import EventTooLargeError, Keeper, SourceError
from services.intake.store import FencedError, Store, StoreUnavailableError
from shared.codec import type_of
from shared.envelope import GENESIS, Draft, attributes, digest
from shared.events.findings.accountability import LossFound
from shared.events.findings.routing import ObserversCalled
from shared.log.append import AppendError, Refused
from tests.log.toys import case, facts
from tests.servers import postgres_server

_databases = count()


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Return where a store of its own lies."""
    if request.param == "sqlite":
        return tmp_path / "log.db"
    return new_database(request.getfixturevalue("postgres"))


def new_database(url: str) -> str:
    import psycopg

    name = f"log{next(_databases)}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return f"{url}/{name}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@asynccontextmanager
async def opened(place: Path | str, folder: Path, index: str = "index") -> AsyncIterator[Keeper]:
    keeper = Keeper(Store(place), Index(f"sqlite:///{folder}/{index}.db"))
    await keeper.open()
    running = asyncio.create_task(keeper.run())
    try:
        yield keeper
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError, FencedError):
            await running
        keeper.close()


@pytest.fixture
async def keeper(place: Path | str, folder: Path) -> AsyncIterator[Keeper]:
    async with opened(place, folder) as keeper:
        yield keeper


def finding(service: str = "routing") -> Draft:
    return Draft(
        source=service,
        id="",
        type=type_of(ObserversCalled),
        subject=case(1),
        district="xinzhou",
        data={"organs": ["区人社局"], "article": "1"},
    )


async def test_positions_follow_one_another_and_each_event_names_the_one_before(keeper: Keeper) -> None:
    for n in range(5):
        await keeper.record(facts(n))
    bodies = await keeper.read(1, 100)
    assert [attributes(body)["position"] for body in bodies] == list(range(1, 16))
    assert attributes(bodies[0])["prevhash"] == GENESIS
    for before, after in pairwise(bodies):
        assert attributes(after)["prevhash"] == digest(before)
    assert [stored.name for stored in keeper.store.select(0, 3)] == [
        "case-docketed",
        "notice-served",
        "defence-submitted",
    ]


async def test_the_same_fact_again_changes_nothing(keeper: Keeper) -> None:
    first = await keeper.record(facts(1))
    again = await keeper.record(facts(1))
    assert [outcome.status for outcome in first] == ["accepted"] * 3
    assert [(outcome.status, outcome.position) for outcome in again] == [("known", n) for n in (1, 2, 3)]
    assert keeper.position == 3


async def test_the_same_identity_with_other_content_is_a_conflict(keeper: Keeper) -> None:
    (fact, *_) = facts(1)
    other = replace(fact, data={**fact.data, "instance": "second"})
    assert [outcome.status for outcome in await keeper.record([fact, other])] == ["accepted", "conflict"]
    (outcome,) = await keeper.record([other])
    assert (outcome.status, outcome.position) == ("conflict", 1)
    assert keeper.position == 1


async def test_identity_is_per_source(keeper: Keeper) -> None:
    (fact, *_) = facts(1)
    outcomes = await keeper.record([fact, replace(fact, source="ledger/xinzhou")])
    assert [outcome.status for outcome in outcomes] == ["accepted", "accepted"]


async def test_a_repetition_inside_one_group_is_seen(keeper: Keeper) -> None:
    (fact, *_) = facts(1)
    asked = [keeper.record([fact]) for _ in range(20)]
    outcomes = [outcome for answer in await asyncio.gather(*asked) for outcome in answer]
    assert [outcome.status for outcome in outcomes].count("accepted") == 1
    assert {outcome.position for outcome in outcomes} == {1}


async def test_many_writers_at_once_are_saved_in_few_groups(keeper: Keeper) -> None:
    outcomes = await asyncio.gather(*(keeper.record(facts(n)) for n in range(300)))
    positions = sorted(outcome.position for answer in outcomes for outcome in answer)
    assert positions == list(range(1, 901))


async def test_a_long_submission_keeps_its_order_and_lets_others_in_between(keeper: Keeper) -> None:
    told = [fact for n in range(1500) for fact in facts(n)]
    long = asyncio.create_task(keeper.record(told))
    while keeper.position == 0:  # noqa: ASYNC110  # as soon as the first portion is saved
        await asyncio.sleep(0)
    (between,) = await keeper.record(facts(9999)[:1])
    outcomes = await long
    positions = [outcome.position for outcome in outcomes]
    assert positions == sorted(positions)
    assert between.position < positions[-1]
    assert keeper.position == len(told) + 1


async def test_a_finding_needs_the_position_of_the_writers_own_last(keeper: Keeper) -> None:
    await keeper.record(facts(1))
    reply = await keeper.append("routing", 0, [finding(), finding()])
    assert (reply.first, reply.last) == (4, 5)
    assert [body for _, body in reply.stamped([finding(), finding()])] == await keeper.read(4, 5)
    await keeper.append("deadlines", 0, [replace(finding("deadlines"), type="yingsu.finding-withdrawn.v1")])
    with pytest.raises(Refused) as refused:
        await keeper.append("routing", 4, [finding()])
    assert refused.value.last == 5
    assert (await keeper.append("routing", 5, [finding()])).first == 7


async def test_of_two_writers_with_one_expectation_one_is_refused(keeper: Keeper) -> None:
    answers = await asyncio.gather(
        *(keeper.append("routing", 0, [finding()]) for _ in range(8)), return_exceptions=True
    )
    assert sum(isinstance(answer, Refused) for answer in answers) == 7
    assert keeper.position == 1


async def test_a_service_appends_only_its_own_types_in_its_own_name(keeper: Keeper) -> None:
    with pytest.raises(AppendError, match="loss-found"):
        await keeper.append("routing", 0, [replace(finding(), type=type_of(LossFound))])
    with pytest.raises(AppendError, match="case-docketed"):
        await keeper.append("routing", 0, [replace(finding(), type="yingsu.case-docketed.v1")])
    with pytest.raises(AppendError, match="name of"):
        await keeper.append("routing", 0, [finding("deadlines")])
    with pytest.raises(AppendError, match="301"):
        await keeper.append("routing", 0, [finding()] * 301)
    with pytest.raises(AppendError, match="may not append"):
        await keeper.append("intruder", 0, [finding("intruder")])
    assert keeper.position == 0


@pytest.mark.parametrize("source", ["routing", "", "court/a b", "ledger"])
async def test_a_fact_says_who_reports_it(keeper: Keeper, source: str) -> None:
    with pytest.raises(SourceError):
        await keeper.record([replace(facts(1)[0], source=source)])


async def test_an_event_that_is_too_large_is_refused_with_its_portion_only(keeper: Keeper) -> None:
    (fact, *_) = facts(1)
    huge = replace(fact, id="huge", data={**fact.data, "act": "x" * 600_000})
    answers = await asyncio.gather(
        keeper.record([fact, huge]), keeper.record(facts(2)), return_exceptions=True
    )
    assert isinstance(answers[0], EventTooLargeError)
    assert [outcome.position for outcome in answers[1]] == [1, 2, 3]  # type: ignore[union-attr]
    (outcome,) = await keeper.record([fact])
    assert (outcome.status, outcome.position) == ("accepted", 4)


async def test_big_events_are_saved_in_parts_that_do_not_hang_the_connection(keeper: Keeper) -> None:
    told = [replace(facts(n)[0], data={**facts(n)[0].data, "act": "字" * 60_000}) for n in range(12)]
    async with asyncio.timeout(20):
        outcomes = await keeper.record(told)
    assert [outcome.position for outcome in outcomes] == list(range(1, 13))


async def test_what_was_recorded_is_there_after_a_restart(place: Path | str, folder: Path) -> None:
    async with opened(place, folder) as keeper:
        await keeper.record(facts(1))
        reply = await keeper.append("routing", 0, [finding()])
        before = await keeper.read(1, 10)
    async with opened(place, folder) as keeper:
        assert await keeper.read(1, 10) == before
        assert [outcome.status for outcome in await keeper.record(facts(1))] == ["known"] * 3
        await keeper.append("routing", reply.last, [finding()])
        assert attributes((await keeper.read(5, 5))[0])["prevhash"] == digest(before[-1])


async def test_a_deleted_index_comes_back_from_the_store(place: Path | str, folder: Path) -> None:
    async with opened(place, folder) as keeper:
        await keeper.record(facts(1))
        await keeper.append("routing", 0, [finding()])
    async with opened(place, folder, "other") as keeper:
        assert [outcome.status for outcome in await keeper.record(facts(1))] == ["known"] * 3
        with pytest.raises(Refused):
            await keeper.append("routing", 0, [finding()])


async def test_an_index_of_another_log_is_not_believed(tmp_path: Path) -> None:
    async with opened(tmp_path / "a.db", tmp_path) as keeper:
        await keeper.record(facts(1))
    async with opened(tmp_path / "b.db", tmp_path) as keeper:
        assert [outcome.status for outcome in await keeper.record(facts(1))] == ["accepted"] * 3


async def test_a_second_intake_on_the_store_stops_the_first(place: Path | str, folder: Path) -> None:
    async with opened(place, folder, "first") as first, opened(place, folder, "second") as second:
        await second.record(facts(1))
        with pytest.raises(FencedError, match="somebody else"):
            await first.record(facts(2))
        with pytest.raises(FencedError):
            await first.record(facts(3))
        assert isinstance(first.failure, FencedError)
        await second.record(facts(4))
        assert second.position == 6


async def test_nothing_on_the_log_can_be_changed_or_removed(keeper: Keeper) -> None:
    await keeper.record(facts(1))
    table = keeper.store._recorder.events_table_name
    for statement in (f"UPDATE {table} SET topic='x'", f"DELETE FROM {table}"):
        transaction = keeper.store._factory.datastore.transaction(commit=True)
        with pytest.raises(PersistenceError, match="append-only"), transaction as cursor:
            cursor.execute(statement)
    assert len(await keeper.read(1, 10)) == 3


async def test_the_time_of_recording_never_goes_back(tmp_path: Path) -> None:
    times = iter([datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)])
    keeper = Keeper(Store(tmp_path / "log.db"), Index(f"sqlite:///{tmp_path}/i.db"), lambda: next(times))
    await keeper.open()
    running = asyncio.create_task(keeper.run())
    await keeper.record(facts(1)[:1])
    await keeper.record(facts(2)[:1])
    told = [attributes(body)["recordedat"] for body in await keeper.read(1, 2)]
    assert told == ["2026-03-01T00:00:00.000000Z"] * 2
    running.cancel()
    keeper.close()


async def test_closing_waits_for_reads_under_way_and_takes_no_more(tmp_path: Path) -> None:
    keeper = Keeper(Store(tmp_path / "log.db"), Index(f"sqlite:///{tmp_path}/i.db"))
    await keeper.open()
    running = asyncio.create_task(keeper.run())
    await keeper.record(facts(1))
    begun, go_on = Event(), Event()
    select = keeper.store._recorder.select_events

    def slowly(*args: object, **more: object) -> object:
        begun.set()
        assert go_on.wait(10)
        return select(*args, **more)

    keeper.store._recorder.select_events = slowly
    reading = asyncio.create_task(keeper.read(1, 3))
    assert await asyncio.to_thread(begun.wait, 10)
    running.cancel()
    closing = asyncio.create_task(asyncio.to_thread(keeper.close))
    await asyncio.sleep(0.05)
    assert not closing.done()
    go_on.set()
    await closing
    assert len(await reading) == 3
    with pytest.raises(StoreUnavailableError, match="closed"):
        await keeper.read(1, 3)


async def test_a_store_that_cannot_be_written_acknowledges_nothing(tmp_path: Path) -> None:
    class Failing(Store):
        broken = False

        def append(self, first, events, whole=()):  # type: ignore[no-untyped-def]
            if self.broken:
                super().append(first, events[:1])  # a part was saved, then the disk was full
                raise StoreUnavailableError("disk full")
            super().append(first, events)

    store = Failing(tmp_path / "log.db")
    keeper = Keeper(store, Index(f"sqlite:///{tmp_path}/i.db"))
    await keeper.open()
    running = asyncio.create_task(keeper.run())
    store.broken = True
    with pytest.raises(StoreUnavailableError):
        await keeper.record(facts(1))
    store.broken = False
    outcomes = await keeper.record(facts(1))
    assert [outcome.status for outcome in outcomes] == ["known", "accepted", "accepted"]
    assert [outcome.position for outcome in outcomes] == [1, 2, 3]
    running.cancel()
    keeper.close()


async def test_the_loop_stays_free_while_a_group_is_saved(keeper: Keeper) -> None:
    turns = 0

    async def watch() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    watching = asyncio.create_task(watch())
    await keeper.record([fact for n in range(1000) for fact in facts(n)])
    watching.cancel()
    assert turns > 100


async def test_an_event_of_a_form_nobody_expects_does_not_stop_the_keeper(
    place: Path | str, folder: Path
) -> None:
    odd = replace(finding(), type="yingsu.finding-withdrawn.v1", data={"strange": True})
    async with opened(place, folder) as keeper:
        await keeper.append("routing", 0, [odd])
        await keeper.record(facts(1))
    async with opened(place, folder, "fresh") as keeper:
        assert keeper.position == 4
        assert [outcome.status for outcome in await keeper.record(facts(1))] == ["known"] * 3
