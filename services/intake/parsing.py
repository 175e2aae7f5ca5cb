"""What does JSON from outside say? UTF-8, and each name of an object once; else it is refused with the place."""

import json
from codecs import BOM_UTF8, getincrementaldecoder
from collections.abc import Iterator
from typing import Any

from pydantic_core import from_json
from starlette.requests import Request

from shared.problems import Problem, pointer
from shared.reported import Fault, Path

_ABOUT_BODY = ("content-type", "content-encoding")

_GLANCE = 4096
"""Bytes by which another encoding is guessed."""


class UnreadableError(ValueError):
    """Bytes that are no JSON, or hold a name twice."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.detail)
        self.fault = fault


def parse(body: bytes | bytearray) -> Any:
    """Return what JSON says. Raises UnreadableError for what is none, and for a name twice in one object."""
    try:
        told = from_json(body, allow_inf_nan=False)
    except ValueError as error:
        if body.startswith(BOM_UTF8):
            return parse(body.removeprefix(BOM_UTF8))
        raise UnreadableError(_unreadable(bytes(body), error)) from error
    if type(told) in (dict, list) and (again := _named_twice(body, told)):
        raise UnreadableError(again)
    return told


def parsed(body: bytes | bytearray) -> Any:
    """Return what the body of a request says. Raises Problem 400 for what is no JSON, 422 for a name twice."""
    try:
        return parse(body)
    except UnreadableError as error:
        fault = error.fault
        errors = [fault._asdict()]
        if fault.pointer:
            raise Problem(422, "A name twice", f"{fault.pointer}: {fault.detail}", errors=errors) from error
        detail = f"the body cannot be read as JSON: {fault.detail}; expected {fault.expected}"
        raise Problem(400, "No JSON", detail, errors=errors) from error


async def json_of(request: Request) -> tuple[Any, int]:
    """Return what the body of a request says, and its size in bytes. Raises Problem 400, 415 and 422."""
    media, _, parameters = request.headers.get("content-type", "").lower().partition(";")
    charset = parameters.partition("charset=")[2].strip(' "') or "utf-8"
    encoding = request.headers.get("content-encoding", "identity").lower()
    if media.strip() != "application/json" or charset not in ("utf-8", "utf8") or encoding != "identity":
        found = ", ".join(
            f"{name} {value!r}" for name, value in request.headers.items() if name in _ABOUT_BODY
        )
        detail = f"found {found or 'no content-type'}; expected application/json in UTF-8 and uncompressed"
        raise Problem(415, "Unsupported Media Type", detail)
    body = await request.body()
    return parsed(body), len(body)


def _named_twice(body: bytes | bytearray, told: Any) -> Fault | None:
    """Return where a name stands twice in one object; the parser keeps the last one and says nothing.

    Every name has a colon behind it. Where there are as many colons as names left, beside those in texts, none was
    dropped; else the text is parsed once more, by the slower parser that shows all names.
    """
    colons = body.count(b":") - _names(told)
    if not colons or (b"\\u003" not in body and colons == _colons(told)):
        return None
    places = _repeated(json.loads(body, object_pairs_hook=_Pairs), ())
    place = next(places, None)
    if place is None:
        return None
    return Fault(pointer(place), f"the name {place[-1]!r} stands twice", "each name once")


def _names(told: Any) -> int:
    """Return how many names the objects within a value have."""
    if type(told) is dict:
        count = len(told)
        for value in told.values():
            if type(value) in (dict, list):
                count += _names(value)
        return count
    return sum(_names(value) for value in told if type(value) in (dict, list))


def _colons(told: Any) -> int:
    """Return how many colons the texts and names within a value hold."""
    match told:
        case str():
            return told.count(":")
        case dict():
            return sum(name.count(":") + _colons(value) for name, value in told.items())
        case list():
            return sum(map(_colons, told))
        case _:
            return 0


class _Pairs(list[tuple[str, Any]]):
    """The members of an object as they were written."""


def _repeated(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, _Pairs):
        seen = set[str]()
        for name, inner in value:
            if name in seen:
                yield (*path, name)
            seen.add(name)
            yield from _repeated(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _repeated(inner, (*path, index))


def _unreadable(body: bytes, error: ValueError) -> Fault:
    expected = "JSON in UTF-8"
    if body.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in body[:4]:
        return Fault("", "it is written in UTF-16 or UTF-32", expected)
    try:
        body.decode()
    except UnicodeDecodeError as wrong:
        guess = ", and looks like GB18030" if _is_gb18030(body) else ""
        return Fault("", f"byte {wrong.start} (0x{body[wrong.start]:02x}) is no UTF-8{guess}", expected)
    return Fault("", str(error), expected)


def _is_gb18030(body: bytes) -> bool:
    try:
        getincrementaldecoder("gb18030")().decode(body[:_GLANCE])
    except UnicodeDecodeError:
        return False
    return True
