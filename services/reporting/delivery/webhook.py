"""How is a message posted to somebody's URL: as a CloudEvent, signed, and to no address but the one looked at?

The signature is that of Standard Webhooks (standardwebhooks.com): whoever has the secret can tell that it is ours and
new. The network backend of httpcore is where a socket is opened: a host is looked up there, looked at, and connected
to by the address found, while Host and TLS go by its name. No proxy, no redirect, no word of the answer's body.
"""

import asyncio
import hmac
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import httpcore
from pydantic_core import to_json

from services.reporting.delivery.crossing import Crossing
from services.reporting.delivery.noted import News
from services.reporting.delivery.schedule import Outcome
from services.reporting.delivery.subscriptions import Subscription
from services.reporting.live.frames import TOLD
from services.reporting.pages import links
from shared.outbound import (
    ForbiddenAddressError,
    Outbound,
    UnknownHostError,
    retry_after,
    secret_bytes,
    url_of,
)

CONNECT = 5.0
"""Seconds to look up a host and connect to it."""

TOTAL = 15.0
"""Seconds for all of a try."""

MEDIA_TYPE = "application/cloudevents+json"
AGENT = f"yingsu/{version('yingsu')}"

GONE = 410


class PinnedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections only to addresses that may be sent to, and to the very ones that were looked at."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of a host that answers. Raises ForbiddenAddressError, UnknownHostError."""
        failure: Exception = httpcore.ConnectTimeout(f"{host} was not found in time")
        try:
            async with asyncio.timeout(timeout):
                for address in await self._outbound.addresses(host, port):
                    try:
                        return await self._inner.connect_tcp(
                            address, port, timeout, local_address, socket_options
                        )
                    except httpcore.ConnectError as error:
                        failure = error
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no connection to {host} in {timeout} s") from error
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class Webhook:
    """Posts messages."""

    def __init__(
        self,
        outbound: Outbound,
        page: str,
        now: Callable[[], float],
        *,
        trust: ssl.SSLContext | None = None,
        total: float = TOTAL,
    ) -> None:
        """`page` is the address of the pages, `now` the seconds since 1970, `trust` whose certificates count."""
        self._page = page
        self._now = now
        self._total = total
        # Nothing is kept open: each try looks the host up anew.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=trust,
            max_connections=None,
            max_keepalive_connections=0,
            network_backend=PinnedBackend(outbound),
        )

    async def __call__(self, to: Subscription, message: News) -> Outcome:
        """Post a message to a subscriber whose address and secret are open."""
        return await self.post(to, message.id, cloudevent(message, self._page))

    async def test(self, to: Subscription, id_: str) -> Outcome:
        """Post an event that says nothing but that it arrives."""
        event = {
            "specversion": "1.0",
            "id": id_,
            "source": "reporting",
            "type": "yingsu.subscription-tested.v1",
            "datacontenttype": "application/json",
            "district": to.district,
            "data": {"subscription": to.name},
        }
        return await self.post(to, id_, event)

    async def post(self, to: Subscription, id_: str, event: Mapping[str, Any]) -> Outcome:
        """Post an event, signed."""
        url, secret = url_of(to.address), secret_bytes(to.secret)
        if url is None or secret is None:
            return Outcome(False, "its address or secret cannot be used")
        body = to_json(event)
        at = int(self._now())
        headers = {
            "Host": url.origin.partition("//")[2],
            "Content-Type": MEDIA_TYPE,
            "User-Agent": AGENT,
            "webhook-id": id_,
            "webhook-timestamp": str(at),
            "webhook-signature": f"v1,{signature(secret, id_, at, body)}",
        }
        where = httpcore.URL(
            scheme=url.scheme.encode(), host=url.host.encode(), port=url.port, target=url.target.encode()
        )
        waits = {"timeout": {"connect": CONNECT, "read": TOTAL, "write": TOTAL, "pool": TOTAL}}
        try:
            async with (
                asyncio.timeout(self._total),
                self._pool.stream(
                    "POST", where, headers=list(headers.items()), content=body, extensions=waits
                ) as answer,
            ):
                return self._outcome(answer)
        except (TimeoutError, httpcore.TimeoutException):
            return Outcome(False, f"{url.origin} did not answer in time")
        except (ForbiddenAddressError, UnknownHostError) as error:
            return Outcome(False, str(error))
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            return Outcome(False, f"{url.origin}: {str(error) or type(error).__name__}"[:300])

    async def close(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    def _outcome(self, answer: httpcore.Response) -> Outcome:
        if 200 <= answer.status < 300:
            return Outcome(True)
        said = {name.lower(): value for name, value in answer.headers}
        detail = f"answered {answer.status}"
        if 300 <= answer.status < 400:
            detail += "; redirects are not followed"
        now = datetime.fromtimestamp(self._now(), UTC)
        wait = retry_after(said.get(b"retry-after", b"").decode("latin-1"), now)
        return Outcome(False, detail, gone=answer.status == GONE, wait=wait)


def cloudevent(message: News, page: str) -> dict[str, Any]:
    """Return a message as a CloudEvent, with a link to its page.

    It tells of a deadline in the words of `GET /deadlines`, of a figure in those of `GET /figures`.
    """
    if isinstance(message, Crossing):
        return _crossed(message, page)
    row = message.deadline
    return {
        "specversion": "1.0",
        "id": message.id,
        "source": "reporting",
        "type": f"yingsu.reminder-{message.kind}.v1",
        "subject": row.case,
        "datacontenttype": "application/json",
        "district": message.subscription.district,
        "data": {
            "subscription": message.subscription.name,
            "notice": message.notice,
            "day": message.day,
            "title": message.title,
            **{field.name: getattr(row, field.name) for field in fields(row)},
            "link": link(message, page),
        },
    }


def _crossed(message: Crossing, page: str) -> dict[str, Any]:
    figure = message.figure
    told = {name: getattr(figure, name) for name in TOLD}
    return {
        "specversion": "1.0",
        "id": message.id,
        "source": "reporting",
        "type": "yingsu.figure-crossed.v1",
        "subject": figure.metric,
        "datacontenttype": "application/json",
        "district": message.subscription.district,
        "data": {
            "subscription": message.subscription.name,
            "period": message.line.period,
            "by": message.line.by,
            "agency": message.line.agency,
            **told,
            "position": message.position,
            "link": link(message, page),
        },
    }


def link(message: News, page: str) -> str:
    """Return where people read on."""
    if isinstance(message, Crossing):
        of = message.figure
        return page + links.figure(
            message.subscription.district,
            of.metric,
            period=of.period,
            agency="" if of.agency == "*" else of.agency,
        )
    row = message.deadline
    return page + links.deadline(message.subscription.district, row.case, row.duty, row.of)


def signature(secret: bytes, id_: str, at: int, body: bytes) -> str:
    """Return the signature of a message after Standard Webhooks, v1: HMAC-SHA256 over id, instant and body."""
    return b64encode(hmac.digest(secret, f"{id_}.{at}.".encode() + body, "sha256")).decode()
