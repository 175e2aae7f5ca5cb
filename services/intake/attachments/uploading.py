"""How does a file come in with a request: as its body, or as one part of a form, never whole in memory?"""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from services.intake.attachments import Attachments, Kept, TooLargeError
from services.intake.attachments.media import NAMED, EmptyError, MediaTypeError, recognise
from shared.problems import Problem

AROUND = 64 * 1024
"""Bytes that a form may have beside the file."""

DRAINED = 256 * 2**20
"""Bytes read and thrown away so that the sender of too much gets to read the answer; who sends more is cut off."""

FILE = "file"
"""The part of a form that is the file."""


class Upload(NamedTuple):
    """A file that came with a request, and what came beside it."""

    kept: Kept
    name: str
    """What the sender calls it; empty when it does not say."""
    fields: Mapping[str, str]


async def receive(request: Request, store: Attachments) -> Upload:
    """Keep the file of a request, and return it once it is durable. Raises Problem for any that is not taken."""
    said, options = parse_options_header(request.headers.get("content-type"))
    encoding = request.headers.get("content-encoding", "identity").lower()
    stream = request.stream()
    try:
        if encoding != "identity":
            raise Problem(415, "Unsupported Media Type", f"the body is {encoding}; send it uncompressed")
        most = store.most + (AROUND if said == b"multipart/form-data" else 0)
        if int(request.headers.get("content-length", "0")) > most:
            raise TooLargeError(store.most)
        if said != b"multipart/form-data":
            check = partial(recognise, declared=said.decode("latin-1"))
            return Upload(await store.put(stream, check=check), "", {})
        if not (boundary := options.get(b"boundary")):
            raise _broken("its Content-Type names no boundary")
        return await _form(_Parts(stream, boundary).arriving(), store)
    except TooLargeError as error:
        if request.headers.get("expect", "").lower() != "100-continue":
            await _drain(stream)
        detail = f"{error}; no file with more is taken"
        wrong = {"pointer": f"/{FILE}", "detail": str(error), "expected": f"at most {error.most:,} bytes"}
        raise Problem(413, "文件过大 (the file is too large)", detail, errors=[wrong]) from error
    except EmptyError as error:
        wrong = {"pointer": f"/{FILE}", "detail": "0 bytes", "expected": "a file with something in it"}
        raise Problem(422, "文件是空的 (the file is empty)", str(error), errors=[wrong]) from error
    except MediaTypeError as error:
        raise _unsupported(error) from error
    except ClientDisconnect as error:
        raise Problem(400, "The upload broke off", "nothing of the file was kept; send it again") from error
    except OSError as error:
        detail = f"nothing of it was kept ({error.strerror or error}); send it again later"
        raise Problem(507, "The file cannot be kept now", detail) from error


async def _form(parts: AsyncGenerator["_Event"], store: Attachments) -> Upload:
    kept, called = None, ""
    fields: dict[str, str] = {}
    async for event in parts:
        if event.kind != "part":
            continue
        name, filename, declared = _named(event.headers)
        if name == FILE:
            if kept is not None:
                raise _broken("it holds two files; one request is one file")
            called = filename
            kept = await store.put(_until_end(parts), check=partial(recognise, declared=declared))
        else:
            if name in fields:
                raise _broken(f"the field {name!r} stands in it twice")
            with suppress(UnicodeDecodeError):
                fields[name] = (b"".join([piece async for piece in _until_end(parts)])).decode()
                continue
            raise _broken(f"the field {name!r} is not UTF-8")
    if kept is None:
        detail = "请连同文件一起上传，如 curl -F file=@判决书.pdf (send the file as the part `file`)"
        wrong = {"pointer": f"/{FILE}", "detail": "is missing", "expected": "a file"}
        raise Problem(422, "没有文件 (there is no file)", detail, errors=[wrong])
    return Upload(kept, called, fields)


@dataclass(slots=True)
class _Event:
    """What a form brings next: that a part begins, some of its bytes, or that it ends."""

    kind: str
    data: bytes = b""
    headers: dict[str, bytes] = field(default_factory=dict)


class _Parts:
    """A form, part after part, while it arrives."""

    def __init__(self, stream: AsyncIterator[bytes], boundary: bytes) -> None:
        self._stream = stream
        self._found: list[_Event] = []
        self._part = _Event("part")
        self._header, self._value = bytearray(), bytearray()
        self._ended, self._beside = False, 0
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_began,
                "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                "on_header_end": self._header_ended,
                "on_headers_finished": lambda: self._found.append(self._part),
                "on_part_data": lambda data, start, end: self._found.append(_Event("data", data[start:end])),
                "on_part_end": lambda: self._found.append(_Event("end")),
                "on_end": self._over,
            },
        )

    async def arriving(self) -> AsyncGenerator[_Event]:
        """Yield what the form brings. Raises Problem 400 for what is no form, or breaks off."""
        is_file = False
        async for piece in self._stream:
            try:
                self._parser.write(piece)
            except FormParserError as error:
                raise _broken(str(error)) from error
            found, self._found = self._found, []
            for event in found:
                if event.kind == "part":
                    is_file = _named(event.headers)[0] == FILE
                    self._beside += 100 + sum(map(len, event.headers.values()))
                self._beside += 0 if is_file else len(event.data)
                if self._beside > AROUND:
                    raise _broken(f"its fields have more than {AROUND:,} bytes")
                yield event
        if not self._ended:
            raise _broken("it ends before its last boundary")

    def _part_began(self) -> None:
        self._part = _Event("part")

    def _header_ended(self) -> None:
        self._part.headers[self._header.decode("latin-1").lower()] = bytes(self._value)
        self._header.clear()
        self._value.clear()

    def _over(self) -> None:
        self._ended = True


def _named(headers: Mapping[str, bytes]) -> tuple[str, str, str]:
    """Return the name of a part, the name of its file and its type."""
    _, options = parse_options_header(headers.get("content-disposition"))
    name, filename = (options.get(one, b"").decode("utf-8", "replace") for one in (b"name", b"filename"))
    return name, filename, headers.get("content-type", b"").decode("latin-1")


async def _until_end(parts: AsyncGenerator[_Event]) -> AsyncIterator[bytes]:
    async for event in parts:
        if event.kind == "end":
            return
        yield event.data
    raise _broken("it ends before its last boundary")


async def _drain(stream: AsyncIterator[bytes]) -> None:
    drained = 0
    with suppress(ClientDisconnect):
        async for piece in stream:
            drained += len(piece)
            if drained > DRAINED:
                return


def _broken(why: str) -> Problem:
    return Problem(400, "No form that can be read", f"the multipart body cannot be followed: {why}")


def _unsupported(error: MediaTypeError) -> Problem:
    expected = error.found or NAMED
    detail = f"{error}; expected {expected if error.found else f'one of {NAMED}'}"
    wrong = {"pointer": f"/{FILE}", "detail": str(error), "expected": expected}
    title = "文件类型不符 (not a type that is taken)"
    return Problem(415, title, detail, errors=[wrong], declared=error.declared, found=error.found)
