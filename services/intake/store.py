"""Where do the events of the log lie? In one `eventsourcing` store, SQLite or PostgreSQL, append-only.

The library's originator is the log, its version the position, its topic the name of the event type. Its
notification id is never used: PostgreSQL burns ids on every rollback.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Condition
from typing import Any, NamedTuple, Protocol

from eventsourcing.persistence import InfrastructureFactory, IntegrityError, PersistenceError, StoredEvent

LOG = "log"
MOST_BYTES = 512_000
"""Size of one event: a bigger one would hang psycopg's pipeline, in which the library saves."""


class Stored(NamedTuple):
    """One event as it lies in the store."""

    position: int
    name: str
    """Name of the event type, such as `hearing-held`."""
    body: bytes


class StoreUnavailableError(Exception):
    """The store could not be read or written just now."""


class FencedError(Exception):
    """Somebody else wrote the next position: a second intake works on this store."""

    def __init__(self, position: int) -> None:
        super().__init__(
            f"position {position} of the log was written by somebody else. Two intakes work on one store; "
            "this one stops. Let only one run."
        )


class _Cursor(Protocol):
    def execute(self, statement: Any) -> Any: ...


class Store:
    """The events of the log, by position from 1 without gaps. Blocking; safe to use from several threads."""

    def __init__(self, place: Path | str) -> None:
        """Open the store, creating it if need be: a path for SQLite, or the DSN of a PostgreSQL database."""
        self._gate = Condition()
        self._under_way, self._closed = 0, False
        self.postgres = isinstance(place, str)
        self.most_events, self.most_bytes = (400, 300_000) if self.postgres else (4000, 16_000_000)
        environment = _postgres(place) if isinstance(place, str) else _sqlite(place)
        try:
            factory: Any = InfrastructureFactory.construct(environment)
            self._factory = factory
            recorder: Any = factory.application_recorder()
            self._recorder = recorder
            with factory.datastore.transaction(commit=True) as cursor:
                for statement in _append_only(self.postgres, recorder.events_table_name):
                    cursor.execute(statement)
        except PersistenceError as error:
            raise StoreUnavailableError(f"the log's store cannot be opened: {error}") from error

    def append(
        self, first: int, events: Sequence[tuple[str, bytes]], whole: Iterable[tuple[int, int]] = ()
    ) -> None:
        """Save events, as (name, bytes), at consecutive positions. Big groups are saved in several parts.

        `whole` says which of them, from and up to, are saved in one part: all or none, whatever happens.
        Raises FencedError when somebody else wrote there, StoreUnavailableError when it is unknown what was saved.
        """
        for start, part in self._parts(events, dict(whole)):
            at = first + start
            stored = [StoredEvent(LOG, at + i, name, body) for i, (name, body) in enumerate(part)]
            try:
                self._recorder.insert_events(stored)
            except IntegrityError as error:
                # The library repeats a save whose answer was lost; then what lies there is what we sent.
                if [body for _, body in part] != [event.body for event in self.select(at - 1, len(part))]:
                    raise FencedError(at) from error
            except PersistenceError as error:
                raise StoreUnavailableError(f"the log's store cannot be written: {error}") from error

    def _parts(
        self, events: Sequence[tuple[str, bytes]], whole: Mapping[int, int]
    ) -> Iterator[tuple[int, Sequence[tuple[str, bytes]]]]:
        start = at = size = 0
        while at < len(events):
            end = whole.get(at, at + 1)
            more = sum(len(body) for _, body in events[at:end])
            if at > start and (end - start > self.most_events or size + more > self.most_bytes):
                yield start, events[start:at]
                start, size = at, 0
            at, size = end, size + more
        if at > start:
            yield start, events[start:at]

    def select(self, after: int, limit: int, upto: int | None = None) -> list[Stored]:
        """Return at most `limit` events after a position, up to `upto`. Raises StoreUnavailableError."""
        with self._reading():
            found = self._recorder.select_events(LOG, gt=after, lte=upto, limit=limit)
        return [Stored(event.originator_version, event.topic, bytes(event.state)) for event in found]

    def last(self) -> Stored | None:
        """Return the last event, or None of an empty log. Raises StoreUnavailableError."""
        with self._reading():
            found = self._recorder.select_events(LOG, desc=True, limit=1)
        return Stored(found[0].originator_version, found[0].topic, bytes(found[0].state)) if found else None

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._gate:
            if self._closed:
                raise StoreUnavailableError("the log's store is closed")
            self._under_way += 1
        try:
            yield
        except PersistenceError as error:
            raise StoreUnavailableError(f"the log's store cannot be read: {error}") from error
        finally:
            with self._gate:
                self._under_way -= 1
                self._gate.notify_all()

    def scan(self, after: int = 0, upto: int | None = None, step: int = 2000) -> Iterator[list[Stored]]:
        """Walk over the events after a position in groups."""
        while some := self.select(after, step, upto):
            yield some
            after = some[-1].position

    def close(self) -> None:
        """Close the connections when no thread reads any more: SQLite must not be closed under a reader."""
        with self._gate:
            self._closed = True
            self._gate.wait_for(lambda: not self._under_way)
        self._factory.datastore.close()


def _sqlite(file: Path) -> dict[str, str]:
    return {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": str(file),
        "SQLITE_LOCK_TIMEOUT": "10",
        "ORIGINATOR_ID_TYPE": "text",
    }


def _postgres(dsn: str) -> dict[str, str]:
    from psycopg.conninfo import conninfo_to_dict  # an extra: only who stores in PostgreSQL has it

    told = conninfo_to_dict(dsn.replace("postgresql+psycopg://", "postgresql://", 1))
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(told.get("dbname") or "postgres"),
        "POSTGRES_HOST": str(told.get("host") or "127.0.0.1"),
        "POSTGRES_PORT": str(told.get("port") or 5432),
        "POSTGRES_USER": str(told.get("user") or "postgres"),
        "POSTGRES_PASSWORD": str(told.get("password") or ""),
        "POSTGRES_POOL_SIZE": "4",
        "POSTGRES_LOCK_TIMEOUT": "10",
        "ORIGINATOR_ID_TYPE": "text",
        # POSTGRES_ENABLE_DB_FUNCTIONS stays off: with it the library takes no table lock.
    }


def _append_only(postgres: bool, table: str) -> list[str]:
    message = "the log is append-only"
    if not postgres:
        return [
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for verb in ("update", "delete")
        ]
    return [
        "CREATE OR REPLACE FUNCTION yingsu_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$",
        f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION yingsu_append_only()",
    ]
