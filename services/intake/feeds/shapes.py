"""What may a field of a fact hold? The shape a mapping's values must have."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from shared.events.words import CaseNumber


@dataclass(frozen=True, slots=True)
class Shape:
    """What one field of a fact, or of a part of one, may hold."""

    annotation: Any
    """Of one item, where there may be several."""
    many: bool
    required: bool
    kind: Literal["text", "case-number", "date", "yes-no", "number", "word", "part", "other"]
    part: type | None = None

    def faults(self, value: object) -> str:
        """Return what is wrong with a value, empty where it fits."""
        try:
            _adapter(self.annotation).validate_json(to_json(value), strict=True)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            return str(first["msg"])
        return ""


@cache
def shapes(cls: type) -> Mapping[str, Shape]:
    """Return the fields of a fact, or of a part of one, by name."""
    hints = get_type_hints(cls, include_extras=True)
    return {
        one.name: _shape(hints[one.name], one.default is MISSING and one.default_factory is MISSING)
        for one in fields(cls)
    }


def _shape(annotation: Any, required: bool) -> Shape:
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(one for one in get_args(annotation) if one is not type(None))
    many = get_origin(annotation) is tuple
    if many:
        annotation = get_args(annotation)[0]
    part = annotation if isinstance(annotation, type) and is_dataclass(annotation) else None
    return Shape(annotation, many, required, "part" if part else _kind(annotation), part)


def _kind(annotation: Any) -> Any:
    if annotation is CaseNumber or annotation == CaseNumber:
        return "case-number"
    bare = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    if get_origin(bare) is Literal:
        return "word"
    return {str: "text", date: "date", bool: "yes-no", int: "number"}.get(bare, "other")


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)
