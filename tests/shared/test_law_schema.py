"""Does the JSON Schema of packs take every pack we have, and refuse what the loader refuses by its form?

`shared/law/pack.schema.json` is what editors read; `python -m tests.shared.test_law_schema` writes it anew.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from shared.law.conditions import VOCABULARY
from shared.law.model import Pack
from shared.law.model.words import Rate, Section, Start
from shared.law.schema import pack_schema
from tests.given import packs
from tests.shared.example_pack import PACK

COMMITTED = Path(__file__).parents[2] / "shared" / "law" / "pack.schema.json"
QINGSHUI = Path(__file__).parents[2] / "examples" / "qingshui" / "pack.yaml"
TEXTS = {**packs(), "qingshui": QINGSHUI.read_text(encoding="utf-8"), "example": PACK}


def written() -> str:
    """Return the schema as it is committed."""
    return json.dumps(pack_schema(), ensure_ascii=False, indent=2) + "\n"


def as_json(value: Any) -> Any:
    """Return what YAML holds as JSON has it: days are texts there."""
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def errors(text: str) -> list[str]:
    """Return where a pack is not of the schema's form."""
    validator = Draft202012Validator(pack_schema(), format_checker=FormatChecker())
    return [error.json_path for error in validator.iter_errors(as_json(yaml.safe_load(text)))]


def test_the_committed_schema_is_current() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == written(), "python -m tests.shared.test_law_schema"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(pack_schema())


@pytest.mark.parametrize("name", TEXTS)
def test_every_pack_we_have_is_of_its_form(name: str) -> None:
    assert errors(TEXTS[name]) == []


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("pack: example", "pack: Example", "$.pack"),
        ("extends: national", "extending: national", "$"),
        ('since: 2023-01-01, article: "1"', 'since: soon, article: "1"', "$.in_force.since"),
        ("{defendant: agency}", "{defendants: agency}", "$.routing[0].when"),
        ("{defendant: agency}", "{defendant: agencies}", "$.routing[0].when.defendant"),
        ("{defendant: agency}", "{defendant: []}", "$.routing[0].when.defendant"),
        ("{defendant: agency}", "{any: [{defendant: agency}]}", "$.routing[0].when.any"),
        ("{defendant: agency}", "{any: [{defendant: agency}, {}]}", "$.routing[0].when.any[1]"),
        ("{defendant: agency}", "{first_heard_of_year: true}", "$.routing[0].when"),
        ("starts: notice", "starts: whenever", "$.duties[0].starts"),
        ("met_by: papers-reported", "met_by: papers", "$.duties[0].met_by"),
        ("starts: notice", "category: criminal\n    starts: notice", "$.duties[0].category"),
        ("figure: loss_rate", "figure: lossrate", "$.targets[0].figure"),
        ("{zh: 其他, en: other}", "{zh: 其他}", "$.routing[1].summary"),
    ],
)
def test_what_is_not_of_the_form_is_refused_where_it_stands(old: str, new: str, path: str) -> None:
    assert PACK.count(old) == 1
    assert errors(PACK.replace(old, new)) == [path]


def test_a_condition_may_list_values_and_hold_several_conditions() -> None:
    when = "{any: [{defendant: [agency]}, {act: [penalty, licence], attention: true}]}"
    assert errors(PACK.replace("{defendant: agency}", when)) == []


def test_every_section_attribute_start_and_figure_is_in_it_with_what_it_means() -> None:
    schema = pack_schema()
    defs = schema["$defs"]
    assert {*get_args(Section)} <= schema["properties"].keys()
    assert defs["WhenAcross"]["properties"].keys() == {*VOCABULARY, "any"}
    assert {*get_args(Start)} <= {*defs["DutyRule"]["properties"]["starts"]["enum"]}
    assert defs["Target"]["properties"]["figure"]["anyOf"][0]["enum"] == [*get_args(Rate)]
    assert defs["DutyRule"]["properties"]["obligor"]["enum"]
    assert schema["description"] == Pack.__doc__
    assert schema["properties"]["district"]["description"].startswith("The district whose law this is")
    assert defs["Period"]["properties"]["on_the_day"]["description"].startswith(
        "The start is itself the due day"
    )
    assert all(form["description"] for form in defs.values())


if __name__ == "__main__":
    COMMITTED.write_text(written(), encoding="utf-8")
