"""Given facts, when the day has come, then: the whole law in memory, without a log, a broker or a clock.

It is judged as scenario files are (`deploy/law/judging.py`); here the facts are told in Python.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

from deploy.law.judging import JUDGES, counts, figures, indexed, judged
from services.reporting.figures import Count, Figure
from shared.calendar import Calendar
from shared.codec import decode, encode, type_of
from shared.dispute import Dispute, Key, disputes, facts_that_count, with_bureau
from shared.envelope import Draft, Recorded
from shared.events.base import Event, Fact, Finding
from shared.events.district import OrganRegistered
from shared.events.findings.common import FactParked
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineLapsed,
    DeadlineLifted,
    DeadlineMet,
    DeadlineMissed,
    DeadlineSuspended,
)
from shared.events.findings.routing import DesignationRequested, ResponsibleAgencyDetermined
from shared.events.intake import FactCorrected, FactRetracted
from shared.law.loader import laws_of
from shared.organs import Organs, Roster
from shared.world import World, risks_in

F = TypeVar("F", bound=Finding)

PACKS = Path(__file__).parent.parent / "shared" / "law" / "packs"
TODAY = date(2026, 11, 20)

__all__ = ["JUDGES", "PACKS", "TODAY", "Given", "drafted", "figures", "packs"]


@cache
def packs() -> Mapping[str, str]:
    """Return the texts of the bundled packs; their scenarios lie beside them, with two dots in the name."""
    files = (path for path in sorted(PACKS.glob("*.yaml")) if path.name.count(".") == 1)
    return {path.stem: path.read_text(encoding="utf-8") for path in files}


@dataclass
class Given:
    """The facts of one district, told in any order."""

    district: str = "xinzhou"
    day: date = TODAY
    since: date | None = None
    """The first day of the log; the bureau's own matter is judged from then on."""
    texts: Mapping[str, str] = field(default_factory=packs)
    records: list[Recorded] = field(default_factory=list)
    organs: Organs = field(default_factory=Organs)
    calendar: Calendar = field(default_factory=Calendar.bundled)

    def registered(self, *organs: OrganRegistered) -> "Given":
        """Take these organs as the district's register."""
        self.organs = Organs.of(organs)
        return self

    def told(self, draft: Draft) -> "Given":
        """Take a draft as the next event on the log."""
        event = decode(draft.type, draft.data)
        position = len(self.records) + 1
        self.records.append(
            Recorded(
                event=event,
                source=draft.source,
                id=draft.id or str(position),
                type=draft.type,
                subject=draft.subject,
                district=self.district,
                position=position,
                recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )
        return self

    def fact(self, case: str, fact: Fact, source: str = "court/test", id_: str = "") -> "Given":
        """Take a fact of a case as reported."""
        return self.told(drafted(fact, source, id_ or f"{len(self.records) + 1}", case, self.district))

    def facts(self, case: str, *facts: Fact, source: str = "court/test") -> "Given":
        """Take several facts of one case as reported."""
        for fact in facts:
            self.fact(case, fact, source)
        return self

    def corrected(
        self, case: str, target: str, replaces: str, to: Fact, source: str = "court/test"
    ) -> "Given":
        """Take a correction of the fact `target`; its own id counts on from the revision it replaces."""
        correction = FactCorrected(
            target_source=source,
            target_id=target,
            replaces=replaces,
            type=type_of(type(to)),
            data=encode(to),
        )
        return self.fact(case, correction, source, _next_revision(replaces))

    def retracted(
        self, case: str, target: str, replaces: str, kind: type[Fact], source: str = "court/test"
    ) -> "Given":
        """Take a retraction of the fact `target`."""
        retraction = FactRetracted(
            target_source=source, target_id=target, replaces=replaces, type=type_of(kind)
        )
        return self.fact(case, retraction, source, _next_revision(replaces))

    def reading(self, pack: str, old: str, new: str) -> "Given":
        """Take a pack with a line of it written otherwise."""
        assert old in self.texts[pack], f"{old!r} stands in {pack}.yaml"
        self.texts = {**self.texts, pack: self.texts[pack].replace(old, new)}
        return self

    def begun(self, day: str) -> "Given":
        """Let this be the first day of the log."""
        self.since = date.fromisoformat(day)
        return self

    def on(self, day: str) -> "Given":
        """Let this be the day that began last."""
        self.day = date.fromisoformat(day)
        return self

    @property
    def world(self) -> World:
        """Return what the rules know besides the dispute."""
        facts = facts_that_count(self.records)
        return World(
            laws=laws_of(self.district, self.texts),
            calendar=self.calendar,
            organs=self.organs,
            day=self.day,
            since=self.since,
            roster=Roster.of(facts, self.organs),
            risks=risks_in(facts, self.organs),
        )

    def judged(self) -> list[Dispute]:
        """Return the disputes with all that follows from the facts."""
        found = disputes(self.records, self.world.orders)
        return judged(with_bureau(found, self.district) if self.since else found, self.world)

    def findings(self, service: str) -> Mapping[Key, Finding]:
        """Return what a service finds."""
        return {key: found for one in self.judged() for key, found in one.standing(service).items()}

    def found(self, service: str, kind: type[F], case: str = "") -> list[F]:
        """Return the findings of one type, of one case where one is named."""
        return [
            finding
            for key, finding in self.findings(service).items()
            if isinstance(finding, kind) and case in ("", key.case)
        ]

    def next_day(self, service: str) -> date | None:
        """Return the next day on which what a service finds can change by the passing of time alone."""
        rules = next(rules for rules in JUDGES if rules.service == service)
        found = self.judged()
        world = indexed(found, self.world)
        days = (rules.follows(dispute, world).next_day for dispute in found)
        return min((day for day in days if day), default=None)

    def answer(self, case: str, defendant: str = "") -> tuple[str, str, tuple[str, ...]]:
        """Return rule, article and agencies of who answers for a defendant; no agencies: it is to be designated."""
        (found,) = (
            finding
            for key, finding in self.findings("routing").items()
            if key.case == case and key.topic == "responsible" and defendant in ("", key.slot)
        )
        match found:
            case ResponsibleAgencyDetermined():
                return found.rule, found.article, found.agencies
            case DesignationRequested():
                return found.rule, found.article, ()
        raise AssertionError(found)

    def parked(self, case: str) -> list[tuple[str, str]]:
        """Return why and about what facts of a case are parked."""
        return sorted((found.reason, found.about) for found in self.found("routing", FactParked, case))

    def deadline(self, case: str, duty: str) -> str:
        """Return in words how the deadline of a duty stands; several, one a suggestion, are joined."""
        found = [one for one in self.found("deadlines", Deadline, case) if one.duty == duty]
        return "; ".join(map(_in_words, sorted(found, key=lambda one: one.of))) or "no duty"

    def counts(self) -> list[Count]:
        """Return what all disputes contribute to the figures."""
        return list(counts(self.judged(), self.world))

    def figures(self, period: str, by: str = "defendant") -> dict[tuple[str, str], Figure]:
        """Return the figures of a period by agency (`*` for the district) and metric."""
        return figures(self.counts(), period, by, self.world)

    def rate(
        self, metric: str, period: str = "2023", agency: str = "*", by: str = "defendant"
    ) -> tuple[int, int | None] | None:
        """Return numerator and denominator of a figure, or None where nothing counts in it."""
        found = self.figures(period, by).get((agency, metric))
        return (found.numerator, found.denominator) if found else None


def drafted(event: Event, source: str, id_: str, case: str, district: str, type_: str = "") -> Draft:
    """Return an event as its reporter sends it."""
    return Draft(
        source=source,
        id=id_,
        type=type_ or type_of(type(event)),
        subject=case,
        district=district,
        data=encode(event),
    )


def _next_revision(replaced: str) -> str:
    target, _, number = replaced.partition("#")
    return f"{target}#{int(number or 0) + 1}"


def _in_words(deadline: Deadline) -> str:
    due = f"due {deadline.due_on}" + (", provisional" if deadline.provisional else "")
    match deadline:
        case DeadlineMet():
            return f"met {deadline.done_on}, {due}"
        case DeadlineMissed(done_on=None):
            return f"missed, {due}"
        case DeadlineMissed():
            return f"late {deadline.done_on}, {due}"
        case DeadlineLifted():
            return f"lifted, {due}"
        case DeadlineLapsed():
            return f"lapsed, {due}"
        case DeadlineSuspended():
            return f"stands still, {deadline.used} used, {deadline.left} left"
    return due
