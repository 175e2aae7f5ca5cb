"""In which figure does a case count, on which day, and in which rows?"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from shared.dispute import Case, Dispute
from shared.events.findings.routing import ResponsibleAgencyDetermined
from shared.law.appearance import Person
from shared.law.case_view import CaseView

People = Mapping[str, tuple[Person, ...]]
"""The officers whom cases concern, by case number."""

SLICES = ("act", "court", "instance", "leader")
"""What rows are by that are of no agency."""


class Row(NamedTuple):
    """A row of figures: by what, and which one."""

    by: str
    agency: str
    """Full name of an agency, kind of act, code of a court, instance, or officer."""


DISTRICT = Row("*", "*")
"""The row in which every case counts once."""


@dataclass(frozen=True, slots=True)
class Count:
    """One case counted once in one row of one figure."""

    metric: str
    case: str
    on: date
    """The day that puts it into a period."""
    by: str
    """`*` for the district row; else how an agency is concerned, or what the row is of (figures.By)."""
    agency: str
    counted: int
    """What it adds to the numerator, 1 or 0, and for an average its days; to the denominator it always adds 1."""

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return the one row."""
        return ((self.by, self.agency),)


class Addition(NamedTuple):
    """One case counted once in one figure: what it adds in each of some rows."""

    metric: str
    case: str
    on: date
    counted: int
    rows: tuple[Row, ...]

    def counts(self) -> Iterator[Count]:
        """Return it row by row."""
        for by, agency in self.rows:
            yield Count(self.metric, self.case, self.on, by, agency, self.counted)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows a case counts in, and in which of them it counts in the numerator."""

    rows: tuple[Row, ...]
    losing: frozenset[Row] | None = None

    def adds(self, metric: str, case: str, on: date, counted: int) -> Iterator[Addition]:
        """Return what the case adds. Where only some rows lost, only those are in the numerator."""
        if self.losing is None or not counted:
            yield Addition(metric, case, on, int(counted), self.rows)
            return
        for there, amount in ((True, int(counted)), (False, 0)):
            if rows := tuple(row for row in self.rows if (row in self.losing) is there):
                yield Addition(metric, case, on, amount, rows)

    def without(self, *by: str) -> "Rows":
        """Return them without the rows of some kinds."""
        return Rows(tuple(row for row in self.rows if row.by not in by), self.losing)

    def only(self, by: str) -> tuple[Row, ...]:
        """Return the rows of one kind."""
        return tuple(row for row in self.rows if row.by == by)


def slices(view: CaseView) -> tuple[Row, ...]:
    """Return the rows of what a case is: its kind of act, its court and its instance.

    In them it counts wherever it counts in the row of the district, and as it does there.
    """
    court = (Row("court", view.court),) if view.court else ()
    return (Row("act", view.act.kind), *court, Row("instance", view.docketed.instance))


def rows_of(cases: Sequence[CaseView], at: CaseView, dispute: Dispute, people: People) -> Rows:
    """Return the rows of some cases of a dispute, which count at one of them.

    They are those of everybody sued, answering or expected in one of them, and of what the case is where they count.
    """
    defendants = (name for case in cases for name in case.defendants)
    answering = responsible([case.case for case in cases], dispute)
    expected = dict.fromkeys(person for case in cases for person in people[case.case.number])
    agencies = agency_rows(defendants, answering)
    return Rows((DISTRICT, *agencies, *slices(at), *map(leader_row, expected)))


def responsible(cases: Sequence[Case], dispute: Dispute, of: Container[str] | None = None) -> tuple[str, ...]:
    """Return the agencies that answer in these cases; with `of` only those that answer for one of them."""
    numbers = {case.number for case in cases}
    found = dispute.found("routing", ResponsibleAgencyDetermined)
    return tuple(
        dict.fromkeys(
            agency
            for number, finding in found
            if number in numbers and (of is None or finding.defendant in of)
            for agency in finding.agencies
        )
    )


def agency_rows(
    defendants: Iterable[str], responsible: Iterable[str], accountable: Iterable[str] = ()
) -> tuple[Row, ...]:
    """Return the rows of agencies (full names), by how they are concerned."""
    return (
        *(Row("defendant", name) for name in dict.fromkeys(defendants)),
        *(Row("responsible", name) for name in dict.fromkeys(responsible)),
        *(Row("accountable", name) for name in dict.fromkeys(accountable)),
    )


def leader_row(person: Person) -> Row:
    """Return the row of an officer, named by the full name of the organ and the name."""
    return Row("leader", f"{person.organ} {person.name}")
