"""Do the same facts end in the same findings and figures, in any order, repeated, and told bit by bit?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.law.judging import indexed
from services.reporting.figures import contribution
from shared.codec import encode
from shared.dispute import Dispute, disputes
from shared.envelope import GENESIS, Draft, digest, read, stamp
from shared.events.base import Finding
from shared.events.findings.accountability import CircularProposed
from shared.judge import Due
from shared.judge.findings import Findings
from shared.log.append import AppendReply
from shared.world import World
from tests.given import JUDGES, Given, drafted
from tests.reporting.test_examples_in_memory import DISTRICTS, drafts
from tests.reporting.test_examples_in_memory import told as example
from tests.shared.reports import DISTRICT, reordered, told
from tests.words import BUREAU, FIRST, GOVERNMENT, POLICE, REGISTER, act, day, docketed, notice

CALM = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
NOW = "2026-11-20T00:00:00.000000Z"

Concluded = tuple[dict[str, dict[str, object]], list[str]]


def concluded(found: Sequence[Dispute], counts: Sequence[object]) -> Concluded:
    """Return findings by service, case, topic and slot, to the last field, and the counts, in no order."""
    findings = {
        f"{service} {key}": {"type": type(finding).__name__, **content(finding)}
        for dispute in found
        for service, standing in dispute.findings.items()
        for key, finding in standing.items()
    }
    return findings, sorted(map(str, counts))


def content(finding: Finding) -> dict[str, object]:
    """Return what a finding says, without the versions that only the log knows."""
    return {
        name: value for name, value in encode(finding).items() if name not in ("law", "calendar", "rules")
    }


def at_once(told: Sequence[Draft], district: str = DISTRICT) -> Concluded:
    """Return what follows when everything is told and then judged."""
    given = Given(district).registered(*REGISTER)
    for draft in told:
        given.told(draft)
    return concluded(given.judged(), given.counts())


@CALM
@given(st.data())
def test_arbitrary_reports_of_a_few_cases(data: st.DataObject) -> None:
    facts = data.draw(told())
    assert at_once(data.draw(reordered(facts))) == at_once(facts)


@settings(CALM, max_examples=25)
@given(st.data(), st.sampled_from(DISTRICTS))
def test_the_facts_of_example_cases(data: st.DataObject, district: str) -> None:
    ledger = drafts(district, "ledger")
    cases = sorted({draft.subject for draft in ledger})
    chosen = set(data.draw(st.lists(st.sampled_from(cases), min_size=1, max_size=8)))
    facts = [draft for draft in ledger if draft.subject in chosen]
    results = []
    for order in (facts, data.draw(reordered(facts))):
        given_ = Given(district)
        given_.organs = example(district).organs
        for draft in order:
            given_.told(draft)
        results.append(concluded(given_.judged(), given_.counts()))
    assert results[0] == results[1]


@dataclass
class Log:
    """A log in memory: takes reports in batches and has every service judge after each."""

    given: Given
    stored: list[bytes] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)

    async def append(self, service: str, expected: int, findings: Sequence[Draft]) -> AppendReply:
        """Append findings as the keeper would."""
        assert expected == self.last.get(service, 0), "a service knows its own last finding"
        prevhash = digest(self.stored[-1]) if self.stored else GENESIS
        first = len(self.stored) + 1
        for draft in findings:
            self._store(draft)
        self.last[service] = len(self.stored)
        return AppendReply(first, len(self.stored), NOW, prevhash)

    def _store(self, draft: Draft) -> None:
        prevhash = digest(self.stored[-1]) if self.stored else GENESIS
        self.stored.append(stamp(draft, len(self.stored) + 1, NOW, prevhash))

    def take(self, batch: Sequence[Draft]) -> None:
        """Take reports that are not on the log yet, then let everybody judge."""
        known = {(record.source, record.id) for record in map(read, self.stored)}
        for draft in batch:
            if (draft.source, draft.id) not in known:
                known.add((draft.source, draft.id))
                self._store(draft)
        self.judge()

    def judge(self) -> int:
        """Let every service judge all disputes; return how many findings were appended."""
        before = len(self.stored)
        for rules in JUDGES:
            asyncio.run(self._judged_by(rules.service))
        return len(self.stored) - before

    async def _judged_by(self, service: str) -> None:
        rules = next(rules for rules in JUDGES if rules.service == service)
        found = tuple(self.disputes())
        due = Due((), found, indexed(found, self.given.world), len(self.stored))
        done = await Findings(rules, self).conclude([due], self.last.get(service, 0))  # type: ignore[arg-type]
        assert done.stalled == {}

    def disputes(self) -> list[Dispute]:
        """Return the disputes as the log tells them."""
        return disputes(map(read, self.stored))


def standing(log: Log, world: World) -> Concluded:
    """Return what stands on a log."""
    found = log.disputes()
    return concluded(found, [count for dispute in found for count in contribution(dispute, world)])


def days(final: date) -> st.SearchStrategy[list[date]]:
    """Return days in order, up to a last one."""
    some = st.lists(st.dates(day("2023-03-01"), final), max_size=5)
    return some.map(lambda found: [*sorted(found), final])


@settings(CALM, max_examples=40)
@given(st.data())
def test_told_in_batches_with_judging_in_between_the_same_stands_in_the_end(data: st.DataObject) -> None:
    facts = data.draw(told(most=16))
    log = Log(Given(DISTRICT).registered(*REGISTER))
    passing = data.draw(days(log.given.day))
    order = data.draw(reordered(facts))
    for number, today in enumerate(passing):
        log.given.day = today
        cut = len(order) * number // len(passing), len(order) * (number + 1) // len(passing)
        log.take(order[cut[0] : cut[1]])
    world = log.given.world
    once = at_once(facts)
    assert without_moves(standing(log, world)) == without_moves(once)
    assert log.judge() == 0, "what stands needs no further finding"


def test_the_order_in_which_findings_were_recorded_does_not_show_in_what_follows_from_them() -> None:
    together = [
        docketed(POLICE, GOVERNMENT),
        act(acting=POLICE, reconsideration="upheld"),
        notice("2023-05-12"),
    ]
    facts = [drafted(fact, "court/a", f"f{n}", FIRST, DISTRICT) for n, fact in enumerate(together)]
    alone = drafted(docketed(GOVERNMENT), "ledger/a", "f9", FIRST, DISTRICT)
    log = Log(Given(DISTRICT).registered(*REGISTER))
    for fact in (alone, *facts):
        log.take([fact])
    circulars = [found.agencies for _, found in log.disputes()[0].found("accountability", CircularProposed)]
    assert circulars == [(POLICE, BUREAU)]
    assert without_moves(standing(log, log.given.world)) == without_moves(at_once([alone, *facts]))


def without_moves(found: Concluded) -> Concluded:
    """Return the same, a moved deadline told as one that is set: how it came about depends on what was known."""
    findings, counts = found
    told = {}
    for key, finding in findings.items():
        kept = {
            name: value
            for name, value in finding.items()
            if name not in ("was_due_on", "cause", "passed_over", "fact")
        }
        kept["type"] = "DeadlineSet" if kept["type"] == "DeadlineMoved" else kept["type"]
        told[key] = kept
    return told, counts
