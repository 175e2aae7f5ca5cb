"""How is a version filled from the notes of the one that is asked, without being in its way?

The notes are copied as they are. Meanwhile other processes fold them, each dispute once, and count what each source
sent (`folding.py`). Then their views are put together, and indexes are made last. What arrives meanwhile stands on
the notes of the version that is asked, from where it is read afterwards (`catching_up.py`).
"""

import gc
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Integer, MetaData, Table, insert, select
from sqlalchemy.schema import CreateIndex

from services.reporting.feeds.keeping import Tally
from services.reporting.rebuilding import folding
from services.reporting.rebuilding.folding import Source
from services.reporting.rebuilding.opening import attach, fillable, without_indexes
from services.reporting.rebuilding.shapes import Progress
from services.reporting.tables import metadata
from services.reporting.views import VERSION
from shared.judge.loop import RELEASE
from shared.log.beside import mark_of
from shared.log.forms import mark_of_version
from shared.log.tables import CASES, DUE, FORM, METADATA, STALLED, STATE
from shared.service.process import SELDOM

WORKERS = 2
"""Processes that fold; reading goes before them."""

PORTION = 1000
"""Cases folded at once: the more, the less often sums move."""

JUDGED_BY = f"{RELEASE} {VERSION}"
"""What a version is filled by; what was filled by another is judged anew when the service starts."""

Tell = Callable[[Progress], None]


def fill(old: Path, folder: Path, tell: Tell, workers: int = WORKERS) -> Path:
    """Fill a version from the notes of another; return its file, closed. Raises DamagedError."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / "notes.db"
    context = get_context("fork")
    with ProcessPoolExecutor(workers, context, initializer=tied, initargs=(os.getpid(),)) as pool:
        pool.submit(folding.ready).result()  # all are there before anything is open
        with fillable(fresh, old=old) as connection:
            with connection.begin():  # all of it as of one position
                source = Source(old, _position(connection))
                keys, events = _keys(connection), _events(connection)
                tell(Progress(phase="folding", of=events))
                each = [pool.submit(folding.tally, str(folder), source)]
                each += (
                    pool.submit(folding.fold, str(folder), source, keys[start : start + PORTION])
                    for start in range(0, len(keys), PORTION)
                )
                try:
                    _copy_notes(connection)
                    stalled, done = dict[str, str](), 0
                    for portion in as_completed(each):
                        folded = portion.result()
                        stalled |= folded.stalled
                        done += folded.notes
                        tell(Progress(phase="folding", done=min(done, events), of=events))
                except BaseException:
                    pool.shutdown(wait=False, cancel_futures=True)
                    raise
            tell(Progress(phase="putting together", done=events, of=events))
            parts = sorted(folder.glob("part-*.db"))
            _put_together(connection, parts)
            with connection.begin():
                _say_so(connection, source.upto, stalled)
            _driver(connection).execute("PRAGMA journal_mode=WAL")
        connection.engine.dispose()
    for part in parts:
        part.unlink()
    return fresh


def tied(parent: int) -> None:
    """Let this process end with the one that began it, and give way to whoever is in a hurry."""
    end_with_parent(parent)
    os.nice(5)
    # Folding makes many small objects that go by themselves: looking for garbage took a third of the time.
    gc.freeze()
    gc.set_threshold(*SELDOM)


def end_with_parent(parent: int) -> None:
    """Let the kernel end this process when its parent ends, where it can (Linux)."""
    with suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(1, 9)
    if os.getppid() != parent:
        os._exit(1)


def _driver(connection: Connection) -> Any:
    """Return the driver's own connection, for what is done outside of transactions."""
    return connection.connection.driver_connection


def _position(connection: Connection) -> int:
    query = "SELECT coalesce((SELECT value FROM old.state WHERE name = 'position'), 0)"
    return int(connection.exec_driver_sql(query).scalar_one())


def _keys(connection: Connection) -> Sequence[str]:
    cases = _of_old(CASES)
    return connection.execute(select(cases.c.case_key).order_by(cases.c.case_key)).scalars().all()


def _events(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM old.notes").scalar_one())


def _of_old(table: Table) -> Table:
    return table.to_metadata(MetaData(), schema="old")


def _copy_notes(connection: Connection) -> None:
    """Copy the notes with all they are joined by, and make their indexes."""
    bare = without_indexes(METADATA)
    bare.create_all(connection)
    for table in METADATA.sorted_tables:
        if table in (DUE, STALLED):
            continue  # nothing is due: everything is folded
        rows = select(_of_old(table)).order_by(*_of_old(table).primary_key)
        connection.execute(insert(table).from_select(list(table.c.keys()), rows))
    _make_indexes(connection, METADATA)


def _put_together(connection: Connection, parts: Sequence[Path]) -> None:
    names = [f"part{number}" for number in range(len(parts))]
    raw = _driver(connection)
    for name, part in zip(names, parts, strict=True):
        attach(raw, name, part)
    with connection.begin():
        without_indexes(metadata).create_all(connection)
        for table in metadata.sorted_tables:
            connection.exec_driver_sql(_gathering(table, names))
        _make_indexes(connection, metadata)
    for name in names:
        raw.execute(f"DETACH DATABASE {name}")


def _gathering(table: Table, parts: Sequence[str]) -> str:
    """Return the statement that puts the rows of all workers into a table, in the order of its key."""
    keys = [f'"{column.name}"' for column in table.primary_key]
    others = [f'"{column.name}"' for column in table.c if not column.primary_key]
    rows = " UNION ALL ".join(
        f'SELECT {", ".join(keys + others)} FROM {part}."{table.name}"' for part in parts
    )
    columns = ", ".join(keys + others)
    if _is_of_counts(table):
        added = ", ".join([*keys, *(f"sum({name})" for name in others)])
        rows = f"SELECT {added} FROM ({rows}) GROUP BY {', '.join(keys)}"
    return f'INSERT INTO main."{table.name}" ({columns}) {rows} ORDER BY {", ".join(keys)}'


def _is_of_counts(table: Table) -> bool:
    """Return whether rows only count: then each worker has its share of one, else a row is of one worker alone."""
    others = [column for column in table.c if not column.primary_key]
    return bool(others) and all(isinstance(column.type, Integer) for column in others)


def _make_indexes(connection: Connection, of: MetaData) -> None:
    for table in of.sorted_tables:
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            connection.execute(CreateIndex(index))


def _say_so(connection: Connection, upto: int, stalled: dict[str, str]) -> None:
    """Save by what the views were filled, so that nothing is judged again that stands."""
    values = {"form": FORM, "version": mark_of_version(JUDGED_BY), "beside": mark_of(Tally())}
    values["made"] = time.time_ns()  # by which answers of this version are told from those of another
    for name, value in values.items():
        connection.execute(STATE.delete().where(STATE.c.name == name))
        connection.execute(insert(STATE).values(name=name, value=value))
    if stalled:
        rows = [{"case_key": key, "error": error, "since": upto} for key, error in stalled.items()]
        connection.execute(insert(STALLED), rows)
