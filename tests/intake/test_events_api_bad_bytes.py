"""Is what no honest system sends refused or put right at the door, with a clear answer, and nothing recorded?"""

import tracemalloc
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic_core import to_json

from services.intake.api import BATCH, BINARY, SINGLE, STREAM
from tests.examples import CASE, EXAMPLES, cloudevent, draft
from tests.intake.door import Door

EVENT = cloudevent(draft(EXAMPLES["hearing-held"]))
TEXT = to_json(EVENT)
DEEP = 100_000

NO_JSON: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "EOF"),
    "half": (TEXT[:-2], "EOF"),
    "two": (TEXT + TEXT, "trailing"),
    "not quoted": (b"{id: 1}", "key must be a string"),
    "single quotes": (b"{'id': 1}", "key must be a string"),
    "a comma too many": (b'{"id": 1,}', "trailing comma"),
    "GB18030": (TEXT.decode().encode("gb18030"), "looks like GB18030"),
    "UTF-16": (TEXT.decode().encode("utf-16"), "UTF-16"),
    "UTF-16 without mark": (TEXT.decode().encode("utf-16-le"), "UTF-16"),
    "UTF-32": (TEXT.decode().encode("utf-32"), "UTF-16 or UTF-32"),
    "half a character": (TEXT.replace("鄂".encode(), b"\xe9\x84"), "is no UTF-8"),
    "a surrogate in bytes": (TEXT.replace("鄂".encode(), b"\xed\xa0\x80"), "is no UTF-8"),
    "a lone surrogate": (TEXT.replace("鄂".encode(), b"\\ud83d"), "hex escape"),
    "NaN": (TEXT.replace(b'"data":{', b'"data":{"x":NaN,'), "expected value"),
    "Infinity": (TEXT.replace(b'"data":{', b'"data":{"x":-Infinity,'), "invalid number"),
    "a number without end": (TEXT.replace(b'"data":{', b'"data":{"x":' + b"9" * 5000 + b","), "out of range"),
    "brackets": (b"[" * DEEP + b"]" * DEEP, "recursion limit"),
    "braces": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, "recursion limit"),
    "deep data": (TEXT.replace(b'"data":{', b'"data":{"x":' + b"[" * DEEP + b"]" * DEEP + b","), "recursion"),
    "a raw control character": (TEXT.replace("鄂".encode(), b"\x01"), "control character"),
}


async def test_what_is_no_json_is_said_to_be_none_and_why(door: Door) -> None:
    for name, (body, why) in NO_JSON.items():
        for media, sent in ((BATCH, b"[" + body), (SINGLE, body)):
            answer = await door.http.post("/events", content=sent, headers={"content-type": media})
            assert (name, answer.status_code, answer.json()["title"]) == (name, 400, "No JSON"), answer.text
        assert why in answer.text, name
    assert await door.log() == []


async def test_a_line_that_is_no_json_keeps_no_other_back(door: Door) -> None:
    wrong = {name: said for name, said in NO_JSON.items() if said[0] and b"\n" not in said[0]}
    told = await door.post_lines(TEXT, *(body for body, _ in wrong.values()))
    assert (told["accepted"], told["rejected"]) == (1, len(wrong))
    for (name, (_, why)), result in zip(wrong.items(), told["results"], strict=True):
        assert why in result["errors"][0]["detail"], name


async def test_a_byte_order_mark_is_passed_over(door: Door) -> None:
    for body in (b"\xef\xbb\xbf" + TEXT, TEXT):
        answer = await door.http.post("/events", content=body, headers={"content-type": SINGLE})
        assert answer.status_code == 200, answer.text
    assert len(await door.log()) == 1


def doubled(before: bytes, more: bytes) -> bytes:
    return TEXT.replace(before, more + before, 1)


