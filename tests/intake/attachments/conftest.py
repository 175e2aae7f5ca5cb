"""Where the files of a test lie: in a folder, or a bucket of a server of this process; and who is asked."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from moto.server import ThreadedMotoServer

from services.intake.attachments import Attachments, open_attachments
from tests.intake.attachments.desk import Desk, open_desk


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["file", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Attachments:
    if request.param == "file":
        return open_attachments("file", tmp_path / "attachments")
    endpoint = request.getfixturevalue("bucket_server")
    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "of-a-test",
        "AWS_SECRET_ACCESS_KEY": "of-a-test",
    }.items():
        monkeypatch.setenv(name, value)
    bucket = f"documents-{tmp_path.name.replace('_', '-').lower()}"[:60].strip("-")
    assert httpx.put(f"{endpoint}/{bucket}", trust_env=False).is_success
    return open_attachments(f"s3://{bucket}/kept", tmp_path / "attachments")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    store = open_attachments("file", tmp_path / "attachments", most=5_000_000)
    async with open_desk(tmp_path, store) as opened:
        yield opened


@pytest.fixture
async def any_desk(tmp_path: Path, store: Attachments) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path, store) as opened:
        yield opened
