"""Which key seals the names of persons in which case, and who may have it?

The key file is truth, like the store: without it sealed names stay sealed. A key is durable before the first
event it seals is recorded. An erased key leaves a tombstone, so that no later fact brings the name back.
"""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from faststream.nats import NatsBroker, NatsMessage
from pydantic_core import from_json, to_json
from sqlalchemy import (
    Column,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import OperationalError

from shared.envelope import Draft
from shared.sealing import SUBJECT, Seal, close_draft, close_erased, mentions_persons, new_key

Case = tuple[str, str]
"""District and case number (or what else an event is about)."""

REMEMBERED = 10_000
"""How many keys are held in memory."""

MOST_CASES = 1000
"""How many keys are handed out at once."""

ASKED = 500
"""How many keys one query asks for: SQLite binds at most 999 values in old builds."""

_metadata = MetaData()
_keys = Table(
    "keys",
    _metadata,
    Column("district", String, primary_key=True),
    Column("case_number", String, primary_key=True),
    Column("key", LargeBinary, comment="NULL when erased"),
    sqlite_with_rowid=False,
)


class KeyFileError(Exception):
    """The key file cannot be read or written just now, so nothing can be sealed."""

    def __init__(self, error: OperationalError) -> None:
        super().__init__(f"the key file keys.db cannot be used: {error.orig}")


class Keys:
    """The key of every case, made when it is first needed."""

    def __init__(self, file: Path) -> None:
        self._engine = create_engine(f"sqlite:///{file}")
        event.listen(self._engine, "connect", _durable)
        _metadata.create_all(self._engine)
        self._known: dict[Case, bytes | None] = {}
        self._asked: set[Case] = set()
        """Cases that wait for the next write."""
        self._lock = asyncio.Lock()

    async def seal(self, drafts: Sequence[Draft], *, keep: bool = True) -> list[Draft]:
        """Return drafts with their personal fields sealed; keys that were missing are durable by then.

        With `keep` false nothing is written: new cases get keys that are forgotten at once. Raises KeyFileError.
        """
        personal = [mentions_persons(draft) for draft in drafts]
        cases = {
            (draft.district, draft.subject)
            for draft, mentions in zip(drafts, personal, strict=True)
            if mentions
        }
        if not cases:
            return list(drafts)
        keys = await self._keys_of(cases, keep=keep)
        closing = {case: close_erased if key is None else Seal(key).close for case, key in keys.items()}
        return [
            close_draft(draft, closing[draft.district, draft.subject]) if mentions else draft
            for draft, mentions in zip(drafts, personal, strict=True)
        ]

    async def hand_out(self, district: str, cases: Collection[str]) -> dict[str, str | None]:
        """Return the keys of cases in base64url; None for a case that has none or whose key was erased."""
        found = await asyncio.to_thread(self._find, [(district, case) for case in cases])
        return {case: _text(found.get((district, case))) for case in cases}

    async def erase(self, district: str, case: str) -> None:
        """Erase the key of a case for good: its sealed names can never be opened again."""
        async with self._lock:
            await asyncio.to_thread(self._erase, district, case)
            self._known[district, case] = None

    def close(self) -> None:
        """Close the key file."""
        self._engine.dispose()

    async def _keys_of(self, cases: Collection[Case], *, keep: bool) -> dict[Case, bytes | None]:
        missing = [case for case in cases if case not in self._known]
        found: dict[Case, bytes | None] = {}
        try:
            if missing and keep:
                found = await self._kept(missing)
            elif missing:
                found = await asyncio.to_thread(self._find, missing)
        except OperationalError as error:
            raise KeyFileError(error) from error
        found |= {case: self._known[case] for case in cases if case in self._known}
        return {case: found[case] if case in found else new_key() for case in cases}

    async def _kept(self, missing: Sequence[Case]) -> dict[Case, bytes | None]:
        """Return the keys of cases, durable. What is asked for while one write is under way is written together."""
        self._asked.update(missing)
        async with self._lock:
            if any(case not in self._known for case in missing):
                asked, self._asked = self._asked.union(missing), set()
                stored = await asyncio.to_thread(self._need, list(asked))
                if len(self._known) + len(stored) > REMEMBERED:
                    self._known.clear()
                self._known |= stored
            return {case: self._known[case] for case in missing}

    def _need(self, cases: Sequence[Case]) -> dict[Case, bytes | None]:
        found = self._find(cases)
        made: dict[Case, bytes | None] = {case: new_key() for case in cases if case not in found}
        if made:
            rows = [{"district": case[0], "case_number": case[1], "key": key} for case, key in made.items()]
            with self._engine.begin() as connection:
                count = connection.execute(insert(_keys).on_conflict_do_nothing(), rows).rowcount
            # With fewer rows written than made, another process was first with some.
            found = found | made if count == len(made) else self._find(cases)
        return found

    def _find(self, cases: Sequence[Case]) -> dict[Case, bytes | None]:
        found: dict[Case, bytes | None] = {}
        with self._engine.connect() as connection:
            for start in range(0, len(cases), ASKED):
                asked = cases[start : start + ASKED]
                rows = connection.execute(
                    select(_keys).where(tuple_(_keys.c.district, _keys.c.case_number).in_(asked))
                )
                found.update({(row.district, row.case_number): row.key for row in rows})
        return found

    def _erase(self, district: str, case: str) -> None:
        row = {"district": district, "case_number": case, "key": None}
        with self._engine.begin() as connection:
            connection.execute(insert(_keys).on_conflict_do_nothing(), [row])
            connection.execute(
                update(_keys)
                .where(_keys.c.district == district, _keys.c.case_number == case)
                .values(key=None)
            )


def register(broker: NatsBroker, keys: Keys) -> None:
    """Let keys be asked for over this broker."""

    @broker.subscriber(SUBJECT, title="hand out the keys of cases")
    async def hand_out(message: NatsMessage) -> bytes:
        """Answer the keys of at most 1,000 cases of a district."""
        asked = from_json(message.body)
        return to_json({"keys": await keys.hand_out(asked["district"], asked["cases"][:MOST_CASES])})


def _durable(connection: Any, _record: object) -> None:
    # No write-ahead log: an erased key would live on in it. secure_delete overwrites the page it stood on.
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "secure_delete=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _text(key: bytes | None) -> str | None:
    return None if key is None else urlsafe_b64encode(key).decode()
