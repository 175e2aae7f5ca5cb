"""What is the stream that carries the log to everybody, and how are stored bytes put onto it?

Stream sequence = position. The store is the truth; the stream can always be filled again from it.
"""

import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from nats.aio.client import Client
from nats.js.api import Header, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import APIError
from pydantic_core import from_json

STREAM = "CASES"
SUBJECTS = "cases.>"

_DISTRICT = re.compile(rb'"district":"([^"\\]*)"')
_NO_TOKEN = re.compile(r"[\s.*>]+")


def configuration(replicas: int = 1) -> StreamConfig:
    """Return what the stream is: kept for ever, on disk, nothing deleted or purged, whole batches at once."""
    return StreamConfig(
        name=STREAM,
        subjects=[SUBJECTS],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        num_replicas=replicas,
        deny_delete=True,
        deny_purge=True,
        allow_atomic=True,
        allow_direct=True,
    )


async def create(nc: Client, replicas: int = 1) -> None:
    """Create the stream; one that exists with this configuration is left as it is."""
    await nc.jetstream(timeout=10).add_stream(configuration(replicas))


def subject_of(name: str, stored: bytes) -> str:
    """Return the subject on which stored bytes of the event type with this name travel.

    The district is found without parsing: the attributes before it are strings, in which quotes are escaped.
    """
    found = _DISTRICT.search(stored)
    district = found[1].decode() if found else from_json(stored)["district"]
    return f"cases.{_NO_TOKEN.sub('_', district) or '_'}.{name}"


async def publish_one(nc: Client, position: int, subject: str, stored: bytes, wait: float = 5.0) -> int:
    """Put one event at its position; return the sequence it got. Raises APIError when it is not the next."""
    headers = {Header.EXPECTED_LAST_SEQUENCE.value: str(position - 1)}
    return _sequence((await nc.request(subject, stored, timeout=wait, headers=headers)).data)


async def publish_batch(
    nc: Client, first: int, events: Sequence[tuple[str, bytes]], wait: float = 15.0
) -> int:
    """Put events, as (subject, bytes), at consecutive positions, all or none. Returns the last sequence.

    One fsync for all, but several milliseconds of preparation: worth it from about twenty events on.
    """
    batch = uuid4().hex
    id_, number = str(Header.BATCH_ID.value), str(Header.BATCH_SEQUENCE.value)
    headers = {Header.EXPECTED_LAST_SEQUENCE.value: str(first - 1), id_: batch, number: "1"}
    for i, (subject, stored) in enumerate(events[:-1], 1):
        await nc.publish(subject, stored, headers=headers if i == 1 else {id_: batch, number: str(i)})
    subject, stored = events[-1]
    last = {id_: batch, number: str(len(events)), Header.BATCH_COMMIT.value: "1"}
    if len(events) == 1:
        last |= headers
    return _sequence((await nc.request(subject, stored, timeout=wait, headers=last)).data)


def _sequence(answer: bytes) -> int:
    told: dict[str, Any] = from_json(answer)
    if "error" in told:
        raise APIError.from_error(told["error"])
    return int(told["seq"])
