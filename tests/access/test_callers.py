"""Are keys kept hashed, do sessions end with what began them, and is nobody let in who should not be?"""

import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.intake.callers import SESSION, Callers, UnknownKeyError, WeakKeyError
from shared.access import Principal, operator
from shared.access.guard import fingerprint
from tests.callers import OPERATOR_KEY

AGENCY = Principal(id="", role="agency", districts=("xinzhou",), names=("区住建局",), label="应诉科", rate=5)
BY = operator().actor


@dataclass
class Clock:
    now: datetime = datetime(2024, 3, 1, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def opened(tmp_path: Path, clock: Clock) -> AsyncIterator[Callable[..., Callers]]:
    """Give what opens the same database, also again as after a restart."""
    made: list[Callers] = []

    def open_(key: str = OPERATOR_KEY) -> Callers:
        made.append(Callers(tmp_path / "access.db", key, now=clock))
        return made[-1]

    yield open_
    for callers in made:
        callers.close()


@pytest.fixture
def callers(opened: Callable[..., Callers]) -> Callers:
    return opened()


async def test_a_key_is_known_also_after_a_restart(callers: Callers, opened: Callable[..., Callers]) -> None:
    key, secret = await callers.add(AGENCY, BY)
    for one in (callers, opened()):
        found = await one.resolve(secret)
        assert found is not None
        assert (found.role, found.names, found.rate) == ("agency", ("区住建局",), 5)
        assert found.actor == f"agency/区住建局#{key.id}"


async def test_no_secret_is_on_disk(callers: Callers, tmp_path: Path) -> None:
    key, secret = await callers.add(AGENCY, BY)
    principal = await callers.resolve(secret)
    assert principal is not None
    _, session = await callers.begin_session(principal)
    await callers.revoke(key.id)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert fingerprint(secret).encode() in on_disk
    for hidden in (secret, session, OPERATOR_KEY):
        assert hidden.encode() not in on_disk
        assert hidden.removeprefix("yk_").encode() not in on_disk


async def test_what_is_nearly_a_key_is_none(callers: Callers) -> None:
    _, secret = await callers.add(AGENCY, BY)
    for wrong in (
        "",
        "yk_",
        secret[:-1],
        secret + "x",
        secret.upper(),
        fingerprint(secret),
        OPERATOR_KEY[:-1],
    ):
        assert await callers.resolve(wrong) is None


async def test_each_key_is_another(callers: Callers) -> None:
    made = [await callers.add(AGENCY, BY) for _ in range(5)]
    assert len({secret for _, secret in made}) == len({key.id for key, _ in made}) == 5
    assert all(len(secret) > 40 for _, secret in made)


async def test_a_revoked_key_is_nobodys_and_stays_so(
    callers: Callers, opened: Callable[..., Callers], clock: Clock
) -> None:
    key, secret = await callers.add(AGENCY, BY)
    await callers.revoke(key.id)
    clock.now += timedelta(hours=1)
    again = await callers.revoke(key.id)
    assert again.revoked_at == "2024-03-01T08:00:00+00:00"
    for one in (callers, opened()):
        assert await one.resolve(secret) is None
        assert [listed.id for listed in one.listed()] == [key.id]


async def test_a_key_ends_at_its_instant(callers: Callers, clock: Clock) -> None:
    _, secret = await callers.add(AGENCY, BY, "2024-03-01T17:00:00+08:00")
    clock.now = datetime(2024, 3, 1, 8, 59, 59, tzinfo=UTC)
    assert await callers.resolve(secret) is not None
    clock.now = datetime(2024, 3, 1, 9, tzinfo=UTC)
    assert await callers.resolve(secret) is None


async def test_an_unknown_key_cannot_be_revoked(callers: Callers) -> None:
    with pytest.raises(UnknownKeyError, match="k0"):
        await callers.revoke("k0")


async def signed_in(callers: Callers, secret: str) -> str:
    principal = await callers.resolve(secret)
    assert principal is not None
    _, session = await callers.begin_session(principal)
    return session


async def test_a_session_speaks_for_its_key_and_is_not_listed(callers: Callers) -> None:
    key, secret = await callers.add(AGENCY, BY)
    found = await callers.resolve(await signed_in(callers, secret))
    assert found == key.principal
    assert [one.id for one in callers.listed()] == [key.id]


async def test_sessions_end_when_their_key_is_revoked(
    callers: Callers, opened: Callable[..., Callers]
) -> None:
    key, secret = await callers.add(AGENCY, BY)
    _, other = await callers.add(AGENCY, BY)
    session, second, others = [await signed_in(callers, one) for one in (secret, secret, other)]
    await callers.revoke(key.id)
    for one in (callers, opened()):
        assert await one.resolve(session) is None
        assert await one.resolve(second) is None
        assert await one.resolve(others) is not None


async def test_sessions_end_when_their_key_ends(callers: Callers, clock: Clock) -> None:
    _, secret = await callers.add(AGENCY, BY, "2024-03-01T09:00:00+00:00")
    session = await signed_in(callers, secret)
    clock.now += timedelta(hours=1)
    assert await callers.resolve(session) is None


async def test_sessions_end_after_twelve_hours_and_are_forgotten(
    callers: Callers, opened: Callable[..., Callers], clock: Clock, tmp_path: Path
) -> None:
    _, secret = await callers.add(AGENCY, BY)
    session = await signed_in(callers, secret)
    clock.now += SESSION - timedelta(seconds=1)
    assert await callers.resolve(session) is not None
    clock.now += timedelta(seconds=2)
    assert await callers.resolve(session) is None
    assert await opened().resolve(secret) is not None
    with sqlite3.connect(tmp_path / "access.db") as connection:
        assert connection.execute("select count(*) from keys").fetchone() == (1,)


async def test_who_signs_out_is_out(callers: Callers) -> None:
    _, secret = await callers.add(AGENCY, BY)
    session = await signed_in(callers, secret)
    await callers.end_session(session)
    await callers.end_session(session)
    await callers.end_session("never begun")
    assert await callers.resolve(session) is None
    assert await callers.resolve(secret) is not None


async def test_signing_out_with_a_key_does_not_end_the_key(callers: Callers) -> None:
    _, secret = await callers.add(AGENCY, BY)
    await callers.end_session(secret)
    assert await callers.resolve(secret) is not None


async def test_the_operators_sessions_end_with_another_operators_key(
    callers: Callers, opened: Callable[..., Callers]
) -> None:
    session = await signed_in(callers, OPERATOR_KEY)
    assert (await opened().resolve(session)) == operator()
    assert await opened("yk_another-key-of-the-operator").resolve(session) is None
    assert await opened("").resolve(session) is None


async def test_a_session_ends_with_the_token_it_was_begun_with(callers: Callers, clock: Clock) -> None:
    token = Principal(id="t1", role="auditor", names=("审计局",), until="2024-03-01T08:05:00+00:00")
    key, session = await callers.begin_session(token)
    assert key.until == token.until
    assert await callers.resolve(session) == token
    clock.now += timedelta(minutes=5)
    assert await callers.resolve(session) is None


def test_an_operators_key_that_could_be_guessed_is_refused_without_showing_it(tmp_path: Path) -> None:
    with pytest.raises(WeakKeyError) as caught:
        Callers(tmp_path / "access.db", "hunter2")
    assert "hunter2" not in str(caught.value)
