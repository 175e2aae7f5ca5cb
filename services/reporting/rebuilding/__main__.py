"""How does the process that rebuilds go about it? It tells how far it is, a line of JSON at a time.

python -m services.reporting.rebuilding notes.db fill|follow|upgrade
"""

import sys
import time
from pathlib import Path

from sqlalchemy import Connection

from services.reporting.rebuilding import catching_up, filling
from services.reporting.rebuilding.comparing import compare
from services.reporting.rebuilding.opening import attach, fillable
from services.reporting.rebuilding.shapes import Comparison, Progress, Rebuilding, Shape
from services.reporting.rebuilding.versions import Versions, url_of
from shared.judge.crash import dying_at

PATIENCE = 60.0
"""Seconds in which the version that is asked may come to have nothing left to judge."""
NEAR = 200
"""Events by which the new version may be behind when it is compared: the service takes in the rest."""


def rebuild(versions: Versions, what: str, crash_at: str = "") -> Rebuilding:
    """Fill a version, or let one that is there follow; compare it with the one that is asked."""
    passing, began, old, events = dying_at(crash_at), time.monotonic(), versions.current, 0
    other = versions.other
    if what == "follow":
        assert other is not None, "no version is there to follow"
        new = other
    else:
        versions.clear()
        versions.discard()
        told = Progress()

        def tell(progress: Progress) -> None:
            nonlocal told
            told = progress
            _tell(progress)

        filled = filling.fill(old, versions.filling, tell)
        passing("after-fill")
        new, events = versions.finish(filled), told.of
        versions.clear()
    passing("before-follow")
    comparison = _follow(versions, old, new, events, exact=what != "upgrade")
    passing("after-compare")
    return Rebuilding(
        state="waiting",
        current=old.name,
        other=new.name,
        events=events,
        seconds=time.monotonic() - began,
        comparison=comparison,
        report=str(versions.comparison(new)) if comparison else "",
    )


def _follow(versions: Versions, old: Path, new: Path, events: int, *, exact: bool) -> Comparison | None:
    """Let the new version take in what the old one noted since, and compare both at one position."""
    end = time.monotonic() + PATIENCE
    with fillable(Path(":memory:")) as connection, catching_up.opened(url_of(new)) as notes:
        for name, file in (("old", old), ("fresh", new)):
            attach(connection.connection.driver_connection, name, file)
        while True:
            with connection.begin():
                upto, due = _state(connection)
                _tell(Progress(phase="catching up", done=events, of=events))
                near = upto - notes.position < NEAR
                catching_up.catch_up(notes, _notes_of_old(connection), upto)
                if not exact:
                    if near:
                        return None
                    continue
                if due == 0 or time.monotonic() > end:
                    _tell(Progress(phase="comparing", done=events, of=events))
                    found = compare(connection, upto, old.name, new.name, due)
                    _keep(versions.comparison(new), found)
                    return found
            time.sleep(0.05)


def _state(connection: Connection) -> tuple[int, int]:
    """Return up to where the old version has read, and how many cases it has to judge."""
    position = "SELECT coalesce((SELECT value FROM old.state WHERE name = 'position'), 0)"
    row = connection.exec_driver_sql(f"SELECT ({position}), (SELECT count(*) FROM old.due)").one()
    return int(row[0]), int(row[1])


def _notes_of_old(connection: Connection) -> Connection:
    connection.exec_driver_sql("CREATE TEMP VIEW IF NOT EXISTS notes AS SELECT position, body FROM old.notes")
    return connection


def _keep(file: Path, comparison: Comparison) -> None:
    file.parent.mkdir(exist_ok=True)
    fresh = file.with_suffix(".writing")
    fresh.write_text(comparison.model_dump_json(indent=2), encoding="utf-8")
    fresh.replace(file)


def _tell(said: Shape) -> None:
    sys.stdout.write(said.model_dump_json() + "\n")
    sys.stdout.flush()


def main() -> int:
    """Do what is asked; return the exit code."""
    first, what, parent, *rest = sys.argv[1:]
    filling.tied(int(parent))
    try:
        _tell(rebuild(Versions(Path(first)), what, *rest))
    except Exception as error:
        _tell(Rebuilding(state="failed", current="", error=f"{type(error).__name__}: {error}"))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