TWICE: dict[str, tuple[bytes, str]] = {
    "an attribute": (doubled(b'"id":', b'"id":"other",'), "/id"),
    "the same said twice": (doubled(b'"subject":', b'"subject":"' + CASE.encode() + b'",'), "/subject"),
    "an escaped name": (doubled(b'"id":', b'"\\u0069d":"other",'), "/id"),
    "with space": (doubled(b'"id":', b'"id" \n: "other",').replace(b"\n", b""), "/id"),
    "in the data": (doubled(b'"held_on":', b'"held_on":"2020-01-01",'), "/data/held_on"),
    "in a list": (
        TEXT.replace(b'"attendees":[', b'"attendees":[{"organ":"a","organ":"b"},', 1),
        "/data/attendees/0/organ",
    ),
    "beside colons in texts": (doubled(b'"id":', b'"time":"2023-04-20T10:00:00Z","id":"a:b:c",'), "/id"),
    "behind an escaped colon": (doubled(b'"id":', b'"note":"\\u003a","id":"x",'), "/id"),
}


@pytest.mark.parametrize("name", TWICE)
async def test_a_name_twice_in_one_object_is_refused_with_its_place(door: Door, name: str) -> None:
    body, pointer = TWICE[name]
    answer = await door.http.post("/events", content=body, headers={"content-type": SINGLE})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
    answer = await door.http.post("/events", content=b"[" + body + b"]", headers={"content-type": BATCH})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/0{pointer}")
    told = await door.post_lines(body)
    assert told["results"][0]["errors"][0]["pointer"] == pointer
    assert await door.log() == []


async def test_colons_and_escapes_in_texts_are_no_names(door: Door) -> None:
    notes = {"a": 'x":1,"a', "b": ":", "c:d": "\\", "e": {"a": [":", {"a": ""}]}}
    event = EVENT | {"data": {"held_on": "2023-04-20", **notes}, "time": "2023-04-20T10:00:00+08:00"}
    answer = await door.post(event)
    assert (answer.status_code, answer.json()["accepted"]) == (200, 1), answer.text
    (stored,) = await door.log()
    assert stored["data"] == stored["data"] | notes


ODD: dict[str, tuple[dict[str, Any], str, str]] = {
    "a number beyond all bounds": ({"x": 1}, "/data/x", "18 digits"),
    "an integer of 400 digits": ({"version": 10**400}, "/data/version", "18 digits"),
    "an integer of 30 digits deep inside": ({"x": [{"y": -(10**30)}]}, "/data/x/0/y", "18 digits"),
    "a NUL": ({"x": ["a\0"]}, "/data/x/0", "NUL"),
    "a control character": ({"weather": "a\x0bb"}, "/data/weather", "control"),
    "a bell in a name": ({"a\x07": 1}, "/data/a\x07", "control"),
    "an escape": ({"weather": "\x1b[31m"}, "/data/weather", "control"),
    "a delete": ({"weather": "\x7f"}, "/data/weather", "control"),
    "a day that never was": ({"held_on": "2023-02-30"}, "/data/held_on", "YYYY-MM-DD"),
    "a day in digits of another script": ({"held_on": "２０２３-04-20"}, "/data/held_on", "YYYY-MM-DD"),
}


async def test_what_nobody_could_work_with_is_named(door: Door) -> None:
    for name, (data, pointer, expected) in ODD.items():
        body = to_json(EVENT | {"data": {"held_on": "2023-04-20", **data}})
        if name == "a number beyond all bounds":
            body = body.replace(b'"x":1', b'"x":1e400')
        answer = await door.http.post("/events", content=body, headers={"content-type": SINGLE})
        assert (name, answer.status_code) == (name, 422), answer.text
        (error,) = answer.json()["errors"]
        assert (error["pointer"], expected in error["expected"]) == (pointer, True), name
    assert await door.log() == []


async def test_tabs_lines_and_large_numbers_are_plain(door: Door) -> None:
    data = {"held_on": "2023-04-20", "weather": "rain,\n\tthen\r\nsun \\b \\u0000", "x": 10**17, "y": 1.5e16}
    assert (await door.post(EVENT | {"data": data})).status_code == 200
    (stored,) = await door.log()
    assert stored["data"] == stored["data"] | data


