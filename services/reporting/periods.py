"""Which days does a period such as `2023`, `2023-H1`, `2023-Q2` or `2023-05` hold?"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

Kind = Literal["year", "half", "quarter", "month"]

MONTHS: dict[Kind, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
"""How many months a period of each kind has."""

_LABEL = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?")


class PeriodError(ValueError):
    """A text that names no period."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"{label!r} is no period; expected a year, half-year, quarter or month: "
            "2023, 2023-H1, 2023-Q2 or 2023-05"
        )
        self.label = label


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `since` up to, but not including, `until`."""

    since: date
    until: date
    label: str

    @classmethod
    def parse(cls, label: str) -> Self:
        """Return the period of a label. Raises PeriodError."""
        match = _LABEL.fullmatch(label)
        if match is None or not 1 <= int(match[1]) < date.max.year:
            raise PeriodError(label)
        year, half, quarter, month = match.groups()
        if half:
            return cls._starting(date(int(year), 6 * int(half) - 5, 1), "half")
        if quarter:
            return cls._starting(date(int(year), 3 * int(quarter) - 2, 1), "quarter")
        if month:
            return cls._starting(date(int(year), int(month), 1), "month")
        return cls._starting(date(int(year), 1, 1), "year")

    @classmethod
    def of(cls, day: date, kind: Kind) -> Self:
        """Return the period of a kind in which a day lies."""
        months = MONTHS[kind]
        return cls._starting(date(day.year, (day.month - 1) // months * months + 1, 1), kind)

    @classmethod
    def _starting(cls, since: date, kind: Kind) -> Self:
        months = since.month - 1 + MONTHS[kind]
        until = date(since.year + months // 12, months % 12 + 1, 1)
        number = (since.month - 1) // MONTHS[kind] + 1
        suffix = {"year": "", "half": f"-H{number}", "quarter": f"-Q{number}", "month": f"-{number:02}"}
        return cls(since, until, f"{since.year:04}{suffix[kind]}")

    @property
    def kind(self) -> Kind:
        """Return whether this is a year, a half-year, a quarter or a month."""
        match self.label[4:6]:
            case "":
                return "year"
            case "-H":
                return "half"
            case "-Q":
                return "quarter"
        return "month"

    @property
    def last(self) -> date:
        """Return the last day: the one whose law says what the figures of the period are compared with."""
        return self.until - timedelta(days=1)

    @property
    def next(self) -> Self:
        """Return the period of the same kind that follows."""
        return self._starting(self.until, self.kind)

    @property
    def previous(self) -> Self:
        """Return the period of the same kind that comes before."""
        return self.of(self.since - timedelta(days=1), self.kind)

    @property
    def year_before(self) -> Self:
        """Return the same period of the year before."""
        return self._starting(self.since.replace(year=self.since.year - 1), self.kind)

    def parts(self, kind: Kind) -> tuple[Self, ...]:
        """Return the periods of a smaller kind that make up this one, in order."""
        parts = [self.of(self.since, kind)]
        while parts[-1].until < self.until:
            parts.append(parts[-1].next)
        return tuple(parts)

    def __contains__(self, day: date) -> bool:
        return self.since <= day < self.until

    def __str__(self) -> str:
        return self.label
