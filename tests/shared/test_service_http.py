"""What does every service answer over HTTP?"""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter

from shared.problems import pointer
from shared.service import Service
from shared.settings import DataFolderError, Settings


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    router = APIRouter()

    @router.get("/double")
    async def double(number: int) -> int:
        return 2 * number

    async def status() -> dict[str, object]:
        return {"position": 7}

    service = Service(
        name="routing",
        settings=Settings(data=tmp_path),
        routers=[router],
        status=status,
        lacks=lambda: ["the moon"],
    )
    transport = httpx.ASGITransport(app=service.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://routing") as http:
        yield http


async def test_it_lives(http: httpx.AsyncClient) -> None:
    assert (await http.get("/health/live")).json() == {"live": True}


async def test_it_says_what_it_lacks(http: httpx.AsyncClient) -> None:
    response = await http.get("/health/ready")
    assert response.status_code == 503
    assert response.json() == {"ready": False, "missing": ["NATS is not connected", "the moon"]}


async def test_its_status_names_it(http: httpx.AsyncClient) -> None:
    assert (await http.get("/status")).json() == {"service": "routing", "position": 7}


async def test_prometheus_can_read_its_metrics(http: httpx.AsyncClient) -> None:
    response = await http.get("/metrics")
    assert response.headers["content-type"].startswith("text/plain")
    assert "process_resident_memory_bytes" in response.text


async def test_a_wrong_parameter_is_named(http: httpx.AsyncClient) -> None:
    response = await http.get("/double?number=two")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    (error,) = response.json()["errors"]
    assert (error["in"], error["pointer"], error["expected"]) == ("query", "/number", "a whole number")


async def test_pages_that_would_load_scripts_from_elsewhere_are_not_there(http: httpx.AsyncClient) -> None:
    assert (await http.get("/docs")).status_code == 404
    assert (await http.get("/openapi.json")).status_code == 200


def test_a_json_pointer_escapes_what_it_must() -> None:
    assert pointer(("data", "a/b", "c~d", 0)) == "/data/a~1b/c~0d/0"
    assert pointer(()) == ""


def test_each_service_has_its_port_and_its_folder(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new")
    assert [settings.port_of(name) for name in ("reporting", "intake", "accountability")] == [
        8000,
        8001,
        8004,
    ]
    assert settings.folder("routing") == tmp_path / "new" / "routing"
    assert settings.notes_url("routing") == f"sqlite:///{tmp_path}/new/routing/notes.db"


def test_a_data_folder_that_is_a_file_is_no_data_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderError, match="not writable"):
        Settings(data=tmp_path / "file").folder("routing")
