"""How long is an answer waited for? Not longer than the connection lasts over which it would come."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from nats.aio.client import Client
from nats.errors import ConnectionClosedError

T = TypeVar("T")

LOOK = 0.25
"""Seconds between two looks at the connection."""


async def unbroken(nc: Client, work: Coroutine[Any, Any, T]) -> T:
    """Do something that asks over NATS, and give it up once the connection breaks: its answer would be lost.

    Raises ConnectionClosedError then. What was asked for may have been done all the same.
    """
    if not nc.is_connected:
        work.close()
        raise ConnectionClosedError
    before = nc.stats["reconnects"]
    task = asyncio.ensure_future(work)
    try:
        while not (await asyncio.wait({task}, timeout=LOOK))[0]:
            if _broken(nc, before):
                raise ConnectionClosedError
        return task.result()
    finally:
        task.cancel()


def _broken(nc: Client, before: int) -> bool:
    return not nc.is_connected or nc.stats["reconnects"] != before
