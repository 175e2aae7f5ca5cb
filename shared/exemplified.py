"""What does an answer of this form look like? An example made from its schema, in the words of the trade."""

from collections.abc import Mapping
from typing import Any

SAMPLES: Mapping[str, Any] = {
    "district": "huancui",
    "case": "（2023）鲁1002行初12号",
    "case_number": "（2023）鲁1002行初12号",
    "dispute": "（2023）鲁1002行初12号",
    "agency": "环翠区公安分局",
    "agencies": "环翠区公安分局",
    "defendant": "环翠区公安分局",
    "defendants": "环翠区公安分局",
    "responsible": "环翠区公安分局",
    "accountable": "环翠区公安分局",
    "who": "环翠区公安分局",
    "metric": "appearance_rate",
    "period": "2023",
    "by": "defendant",
    "numerator": 23,
    "denominator": 24,
    "value": "0.9583",
    "target": "1.0000",
    "article": "19",
    "pack": "huancui",
    "mark": "routing/own-act",
    "duty": "defence",
    "feed": "court/鲁1002",
    "source": "court/鲁1002",
    "year": 2023,
    "position": 4711,
    "as_of": "2024-03-31",
    "since": "2024-03-31",
    "at": "2024-03-31",
    "next": "KmW1Zx0uQf9LMg",
    "type": "hearing-held",
    "limit": 100,
    "min_position": 0,
    "timeout": 30,
}
"""What stands under a name, where its form allows it."""

EMPTY = frozenset({"after", "fields", "format", "search", "accept"})
"""Parameters that an example leaves out: what they take hangs on another answer, or changes its form."""

DEEPEST = 8
"""Levels an example is deep; a form may hold itself."""

Schema = Mapping[str, Any]
Schemas = Mapping[str, Schema]


def example(schema: Schema, schemas: Schemas, name: str = "", deep: int = 0) -> Any:
    """Return something of the form a JSON schema describes; `schemas` are those it may refer to by `$ref`."""
    if ref := schema.get("$ref"):
        return example(schemas[ref.rpartition("/")[2]], schemas, name, deep)
    for given in ("example", "const"):
        if given in schema:
            return schema[given]
    if "enum" in schema:
        return next((one for one in schema["enum"] if one), schema["enum"][0])
    for some in ("anyOf", "oneOf", "allOf"):
        if choices := [one for one in schema.get(some, ()) if one.get("type") != "null"]:
            return example(choices[0], schemas, name, deep)
    match schema.get("type"):
        case "object":
            return _object(schema, schemas, name, deep)
        case "array":
            return _array(schema, schemas, name, deep)
        case "null":
            return None
        case "boolean":
            return True
        case "integer" | "number":
            sample = SAMPLES.get(name)
            return sample if isinstance(sample, int) else max(int(schema.get("minimum", 1)), 1)
        case "string":
            return _text(schema, name)
    return {} if deep else None


def _object(schema: Schema, schemas: Schemas, name: str, deep: int) -> dict[str, Any]:
    held = schema.get("properties", {})
    if deep >= DEEPEST:
        held = {one: form for one, form in held.items() if one in schema.get("required", ())}
    found = {one: example(form, schemas, one, deep + 1) for one, form in held.items()}
    if not held and isinstance(rest := schema.get("additionalProperties"), Mapping):
        key = example(schema.get("propertyNames", {"type": "string"}), schemas, name)
        found[str(key)] = example(rest, schemas, "", deep + 1)
    return found


def _array(schema: Schema, schemas: Schemas, name: str, deep: int) -> list[Any]:
    if places := schema.get("prefixItems"):
        return [example(one, schemas, name, deep + 1) for one in places]
    if deep >= DEEPEST or schema.get("maxItems") == 0:
        return []
    return [example(schema.get("items", {"type": "string"}), schemas, name, deep + 1)]


def _text(schema: Schema, name: str) -> str:
    match schema.get("format"):
        case "date":
            return "2023-05-06"
        case "date-time":
            return "2024-01-05T09:30:00+08:00"
    sample = SAMPLES.get(name)
    if isinstance(sample, str):
        return sample
    return "" if "maxLength" in schema and schema["maxLength"] < 4 else "text"
