"""Is this text a mapping, and what does it say? Every fault names its line and what was expected."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from services.intake.feeds.entries import Entries
from services.intake.feeds.form import FieldForm, MappingForm
from services.intake.feeds.mapping import FeedMapping, MappingError, reader_of
from services.intake.feeds.readers import DATE_FORMS, INSTANTS
from services.intake.imports.cells import compact
from shared.law.faults import Fault, PackError, located
from shared.law.faults.fault import Found, Place
from shared.law.loader import composed

FORMS: Mapping[str, tuple[str, ...]] = {
    "date": tuple(DATE_FORMS),
    "dates": tuple(DATE_FORMS),
    "instant": INSTANTS,
}


def load(text: str) -> FeedMapping:
    """Return the mapping a text holds. Raises MappingError with every fault found."""
    try:
        node, content = composed(text)
    except PackError as error:
        raise MappingError(list(error.faults)) from error
    if not isinstance(content, dict):
        found = "is empty" if content is None else f"holds {type(content).__name__}"
        needed = ", ".join(_needed())
        raise MappingError([Fault(1, "the file", f"{found}; expected the keys {needed} and more")])
    try:
        form = MappingForm.model_validate(_days_as_text(content))
    except ValidationError as error:
        faults = [located(node, _place(one["loc"]), _said(one)) for one in error.errors()]
        raise MappingError(_in_order(faults)) from error
    fields = flat(form.fields)
    faults = [located(node, where, detail) for where, detail in _faults_of_fields(form)]
    if faults:
        raise MappingError(_in_order(faults))
    readers = {name: reader_of(one, form.codes) for name, one in fields.items()}
    entries = Entries(form, fields, readers)
    faults = [located(node, where, detail) for where, detail in entries.faults()]
    if faults:
        raise MappingError(_in_order(faults))
    version = sha256(text.encode()).hexdigest()
    return FeedMapping(
        form=form, version=version, readers=readers, fields=fields, entries=tuple(entries.found)
    )


def flat(fields: Mapping[str, FieldForm]) -> dict[str, FieldForm]:
    """Return the fields of a record by name, those of its lists as `list.field`."""
    inner = {f"{name}.{below}": one for name, form in fields.items() for below, one in form.fields.items()}
    return {**fields, **inner}


def _in_order(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: fault.line)


def _needed() -> list[str]:
    return [name for name, one in MappingForm.model_fields.items() if one.is_required()]


def _days_as_text(value: Any) -> Any:
    """Return YAML's values as JSON has them: days and instants written without quotes are texts."""
    if isinstance(value, dict):
        return {key: _days_as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_days_as_text(one) for one in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _place(loc: tuple[int | str, ...]) -> Place:
    return tuple(step for step in loc if step != "[key]")


def _said(error: ErrorDetails) -> str:
    said = error["msg"]
    if error["type"] == "extra_forbidden":
        return f"{said}; expected one of the keys docs/feeds.md names"
    if error["type"] == "string_type" and isinstance(error["input"], int | float):
        return f'{said}; expected it in quotes: "{error["input"]}"'
    if error["type"] == "literal_error":
        return f"found {error['input']!r}; expected one of {error['ctx']['expected']}"
    return said


def _faults_of_fields(form: MappingForm) -> Found:
    """Yield what is wrong with the fields and the code tables, whatever facts follow."""
    for table, codes in form.codes.items():
        yield from _faults_of_table(("codes", table), codes)
    for name, one in form.fields.items():
        yield from _faults_of_field(("fields", name), name, one, form)
        if (one.reader == "list") != bool(one.fields):
            expected = "the `fields` of its items" if one.reader == "list" else "no `fields`, or `as: list`"
            yield ("fields", name), f"it is read as {one.reader}; expected {expected}"
        for below, inner in one.fields.items():
            place: Place = ("fields", name, "fields", below)
            yield from _faults_of_field(place, below, inner, form)
            if inner.reader == "list":
                yield place, "a list in a list; expected a field that is none"
    yield from _faults_of_key(form)


def _faults_of_key(form: MappingForm) -> Found:
    key = form.fields.get(form.key)
    if key is None:
        yield ("key",), f"no field {form.key!r}; expected the field of the case number"
    elif key.reader != "case-number":
        yield ("key",), f"{form.key} is read as {key.reader}; expected a field `as: case-number`"
    if form.updated:
        updated = form.fields.get(form.updated)
        if updated is None:
            yield (
                ("updated",),
                f"no field {form.updated!r}; expected the field of the time of the last change",
            )
        elif updated.reader != "instant":
            yield ("updated",), f"{form.updated} is read as {updated.reader}; expected `as: instant`"


def _faults_of_table(place: Place, codes: Mapping[str, Any]) -> Found:
    if not codes:
        yield place, "no codes; expected each code with what it means"
    seen: dict[str, str] = {}
    for code, meaning in codes.items():
        if meaning is None or meaning == "" or meaning == []:
            yield (*place, code), "a code without a value; expected what it means"
        first = seen.setdefault(compact(code), code)
        if first != code:
            yield (*place, code), f"the same code as {first!r}; expected each code once"
    if "" in seen:
        yield place, "an empty code; expected a text"


def _faults_of_field(place: Place, name: str, one: FieldForm, form: MappingForm) -> Found:
    if "." in name:
        yield place, f"the name {name!r} holds a dot; expected a name without"
    known = FORMS.get(one.reader, ())
    for wrong in (given for given in one.forms if given not in known):
        expected = f"one of {', '.join(known)}" if known else "no forms: only days and instants have them"
        yield (*place, "forms"), f"found {wrong!r}; expected {expected}"
    coded = one.reader in ("code", "codes")
    if coded and one.codes not in form.codes:
        tables = ", ".join(form.codes) or "none is there yet"
        yield place, f"no code table {one.codes!r}; expected `codes:` with one of {tables}"
    if one.codes and not coded:
        yield (*place, "codes"), f"it is read as {one.reader}; expected `as: code` or `as: codes`"
    both = {compact(word) for word in one.positive} & {compact(word) for word in one.negative}
    if not (one.positive and one.negative) or both:
        yield place, "the words for yes and no; expected at least one for each, and none for both"


def places(form: MappingForm) -> Iterator[Place]:
    """Yield where each field is declared."""
    for name, one in form.fields.items():
        yield ("fields", name)
        yield from (("fields", name, "fields", below) for below in one.fields)
