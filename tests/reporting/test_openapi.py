"""The OpenAPI document says of every reading route what it is for, what it answers and refuses, with an example."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi import FastAPI

from services.reporting.app import create
from shared.exemplified import EMPTY, example
from shared.openapi import describe
from shared.settings import Settings

FILES = frozenset(
    {
        *("/calendars/{district}.ics", "/law/{pack}", "/log", "/exports/ledger", "/metrics", "/stream"),
        "/reports/{district}/{period}/files/{name}",
    }
)
"""Routes that answer with no JSON."""

STATING = frozenset({"/health/ready"})
"""What answers with another status and is no problem."""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder: Path = tmp_path_factory.mktemp("reporting")
    app: FastAPI = create(Settings(data=folder)).app
    return app.openapi()


def reading(document: dict[str, Any]) -> dict[str, Any]:
    """Return the operations that read, by path."""
    return {path: item["get"] for path, item in document["paths"].items() if "get" in item}


def test_every_reading_route_says_what_it_is_for_and_what_it_refuses(document: dict[str, Any]) -> None:
    for path, operation in reading(document).items():
        assert operation["summary"], path
        assert operation["description"], path
        refusals = set(operation["responses"]) - {"200", "304"}
        assert refusals, path
        if operation.get("parameters"):
            assert "422" in refusals, path
        if "{" in path:
            assert "404" in refusals, path
        for status in refusals:
            told = operation["responses"][status]
            named = told.get("$ref") == f"#/components/responses/{status}"
            assert named or "problem+json" in str(told) or path in STATING, path


def test_every_answer_has_a_form_and_an_example_that_fits_it(document: dict[str, Any]) -> None:
    without = set()
    for path, operation in reading(document).items():
        content = operation["responses"]["200"]["content"]
        assert all(one.get("schema") for one in content.values()), path
        told = content.get("application/json")
        if told is None:
            without.add(path)
            continue
        jsonschema.validate(told["example"], {**told["schema"], "components": document["components"]})
    assert without <= FILES


def test_every_parameter_has_an_example_that_fits_it_or_hangs_on_another_answer(
    document: dict[str, Any],
) -> None:
    for path, operation in reading(document).items():
        for parameter in operation.get("parameters", ()):
            if parameter["name"] not in EMPTY:
                schema = {**parameter["schema"], "components": document["components"]}
                jsonschema.validate(parameter["example"], schema)
            assert parameter["schema"], path


def test_every_list_and_figure_waits_for_a_position_that_is_named(document: dict[str, Any]) -> None:
    without = {
        path
        for path, operation in reading(document).items()
        if not {"min_position", "timeout"} <= {one["name"] for one in operation.get("parameters", ())}
    }
    assert without <= {
        *STATING,
        "/health/live",
        "/metrics",
        "/status",
        "/stream",
        "/subscriptions",
        "/rebuilding",
    }


@pytest.mark.parametrize(
    "path", ["/figures", "/cases", "/deadlines", "/worklists", "/parked", "/feeds", "/proceedings"]
)
def test_lists_come_as_json_csv_and_workbook_with_fields(document: dict[str, Any], path: str) -> None:
    operation = reading(document)[path]
    assert {kind.partition("/")[2][:5] for kind in operation["responses"]["200"]["content"]} == {
        "json",
        "csv",
        "vnd.o",
    }
    assert {"fields", "format", "min_position"} <= {one["name"] for one in operation["parameters"]}


def test_a_form_that_holds_itself_has_an_example() -> None:
    schemas = {
        "Tree": {"type": "object", "properties": {"trees": {"type": "array", "items": {"$ref": "#/x/Tree"}}}}
    }
    jsonschema.validate(example(schemas["Tree"], schemas), {"type": "object"})


def test_an_example_that_a_route_has_itself_stays() -> None:
    app = FastAPI()
    own = {200: {"content": {"application/json": {"example": {"a": "own"}}}}}

    @app.get("/a", response_model=dict[str, str], responses=own)  # type: ignore[arg-type]
    def a() -> None: ...

    describe(app)
    told = app.openapi()["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]
    assert told["example"] == {"a": "own"}
