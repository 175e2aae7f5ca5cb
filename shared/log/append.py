"""How does a service add findings to the log, and read a part of it? By asking the keeper over NATS.

Requests and answers are JSON; a range of the log is answered as the stored bytes, one event a line.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic_core import from_json, to_json

from shared.envelope import Draft, digest, stamp
from shared.log.unbroken import unbroken

MOST = 300
"""Findings one request may append."""

APPEND = "log.append"
READ = "log.read"


class Refused(Exception):  # noqa: N818  # an answer, not a mishap
    """The writer has findings on the log that it has not read yet; it must read on and judge again."""

    def __init__(self, last: int) -> None:
        super().__init__(f"own findings stand on the log up to position {last}; read that far first")
        self.last = last
        """Position of the writer's own last finding."""


class LogUnavailable(Exception):  # noqa: N818  # passes by itself
    """The keeper did not answer, so it is not known whether the findings are on the log."""


class AppendError(Exception):
    """The keeper will never take these findings, for instance because the type is not this service's."""


@dataclass(frozen=True, slots=True)
class AppendReply:
    """Where the appended findings stand, and what is needed to know their bytes without reading them back."""

    first: int
    last: int
    recorded_at: str = ""
    prevhash: str = ""
    """Digest of the event before the first of them."""

    def stamped(self, drafts: Sequence[Draft]) -> list[tuple[int, bytes]]:
        """Return positions and bytes of the drafts as they stand on the log."""
        result, prevhash = [], self.prevhash
        for position, draft in enumerate(drafts, self.first):
            stored = stamp(draft, position, self.recorded_at, prevhash)
            prevhash = digest(stored)
            result.append((position, stored))
        return result


@dataclass(frozen=True, slots=True)
class AppendRequest:
    """Findings of one service, and the position of its own last finding as it knows it."""

    expected: int
    findings: tuple[Draft, ...]

    def encode(self) -> bytes:
        """Return the request as it travels."""
        return to_json({"expected": self.expected, "findings": [asdict(draft) for draft in self.findings]})

    @classmethod
    def decode(cls, body: bytes) -> "AppendRequest":
        """Return the request in a body. Raises ValueError, TypeError or KeyError for a malformed one."""
        told: dict[str, Any] = from_json(body)
        return cls(int(told["expected"]), tuple(Draft(**finding) for finding in told["findings"]))


@dataclass(frozen=True, slots=True)
class LogClient:
    """Asks the log's keeper."""

    nc: Client
    patience: float = 10.0
    """Seconds until a request counts as unanswered."""

    async def append(self, service: str, expected: int, findings: Sequence[Draft]) -> AppendReply:
        """Append at most 300 findings. Raises Refused, LogUnavailable or AppendError."""
        body = AppendRequest(expected, tuple(findings)).encode()
        told: dict[str, Any] = from_json(await self._ask(f"{APPEND}.{service}", body))
        if "refused" in told:
            raise Refused(told["refused"])
        if "unavailable" in told:
            raise LogUnavailable(told["unavailable"])
        if "error" in told:
            raise AppendError(told["error"])
        return AppendReply(**told)

    async def read(self, first: int, last: int) -> list[bytes]:
        """Return the stored events at positions first to last; fewer when the log ends before.

        Raises LogUnavailable.
        """
        result: list[bytes] = []
        while first + len(result) <= last:
            body = to_json({"first": first + len(result), "last": last})
            some = (await self._ask(READ, body)).split(b"\n")
            if some == [b""]:
                break
            result += some
        return result

    async def name(self) -> str:
        """Return what names this log among all others: the digest of its first event. Raises LogUnavailable."""
        first = await self.read(1, 1)
        if not first:
            raise LogUnavailable("the log has not begun")
        return digest(first[0])

    async def _ask(self, subject: str, body: bytes) -> bytes:
        try:
            asked = self.nc.request(subject, body, timeout=self.patience)
            return bytes((await unbroken(self.nc, asked)).data)
        except (NatsError, OSError) as error:
            reason = str(error) or type(error).__name__
            raise LogUnavailable(f"nobody answered {subject}: {reason}") from error
