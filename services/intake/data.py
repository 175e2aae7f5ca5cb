"""What is recorded of the data a reporter sent: is it of its type's form, and what does the type not know?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from prometheus_client import Counter
from pydantic import ValidationError
from pydantic_core import to_json

from shared.calendar import ScheduleError, YearSchedule
from shared.case_number import normalise_case_number
from shared.events.base import Fact
from shared.events.catalogue import adapter, name_of
from shared.events.district import CalendarPublished, LawAdopted
from shared.law.loader import PackError, load
from shared.problems import explain, pointer

LARGEST = 480_000
"""Bytes of data an event may hold; with its envelope the log takes 512,000."""

Path = tuple[str | int, ...]

_UNKNOWN = Counter("yingsu_unknown_fields_total", "Fields sent that their type does not have", ["type"])
_NUMBER = re.compile(r"[-+.\deE]+")

case_number = lru_cache(maxsize=8192)(normalise_case_number)
"""The same as `normalise_case_number`, for reports that name the same cases again and again."""


class Fault(NamedTuple):
    """One thing wrong with an event: where, what was found, what was expected."""

    pointer: str
    detail: str
    expected: str


class Findings(NamedTuple):
    """What checking an event brought to light."""

    faults: list[Fault]
    warnings: list[str]


def shown(value: object) -> str:
    """Return a value as an error shows it, at most 80 characters long."""
    text = repr(value)
    return f"found {text if len(text) <= 80 else text[:77] + '...'}"


def normalised(cls: type[Fact], sent: Mapping[str, Any], path: Path, found: Findings) -> dict[str, Any]:
    """Return data as the log keeps it: every field of the type, and what else was sent.

    It is empty when something is wrong, which `found` then says.
    """
    encoded = to_json(sent)
    if len(encoded) > LARGEST:
        found.faults.append(Fault(pointer(path), f"{len(encoded):,} bytes", f"at most {LARGEST:,} bytes"))
        return {}
    if b"\\u0000" in encoded and (places := [*_nul(sent, path)]):
        expected = "a text without NUL characters"
        found.faults.extend(Fault(pointer(place), "a NUL character", expected) for place in places)
        return {}
    try:
        fact = adapter(cls).validate_json(encoded, strict=True)
    except ValidationError as error:
        found.faults.extend(Fault(**explain(one, path)) for one in error.errors(include_url=False))
        return {}
    data: dict[str, Any] = adapter(cls).dump_python(fact, mode="json")
    before = len(found.faults)
    known = len(found.warnings)
    _keep(data, sent, path, found)
    if len(found.warnings) > known:
        _UNKNOWN.labels(name_of(cls)).inc(len(found.warnings) - known)
    found.faults.extend(_beyond_form(fact, path))
    return data if len(found.faults) == before else {}


def _keep(data: dict[str, Any], sent: Mapping[str, Any], path: Path, found: Findings) -> None:
    """Put the fields that the type does not know into the data, as they were sent."""
    for name, value in sent.items():
        if name not in data:
            data[name] = value
            found.warnings.append(f"{pointer((*path, name))} is no field of this type; it is kept as sent")
        elif data[name] != value:
            _compare(data[name], value, (*path, name), found)


def _compare(data: Any, sent: Any, path: Path, found: Findings) -> None:
    if isinstance(data, dict) and isinstance(sent, dict):
        _keep(data, sent, path, found)
    elif isinstance(data, list) and isinstance(sent, list):
        for index, (mine, theirs) in enumerate(zip(data, sent, strict=True)):
            _compare(mine, theirs, (*path, index), found)
    elif data != sent and isinstance(sent, str) and _NUMBER.fullmatch(sent):
        # Even strict pydantic reads "86400" as a day of 1970. Case numbers are rewritten, and rightly so.
        found.faults.append(Fault(pointer(path), shown(sent), "a date as YYYY-MM-DD"))


def _beyond_form(fact: Fact, path: Path) -> Iterator[Fault]:
    """Yield what is wrong with data of the right form."""
    match fact:
        case LawAdopted():
            if fact.sha256 != sha256(fact.text.encode()).hexdigest():
                yield Fault(
                    pointer((*path, "sha256")), shown(fact.sha256), "the SHA-256 of the text in UTF-8"
                )
            try:
                pack = load(fact.text)
            except PackError as error:
                for fault in error.faults:
                    yield Fault(pointer((*path, "text")), str(fault), "the text of a law pack")
            else:
                if fact.pack != pack.pack:
                    yield Fault(pointer((*path, "pack")), shown(fact.pack), f"{pack.pack}, as the text says")
        case CalendarPublished():
            try:
                YearSchedule(
                    year=fact.year,
                    notice=fact.notice,
                    holidays=frozenset(fact.holidays),
                    make_up_days=frozenset(fact.make_up_days),
                )
            except ScheduleError as error:
                yield Fault(pointer(path), str(error), "the schedule of one year as its notice has it")


def _nul(value: object, path: Path) -> Iterator[Path]:
    match value:
        case str():
            if "\x00" in value:
                yield path
        case Mapping():
            for name, one in value.items():
                if "\x00" in name:
                    yield (*path, name)
                yield from _nul(one, (*path, name))
        case Sequence():
            for index, one in enumerate(value):
                yield from _nul(one, (*path, index))
