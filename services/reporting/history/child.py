"""What does a process do that counts for reporting what cases counted in? It reads requests until nobody asks.

Started as `python -m services.reporting.history.child`. It ends with the process that started it, as its input does.
"""

import select
import signal
import sys
from functools import lru_cache
from typing import Any, BinaryIO

from pydantic_core import from_json, to_json
from sqlalchemy import Engine

from services.reporting.history.counting import Texts, counted_at, world_at
from shared.log.database import open_database
from shared.world import World

IDLE_S = 600
"""Asked for nothing for so long, it ends; another one is started when it is needed."""


def main(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests: an answer, or the error it came to."""
    while select.select([requests], [], [], IDLE_S)[0] and (request := requests.readline()):
        answer: tuple[bool, Any]
        try:
            answer = True, _answer(*from_json(request))
        except Exception as error:
            answer = False, f"{type(error).__name__}: {error}"
        answers.write(to_json(answer) + b"\n")
        answers.flush()


def _answer(url: str, district: str, groups: list[tuple[str, ...]], position: int) -> Texts:
    world = _world(url, district, position)
    with _engine(url).connect() as connection:
        return counted_at(connection, district, groups, position, world)


@lru_cache(maxsize=8)
def _world(url: str, district: str, position: int) -> World:
    with _engine(url).connect() as connection:
        return world_at(connection, district, position)


@lru_cache(maxsize=1)
def _engine(url: str) -> Engine:
    return open_database(url)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    output, sys.stdout = sys.stdout, sys.stderr  # what is logged is no answer
    main(sys.stdin.buffer, output.buffer)
