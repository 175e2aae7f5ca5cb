"""How do tests publish over NATS? To a server with accounts, and to what answers there, over a real keeper."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nats
from faststream.nats import NatsBroker
from nats.aio.client import Client
from pydantic import SecretStr
from pydantic_core import from_json, to_json

from deploy.nats.accounts import Secrets
from services.intake.addresses import Addresses
from services.intake.callers import Callers
from services.intake.index import Index
from services.intake.keeper import Keeper
from services.intake.keys import Keys
from services.intake.limits import Limits
from services.intake.reception import Reception
from services.intake.store import Store
from services.intake.submissions import taking
from services.intake.submissions.answering import Submits
from services.intake.submitting import Submissions
from shared.access import Principal
from shared.access.accounts import fresh_seed
from shared.access.principals import Role
from shared.outbound import Outbound
from shared.settings import Settings
from tests.log.house import until
from tests.servers import NatsServer

SECRETS = Secrets(password="sesame-of-the-house", issuer=fresh_seed())
DISTRICT = "xinzhou"


@dataclass
class Publisher:
    """Somebody outside with a key, connected."""

    client: Client
    principal: Principal
    said: list[str] = field(default_factory=list)
    """What the server had to complain of."""

    async def submit(
        self, events: object, district: str = DISTRICT, *, timeout: float = 10.0, **options: str
    ) -> Mapping[str, Any]:
        """Send an event or a batch, with options as `atomic="each"`, and return the answer."""
        return await self.send(to_json(events), district, timeout=timeout, **options)

    async def send(
        self, body: bytes, district: str = DISTRICT, *, timeout: float = 10.0, **options: str
    ) -> Mapping[str, Any]:
        """Send bytes and return the answer."""
        headers = {f"Yingsu-{name.title()}": value for name, value in options.items()}
        message = await self.client.request(
            f"submit.{district}", body, timeout=timeout, headers=headers or None
        )
        answer: Mapping[str, Any] = from_json(message.data)
        return answer

    async def refused(self) -> str:
        """Wait until the server complains, and return of what."""
        await until(lambda: self.said)
        return self.said.pop(0)


@dataclass
class Outside:
    """What answers publishers, and the publishers."""

    server: NatsServer
    keeper: Keeper
    callers: Callers
    reception: Reception
    intake: AsyncExitStack
    people: AsyncExitStack

    async def go(self) -> None:
        """Let intake go, as in good order; publishers stay."""
        await self.intake.aclose()

    async def key(self, role: Role = "court", *names: str, districts: tuple[str, ...] = (DISTRICT,)) -> str:
        """Make a key and return its secret."""
        _, secret = await self.callers.add(
            Principal(id="", role=role, districts=districts, names=names or ("鄂0117",)), "tests"
        )
        return secret

    async def publisher(self, role: Role = "court", *names: str, **more: Any) -> Publisher:
        """Make a key for somebody and connect with it."""
        return await self.connected(await self.key(role, *names, **more))

    async def connected(self, secret: str, **more: Any) -> Publisher:
        """Connect with a key, the way publishers are told to."""
        principal = await self.callers.resolve(secret)
        assert principal is not None
        said: list[str] = []

        async def complain(error: Exception) -> None:
            said.append(str(error))

        shown = more or {"user": principal.id, "password": secret}
        client = await nats.connect(
            self.server.address,
            inbox_prefix=f"_INBOX_{principal.id}".encode(),
            error_cb=complain,
            allow_reconnect=False,
            **shown,
        )
        self.people.push_async_callback(client.close)
        return Publisher(client, principal, said)

    async def of_the_house(self) -> Client:
        """Connect as the services do."""
        client = await nats.connect(self.server.url)
        self.people.push_async_callback(client.close)
        return client

    async def log(self) -> list[Mapping[str, Any]]:
        """Return what is on the log."""
        return [from_json(stored) for stored in await self.keeper.read(1, self.keeper.position)]


@asynccontextmanager
async def open_outside(
    folder: Path, server: NatsServer, limits: Limits | None = None, submissions: Submits | None = None
) -> AsyncIterator[Outside]:
    """Let a keeper take facts over NATS, as intake does."""
    settings = Settings(data=folder, nats=server.url, nats_issuer=SecretStr(SECRETS.issuer))
    async with AsyncExitStack() as stack, AsyncExitStack() as people:
        keeper = Keeper(Store(folder / "log.db"), Index(f"sqlite:///{folder / 'index.db'}"))
        stack.callback(keeper.close)
        await keeper.open()
        keys = Keys(folder / "keys.db")
        stack.callback(keys.close)
        callers = Callers(folder / "access.db")
        stack.callback(callers.close)
        reception = Reception(keys, keeper)
        reception.begun.set()
        way = submissions or Submissions(reception, keeper, Addresses(Outbound(private=False)))
        broker = NatsBroker(server.url, logger=None)
        taken = taking(settings, broker, way, callers, limits or Limits())
        for task in (keeper.run, *taken.tasks.values()):
            stack.push_async_callback(_ended, asyncio.ensure_future(task()))
        for step in taken.closing:
            stack.push_async_callback(step)
        await broker.start()
        stack.push_async_callback(broker.stop)
        if taken.callout is not None:
            await taken.callout.answering.wait()
        yield Outside(server, keeper, callers, reception, stack, people)


async def _ended(task: "asyncio.Future[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
