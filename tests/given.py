"""Given facts, when the day has come, then: the whole law in memory, without a log, a broker or a clock.

What the services do over the log happens here in a row: fold, ask routing, deadlines and accountability, fold again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from services.accountability import rules as accountability
from services.deadlines import rules as deadlines
from services.reporting.figures import Count, Figure, contribution, figure
from services.reporting.periods import Period
from services.routing import rules as routing
from shared.calendar import Calendar, bundled_schedules
from shared.codec import decode, encode, type_of
from shared.dispute import Dispute, Key, disputes
from shared.envelope import Draft, Recorded
from shared.events.base import Event, Fact, Finding
from shared.events.district import OrganRegistered
from shared.law.loader import law_of
from shared.organs import Organs
from shared.world import World

PACKS = Path(__file__).parent.parent / "shared" / "law" / "packs"
TODAY = date(2026, 11, 20)
JUDGES = (routing.RULES, deadlines.RULES, accountability.RULES)


@cache
def packs() -> Mapping[str, str]:
    """Return the texts of the bundled packs."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(PACKS.glob("*.yaml"))}


@dataclass
class Given:
    """The facts of one district, told in any order."""

    district: str = "xinzhou"
    day: date = TODAY
    texts: Mapping[str, str] = field(default_factory=packs)
    records: list[Recorded] = field(default_factory=list)
    organs: Organs = field(default_factory=Organs)

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
        return self.told(_draft(fact, source, id_ or f"{len(self.records) + 1}", case, self.district))

    def facts(self, case: str, *facts: Fact, source: str = "court/test") -> "Given":
        """Take several facts of one case as reported."""
        for fact in facts:
            self.fact(case, fact, source)
        return self

    @property
    def world(self) -> World:
        """Return what the rules know besides the dispute."""
        return World(
            law_of(self.district, self.texts), Calendar.of(bundled_schedules()), self.organs, self.day
        )

    def judged(self) -> list[Dispute]:
        """Return the disputes with all that follows from the facts."""
        return [judged(dispute, self.world) for dispute in disputes(self.records)]

    def findings(self, service: str) -> Mapping[Key, Finding]:
        """Return what a service finds."""
        return {key: found for one in self.judged() for key, found in one.standing(service).items()}

    def found(self, service: str, kind: type[Finding], case: str = "") -> list[Finding]:
        """Return the findings of one type, of one case where one is named."""
        return [
            finding
            for key, finding in self.findings(service).items()
            if isinstance(finding, kind) and case in ("", key.case)
        ]

    def counts(self) -> list[Count]:
        """Return what all disputes contribute to the figures."""
        return [count for dispute in self.judged() for count in contribution(dispute, self.world)]

    def figures(self, period: str, by: str = "defendant") -> dict[tuple[str, str], Figure]:
        """Return the figures of a period by agency (`*` for the district) and metric."""
        return figures(self.counts(), period, by, self.world)


def judged(dispute: Dispute, world: World) -> Dispute:
    """Return a dispute with what the judges find on it, each reading only those before it."""
    found: dict[str, Mapping[Key, Finding]] = {}
    for rules in JUDGES:
        seen = Dispute(dispute.district, dispute.cases, dict(found), dispute.conflicts)
        found[rules.service] = rules.follows(seen, world).findings
    return Dispute(dispute.district, dispute.cases, found, dispute.conflicts)


def figures(counts: Iterable[Count], period: str, by: str, world: World) -> dict[tuple[str, str], Figure]:
    """Sum counts up to the figures of a period."""
    days = Period.parse(period)
    sums: dict[tuple[str, str], list[int]] = {}
    for count in counts:
        if days.since <= count.on < days.until and count.by in ("*", by):
            both = sums.setdefault((count.agency, count.metric), [0, 0])
            both[0] += count.counted
            both[1] += 1
    return {
        (agency, metric): figure(metric, counted, all_, days, by, agency, world.law)
        for (agency, metric), (counted, all_) in sums.items()
    }


def _draft(event: Event, source: str, id_: str, case: str, district: str) -> Draft:
    return Draft(
        source=source, id=id_, type=type_of(type(event)), subject=case, district=district, data=encode(event)
    )
