"""How does the OpenAPI document name the path of every type of fact, with its schema and an example?"""

from collections.abc import Mapping
from inspect import getdoc
from typing import Any

from services.intake.single.places import PLACES, Place, types_at
from shared.events.base import Fact
from shared.events.catalogue import adapter

REF = "#/components/schemas/{model}"

_PARAMETERS: Mapping[str, Mapping[str, str]] = {
    "district": {"description": "the id of the district", "example": "xinzhou"},
    "case_number": {"description": "the case number", "example": "（2024）鄂0117行初1号"},
    "code": {"description": "the code of the organ", "example": "420117001"},
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "the id of the fact, bare or in quotes; without it the id follows from what the fact says",
}
_SOURCE = {
    "name": "source",
    "in": "query",
    "schema": {"type": "string"},
    "description": "in whose name it is reported; the caller's own unless said, and the operator has to say",
    "example": "court/鄂0117",
}

_FITTING: Mapping[str, Any] = {
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "media_type": "application/pdf",
    "period": "2026-Q3",
    "channel": "email",
    "address": "fazhike@example.com",
    "feed": "court/鄂0117",
}
"""Values of fields that not every text fits."""

_UNLIKE = frozenset({"calendar-published", "law-adopted"})
"""Facts too long for an example: a year's schedule, a whole pack."""

_EXAMPLES: Mapping[str, Any] = {"date": "2024-03-05", "date-time": "2024-03-05T09:30:00+08:00"}


def paths() -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the paths of the single-fact routes, one for each type of fact, and the schemas they name."""
    found, schemas = dict[str, Any](), dict[str, Any]()
    for place in PLACES:
        for name, cls in types_at(place).items():
            schema = adapter(cls).json_schema(ref_template=REF)
            schemas |= schema.pop("$defs", {})
            schemas[cls.__name__] = {**schema, "title": name, "description": getdoc(cls)}
            found[f"{place.path}/{name}"] = {"post": _operation(place, name, cls, schemas)}
    return found, schemas


def _operation(place: Place, name: str, cls: type[Fact], schemas: Mapping[str, Any]) -> dict[str, Any]:
    said = getdoc(cls) or ""
    reporters = "、".join((*cls.REPORTED_BY, "operator"))
    content: dict[str, Any] = {"schema": {"$ref": REF.format(model=cls.__name__)}}
    if name not in _UNLIKE:
        content["example"] = example_of(schemas[cls.__name__], schemas)
    result = {"application/json": {"schema": {"$ref": REF.format(model="Result")}}}
    location = {"Location": {"schema": {"type": "string"}, "description": "where the fact stands"}}
    return {
        "tags": ["single facts"],
        "summary": said.split("\n")[0],
        "description": f"{said}\n\nReported by: {reporters}.",
        "operationId": f"report_{name.replace('-', '_')}",
        "parameters": [*_named_in(place), _SOURCE, _KEY],
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {
            "201": {"description": "it is on the log", "content": result, "headers": location},
            "200": {"description": "it was there already", "content": result, "headers": location},
            "404": {"$ref": "#/components/responses/404"},
            "409": {"$ref": "#/components/responses/409"},
        },
        "x-right": "report",
    }


def _named_in(place: Place) -> list[dict[str, Any]]:
    names = [step[1:-1] for step in place.path.split("/") if step.startswith("{")]
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, **_PARAMETERS[name]}
        for name in names
    ]


def example_of(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """Return a value of the form that a schema describes: what must be there, as plain as can be."""
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "examples" in schema:
        return schema["examples"][0]
    for name in ("const", "default"):
        if name in schema:
            return schema[name]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], schemas)
    match schema.get("type"):
        case "object":
            wanted = {name: schema.get("properties", {})[name] for name in schema.get("required", ())}
            return {name: _FITTING.get(name) or example_of(one, schemas) for name, one in wanted.items()}
        case "array":
            return [example_of(schema["items"], schemas)] * schema.get("minItems", 1)
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "string":
            return _EXAMPLES.get(schema.get("format", ""), "武汉市新洲区人民政府")
        case _:
            return {}
