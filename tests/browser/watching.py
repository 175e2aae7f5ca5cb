"""Did a page complain, or ask anything of another host?"""

from urllib.parse import urlsplit

from playwright.sync_api import Page, Request


class Watched:
    """Listens to a page for as long as it is open."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._said: list[str] = []
        self._asked: list[str] = []
        page.on("console", lambda message: self._said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.on("request", lambda request: self._asked.append(request.url))
        page.on("requestfailed", self._failed)

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
