"""Which facts does one record of a feed state, and what in it cannot be read? Pure: no log, no clock."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from services.intake.feeds.form import ABSENT, PRESENT, FieldForm, ValueForm, When
from services.intake.feeds.mapping import Entry, FeedMapping
from services.intake.feeds.readers import clean, shown, told_at
from services.intake.feeds.shapes import shapes
from services.intake.imports.cells import UnreadableError
from services.intake.imports.columns import BadCell
from shared.events.base import Fact
from shared.events.catalogue import name_of
from shared.reported import Fault, beyond_form, form_of

MOST_FIELDS = 200
"""Fields of a record that are kept when it cannot be read."""
LONGEST = 1000
"""Characters of a value that are repeated on the log."""

Values = Mapping[str, Any]
"""What the filled fields of a record mean, by name; of a list the values of each item."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact a record states."""

    name: str
    ordinal: int
    """Among those of its type, from 1 without gaps."""
    data: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A record, read."""

    case: str = ""
    """The case number; empty where it cannot be read."""
    updated: str = ""
    """When the source changed it last, RFC 3339 in UTC; empty where it does not say."""
    digest: str
    """What tells two records apart."""
    content: str
    """The same, but for the case number and the time of the change."""
    facts: tuple[Stated, ...] = ()
    bad: tuple[BadCell, ...] = ()
    """What cannot be read; then there are no facts."""
    cells: Mapping[str, str]
    """The fields as text, but for those that name private persons."""
    strays: tuple[str, ...] = ()
    """Fields the mapping does not know."""


class RepeatedKeys(dict[str, Any]):
    """An object of JSON in which a key stands twice, so that nobody can say which value counts."""

    def __init__(self, pairs: list[tuple[str, Any]], repeated: str) -> None:
        super().__init__(pairs)
        self.repeated = repeated


def read(mapping: FeedMapping, record: object) -> Read:
    """Return what a record states."""
    if not isinstance(record, dict):
        told = shown(record, LONGEST)
        bad = (BadCell("", told, "一个对象 (an object with the fields of a case)"),)
        return Read(
            digest=_digest(record), content=_digest(record), bad=bad, cells={"": told} if told else {}
        )
    values, found = _values(mapping, record)
    form = mapping.form
    case = values.get(form.key, "")
    updated = values.get(form.updated) if form.updated else None
    rest = {name: value for name, value in record.items() if name not in (form.key, form.updated)}
    facts: tuple[Stated, ...] = ()
    if not found:
        found = [*_refused(mapping, values, record)]
    if not found:
        told_facts = list(_facts(mapping, values, case))
        found = [bad for _, faults in told_facts for bad in faults]
        facts = tuple(fact for fact, _ in told_facts)
    return Read(
        case=case,
        updated=told_at(updated) if isinstance(updated, datetime) else "",
        digest=_digest(record),
        content=_digest(rest),
        facts=() if found else facts,
        bad=tuple(found),
        cells=_cells(mapping, record),
        strays=tuple(clean(name)[:100] for name in record if name not in form.fields),
    )


def _values(mapping: FeedMapping, record: Mapping[str, Any]) -> tuple[dict[str, Any], list[BadCell]]:
    """Return what the filled fields of a record mean, and those that cannot be read."""
    bad: list[BadCell] = []
    if isinstance(record, RepeatedKeys):
        bad.append(BadCell(clean(record.repeated)[:100], "", "每个字段只出现一次 (each field once)"))
    values = dict(_fields(mapping, mapping.form.fields, "", record, "", bad))
    return values, bad


def _fields(
    mapping: FeedMapping,
    forms: Mapping[str, FieldForm],
    inside: str,
    record: Mapping[str, Any],
    path: str,
    bad: list[BadCell],
) -> Iterator[tuple[str, Any]]:
    for name, form in forms.items():
        full = f"{inside}{name}"
        raw, place = record.get(name), f"{path}{name}"
        needed = form.required or full == mapping.form.updated
        if _is_empty(raw):
            if needed:
                bad.append(BadCell(place, "", mapping.readers[full].expected))
            continue
        if form.reader == "list":
            items = _items(mapping, name, form, raw, bad)
            if items:
                yield full, items
            continue
        try:
            value = mapping.readers[full].read(raw)
        except (UnreadableError, RecursionError):
            bad.append(BadCell(place, shown(raw, LONGEST), mapping.readers[full].expected))
            continue
        if value != () and value != "":
            yield full, value
        elif needed:
            bad.append(BadCell(place, shown(raw, LONGEST), mapping.readers[full].expected))


def _items(
    mapping: FeedMapping, name: str, form: FieldForm, raw: Any, bad: list[BadCell]
) -> list[dict[str, Any]]:
    if not isinstance(raw, list):
        bad.append(BadCell(name, shown(raw, LONGEST), mapping.readers[name].expected))
        return []
    found = []
    for number, one in enumerate(raw):
        if not isinstance(one, dict) or isinstance(one, RepeatedKeys):
            bad.append(BadCell(f"{name}/{number}", shown(one, LONGEST), mapping.readers[name].expected))
            continue
        found.append(dict(_fields(mapping, form.fields, f"{name}.", one, f"{name}/{number}/", bad)))
    return found


def _is_empty(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _refused(mapping: FeedMapping, values: Values, record: Mapping[str, Any]) -> Iterator[BadCell]:
    for one in mapping.refused:
        if _holds(mapping, one.when, values):
            yield BadCell(one.field, shown(record.get(one.field, ""), LONGEST), one.expected)


def _facts(mapping: FeedMapping, values: Values, case: str) -> Iterator[tuple[Stated, list[BadCell]]]:
    """Yield the facts with their ordinals, each with what no fact of its type can say."""
    counted: dict[str, int] = {}
    for entry in mapping.entries:
        for data in _stated(mapping, entry, values):
            assert issubclass(entry.cls, Fact)
            name = name_of(entry.cls)
            counted[name] = counted.get(name, 0) + 1
            faults: list[Fault] = []
            form = form_of(entry.cls, data, (), faults)
            if form is not None:
                faults.extend(beyond_form(form.fact, ()))
            if case and data.get("earlier_case") == case:
                faults.append(
                    Fault("/earlier_case", shown(case), "前一审级的案号 (the number of the case before)")
                )
            bad = [_as_cell(entry, fault) for fault in faults]
            yield Stated(name, counted[name], data if form is None else form.data), bad


def _stated(mapping: FeedMapping, entry: Entry, scope: Values) -> Iterator[dict[str, Any]]:
    """Yield the data of what an entry states: once, or for each item; nothing where a field it needs is not there."""
    for inside in _scopes(entry, scope):
        if not _holds(mapping, entry.when, inside):
            continue
        if entry.any and not any(name in inside for name in entry.any):
            continue
        data: dict[str, Any] = {}
        for name, alternatives in entry.values.items():
            value = _first(mapping, alternatives, inside, shapes(entry.cls)[name].many)
            if value is not None:
                data[name] = value
        for name, parts in entry.parts.items():
            found = [one for part in parts for one in _stated(mapping, part, inside)]
            if found:
                data[name] = found
        if all(name in data for name, shape in shapes(entry.cls).items() if shape.required):
            yield data


def _scopes(entry: Entry, scope: Values) -> Iterator[Values]:
    if not entry.each:
        yield scope
        return
    for item in scope.get(entry.each, ()):
        yield {**scope, **(item if isinstance(item, dict) else {entry.each: item})}


def _first(
    mapping: FeedMapping, alternatives: tuple[ValueForm, ...], scope: Values, many: bool
) -> Any | None:
    """Return what the first alternative that says something says, as JSON has it."""
    for one in alternatives:
        if not _holds(mapping, one.when, scope):
            continue
        value = _value(mapping, one, scope)
        if value is None or value == []:
            continue
        if many:
            return value if isinstance(value, list) else [value]
        return value[0] if isinstance(value, list) else value
    return None


def _value(mapping: FeedMapping, one: ValueForm, scope: Values) -> Any | None:
    if not one.source:
        return one.value
    value = scope.get(one.source)
    if value is None:
        return None
    table = mapping.table(one)
    items = [*value] if isinstance(value, tuple) else [value]
    told = [_json(item if table is None else table[item]) for item in items]
    if one.choose:
        return next((word for word in one.choose if word in told), None)
    told = list(dict.fromkeys(told))
    return told[:1] if one.take == "first" else told


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _holds(mapping: FeedMapping, when: When, scope: Values) -> bool:
    return all(_is_so(mapping, name, asked, scope.get(name)) for name, asked in when.items())


def _is_so(mapping: FeedMapping, name: str, asked: str | list[str], value: Any) -> bool:
    for word in [asked] if isinstance(asked, str) else asked:
        if word in (PRESENT, ABSENT):
            if (value is not None) == (word == PRESENT):
                return True
        elif value is not None:
            meant = mapping.readers[name].read(word)
            meant = meant if isinstance(meant, tuple) else (meant,)
            if set(meant) & set(value if isinstance(value, tuple) else (value,)):
                return True
    return False


def _as_cell(entry: Entry, fault: Fault) -> BadCell:
    """Return what is wrong with a fact as what is wrong with the field it comes from."""
    name = fault.pointer.strip("/").split("/")[0]
    source = next((one.source for one in entry.values.get(name, ()) if one.source), "")
    return BadCell(source, clean(fault.detail)[:LONGEST], fault.expected)


def _cells(mapping: FeedMapping, record: Mapping[str, Any]) -> dict[str, str]:
    cells = {}
    for name, value in list(record.items())[:MOST_FIELDS]:
        form = mapping.form.fields.get(name)
        if _is_empty(value) or (form is not None and form.personal):
            continue
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        cells[clean(name)[:100]] = clean(text)[:LONGEST]
    return cells


def _digest(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
