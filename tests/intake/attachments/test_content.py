"""A file is kept under the hash of its content, whole or not at all, in a folder as in a bucket."""

import asyncio
import stat
from collections.abc import AsyncIterator, Iterable
from hashlib import sha256
from pathlib import Path

import pytest

from services.intake.attachments import Attachments, NotKeptError, TooLargeError, open_attachments
from shared.archive import bucket


async def pieces(*some: bytes) -> AsyncIterator[bytes]:
    for piece in some:
        yield piece


async def whole(store: Attachments, hashed: str) -> bytes:
    return b"".join([piece async for piece in store.open(hashed)])


def hash_of(some: Iterable[bytes]) -> str:
    return sha256(b"".join(some)).hexdigest()


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


async def test_what_a_stream_brought_is_had_again_by_its_hash(store: Attachments) -> None:
    some = [bytes([number]) * 700_000 for number in range(5)]

    kept = await store.put(pieces(*some), "application/pdf")

    assert kept == (hash_of(some), 3_500_000, "application/pdf", False)
    assert await whole(store, kept.sha256) == b"".join(some)
    assert await store.size(kept.sha256) == 3_500_000
    assert await store.verify(kept.sha256) == "whole"


async def test_the_same_content_twice_is_one_file_and_known(store: Attachments) -> None:
    first = await store.put(pieces(b"one ", b"judgment"))
    again = await store.put(pieces(b"one judgment"))
    in_bytes = await store.put_bytes(b"one judgment", "text/plain")

    assert (first.known, again.known, in_bytes.known) == (False, True, True)
    assert [name async for name in store.all()] == [first.sha256]


async def test_many_uploads_of_one_content_at_once_are_one_file(store: Attachments) -> None:
    kept = await asyncio.gather(*(store.put(pieces(b"a", b"b", b"c")) for _ in range(8)))

    assert {one.sha256 for one in kept} == {hash_of([b"abc"])}
    assert await whole(store, kept[0].sha256) == b"abc"


@pytest.mark.parametrize("hashed", ["0" * 64, "../../etc/passwd", "", "A" * 64, "0" * 62 + "/."])
async def test_what_is_not_kept_is_said_to_be_missing(store: Attachments, hashed: str) -> None:
    assert not await store.exists(hashed)
    assert await store.verify(hashed) == "missing"
    with pytest.raises(NotKeptError):
        await whole(store, hashed)


async def test_nothing_stays_of_a_stream_that_breaks_off(store: Attachments, tmp_path: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"x" * 2_000_000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await store.put(broken())

    assert [name async for name in store.all()] == []
    assert files_in(tmp_path) == []


async def test_nothing_stays_of_an_upload_that_is_cancelled(store: Attachments, tmp_path: Path) -> None:
    begun, never = asyncio.Event(), asyncio.Event()

    async def halting() -> AsyncIterator[bytes]:
        yield b"x" * 2_000_000
        begun.set()
        await never.wait()

    task = asyncio.create_task(store.put(halting()))
    await begun.wait()
    task.cancel()
    await asyncio.wait([task])

    assert task.cancelled()
    assert files_in(tmp_path) == []


async def test_a_file_may_not_be_larger_than_allowed(tmp_path: Path) -> None:
    store = open_attachments("file", tmp_path, most=10)

    assert (await store.put(pieces(b"12345", b"67890"))).size == 10
    with pytest.raises(TooLargeError, match="more than 10 bytes"):
        await store.put(pieces(b"12345", b"67890", b"1"))
    assert len(files_in(tmp_path)) == 1


async def test_files_lie_by_their_hash_for_this_user_only(tmp_path: Path) -> None:
    store = open_attachments("file", tmp_path / "kept")

    hashed = (await store.put(pieces(b"private"))).sha256

    file = tmp_path / "kept" / hashed[:2] / hashed[2:]
    assert file.read_bytes() == b"private"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


async def test_what_a_crash_left_half_written_is_swept_at_the_next_start(tmp_path: Path) -> None:
    left = tmp_path / "incoming" / "abc.part"
    left.parent.mkdir()
    left.write_bytes(b"half of a judgm")

    store = open_attachments("file", tmp_path)

    assert not left.exists()
    assert [name async for name in store.all()] == []


async def test_a_damaged_file_is_found_and_mended_by_uploading_it_again(tmp_path: Path) -> None:
    store = open_attachments("file", tmp_path)
    hashed = (await store.put(pieces(b"as it was"))).sha256
    (tmp_path / hashed[:2] / hashed[2:]).write_bytes(b"as it is!")
    assert await store.verify(hashed) == "damaged"

    await store.put(pieces(b"as it was"))

    assert await store.verify(hashed) == "whole"


async def test_a_bucket_that_is_away_is_told_as_a_disk_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"ENDPOINT_URL": "http://127.0.0.1:1", "ALLOW_HTTP": "true", "REGION": "x"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-a-test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-a-test")
    monkeypatch.setattr(bucket, "PATIENCE", 0.1)
    store = open_attachments("s3://away/kept", tmp_path)

    with pytest.raises(OSError, match="S3-compatible store"):
        await store.put(pieces(b"x"))
    assert files_in(tmp_path) == []
