"""Which facts does a mapping state, and can each of them ever be stated of what it comes from?"""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from services.intake.feeds.form import ABSENT, PRESENT, FieldForm, MappingForm, PartForm, ValueForm, When
from services.intake.feeds.mapping import MANY, Entry, fact_class
from services.intake.feeds.readers import Reader
from services.intake.feeds.shapes import Shape, shapes
from services.intake.imports.cells import UnreadableError
from shared.events.base import Fact
from shared.events.catalogue import FACTS
from shared.law.faults.fault import Found, Place

_FITS: Mapping[str, frozenset[str]] = {
    "text": frozenset({"text"}),
    "names": frozenset({"text"}),
    "case-number": frozenset({"text", "case-number"}),
    "date": frozenset({"date"}),
    "dates": frozenset({"date"}),
    "yes-no": frozenset({"yes-no"}),
    "number": frozenset({"number"}),
}
"""What a field may hold, by how it is read; of codes each meaning is looked at."""


class Entries:
    """Reads the facts of a mapping whose fields are right; `found` is filled while faults are looked for."""

    def __init__(
        self, form: MappingForm, fields: Mapping[str, FieldForm], readers: Mapping[str, Reader]
    ) -> None:
        self._form, self._fields, self._readers = form, fields, readers
        self._used: set[str] = {form.key, form.updated}
        self._tables: set[str] = {one.codes for one in fields.values()}
        self.found: list[Entry] = []

    def faults(self) -> Found:
        """Yield what is wrong with the facts, and with what is declared and used nowhere."""
        for number, one in enumerate(self._form.facts):
            place: Place = ("facts", number)
            cls = fact_class(one.fact)
            if cls is None or self._form.source not in cls.REPORTED_BY:
                yield (*place, "fact"), self._no_fact(one.fact, cls)
                continue
            entry = yield from self._entry(place, one, cls, within="")
            self.found.append(entry)
        for number, refusal in enumerate(self._form.refused):
            place = ("refused", number)
            yield from self._when((*place, "when"), refusal.when, "")
            if refusal.field not in self._fields:
                yield (*place, "field"), f"no field {refusal.field!r}; expected {self._known('')}"
        yield from self._idle()

    def _no_fact(self, name: str, cls: type[Fact] | None) -> str:
        source = self._form.source
        own = ", ".join(
            sorted(known for known, one in FACTS.items() if one.ABOUT == "case" and source in one.REPORTED_BY)
        )
        wrong = f"no fact {name!r} of a case" if cls is None else f"a {source} does not report {name}"
        return f"{wrong}; expected one of {own}"

    def _entry(self, place: Place, form: PartForm, cls: type, within: str) -> Any:
        """Return an entry as it is read, for an item of the list `within`; yields what is wrong with it."""
        inside = form.each or within
        if form.each:
            each = self._fields.get(form.each)
            self._used.add(form.each)
            if each is None or each.reader not in MANY or "." in form.each:
                several = [n for n, one in self._fields.items() if one.reader in MANY and "." not in n]
                expected = f"a field of several: {', '.join(several) or 'none is declared'}"
                yield (*place, "each"), f"found {form.each!r}; expected {expected}"
        yield from self._when((*place, "when"), form.when, inside)
        yield from self._when((*place, "any"), dict.fromkeys(form.any, PRESENT), inside)
        known = shapes(cls)
        values: dict[str, tuple[ValueForm, ...]] = {}
        parts: dict[str, tuple[Entry, ...]] = {}
        for name, raw in form.fields.items():
            here: Place = (*place, "fields", name)
            shape = known.get(name)
            if shape is None:
                yield here, f"no field {name!r}; expected one of {', '.join(known)}"
            elif shape.part is not None:
                parts[name] = yield from self._parts(here, raw, shape.part, inside)
            else:
                values[name] = yield from self._values(here, raw, shape, inside)
                yield from self._private(here, name, cls, values[name])
        for name, shape in known.items():
            if shape.required and name not in form.fields:
                yield (*place, "fields"), f"{name} is missing; expected where it comes from"
        return Entry(cls=cls, each=form.each, any=form.any, when=form.when, values=values, parts=parts)

    def _parts(self, place: Place, raw: Any, cls: type, within: str) -> Any:
        found: list[Entry] = []
        if not isinstance(raw, list) or not raw:
            yield place, "expected a list, each item with `fields` (and `when`, `each`)"
            return ()
        for number, one in enumerate(raw):
            here: Place = (*place, number)
            try:
                form = PartForm.model_validate(one)
            except ValidationError as error:
                for wrong in error.errors():
                    yield (*here, *wrong["loc"]), f"{wrong['msg']}; expected `fields`, `when`, `each`"
                continue
            found.append((yield from self._entry(here, form, cls, within)))
        return tuple(found)

    def _values(self, place: Place, raw: Any, shape: Shape, within: str) -> Any:
        found: list[ValueForm] = []
        several = isinstance(raw, list)
        for number, one in enumerate(raw if several else [raw]):
            here: Place = (*place, number) if several else place
            try:
                value = ValueForm.model_validate({"from": one} if isinstance(one, str) else one)
            except ValidationError as error:
                for wrong in error.errors():
                    yield (*here, *wrong["loc"]), f"{wrong['msg']}; expected a field, or `from` or `value`"
                continue
            before = len(found)
            yield from self._value(here, value, shape, within)
            if before and not found[-1].when and (found[-1].value is not None or self._always(found[-1])):
                yield here, "is never reached, as the one before it always says something"
            found.append(value)
        return tuple(found)

    def _always(self, value: ValueForm) -> bool:
        one = self._fields.get(value.source)
        return one is not None and one.required and "." not in value.source

    def _value(self, place: Place, value: ValueForm, shape: Shape, within: str) -> Found:
        yield from self._when((*place, "when"), value.when, within)
        if bool(value.source) == (value.value is not None):
            yield place, "expected either `from`, a field of the record, or `value`, a word of its own"
            return
        if not value.source:
            told = value.value if isinstance(value.value, list) else [value.value]
            if isinstance(value.value, list) and not shape.many:
                yield place, f"found {value.value!r}; expected one value"
            for one in told:
                if wrong := shape.faults(one):
                    yield place, f"found {one!r}; expected a value of this field ({wrong})"
            return
        one = self._fields.get(value.source)
        if one is None or not self._in_reach(value.source, within):
            yield place, f"no field {value.source!r} here; expected {self._known(within)}"
            return
        self._used.add(value.source)
        yield from self._fit(place, value, one, shape, within)

    def _fit(self, place: Place, value: ValueForm, one: FieldForm, shape: Shape, within: str) -> Found:
        many = one.reader in MANY and value.source != within
        if value.codes and (one.reader not in ("code", "codes") or value.codes not in self._form.codes):
            tables = ", ".join(self._form.codes)
            yield (*place, "codes"), f"found {value.codes!r}; expected one of {tables}, of a field of codes"
        elif one.reader in ("code", "codes"):
            yield from self._fit_codes(place, value, one, shape)
        elif shape.kind not in _FITS.get(one.reader, frozenset()):
            readers = [reader for reader, kinds in _FITS.items() if shape.kind in kinds] or ["code", "codes"]
            yield place, f"{value.source} is read as {one.reader}; expected one read as {', '.join(readers)}"
        if many and not shape.many and value.take == "all" and not value.choose:
            yield (
                place,
                f"{value.source} holds several; expected `take: first`, `choose`, or `each` around it",
            )

    def _fit_codes(self, place: Place, value: ValueForm, one: FieldForm, shape: Shape) -> Found:
        own, table = self._form.codes[one.codes], value.codes or one.codes
        self._tables.add(table)
        for code in own:
            if code not in self._form.codes[table]:
                yield place, f"the table {table} lacks {code!r}; expected every code of {one.codes}"
        for code, meaning in self._form.codes[table].items():
            if code not in own:
                yield ("codes", table, code), f"is no code of {one.codes}; expected one of its codes"
            if wrong := shape.faults(meaning):
                yield ("codes", table, code), f"found {meaning!r}; expected a value for {place[-1]} ({wrong})"
        meanings = {str(meaning) for meaning in self._form.codes[table].values()}
        if value.choose and meanings - set(value.choose):
            missing = ", ".join(sorted(meanings - set(value.choose)))
            yield (*place, "choose"), f"lacks {missing}; expected all that the table {table} can mean"

    def _private(self, place: Place, name: str, cls: type, values: Iterable[ValueForm]) -> Found:
        if issubclass(cls, Fact) and name in cls.PERSONAL:
            for value in values:
                one = self._fields.get(value.source)
                if one is not None and not one.personal:
                    yield (
                        place,
                        f"{name} names private persons; expected {value.source} to be `personal: true`",
                    )

    def _when(self, place: Place, when: When, within: str) -> Found:
        for name, asked in when.items():
            one = self._fields.get(name)
            if one is None or not self._in_reach(name, within):
                yield (*place, name), f"no field {name!r} here; expected {self._known(within)}"
                continue
            self._used.add(name)
            for word in [asked] if isinstance(asked, str) else asked:
                yield from self._word((*place, name), name, one, word)

    def _word(self, place: Place, name: str, one: FieldForm, word: str) -> Found:
        if word == ABSENT and one.required:
            yield place, f"is never so, as {name} is required; expected another condition"
        if word in (PRESENT, ABSENT):
            return
        if one.reader == "list":
            yield place, f"found {word!r}; expected {PRESENT} or {ABSENT}"
            return
        try:
            self._readers[name].read(word)
        except UnreadableError:
            yield place, f"is never {word!r}; expected {self._readers[name].expected}"

    def _in_reach(self, name: str, within: str) -> bool:
        list_, dot, _ = name.partition(".")
        return not dot or list_ == within

    def _known(self, within: str) -> str:
        return "one of " + ", ".join(name for name in self._fields if self._in_reach(name, within))

    def _idle(self) -> Found:
        """Yield what is declared and used nowhere."""
        for name, one in self._fields.items():
            list_, _, below = name.partition(".")
            place: Place = ("fields", list_, "fields", below) if below else ("fields", list_)
            if name in self._used and one.unused:
                yield (*place, "unused"), f"{name} is used; expected no reason why it is not"
            if name not in self._used and not one.unused and one.reader != "list":
                yield (
                    place,
                    f"nothing follows from {name}; expected a use of it, or `unused:` with the reason",
                )
        for table in self._form.codes:
            if table not in self._tables:
                yield ("codes", table), "is used nowhere; expected a field that reads by it"
