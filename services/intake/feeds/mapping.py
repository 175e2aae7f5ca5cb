"""What does a mapping say, once it was checked? The readers of its fields, and what it states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.intake.feeds.form import FieldForm, MappingForm, RefusalForm, ValueForm, When
from services.intake.feeds.readers import (
    DATE_FORMS,
    INSTANTS,
    Reader,
    case_number,
    day,
    days,
    instant,
    names,
    number,
    one_of,
    some_of,
    text,
    yes_no,
)
from shared.events.base import Fact
from shared.events.catalogue import FACTS, name_of
from shared.law.faults import Fault

MANY = frozenset({"names", "dates", "codes", "list"})
"""The kinds of field that hold several items."""


class MappingError(ValueError):
    """A text is no mapping; says each place, what is wrong and what was expected."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A fact that is stated, or a part of one."""

    cls: type
    each: str = ""
    any: tuple[str, ...] = ()
    when: When = field(default_factory=dict)
    values: Mapping[str, tuple[ValueForm, ...]] = field(default_factory=dict)
    """By field of the fact: the first of these that says something counts."""
    parts: Mapping[str, tuple["Entry", ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FeedMapping:
    """A mapping that was checked."""

    form: MappingForm
    version: str
    """The hash of its text."""
    readers: Mapping[str, Reader]
    """By field, those of lists as `list.field`."""
    fields: Mapping[str, FieldForm]
    """The same fields, as the mapping declares them."""
    entries: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """Return what it is called."""
        return self.form.mapping

    @property
    def refused(self) -> list[RefusalForm]:
        """Return what cannot be read together."""
        return self.form.refused

    def table(self, value: ValueForm) -> Mapping[str, Any] | None:
        """Return the code table by which a value is read, None where it is none of codes."""
        name = value.codes or self.fields[value.source].codes
        return self.form.codes[name] if name else None

    def series(self) -> list[str]:
        """Return the names of every fact type its source may report of a case.

        More than it states: what an earlier form of the mapping has stated is taken back too.
        """
        return sorted(
            name_of(cls)
            for cls in FACTS.values()
            if cls.ABOUT == "case" and self.form.source in cls.REPORTED_BY
        )


def fact_class(name: str) -> type[Fact] | None:
    """Return the class of a fact that a mapping may state, None where there is none."""
    cls = FACTS.get(name)
    return cls if cls is not None and cls.ABOUT == "case" and cls.REPORTED_BY else None


def reader_of(form: FieldForm, tables: Mapping[str, Mapping[str, Any]]) -> Reader:
    """Return how a field is read that was found to be right."""
    match form.reader:
        case "text":
            return text()
        case "case-number":
            return case_number()
        case "names":
            return names()
        case "number":
            return number()
        case "yes-no":
            return yes_no(form.positive, form.negative)
        case "date":
            return day(form.forms or tuple(DATE_FORMS))
        case "dates":
            return days(form.forms or tuple(DATE_FORMS))
        case "instant":
            return instant(form.forms or INSTANTS)
        case "code":
            return one_of(tables[form.codes])
        case "codes":
            return some_of(tables[form.codes])
        case "list":
            return Reader(lambda value: value, "列表，每项为对象 (a list of objects)")
