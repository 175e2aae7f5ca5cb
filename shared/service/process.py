"""How does a service become a process: its settings, its port, its end?"""

import errno
import gc
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import closing
from typing import NoReturn

import uvicorn
from sqlalchemy.exc import OperationalError

from shared.service.chassis import Service
from shared.service.logs import configure
from shared.settings import DatabaseError, Settings, StartError, read_settings

CANNOT_START = 2
"""The exit code when starting again would not help before somebody did something."""

CRASHED = 1
"""The exit code when the supervisor should start the service again."""

SELDOM = (20_000, 20, 50)
"""When Python looks for garbage: folding makes many small objects, nearly all of which go by themselves."""

TURN = 0.001
"""Seconds a thread may run while another waits: who writes to a database gives way often, and waits each time."""

KEEP_ALIVE = 75
"""Seconds an idle connection stays open: longer than clients keep theirs, so that none sends into one just closed."""

GRACE = 1
"""Seconds that answers under way have when the service is told to stop."""


class PortTakenError(StartError):
    """Another program listens where the service should."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"port {port} on {host} is taken by another program; stop that program, "
            "or choose other ports (`yingsu up --port N`, or YINGSU_PORT for one service)"
        )


class AddressError(StartError):
    """The service cannot listen on the address it was given."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        super().__init__(
            f"cannot listen on {host} port {port} ({error.strerror or error}); "
            "set YINGSU_HOST to an address of this machine and YINGSU_PORT to a port this user may use"
        )


def run(create: Callable[[Settings], Service]) -> NoReturn:
    """Run the service until it is told to stop, then exit.

    Exit codes: 0 stopped, 1 crashed (start it again), 2 cannot start (standard error says in one sentence why
    and what to do).
    """
    try:
        code = _serve(create)
    except StartError as error:
        sys.stderr.write(f"yingsu cannot start: {error}\n")
        code = CANNOT_START
    raise SystemExit(code)


def _serve(create: Callable[[Settings], Service]) -> int:
    settings = read_settings()
    settings.folder()
    try:
        service = create(settings)
    except OperationalError as error:
        raise DatabaseError("YINGSU_NOTES", error.orig) from error
    configure(service.name, settings.log)
    with closing(_listen(settings.host, settings.port_of(service.name))) as listener:
        server = uvicorn.Server(
            uvicorn.Config(
                service.app,
                lifespan="on",
                loop="uvloop",
                ws="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE,
                timeout_graceful_shutdown=GRACE,
            )
        )

        def stop() -> None:
            server.should_exit = True

        service.on_failure = stop
        look_for_garbage_seldom()
        sys.setswitchinterval(TURN)
        # uvicorn raises the signal again when it has stopped; told to stop and stopped is no failure.
        signal.signal(signal.SIGTERM, lambda *_: None)
        signal.signal(signal.SIGINT, lambda *_: None)
        try:
            server.run(sockets=[listener])
        except SystemExit:  # the lifespan could not start, and uvicorn has logged why
            service.failure = service.failure or RuntimeError("could not start")
    if isinstance(service.failure, StartError):
        raise service.failure
    return CRASHED if service.failure else 0


def look_for_garbage_seldom() -> None:
    """Leave alone what is loaded by now, since it stays for good: looking through it takes 0.1 s each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Without the protocol by name asyncio leaves Nagle's algorithm on, and each answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(host, port) from error
        raise AddressError(host, port, error) from error
    listener.set_inheritable(True)
    return listener
