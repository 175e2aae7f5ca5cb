"""Which of several versions of a database is asked? One link beside the files names it, and changes in one step.

A version is a file of its own: `notes.db`, `notes-2.db`, … Without a link it is the first. Whoever asks takes a
connection for each question, and gets one to the version that is named then; so an answer is of one version, and
nobody has to be told of another one.
"""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

LINK = ".current"
"""What is added to the name of the first version for that of the link."""


def current(first: str) -> str:
    """Return the file of the version that is asked now, by the file of the first."""
    try:
        name = os.readlink(first + LINK)
    except OSError:
        return first
    return os.path.join(os.path.dirname(first), name)


def name_current(first: Path, version: Path) -> None:
    """Let a version be the one that is asked from now on, whatever becomes of the machine meanwhile."""
    fresh = first.with_name(f"{first.name}{LINK}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(version.name)
    fresh.replace(first.with_name(first.name + LINK))
    folder = os.open(first.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def follow_versions(engine: Engine) -> None:
    """Let every connection that is taken from an engine of SQLite be one to the version that is asked then."""
    first = engine.url.database or ""

    def connect(_dialect: object, record: Any, args: list[Any], _named: object) -> None:
        args[0] = record.info["version"] = current(first)

    def take(_connection: object, record: Any, _taken: object) -> None:
        if record.info["version"] != current(first):
            raise DisconnectionError  # the pool connects anew

    if first not in ("", ":memory:"):
        event.listen(engine, "do_connect", connect)
        event.listen(engine, "checkout", take)
