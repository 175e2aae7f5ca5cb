"""What may a pack hold, for editors that check and complete one? The model and the vocabulary of conditions say."""

import ast
import inspect
from collections.abc import Iterator
from textwrap import dedent
from typing import Any, Final

from shared.law.conditions import ACROSS, ANY, VOCABULARY
from shared.law.faults.duties import DATED, NAMING, PERIOD_ENDS, PUBLISHED, STARTS
from shared.law.faults.values import RATES
from shared.law.model import AppearingRule, Entry, Pack

WHEN: Final = "Attributes of the case: all must hold; of a list of values any one."


def pack_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a pack. What only the loader can tell is not in it: rules never reached."""
    whole = Pack.model_json_schema()
    defs = whole.pop("$defs")
    for record in _records(Entry):
        form = whole if record is Pack else defs.get(record.__name__)
        for name, meaning in _docstrings(record) if form else ():
            form["properties"][name]["description"] = meaning
    for name, form in defs.items():
        if "when" in form["properties"]:
            across = name == AppearingRule.__name__
            form["properties"]["when"] = {"$ref": "#/$defs/WhenAcross" if across else "#/$defs/When"}
    defs["When"] = _conditions("When", without=ACROSS)
    defs["WhenAcross"] = _conditions("WhenAcross", without=frozenset())
    _name(defs["DutyRule"]["properties"], defs["Target"]["properties"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "yingsu:schema:pack",
        **whole,
        "title": "Law pack",
        "$defs": dict(sorted(defs.items())),
    }


def _conditions(name: str, without: frozenset[str]) -> dict[str, Any]:
    """Return the form of a condition: each attribute with a value or several, and `any` with several conditions."""
    inner = {"$ref": f"#/$defs/{name}"}
    either: dict[str, Any] = {
        "type": "array",
        "minItems": 2,
        "items": {"allOf": [inner], "minProperties": 1},
        "description": "Conditions of which one must hold.",
    }
    attributes = {name: _values(values) for name, values in VOCABULARY.items() if name not in without}
    return {
        "type": "object",
        "title": "When",
        "description": WHEN,
        "properties": {**attributes, ANY: either},
        "additionalProperties": False,
    }


def _values(values: tuple[str | bool, ...]) -> dict[str, Any]:
    one = {"enum": [*values]}
    return {"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]}


def _name(duty: dict[str, Any], target: dict[str, Any]) -> None:
    """Say which names a duty and a target may use where the model takes any text."""
    duty["starts"]["enum"] = [*STARTS, *PERIOD_ENDS, *DATED]
    duty["met_by"]["enum"] = [*DATED, *PUBLISHED]
    duty["lifted_by"]["enum"] = ["", *DATED]
    duty["steps"]["items"]["enum"] = [*DATED]
    for name in ("set_by", "extended_by"):
        duty[name]["enum"] = ["", *NAMING]
    several = duty["category"]
    duty["category"] = {key: several.pop(key) for key in ("default", "description", "title")}
    duty["category"]["anyOf"] = [several["items"], several]
    del target["figure"]["type"]
    target["figure"]["anyOf"] = [{"enum": [*RATES]}, {"type": "string", "pattern": "^on_time_rate:."}]


def _records(of: type[Entry]) -> Iterator[type[Entry]]:
    yield of
    for inner in of.__subclasses__():
        yield from _records(inner)


def _docstrings(record: type[Entry]) -> Iterator[tuple[str, str]]:
    """Return what is said of the fields of a record, also of those it has from others, on one line each."""
    for cls in reversed(record.__mro__):
        if issubclass(cls, Entry):
            (body,) = ast.parse(dedent(inspect.getsource(cls))).body
            yield from _said(body)


def _said(cls: ast.stmt) -> Iterator[tuple[str, str]]:
    assert isinstance(cls, ast.ClassDef)
    for field, following in zip(cls.body, cls.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match following:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    yield field.target.id, " ".join(text.split())
