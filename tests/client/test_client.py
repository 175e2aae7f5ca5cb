"""Does a client bring every fact in once, whatever is lost on the way, and say what was refused and why?"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from shared.client import AsyncClient, AwayError, Client, ProblemError, fact
from shared.client.trying import FIRST, LONGEST
from tests.access.speakers import KEYS, SPEAKERS
from tests.callers import OPERATOR_KEY
from tests.client.server import LOST, Says, Server, problem, serving
from tests.intake.door import Door, open_door

HELD = {"held_on": "2024-03-05"}
CASE = "（2024）鄂0117行初1号"

PLAIN: dict[str, Any] = {"trust_env": False, "verify": False}
"""Certificates are not asked for here, and take long to read."""


def held(number: int = 1, **more: Any) -> dict[str, Any]:
    told = {"source": "court/鄂0117", "district": "xinzhou", "id": f"h{number}", **more}
    return fact("hearing-held", CASE, HELD, **told)


class Calling:
    """One of the clients, called the same way, with the pauses it made."""

    def __init__(self, kind: str, url: str, **more: Any) -> None:
        self.pauses: list[float] = []
        self._client: Client | AsyncClient
        if kind == "async":
            self._client = AsyncClient(url, OPERATOR_KEY, sleep=self._pause, **PLAIN, **more)
        else:
            self._client = Client(url, OPERATOR_KEY, sleep=self.pauses.append, **PLAIN, **more)

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def __call__(self, name: str, *arguments: Any, **more: Any) -> Any:
        method = getattr(self._client, name)
        if isinstance(self._client, AsyncClient):
            return await method(*arguments, **more)
        return await asyncio.to_thread(method, *arguments, **more)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@pytest.fixture(params=["sync", "async"])
async def call(request: pytest.FixtureRequest, server: Server) -> AsyncIterator[Calling]:
    calling = Calling(request.param, server.url + "/")
    yield calling
    await calling("close")


def test_a_fact_has_the_same_id_each_time_it_is_said() -> None:
    told = {"source": "court/鄂0117", "district": "xinzhou"}
    one = fact("hearing-held", CASE, {"held_on": "2024-03-05", "version": 1}, **told)
    assert one["type"] == "yingsu.hearing-held.v1"
    assert fact("yingsu.hearing-held.v1", CASE, {"version": 1, "held_on": "2024-03-05"}, **told)["id"] != ""
    assert fact("hearing-held", CASE, {"held_on": "2024-03-05", "version": 1}, **told) == one
    others = [
        fact("hearing-held", CASE, {"held_on": "2024-03-06", "version": 1}, **told),
        fact("hearing-cancelled", CASE, {"held_on": "2024-03-05", "version": 1}, **told),
        fact("hearing-held", CASE + "1", {"held_on": "2024-03-05", "version": 1}, **told),
        fact("hearing-held", CASE, {"held_on": "2024-03-05", "version": 1}, source="x", district="xinzhou"),
        fact(
            "hearing-held", CASE, {"held_on": "2024-03-05", "version": 1}, source="court/鄂0117", district="x"
        ),
    ]
    assert len({one["id"], *(other["id"] for other in others)}) == 6
    assert (
        fact("hearing-held", CASE, HELD, **told, id="mine", time="2024-03-05T09:00:00+08:00")["id"] == "mine"
    )


def test_the_order_of_fields_makes_no_other_fact() -> None:
    told = {"source": "court/鄂0117", "district": "xinzhou"}
    one = fact("x", CASE, {"a": 1, "b": {"c": 1, "d": 2}}, **told)
    assert fact("x", CASE, {"b": {"d": 2, "c": 1}, "a": 1}, **told)["id"] == one["id"]


async def test_a_fact_is_reported_with_the_key(call: Calling, server: Server) -> None:
    answer = await call(
        "report", "hearing-held", CASE, HELD, source="court/鄂0117", district="xinzhou", id="h1"
    )
    assert answer["accepted"] == 1
    assert server.log == {("court/鄂0117", "h1"): held()}
    _, headers, _ = server.requests[0]
    assert headers["Authorization"] == f"Bearer {OPERATOR_KEY}"


async def test_the_key_may_be_in_the_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINGSU_KEY", "yk_of-the-environment")
    with Client(server.url, trust_env=False) as client:
        await asyncio.to_thread(client.send, held())
    assert server.requests[0][1]["Authorization"] == "Bearer yk_of-the-environment"


async def test_what_was_lost_is_sent_again_and_is_there_once(call: Calling, server: Server) -> None:
    server.next.extend([LOST, problem(503, "away"), problem(502, "away"), Says(504, b"<html>")])
    answer = await call("send", held())
    assert answer["known"] == 1
    assert len(server.log) == 1
    assert len(server.requests) == 5
    assert len({body for _, _, body in server.requests}) == 1
    assert all(FIRST * 2**n / 2 <= pause <= FIRST * 2**n for n, pause in enumerate(call.pauses))


async def test_pauses_grow_and_differ_and_come_to_an_end(call: Calling, server: Server) -> None:
    server.next.extend([problem(503, "The log cannot be written")] * 40)
    with pytest.raises(ProblemError) as caught:
        await call("send", held())
    assert caught.value.status == 503
    assert max(call.pauses) <= LONGEST
    assert 60 - LONGEST < sum(call.pauses) <= 60
    late = call.pauses[-4:]
    assert len(set(late)) == 4
    assert min(late) >= LONGEST / 2


async def test_too_much_at_once_waits_as_long_as_it_is_told(call: Calling, server: Server) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    server.next.extend(
        [problem(429, "Too much", Retry_After="7"), problem(429, "Too much", Retry_After=date),
         problem(429, "Too much", Retry_After="soon")]
    )  # fmt: skip
    await call("send", held())
    first, second, third = call.pauses
    assert 7 <= first < 7 + FIRST
    assert 18 < second < 21
    assert third < 1


async def test_who_is_to_wait_longer_than_there_is_patience_is_told_so(call: Calling, server: Server) -> None:
    server.next.append(problem(429, "Too much", Retry_After="3600"))
    with pytest.raises(ProblemError, match="Too much"):
        await call("send", held())
    assert call.pauses == []


async def test_a_refusal_is_not_repeated_and_says_why(call: Calling, server: Server) -> None:
    for number, status in enumerate((301, 400, 401, 403, 409, 413, 422, 500), start=1):
        server.next.append(problem(status, "Not allowed"))
        with pytest.raises(ProblemError) as caught:
            await call("send", held())
        assert (caught.value.status, caught.value.title, caught.value.detail) == (
            status,
            "Not allowed",
            "why",
        )
        assert caught.value.errors == ({"pointer": "/x"},)
        assert (len(server.requests), call.pauses) == (number, [])


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "ftp://127.0.0.1", "nonsense"])
async def test_a_house_that_is_not_there_is_away(kind: str, url: str) -> None:
    call = Calling(kind, url, patience=5.0)
    with pytest.raises(AwayError, match="send the same again later"):
        await call("send", held())
    assert sum(call.pauses) <= 5.0
    assert bool(call.pauses) == url.startswith("http")
    await call("close")


async def test_an_answer_of_somebody_else_is_no_success(call: Calling, server: Server) -> None:
    for body in (b"<html>hello</html>", b"[1]", b""):
        server.next.append(Says(200, body))
        with pytest.raises(ProblemError, match="No answer of a house"):
            await call("send", held())


async def test_many_go_in_portions_in_their_order(call: Calling, server: Server) -> None:
    said: list[int] = []
    published = await call(
        "publish", (held(n) for n in range(25)), most=10, noticed=lambda so_far: said.append(so_far.sent)
    )
    assert (published.sent, published.accepted, published.position, published.complete) == (25, 25, 25, True)
    assert said == [10, 20, 25]
    assert [body.count(b"\n") + 1 for _, _, body in server.requests] == [10, 10, 5]
    assert [id_ for _, id_ in server.log] == [f"h{n}" for n in range(25)]


async def test_large_ones_go_in_smaller_portions(call: Calling, server: Server) -> None:
    large = [held(n, id=f"{n}" * 1_500_000) for n in range(1, 6)]
    await call("publish", large)
    assert [body.count(b"\n") + 1 for _, _, body in server.requests] == [2, 2, 1]


async def test_a_portion_whose_answer_was_lost_adds_nothing_twice(call: Calling, server: Server) -> None:
    server.next.extend([LOST, problem(503, "away")])
    published = await call("publish", [held(n) for n in range(20)], most=10)
    assert (published.sent, published.accepted, published.known, published.complete) == (20, 10, 10, True)
    assert len(server.log) == 20


async def test_lines_are_numbered_as_they_stand_in_the_file(call: Calling, server: Server) -> None:
    good = json.dumps(held(1), indent=1)
    lines = [good, b"", b"  \n", "{broken", good.encode().replace(b"h1", b"h2") + b"\r\n", "", "[]"]
    published = await call("publish", lines, most=2)
    assert [(one["number"], one["status"]) for one in published.faults] == [(4, "rejected"), (7, "rejected")]
    assert (published.sent, published.accepted, published.rejected) == (4, 2, 2)
    assert not published.complete


async def test_of_very_many_faults_the_first_are_kept(call: Calling, server: Server) -> None:
    published = await call("publish", (b"{" for _ in range(1300)))
    assert (len(published.faults), published.unlisted, published.rejected) == (1000, 300, 1300)


async def test_nothing_is_sent_of_nothing(call: Calling, server: Server) -> None:
    published = await call("publish", [])
    assert (published.complete, server.requests) == (True, [])


async def test_an_asynchronous_source_is_taken_too(server: Server) -> None:
    async def found() -> AsyncIterator[dict[str, Any]]:
        for n in range(3):
            yield held(n)

    async with AsyncClient(server.url, trust_env=False) as client:
        assert (await client.publish(found())).accepted == 3


async def test_facts_are_corrected_and_taken_back_by_their_position(call: Calling, server: Server) -> None:
    assert await call("correct", 3, {"held_on": "2024-03-06"}, "笔误") == {"position": 7}
    await call("retract", 3, "重复")
    (first, _, body), (second, _, other) = server.requests
    assert (first, json.loads(body)) == (
        "/facts/3/correction",
        {"data": {"held_on": "2024-03-06"}, "reason": "笔误"},
    )
    assert (second, json.loads(other)) == ("/facts/3/retraction", {"reason": "重复"})


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with open_door(tmp_path, {KEYS["court"]: SPEAKERS["court"]}) as opened:
        yield opened


async def test_the_real_door_takes_what_the_client_sends(door: Door) -> None:
    transport = door.http._transport
    async with AsyncClient("http://intake", KEYS["court"], transport=transport) as client:
        told = {"source": "court/鄂0117", "district": "xinzhou"}
        assert (await client.report("hearing-held", CASE, HELD, **told))["accepted"] == 1
        assert (await client.report("hearing-held", CASE, HELD, **told))["known"] == 1
        events = [held(n) for n in range(1, 8)]
        looked = await client.publish([*events, held(9, source="court/鄂0118")], most=3, validate=True)
        assert (looked.accepted, looked.refused, door.keeper.position) == (7, 1, 1)
        published = await client.publish([*events, b"{", held(9, source="court/鄂0118")], most=3)
        assert (published.accepted, published.rejected, published.refused) == (7, 1, 1)
        assert [(one["number"], one["status"]) for one in published.faults] == [
            (8, "rejected"),
            (9, "refused"),
        ]
        assert (published.position, door.keeper.position) == (8, 8)
        again = await client.publish(events)
        assert (again.known, again.complete) == (7, True)
        with pytest.raises(ProblemError) as caught:
            await client.send(held(9, source="court/鄂0118"))
        assert caught.value.status == 403
        assert caught.value.errors[0]["pointer"] == "/source"
    async with AsyncClient("http://intake", "yk_nobody-at-all", transport=transport) as stranger:
        with pytest.raises(ProblemError, match="Who is calling"):
            await stranger.publish(events)


async def test_a_wrong_certificate_or_proxy_can_be_set(server: Server) -> None:
    async with AsyncClient(server.url, timeout=httpx.Timeout(1.0), proxy=server.url, patience=0.1) as client:
        await client.send(held())
    assert server.requests[0][0].startswith("http://127.0.0.1")
