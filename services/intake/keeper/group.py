"""Which events come of what is asked for? Each gets its position, its time and the hash of the one before."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from services.intake.index import Entry, Known
from services.intake.store import MOST_BYTES
from shared.codec import name_in
from shared.envelope import Draft, digest, stamp
from shared.log.append import AppendReply, Refused


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one fact: now on the log, there before, or refused because its identity is taken."""

    status: Literal["accepted", "known", "conflict"]
    position: int
    """Where the fact stands; of a conflict, where the other fact of that identity stands."""


class EventTooLargeError(ValueError):
    """One event is bigger than the log takes."""

    def __init__(self, draft: Draft, size: int) -> None:
        super().__init__(f"the event {draft.source} {draft.id} has {size} bytes; the most is {MOST_BYTES}")


class TooMuchAtOnceError(ValueError):
    """Facts that were to be saved all or none are more than the store saves in one go."""

    def __init__(self, count: int, size: int, most: tuple[int, int]) -> None:
        super().__init__(
            f"{count:,} new facts of {size:,} bytes cannot be saved as one; the most is {most[0]:,} facts and "
            f"{most[1]:,} bytes"
        )


class TakenError(ValueError):
    """Of facts that were to be saved all or none, some have the identity of something else: none was saved."""

    def __init__(self, conflicts: Mapping[int, Outcome]) -> None:
        super().__init__(f"{len(conflicts)} of the facts have an identity that stands for something else")
        self.conflicts = conflicts
        """By index; the position is 0 where the other fact is one of them."""


class SourceError(ValueError):
    """The source of a fact does not say who reports."""

    def __init__(self, source: str) -> None:
        super().__init__(f"source {source!r}: expected <kind>/<name>, such as court/鄂0117, without spaces")


@dataclass(eq=False, slots=True)
class Job:
    """What somebody asks to be put onto the log."""

    drafts: Sequence[Draft]
    service: str = ""
    """The writer of findings; empty for facts."""
    expected: int = 0
    atomic: bool = False
    """Whether its facts are saved all or none, also when the process dies meanwhile."""
    answer: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    result: Any = None


@dataclass(slots=True)
class Group:
    """What is about to be saved together."""

    position: int
    prevhash: str
    recorded_at: str
    known: dict[bytes, Known]
    writers: dict[str, int]
    most: tuple[int, int]
    """How many events, and bytes, the store saves in one go."""
    events: list[tuple[str, bytes]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    whole: list[tuple[int, int]] = field(default_factory=list)
    """Which of the events, from and up to, are saved in one go."""

    def add(self, job: Job, entries: Sequence[Entry]) -> None:
        """Take in what one asks for; nothing of it where an event is too large, or all cannot be had at once."""
        before = (self.position, self.prevhash, len(self.events))
        try:
            job.result = self._findings(job) if job.service else self._facts(entries)
            if job.atomic:
                self._as_one(job.result, before[0], before[2])
        except (EventTooLargeError, TooMuchAtOnceError, TakenError) as error:
            self.position, self.prevhash, length = before
            del self.events[length:], self.entries[length:]
            self.known = {key: fact for key, fact in self.known.items() if fact.position <= before[0]}
            job.result = error

    def _facts(self, entries: Sequence[Entry]) -> list[Outcome]:
        outcomes = []
        for new in entries:
            key = new.key or b""
            there = self.known.get(key)
            if there is None:
                self._put(new)
                self.known[key] = Known(self.position, new.content)
                outcomes.append(Outcome("accepted", self.position))
            elif there.content == new.content:
                outcomes.append(Outcome("known", there.position))
            else:
                outcomes.append(Outcome("conflict", there.position))
        return outcomes

    def _as_one(self, outcomes: Sequence[Outcome], position: int, start: int) -> None:
        """Note that what was just taken in is saved in one go. Raises TakenError and TooMuchAtOnceError."""
        taken = {
            index: one if one.position <= position else Outcome("conflict", 0)
            for index, one in enumerate(outcomes)
            if one.status == "conflict"
        }
        if taken:
            raise TakenError(taken)
        new = self.events[start:]
        size = sum(len(stored) for _, stored in new)
        if len(new) > self.most[0] or (len(new) > 1 and size > self.most[1]):
            raise TooMuchAtOnceError(len(new), size, self.most)
        if len(new) > 1:
            self.whole.append((start, len(self.events)))

    def _findings(self, job: Job) -> AppendReply | Refused:
        last = self.writers.get(job.service, 0)
        if job.expected != last:
            return Refused(last)
        first = self.position + 1
        reply = AppendReply(first, self.position + len(job.drafts), self.recorded_at, self.prevhash)
        for draft in job.drafts:
            self._put(Entry(0, None, b"", draft))
        self.writers[job.service] = self.position
        return reply

    def _put(self, new: Entry) -> None:
        draft = new.draft
        stored = stamp(draft, self.position + 1, self.recorded_at, self.prevhash)
        if len(stored) > MOST_BYTES:
            raise EventTooLargeError(draft, len(stored))
        self.position += 1
        self.prevhash = digest(stored)
        self.events.append((name_in(draft.type), stored))
        self.entries.append(Entry(self.position, new.key, new.content, draft))
