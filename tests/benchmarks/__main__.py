"""What does the project do on this machine, beside what the machine can do? `make bench` prints it."""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from rich.console import Console

from tests.benchmarks import (
    beside,
    deadlines,
    figures,
    intake,
    latency,
    law,
    log,
    losses,
    past,
    scorecards,
    streams,
    whole,
)
from tests.benchmarks.machine import Others, commit, machine
from tests.benchmarks.table import Line, show, write

WIDTH = 120
OF_TWO_DISTRICTS = 10_000
"""Cases of two districts, half of them of each."""
PER_FACTS = 10_000
"""Facts for which seconds of processor are given."""


@dataclass
class Bench:
    """One run of every part, or of some."""

    facts: int
    times: int
    seconds: float
    cases: int
    tried: int
    open_cases: int
    single: int
    """Facts that are sent one by one."""
    many: int
    """Facts after which memory is looked at."""
    rows: int
    """Rows of a large ledger."""
    test_minutes: float | None
    notes: list[str] = field(default_factory=list)

    @property
    def parts(self) -> Mapping[str, Callable[[], Iterator[Line]]]:
        """Return the parts by name, in the order in which they run."""
        return {
            "bulk": self.bulk,
            "singles": self.singles,
            "nats": self.nats,
            "memory": self.memory,
            "ledger": self.ledger,
            "relay": self.relay,
            "whole": self.whole,
            "shuffled": self.shuffled,
            "latency": self.latency,
            "figures": self.figures,
            "rebuild": self.rebuild,
            "past": self.past,
            "law": self.law,
            "losses": self.losses,
            "deadlines": self.deadlines,
            "scorecards": self.scorecards,
            "streams": self.streams,
            "test": self.test,
        }

    def bulk(self) -> Iterator[Line]:
        """Measure intake alone."""
        raw = median(log.bare_recorder(self.facts).per_second for _ in range(self.times))
        rate, cpu = whole.bulk(self.facts, self.times)
        yield Line("bulk intake over HTTP, to acknowledged", rate.per_second, "facts/s", raw, 8_000)
        self._cost("bulk intake", {"intake and NATS": cpu})

    def singles(self) -> Iterator[Line]:
        """Measure facts that 64 clients post one by one."""
        posted, least, used = intake.singles(self.single)
        p50, p99 = latency.percentiles(posted.milliseconds)
        raw50, raw99 = latency.percentiles(least.milliseconds)
        yield Line(
            "single facts over HTTP, 64 clients", posted.per_second, "facts/s", least.per_second, 2_000
        )
        yield Line("single facts over HTTP, p50", p50, "ms", raw50, at_most=True)
        yield Line("single facts over HTTP, p99", p99, "ms", raw99, 100, at_most=True)
        self.notes.append(
            f"Single facts: {self.single:,} of them, each acknowledged when it is on disk; "
            f"{used / self.single * 1e6:.0f} µs of processor each (intake and NATS). Beside them: the same posts to "
            "an ASGI app that only answers."
        )

    def nats(self) -> Iterator[Line]:
        """Measure facts that 16 publishers send: one by one, eight at once, and twenty in a message."""
        for what, together, at_once in (
            ("single facts", 1, 1),
            ("single facts, 8 under way of each,", 1, 8),
            ("batches of 20", 20, 1),
        ):
            sent = intake.over_nats(self.single, together, at_once)
            p50, p99 = latency.percentiles(sent.milliseconds)
            yield Line(f"{what} over NATS, 16 publishers", sent.per_second, "facts/s", aim=3_000)
            yield Line(f"{what} over NATS, p50", p50, "ms")
            yield Line(f"{what} over NATS, p99", p99, "ms")

    def memory(self) -> Iterator[Line]:
        """Measure what intake's memory is while many facts arrive as one stream."""
        marks = [self.many // 10, self.many // 2, self.many]
        found, per_second = intake.memory(marks)
        for mark, used in found.items():
            yield Line(f"memory of intake after {mark:,} facts (PSS)", used, "MB")
        grown = found[marks[-1]] - found[marks[0]]
        yield Line(f"what it grew by from {marks[0]:,} facts on", grown, "MB", aim=20, at_most=True)
        yield Line(f"{self.many:,} facts in three streams", per_second, "facts/s", aim=8_000)

    def ledger(self) -> Iterator[Line]:
        """Measure `yingsu import ledger`."""
        took = intake.ledger(self.rows)
        row = f"yingsu import ledger, {self.rows:,} rows"
        yield Line(f"{row}, all on the log", took.on_the_log, "s", aim=60, at_most=True)
        yield Line(f"{row}, all in the figures", took.settled, "s", aim=60, at_most=True)
        yield Line("memory of intake afterwards (PSS)", took.memory, "MB")
        self.notes.append(
            f"{self.rows:,} rows say {took.facts:,} facts; {took.seen} counts of cases were told meanwhile."
        )

    def relay(self) -> Iterator[Line]:
        """Measure the way from the store to the stream."""
        raw = self._median(log.bare_batches)
        yield Line("relay, store to stream", self._median(log.relay), "events/s", raw)
        yield Line(
            "following and noting", self._median(log.noting), "events/s", self._median(log.bare_following)
        )

    def _median(self, measure: Callable[[int], Awaitable[log.Rate]]) -> float:
        rates = [asyncio.run(_run(measure, self.facts)) for _ in range(self.times)]
        return median(rate.per_second for rate in rates)

    def whole(self) -> Iterator[Line]:
        """Measure all services together, in ledger order, then a rebuild of reporting, then memory."""
        imported, rebuilt, bare = whole.whole(self.facts, rebuilds=self.times)
        yield Line("whole system, ledger order", imported.settled.per_second, "facts/s", aim=2_000)
        rebuild, raw = (median(rate.per_second for rate in rates) for rates in (rebuilt, bare))
        yield Line("rebuild of reporting", rebuild, "events/s", raw, 20_000)
        for name, used in imported.memory.items():
            aim = None if name == "nats" else 120.0
            yield Line(f"memory of {name} (PSS)", used, "MB", aim=aim, at_most=True)
        self._cost("whole system, ledger order", imported.cpu)
        self.notes.append(f"{self.facts:,} facts make a log of {imported.events:,} events.")

    def shuffled(self) -> Iterator[Line]:
        """Measure all services together with the facts in no order."""
        imported, _, _ = whole.whole(self.facts, in_order=False)
        yield Line("whole system, shuffled", imported.settled.per_second, "facts/s")
        self._cost("whole system, shuffled", imported.cpu)

    def _cost(self, what: str, cpu: Mapping[str, float]) -> None:
        each = ", ".join(f"{name} {used / self.facts * PER_FACTS:.1f}" for name, used in cpu.items())
        total = sum(cpu.values()) / self.facts * PER_FACTS
        self.notes.append(f"{what}: {total:.1f} s of processor for {PER_FACTS:,} facts ({each}).")

    def latency(self) -> Iterator[Line]:
        """Measure single facts, 50 a second."""
        p50, p99 = latency.percentiles(latency.latencies(self.seconds))
        yield Line("POST to settled in GET /figures, 50 facts/s, p50", p50, "ms")
        yield Line("POST to settled in GET /figures, 50 facts/s, p99", p99, "ms", aim=150, at_most=True)

    def figures(self) -> Iterator[Line]:
        """Measure questions for figures."""
        for found in figures.figure_queries(self.cases):
            aim = 10.0 if found.query.startswith("GET") else None
            yield Line(f"{found.query} ({found.rows} rows), p50", found.p50, "ms")
            yield Line(f"{found.query}, p99", found.p99, "ms", aim=aim, at_most=True)
        self.notes.append(f"Figures are asked of {self.cases:,} cases.")

    def rebuild(self) -> Iterator[Line]:
        """Measure a rebuild of the views beside those that are asked, and pages of so many cases."""
        folder = Path(tempfile.gettempdir()) / f"yingsu-many-{self.cases}"
        took = beside.rebuilt(folder, self.cases)
        rate = took.events / took.seconds
        yield Line("rebuild beside what is asked, compared", rate, "events/s", took.decoded, 20_000)
        for name, taken in (("before", took.before), ("meanwhile", took.meanwhile)):
            p50, p99 = latency.percentiles(taken)
            yield Line(f"figures of a district's year, {name}, p50", p50, "ms")
            yield Line(f"figures of a district's year, {name}, p99", p99, "ms")
        for page in beside.asked_pages(folder, self.cases):
            p50, p99 = latency.percentiles(page.milliseconds)
            most = 150 if page.name == "overview" else 100
            yield Line(f"page of {page.name}, p50", p50, "ms")
            yield Line(f"page of {page.name}, p99", p99, "ms", aim=most, at_most=True)
            yield Line(f"page of {page.name}, compressed", page.sent / 1024, "KB", aim=300, at_most=True)
        self.notes.append(
            f"Rebuilt were {took.events:,} events in {took.seconds:.0f} s, and both versions said "
            f"{'the same' if took.equal else 'something else'}. Beside it: one process that only decodes."
        )

    def past(self) -> Iterator[Line]:
        """Measure what was known of a district's year of some 5,000 cases, and the report on it."""
        cases = min(self.cases, OF_TWO_DISTRICTS)
        folder = Path(tempfile.gettempdir()) / f"yingsu-many-{cases}"
        for one in past.replayed(folder, cases):
            row = f"figures of a year as known at {one.share:.0%} of the log, {one.heard:,} heard"
            yield Line(row, one.seconds, "s", aim=3, at_most=True)
        took = past.reports(folder, cases, self.times)
        whole = median(one.gathered + one.written for one in took)
        yield Line("annual report, asked for and written", whole, "s", aim=5, at_most=True)
        yield Line("of which its files", median(one.written for one in took), "s")

    def law(self) -> Iterator[Line]:
        """Measure the law: loading the packs, deciding a case, trying another pack."""
        loaded, (decided, by_all) = law.loading(), law.deciding()
        least = loaded.raw * 1e3, decided.raw * 1e6
        yield Line("loading all packs, new process", loaded.what * 1e3, "ms", least[0], 200, at_most=True)
        yield Line(
            "deciding one case (routing, duties), p50", decided.what * 1e6, "µs", least[1], 300, at_most=True
        )
        yield Line(
            "deciding one case (all three judges), p50", by_all.what * 1e6, "µs", least[1], 300, at_most=True
        )
        tried, cases = law.trying(self.tried)
        yield Line(f"yingsu law try, {cases:,} cases", tried.what, "s", tried.raw, 30, at_most=True)
        self.notes.append(
            "Beside the law: the same YAML read with libyaml, one case folded, all disputes folded."
        )

    def losses(self) -> Iterator[Line]:
        """Measure the rule that asks for the losses before."""
        took = losses.repeated(self.cases)
        yield Line("a new loss among others, p50", took.what * 1e3, "ms", took.raw * 1e3, 1, at_most=True)
        self.notes.append(
            f"Before a new loss {self.cases:,} disputes were lost, {self.cases // len(losses.HEADINGS):,} of them by "
            f"its agency over the same kind of act, {took.counted:,} within the months that count. Beside it: these "
            "read by the bare driver."
        )

    def deadlines(self) -> Iterator[Line]:
        """Measure deadlines: one, the start of a day with many open, a published calendar, questions."""
        one, counted = deadlines.computing()
        yield Line("one deadline, stands and reminder, p50", one * 1e6, "µs", counted * 1e6, 50, at_most=True)
        found = deadlines.many(self.open_cases)
        for what, took, most in (
            ("start of a day", found.day, 10),
            ("a published calendar", found.calendar, 60),
        ):
            row = f"{what}, {found.open:,} open deadlines"
            yield Line(row, took.seconds, "s", took.events / found.bare, most, at_most=True)
            self.notes.append(_told(row, took))
        for name, used in found.memory.items():
            aim = None if name == "nats" else 200.0
            yield Line(f"memory of {name} then (PSS)", used, "MB", aim=aim, at_most=True)
        for name, taken in found.questions.items():
            p50, p99 = latency.percentiles([one * 1000 for one in taken])
            yield Line(f"GET /deadlines, {name}, p50", p50, "ms")
            yield Line(f"GET /deadlines, {name}, p99", p99, "ms", aim=20, at_most=True)
        self.notes.append(
            "Beside a deadline: one period counted; beside a day and a calendar: as many events saved by the bare "
            "recorder."
        )

    def scorecards(self) -> Iterator[Line]:
        """Measure the scorecards of a hundred agencies."""
        took = scorecards.scorecards(self.cases // 5)
        agencies = f"{len(scorecards.AGENCIES)} agencies"
        yield Line(f"scorecards of {agencies}, p50", took.live, "s", took.raw, 1, at_most=True)
        yield Line("the same once published, p50", took.frozen, "s", took.raw, 1, at_most=True)
        yield Line("one scorecard with its place, p50", took.one, "s")
        yield Line(f"what is frozen of {agencies}, found", took.freezing, "s")
        self.notes.append(f"Scorecards are of {self.cases // 5:,} cases; beside them: their counts read.")

    def streams(self) -> Iterator[Line]:
        """Measure how soon 500 readers of a stream hear of a fact, and an open page shows it."""
        for kinds, what in (("none", "signs"), ("figures,cases", "figures and cases")):
            found = streams.heard(kinds)
            p50, p99 = latency.percentiles(found.whole)
            yield Line(f"POST to all {streams.READERS} readers of {what}, p50", p50, "ms")
            yield Line(f"POST to all {streams.READERS} readers of {what}, p99", p99, "ms", at_most=True)
            alone = latency.percentiles(found.alone)[1]
            asked = latency.percentiles(found.figures)[1]
            yield Line("GET /figures meanwhile, p99", asked, "ms", alone, at_most=True)
            yield Line("memory of reporting with them", found.memory, "MB", found.memory_before, at_most=True)
        p50, p99 = latency.percentiles(streams.pages())
        yield Line("POST to the changed page in Chromium, p50", p50, "ms")
        yield Line("POST to the changed page in Chromium, p99", p99, "ms", aim=300, at_most=True)

    def test(self) -> Iterator[Line]:
        """Note how long `make test` took when it was run by itself."""
        if self.test_minutes is not None:
            yield Line("make test, measured apart", self.test_minutes, "min", aim=5, at_most=True)


def _told(what: str, took: deadlines.Took) -> str:
    each = ", ".join(f"{name} {used:.1f}" for name, used in took.cpu.items())
    seen = f"{len(took.waiting)} counts of cases that wait were seen in the status of deadlines"
    return f"{what}: {took.events:,} events; {sum(took.cpu.values()):.1f} s of processor ({each}); {seen}."


async def _run(measure: Callable[[int], Awaitable[log.Rate]], events: int) -> log.Rate:
    return await measure(events)


def main() -> None:
    """Measure, print, and with --write write it down."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer facts, once each: numbers are rougher")
    parser.add_argument("--write", action="store_true", help="write the table into docs/performance.md")
    parser.add_argument("--test-minutes", type=float, help="how long `make test` took, for the table")
    parser.add_argument("part", nargs="*", help="only these parts")
    told = parser.parse_args()
    quick, full = (
        (10_000, 1, 10.0, 20_000, 2_000, 1_250, 5_000, 100_000, 2_000),
        (40_000, 3, 30.0, 100_000, 10_000, 12_500, 20_000, 1_000_000, 20_000),
    )
    size = quick if told.quick else full
    bench = Bench(*size, told.test_minutes)
    console = Console(width=WIDTH, soft_wrap=True)
    title = f"{datetime.now(UTC):%Y-%m-%d}, commit {commit()}"
    about = machine()
    console.print(f"{title}\n{about}")
    lines: list[Line] = []
    busy: list[str] = []
    for name, part in bench.parts.items():
        if not told.part or name in told.part:
            console.print(f"[dim]{name} …[/dim]")
            others = Others()
            lines += part()
            busy.append(f"{name} {others.share():.0%}")
    bench.notes.append(f"Other programs used of the processors meanwhile: {', '.join(busy)}.")
    show(console, title, lines)
    for note in bench.notes:
        console.print(note)
    if told.write:
        write(title, about, lines, bench.notes)


if __name__ == "__main__":
    main()
