"""Where do files lie at scale? In an S3-compatible store, which several machines reach."""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

AT_ONCE = 2**20
"""Bytes read at once, at least."""

PATIENCE = 15.0
"""Seconds for which a request is sent again while the store is away."""

_HASH = re.compile(r"[0-9a-f]{64}")


class Bucket:
    """Files in `s3://bucket/prefix`, each under its hash.

    Endpoint, region and credentials come from the environment (`AWS_ENDPOINT_URL`, `AWS_REGION`,
    `AWS_ACCESS_KEY_ID`, …), as everywhere.
    """

    def __init__(self, url: str) -> None:
        from obstore.store import S3Store  # only who keeps files at scale needs it

        self._store: Any = S3Store.from_url(
            url, retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=PATIENCE)}
        )

    async def keep(self, file: Path, sha256: str, media_type: str) -> None:
        """Send a file; the store shows it under its hash once all of it is there."""
        attributes = {"Content-Type": media_type or "application/octet-stream"}
        with _as_disk():
            await self._store.put_async(sha256, file, attributes=attributes)

    async def size(self, sha256: str) -> int | None:
        """Return the bytes of a file, or None when it is not kept."""
        if not _HASH.fullmatch(sha256):
            return None
        try:
            with _as_disk():
                return int((await self._store.head_async(sha256))["size"])
        except FileNotFoundError:
            return None

    async def read(self, sha256: str) -> AsyncIterator[bytes]:
        """Yield a file piece by piece. Raises FileNotFoundError."""
        if not _HASH.fullmatch(sha256):
            raise FileNotFoundError(sha256)
        with _as_disk():
            found = await self._store.get_async(sha256)
            async for piece in found.stream(min_chunk_size=AT_ONCE):
                yield bytes(piece)

    async def all(self) -> AsyncIterator[str]:
        """Yield the hashes of all files that are kept."""
        with _as_disk():
            async for some in self._store.list(chunk_size=1000):
                for one in some:
                    if _HASH.fullmatch(
                        name := str(one["path"])
                    ):  # below the prefix may lie what is another's
                        yield name


@contextmanager
def _as_disk() -> Iterator[None]:
    """Let what goes wrong with the store be an OSError, as with a disk, so that all tell it alike."""
    from obstore.exceptions import BaseError

    try:
        yield
    except BaseError as error:
        raise OSError(f"the S3-compatible store: {str(error).splitlines()[0]}") from error
