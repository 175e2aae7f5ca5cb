"""How does reporting say how agencies stand in the assessment? Answers of `GET /scorecards`, shown on pages too."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

LeftOut = Literal["", "nothing_to_measure", "not_recorded"]
"""Why an item does not count; empty where it does."""


@dataclass(frozen=True, slots=True)
class FigureOfItem:
    """One figure an item is measured by."""

    figure: str
    numerator: int
    denominator: int
    value: str | None
    """Four places, half up; None with nothing to divide by."""
    cases: str
    """Where the cases behind it are answered."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an agency's assessment. Decimals are texts."""

    item: str
    article: str
    summary: dict[str, str]
    """In Chinese (`zh`) and English (`en`)."""
    weight: str
    points: str | None
    """Of 100, two places; None where the item does not count."""
    left_out: LeftOut
    measured: bool
    """Measured from figures, or else recorded by an office."""
    by: str
    """In which role the agency is measured; empty where it is not."""
    numerator: int | None
    denominator: int | None
    value: str | None
    """The counts of all figures of the item added up; None where it is not measured."""
    full: str
    none: str
    """At `full` or better the value is worth 100 points, at `none` or worse 0."""
    figures: tuple[FigureOfItem, ...]
    office: str
    reason: str
    recorded_on: date | None
    kind: str
    """Of what is recorded: `regular` or `annual`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Items and the whole."""

    total: str | None
    """The mean of the points that count by weight, two places; None where none count."""
    complete: bool
    """Whether each item that an office has to record was recorded."""
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """How an agency stands in the assessment of a year: as it was published, or as it is now."""

    position: int
    district: str
    year: int
    agency: str
    """Full name."""
    rank: int | None
    """Its place among those that have points; equals share one."""
    ranked: int
    """How many have points."""
    published_on: date | None
    """When the assessment of the year was published, if it was."""
    published_by: str
    frozen: bool
    """True for what was put on record when it was published: it does not change any more."""
    differs: bool
    """Whether what is known today comes to something else than what is frozen."""
    total: str | None
    complete: bool
    items: tuple[Item, ...]
    today: Standing | None
    """What is known today, where it differs."""
    unused: tuple[str, ...]
    """Items for which something was recorded that no office has to record: they are measured, or the law has none."""


@dataclass(frozen=True, slots=True)
class Line:
    """One agency among the others."""

    agency: str
    rank: int | None
    total: str | None
    complete: bool
    frozen: bool
    differs: bool
    points: dict[str, str | None]
    """By item."""
    missing: tuple[str, ...]
    """Items that an office has to record and nobody did."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An item of the law."""

    item: str
    article: str
    summary: dict[str, str]
    weight: str
    measured: bool
    by: str
    figures: tuple[str, ...]
    full: str
    none: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class Scorecards:
    """How all agencies stand in the assessment of a year, the best first, those without points last."""

    position: int
    district: str
    year: int
    pack: str
    """The pack whose items these are; empty where no law asks for an assessment."""
    published_on: date | None
    published_by: str
    frozen: bool
    """Whether all that was published is on record."""
    asked: tuple[Asked, ...]
    items: tuple[Line, ...]
