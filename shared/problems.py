"""How does a service say over HTTP what was wrong, where, and what is expected, as RFC 9457 asks?"""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
    """What a request cannot have, as RFC 9457 problem details.

    `errors` are mappings with `pointer` (JSON pointer), `detail` and `expected`, and `index` in a batch;
    `more` are further members of the answer. `said_as` is the name under which pages find words for it
    (`shared.pages.refusals`), where its title does not say enough; it is no part of the answer.
    """

    def __init__(
        self,
        status: int,
        title: str,
        detail: str,
        *,
        type: str = "about:blank",
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        said_as: str = "",
        **more: Any,
    ) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status
        self.headers = headers
        self.said_as = said_as
        self.body: dict[str, Any] = {"type": type, "title": title, "status": status, "detail": detail, **more}
        if errors:
            self.body["errors"] = list(errors)

    def response(self) -> JSONResponse:
        """Return the problem as an HTTP response."""
        return JSONResponse(self.body, self.status, self.headers, media_type=MEDIA_TYPE)


def pointer(path: Iterable[str | int]) -> str:
    """Return the JSON pointer (RFC 6901) of a path."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


_EXPECTED = {
    "missing": "a value for this field",
    "date": "a date as YYYY-MM-DD",
    "datetime": "an instant as RFC 3339, such as 2023-05-06T09:30:00+08:00",
    "bool": "true or false",
    "int": "a whole number",
    "string": "a text",
    "string_too_short": "a text that is not empty",
    "tuple": "a list",
    "list": "a list",
    "dict": "an object",
    "dataclass": "an object",
    "model": "an object",
    "json": "JSON",
}


def explain(error: ErrorDetails, prefix: Sequence[str | int] = ()) -> dict[str, Any]:
    """Return what a pydantic error says: pointer, detail, expected. `prefix` leads to what was checked."""
    kind = error["type"]
    context = error.get("ctx", {})
    expected = _EXPECTED.get(kind) or _EXPECTED.get(kind.split("_")[0], "")
    if kind == "literal_error":
        expected = "one of " + str(context["expected"]).replace(" or ", ", ")
    if kind == "value_error":
        expected = getattr(context["error"], "expected", "")
    detail = str(error["msg"])
    if kind != "missing" and isinstance(error["input"], str | int | float | bool | None):
        detail += f", found {_shortened(error['input'])}"
    return {
        "pointer": pointer((*prefix, *error["loc"])),
        "detail": detail,
        "expected": expected or error["msg"],
    }


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def install(app: FastAPI) -> None:
    """Make every error answer of an app problem details."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Exception, _unexpected)


def _problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return error.response()


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    title = HTTPStatus(error.status_code).phrase
    detail = str(error.detail)
    if error.status_code == 404 and detail == title:
        detail = f"there is nothing at {request.url.path}"
    if error.status_code == 405 and detail == title:
        detail = f"{request.url.path} does not know the method {request.method}"
    return Problem(error.status_code, title, detail, headers=error.headers).response()


def _validation(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = []
    for found in error.errors():
        where, *path = found["loc"] or ("body",)
        errors.append({**explain(found), "pointer": pointer(path), "in": where})
    first = (
        f"{errors[0]['in']}{errors[0]['pointer']}: {errors[0]['detail']}" if errors else "it cannot be read"
    )
    return Problem(422, "Invalid request", first, errors=errors).response()


def _unexpected(_request: Request, _error: Exception) -> JSONResponse:
    detail = "the service met an error it did not expect; nothing more is known here, its log has the details"
    return Problem(500, HTTPStatus(500).phrase, detail).response()
