"""How does one service ask another why, without HTTP between them? With a question and an answer over NATS."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, TypeVar

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from pydantic_core import from_json, to_json

from shared.explaining.explained import Question
from shared.explaining.recorded import recorded
from shared.explaining.shapes import Explained
from shared.judge import Judge
from shared.problems import Problem

SUBJECT = "explain"
"""Where on NATS a service explains: `explain.<service>`, `{"district", "case"}` -> what follows, or `{"error"}`."""

PATIENCE = 2.0
"""Seconds an answer may take; what asks shows the rest without it."""

Answer = TypeVar("Answer", bound=Explained)
Ask = Callable[[str, str], Awaitable[Mapping[str, Any]]]
"""Asks a service about a case of a district. Raises NotExplainedError."""

_log = structlog.stdlib.get_logger("explaining")


class NotExplainedError(Exception):
    """A service did not explain a case: it does not answer, or says why it cannot.

    `answered` tells the two apart.
    """

    def __init__(self, service: str, reason: str, *, answered: bool) -> None:
        self.answered = answered
        self.reason = reason
        super().__init__(f"{service} does not explain the case: {reason}")


def explaining_over_nats(
    service: str, explained: Callable[[Question], Answer]
) -> Callable[[Client, Judge], Awaitable[None]]:
    """Return what lets a service be asked over NATS about the cases it has noted, once NATS is there."""

    async def serve(nats: Client, judge: Judge) -> None:
        async def hear(message: Msg) -> None:
            answer = await _answer(judge, explained, message.data)
            if len(answer) > nats.max_payload:
                answer = _error(f"the explanation is of {len(answer)} bytes, more than NATS carries")
            await message.respond(answer)

        await nats.subscribe(f"{SUBJECT}.{service}", queue=service, cb=hear)

    return serve


async def ask(
    nats: Client, service: str, district: str, case: str, patience: float = PATIENCE
) -> Mapping[str, Any]:
    """Ask a service what follows from a case as it has noted it, and why. Raises NotExplainedError."""
    try:
        asked = to_json({"district": district, "case": case})
        message = await nats.request(f"{SUBJECT}.{service}", asked, patience)
        answer: Mapping[str, Any] = from_json(message.data)
    except (
        NatsError,
        TimeoutError,
        ValueError,
        AssertionError,
    ) as error:  # asserts that it was connected once
        raise NotExplainedError(service, str(error) or type(error).__name__, answered=False) from error
    if "error" in answer:
        raise NotExplainedError(service, str(answer["error"]), answered=True)
    return answer


def asking_over_nats(nats: Client, service: str) -> Ask:
    """Return what asks one service."""
    return partial(ask, nats, service)


async def _answer(judge: Judge, explained: Callable[[Question], Answer], asked: bytes) -> bytes:
    """Return the explanation, or what was wrong: a handler that raises would leave the asker waiting."""
    try:
        said = from_json(asked)
        question = await recorded(judge, str(said["district"]), str(said["case"]))
        found = await asyncio.to_thread(explained, question)
        return found.model_dump_json().encode()
    except Problem as problem:
        return _error(str(problem.body["detail"]))
    except (ValueError, TypeError, KeyError) as error:
        return _error(f"not a question: {type(error).__name__} {error}")
    except Exception as error:
        _log.error("a case cannot be explained", error=f"{type(error).__name__}: {error}")
        return _error(f"{type(error).__name__}: {error}")


def _error(reason: str) -> bytes:
    return to_json({"error": reason})
