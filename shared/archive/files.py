"""Where do files lie on one machine? In a folder, two letters of the hash a folder of their own."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Iterator
from itertools import islice
from pathlib import Path

AT_ONCE = 2**18
"""Bytes read at once."""

_HASH = re.compile(r"[0-9a-f]{64}")


class Files:
    """Files in `ab/cdef…` of a folder; only the service's own user may read them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def keep(self, file: Path, sha256: str, _media_type: str) -> None:
        """Rename a file of the same disk to its hash, after which it is there even if the power fails."""
        await asyncio.to_thread(self._keep, file, self._path(sha256))

    async def size(self, sha256: str) -> int | None:
        """Return the bytes of a file, or None when it is not kept."""
        try:
            return (await asyncio.to_thread(self._path(sha256).stat)).st_size
        except FileNotFoundError:
            return None

    async def read(self, sha256: str) -> AsyncIterator[bytes]:
        """Yield a file piece by piece. Raises FileNotFoundError."""
        with await asyncio.to_thread(self._path(sha256).open, "rb") as file:
            while piece := await asyncio.to_thread(file.read, AT_ONCE):
                yield piece

    async def all(self) -> AsyncIterator[str]:
        """Yield the hashes of all files that are kept."""
        names = self._names()
        while some := await asyncio.to_thread(lambda: list(islice(names, 1000))):
            for name in some:
                yield name

    def _names(self) -> Iterator[str]:
        for part in sorted(self._folder.glob("[0-9a-f][0-9a-f]")):
            for file in part.iterdir():
                if _HASH.fullmatch(name := part.name + file.name):
                    yield name

    def _keep(self, file: Path, path: Path) -> None:
        try:
            path.parent.mkdir(mode=0o700)
        except FileExistsError:
            pass
        else:
            _sync(self._folder)
        file.replace(path)
        _sync(path.parent)

    def _path(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):  # whatever else it is, no path is made of it
            raise FileNotFoundError(sha256)
        return self._folder / sha256[:2] / sha256[2:]


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
