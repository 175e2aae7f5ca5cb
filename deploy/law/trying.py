"""What would change for a district's cases and figures under another law pack? Nothing is recorded.

Every dispute is folded once and judged twice. Many are shared out among processes: each folds its portion, says what
others must know of it, learns that of the others, and then judges.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from multiprocessing import get_context
from typing import Any

from deploy.law.difference import difference
from deploy.law.portion import Change, Compared, Portion, Sums
from deploy.law.replay import Replay, world_told
from services.reporting.figures import Figure, figure
from services.reporting.periods import Period
from shared.law.loader import district_of, laws_of, load
from shared.law.model import Law, Pack

PROCESSES = 2
MANY = 1500
"""Disputes from which on several processes are worth their start."""
CHUNK = 250
"""Disputes handed over at a time, between two steps of the progress."""

Step = Callable[[str, int, int], None]
"""Is told what is done, for how many disputes it was done now, and how many there are."""
Ask = Callable[..., "Future[Any]"]
"""Asks a portion, wherever it lies: the name of what it is to do, and with what."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that is otherwise: under the law on the log, and under the pack tried."""

    old: Figure
    new: Figure


@dataclass(frozen=True, slots=True)
class Trial:
    """What a pack would change in a district and period."""

    cases: int
    """How many of the period were compared; all of the district were judged."""
    changes: tuple[Change, ...]
    """By case number."""
    figures: tuple[Moved, ...]
    """The district's row first."""


def attempt(
    replay: Replay, pack: str, period: Period, step: Step = lambda what, done, of: None, *, many: int = MANY
) -> Trial:
    """Judge what was replayed by the law on the log and by the text of another pack, and return what differs.

    From `many` disputes on several processes share the work. Raises PackError.
    """
    before = replay.packs
    after = replaced(before, pack)
    laws = (before, after) if decide_differently(before, after) else (before,)
    found = list(_compared(replay, laws, period, step, many))
    sums = [_added(one.sums[number] for one in found) for number in range(len(laws))]
    changes = [change for one in found for change in one.changes]
    now = world_told(replay.district, replay.about_all)
    then = replace(now, laws=laws_of(replay.district, after))
    return Trial(
        cases=sum(one.cases for one in found),
        changes=tuple(sorted(changes, key=lambda change: (change.case, change.what, change.of))),
        figures=tuple(_moved(period, sums[0], now.law_on(period.last), sums[-1], then.law_on(period.last))),
    )


def replaced(packs: Mapping[str, str], pack: str) -> dict[str, str]:
    """Return the texts of packs with another one: in the place of that of its id, or of its district in those days.

    Raises PackError.
    """
    new = load(pack)
    return {
        **{
            id_: text
            for id_, text in packs.items()
            if not _gives_way(id_, text, new, known=new.pack in packs)
        },
        new.pack: pack,
    }


def _gives_way(id_: str, text: str, new: Pack, *, known: bool) -> bool:
    if known or not new.district or district_of(text) != new.district:
        return id_ == new.pack
    old = load(text).in_force
    return (new.in_force.until is None or old.since < new.in_force.until) and (
        old.until is None or new.in_force.since < old.until
    )


def decide_differently(old: Mapping[str, str], new: Mapping[str, str]) -> bool:
    """Tell whether anything can be found otherwise: words and targets of figures decide nothing."""
    if old.keys() != new.keys():
        return True
    pairs = ((load(old[id_]), load(new[id_])) for id_ in old if old[id_] != new[id_])
    return any(one.decides and one.section != "targets" for pair in pairs for one in difference(*pair))


def _compared(
    replay: Replay, laws: Sequence[Mapping[str, str]], period: Period, step: Step, many: int
) -> Iterator[Compared]:
    """Yield what came out for all disputes, portion by portion."""
    groups = list(replay.groups())
    about = (replay.district, tuple(replay.about_all), laws, period)
    with ExitStack() as stack:
        if len(groups) >= many:
            asks = [stack.enter_context(_elsewhere(about)) for _ in range(PROCESSES)]
        else:
            asks = [_here(Portion(*about))]
        chunks = [groups[start : start + CHUNK] for start in range(0, len(groups), CHUNK)]
        folding = [asks[number % len(asks)]("fold", chunk) for number, chunk in enumerate(chunks)]
        sizes = [0] * len(asks)
        for number, folded in enumerate(folding):
            sizes[number % len(asks)] += folded.result()
            step("reading", len(chunks[number]), len(groups))
        entered = [asked.result() for asked in [ask("entries") for ask in asks]]
        known = [list(chain.from_iterable(under)) for under in zip(*entered, strict=True)]
        for asked in [ask("know", known) for ask in asks]:
            asked.result()
        starts = [
            (ask, start) for ask, size in zip(asks, sizes, strict=True) for start in range(0, size, CHUNK)
        ]
        for compared in [ask("compare", start, start + CHUNK) for ask, start in starts]:
            yield (one := compared.result())
            step("judging", one.disputes, sum(sizes))


def _here(portion: Portion) -> Ask:
    def ask(what: str, *given: Any) -> "Future[Any]":
        done = Future[Any]()
        done.set_result(getattr(portion, what)(*given))
        return done

    return ask


@contextmanager
def _elsewhere(about: tuple[Any, ...]) -> Iterator[Ask]:
    """Keep a portion in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn"), _keep, about) as process:
        yield lambda what, *given: process.submit(_ask, what, *given)


def _keep(*about: Any) -> None:
    _kept.append(Portion(*about))


def _ask(what: str, *given: Any) -> Any:
    return getattr(_kept[0], what)(*given)


_kept: list[Portion] = []
"""In a process that keeps a portion: that portion."""


def _added(sums: Iterable[Sums]) -> Sums:
    added: Sums = {}
    for one in sums:
        for row, (numerator, denominator) in one.items():
            before = added.get(row, (0, 0))
            added[row] = before[0] + numerator, before[1] + denominator
    return added


def _moved(period: Period, old: Sums, was: Law | None, new: Sums, now: Law | None) -> Iterator[Moved]:
    """Yield the figures that differ in their counts, target or in whether it is met; by row, the district's first."""
    targets = {target.figure for law in (was, now) if law for target in law.pack.targets}
    rows = {*old, *new, *(("*", "*", metric) for metric in targets)}
    for by, agency, metric in sorted(rows, key=lambda row: (row[1] != "*", row[1], row[0], row[2])):
        row = by, agency, metric
        before, after = (
            figure(metric, *sums.get(row, (0, 0)), period, by, agency, law)
            for sums, law in ((old, was), (new, now))
        )
        if _shown(before) != _shown(after):
            yield Moved(before, after)


def _shown(one: Figure) -> tuple[Any, ...]:
    return one.numerator, one.denominator, one.target, one.compare, one.met, one.indicative