async def test_a_case_is_the_same_however_its_brackets_are_written(door: Door) -> None:
    for brackets in ("（）", "()", "〔〕", "［］", "【】", "﹙﹚", "⟨⟩", "〈〉", "｛｝", "⦅⦆", "〖〗"):
        written = CASE.translate(str.maketrans("（）", brackets))
        assert (await door.post(EVENT | {"subject": written})).status_code == 200, brackets
    assert [stored["subject"] for stored in await door.log()] == [CASE]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("0", "О", "U+041E CYRILLIC CAPITAL LETTER O"),
        ("初", "初\u3164", "HANGUL"),
        ("（", "❛", "U+275B"),
        ("行", "行\0", "U+0000"),
        ("1", "١", "ARABIC-INDIC DIGIT ONE"),
    ],
)
async def test_a_character_that_only_looks_right_is_named(
    door: Door, before: str, after: str, said: str
) -> None:
    answer = await door.post(EVENT | {"subject": CASE.replace(before, after, 1)})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "/subject"
    assert said in error["detail"] or "printable" in error["expected"], error
    assert await door.log() == []


async def test_a_text_of_a_megabyte_is_refused_in_a_short_answer(door: Door) -> None:
    for name in ("id", "source", "type", "subject", "district", "time"):
        answer = await door.post(EVENT | {name: "长" * 350_000})
        assert (name, answer.status_code, len(answer.text) < 2000) == (name, 422, True)
        assert answer.json()["errors"][0]["pointer"] == f"/{name}"


BINARY_HEADERS = {
    "ce-specversion": "1.0",
    "ce-id": "1",
    "ce-source": "court/%E9%84%820117",
    "ce-type": "yingsu.hearing-held.v1",
    "ce-district": "xinzhou",
    "ce-subject": "%EF%BC%882024%EF%BC%89%E9%84%820117%E8%A1%8C%E5%88%9D1%E5%8F%B7",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [("source", b"court/%B6%F50117"), ("source", "court/鄂0117".encode("gb18030")), ("id", b"2")],
    ids=["percent-encoded GB18030", "raw GB18030", "twice"],
)
async def test_a_header_of_another_encoding_or_twice_is_refused(door: Door, name: str, value: bytes) -> None:
    kept = {
        header: text for header, text in BINARY_HEADERS.items() if header != "ce-source" or name != "source"
    }
    headers = [(header.encode(), text.encode()) for header, text in kept.items()]
    headers += [(f"ce-{name}".encode(), value), (b"content-type", BINARY.encode())]
    answer = await door.http.post("/events", content=b'{"held_on": "2023-04-20"}', headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{name}")
    good = {**BINARY_HEADERS, "content-type": BINARY}
    assert (
        await door.http.post("/events", content=b'{"held_on": "2023-04-20"}', headers=good)
    ).status_code == 200


@pytest.mark.parametrize("media", [SINGLE, BATCH, BINARY, STREAM])
async def test_a_hundred_megabytes_are_refused_and_not_kept(door: Door, media: str) -> None:
    piece = b" " * 2**20

    async def hundred() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield piece

    headers = {
        "content-type": media,
        "content-length": str(100 * 2**20),
        **(BINARY_HEADERS if media == BINARY else {}),
    }
    tracemalloc.start()
    try:
        answer = await door.http.post("/events?atomic=all", content=hundred(), headers=headers)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.status_code == 413
    assert peak < 2**20 * (80 if media == STREAM else 4)  # lines are held up to the limit, then no more


async def test_a_line_of_a_hundred_megabytes_is_wrong_alone(door: Door) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"[" * 2**20
        yield b"\n" + TEXT

    tracemalloc.start()
    try:
        answer = await door.http.post("/events", content=pieces(), headers={"content-type": STREAM})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    told = answer.json()
    assert (told["accepted"], told["rejected"]) == (1, 1)
    assert peak < 8 * 2**20
