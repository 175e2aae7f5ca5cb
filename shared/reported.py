"""Is the data of a fact of its type's form, and what of it does the type not know?"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import to_json

from shared.calendar import FIRST, LAST, faults_of
from shared.case_number import normalise_case_number
from shared.events.base import Fact
from shared.events.catalogue import adapter
from shared.events.district import CalendarPublished, LawAdopted, SubscriptionMade
from shared.law.loader import PackError, load
from shared.outbound import A_MAILBOX, A_SECRET, A_URL, is_mailbox, secret_bytes, url_of
from shared.problems import explain, pointer

LARGEST = 480_000
"""Bytes of data an event may hold; with its envelope the log takes 512,000."""

Path = tuple[str | int, ...]

LARGEST_NUMBER = 10**18
"""More than anything is counted or paid in; what is larger fits in no database."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ODD = (b"\\u00", b"\\b", b"\\f", b"\x7f", b"e+", b"Infinity")
_DIGITS, _LONG = bytes.maketrans(b"123456789", b"000000000"), b"0" * 18
"""What JSON may hold when a text has control characters, or a number is very large: quickly seen that it has not."""

_PLAIN = "a text without NUL characters and other control characters"

_NUMBER = re.compile(r"[-+.\deE]+")

case_number = lru_cache(maxsize=8192)(normalise_case_number)
"""The same as `normalise_case_number`, for reports that name the same cases again and again."""


class Fault(NamedTuple):
    """One thing wrong with a fact: where, what was found, what was expected."""

    pointer: str
    detail: str
    expected: str


class Form(NamedTuple):
    """A fact as it was read from data."""

    fact: Fact
    data: dict[str, Any]
    """Every field of the type, and what else was sent."""
    strays: list[str]
    """Pointers to fields that were sent and that the type does not have."""


def shown(value: object) -> str:
    """Return a value as an error shows it, at most 80 characters long."""
    text = repr(value)
    return f"found {text if len(text) <= 80 else text[:77] + '...'}"


def form_of(cls: type[Fact], sent: Mapping[str, Any], path: Path, faults: list[Fault]) -> Form | None:
    """Return what data from outside states as a fact of a type; None where it cannot be read.

    What is wrong is added to `faults`, also where the rest can be read.
    """
    encoded = to_json(sent)
    if len(encoded) > LARGEST:
        faults.append(Fault(pointer(path), f"{len(encoded):,} bytes", f"at most {LARGEST:,} bytes"))
        return None
    looks_odd = any(one in encoded for one in _ODD) or _LONG in encoded.translate(_DIGITS)
    if looks_odd and (odd := [*_unusable(sent, path)]):
        faults.extend(odd)
        return None
    try:
        fact: Fact = adapter(cls).validate_json(encoded, strict=True)
    except ValidationError as error:
        faults.extend(Fault(**explain(one, path)) for one in error.errors(include_url=False))
        return None
    form = Form(fact, adapter(cls).dump_python(fact, mode="json"), [])
    _keep(form.data, sent, path, form.strays, faults)
    return form


def beyond_form(fact: Fact, path: Path) -> Iterator[Fault]:
    """Yield what is wrong with a fact of the right form.

    A pack that is none, a year or a period that cannot be, an address nobody can be told at.
    """
    yield from _disordered(fact, path)
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
            yield from _unlike_a_notice(fact, path)
        case SubscriptionMade():
            yield from _untellable(fact, path)


def _untellable(fact: SubscriptionMade, path: Path) -> Iterator[Fault]:
    """Yield why nobody can be told at the address of a subscription, or would know who tells."""
    mail = fact.channel == "email"
    if not is_mailbox(fact.address) if mail else url_of(fact.address) is None:
        yield Fault(pointer((*path, "address")), shown(fact.address), A_MAILBOX if mail else A_URL)
    # A secret is not shown, also one that was mistyped.
    if mail and fact.secret:
        yield Fault(pointer((*path, "secret")), "is given", "no secret: mails are not signed")
    if not mail and secret_bytes(fact.secret) is None:
        yield Fault(pointer((*path, "secret")), "is no secret of Standard Webhooks", A_SECRET)


def _disordered(fact: Fact, path: Path) -> Iterator[Fault]:
    """Yield the days of a fact that lie before others that cannot come after them."""
    for first, then in type(fact).ORDERED:
        since, until = getattr(fact, first), getattr(fact, then)
        if since and until and since > until:
            yield Fault(pointer((*path, then)), shown(str(until)), f"{since} or a later day")


def _unlike_a_notice(fact: CalendarPublished, path: Path) -> Iterator[Fault]:
    """Yield what is wrong with the schedule of a year: the same as in a file."""
    told = [*((day, True) for day in fact.holidays), *((day, False) for day in fact.make_up_days)]
    places = [("holidays", at) for at, _ in enumerate(fact.holidays)]
    places += [("make_up_days", at) for at, _ in enumerate(fact.make_up_days)]
    missing = "holidays" if FIRST.year <= fact.year <= LAST.year else "year"
    for at, found, expected in faults_of(fact.year, told):
        where: Path = (missing,) if at is None else places[at]
        yield Fault(pointer((*path, *where)), found, expected)


def _keep(
    data: dict[str, Any], sent: Mapping[str, Any], path: Path, strays: list[str], faults: list[Fault]
) -> None:
    """Put the fields that the type does not know into the data, as they were sent."""
    for name, value in sent.items():
        if name not in data:
            data[name] = value
            strays.append(pointer((*path, name)))
        elif data[name] != value:
            _compare(data[name], value, (*path, name), strays, faults)


def _compare(data: Any, sent: Any, path: Path, strays: list[str], faults: list[Fault]) -> None:
    if isinstance(data, dict) and isinstance(sent, dict):
        _keep(data, sent, path, strays, faults)
    elif isinstance(data, list) and isinstance(sent, list):
        for index, (mine, theirs) in enumerate(zip(data, sent, strict=True)):
            _compare(mine, theirs, (*path, index), strays, faults)
    elif data != sent and isinstance(sent, str) and _NUMBER.fullmatch(sent):
        # Even strict pydantic reads "86400" as a day of 1970. Case numbers are rewritten, and rightly so.
        faults.append(Fault(pointer(path), shown(sent), "a date as YYYY-MM-DD"))


def _unusable(value: object, path: Path) -> Iterator[Fault]:
    """Yield what no reader of the log could do anything with: control characters, numbers beyond all bounds."""
    match value:
        case str():
            if found := _CONTROL.search(value):
                yield Fault(pointer(path), _character(found[0]), _PLAIN)
        case bool():
            return
        case int() | float():
            if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
                yield Fault(pointer(path), shown(value), "a number of at most 18 digits")
        case Mapping():
            for name, one in value.items():
                if found := _CONTROL.search(name):
                    yield Fault(pointer((*path, name)), _character(found[0]), _PLAIN)
                yield from _unusable(one, (*path, name))
        case Sequence():
            for index, one in enumerate(value):
                yield from _unusable(one, (*path, index))


def _character(found: str) -> str:
    return "a NUL character" if found == "\0" else f"the control character U+{ord(found):04X}"
