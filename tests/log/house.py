"""A whole house in one process: real NATS, real stores, the real loop, and a toy law."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import nats
from faststream.nats import NatsBroker
from nats.aio.client import Client
from nats.errors import Error as NatsError

from services.intake.index import Index
from services.intake.keeper import Keeper
from services.intake.relay import Relay
from services.intake.store import Store
from services.intake.subscribers import register
from services.intake.verify import repair, verify
from shared.dispute import Dispute, disputes
from shared.envelope import read
from shared.judge import Findings, Judge, Rules
from shared.log.append import READ, LogClient
from shared.log.filing import READS
from shared.log.notes import Notes
from tests.servers import NatsServer


class Crash(BaseException):
    """The process is gone: nothing between here and the end of the task runs on."""


async def connect(server: NatsServer) -> Client:
    return await nats.connect(
        server.url,
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.05,  # type: ignore[arg-type]
        connect_timeout=2,
        error_cb=_ignore,
    )


async def _ignore(_error: Exception) -> None:
    """Leave out what nats-py would print while a server is down on purpose."""


async def until(condition: Callable[[], object], patience: float = 30.0) -> None:
    """Wait for a condition; the test ends when it does not come true in time."""
    async with asyncio.timeout(patience):
        while not condition():  # noqa: ASYNC110  # it may hang on anything
            await asyncio.sleep(0.005)


class House:
    """Intake and, as far as they are started, the services that follow."""

    def __init__(self, folder: Path, server: NatsServer, nc: Client) -> None:
        self.folder = folder
        self.server = server
        self.nc = nc
        self.store = Store(folder / "log.db")
        self.keeper = Keeper(self.store, Index(f"sqlite:///{folder}/index.db"))
        self.relay = Relay(self.keeper, nc)
        self.client = LogClient(nc, patience=3.0)
        self.judges: dict[str, Judge] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str, run: Callable[[], object]) -> None:
        self._tasks[name] = asyncio.create_task(run(), name=name)  # type: ignore[arg-type]

    async def stop(self, name: str) -> None:
        task = self._tasks.pop(name)
        task.cancel()
        with suppress(asyncio.CancelledError, Crash):
            await task

    def task(self, name: str) -> asyncio.Task[None]:
        return self._tasks[name]

    def judge(self, rules: Rules, passing: Callable[[str], None] = lambda point: None) -> Judge:
        """Start the judge of a service on the notes it left."""
        notes = Notes(f"sqlite:///{self.folder}/{rules.service}.db", rules.service)
        judge = Judge(Findings(rules, self.client, passing), notes, self.nc, passing=passing)
        self.judges[rules.service] = judge
        self.start(rules.service, judge.run)
        return judge

    async def stop_judge(self, service: str) -> None:
        await self.stop(service)
        self.judges.pop(service).close()

    async def settled(self, services: Iterable[str] | None = None, patience: float = 30.0) -> None:
        """Wait until all that follows from what is on the log now is on it too."""
        position = self.keeper.position
        names = list(services or self.judges)
        await until(lambda: all(self.judges[name].settled >= position for name in names), patience)

    async def quiet(self) -> None:
        """Wait until everybody has read everything and nothing more follows."""
        await self.settled()
        await until(
            lambda: all(
                judge.position == self.keeper.position and not judge.due for judge in self.judges.values()
            )
        )

    def log(self) -> list[bytes]:
        return [stored.body for group in self.store.scan() for stored in group]

    def disputes(self) -> list[Dispute]:
        records = [read(body) for body in self.log()]
        return disputes(record for record in records if record.district != "_")

    async def answer(self) -> None:
        """Start to answer what is asked over NATS."""
        broker = NatsBroker(self.server.url, logger=None, max_reconnect_attempts=-1, reconnect_time_wait=0.05)
        register(broker, self.keeper)
        await broker.start()

        async def keep() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                with suppress(NatsError):  # it may be reconnecting
                    await broker.stop()

        self.start("answers", keep)
        async with asyncio.timeout(30):
            while not await self._answers():  # noqa: ASYNC110
                await asyncio.sleep(0.005)

    async def _answers(self) -> bool:
        """Return whether the server knows by now that somebody answers."""
        try:
            await self.nc.request(READ, b'{"first": 1, "last": 0}', timeout=1)
        except NatsError:
            return False
        return True

    async def verify(self, listen: float = 0.05) -> dict[str, Any]:
        return await verify(self.keeper, self.relay, self.nc, listen)

    async def repair(self) -> dict[str, Any]:
        return await repair(self.keeper, self.relay, self.nc, 0.05)

    async def close(self) -> None:
        for name in list(self._tasks):
            await self.stop(name)
        for judge in self.judges.values():
            judge.close()


def wrong(house: House, rules: Sequence[Rules], world: object) -> list[str]:
    """Return the cases on which the log does not say exactly what follows."""
    bad = []
    for dispute in house.disputes():
        for rule in rules:
            follows = rule.follows(dispute, world).findings  # type: ignore[arg-type]
            standing = dispute.standing(rule.service)
            said = {key: finding.standing for key, finding in standing.items()}
            if said != {key: finding.standing for key, finding in follows.items()}:
                bad.append(f"{rule.service} {dispute.key}")
    return bad


@asynccontextmanager
async def open_house(folder: Path, server: NatsServer) -> AsyncIterator[House]:
    """Open a house whose keeper, relay and answers run; a folder that was used before is taken up again."""
    async with AsyncExitStack() as stack:
        nc = await connect(server)
        stack.push_async_callback(nc.close)
        house = House(folder, server, nc)
        stack.callback(house.keeper.close)
        await house.keeper.open()
        await house.relay.open()
        stack.push_async_callback(house.close)
        await house.answer()
        house.start("keeper", house.keeper.run)
        house.start("relay", house.relay.run)
        yield house


def reads(service: str) -> tuple[str, ...]:
    """Return whose findings a service notes, its own among them."""
    return (*READS[service], service)
