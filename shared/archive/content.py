"""How does a file come to be kept under the hash of its content, and how is it had again?"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterable, AsyncIterator, Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, TypeVar, TypeVarTuple, Unpack

from shared.archive.bucket import Bucket
from shared.archive.files import Files

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

MOST = 100 * 2**20
"""Bytes of a file, where no setting says otherwise."""

AT_ONCE = 2**20
"""Bytes gathered before a thread writes them; so much of a file is in memory."""

Found = Literal["whole", "missing", "damaged"]

Check = Callable[[Path], str]
"""Returns the media type of a file that has arrived, or raises what tells its sender why it is not taken."""


class Kept(NamedTuple):
    """A file that is kept, durably."""

    sha256: str
    size: int
    """Bytes."""
    media_type: str
    known: bool = False
    """True when the same content was kept before."""


class NotKeptError(LookupError):
    """No file is kept under this hash."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"no file with the SHA-256 {sha256} is kept here")


class TooLargeError(Exception):
    """A file has more bytes than are taken."""

    def __init__(self, most: int) -> None:
        super().__init__(f"the file has more than {most:,} bytes ({most / 2**20:g} MB)")
        self.most = most


class Place(Protocol):
    """Where files lie: a folder or a bucket."""

    async def keep(self, file: Path, sha256: str, media_type: str) -> None:
        """Make a local file the content kept under its hash: durably, whole or not at all."""

    async def size(self, sha256: str) -> int | None:
        """Return the bytes of a file, or None when it is not kept."""

    def read(self, sha256: str) -> AsyncIterator[bytes]:
        """Yield a file piece by piece. Raises FileNotFoundError."""

    def all(self) -> AsyncIterator[str]:
        """Yield the hashes of all files that are kept."""


class Archive:
    """Files by the hash of their content. The same content, however often it comes, is one file."""

    def __init__(self, place: Place, incoming: Path, most: int = MOST) -> None:
        """`incoming` is a folder for what is still arriving: whatever lies there now was left by a crash."""
        self.most = most
        """The most bytes a file may have."""
        self._place, self._incoming = place, incoming
        incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in incoming.iterdir():
            left.unlink(missing_ok=True)

    async def put(
        self, stream: AsyncIterable[bytes], media_type: str = "", *, check: Check | None = None
    ) -> Kept:
        """Keep what a stream brings and return it, once it is durable.

        `check` looks at the whole file before it is kept and names its type. Nothing stays of a stream that breaks
        off. Raises TooLargeError.
        """
        size, digest = 0, sha256()
        handle, name = await _in_thread(_fresh, self._incoming)
        file = Path(name)
        try:
            gathered, waiting = list[bytes](), 0
            async for piece in stream:
                size += len(piece)
                if size > self.most:
                    raise TooLargeError(self.most)
                gathered.append(piece)
                waiting += len(piece)
                if waiting >= AT_ONCE:
                    await _in_thread(_write, handle, digest, gathered)
                    gathered, waiting = [], 0
            await _in_thread(_finish, handle, digest, gathered)
            if check is not None:
                media_type = await _in_thread(check, file)
            hashed = digest.hexdigest()
            known = await self._place.size(hashed) is not None
            # Also what is known is put in its place once more: that mends what has been damaged meanwhile.
            await self._place.keep(file, hashed, media_type)
        finally:
            with suppress(OSError):
                os.close(handle)
            await _in_thread(_gone, file)
        return Kept(hashed, size, media_type, known)

    async def put_bytes(self, data: bytes, media_type: str) -> Kept:
        """Keep bytes that are in memory already, whatever their type. Raises TooLargeError."""
        hashed = sha256(data).hexdigest()
        if await self._place.size(hashed) == len(data):
            return Kept(hashed, len(data), media_type, known=True)

        async def whole() -> AsyncIterator[bytes]:
            yield data

        return await self.put(whole(), media_type)

    async def open(self, sha256: str) -> AsyncIterator[bytes]:
        """Yield a file piece by piece. Raises NotKeptError."""
        try:
            async for piece in self._place.read(sha256):
                yield piece
        except FileNotFoundError as error:
            raise NotKeptError(sha256) from error

    async def size(self, sha256: str) -> int | None:
        """Return the bytes of a file, or None when it is not kept."""
        return await self._place.size(sha256)

    async def exists(self, sha256: str) -> bool:
        """Return whether a file is kept."""
        return await self._place.size(sha256) is not None

    async def verify(self, hashed: str) -> Found:
        """Read a file and say whether its content still has its hash."""
        digest = sha256()
        try:
            async for piece in self._place.read(hashed):
                await asyncio.to_thread(digest.update, piece)
        except FileNotFoundError:
            return "missing"
        return "whole" if digest.hexdigest() == hashed else "damaged"

    def all(self) -> AsyncIterator[str]:
        """Yield the hashes of all files that are kept."""
        return self._place.all()


def open_archive(where: str, folder: Path, most: int = MOST) -> Archive:
    """Return the files kept at `where`: `file` for the folder, or `s3://bucket/prefix`.

    What arrives lies in the folder first, also on its way to a bucket.
    """
    place = Files(folder) if where == "file" else Bucket(where)
    return Archive(place, folder / "incoming", most)


async def _in_thread(do: Callable[[Unpack[Ts]], T], *args: *Ts) -> T:
    """Return what is done in a thread; who is cancelled waits for its end, so that no file is closed under it."""
    task = asyncio.ensure_future(asyncio.to_thread(do, *args))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _gone(file: Path) -> None:
    file.unlink(missing_ok=True)


def _fresh(folder: Path) -> tuple[int, str]:
    return tempfile.mkstemp(dir=folder, suffix=".part")  # mode 0600


def _write(handle: int, digest: Any, pieces: Sequence[bytes]) -> None:
    for piece in pieces:
        digest.update(piece)
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(handle, rest) :]


def _finish(handle: int, digest: Any, pieces: Sequence[bytes]) -> None:
    _write(handle, digest, pieces)
    os.fsync(handle)
