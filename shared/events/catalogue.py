"""Which event types are there? Name <-> class <-> JSON Schema."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from inspect import getdoc
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from shared.events import (
    activities,
    aftermath,
    agency,
    bureau,
    court,
    district,
    documents,
    feeds,
    intake,
    proceeding,
    procuratorate,
)
from shared.events.base import Event, Fact, Finding
from shared.events.findings import accountability, common, deadlines, reporting, routing

T = TypeVar("T")

REPORTERS: tuple[ModuleType, ...] = (
    court,
    procuratorate,
    agency,
    aftermath,
    proceeding,
    bureau,
    activities,
    documents,
    district,
    feeds,
    intake,
)
FINDERS: Mapping[str, ModuleType] = MappingProxyType(
    {
        "routing": routing,
        "deadlines": deadlines,
        "accountability": accountability,
        "reporting": reporting,
    }
)


def name_of(cls: type[Event]) -> str:
    """Return the name of an event class: `hearing-held` for `HearingHeld`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()


def _defined_in(module: ModuleType) -> Iterator[type[Event]]:
    for value in vars(module).values():
        if (
            isinstance(value, type)
            and issubclass(value, Event)
            and value.__module__ == module.__name__
            and value
            # what several share, no events themselves
            not in (deadlines.Deadline, routing.Required, accountability.Proceeding)
        ):
            yield value


FACTS: Mapping[str, type[Fact]] = MappingProxyType(
    {name_of(cls): cls for module in REPORTERS for cls in _defined_in(module) if issubclass(cls, Fact)}
)
FINDINGS: Mapping[str, type[Finding]] = MappingProxyType(
    {
        name_of(cls): cls
        for module in (common, *FINDERS.values())
        for cls in _defined_in(module)
        if issubclass(cls, Finding)
    }
)
TYPES: Mapping[str, type[Event]] = MappingProxyType({**FACTS, **FINDINGS})

COMMON: frozenset[str] = frozenset(name_of(cls) for cls in _defined_in(common))
FINDABLE: Mapping[str, frozenset[str]] = MappingProxyType(
    {service: COMMON | {name_of(cls) for cls in _defined_in(module)} for service, module in FINDERS.items()}
)
"""The finding types each service may put on the log."""


def cached(function: Callable[[type[Event]], T]) -> Callable[[type[Event]], T]:
    """Remember what a function returns for each event class (mypy takes classes for unhashable)."""
    return cast(Callable[[type[Event]], T], cache(function))


@cached
def adapter(cls: type[Event]) -> TypeAdapter[Any]:
    """Return the validator and serialiser of an event class."""
    return TypeAdapter(cls)


@cache
def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the data of an event type. Raises KeyError for an unknown name."""
    cls = TYPES[name]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"yingsu:schema:{name}:v1",
        **adapter(cls).json_schema(),
        "title": name,
        "description": getdoc(cls),
        "x-slot": list(cls.SLOT),
        "x-draft": cls.DRAFT,
        "x-kind": "fact" if issubclass(cls, Fact) else "finding",
        "x-reported-by": list(cls.REPORTED_BY) if issubclass(cls, Fact) else [],
    }
