"""How is one page of a feed fetched: from nobody but its own host, in bounded time and memory?

The host is looked up and looked at before each connection, and connected to by the very address found; with
`private: true` any address will do, but still only that host. No redirect leads elsewhere. What is compressed is
unpacked piece by piece, so that a small answer cannot become a large one.
"""

import asyncio
import ssl
import zlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urljoin

import httpx

from services.intake.feeds.configured import Configured, FeedsError
from shared.outbound import ForbiddenAddressError, Outbound, UnknownHostError, retry_after, url_of

AGENT = f"yingsu/{version('yingsu')}"
CONNECT = 10.0
"""Seconds to look up a host and connect to it."""
REDIRECTS = 3
LONGEST_WAIT = 24 * 3600.0
"""Seconds; who asks us to stay away for longer is asked again by then."""


class FetchError(Exception):
    """A page cannot be had now. The message says why, without anything that is secret."""

    def __init__(self, detail: str, *, wait: float = 0.0, restart: bool = False) -> None:
        super().__init__(detail)
        self.wait = wait
        """Seconds for which the other side asks us to stay away."""
        self.restart = restart
        """True when what led to this page leads nowhere any more, so that the next pull begins at the first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as it came, unpacked."""

    url: str
    """From where it came in the end."""
    body: bytes
    unchanged: bool = False
    """True when it is the page that was asked about; then there is no body."""
    media_type: str = "application/json"
    charset: str = ""
    etag: str = ""
    modified: str = ""
    next: str = ""
    """What the header Link names as the next page."""


class Fetch(Protocol):
    """Fetches pages."""

    async def __call__(self, url: str, *, etag: str = "", modified: str = "") -> Answer:
        """Return a page. Raises FetchError."""


