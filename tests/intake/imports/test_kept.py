"""Uploaded files can be fetched for thirty days and are gone after that."""

import os
import time
from pathlib import Path

import pytest

from services.intake.imports.kept import KEPT_SECONDS, Import, UnknownImportError, file_of, find, keep, new_id


def uploaded(folder: Path) -> str:
    id_ = new_id()
    keep(folder, Import({"import": id_}, {"（2023）鄂0117行初1号": ("sheet", 2)}), b"...")
    return id_


def test_an_import_and_its_file_are_found_again(tmp_path: Path) -> None:
    id_ = uploaded(tmp_path)
    assert find(tmp_path, id_).rows == {"（2023）鄂0117行初1号": ("sheet", 2)}
    assert file_of(tmp_path, id_) == b"..."


def test_what_is_older_than_thirty_days_goes_when_the_next_import_comes(tmp_path: Path) -> None:
    old, young = uploaded(tmp_path), uploaded(tmp_path)
    past = time.time() - KEPT_SECONDS - 60
    os.utime(tmp_path / old, (past, past))
    uploaded(tmp_path)
    with pytest.raises(UnknownImportError):
        find(tmp_path, old)
    assert file_of(tmp_path, young) == b"..."
