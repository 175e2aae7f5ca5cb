"""Which law pack does somebody mean, and is it one?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from deploy.cli.running import House
from deploy.cli.trouble import REFUSED, Trouble
from shared.law.loader import NATIONAL, PackError, laws_of, load
from shared.law.model import Pack

BUNDLED = "bundled:"
"""Begins the name of a pack of this release."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A pack somebody named, as text."""

    name: str
    """How it is called where faults are shown: its file, or what was asked for."""
    text: str


class BrokenPack(Trouble):
    """A text is no law pack; every fault is listed with its line."""

    def __init__(self, name: str, error: PackError) -> None:
        faults = [f"{name}:{fault.line}: {fault.where}: {fault.detail}" for fault in error.faults]
        count = "one fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(f"{name} is no law pack: {count}.", REFUSED, faults)


@cache
def bundled() -> Mapping[str, str]:
    """Return the texts of the packs of this release, by name; what stands beside a pack has two dots in its name."""
    folder = files("shared.law").joinpath("packs")
    return {
        file.name.removesuffix(".yaml"): file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml") and file.name.count(".") == 1
    }


def meant(told: str, data: Path) -> Meant:
    """Return the pack in a file, of this release (`bundled:NAME`), or on the log of the house that runs on `data`.

    Raises Trouble.
    """
    if told.startswith(BUNDLED):
        name = told.removeprefix(BUNDLED)
        if name not in bundled():
            known = ", ".join(BUNDLED + one for one in bundled())
            raise Trouble(f"No pack of this release is called {name}. Known are: {known}.", REFUSED)
        return Meant(told, bundled()[name])
    file = Path(told)
    if file.is_file() or file.suffix or len(file.parts) > 1:
        try:
            return Meant(told, file.read_text(encoding="utf-8"))
        except OSError as error:
            raise Trouble(f"The file {file} cannot be read: {error.strerror}.", REFUSED) from error
        except UnicodeDecodeError as error:
            raise Trouble(f"The file {file} is not in UTF-8: {error}.", REFUSED) from error
    return Meant(told, adopted_text(House(data), told))


def loaded(one: Meant) -> Pack:
    """Return what a text says. Raises BrokenPack."""
    try:
        return load(one.text)
    except PackError as error:
        raise BrokenPack(one.name, error) from error


def checked(one: Meant, others: Mapping[str, str]) -> Pack:
    """Return a pack that is right in itself and on top of the one it extends, which is among `others` by id.

    Raises BrokenPack.
    """
    pack = loaded(one)
    try:
        laws_of(pack.district, {NATIONAL: bundled()[NATIONAL], **others, pack.pack: one.text})
    except PackError as error:
        raise BrokenPack(one.name, error) from error
    return pack


def adopted(house: House) -> list[dict[str, Any]]:
    """Return what reporting says of the packs on the log."""
    rows: list[dict[str, Any]] = house.get("reporting", "/law")
    return rows


def adopted_text(house: House, pack: str) -> str:
    """Return the text of a pack on the log. Raises Problem with the known ones."""
    url = f"{house.state.url('reporting')}/law/{quote(pack, safe='')}"
    return house.again("reporting", lambda: house.http.get(url)).text


def adopted_texts(house: House) -> dict[str, str]:
    """Return the texts of all packs on the log, by id."""
    return {row["pack"]: adopted_text(house, row["pack"]) for row in adopted(house)}
