"""Where are an uploaded file and what was said of it kept, so that both can be fetched after a restart?

One folder an import. The file names private persons, so only the service's own user may read it, and it goes after
thirty days, when the next import comes.
"""

import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic_core import from_json, to_json

from services.intake.imports.answers import Answer

KEPT_SECONDS = 30 * 24 * 3600.0
"""How long an uploaded file and its answer can be fetched."""

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Import:
    """One import as it is kept."""

    answer: Answer
    rows: Mapping[str, tuple[str, int]]
    """Sheet and row of each case that reads well."""


class UnknownImportError(LookupError):
    """No import has this id."""

    def __init__(self, id_: str) -> None:
        super().__init__(f"there is no import {id_!r}; its id is in the answer to POST /imports/ledger")


def new_id() -> str:
    """Return the id of a new import; it cannot be guessed."""
    return uuid4().hex


def keep(folder: Path, kept: Import, data: bytes) -> None:
    """Keep an import and its file, and none that is too old; the answer comes last, for it says the rest is there."""
    _forget(folder, time.time() - KEPT_SECONDS)
    home = folder / kept.answer["import"]
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / "file").write_bytes(data)
    whole: dict[str, Any] = {"answer": kept.answer, "rows": kept.rows}
    started = home / "import.json.new"
    started.write_bytes(to_json(whole))
    started.replace(home / "import.json")


def find(folder: Path, id_: str) -> Import:
    """Return a kept import. Raises UnknownImportError."""
    file = folder / id_ / "import.json"
    if not _ID.fullmatch(id_) or not file.is_file():
        raise UnknownImportError(id_)
    whole = from_json(file.read_bytes())
    return Import(whole["answer"], {case: (sheet, row) for case, (sheet, row) in whole["rows"].items()})


def file_of(folder: Path, id_: str) -> bytes:
    """Return the uploaded file of an import that `find` has found."""
    return (folder / id_ / "file").read_bytes()


def _forget(folder: Path, before: float) -> None:
    for home in folder.glob("*"):
        if _ID.fullmatch(home.name) and home.stat().st_mtime < before:
            shutil.rmtree(home, ignore_errors=True)
