"""How do records of a feed come to stand on the log: once, whatever comes twice, late or out of order?

A record restates what its source says of a case, like a row of a ledger; what differs from what the same feed has
said so far is recorded. Of two records of a case the one that was changed later counts, whichever comes first.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.intake.feeds.lines import STRAY, Feed, Line, Reporter, line, parked, series, stray
from services.intake.feeds.memory import CaseTold, Memory
from services.intake.imports.difference import Change, changes
from services.intake.imports.importing import Door, Log, record
from services.intake.imports.reading import ROW_PARKED, Wanted, parked_series
from services.intake.imports.said import Current, numbered
from shared.envelope import Draft

BATCH = 50
"""Cases compared and recorded at once; between them others have their turn."""

COUNTED = (
    "records",
    "unchanged",
    "outdated",
    "parked",
    "accepted",
    "known",
    "corrected",
    "retracted",
    "released",
    "conflicts",
)
"""What is counted. Records: all, those taken before, those older than what is known, those that cannot be read.
Facts: recorded, on the log already, corrected, retracted; parked records released; identities that were taken."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of some records."""

    counts: Mapping[str, int] = field(default_factory=dict)
    newest: str = ""
    """The newest change among them, RFC 3339 in UTC."""
    strays: Mapping[str, int] = field(default_factory=dict)
    """How often fields came that the mapping does not know."""
    wrong: tuple[str, ...] = ()
    """What was wrong with the first records that cannot be read, in words."""


@dataclass(slots=True)
class _Chosen:
    """Which records of a case count."""

    readable: Line | None = None
    unreadable: Line | None = None
    number: int = 0
    """The place of the unreadable one in the payload."""
    told: CaseTold = field(default_factory=CaseTold)
    """What is remembered once they are on the log."""
    keeps_parked: bool = False
    """True when a record that cannot be read is newer than the readable one."""

    @property
    def last(self) -> Line:
        """Return the record that counts."""
        found = self.readable or self.unreadable
        assert found is not None, "a case of which no record counts is left out"
        return found


async def take(
    feed: Feed, records: Sequence[object], log: Log, door: Door, memory: Memory, cause: str = ""
) -> Taken:
    """Record what records of a feed say and the log does not say yet. `cause` leads to the payload they came in.

    One call of a feed at a time, else two could correct the same revision. Raises Problem when the log cannot be
    written; then the same records are to be taken again.
    """
    lines = await asyncio.to_thread(lambda: [line(feed, one, cause) for one in records])
    groups: dict[str, list[tuple[int, Line]]] = {}
    for number, one in enumerate(lines, 1):
        groups.setdefault(one.subject, []).append((number, one))
    counts = Counter[str]({"records": len(lines)})
    subjects = list(groups)
    for start in range(0, len(subjects), BATCH):
        some = {subject: groups[subject] for subject in subjects[start : start + BATCH]}
        await _take(feed, some, log, door, memory, cause, counts)
    bad = [f"{one.subject}: {one.read.bad[0].column}" for one in lines if one.read.bad]
    return Taken(
        {name: counts[name] for name in COUNTED if counts[name]},
        max((one.read.updated for one in lines), default=""),
        Counter(name for one in lines for name in one.read.strays),
        tuple(bad[:10]),
    )


async def _take(
    feed: Feed,
    groups: Mapping[str, list[tuple[int, Line]]],
    log: Log,
    door: Door,
    memory: Memory,
    cause: str,
    counts: Counter[str],
) -> None:
    strays = [stray(one.read) for group in groups.values() for _, one in group if one.read.case]
    known = await asyncio.to_thread(memory.cases, feed.name, [*groups, *strays])
    chosen = {
        subject: _choose(feed, group, known.get(subject, CaseTold()), counts)
        for subject, group in groups.items()
    }
    chosen = {subject: one for subject, one in chosen.items() if one.readable or one.unreadable}
    found = await _changes(feed, chosen, known, log, door, cause)
    steps, conflicts = await record(found, door, Counter())
    counts.update({str(step): number for step, number in steps.items()})
    counts["conflicts"] += len(conflicts)
    told = {subject: one.told for subject, one in chosen.items()}
    for one in chosen.values():
        if one.readable is not None and known.get(stray(one.readable.read), CaseTold()).parked_digest:
            told[stray(one.readable.read)] = CaseTold()
    await asyncio.to_thread(memory.keep_cases, feed.name, told)


def _choose(feed: Feed, group: list[tuple[int, Line]], known: CaseTold, counts: Counter[str]) -> _Chosen:
    """Return which records of one case count beside what is known of it; the others are counted."""
    one = _Chosen(told=known)
    same_way = known.version == feed.version
    for number, told in sorted(group, key=lambda pair: (pair[1].read.updated, pair[0])):
        read = told.read
        if not told.is_readable:
            if same_way and (read.updated, read.digest) == (known.parked, known.parked_digest):
                counts["unchanged"] += 1
            elif read.updated < known.updated:
                counts["outdated"] += 1
            else:
                counts["outdated"] += one.unreadable is not None
                one.unreadable, one.number = told, number
        elif same_way and read.updated == known.updated and _was_taken(read.digest, known):
            counts["unchanged"] += 1
        elif read.updated < known.updated:
            counts["outdated"] += 1
        else:
            counts["outdated"] += one.readable is not None
            one.readable = told
            if one.unreadable is not None:  # it was older
                counts["outdated"] += 1
                one.unreadable = None
    _remember(feed, one, group, known, same_way=same_way)
    return one


