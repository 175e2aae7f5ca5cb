"""Does a stream of lines get onto the log line by line, while it is still arriving?"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace

import pytest
from pydantic_core import to_json

from services.intake import bulk
from services.intake.api import STREAM
from services.intake.bulk import LISTED, LONGEST, PORTION, WAITING, Tally, lines, take_in
from services.intake.cloudevents import Checked
from services.intake.keeper import Outcome
from shared.envelope import Draft
from tests.examples import EXAMPLES, cloudevent, draft
from tests.intake.door import Door

HEARING = draft(EXAMPLES["hearing-held"])


def line(number: int, **changes: object) -> bytes:
    return to_json({**cloudevent(replace(HEARING, id=str(number))), **changes})


def recording(
    body: AsyncIterator[bytes], record: Callable[[Sequence[Draft]], Awaitable[list[Outcome]]]
) -> Awaitable[Tally]:
    """Take in a stream all of whose lines are facts."""

    async def save(portion: Sequence[Checked]) -> list[tuple[Checked, Outcome | None]]:
        outcomes = await record([checked.draft for checked in portion if checked.draft])
        return list(zip(portion, outcomes, strict=True))

    return take_in(body, lambda checked: checked, save)


async def test_every_line_is_recorded_in_its_order(door: Door) -> None:
    told = await door.post_lines(*(line(number) for number in range(1, 1204)))
    assert told == {
        "position": 1203,
        "accepted": 1203,
        "known": 0,
        "conflicts": 0,
        "rejected": 0,
        "refused": 0,
        "results": [],
        "unlisted": 0,
    }
    assert [stored["id"] for stored in await door.log()] == [str(number) for number in range(1, 1204)]


async def test_the_same_stream_again_changes_nothing(door: Door) -> None:
    stream = [line(number) for number in range(700)]
    await door.post_lines(*stream)
    again = await door.post_lines(*stream)
    assert (again["accepted"], again["known"], again["position"]) == (0, 700, 700)


async def test_a_wrong_line_is_named_and_the_others_are_recorded(door: Door) -> None:
    told = await door.post_lines(
        line(1), b'{"id": ', b"", line(2, data={}), line(1, data={"held_on": "2023-01-01"})
    )
    assert (told["accepted"], told["rejected"], told["conflicts"]) == (1, 2, 1)
    broken, schema, conflict = told["results"]
    assert (broken["line"], broken["index"], broken["status"]) == (2, 1, "rejected")
    assert "JSON" in broken["errors"][0]["detail"]
    assert (schema["line"], schema["id"]) == (4, "2")
    assert schema["errors"][0]["pointer"] == "/data/held_on"
    assert (conflict["line"], conflict["status"], conflict["position"]) == (5, "conflict", 1)
    assert conflict["errors"][0]["pointer"] == "/id"


async def test_an_accepted_line_with_warnings_is_listed(door: Door) -> None:
    told = await door.post_lines(line(1, data={"held_on": "2023-01-01", "weather": "rain"}), line(2))
    (result,) = told["results"]
    assert (result["line"], result["status"], len(result["warnings"])) == (1, "accepted", 1)


async def test_no_more_than_a_thousand_results_are_listed(door: Door) -> None:
    told = await door.post_lines(*[b"?"] * (LISTED + 5))
    assert (len(told["results"]), told["unlisted"], told["rejected"]) == (LISTED, 5, LISTED + 5)


async def test_a_line_that_is_too_long_fails_alone(door: Door) -> None:
    told = await door.post_lines(line(1), b"x" * (3 * LONGEST), line(2))
    assert (told["accepted"], told["rejected"]) == (2, 1)
    assert told["results"][0]["line"] == 2


async def test_an_empty_stream_says_where_the_log_ends(door: Door) -> None:
    await door.post_lines(line(1))
    assert (await door.post_lines(b""))["position"] == 1


async def test_line_ends_and_byte_order_marks_of_any_system(door: Door) -> None:
    told = await door.post_lines(b"\xef\xbb\xbf" + line(1) + b"\r", line(2) + b"\r", b"\r", b"")
    assert (told["accepted"], told["rejected"]) == (2, 0)


async def test_a_stream_may_be_larger_than_a_body(door: Door) -> None:
    padding = {"held_on": "2023-04-20", "weather": "x" * 400_000}

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(100):
            yield line(number, data=padding) + b"\n"

    response = await door.http.post("/events", content=pieces(), headers={"content-type": STREAM})
    assert response.json()["accepted"] == 100


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 1000])
async def test_lines_do_not_depend_on_how_they_are_cut(size: int) -> None:
    text = b"\xef\xbb\xbfone\ntwo\n\nthree\r\nfour"

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(text), size):
            yield text[start : start + size]

    found = [line async for some in lines(pieces()) for line in some]
    assert [(one or b"").removeprefix(b"\xef\xbb\xbf").strip() for one in found] == [
        b"one",
        b"two",
        b"",
        b"three",
        b"four",
    ]


async def test_the_sender_is_slowed_to_what_the_disk_takes() -> None:
    saved, full = asyncio.Event(), asyncio.Event()
    portions = 0
    sent = 0

    async def slow(drafts: Sequence[Draft]) -> list[Outcome]:
        nonlocal portions
        portions += 1
        if portions > WAITING:
            full.set()
        await saved.wait()
        return [Outcome("accepted", 1)] * len(drafts)

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for sent in range(20 * PORTION):
            yield line(sent) + b"\n"

    taking = asyncio.ensure_future(recording(endless(), slow))
    await full.wait()
    for _ in range(1000):
        await asyncio.sleep(0)
    assert sent < (WAITING + 2) * PORTION
    saved.set()
    assert (await taking).accepted == 20 * PORTION


async def test_a_slow_stream_is_recorded_while_it_is_open(door: Door) -> None:
    more = asyncio.Event()

    async def pieces() -> AsyncIterator[bytes]:
        yield line(1) + b"\n"
        await more.wait()
        yield line(2) + b"\n"

    taking = asyncio.ensure_future(recording(pieces(), door.reception.record))
    await door.keeper.wake.wait()
    assert door.keeper.position == 1
    more.set()
    assert (await taking).accepted == 2


async def test_a_sender_that_goes_away_leaves_what_arrived(door: Door) -> None:
    async def broken() -> AsyncIterator[bytes]:
        for number in range(bulk.PORTION + 1):
            yield line(number) + b"\n"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await recording(broken(), door.reception.record)
    lost = bulk.PORTION + 1 - door.keeper.position
    assert lost < bulk.PORTION  # the lines that were still waiting to become a portion


async def test_a_failing_disk_ends_the_stream_and_nobody_waits_for_ever() -> None:
    async def failing(_drafts: Sequence[Draft]) -> list[Outcome]:
        raise OSError("disk full")

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(5 * PORTION):
            yield line(number) + b"\n"

    with pytest.raises(OSError, match="disk full"):
        await recording(pieces(), failing)
