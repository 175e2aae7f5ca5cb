"""May we send to this address? Its form, and every network address its host stands for.

Somebody who may report facts must not reach through us what only we can reach. So a host is looked up, each of its
addresses must be public, and the connection is made to the very address that was looked at: a name that says
something else a moment later changes nothing.
"""

import asyncio
import re
import socket
from base64 import b64decode
from binascii import Error as Base64Error
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

A_URL = "an http or https URL of at most 2,000 ASCII characters, with a host and without user, password and fragment"
A_MAILBOX = "one mail address in ASCII, such as flk@example.gov.cn"
A_SECRET = "`whsec_` and 24 to 64 bytes in base64; `yingsu subscriptions add` makes one"  # noqa: S105
A_PUBLIC_HOST = "a host that has public addresses only; the setting YINGSU_WEBHOOK_PRIVATE=true allows others"

LONGEST = 2000
THREADS = 4
"""Names looked up at the same time; more wait."""

_URL = re.compile(r"[\x21-\x7e]+")
_LABEL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"(?!.{{254}})(?:{_LABEL}\.)*{_LABEL}\.?")
_MAILBOX = re.compile(
    r"(?!.{255})[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_SECRET = "whsec_"  # noqa: S105
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


class ForbiddenAddressError(Exception):
    """A host stands for an address that is not public."""

    def __init__(self, host: str, address: str) -> None:
        shown = address if host == address else f"{host} is {address}, which"
        super().__init__(f"{shown} is no public address; expected {A_PUBLIC_HOST}")
        self.host = host
        self.address = address


class UnknownHostError(Exception):
    """Nobody says now for which address a host stands."""

    def __init__(self, host: str, reason: object) -> None:
        super().__init__(f"the host {host} cannot be found ({reason})")


@dataclass(frozen=True, slots=True)
class Url:
    """The parts of a URL that can be sent to."""

    scheme: str
    host: str
    """Without the brackets of IPv6."""
    port: int | None
    target: str
    """Path and query."""

    @property
    def origin(self) -> str:
        """Return scheme, host and port: what may be shown of it, as a path may hold a password of its own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + (f":{self.port}" if self.port else "")

    @property
    def reached_at(self) -> int:
        """Return the port, that of the scheme where none is named."""
        return self.port or {"http": 80, "https": 443}[self.scheme]


def url_of(text: str) -> Url | None:
    """Return the parts of a URL, or None for one that cannot be sent to: see A_URL."""
    if len(text) > LONGEST or not _URL.fullmatch(text) or "\\" in text or "#" in text:
        return None
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or port == 0:
        return None
    if not (_is_ipv6(host) if "[" in parts.netloc else _HOST.fullmatch(host)):
        return None
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Url(parts.scheme, host, port, target)


def is_mailbox(text: str) -> bool:
    """Return whether a text is one mail address and nothing else."""
    return bool(_MAILBOX.fullmatch(text))


def secret_bytes(text: str) -> bytes | None:
    """Return the bytes of a secret as Standard Webhooks writes it, or None for what is none: see A_SECRET."""
    if not text.startswith(_SECRET):
        return None
    try:
        found = b64decode(text.removeprefix(_SECRET), validate=True)
    except (Base64Error, ValueError):
        return None
    return found if 24 <= len(found) <= 64 else None


def is_public(text: str) -> bool:
    """Return whether an IP address is one that anybody on the internet has, and no way round to another."""
    address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        inside = _inside(address)
        if inside is not None:
            return is_public(str(inside))
        if address not in _GLOBAL_UNICAST:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class Outbound:
    """Looks up hosts, and says which may be sent to."""

    def __init__(self, *, private: bool) -> None:
        """Allow also addresses that are not public when `private`."""
        self._private = private
        # Threads of its own: a name that takes long to be looked up keeps nobody else from theirs.
        self._threads = ThreadPoolExecutor(THREADS, "names")

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """Return the IP addresses of a host, all of which may be connected to.

        Raises ForbiddenAddressError and UnknownHostError. Takes as long as the system's resolver does.
        """
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._threads, _look_up, host, port)
        except (OSError, UnicodeError) as error:
            raise UnknownHostError(host, error) from error
        for address in found:
            if not self._private and not is_public(address):
                raise ForbiddenAddressError(host, address)
        return found

    def close(self) -> None:
        """Look up nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def retry_after(text: str, now: datetime) -> float:
    """Return for how many seconds a Retry-After asks, given in seconds or as a date; 0 for what cannot be read."""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return max(0.0, (until.astimezone(UTC) - now).total_seconds())


def _look_up(host: str, port: int) -> tuple[str, ...]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(where[0]) for *_, where in found))


def _is_ipv6(host: str) -> bool:
    try:
        return isinstance(ip_address(host), IPv6Address) and "%" not in host
    except ValueError:
        return False


def _inside(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address leads to: mapped, by 6to4, or by NAT64."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour
