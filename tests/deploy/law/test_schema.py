"""Does the JSON Schema of scenario files take what can be read, and name what editors complete?"""

import json
from typing import Any

from deploy.law.schema import scenario_schema


def resolved(schema: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = schema["$defs"][name]
    return found


def references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if "$ref" in value else set()
        return own.union(*map(references, value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()


def test_every_reference_leads_somewhere() -> None:
    schema = scenario_schema()
    assert {name.removeprefix("#/$defs/") for name in references(schema)} <= schema["$defs"].keys()


def test_facts_are_given_with_their_fields_and_findings_expected_with_any_of_them() -> None:
    schema = scenario_schema()
    given = resolved(schema, "Given")["properties"]
    docketed = given["case-docketed"]
    assert docketed["required"] == ["instance", "defendants"]
    assert docketed["additionalProperties"] is False
    assert {"case", "corrects", "from", "id", "replaces", "retracts"} <= given.keys()
    assert "day-began" not in given
    _, findings, *_ = resolved(schema, "Then")["anyOf"]
    loss = findings["properties"]["loss-found"]
    assert "required" not in loss
    assert {"outcomes", "losing"} <= loss["properties"].keys()
    assert "law" not in loss["properties"]


def test_it_is_json_and_asks_for_what_a_file_cannot_be_without() -> None:
    schema = json.loads(json.dumps(scenario_schema()))
    assert schema["required"] == ["scenarios-of", "day"]
    assert schema["additionalProperties"] is False
