"""Who has uploaded a file? Who only knows the hash of somebody else's must not get at it by naming it in a fact."""

import asyncio
from collections.abc import Collection
from pathlib import Path
from threading import Lock

from sqlalchemy import Column, MetaData, String, Table, select

from services.intake.attachments.attached import Document
from shared.access import EVERYWHERE, Principal
from shared.log.database import open_database, put

_METADATA = MetaData()
_UPLOADERS = Table(
    "uploaders",
    _METADATA,
    Column("sha256", String, primary_key=True),
    Column("by", String, primary_key=True),
    Column("district", String, primary_key=True),
    sqlite_with_rowid=False,
)


class Uploaders:
    """Remembers by file who brought it. Where that is lost, uploading the file again brings it back."""

    def __init__(self, file: Path) -> None:
        self._engine = open_database(f"sqlite:///{file}")
        self._lock = Lock()
        with self._engine.begin() as connection:
            _METADATA.create_all(connection)

    async def note(self, sha256: str, principal: Principal) -> None:
        """Remember that a principal brought a file."""
        rows = [{"sha256": sha256, "by": _who(principal), "district": one} for one in principal.districts]
        await asyncio.to_thread(self._put, rows)

    async def vouched(self, documents: Collection[Document]) -> list[Document]:
        """Return those documents which somebody reported who also brought the file, or who runs the house."""
        return await asyncio.to_thread(self._vouched, documents)

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def _put(self, rows: list[dict[str, str]]) -> None:
        with self._lock, self._engine.begin() as connection:
            put(connection, _UPLOADERS, rows)

    def _vouched(self, documents: Collection[Document]) -> list[Document]:
        brought: dict[str, set[tuple[str, str]]] = {}
        with self._lock, self._engine.begin() as connection:
            for sha256 in {one.sha256 for one in documents}:
                found = connection.execute(select(_UPLOADERS).where(_UPLOADERS.c.sha256 == sha256))
                brought[sha256] = {(row.by, row.district) for row in found}
        return [one for one in documents if _vouches(one, brought[one.sha256])]


def _vouches(document: Document, brought: set[tuple[str, str]]) -> bool:
    if any(by.startswith("operator/") for by in document.named_by):
        return True
    return any(
        (by, where) in brought for by in document.named_by for where in (document.district, EVERYWHERE)
    )


def _who(principal: Principal) -> str:
    return principal.actor.partition("#")[0]
