"""What does a report list beside its figures: suggestions, activities, circulars, what followed on losses? Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from services.reporting.activities.rows import activity_rows
from services.reporting.activities.rows import answer as activity
from services.reporting.activities.shapes import Activity
from services.reporting.periods import Period
from services.reporting.printing.report import Number
from services.reporting.proceedings.rows import answer as proceeding
from services.reporting.proceedings.rows import proceeding_rows
from services.reporting.proceedings.shapes import ProceedingRow
from services.reporting.reports.shapes import DISTRICT, LISTED, Circular, Done
from services.reporting.suggestions.rows import answer as suggestion
from services.reporting.suggestions.rows import suggestion_rows
from services.reporting.suggestions.shapes import Suggestion
from shared.dispute import Dispute
from shared.events.aftermath import LossAnalysed, RemediationReported
from shared.events.bureau import CircularIssued
from shared.law.model import Law
from shared.world import World


@dataclass(frozen=True)
class Listed:
    """What some disputes hold of a period, as the lists of reporting have it."""

    disputes: tuple[Dispute, ...]
    world: World
    period: Period

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
            for dispute in self.disputes
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
        """Return what was done: in the report of a year what is listed under it, else by its day."""
        rows = (activity(row._asdict()) for one in self.disputes for row in activity_rows(one, self.world))
        year = self.period.since.year if self.period.kind == "year" else None
        found = (one for one in rows if (one.year == year if year else one.on in self.period))
        return tuple(sorted(found, key=lambda one: (one.kind, one.on, one.organ, one.title)))

    def _of_suggestions(self) -> Iterator[Number]:
        rows = (row for one in self.disputes for row in suggestion_rows(one, self.world))
        found: list[Suggestion] = [
            suggestion(row._asdict(), self.world.day) for row in rows if row.on in self.period
        ]
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
        rows = (row for one in self.disputes for row in proceeding_rows(one, self.world))
        found: list[ProceedingRow] = [
            proceeding(row._asdict())
            for row in rows
            if row.lost_on in self.period and not row.place and row.state != "withdrawn"
        ]
        names = ["closed" if one.state == "closed" else "open" for one in found]
        names += [f"conclusion={who.conclusion}" for one in found for who in one.subjects if who.conclusion]
        yield from self._counted("proceedings", len(found), names)
        cases = [case for one in self.disputes for case in one.cases]
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
