"""What does a report list beside its figures: suggestions, activities, circulars, what followed on losses?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, literal, select

from services.reporting.activities.rows import activity_rows
from services.reporting.activities.rows import answer as activity
from services.reporting.activities.shapes import Activity
from services.reporting.activities.tables import activities as table_of_activities
from services.reporting.known import Known
from services.reporting.periods import Period
from services.reporting.printing.report import Number
from services.reporting.proceedings.rows import answer as proceeding
from services.reporting.proceedings.rows import proceeding_rows
from services.reporting.proceedings.tables import proceedings as table_of_proceedings
from services.reporting.reports.noted import folded, told
from services.reporting.reports.shapes import DISTRICT, LISTED, Circular, Done
from services.reporting.suggestions.rows import answer as suggestion
from services.reporting.suggestions.rows import suggestion_rows
from services.reporting.suggestions.tables import suggestions as table_of_suggestions
from shared.dispute import Dispute
from shared.events.aftermath import LossAnalysed, RemediationReported
from shared.events.bureau import CircularIssued
from shared.law.model import Law
from shared.world import World

Row = Mapping[str, Any]
"""A row of a view, by its columns."""


@dataclass(frozen=True)
class Listed:
    """What is listed of a period: the rows that views have, and what no view has."""

    suggestions: tuple[Row, ...]
    activities: tuple[Row, ...]
    proceedings: tuple[Row, ...]
    told: tuple[Dispute, ...]
    world: World
    period: Period

    @classmethod
    def now(cls, connection: Connection, known: Known, period: Period, upto: int) -> "Listed":
        """Return it as the views have it."""
        since, last = period.since, period.last
        of_year = period.kind == "year"

        def rows(table: Table, on: ColumnElement[Any], *where: ColumnElement[bool]) -> tuple[Row, ...]:
            query = select(table).where(table.c.district == known.id, on.between(since, last), *where)
            return tuple(dict(row) for row in connection.execute(query).mappings())

        def done() -> tuple[Row, ...]:
            where = (table_of_activities.c.district == known.id, table_of_activities.c.year == since.year)
            query = select(table_of_activities).where(*where)
            return tuple(dict(row) for row in connection.execute(query).mappings())

        return cls(
            suggestions=rows(table_of_suggestions, table_of_suggestions.c.on),
            activities=done() if of_year else rows(table_of_activities, table_of_activities.c.on),
            proceedings=rows(
                table_of_proceedings,
                table_of_proceedings.c.lost_on,
                table_of_proceedings.c.place == literal(0),
                table_of_proceedings.c.state != literal("withdrawn"),
            ),
            told=told(connection, known.id, upto, known.world),
            world=known.world,
            period=period,
        )

    @classmethod
    def then(cls, connection: Connection, district: str, period: Period, upto: int, world: World) -> "Listed":
        """Return it as it was up to a position, from the same functions that fill the views."""
        found = folded(connection, district, period, upto, world)
        done = [row for one in found for row in activity_rows(one, world)]
        lost = (row for one in found for row in proceeding_rows(one, world))
        return cls(
            suggestions=_rows(
                row for one in found for row in suggestion_rows(one, world) if row.on in period
            ),
            activities=_rows(
                row
                for row in done
                if (row.year == period.since.year if period.kind == "year" else row.on in period)
            ),
            proceedings=_rows(
                row for row in lost if row.lost_on in period and not row.place and row.state != "withdrawn"
            ),
            told=found,
            world=world,
            period=period,
        )

    def numbers(self) -> Iterator[Number]:
        """Return how many there are of everything."""
        yield from self._of_suggestions()
        yield from self._of_activities()
        yield from self._of_losses()

    def done(self) -> tuple[Done, ...]:
        """Return what was done for the work itself, without persons and case numbers."""
        return tuple(
            Done(
                kind=one.kind,
                on=one.on,
                organ=one.organ,
                title=one.title if one.kind == "typical_case" else "",
                people=one.people,
                category=one.category,
            )
            for one in self._activities
        )

    def circulars(self, law: Law | None) -> tuple[Circular, ...]:
        """Return the circulars issued in the period, by day, with what the law calls their grounds."""
        rules = {one.ground: one for one in law.pack.circulars} if law else {}
        found = sorted(
            (fact.issued_on, self.world.organs.full_name(fact.agency), fact.ground)
            for dispute in self.told
            for case in dispute.cases
            for fact in case.all(CircularIssued)
            if fact.issued_on in self.period
        )
        return tuple(
            Circular(
                on=on,
                agency=agency,
                ground=ground,
                article=rules[ground].article if ground in rules else "",
                summary=rules[ground].summary.zh if ground in rules else "",
            )
            for on, agency, ground in found
        )

    @cached_property
    def _activities(self) -> tuple[Activity, ...]:
        found = map(activity, self.activities)
        return tuple(sorted(found, key=lambda one: (one.kind, one.on, one.organ, one.title)))

    def _of_suggestions(self) -> Iterator[Number]:
        found = [suggestion(row, self.world.day) for row in self.suggestions]
        names = [f"kind={one.kind}" for one in found] + [f"state={one.state}" for one in found]
        yield from self._counted("suggestions", len(found), names)

    def _of_activities(self) -> Iterator[Number]:
        found = self._activities
        yield from self._counted("activities", len(found), [one.kind for one in found])
        observed = [one for one in found if one.kind == "observed"]
        yield self._number("activities:observed:people", sum(one.people for one in observed))
        yield self._number("activities:observed:leaders", sum(one.leaders for one in observed))
        yield self._number("activities:observed:expert_comments", sum(one.expert_comment for one in observed))
        trained = (one.people for one in found if one.kind == "training")
        yield self._number("activities:training:people", sum(trained))

    def _of_losses(self) -> Iterator[Number]:
        """Return how far the proceedings after the losses of a period are, and on how many there is a report."""
        found = [proceeding(row) for row in self.proceedings]
        names = ["closed" if one.state == "closed" else "open" for one in found]
        names += [f"conclusion={who.conclusion}" for one in found for who in one.subjects if who.conclusion]
        yield from self._counted("proceedings", len(found), names)
        cases = [case for one in self.told for case in one.cases]
        analysed = (fact.reported_on for case in cases for fact in case.all(LossAnalysed))
        mended = (fact.reported_on for case in cases for fact in case.all(RemediationReported))
        yield self._number("loss_analyses", sum(on in self.period for on in analysed))
        yield self._number("remediations", sum(on in self.period for on in mended))

    def _counted(self, of: str, number: int, names: Iterable[str]) -> Iterator[Number]:
        yield self._number(of, number)
        for name, many in sorted(Counter(names).items()):
            yield self._number(f"{of}:{name}", many)

    def _number(self, metric: str, number: int) -> Number:
        return Number(metric=metric, by=LISTED, agency=DISTRICT, period=self.period.label, numerator=number)


def _rows(rows: Iterable[Any]) -> tuple[Row, ...]:
    return tuple(row._asdict() for row in rows)
