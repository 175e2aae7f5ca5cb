"""Which event does an HTTP request in binary mode carry: attributes in headers, data in the body?"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from shared.problems import Problem, pointer
from shared.reported import shown

PREFIX = "ce-"


def event_of(headers: Mapping[str, str], data: Any) -> dict[str, Any]:
    """Return the event in its JSON form. Header values are percent-decoded; raw UTF-8 is taken as well.

    Raises Problem 422 for a header that comes twice, or is written otherwise.
    """
    event: dict[str, Any] = {}
    for header, value in headers.items():
        if not header.startswith(PREFIX):
            continue
        name = header.removeprefix(PREFIX)
        if name in event:
            raise _problem(name, "the header comes twice", "each header once")
        try:
            event[name] = _decoded(value)
        except UnicodeDecodeError as error:
            raise _problem(name, shown(value), "UTF-8, percent-encoded") from error
    event["data"] = data
    return event


def _decoded(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':  # CloudEvents 1.0 let senders quote
        value = value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    # HTTP hands bytes over as if they were Latin-1.
    return unquote_to_bytes(value.encode("latin-1")).decode()


def _problem(name: str, found: str, expected: str) -> Problem:
    error = {"pointer": pointer((name,)), "detail": found, "expected": expected, "in": "header"}
    return Problem(422, "Invalid request", f"{PREFIX}{name}: {found}; expected {expected}", errors=[error])
