"""Whose keys are these? The keys that were made, kept hashed, with what their holders may speak for.

What is kept is truth like the key file: a lost database means that every key is made anew.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from pathlib import Path
from typing import Any

from faststream.nats import NatsBroker, NatsMessage
from pydantic_core import from_json, to_json
from sqlalchemy import (
    Column,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
    update,
)

from shared.access import Principal, operator
from shared.access.asking import WHO
from shared.access.guard import Resolve, fingerprint
from shared.settings import StartError

SECRET = "yk_"  # noqa: S105
"""What every key begins with, so that one that was leaked is recognised."""

SHORTEST = 24
"""Characters of the operator's key, which somebody may choose; all others are made here."""

SESSION = timedelta(hours=12)
"""How long somebody stays signed in at the pages."""

_SHORT = 16
"""Characters by which the fingerprint of the operator's key is told from that of another."""

_metadata = MetaData()
_keys = Table(
    "keys",
    _metadata,
    Column("id", String, primary_key=True),
    Column("fingerprint", String, nullable=False, unique=True),
    Column("principal", Text, nullable=False),
    Column("made_at", String, nullable=False),
    Column("made_by", String, nullable=False),
    Column("until", String, nullable=False, comment="empty: until it is revoked"),
    Column("revoked_at", String, nullable=False, comment="empty: not revoked"),
    Column("of", String, nullable=False, comment="what a session was begun with; empty for keys"),
)


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; the secret itself is not."""

    id: str
    principal: Principal
    made_at: str
    made_by: str
    until: str = ""
    revoked_at: str = ""
    of: str = ""

    def holds(self, at: datetime) -> bool:
        """Return whether it may be shown at an instant."""
        return not self.revoked_at and (not self.until or at < datetime.fromisoformat(self.until))

    def as_data(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        return asdict(self)


class UnknownKeyError(LookupError):
    """No key has this id."""


class WeakKeyError(StartError):
    """The operator's key could be guessed."""

    def __init__(self) -> None:
        super().__init__(
            f"the operator's key has less than {SHORTEST} characters; make YINGSU_OPERATOR_KEY longer, or stop the "
            "house and delete `operator.key` in its data folder, which `yingsu up` makes anew"
        )


def _now() -> datetime:
    return datetime.now(UTC)


