"""Where do the versions of reporting's database lie, and which of them is asked?

    notes.db  notes-2.db        whole versions, each with notes and views
    notes.db.current            a link to the one that is asked; without it the first
    filling/                    what is being filled; of no use to anybody before it is done
    comparisons/notes-2.json    what the version before said and this one did not, or the other way round

A version is whole from the moment it has its name: it is filled elsewhere and renamed. What is asked changes with the
link, in one step. So whenever the machine dies, there is the old or the new one, and a rest to be cleared away.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from shared.log.versions import current, name_current

ENDS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of one database."""

    first: Path

    @classmethod
    def of(cls, url: str) -> "Versions | None":
        """Return the versions of the database at an SQLAlchemy URL; None unless it is a file of SQLite."""
        made = make_url(url)
        if made.get_backend_name() != "sqlite" or made.database in (None, "", ":memory:"):
            return None
        return cls(Path(str(made.database)).absolute())

    @property
    def current(self) -> Path:
        """Return the version that is asked."""
        return Path(current(str(self.first)))

    @property
    def other(self) -> Path | None:
        """Return the whole version beside it: the one before, or one that waits to be switched to."""
        there = [path for path in self._all() if path != self.current]
        return max(there, key=number, default=None)

    @property
    def filling(self) -> Path:
        """Return the folder in which a version is filled."""
        return self.first.with_name("filling")

    @property
    def next(self) -> Path:
        """Return the file of a version that is not there yet."""
        return self.first.with_stem(f"{self.first.stem}-{max(map(number, (*self._all(), self.current))) + 1}")

    def comparison(self, version: Path) -> Path:
        """Return the file that holds how a version compared with the one before."""
        return self.first.parent / "comparisons" / f"{version.stem}.json"

    def clear(self) -> None:
        """Take away what a rebuild that was broken off has left."""
        shutil.rmtree(self.filling, ignore_errors=True)

    def finish(self, filled: Path) -> Path:
        """Make of a closed file that is filled a whole version; return it."""
        version = self.next
        with filled.open("rb") as file:
            os.fsync(file.fileno())
        filled.replace(version)
        return version

    def discard(self) -> bool:
        """Take away every version but the one that is asked; return whether there was one."""
        gone = [path for path in self._all() if path != self.current]
        for path in gone:
            for end in ENDS:
                with suppress(FileNotFoundError):
                    path.with_name(path.name + end).unlink()
        return bool(gone)

    def switch(self, to: Path) -> None:
        """Let another version be asked from now on."""
        name_current(self.first, to)

    def _all(self) -> Iterator[Path]:
        yield from (
            path
            for path in self.first.parent.glob(f"{self.first.stem}*{self.first.suffix}")
            if path == self.first or path.stem.removeprefix(f"{self.first.stem}-").isdecimal()
        )


def number(version: Path) -> int:
    """Return the number of a version; that of the first is 1."""
    _, dash, told = version.stem.rpartition("-")
    return int(told) if dash and told.isdecimal() else 1


def url_of(version: Path) -> str:
    """Return the SQLAlchemy URL of one version, whichever is asked."""
    return f"sqlite:///{version}"
