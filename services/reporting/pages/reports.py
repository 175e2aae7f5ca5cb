"""What do the pages of reports show: those published, what one would say, and one as it was published?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote, urlencode

from services.reporting.answers import District
from services.reporting.figures import COUNTS, FIGURES, Figure
from services.reporting.periods import Period
from services.reporting.publishing.shapes import (
    EditionRow,
    FigureThenAndNow,
    FrozenFigure,
    PublishedReport,
    ReportList,
    WaitingRow,
)

FORMS = ("pdf", "docx", "xlsx", "csv", "html")
"""In which a draft can be had."""

SHORT = 8
"""Changed figures shown before the rest is folded away."""

AGENCIES = ("docketed", "heard", "appearance_rate", "chief_appearance_rate", "loss_rate")
"""The figures of every agency on the page of a report; the rest is in its files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPeriod:
    """All editions of one period, the latest first."""

    period: Period
    editions: tuple[EditionRow, ...]

    @property
    def shown(self) -> EditionRow:
        """Return the edition that counts, or else the last."""
        return next((one for one in self.editions if one.state == "published"), self.editions[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsPage:
    """Everything on the page of a district's reports."""

    district: District
    found: ReportList
    years: tuple[Period, ...]
    """Those of which anything is known, the latest first."""
    day: date | None

    @property
    def published(self) -> tuple[OfPeriod, ...]:
        """Return what was published, by period, the latest first."""
        return of_periods(self.found.items)

    @property
    def waiting(self) -> Sequence[WaitingRow]:
        """Return what is said to be published and is not on record."""
        return self.found.waiting

    def over(self, period: Period) -> bool:
        """Return whether a period has begun, so that there is something to look at."""
        return self.day is None or period.since <= self.day


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPage:
    """Everything on the page of what a report would say."""

    district: District
    period: Period
    position: int
    figures: tuple[Figure, ...]
    """Those of the district with something to count, as known at the position."""
    parked: int
    late: tuple[str, ...]
    """Sources that are silent though something was expected of them."""
    edition: int
    """Which edition it would be."""
    day: date | None

    @property
    def ended(self) -> bool:
        """Return whether the period is over, so that its report may be published."""
        return self.day is None or self.period.last < self.day

    @property
    def shown(self) -> tuple[Figure, ...]:
        """Return the figures a reader looks at first: wholes, not their parts."""
        order = {name: place for place, name in enumerate((*COUNTS, *FIGURES))}
        return tuple(
            sorted((one for one in self.figures if one.metric in order), key=lambda one: order[one.metric])
        )

    def draft(self, form: str) -> str:
        """Return the address of the draft as a file."""
        asked = {
            "district": self.district.id,
            "period": self.period.label,
            "as_of": self.position,
            "format": form,
        }
        return f"/reports/preview?{urlencode(asked)}"

    def form(self, door: str) -> str:
        """Return the address of the form by which it is published, filled in."""
        filled: dict[str, str | int] = {"period": self.period.label, "as_known_at": self.position}
        if self.day:
            filled["published_on"] = self.day.isoformat()
        return (
            f"{door}/enter/{quote(self.district.id, safe='')}/bureau/bulletin-published?{urlencode(filled)}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """Everything on the page of a published report."""

    district: District
    period: Period
    found: PublishedReport

    @property
    def edition(self) -> EditionRow:
        """Return the edition that is shown."""
        return self.found.report

    @property
    def whole(self) -> tuple[FrozenFigure, ...]:
        """Return the figures of the district, in the order people read them."""
        return tuple(one for name in (*COUNTS, *FIGURES) if (one := self._of("*", "*").get(name)))

    @property
    def agencies(self) -> tuple[tuple[str, Mapping[str, FrozenFigure]], ...]:
        """Return the figures of each agency, those with the most cases first."""
        own = (one for one in self.found.figures if one.by == "defendant")
        rows = [
            (name, {one.metric: one for one in some}) for name, some in groupby(own, lambda one: one.agency)
        ]
        return tuple(sorted(rows, key=lambda row: (-_cases(row[1]), row[0])))

    @property
    def changes(self) -> tuple[FigureThenAndNow, ...]:
        """Return what is otherwise now and is shown at once."""
        return self._changes[:SHORT]

    @property
    def more(self) -> tuple[FigureThenAndNow, ...]:
        """Return the rest of it."""
        return self._changes[SHORT:]

    @property
    def _changes(self) -> tuple[FigureThenAndNow, ...]:
        return self.found.restatement.changes if self.found.restatement else ()

    def _of(self, by: str, agency: str) -> Mapping[str, FrozenFigure]:
        return {one.metric: one for one in self.found.figures if (one.by, one.agency) == (by, agency)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPage:
    """What the public sees of a district: what is published."""

    district: District
    published: tuple[OfPeriod, ...]


def of_periods(rows: Iterable[EditionRow]) -> tuple[OfPeriod, ...]:
    """Return editions by period; they come sorted, the latest first."""
    return tuple(
        OfPeriod(period=Period.parse(label), editions=tuple(some))
        for label, some in groupby(rows, lambda one: one.period)
    )


def _cases(row: Mapping[str, FrozenFigure]) -> int:
    return max((row[name].numerator for name in ("docketed", "heard") if name in row), default=0)
