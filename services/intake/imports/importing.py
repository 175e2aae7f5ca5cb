"""How does what a file says come to stand on the log, once, whatever happened half-way before?

Everything is compared with what the reporter has already said, so repeating an import, also after a crash in the
middle, records only what is still missing.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Literal, Protocol, TypeVar

from services.intake.imports.difference import Change, Step, changes, changes_of_unkeyed
from services.intake.imports.reading import UNKEYED, Reading, Wanted, as_unkeyed
from services.intake.imports.said import Current, Knowing, said_of
from shared.envelope import Draft

_SUBJECTS = 50
"""Cases compared at once; between them others have their turn."""
_BATCH = 1000
"""Drafts recorded at once."""

T = TypeVar("T")


class Outcome(Protocol):
    """What became of one draft."""

    @property
    def status(self) -> Literal["accepted", "known", "conflict"]:
        """Return whether it was recorded, was there already, or has the id of something else."""

    @property
    def position(self) -> int:
        """Return where it stands on the log."""


class Log(Knowing, Protocol):
    """What imports ask the log; intake's keeper answers."""

    @property
    def position(self) -> int:
        """Return the last position of the log."""


class Door(Protocol):
    """The way onto the log for what comes from outside; intake's reception is it."""

    async def seal(self, drafts: Sequence[Draft], *, dry_run: bool = False) -> Sequence[Draft]:
        """Seal the personal fields of drafts, the same text of one case always alike."""

    async def record(self, drafts: Sequence[Draft]) -> Sequence[Outcome]:
        """Record facts in this order: the outcome of each, when all are durable."""


Progress = Callable[[int, int], None]
"""Told how many cases are done, of how many."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed."""

    position: int
    """The log's end when everything the file says stood on it."""
    steps: Mapping[Step, int] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    """Ids of facts that somebody else has given another content in the same moment."""


async def import_file(
    reading: Reading,
    log: Log,
    door: Door,
    *,
    dry_run: bool = False,
    progress: Progress = lambda done, total: None,
) -> Imported:
    """Record what a file says and the log does not say yet; with `dry_run` only count it.

    One import of a district at a time, else two could correct the same revision.
    """
    steps: Counter[Step] = Counter({"known": _repeated(reading) + reading.unchanged_facts})
    conflicts: list[str] = []
    waiting: list[Change] = []
    subjects = [*reading.wanted, UNKEYED]
    done = 0
    for some in _chunks(subjects, _SUBJECTS):
        waiting += await _changes(reading, some, log, door, dry_run=dry_run)
        done += len(some)
        if len(waiting) >= _BATCH or done == len(subjects):
            steps, lost = await record(waiting, door, steps, dry_run=dry_run)
            conflicts += lost
            waiting = []
        progress(done, len(subjects))
        await asyncio.sleep(0)
    return Imported(log.position, {step: n for step, n in steps.items() if n}, tuple(conflicts))


def _repeated(reading: Reading) -> int:
    """Return how many facts the rows state that repeat another row, and count as known."""
    subject_of = {place: subject for subject, place in reading.places.items()}
    repeated = [reading.wanted[subject_of[first]] for _, first in reading.duplicates if first in subject_of]
    return sum(len(wanted.facts or ()) for wanted in repeated)


async def _changes(
    reading: Reading, subjects: Sequence[str], log: Log, door: Door, *, dry_run: bool
) -> list[Change]:
    said = await said_of(log, reading.source, reading.kind, subjects)
    wanted = {subject: reading.wanted[subject] for subject in subjects if subject != UNKEYED}
    drafts = [
        draft for one in wanted.values() for draft in (*(one.facts or {}).values(), *one.parked.values())
    ]
    sealed = {draft.id: draft for draft in await door.seal(drafts, dry_run=dry_run)}
    found = []
    for subject, one in wanted.items():
        facts = None if one.facts is None else {id_: sealed[id_] for id_ in one.facts}
        parked = {id_: sealed[id_] for id_ in one.parked}
        found += changes(reading, Wanted(facts, parked), said[subject])
    if UNKEYED in subjects:
        found += await _changes_of_unkeyed(reading, said[UNKEYED], door, dry_run=dry_run)
    return found


async def _changes_of_unkeyed(
    reading: Reading, said: Mapping[str, Current], door: Door, *, dry_run: bool
) -> list[Change]:
    waiting = any(row.stated is not None for row in said.values())
    drafts = chain(reading.unkeyed, (as_unkeyed(reading, row) for row in reading.table.rows if waiting))
    sealed: list[Draft] = []
    for some in _chunks(drafts, _SUBJECTS):
        sealed += await door.seal(some, dry_run=dry_run)
        await asyncio.sleep(0)
    split = len(reading.unkeyed)
    return changes_of_unkeyed(reading, sealed[:split], sealed[split:], said)


async def record(
    found: Sequence[Change], door: Door, before: Counter[Step], *, dry_run: bool = False
) -> tuple[Counter[Step], list[str]]:
    """Record changes, and return the steps counted with those before, and the ids that were in conflict."""
    steps = before + Counter(change.step for change in found if change.draft is None)
    new = [(change.step, change.draft) for change in found if change.draft is not None]
    if dry_run:
        return steps + Counter(step for step, _ in new), []
    conflicts = []
    outcomes = await door.record([draft for _, draft in new]) if new else ()
    for (step, draft), outcome in zip(new, outcomes, strict=True):
        match outcome.status:
            case "conflict":
                conflicts.append(draft.id)
            case "known":
                steps["parked_known" if step == "parked" else "known"] += 1
            case "accepted":
                steps[step] += 1
    return steps, conflicts


def _chunks(items: Iterable[T], size: int) -> Iterable[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk
