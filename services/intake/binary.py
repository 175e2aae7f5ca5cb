"""Which event does an HTTP request in binary mode carry: attributes in headers, data in the body?"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

PREFIX = "ce-"


def event_of(headers: Mapping[str, str], data: Any) -> dict[str, Any]:
    """Return the event in its JSON form. Header values are percent-decoded; raw UTF-8 is taken as well."""
    event: dict[str, Any] = {
        name.removeprefix(PREFIX): _decoded(value)
        for name, value in headers.items()
        if name.startswith(PREFIX)
    }
    event["data"] = data
    return event


def _decoded(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':  # CloudEvents 1.0 let senders quote
        value = value[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    with suppress(UnicodeDecodeError):
        value = value.encode("latin-1").decode()  # HTTP hands bytes over as if they were Latin-1
    return unquote(value)
