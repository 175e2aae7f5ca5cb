"""Which forms do messages on NATS have? JSON Schemas by name, those of events from the catalogue."""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from deploy.nats.described.written import PLACE, WRITTEN, Form, ref
from services.deadlines.answers import DeadlinesExplained
from shared.access import Principal
from shared.codec import type_of
from shared.events.catalogue import FACTS, TYPES, schema
from shared.events.intake import DayBegan, RowParked
from shared.log.append import AppendReply, AppendRequest
from shared.log.settled import Announcement


def data_of(name: str) -> str:
    """Return the name of the form of an event type's data."""
    return f"{name}-data"


def event_of(name: str) -> str:
    """Return the name of the form of an event type as it stands on the log."""
    return f"{name}-event"


def reportable() -> list[str]:
    """Return the types of facts that are taken from outside."""
    return sorted(name for name, cls in FACTS.items() if cls not in (DayBegan, RowParked))


def forms() -> dict[str, Form]:
    """Return all forms by name."""
    found: dict[str, Form] = {}
    for name in sorted(TYPES):
        _add(found, data_of(name), schema(name))
        found[event_of(name)] = {
            "allOf": [ref("event")],
            "properties": {"type": {"const": type_of(TYPES[name])}, "data": ref(data_of(name))},
        }
    for name, cls in {
        "append-request": AppendRequest,
        "appended": AppendReply,
        "announcement": Announcement,
        "principal": Principal,
        "deadlines-explained": DeadlinesExplained,
    }.items():
        _add(found, name, TypeAdapter(cls).json_schema())
    return {**found, **WRITTEN, "fact": _fact(), "facts": {"type": "array", "items": ref("fact")}}


def _fact() -> Form:
    """Return the form of a fact as it is sent: the data is that of its type."""
    each = [
        {"properties": {"type": {"const": type_of(TYPES[name])}, "data": ref(data_of(name))}}
        for name in reportable()
    ]
    return {"allOf": [ref("sent")], "oneOf": each}


def _add(found: dict[str, Form], name: str, form: Mapping[str, Any]) -> None:
    """Add a form, and those it holds inside, each under one name."""
    inside: Mapping[str, Form] = form.get("$defs", {})
    names = {inner: _free(found, inner, name, what) for inner, what in inside.items()}

    def moved(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: _moved_ref(key, each, names) or moved(each) for key, each in value.items()}
        return [moved(each) for each in value] if isinstance(value, list) else value

    for inner, what in inside.items():
        found[names[inner]] = moved(what)
    found[name] = moved({key: value for key, value in form.items() if key not in ("$defs", "$schema", "$id")})


def _moved_ref(key: str, value: object, names: Mapping[str, str]) -> str:
    match = re.fullmatch(r"#/\$defs/(.+)", value) if key == "$ref" and isinstance(value, str) else None
    return PLACE + names[match[1]] if match else ""


def _free(found: Mapping[str, Form], inner: str, of: str, what: Form) -> str:
    """Return the name for an inner form: its own, unless another form has that already."""
    return inner if inner not in found or _alike(found[inner], what) else f"{of}-{inner}"


def _alike(one: object, other: object) -> bool:
    def without_places(value: object) -> str:
        return re.sub(r"#/(\$defs|components/schemas)/", "", repr(value))

    return without_places(one) == without_places(other)
