"""Does every route of every service let those through whom the table names, and nobody else?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from pydantic import SecretStr
from pydantic_core import from_json, to_json

from services.intake.callers import Callers
from services.reporting.seeing import Seen
from shared.access import rights
from shared.access.principals import ROLES as KNOWN_ROLES
from shared.service import Service
from shared.settings import Settings
from tests.access.speakers import KEYS, MARKS, SPEAKERS, shown
from tests.access.table import ADMITTED, MAY, ROLES, ROUTES
from tests.callers import OPERATOR_KEY
from tests.examples import AGENCY, DISTRICT

BRACES = re.compile(r"[{}]|:path")
PAGES = ("GET /enter", "POST /enter", "GET /districts/")
"""They tell people what is missing in other words."""
OWN = {"district": DISTRICT, "name": AGENCY, "agency": AGENCY}


def test_the_table_knows_every_role_and_right() -> None:
    assert set(KNOWN_ROLES) == set(ROLES)
    assert {right: set(of) for right, of in rights.RIGHTS.items()} == {
        right: set(of) for right, of in MAY.items()
    }


def test_every_speaker_has_a_key_of_its_own() -> None:
    assert set(SPEAKERS) == set(KEYS) == set(ROLES)
    assert len(set(KEYS.values())) == len(KEYS)


async def _reached(**_: object) -> Response:
    return Response("reached")


async def _whose(_subject: str, payload: bytes, timeout: float) -> Any:
    """Answer as intake does over NATS when it is asked whose a key is."""
    found = MARKS.get(from_json(payload)["fingerprint"])

    class Reply:
        data = to_json({"principal": found.as_data() if found else None})

    return Reply


async def _as_named(_self: object, _district: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


async def _is_own(_self: object, _district: str, _number: str) -> bool:
    return True


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Service]]:
    """Give the five services as they are wired, but for what their routes do once somebody was let through."""
    patched = pytest.MonkeyPatch()
    patched.setattr(Callers, "known", lambda _self, mark: MARKS.get(mark))
    made = {}
    for name in ROUTES:
        folder = tmp_path_factory.mktemp(name)
        settings = Settings(data=Path(folder), operator_key=SecretStr(OPERATOR_KEY))
        service: Service = import_module(f"services.{name}.app").create(settings)
        patched.setattr(service.nats, "request", _whose)
        patched.setattr(Seen, "own_names", _as_named)
        patched.setattr(Seen, "is_own_case", _is_own)
        for route in routes(service.app):
            route.dependant.call = _reached
        made[name] = service
    yield made
    patched.undo()


def routes(app: FastAPI) -> list[RouteContext]:
    found = iter_route_contexts(app.routes)
    return [route for route in found if isinstance(route.original_route, APIRoute)]


def named(route: RouteContext) -> list[str]:
    return [f"{method} {route.path}" for method in sorted(route.methods or ())]


def rights_of(dependant: Dependant, path: str) -> set[str]:
    """Return the rights a route asks for, wherever among its dependencies."""
    own = {right} if (right := getattr(dependant.call, "right", None)) else set()
    own |= {right_of(path)} if (right_of := getattr(dependant.call, "right_of", None)) else set()
    return own.union(*(rights_of(one, path) for one in dependant.dependencies))


def address(mark: str) -> str:
    """Return the address of a route, asked for one's own district and, where an agency is named, for oneself."""
    for name, own in OWN.items():
        mark = re.sub(rf"{{{name}(:path)?}}", own, mark)
    case = "&case=own" if mark == "GET /stream" else ""
    return f"{BRACES.sub('', mark.split()[1])}?district={DISTRICT}{case}"


def client(app: FastAPI, headers: Mapping[str, str]) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://any", headers=headers)


def named_by(asked: set[str]) -> str:
    """Return the right a route asks for beside looking, as the table has it."""
    return "+".join(asked - {"look"}) or ("look" if asked else "signed")


def status_of(answer: httpx.Response) -> int:
    """Return the status; 401 where a page leads somebody who is not signed in to where one signs in."""
    leads = answer.status_code == 303 and "/sign-in?to=" in answer.headers["location"]
    return 401 if leads else answer.status_code


@pytest.mark.parametrize("name", ROUTES)
def test_every_route_names_the_right_of_the_table(services: dict[str, Service], name: str) -> None:
    found = {
        mark: rights_of(route.dependant, str(route.path))
        for route in routes(services[name].app)
        for mark in named(route)
    }
    looked_at = {mark for mark, asked in found.items() if asked == {"look"} and mark.startswith("GET ")}
    others = {mark: named_by(asked) for mark, asked in found.items() if mark not in looked_at}
    assert others == ROUTES[name]


@pytest.mark.parametrize("name", ROUTES)
def test_what_names_no_right_tells_only_what_routes_there_are(
    services: dict[str, Service], name: str
) -> None:
    every = iter_route_contexts(services[name].app.routes)
    others = [route.path for route in every if not isinstance(route.original_route, APIRoute)]
    assert others == ["/openapi.json"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ROUTES)
async def test_each_role_gets_through_exactly_where_the_table_says(
    services: dict[str, Service], name: str, role: str
) -> None:
    said = {}
    async with client(services[name].app, shown(role)) as http:
        for mark in (mark for route in routes(services[name].app) for mark in named(route)):
            answer = await http.request(mark.split()[0], address(mark))
            said[mark] = status_of(answer)
            if said[mark] in (401, 403):
                is_page = answer.headers.get("content-type", "").startswith("text/html")
                assert is_page or ROUTES[name][mark] in answer.text or mark.startswith(PAGES)
    lacking = 401 if role == "public" else 403
    refused = {mark: lacking for mark, right in ROUTES[name].items() if role not in ADMITTED[right]}
    assert {mark: status for mark, status in said.items() if status in (401, 403)} == refused
    # An agency and a court are led from the pages of the whole to those of their own.
    assert set(said.values()) <= {200, 201, lacking, 422, 303}


@pytest.mark.parametrize("name", ROUTES)
async def test_an_unknown_key_opens_nothing_that_is_guarded(services: dict[str, Service], name: str) -> None:
    async with client(
        services[name].app, {"Authorization": "Bearer yk_nobody-knows-this-key-at-all"}
    ) as http:
        for mark, right in ROUTES[name].items():
            status = status_of(await http.request(mark.split()[0], address(mark)))
            assert (mark, status == 401) == (mark, "public" not in ADMITTED[right])


def test_the_page_shows_the_table() -> None:
    text = (Path(__file__).parents[2] / "docs/access.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    shown = {
        right.strip("`"): {role for role, cell in zip(ROLES, cells, strict=True) if cell}
        for right, _, *cells in (row for row in rows if len(row) == len(ROLES) + 2 and row[0] != "right")
        if not right.startswith("-")
    }
    assert shown == {right: set(roles) for right, roles in MAY.items()}
