"""What does every service have in common? Its life, its connection to NATS, health, status and metrics."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import structlog
from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import JSONResponse, PlainTextResponse
from nats.aio.client import Client
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.middleware import Middleware

from shared import problems
from shared.access.guard import open_to_all
from shared.openapi import Paths, describe
from shared.service.connection import Connection
from shared.service.stopping import Stopping
from shared.settings import Settings, StartError

_log = structlog.stdlib.get_logger("service")

PATIENCE = 2.0
"""Seconds the tasks have for coming to an end when the service stops."""

_NOT_READY: dict[str, Any] = {"description": "something is missing", "content": {"application/json": {}}}

Step = Callable[[], Awaitable[None] | None]
Task = Callable[[], Awaitable[None]]


@dataclass(kw_only=True, eq=False)
class Service:
    """The parts of a service. `app` is what answers HTTP; while it is `running`, the tasks run."""

    name: str
    settings: Settings
    nats: Client = field(default_factory=Client)
    """Connected while the service runs, as soon as NATS is there."""

    routers: Sequence[APIRouter] = ()
    middleware: Sequence[Middleware] = ()

    described: Callable[[], Paths] = lambda: ({}, {})
    """Paths that the OpenAPI document has beside those of the routes, and their schemas."""

    opening: Sequence[Step] = ()
    """What is done before the first request is answered, in this order."""

    tasks: Mapping[str, Task] = field(default_factory=dict)
    """What goes on all the time, NATS or not."""

    joining: Sequence[Step] = ()
    """What is done when NATS is first there, in this order."""

    following: Mapping[str, Task] = field(default_factory=dict)
    """What goes on from then on. A task that ends by itself has halted and stays so; one that raises ends the
    process, so that whoever supervises it starts it afresh."""

    closing: Sequence[Step] = ()
    """What is done after the tasks have ended, in this order."""

    status: Callable[[], Mapping[str, Any] | Awaitable[Mapping[str, Any]]] = dict
    """What `GET /status` says beside the service's name."""

    lacks: Callable[[], Iterable[str]] = tuple
    """What keeps the service from its work, in words."""

    connected: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    """Set when NATS has been there once."""

    failure: BaseException | None = field(default=None, init=False)
    """Why the service had to end."""

    on_failure: Callable[[], None] = field(default=lambda: None, init=False)
    halted: list[str] = field(default_factory=list, init=False)

    @cached_property
    def app(self) -> FastAPI:
        """Return what answers HTTP for this service."""
        app = FastAPI(
            title=f"yingsu {self.name}",
            lifespan=lambda _app: self.running(),
            middleware=[Middleware(Stopping), *self.middleware],
            docs_url=None,  # both pages load their scripts from elsewhere
            redoc_url=None,
            # Nobody collects it, and asking for that takes a while of each request.
            telemetry={"tracing": False, "metrics": False, "logs": False},
        )
        problems.install(app)
        app.include_router(self._own_routes())
        for router in self.routers:
            app.include_router(router)
        describe(app, self.described)
        return app

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open everything, keep the tasks going, and close everything again."""
        async with AsyncExitStack() as stack:
            for step in reversed(self.closing):  # each is done, whatever becomes of the others
                stack.push_async_callback(self._do, (step,))
            try:
                await self._do(self.opening)
            except StartError as error:
                self.failure = error
                raise
            connection = Connection(self.nats, self.name, self.settings.nats)
            stack.push_async_callback(connection.close)
            running = [asyncio.create_task(self._watch(name, task)) for name, task in self.tasks.items()]
            running.append(asyncio.create_task(self._watch("nats", lambda: self._follow(connection))))
            stack.push_async_callback(_end, running)
            yield

    async def _follow(self, connection: Connection) -> None:
        await connection.open()
        self.connected.set()
        await self._do(self.joining)
        await asyncio.gather(*(self._watch(name, task) for name, task in self.following.items()))
        await asyncio.Event().wait()

    async def _watch(self, name: str, task: Task) -> None:
        try:
            await task()
        except Exception as error:
            _log.exception("a task crashed, so the service ends", task=name)
            self.failure = self.failure or error
            self.on_failure()
        else:
            _log.error("a task has halted; the service goes on without it", task=name)
            self.halted.append(name)

    @staticmethod
    async def _do(steps: Sequence[Step]) -> None:
        for step in steps:
            done = step()
            if inspect.isawaitable(done):
                await done

    def _missing(self) -> list[str]:
        missing = [] if self.nats.is_connected else ["NATS is not connected"]
        missing += [f"{name} has halted" for name in self.halted]
        return missing + list(self.lacks())

    def _own_routes(self) -> APIRouter:
        routes = APIRouter(tags=["service"], dependencies=[Depends(open_to_all("look"))])

        @routes.get("/health/live")
        async def live() -> dict[str, bool]:
            """Say that the process answers."""
            return {"live": True}

        @routes.get("/health/ready", response_model=dict[str, Any], responses={503: _NOT_READY})
        async def ready() -> JSONResponse:
            """Say whether the service can do its work, and if not, what is missing."""
            missing = self._missing()
            return JSONResponse({"ready": not missing, "missing": missing}, 503 if missing else 200)

        @routes.get("/status")
        async def status() -> dict[str, Any]:
            """Say how far the service is."""
            told = self.status()
            if inspect.isawaitable(told):
                told = await told
            return {"service": self.name, **told}

        @routes.get("/metrics", response_class=PlainTextResponse)
        async def metrics() -> PlainTextResponse:
            """Return the counters of this process as Prometheus reads them."""
            return PlainTextResponse(generate_latest(), media_type=CONTENT_TYPE_LATEST)

        return routes


async def _end(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    _done, stuck = await asyncio.wait(tasks, timeout=PATIENCE)
    for task in stuck:
        _log.warning("a task did not end in time", task=task.get_name())
