"""What is answered to facts that publishers send over NATS, and are they on the log by then?"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from faststream.nats.subscriber.usecases.core_subscriber import ConcurrentCoreSubscriber
from nats.errors import MaxPayloadError, NoRespondersError
from pydantic_core import to_json

from services.intake.limits import Limits
from services.intake.submissions import answering
from shared.access import Principal
from tests.examples import CASE, COURT, EXAMPLES, cloudevent, draft
from tests.intake.publishers import DISTRICT, SECRETS, Outside, open_outside
from tests.log.house import until
from tests.servers import NatsServer, free_port

HEARING = cloudevent(draft(EXAMPLES["hearing-held"]))
DOCKETED = cloudevent(draft(EXAMPLES["case-docketed"], id_="2"))
UNREADABLE = {**HEARING, "id": "3", "data": {}}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    server = NatsServer(tmp_path_factory.mktemp("nats"), free_port(), secrets=SECRETS).start()
    yield server
    server.stop()


@pytest.fixture
async def outside(tmp_path: Path, guarded: NatsServer) -> AsyncIterator[Outside]:
    async with open_outside(tmp_path, guarded) as opened:
        yield opened


async def test_a_fact_is_on_the_log_under_the_name_of_its_sender_before_the_answer(outside: Outside) -> None:
    court = await outside.publisher("court", "鄂0117")
    answer = await court.submit(HEARING)
    assert answer == {
        "position": 1,
        "accepted": 1,
        "known": 0,
        "conflicts": 0,
        "rejected": 0,
        "refused": 0,
        "results": [
            {"index": 0, "source": COURT, "id": "1", "status": "accepted", "position": 1, "warnings": []}
        ],
    }
    (stored,) = await outside.log()
    assert (stored["subject"], stored["actor"]) == (CASE, court.principal.actor)


async def test_a_batch_is_on_the_log_whole(outside: Outside) -> None:
    answer = await (await outside.publisher()).submit([HEARING, DOCKETED])
    assert (answer["accepted"], answer["position"]) == (2, 2)
    assert [stored["id"] for stored in await outside.log()] == ["1", "2"]


async def test_the_same_message_again_changes_nothing(outside: Outside) -> None:
    court = await outside.publisher()
    await court.submit([HEARING, DOCKETED])
    answer = await court.submit([HEARING, DOCKETED])
    assert (answer["accepted"], answer["known"]) == (0, 2)
    assert len(await outside.log()) == 2


async def test_of_a_batch_with_something_wrong_nothing_is_recorded_and_it_is_said_where(
    outside: Outside,
) -> None:
    problem = (await (await outside.publisher()).submit([HEARING, UNREADABLE]))["problem"]
    assert (problem["status"], problem["title"]) == (422, "Not a fact the log can take")
    assert {error["index"] for error in problem["errors"]} == {1}
    assert not await outside.log()


async def test_each_event_stands_for_itself_where_that_is_asked(outside: Outside) -> None:
    answer = await (await outside.publisher()).submit([UNREADABLE, HEARING], atomic="each")
    assert (answer["accepted"], answer["rejected"]) == (1, 1)
    assert [stored["id"] for stored in await outside.log()] == ["1"]


async def test_validating_says_the_same_and_records_nothing(outside: Outside) -> None:
    court = await outside.publisher()
    assert (await court.submit(HEARING, mode="validate"))["accepted"] == 1
    assert (await court.submit(UNREADABLE, mode="validate"))["problem"]["status"] == 422
    assert not await outside.log()


async def test_a_fact_the_sender_may_not_report_is_refused_with_the_right_it_lacks(outside: Outside) -> None:
    problem = (await (await outside.publisher("agency", "区住建局")).submit(HEARING))["problem"]
    assert (problem["status"], problem["errors"][0]["pointer"]) == (403, "/source")
    assert not await outside.log()


@pytest.mark.parametrize(
    "events", [{**HEARING, "district": "huancui"}, [HEARING, {**DOCKETED, "district": 1}]]
)
async def test_every_event_is_of_the_district_in_the_subject(outside: Outside, events: Any) -> None:
    problem = (await (await outside.publisher("operator")).submit(events))["problem"]
    assert (problem["status"], problem["errors"][0]["pointer"]) == (422, "/district")
    assert f"submit.{DISTRICT}" in problem["detail"]
    assert not await outside.log()


@pytest.mark.parametrize(
    ("body", "options", "status"),
    [
        (b"", {}, 400),
        (b"{", {}, 400),
        (b"\xff\xfe", {}, 400),
        (b'{"a": NaN}', {}, 400),
        (b"[" * 100_000, {}, 400),
        (b'"text"', {}, 422),
        (b"[1, null]", {}, 422),
        (b"{}", {"atomic": "some"}, 400),
        (b"{}", {"mode": "try"}, 400),
    ],
)
async def test_what_is_no_event_is_answered_and_not_left_waiting(
    outside: Outside, body: bytes, options: dict[str, Any], status: int
) -> None:
    problem = (await (await outside.publisher()).send(body, **options))["problem"]
    assert (problem["status"], "expected" in str(problem) or status == 400) == (status, True)


async def test_an_empty_batch_is_answered(outside: Outside) -> None:
    answer = await (await outside.publisher()).submit([])
    assert "problem" in answer or answer["accepted"] == 0


async def test_who_sends_too_much_is_told_when_to_come_again(tmp_path: Path, guarded: NatsServer) -> None:
    async with open_outside(tmp_path, guarded, Limits(facts=1)) as outside:
        court = await outside.publisher()
        answers = [await court.submit(HEARING) for _ in range(11)]
        problem = answers[-1]["problem"]
        assert (problem["status"], problem["limit"]) == (429, "facts")
        assert problem["retry_after"] >= 1


class _Broken:
    async def submit(self, principal: Principal, events: Sequence[Any], **options: str) -> dict[str, Any]:
        raise ZeroDivisionError


async def test_an_error_nobody_expected_is_answered_too(tmp_path: Path, guarded: NatsServer) -> None:
    async with open_outside(tmp_path, guarded, submissions=_Broken()) as outside:
        answer = await (await outside.publisher()).submit(HEARING)
        assert (answer["problem"]["status"], "ZeroDivisionError" in str(answer)) == (500, False)


def test_faststream_hands_messages_on_where_they_are_taken_directly() -> None:
    assert callable(ConcurrentCoreSubscriber._put_msg)


async def test_by_the_way_of_faststream_the_same_is_answered(
    tmp_path: Path, guarded: NatsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "_hand", lambda *_: None)
    async with open_outside(tmp_path, guarded) as outside:
        court = await outside.publisher()
        assert (await court.submit(HEARING))["accepted"] == 1
        for unreadable in (b"", b"\xff\xfe", b"[" * 100_000):
            assert (await court.send(unreadable))["problem"]["status"] == 400


async def test_a_fact_for_which_nobody_waits_is_taken_all_the_same(outside: Outside) -> None:
    court = await outside.publisher()
    await court.client.publish(f"submit.{DISTRICT}", to_json(HEARING))
    assert (await court.submit(DOCKETED))["accepted"] == 1
    await until(lambda: outside.keeper.position == 2)


async def test_a_message_larger_than_the_server_carries_is_not_sent(outside: Outside) -> None:
    court = await outside.publisher()
    with pytest.raises(MaxPayloadError):
        await court.send(b" " * (court.client.max_payload + 1))
    assert (await court.submit(HEARING))["accepted"] == 1


async def test_a_message_of_two_megabytes_is_answered(outside: Outside) -> None:
    court = await outside.publisher("operator")
    events = [{**HEARING, "id": str(number)} for number in range(court.client.max_payload // 2000)]
    assert (await court.submit(events, atomic="each"))["accepted"] == len(events)


async def test_while_nobody_answers_a_publisher_that_is_connected_learns_so_at_once(
    tmp_path: Path, guarded: NatsServer
) -> None:
    async with open_outside(tmp_path, guarded) as outside:
        court = await outside.publisher()
        await court.submit(HEARING)
        await outside.go()
        with pytest.raises(NoRespondersError):
            await court.submit(DOCKETED)


async def test_sixteen_publishers_at_once_have_every_fact_on_the_log_once(outside: Outside) -> None:
    publishers = [await outside.publisher() for _ in range(16)]

    async def publish(number: int) -> None:
        for batch in range(5):
            events = [{**HEARING, "id": f"{number}/{batch}/{i}"} for i in range(10)]
            for _ in range(2):  # whoever does not know whether it was taken sends it again
                await publishers[number].submit(events)

    await asyncio.gather(*map(publish, range(16)))
    stored = await outside.log()
    assert len(stored) == len({one["id"] for one in stored}) == 16 * 5 * 10
    own = {f"{number}/": publisher.principal.actor for number, publisher in enumerate(publishers)}
    assert all(one["actor"] == own[one["id"].partition("/")[0] + "/"] for one in stored)
