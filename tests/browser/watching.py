"""Did a page complain, or ask anything of another host?"""

from urllib.parse import urlsplit

from playwright.sync_api import Page


class Watched:
    """Listens to a page for as long as it is open."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._said: list[str] = []
        self._asked: list[str] = []
        page.on("console", lambda message: self._said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self._said.append(str(error)))
        page.on("request", lambda request: self._asked.append(request.url))
        page.on("requestfailed", lambda request: self._said.append(f"failed: {request.url}"))

    def expect_nothing_wrong(self) -> None:
        home = urlsplit(self._page.url).netloc
        elsewhere = [
            url for url in self._asked if urlsplit(url).netloc != home and not url.startswith("data:")
        ]
        assert elsewhere == []
        assert self._said == []
