"""What is answered to facts that come over NATS? What POST /events answers, or the problem, and always something."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import structlog
from faststream.nats import NatsBroker, NatsMessage
from nats.aio.msg import Msg
from pydantic_core import to_json

from services.intake.callers import Callers
from services.intake.limits import Limits
from services.intake.parsing import parsed
from services.intake.submissions.sender import sender
from shared.access import Principal
from shared.access.accounts import SUBMIT
from shared.access.guard import lacking
from shared.access.rights import has
from shared.problems import Problem
from shared.reported import shown

ATOMIC, MODE = "Yingsu-Atomic", "Yingsu-Mode"
"""The headers that stand for the options `atomic` and `mode` of POST /events."""

WORKERS = 256
"""Messages handled at once; the keeper saves together what waits together."""

LISTED = 100
"""Events of another district that one answer names."""

Atomic = Literal["all", "each"]
Mode = Literal["validate", "commit"]

_log = structlog.stdlib.get_logger("submissions")


class Submits(Protocol):
    """The way of facts to the log that HTTP takes too."""

    async def submit(
        self, principal: Principal, events: Sequence[Any], *, atomic: Atomic = "all", mode: Mode = "commit"
    ) -> dict[str, Any]:
        """Record facts, and return the body of the answer. Raises Problem."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers one message after another."""

    submissions: Submits
    callers: Callers
    limits: Limits

    async def __call__(self, subject: str, headers: Mapping[str, str] | None, body: bytes) -> dict[str, Any]:
        """Return the answer to a message: a handler that raises would leave the publisher waiting."""
        try:
            return await self._submitted(subject.rpartition(".")[2], headers or {}, body)
        except Problem as problem:
            return told(problem)
        except Exception as error:
            _log.exception("facts could not be taken", error=f"{type(error).__name__}: {error}")
            detail = (
                "intake met an error it did not expect; send the same again: what is on the log will be known"
            )
            return told(Problem(500, "Internal Server Error", detail))

    async def _submitted(self, district: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
        principal = sender(headers, self.callers)
        if not has(principal, "report"):
            raise lacking(principal, "report")
        atomic: Atomic = _option(headers, ATOMIC, ("all", "each"))
        mode: Mode = _option(headers, MODE, ("commit", "validate"))
        with self.limits.held(len(body)):
            said = parsed(body)
            events = said if isinstance(said, list) else [said]
            self.limits.admit(principal, facts=len(events), bytes=len(body))
            _all_of(district, events)
            return await self.submissions.submit(principal, events, atomic=atomic, mode=mode)


def register(broker: NatsBroker, answering: Answering, most: int = 8_000_000) -> None:
    """Let facts be sent over this broker; an answer has at most so many bytes."""
    subscriber = broker.subscriber(
        f"{SUBMIT}.*", max_workers=WORKERS, decoder=_as_sent, title="submit facts of one district"
    )

    @subscriber
    async def submit(message: NatsMessage) -> bytes:
        """Record a fact, or a batch of facts, and answer once the store has them."""
        raw = message.raw_message
        return fitting(await answering(raw.subject, raw.headers, message.body), most)

    _hand(subscriber, _Directly(answering, most).take)


def _hand(subscriber: Any, take: Callable[[Msg], Awaitable[None]]) -> None:
    """Let messages of a subscriber be taken as they come.

    FastStream connects, subscribes, describes and ends; but from a message to its handler it goes through streams,
    scopes and a thread, which takes 0.8 ms of processor, more than all that is done with the message. Should
    FastStream call this otherwise one day, messages go its way again.
    """
    subscriber._put_msg = take


class _Directly:
    """Answers messages as they come, so many at once."""

    def __init__(self, answering: Answering, most: int) -> None:
        self._answering = answering
        self._most = most
        self._room = asyncio.Semaphore(WORKERS)
        self._under_way: set[asyncio.Task[None]] = set()

    async def take(self, message: Msg) -> None:
        """Begin to answer a message as soon as there is room; until then the next ones wait with NATS."""
        await self._room.acquire()
        task = asyncio.create_task(self._answer(message))
        self._under_way.add(task)
        task.add_done_callback(self._done)

    async def _answer(self, message: Msg) -> None:
        answer = await self._answering(message.subject, message.headers, message.data)
        if message.reply:
            await message.respond(fitting(answer, self._most))

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._room.release()
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # the connection went while the answer was under way: the publisher will send the same again
            _log.warning(
                "facts were taken, but nobody could be told", error=str(error) or type(error).__name__
            )


async def _as_sent(message: NatsMessage) -> bytes:
    """Return the bytes of a message: FastStream's own reading of them raises for some, and nobody is answered."""
    return bytes(message.body)


def told(problem: Problem) -> dict[str, Any]:
    """Return a problem as it is answered; what HTTP says in the header Retry-After stands beside it in seconds."""
    after = (problem.headers or {}).get("Retry-After")
    return {"problem": {**problem.body, **({"retry_after": int(after)} if after else {})}}


def fitting(answer: Mapping[str, Any], most: int) -> bytes:
    """Return an answer as it travels; one that NATS would not carry leaves out what became of each event."""
    encoded = to_json(answer)
    if len(encoded) <= most or "results" not in answer:
        return encoded
    return to_json({**answer, "results": [], "unlisted": len(answer["results"])})


def _option(headers: Mapping[str, str], name: str, values: tuple[str, ...]) -> Any:
    value = headers.get(name, values[0])
    if value not in values:
        raise Problem(400, "No such option", f"{name}: found {shown(value)}; expected {' or '.join(values)}")
    return value


def _all_of(district: str, events: Sequence[Any]) -> None:
    """Raise Problem 422 unless all events are of the district in the subject: by that the server let them pass."""
    wrong = [
        {
            "index": index,
            "pointer": "/district",
            "detail": shown(event["district"]) if "district" in event else "is missing",
            "expected": f"{district}, as in the subject {SUBMIT}.{district}",
        }
        for index, event in enumerate(events)
        if isinstance(event, dict) and event.get("district") != district
    ]
    if wrong:
        first = wrong[0]
        detail = (
            f"event {first['index']}, /district: {first['detail']}; expected {first['expected']}. "
            "Nothing was recorded"
        )
        raise Problem(
            422, "Another district", detail, errors=wrong[:LISTED], unlisted=max(0, len(wrong) - LISTED)
        )
