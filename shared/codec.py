"""How does an event become stored data, and stored data an event again?

The type name and the JSON are the contract, kept by a golden file a type; classes may move and be renamed.
"""

import re
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from shared.events.base import Event, Fact
from shared.events.catalogue import TYPES, adapter, cached, name_of

_TYPE = re.compile(r"^yingsu\.([a-z-]+)\.v(\d+)$")


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event of a type or version this release does not know; kept, counted, judged after an upgrade."""

    type: str
    data: dict[str, Any]


class UnknownTypeError(ValueError):
    """No event type has this name."""

    def __init__(self, type_: str) -> None:
        super().__init__(f"unknown event type {type_!r}; expected one of GET /schemas, as yingsu.<name>.v1")
        self.type = type_


@cached
def type_of(cls: type[Event]) -> str:
    """Return the CloudEvents type of an event class: `yingsu.hearing-held.v1`."""
    return f"yingsu.{name_of(cls)}.v1"


def name_in(type_: str) -> str:
    """Return the event name in a CloudEvents type, known or not: `hearing-held` in `yingsu.hearing-held.v1`."""
    return type_.split(".")[1]


@cache
def class_of(type_: str) -> type[Event]:
    """Return the class behind a CloudEvents type. Raises UnknownTypeError."""
    match = _TYPE.match(type_)
    if match is None or match[2] != "1" or match[1] not in TYPES:
        raise UnknownTypeError(type_)
    return TYPES[match[1]]


def encode(event: Event) -> dict[str, Any]:
    """Return the JSON-ready data of an event."""
    data: dict[str, Any] = adapter(type(event)).dump_python(event, mode="json")
    return data


def decode(type_: str, data: dict[str, Any]) -> Event | Unknown:
    """Return the event stored under a type, or Unknown when this release has no such type or cannot read it.

    Fields the class does not have are ignored here; they stay in the stored bytes.
    """
    try:
        event: Event = adapter(class_of(type_)).validate_python(data)
    except (UnknownTypeError, ValidationError):
        return Unknown(type_, data)
    return event


def check(type_: str, data: Any) -> Fact:
    """Return the fact that data from outside states.

    Raises UnknownTypeError for a type that is no fact, pydantic.ValidationError for data not of its form.
    """
    cls = class_of(type_)
    if not issubclass(cls, Fact):
        raise UnknownTypeError(type_)
    fact: Fact = adapter(cls).validate_python(data)
    return fact


def without_defaults(type_: str, data: dict[str, Any]) -> dict[str, Any]:
    """Return data without the fields that hold what they would hold unsaid; of an unknown type all of it."""
    try:
        defaults = _defaults(class_of(type_))
    except UnknownTypeError:
        return data
    return {name: value for name, value in data.items() if name not in defaults or value != defaults[name]}


@cached
def _defaults(cls: type[Event]) -> dict[str, Any]:
    return {one.name: to_jsonable_python(one.default) for one in fields(cls) if one.default is not MISSING}


@cached
def field_names(cls: type[Event]) -> frozenset[str]:
    """Return the names of the fields a type has; others a reporter sends are kept and named in the answer."""
    return frozenset(field.name for field in fields(cls))
