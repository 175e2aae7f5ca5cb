"""Of what is a report made, whatever file it becomes: headings, sentences, tables and charts, in order?

A number that is said stands in a cell with where it is from, in sentences as in tables; so every file can be read
back and compared.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter
from pydantic_core import to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A figure as it was answered, or how many of a list there are; `metric` then names list and filter."""

    metric: str
    by: str
    agency: str
    """`*` for the district; else the row of the figure: an agency, or a kind of act."""
    period: str
    numerator: int
    denominator: int | None = None
    """None for a plain count."""
    value: str | None = None
    """As that of a figure: four places, half up; None when there is nothing to divide by."""
    target: str | None = None
    compare: Literal["at_least", "at_most"] | None = None
    met: bool | None = None
    indicative: bool = False
    article: str = ""
    uncertain: bool = False
    """The law's text leaves the target open."""
    low: tuple[int, int | None] | None = None
    high: tuple[int, int | None] | None = None
    """Numerator and denominator of the least and the most it can come to; None where nothing waits."""


Aspect = Literal[
    "text",  # no number
    "count",  # the numerator
    "of",  # the denominator
    "rate",  # numerator over denominator, in percent
    "low",  # the rate at the least, once what waits is released
    "high",  # at the most
    "mean",  # numerator over denominator, in days
    "target",
    "change",  # by how much the numerator differs from that of `against`
    "growth",  # the same in percent of `against`
    "points",  # by how many percentage points the rate differs
    "share",  # the numerator in percent of that of `against`
    "rest",  # the denominator without the numerator
]


@dataclass(frozen=True, slots=True)
class Cell:
    """Something said, and where it is from if it is a number."""

    text: str
    aspect: Aspect = "text"
    value: str = ""
    """The exact number as a decimal text, a rate as a fraction; empty where there is none."""
    number: Number | None = None
    against: Number | None = None


Part = str | Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading, numbered in its text; level 1 or 2."""

    is_a: Literal["heading"] = "heading"
    level: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """A paragraph."""

    is_a: Literal["para"] = "para"
    parts: tuple[Part, ...]
    is_note: bool = False

    @property
    def text(self) -> str:
        """Return what it says."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table."""

    head: str
    is_text: bool = False
    width: float = 1.0
    """Beside that of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; the first cell of a row names it."""

    is_a: Literal["table"] = "table"
    id: str
    """By which the data files name it."""
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False
    """Whether the last row adds the others up."""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing, and what it says to those who cannot see it."""

    is_a: Literal["chart"] = "chart"
    id: str
    caption: str
    alt: str
    svg: str
    width: int
    height: int
    """In the units of the drawing."""
    cells: tuple[Cell, ...]
    """The numbers it shows."""


Block = Annotated[Heading | Para | Table | Chart, Field(discriminator="is_a")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report, ready to be written as a file of any kind."""

    name: str
    """Of its files, without what tells their kind."""
    title: str
    number: str
    """Of the document (文号); empty where it has none."""
    issuer: str
    span: str
    """The days it is about."""
    day: str
    """The day its data are of, as ISO date: no file knows another date."""
    standing: str
    """Of what position and day the data are, in words."""
    blocks: tuple[Block, ...]

    def as_json(self) -> bytes:
        """Return it as canonical JSON."""
        return to_json(self)

    @classmethod
    def read(cls, text: bytes) -> "Report":
        """Return what `as_json` wrote."""
        return _ADAPTER.validate_json(text)


_ADAPTER: TypeAdapter[Report] = TypeAdapter(Report)


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file of a report."""

    name: str
    media_type: str
    content: bytes


def broken(title: str) -> tuple[str, ...]:
    """Return the parts of a title that stay together: where it needs two lines, it breaks before what it is."""
    at = title.find("行政应诉")
    return (title[:at], title[at:]) if at > 0 else (title,)
