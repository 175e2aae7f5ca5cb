"""What do tests of deliveries share? A clock, a receiver of webhooks on a real socket, and a log in memory."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from pydantic_core import from_json

from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.delivery.due import Told, messages
from services.reporting.delivery.noted import Noted
from services.reporting.delivery.sender import Channel, Sender
from services.reporting.delivery.subscriptions import Subscription
from services.reporting.delivery.tries import Tries
from shared.codec import decode
from shared.envelope import Draft
from shared.events.findings.reporting import ReminderDelivered, SubscriptionDisabled

PAGE = "https://yingsu.example.cn"
DAY = date(2026, 11, 30)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
AGENCY = "新洲区住房和城乡建设局"
BUREAU = "新洲区司法局"

NEAR = DeadlineRow(
    case="（2026）鄂0117行初12号",
    duty="defence",
    of="",
    article="ALL 67",
    obligor="responsible_agency",
    agencies=(AGENCY,),
    starts_on=date(2026, 11, 16),
    due_on=date(2026, 12, 1),
    done_on=None,
    state="open",
    light="near",
    late=False,
    step=1,
    escalated_to=(),
    provisional=False,
    soft=False,
    was_due_on=None,
    cause="",
    taken=(),
    pending=(),
    left=None,
    sequence=17,
)
MISSED = replace(
    NEAR,
    duty="draft",
    state="missed",
    light="overdue",
    due_on=date(2026, 11, 24),
    step=None,
    escalated_to=(BUREAU,),
)

WEBHOOK = Subscription(
    district="xinzhou",
    name="法规科",
    version=1,
    channel="webhook",
    address="https://oa.example.cn/hooks",
    secret=SECRET,
    subject="法规科",
)
MAIL = replace(WEBHOOK, name="值班", channel="email", address="flk@example.gov.cn", secret="")


async def until(condition: Callable[[], object], patience: float = 20.0) -> None:
    async with asyncio.timeout(patience):
        while not condition():  # noqa: ASYNC110  # it may hang on anything
            await asyncio.sleep(0.005)


@dataclass
class Clock:
    """Seconds since 1970, as a test has them pass."""

    at: float = 1_795_000_000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Request:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        event: dict[str, Any] = from_json(self.body)
        return event


Reply = bytes | Callable[[asyncio.StreamWriter], Any]


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass
class Receiver:
    """A server that answers what it is told to, the last answer again and again."""

    replies: list[Reply]
    requests: list[Request] = field(default_factory=list)
    port: int = 0
    waiting: int = 0
    """Requests that are not answered yet."""
    most: int = 0
    """The most there were at the same time."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks?of=a"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.rstrip("\r\n").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            method, target, _ = first.split(" ")
            self.requests.append(Request(method, target, headers, body))
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
            self.waiting += 1
            self.most = max(self.most, self.waiting)
            try:
                if isinstance(reply, bytes):
                    writer.write(reply)
                    await writer.drain()
                else:
                    await reply(writer)
            finally:
                self.waiting -= 1
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def receiving(*replies: Reply, tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    receiver = Receiver(list(replies) or [answer(204)])
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


@dataclass
class Desk:
    """Subscriptions, deadlines and a log in memory: what stands there, and what is told of it, is asked as ever."""

    subscriptions: list[Subscription]
    deadlines: list[DeadlineRow]
    day: date = DAY
    position: int = 1
    findings: list[tuple[int, Draft]] = field(default_factory=list)
    settled: bool = True
    unread: bool = False
    """Whether findings of ours are on the log that the notes do not show yet."""
    lagging: int = 0
    """So many events stand on the log that the notes have not come to; then they stay behind what is recorded."""
    recording: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.recording.set()

    # What a notebook does

    def look(self) -> Noted:
        found = tuple(self._standing(one) for one in self.subscriptions)
        told = {
            Told(one.district, event.subscription, one.subject, event.duty, event.of, event.notice)
            for one, event in self._events()
            if isinstance(event, ReminderDelivered)
        }
        due = messages(found, self.deadlines, told, self.day, {("defence", "ALL 67"): "答辩"})
        return Noted(found, tuple(due))

    def _standing(self, one: Subscription) -> Subscription:
        ended = [
            event
            for _, event in self._events()
            if isinstance(event, SubscriptionDisabled) and event.subscription == one.name
        ]
        over = ended and ended[-1].version >= one.version
        return replace(one, disabled=ended[-1].reason if over else "")

    def _events(self) -> list[tuple[Draft, object]]:
        """Return the findings the notes have come to."""
        read = (one for position, one in self.findings if position <= self.position)
        return [(one, decode(one.type, one.data)) for one in read]

    def close(self) -> None:
        pass

    # What a recorder does

    async def has_unread(self) -> bool:
        return self.unread

    async def record(self, drafts: Sequence[Draft]) -> int:
        await self.recording.wait()
        end = max([self.position, *(position for position, _ in self.findings)]) + self.lagging
        self.findings += enumerate(drafts, end + 1)
        end += len(drafts)
        if not self.lagging:
            self.position = end
        return end

    @property
    def said(self) -> list[str]:
        """Return in short what was found."""
        told = []
        for _, one in self.findings:
            match event := decode(one.type, one.data):
                case ReminderDelivered():
                    how = "delivered" if event.delivered else "given up"
                    told.append(f"{event.subscription} {event.duty} {event.notice} {how} {event.tries}")
                case SubscriptionDisabled():
                    told.append(f"{event.subscription} disabled {event.version}: {event.reason}")
        return told


class Longest(Random):
    """Shortens no pause."""

    def random(self) -> float:
        return 0.0


@asynccontextmanager
async def sending(
    desk: Desk,
    folder: Path,
    clock: Clock,
    **channels: Channel,
) -> AsyncIterator[Sender]:
    async def keys(_district: str, _subjects: object) -> dict[str, Any]:
        return {}

    sender = Sender(
        notebook=desk,  # type: ignore[arg-type]
        rested=lambda: desk.position if desk.settled else None,
        recorder=desk,  # type: ignore[arg-type]
        tries=Tries(folder / "tries.db"),
        channels=channels,
        keys=keys,
        now=clock,
        random=Longest(),
    )
    task = asyncio.create_task(sender.run())
    sender.nudge()
    try:
        yield sender
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        sender.close()