def _was_taken(digest: str, known: CaseTold) -> bool:
    """Return whether a record was taken. Where no instants are told, only the very last one says the same again."""
    return digest in (known.digests if known.updated else known.digests[-1:])


def _remember(
    feed: Feed, one: _Chosen, group: list[tuple[int, Line]], known: CaseTold, *, same_way: bool
) -> None:
    told = replace(known, version=feed.version) if one.readable or one.unreadable else known
    if not same_way:
        told = replace(told, parked="", parked_digest="", digests=())
    if one.readable is not None:
        updated = one.readable.read.updated
        before = known.digests if same_way and known.updated == updated else ()
        these = [each.read.digest for _, each in group if each.is_readable and each.read.updated == updated]
        digests = (*before, *(digest for digest in these if digest not in before))
        told = replace(told, updated=updated, digests=digests)
        one.keeps_parked = bool(known.parked_digest) and bool(updated) and known.parked > updated
        if not one.keeps_parked:
            told = replace(told, parked="", parked_digest="")
        else:
            told = replace(told, parked=known.parked, parked_digest=known.parked_digest)
    if one.unreadable is not None:
        told = replace(told, parked=one.unreadable.read.updated, parked_digest=one.unreadable.read.digest)
    one.told = told


async def _changes(
    feed: Feed,
    chosen: Mapping[str, _Chosen],
    known: Mapping[str, CaseTold],
    log: Log,
    door: Door,
    cause: str,
) -> list[Change]:
    wanted = {subject: _wanted(feed, one, cause) for subject, one in chosen.items()}
    drafts = [
        draft for one in wanted.values() for draft in (*(one.facts or {}).values(), *one.parked.values())
    ]
    sealed = {draft.id: draft for draft in await door.seal(drafts)}
    said = await _said(feed, chosen, log)
    found: list[Change] = []
    for subject, one in chosen.items():
        facts = wanted[subject].facts
        told = said[subject]
        if one.keeps_parked and one.unreadable is None:
            told = {id_: fact for id_, fact in told.items() if fact.type != ROW_PARKED}
        closed = Wanted(
            None if facts is None else {id_: sealed[id_] for id_ in facts},
            {id_: sealed[id_] for id_ in wanted[subject].parked},
        )
        found += changes(one.last.reporter, closed, told)
    found += await _mended(feed, chosen, known, log)
    # A retraction names its sender and what it came of too, like the facts.
    return [_signed(feed, change, cause) for change in found]


def _signed(feed: Feed, change: Change, cause: str) -> Change:
    if change.draft is None:
        return change
    return replace(change, draft=replace(change.draft, actor=feed.actor, causationid=cause))


def _wanted(feed: Feed, one: _Chosen, cause: str) -> Wanted:
    parked_: dict[str, Draft] = {}
    if one.unreadable is not None:
        draft = parked(feed, one.unreadable, one.number, cause)
        parked_[draft.id] = draft
    return Wanted(None if one.readable is None else one.readable.facts, parked_)


async def _said(feed: Feed, chosen: Mapping[str, _Chosen], log: Log) -> dict[str, dict[str, Current]]:
    """Return by case and id what the feed has said of it."""
    asked: dict[str, dict[str, str]] = {}
    for subject, one in chosen.items():
        names = [] if subject.startswith(STRAY) else series(feed, subject)
        names.append(parked_series(f"{feed.name}/{subject}"))
        asked.setdefault(one.last.reporter.source, {}).update(dict.fromkeys(names, subject))
    found: dict[str, dict[str, Current]] = {subject: {} for subject in chosen}
    for source, of in asked.items():
        for name, facts in (await numbered(log, source, of)).items():
            found[of[name]] |= facts
    return found


async def _mended(
    feed: Feed, chosen: Mapping[str, _Chosen], known: Mapping[str, CaseTold], log: Log
) -> list[Change]:
    """Return the release of records without case number that now came with one, and else the same."""
    found: list[Change] = []
    for one in chosen.values():
        mark = stray(one.last.read)
        if one.readable is None or not known.get(mark, CaseTold()).parked_digest:
            continue
        name = parked_series(f"{feed.name}/{mark}")
        # It was parked in the name of the feed's first court, for nobody knew of which it was.
        reporter = Reporter(feed.source, one.readable.reporter.district)
        said = (await numbered(log, feed.source, [name]))[name]
        found += changes(reporter, Wanted(None), said)
    return found
