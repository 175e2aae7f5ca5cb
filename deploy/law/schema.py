"""What may a scenario file hold, for editors that check and complete one? Generated from the catalogue of events."""

from collections.abc import Mapping
from typing import Any

from deploy.law.reading import FORM
from deploy.law.telling import SIBLINGS, TELLABLE
from deploy.law.wanted import ABSENT, EXPECTABLE, FIGURE, SCORECARD, VERSIONS
from shared.events.base import Event
from shared.events.catalogue import adapter, schema

TEXT = {"type": ["string", "integer"]}


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a scenario file."""
    defs: dict[str, Any] = {}
    facts = {name: _told(name, cls, defs) for name, cls in TELLABLE.items()}
    findings = {name: _asked(name, cls, defs) for name, cls in EXPECTABLE.items()}
    whole = FORM.model_json_schema()
    defs |= whole.pop("$defs")
    told = {"type": "array", "items": {"$ref": "#/$defs/Given"}}
    asked = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Then"}}
    for form in ("_Scenario", "_Step"):
        defs[form]["properties"] |= {"given": told, "then": asked}
        defs[form].pop("description", None)
    whole["properties"] |= {"given": told, "organs": {"type": "array", "items": facts["organ-registered"]}}
    defs["Given"] = _one_of(
        facts, dict.fromkeys(sorted((*SIBLINGS, "retracts")), TEXT), most=len(SIBLINGS) + 1
    )
    defs["Then"] = {
        "anyOf": [
            {"enum": list(EXPECTABLE)},
            _one_of(findings, {"case": TEXT}, most=2),
            {**ABSENT.model_json_schema(), "title": "none"},
            {**FIGURE.model_json_schema(), "title": "figure"},
            {**SCORECARD.model_json_schema(), "title": "scorecard"},
        ]
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "yingsu:schema:scenarios",
        **whole,
        "title": "Scenarios of a law pack",
        "$defs": defs,
    }


def _told(name: str, cls: type[Event], defs: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a fact's data; what it is made of goes to the definitions of the whole."""
    made = adapter(cls).json_schema(ref_template="#/$defs/{model}")
    defs |= made.pop("$defs", {})
    return _named(name, made)


def _asked(name: str, cls: type[Event], defs: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what is asked of a finding: only the fields that matter, also of what it lists."""
    made = adapter(cls).json_schema(ref_template="#/$defs/Asked{model}")
    parts = made.pop("$defs", {})
    for each in (made, *parts.values()):
        each.pop("required", None)
    defs |= {f"Asked{part}": each for part, each in parts.items()}
    fields = {field: each for field, each in made["properties"].items() if field not in VERSIONS}
    return _named(name, {**made, "type": ["object", "null"], "properties": fields})


def _named(name: str, made: Mapping[str, Any]) -> dict[str, Any]:
    return {**made, "title": name, "description": schema(name)["description"], "additionalProperties": False}


def _one_of(types: Mapping[str, Any], beside: Mapping[str, Any], most: int) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**types, **beside},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": most,
    }