class Pinned(httpx.AsyncBaseTransport):
    """Connects to the addresses that were looked at, while Host and TLS go by the name."""

    def __init__(self, inner: httpx.AsyncBaseTransport, outbound: Outbound) -> None:
        self._inner = inner
        self._outbound = outbound

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the first address of its host that answers."""
        url = request.url
        port = url.port or {"http": 80, "https": 443}[url.scheme]
        failure: Exception = httpx.ConnectTimeout(f"{url.host} was not found in time")
        async with asyncio.timeout(CONNECT):
            addresses = await self._outbound.addresses(url.host, port)
        for address in addresses:
            named = {} if _is_address(url.host) else {"sni_hostname": url.host}
            there = httpx.Request(
                request.method,
                url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, **named},
            )
            try:
                return await self._inner.handle_async_request(there)
            except httpx.ConnectError as error:
                failure = error
        raise failure

    async def aclose(self) -> None:
        """Close all connections."""
        await self._inner.aclose()


class Fetcher:
    """Fetches the pages of one feed."""

    def __init__(self, feed: Configured) -> None:
        """Take a feed; raise FeedsError when its certificates cannot be used."""
        self._feed = feed
        self._outbound = Outbound(private=feed.form.private)
        inner = httpx.AsyncHTTPTransport(
            verify=_trust(feed),
            trust_env=False,
            proxy=feed.proxy or None,
            limits=httpx.Limits(max_connections=2, max_keepalive_connections=1),
        )
        # Through a proxy it is the proxy that looks the host up: which one, the operator has said.
        transport = inner if feed.proxy else Pinned(inner, self._outbound)
        self._http = httpx.AsyncClient(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(feed.form.timeout, connect=CONNECT),
            headers={
                "User-Agent": AGENT,
                "Accept": "application/json, application/x-ndjson",
                "Accept-Encoding": "gzip, deflate, identity",
                **feed.headers,
            },
        )

    async def __call__(self, url: str, *, etag: str = "", modified: str = "") -> Answer:
        """Return a page, or that it is still the one with this ETag or day. Raises FetchError."""
        conditions = {"If-None-Match": etag} if etag else {"If-Modified-Since": modified} if modified else {}
        try:
            async with asyncio.timeout(self._feed.form.timeout):
                return await self._follow(url, conditions)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise self._error(f"{self._shown(url)} did not answer in time") from error
        except (ForbiddenAddressError, UnknownHostError) as error:
            hint = "" if self._feed.form.private else "; a feed may be configured `private: true`"
            raise self._error(f"{error}{hint}") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, zlib.error) as error:
            raise self._error(f"{self._shown(url)}: {str(error) or type(error).__name__}"[:300]) from error

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()
        self._outbound.close()

    async def _follow(self, url: str, conditions: Mapping[str, str]) -> Answer:
        for _ in range(REDIRECTS + 1):
            self._allowed(url)
            async with self._http.stream("GET", url, headers=dict(conditions)) as response:
                if response.status_code in (301, 302, 303, 307, 308):
                    url = urljoin(url, response.headers.get("location", ""))
                    continue
                return await self._answer(url, response, asked=bool(conditions))
        raise self._error(f"{self._shown(url)} redirects more than {REDIRECTS} times")

    def _allowed(self, url: str) -> None:
        there, own = url_of(url), url_of(self._feed.url)
        if there is None or own is None:
            raise self._error(f"{self._shown(url)[:200]} is no URL that can be asked", restart=True)
        if (there.scheme, there.host, there.reached_at) != (own.scheme, own.host, own.reached_at):
            detail = f"it leads to {there.origin}; expected {own.origin}, for redirects and next pages"
            raise self._error(detail, restart=True)

    async def _answer(self, url: str, response: httpx.Response, *, asked: bool) -> Answer:
        headers = response.headers
        if response.status_code == 304 and asked:
            return Answer(url, b"", unchanged=True)
        if response.status_code != 200:
            wait = min(LONGEST_WAIT, retry_after(headers.get("retry-after", ""), datetime.now(UTC)))
            status = response.status_code
            gone = 400 <= status < 500 and status not in (401, 403, 408, 425, 429)
            raise self._error(f"{self._shown(url)} answered {status}", wait=wait, restart=gone)
        media, _, parameters = headers.get("content-type", "").partition(";")
        body = await self._body(url, response)
        return Answer(
            url,
            body,
            media_type=media.strip().lower()[:100] or "application/octet-stream",
            charset=_charset(parameters),
            etag=headers.get("etag", ""),
            modified=headers.get("last-modified", ""),
            next=response.links.get("next", {}).get("url", ""),
        )

    async def _body(self, url: str, response: httpx.Response) -> bytes:
        most = self._feed.form.largest * 1024 * 1024
        coding = response.headers.get("content-encoding", "identity").strip().lower()
        windows = {"gzip": 31, "x-gzip": 31, "deflate": 15}
        if coding != "identity" and coding not in windows:
            raise self._error(
                f"{self._shown(url)} is coded as {coding[:40]!r}; expected gzip, deflate or none"
            )
        pieces, size = [], 0
        raw = response.aiter_raw()
        async for piece in raw if coding == "identity" else _unpacked(raw, windows[coding], most):
            size += len(piece)
            if size > most:
                raise self._error(f"{self._shown(url)} has more than {self._feed.form.largest} MB")
            pieces.append(piece)
        return b"".join(pieces)

    def _shown(self, url: str) -> str:
        return self._feed.shown(url)

    def _error(self, detail: str, *, wait: float = 0.0, restart: bool = False) -> FetchError:
        return FetchError(self._feed.shown(detail), wait=wait, restart=restart)


async def _unpacked(raw: AsyncIterator[bytes], window: int, most: int) -> AsyncIterator[bytes]:
    """Yield what pieces unpack to, never more than a little above `most` bytes in all."""
    unpacker = zlib.decompressobj(window)
    left = most + 1
    async for piece in raw:
        while left > 0:
            portion = min(left, 1024 * 1024)
            found = unpacker.decompress(piece, portion)
            left -= len(found)
            yield found
            piece = unpacker.unconsumed_tail
            if not piece and len(found) < portion:
                break
        if left <= 0:
            return
    if not unpacker.eof:
        raise zlib.error("the compressed answer ends before its end")


def _charset(parameters: str) -> str:
    for part in parameters.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()[:40]
    return ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _trust(feed: Configured) -> ssl.SSLContext:
    """Return whose certificates count, and what we show. Raises FeedsError."""
    form = feed.form
    try:
        context = ssl.create_default_context(cafile=str(feed.base / form.ca) if form.ca else None)
        if form.certificate is not None:
            key: Any = feed.base / form.certificate.key if form.certificate.key else None
            context.load_cert_chain(feed.base / form.certificate.file, key)
    except (OSError, ssl.SSLError) as error:
        raise FeedsError(feed.base, f"the certificates of {feed.name} cannot be used: {error}") from error
    return context
