"""What is wrong with the form of a pack, and which of its entries can be judged all the same?"""

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from shared.law.faults.fault import Fault, Place, located
from shared.law.model import Pack

Removed = dict[str, list[int]]
"""The numbers of the entries taken out, by section."""


def malformed(errors: Sequence[ErrorDetails], node: Any) -> Iterator[Fault]:
    """Yield what the model refuses, each with what it expects."""
    for error in errors:
        yield located(node, error["loc"], _said(error))


def _said(error: ErrorDetails) -> str:
    said = error["msg"]
    if error["type"] == "extra_forbidden":
        known = _fields(error["loc"])
        return f"{said}; expected one of {', '.join(known)}" if known else said
    if error["type"] == "string_type" and isinstance(error["input"], (int, float)):
        return f'{said}; expected it in quotes: "{error["input"]}"'
    return said


def _fields(loc: Place) -> list[str]:
    """Return which fields the record has to which a place leads."""
    record: Any = Pack
    for step in loc[:-1]:
        if isinstance(step, str) and _is_record(record):
            field = record.model_fields.get(step)
            record = field and _record_in(field.annotation)
    return [*record.model_fields] if _is_record(record) else []


def _record_in(annotation: Any) -> Any:
    """Return the record an annotation means: itself, or what a tuple, mapping or union of it holds."""
    if _is_record(annotation):
        return annotation
    return next((found for inner in get_args(annotation) if (found := _record_in(inner))), None)


def _is_record(of: Any) -> bool:
    return isinstance(of, type) and issubclass(of, BaseModel)


def without(content: dict[str, Any], errors: Sequence[ErrorDetails]) -> tuple[dict[str, Any], Removed]:
    """Return a pack without the entries that have no form, so that the others can be judged too."""
    left, removed = copy(content), Removed()
    for error in errors:
        section, *rest = error["loc"]
        if rest and isinstance(rest[0], int) and isinstance(content.get(str(section)), list):
            removed.setdefault(str(section), []).append(rest[0])
        elif rest and isinstance(rest[0], str) and section == "parameters":
            left[section] = {name: one for name, one in left[section].items() if name != rest[0]}
        elif error["type"] == "extra_forbidden":
            left.pop(str(section), None)
    for section, numbers in removed.items():
        left[section] = [one for number, one in enumerate(content[section]) if number not in numbers]
    return left, removed


def restored(place: Place, removed: Removed) -> Place:
    """Return the place of an entry in the text, from its place among those that were left."""
    section, *rest = place
    if not rest or not isinstance(rest[0], int):
        return place
    number = rest[0]
    for gone in sorted(set(removed.get(str(section), ()))):
        number += gone <= number
    return (section, number, *rest[1:])
