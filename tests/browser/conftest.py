"""What do the browser tests run against? The pages over the fixture's reader, on a real port, in Chromium."""

import os
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import Any, cast

import pytest
import uvicorn
from fastapi import APIRouter, FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from services.reporting.pages import routes
from services.reporting.pages.source import Source
from shared import problems
from shared.explaining.over_nats import Ask
from tests.reporting.pages.fixture import FixtureReader

pytest.register_assert_rewrite("tests.browser.watching")
from tests.browser.watching import Watched  # noqa: E402 - after the line by which its assertions say what they saw

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE = 30_000.0
"""Milliseconds until what should be there is missing: on a busy machine a page takes seconds."""
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    reader = FixtureReader()
    yield from serving(reader, reader.explain)


class Still:
    """A reader that never says how far all is settled: its pages wait for no change, since none comes here."""

    upto = 0

    def __init__(self, reader: Source) -> None:
        self._reader = reader

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)


def serving(
    reader: Source, ask: Ask | None = None, beside: Sequence[APIRouter] = (), door: str = ""
) -> Iterator[str]:
    """Serve the pages over a reader, and other routes `beside`; yield where, once. Facts are entered at `door`."""
    app = FastAPI()
    problems.install(app)
    for router in beside:
        app.include_router(router)
    app.include_router(routes(cast(Source, Still(reader)), ask, door))
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"  # connections wait in the socket's queue until it serves
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.fail(
            f"there is no Chromium at {CHROMIUM}; install it (Debian: apt-get install chromium fonts-noto-cjk)"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def desk(chromium: Browser, origin: str) -> Iterator[BrowserContext]:
    """Give the one window in which all tests of a module sit at a desk: to open one takes longer than most pages."""
    yield from _window(chromium, base_url=origin, viewport=DESKTOP)


@pytest.fixture(scope="module")
def hand(chromium: Browser, origin: str) -> Iterator[BrowserContext]:
    """Give the one phone that all tests of a module hold."""
    yield from _window(chromium, base_url=origin, viewport=PHONE, is_mobile=True, has_touch=True)


@pytest.fixture
def desktop(desk: BrowserContext) -> Iterator[Page]:
    yield from lent(desk, DESKTOP)


@pytest.fixture
def phone(hand: BrowserContext) -> Iterator[Page]:
    yield from lent(hand, PHONE)


@pytest.fixture
def scriptless(chromium: Browser, origin: str) -> Iterator[Page]:
    for context in _window(chromium, base_url=origin, viewport=DESKTOP, java_script_enabled=False):
        yield from lent(context, DESKTOP)


def _window(chromium: Browser, **how: Any) -> Iterator[BrowserContext]:
    context = chromium.new_context(**how)
    yield context
    context.close()


def lent(context: BrowserContext, size: ViewportSize) -> Iterator[Page]:
    """Lend a test the page of a window as if it were new, and see that nothing went wrong on it."""
    page = context.pages[0] if context.pages else context.new_page()
    page.set_default_timeout(PATIENCE)
    watched = Watched(page)
    yield page
    try:
        watched.expect_nothing_wrong()
    finally:
        watched.leave()
        page.goto("about:blank")
        page.emulate_media(media="null")
        page.set_viewport_size(size)
        context.clear_cookies()
