"""What does intake answer over NATS? Appends of findings, and ranges of the log."""

from faststream.nats import NatsBroker, NatsMessage
from pydantic_core import from_json, to_json

from services.intake.keeper import EventTooLargeError, Keeper
from services.intake.store import FencedError, StoreUnavailableError
from shared.log.append import APPEND, READ, AppendError, AppendRequest, Refused

WORKERS = 8
"""Requests handled at once; the keeper saves together what waits together."""

MOST_EVENTS, MOST_BYTES = 1000, 4_000_000
"""The most that one answer to `log.read` holds; who wants more asks again."""


def register(broker: NatsBroker, keeper: Keeper) -> None:
    """Let the keeper be asked over this broker."""

    @broker.subscriber(f"{APPEND}.*", max_workers=WORKERS, title="append findings of one service")
    async def append(message: NatsMessage) -> bytes:
        """Append findings of the service named in the subject, or say why not."""
        return to_json(await _append(keeper, message.raw_message.subject, message.body))

    @broker.subscriber(READ, max_workers=WORKERS, title="read a part of the log")
    async def read(message: NatsMessage) -> bytes:
        """Answer the stored events of a range, one a line: those that fit, and none beyond the end."""
        asked = from_json(message.body)
        first = max(int(asked["first"]), 1)
        events = await keeper.read(first, min(int(asked["last"]), first + MOST_EVENTS - 1))
        return b"\n".join(_fitting(events))


async def _append(keeper: Keeper, subject: str, body: bytes) -> object:
    """Return the reply, a refusal, or what was wrong: a handler that raises would leave the asker waiting."""
    try:
        request = AppendRequest.decode(body)
        return await keeper.append(subject.rpartition(".")[2], request.expected, request.findings)
    except Refused as refused:
        return {"refused": refused.last}
    except (StoreUnavailableError, FencedError) as error:
        return {"unavailable": str(error)}
    except (AppendError, EventTooLargeError) as error:
        return {"error": str(error)}
    except (ValueError, TypeError, KeyError) as error:
        return {"error": f"not an append request: {type(error).__name__} {error}"}


def _fitting(events: list[bytes]) -> list[bytes]:
    size = 0
    for i, stored in enumerate(events):
        size += len(stored) + 1
        if i and size > MOST_BYTES:
            return events[:i]
    return events