class Callers:
    """The keys of the house. One process writes them, so what is in memory is what is on disk."""

    def __init__(
        self,
        file: Path,
        operator_key: str = "",
        tokens: Resolve | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """`operator_key` is that of who runs the house; `tokens` knows the tokens of an issuer, if there is one.

        Raises WeakKeyError.
        """
        if 0 < len(operator_key) < SHORTEST:
            raise WeakKeyError
        self._engine = create_engine(f"sqlite:///{file}")
        event.listen(self._engine, "connect", _durable)
        _metadata.create_all(self._engine)
        self._operator = fingerprint(operator_key) if operator_key else ""
        self._tokens = tokens
        self._now = now
        self._lock = asyncio.Lock()
        self._keys: dict[str, Key] = {}
        self._marks: dict[str, str] = {}
        """Fingerprints by id."""
        with self._engine.begin() as connection:
            ended = self._at()  # instants of one form and zone: their order is that of their texts
            connection.execute(delete(_keys).where(_keys.c.of != "", _keys.c.until < ended))
            for row in connection.execute(select(_keys)):
                told = {name: value for name, value in row._mapping.items() if name != "fingerprint"}
                told["principal"] = Principal.of(from_json(row.principal))
                self._hold(row.fingerprint, Key(**told))

    async def resolve(self, secret: str) -> Principal | None:
        """Return whose a key, a session or a token is."""
        if self._tokens is not None and (found := await self._tokens(secret)) is not None:
            return found
        return self.known(fingerprint(secret))

    def known(self, mark: str) -> Principal | None:
        """Return whose the key with this fingerprint is, None where it is nobody's now."""
        if self._operator and compare_digest(mark, self._operator):
            return operator()
        key = self._keys.get(mark)
        if key is None or not key.holds(self._now()):
            return None
        return key.principal if self._origin_holds(key) else None

    def _origin_holds(self, session: Key) -> bool:
        """Return whether that still holds with which a session was begun; a token says its own end."""
        kind, _, mark = session.of.partition("/")
        match kind:
            case "" | "token":
                return True
            case "operator":
                return compare_digest(mark, self._operator[:_SHORT])
            case id_:
                return self._find(id_).holds(self._now())

    def listed(self) -> list[Key]:
        """Return all keys, also those revoked, the oldest first; sessions are left out."""
        return sorted(
            (key for key in self._keys.values() if not key.of), key=lambda key: (key.made_at, key.id)
        )

    async def add(self, principal: Principal, by: str, until: str = "") -> tuple[Key, str]:
        """Make a key for somebody, whose `id` is set here; return it with the secret, which is shown this once."""
        id_ = f"k{secrets.token_hex(4)}"
        return await self._made(Key(id_, replace(principal, id=id_), self._at(), by, until))

    async def begin_session(self, principal: Principal) -> tuple[Key, str]:
        """Let somebody stay signed in for twelve hours; return the session's secret, for a cookie.

        It ends sooner with what it was begun with: a key that ends or is revoked, the operator's key when another
        takes its place, a token at its own end.
        """
        until = (self._now() + SESSION).isoformat(timespec="seconds")
        if principal.until:
            until = min(until, principal.until)
        id_ = f"s{secrets.token_hex(8)}"
        if principal.id in self._marks:
            of = principal.id
        else:
            of = "token" if principal.until else f"operator/{self._operator[:_SHORT]}"
        return await self._made(Key(id_, principal, self._at(), principal.actor, until, of=of))

    async def end_session(self, secret: str) -> None:
        """Let a session end now; one that is not known has ended already."""
        key = self._keys.get(fingerprint(secret))
        if key is not None and key.of:
            await self.revoke(key.id)

    async def revoke(self, id_: str) -> Key:
        """End a key, and the sessions begun with it, for good. Raises UnknownKeyError."""
        async with self._lock:
            key = self._find(id_)
            if not key.revoked_at:
                key = replace(key, revoked_at=self._at())
                await asyncio.to_thread(self._mark, key)
                self._hold(self._marks[id_], key)
            return key

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    async def _made(self, key: Key) -> tuple[Key, str]:
        secret = SECRET + secrets.token_urlsafe(32)
        mark = fingerprint(secret)
        row = {**key.as_data(), "fingerprint": mark, "principal": to_json(key.principal.as_data()).decode()}
        async with self._lock:
            await asyncio.to_thread(self._insert, row)
            self._hold(mark, key)
        return key, secret

    def _hold(self, mark: str, key: Key) -> None:
        self._keys[mark] = key
        self._marks[key.id] = mark

    def _insert(self, row: Mapping[str, str]) -> None:
        with self._engine.begin() as connection:
            connection.execute(insert(_keys), [row])

    def _mark(self, key: Key) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(_keys).where(_keys.c.id == key.id).values(revoked_at=key.revoked_at))

    def _find(self, id_: str) -> Key:
        if id_ not in self._marks:
            raise UnknownKeyError(f"there is no key {id_!r}; `yingsu keys list` names all")
        return self._keys[self._marks[id_]]

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")


def register(broker: NatsBroker, callers: Callers) -> None:
    """Let other services ask whose a key is."""

    @broker.subscriber(WHO, title="say whose a key is")
    async def who(message: NatsMessage) -> bytes:
        """Answer the principal whose key has a fingerprint, or null."""
        found = callers.known(str(from_json(message.body)["fingerprint"]))
        return to_json({"principal": found.as_data() if found else None})


def _durable(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")
