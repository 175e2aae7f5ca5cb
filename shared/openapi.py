"""What does the OpenAPI document say of all routes alike: who may ask, and what a refusal looks like?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from shared.access.rights import RIGHTS
from shared.exemplified import EMPTY, example
from shared.problems import MEDIA_TYPE

Paths = tuple[Mapping[str, Any], Mapping[str, Any]]
"""Paths that are described beside those of the routes, and the schemas they name."""

_ERROR = {
    "type": "object",
    "required": ["pointer", "detail", "expected"],
    "properties": {
        "pointer": {"type": "string", "description": "JSON pointer to what is wrong"},
        "detail": {"type": "string", "description": "what was found"},
        "expected": {"type": "string"},
        "index": {"type": "integer", "description": "in a batch, which event"},
        "in": {"type": "string", "description": "where, if not in the body"},
    },
}
_PROBLEM = {
    "type": "object",
    "description": "Problem details, as RFC 9457 has them",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
        "unlisted": {"type": "integer", "description": "how many errors more there are"},
        "right": {"type": "string", "description": "the right that is missing"},
    },
}

PROBLEMS: Mapping[int, str] = {
    400: "the body cannot be read",
    401: "no key is shown, or one that is not known",
    403: "a right is missing, which the answer names",
    404: "there is nothing of that name",
    409: "it contradicts what stands there",
    413: "it is too large",
    415: "the body is of another type",
    422: "it cannot be understood; each error says where, and what is expected",
    429: "too much at once; Retry-After says in how many seconds to send the same again",
    503: "it cannot be done now; send the same again",
}
"""What each status means when something is refused."""

_OF_BODY = (400, 413, 415, 422, 429)


def problem(status: int) -> dict[str, str]:
    """Return how the description of a route names a refusal, for those that only some routes give."""
    return {"$ref": f"#/components/responses/{status}"}


def describe(app: FastAPI, beside: Callable[[], Paths] = lambda: ({}, {})) -> None:
    """Let an app say in full who may ask what, and all that can be refused; and name the paths `beside` its own."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app, *beside())
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI, paths: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    found = get_openapi(title=app.title, version=app.version, routes=app.routes)
    found["paths"] |= paths
    components = found.setdefault("components", {})
    components["schemas"] = {
        **{name: one for name, one in components.get("schemas", {}).items() if name not in _REPLACED},
        "Problem": _PROBLEM,
        "Fault": _ERROR,
        **schemas,
    }
    components["responses"] = {str(status): _response(status) for status in PROBLEMS}
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "a key of `yingsu keys add`, or a token"}
    }
    rights = dict(_rights(app))
    for path, item in found["paths"].items():
        for method, operation in item.items():
            right = operation.setdefault("x-right", rights.get((method.upper(), path), ""))
            _complete(operation, right, path)
            if method == "get":
                _exemplify(operation, components["schemas"])
    return found


def _exemplify(operation: dict[str, Any], schemas: Mapping[str, Any]) -> None:
    """Give a reading operation an example of its parameters and of its answer, where it has none."""
    for parameter in operation.get("parameters", ()):
        if parameter["name"] not in EMPTY and "example" not in parameter and "examples" not in parameter:
            parameter["example"] = example(parameter["schema"], schemas, parameter["name"])
    told = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
    if told.get("schema") and "example" not in told:
        told["example"] = example(told["schema"], schemas)


_REPLACED = ("HTTPValidationError", "ValidationError")


def _complete(operation: dict[str, Any], right: str, path: str) -> None:
    """Say of an operation who may ask it, and what it may refuse."""
    open_to_all = not right or "public" in RIGHTS.get(right, ())  # type: ignore[call-overload]
    operation["security"] = [{}, {"key": []}] if open_to_all else [{"key": []}]
    statuses = [401, 503] if right else []
    statuses += [] if open_to_all else [403]
    statuses += [404] if "{" in path else []
    statuses += [422] if operation.get("parameters") else []
    statuses += _OF_BODY if "requestBody" in operation else []
    responses = operation.setdefault("responses", {})
    if "HTTPValidationError" in str(responses.get("422")):
        del responses["422"]
    for status in statuses:
        responses.setdefault(str(status), problem(status))


def _response(status: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": PROBLEMS[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 429:
        told["headers"] = {"Retry-After": {"schema": {"type": "string"}, "description": "seconds"}}
    return told


def _rights(app: FastAPI) -> Iterator[tuple[tuple[str, str], str]]:
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route, "dependant", None)
        if dependant is not None and (right := _right(dependant, str(route.path))):
            for method in route.methods or ():
                yield (method, str(route.path).replace(":path}", "}")), right


def _right(dependant: Dependant, path: str) -> str:
    """Return the narrowest right a route asks for; some dependencies ask for another by path (`right_of`)."""
    asked = [str(right)] if (right := getattr(dependant.call, "right", None)) else []
    asked += [right_of(path)] if (right_of := getattr(dependant.call, "right_of", None)) else []
    asked += [right for one in dependant.dependencies if (right := _right(one, path))]
    return min(asked, key=lambda right: len(RIGHTS[right]), default="")  # type: ignore[index]
