"""Did a page complain, or ask anything of another host?"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request


class Watched:
    """Listens to a page until it is left."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._said: list[str] = []
        self._asked: list[str] = []
        self._heard: dict[str, Callable[[Any], None]] = {
            "console": lambda message: self._said.append(f"{message.type}: {message.text}"),
            "pageerror": lambda error: self._said.append(str(error)),
            "request": lambda request: self._asked.append(request.url),
            "requestfailed": self._failed,
        }
        on: Callable[[str, Callable[[Any], None]], None] = page.on  # type: ignore[assignment]
        for name, hear in self._heard.items():
            on(name, hear)

    def leave(self) -> None:
        """Listen no longer: what is said from now on is another's."""
        for name, hear in self._heard.items():
            self._page.remove_listener(name, hear)

    def _failed(self, request: Request) -> None:
        """Remember a request that failed; the browser itself gives up the rest of a page somebody has left."""
        if request.failure != "net::ERR_ABORTED":
            self._said.append(f"failed: {request.url} {request.failure}")

    def expect_nothing_wrong(self) -> None:
        home = urlsplit(self._page.url).netloc
        elsewhere = [
            url for url in self._asked if urlsplit(url).netloc != home and not url.startswith("data:")
        ]
        assert elsewhere == []
        assert self._said == []
