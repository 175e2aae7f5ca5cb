"""What does a bulletin or an annual report know? Every number with where it is from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import TypeAdapter
from pydantic_core import to_json

from services.reporting.printing.report import Number

DISTRICT = "*"
LISTED = "listed"
"""What the numbers are `by` that count a list (suggestions, activities, ...) and are no figure."""

Kind = Literal["year", "half", "quarter", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something done for the work itself, as the report may name it: no persons, no case numbers."""

    kind: str
    """A kind of `GET /activities`."""
    on: date
    organ: str
    title: str
    people: int
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Circular:
    """A circular that was issued about an agency."""

    on: date
    agency: str
    ground: str
    article: str
    summary: str
    """Of the ground, as the law's pack has it; empty where it names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What the bureau itself writes into a report; what is empty is left out."""

    number: str = ""
    """The number of the document (文号)."""
    problems: str = ""
    measures: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportData:
    """All that a report says. The same data gives the same files, byte for byte."""

    district: str
    place: str
    """The name of the district with what it belongs to."""
    issuer: str
    """Who issues it: the justice bureau, by its full name; empty while none is registered."""
    period: str
    kind: Kind
    since: date
    last: date
    before: str
    """The period of the same kind before; empty where nothing counts in it, so that nothing is compared."""
    year_before: str
    """The same period a year before, likewise; that of a year is the one before."""
    parts: tuple[str, ...]
    """The periods whose course is drawn, the earliest first; none before anything counts."""
    position: int
    """Up to where the log is known to it."""
    day: date
    """The day that had begun last."""
    regulation: str
    """The name of the regulation in force on the last day of the period; empty where none was."""
    law: str
    """Its pack."""
    article: str
    """The article that asks for the report; empty where none does."""
    numbers: tuple[Number, ...]
    duties: tuple[str, ...]
    """In the order of the law."""
    done: tuple[Done, ...]
    circulars: tuple[Circular, ...]
    texts: Texts = field(default_factory=Texts)

    def as_json(self) -> bytes:
        """Return it as canonical JSON: the same data is the same bytes."""
        return to_json(self)

    @classmethod
    def read(cls, text: bytes) -> "ReportData":
        """Return what `as_json` wrote."""
        return _ADAPTER.validate_json(text)

    @cached_property
    def _found(self) -> Mapping[tuple[str, str, str, str], Number]:
        return {(one.metric, one.by, one.agency, one.period): one for one in self.numbers}

    def number(
        self, metric: str, *, period: str | None = None, by: str = "defendant", agency: str = DISTRICT
    ) -> Number:
        """Return a number, by default the district's of the period; one that nothing counts in is 0."""
        period = self.period if period is None else period
        found = self._found.get((metric, by, agency, period))
        return found or Number(metric=metric, by=by, agency=agency, period=period, numerator=0)

    def parted(self, whole: str, *, period: str | None = None, agency: str = DISTRICT) -> tuple[Number, ...]:
        """Return the numbers a count is made up of (`docketed:act=`), the most first, none of 0."""
        period = self.period if period is None else period
        found = (
            one
            for one in self.numbers
            if one.metric.startswith(whole) and one.agency == agency and one.period == period
        )
        return tuple(
            sorted((one for one in found if one.numerator), key=lambda one: (-one.numerator, one.metric))
        )

    def rows(self, by: str, metric: str) -> tuple[Number, ...]:
        """Return a figure of every row of the period but the district's."""
        return tuple(
            one
            for one in self.numbers
            if (one.by, one.metric, one.period) == (by, metric, self.period) and one.agency != DISTRICT
        )


_ADAPTER: TypeAdapter[ReportData] = TypeAdapter(ReportData)
