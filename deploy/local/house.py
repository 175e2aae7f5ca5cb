"""Which programs is a house on one machine made of?"""

import asyncio
import os
import secrets
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path

from rich.console import Console

from deploy.local.checks import ServerMissing
from deploy.local.place import HOST, SERVICES, Place, ports_from
from deploy.local.program import Program
from deploy.local.signing import link
from deploy.local.supervisor import Supervisor
from deploy.nats.accounts import Secrets
from deploy.nats.server import NatsServer

PASSED_ON = frozenset(
    {
        "YINGSU_FEEDS",
        "YINGSU_STORE",
        "YINGSU_LOG",
        "YINGSU_ATTACHMENTS",
        "YINGSU_ATTACHMENT_MB",
        "YINGSU_COOKIE_DOMAIN",
        "YINGSU_DOOR_URL",
        "YINGSU_OIDC_ISSUER",
        "YINGSU_OIDC_AUDIENCE",
        "YINGSU_OIDC_CLAIMS",
        "YINGSU_PUBLIC_URL",
        "YINGSU_PUBLISHED",
        "YINGSU_RATE_FACTS",
        "YINGSU_RATE_REQUESTS",
        "YINGSU_SIGNING_KEY",
        "YINGSU_WEBHOOK_PRIVATE",
        "YINGSU_SMTP_URL",
        "YINGSU_SMTP_FROM",
    }
)
"""Settings a service may take from the environment of `yingsu up`; all others are the supervisor's to give."""


def nats(place: Place, ports: Mapping[str, int]) -> Program:
    """Return the server of the stream. Raises ServerMissing.

    The stream itself is made by intake's relay, and only before the log's first event: one that is missing later is
    damage, for `yingsu verify` to notice.
    """
    keys = Secrets.kept_in(place.data)
    server = NatsServer(place.data.resolve() / "nats", ports["nats"], host=HOST, secrets=keys)
    try:
        command = server.command()
    except FileNotFoundError as error:
        raise ServerMissing from error

    async def ready() -> str:
        return "" if await asyncio.to_thread(server.answers) else f"it does not answer on port {server.port}"

    return Program(
        name="nats", command=tuple(command), log=place.log("nats"), ready=ready, address=server.address
    )


def services(place: Place, ports: Mapping[str, int]) -> list[Program]:
    """Return the five services of a house."""
    return [_service(name, place, ports) for name in SERVICES]


def _service(name: str, place: Place, ports: Mapping[str, int]) -> Program:
    inherited = {
        key: value for key, value in os.environ.items() if not key.startswith("YINGSU_") or key in PASSED_ON
    }
    keys = Secrets.kept_in(place.data)
    only_intake = {
        "YINGSU_NATS_ISSUER": keys.issuer,
        "YINGSU_OPERATOR_KEY": operator_key(place.operator_key),
    }
    return Program(
        name=name,
        module=f"services.{name}",
        command=(sys.executable, "-P", "-m", f"services.{name}"),
        log=place.log(name),
        ready=answers(ports[name], "/health/ready"),
        address=f"http://{HOST}:{ports[name]}{'/' if name == 'reporting' else ''}",
        environment={
            "YINGSU_DOOR_URL": f"http://{HOST}:{ports['intake']}",
            "YINGSU_PUBLIC_URL": f"http://{HOST}:{ports['reporting']}",
            **inherited,
            **(only_intake if name == "intake" else {}),
            "PYTHONUNBUFFERED": "1",
            "YINGSU_DATA": str(place.data.resolve()),
            "YINGSU_HOST": HOST,
            "YINGSU_NATS": keys.url(HOST, ports["nats"]),
            "YINGSU_PORT": str(ports[name]),
        },
    )


def operator_key(file: Path) -> str:
    """Return the key of who runs the house, made at the first start; only this user may read its file.

    The file is there with its key or not at all, whenever the machine dies; an empty one counts as none.
    """
    with suppress(FileNotFoundError):
        if found := file.read_text(encoding="ascii").strip():
            return found
    key = f"yk_{secrets.token_urlsafe(32)}"
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii"
    ) as made:
        made.write(f"{key}\n")
        made.flush()
        os.fsync(made.fileno())
    fresh.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return key


def answers(port: int, path: str) -> Callable[[], Awaitable[str]]:
    """Return a probe: '' once the local port answers GET with 200, else what it said instead."""

    async def probe() -> str:
        try:
            async with asyncio.timeout(5.0):
                reader, writer = await asyncio.open_connection(HOST, port)
                try:
                    writer.write(f"GET {path} HTTP/1.0\r\nHost: {HOST}:{port}\r\n\r\n".encode())
                    answer = (await reader.read(4096)).decode(errors="replace")
                finally:
                    writer.close()
        except TimeoutError:
            return f"{path} does not answer"
        except OSError:
            return f"nobody listens on port {port}"
        status, _, rest = answer.partition("\r\n")
        if status.split(" ")[1:2] == ["200"]:
            return ""
        return f"{path} answers {status.partition(' ')[2]} {rest.partition(chr(13) + chr(10) * 2)[2]}".strip()

    return probe


def supervisor(data: Path, port: int, console: Console) -> Supervisor:
    """Return what keeps a house running in a data folder, its reporting on `port`."""
    place, ports = Place(data), ports_from(port)

    async def greeting() -> str:
        key = operator_key(place.operator_key)
        return await asyncio.to_thread(link, f"http://{HOST}:{ports['intake']}", key)

    def programs() -> list[list[Program]]:
        return [[nats(place, ports)], services(place, ports)]

    return Supervisor(place, ports, programs, console, greeting=greeting)
