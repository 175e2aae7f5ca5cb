"""Which service do the tests of the chassis start? One that does nothing, or what its first argument says."""

import asyncio
import sys

from fastapi import APIRouter

from shared.service import Service, run
from shared.settings import Settings, StartError


class SmallError(StartError):
    """The small service was told not to start."""

    def __init__(self) -> None:
        super().__init__("the small service cannot start; tell it something else")


def create(settings: Settings) -> Service:
    what = sys.argv[1] if len(sys.argv) > 1 else ""

    async def task() -> None:
        if what == "crash":
            raise RuntimeError("the task broke")
        if what == "halt":
            return
        await asyncio.Event().wait()

    async def opening() -> None:
        if what == "cannot-open":
            raise SmallError
        if what == "breaks-open":
            raise RuntimeError("the opening broke")

    router = APIRouter()

    @router.get("/wait")
    async def wait() -> None:
        await asyncio.Event().wait()

    tasks = {"task": task}
    return Service(name="routing", settings=settings, routers=[router], opening=[opening], tasks=tasks)


if __name__ == "__main__":
    run(create)
