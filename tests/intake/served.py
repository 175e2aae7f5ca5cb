"""How do tests ask a whole intake service as a client does? It is served by uvicorn, in a thread, without NATS."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
from pydantic import SecretStr

from services.intake.app import create
from services.intake.index import Index
from services.intake.keeper import Keeper
from services.intake.seed import seed
from services.intake.store import Store
from shared.settings import Settings
from tests.callers import OPERATOR_KEY


@contextmanager
def served(data: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Give the address of intake, and its OpenAPI document."""
    settings = Settings(data=data, nats="nats://127.0.0.1:9", operator_key=SecretStr(OPERATOR_KEY))
    asyncio.run(_begin(settings))
    service = create(settings)
    server = uvicorn.Server(uvicorn.Config(service.app, log_config=None, lifespan="on"))
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        try:
            _wait_until_begun(url, thread)
            yield url, service.app.openapi()
        finally:
            server.should_exit = True
            thread.join()


async def _begin(settings: Settings) -> None:
    """Let the log begin, which a service does only with NATS."""
    folder = settings.folder("intake")
    keeper = Keeper(Store(folder / "log.db"), Index(f"sqlite:///{folder / 'index.db'}"))
    await keeper.open()
    keeping = asyncio.create_task(keeper.run())
    await seed(keeper)
    keeping.cancel()
    await asyncio.wait([keeping])
    keeper.close()


def _wait_until_begun(url: str, thread: threading.Thread) -> None:
    while thread.is_alive():
        try:
            if (
                "the log has not begun"
                not in httpx.get(f"{url}/health/ready", trust_env=False).json()["missing"]
            ):
                return
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    raise RuntimeError("intake has ended")
