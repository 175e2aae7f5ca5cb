"""A log in memory: it passes the same tests as the keeper, and can be told to break."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha512
from typing import Any, Literal

from shared.codec import encode
from shared.dispute import effective
from shared.envelope import GENESIS, Draft, Recorded, content, read, stamp
from shared.sealing import Seal, close_draft, mentions_persons

AT = "2026-01-01T00:00:00.000000Z"


class BrokenError(Exception):
    """The log broke as it was told to."""


@dataclass(frozen=True)
class Outcome:
    status: Literal["accepted", "known", "conflict"]
    position: int


@dataclass(frozen=True)
class Current:
    type: str
    subject: str
    stated: dict[str, Any] | None
    revision: str
    revisions: int


@dataclass(frozen=True)
class Parked:
    case: str
    reason: str = "unknown-organ"
    about: str = "新洲区某局"
    released_by: str = "organ-registered"


@dataclass
class MemoryLog:
    """What the keeper and the reception do, without disk."""

    events: list[Draft] = field(default_factory=list)
    break_after: int = -1
    """How many more events are taken; then it breaks in the middle of what it was given."""
    waiting: list[Parked] = field(default_factory=list)
    _at: dict[tuple[str, str], int] = field(default_factory=dict)
    _revisions: dict[tuple[str, str], list[Draft]] = field(default_factory=dict)

    @property
    def position(self) -> int:
        return len(self.events)

    async def seal(self, drafts: Sequence[Draft], *, dry_run: bool = False) -> list[Draft]:
        return [_sealed(draft) for draft in drafts]

    async def record(self, drafts: Sequence[Draft]) -> list[Outcome]:
        outcomes = []
        for draft in await self.seal(drafts):
            key = (draft.source, draft.id)
            if position := self._at.get(key):
                same = content(self.events[position - 1]) == content(draft)
                outcomes.append(Outcome("known" if same else "conflict", position))
                continue
            if self.break_after == 0:
                raise BrokenError
            self.break_after -= 1
            self.events.append(draft)
            self._at[key] = len(self.events)
            if "target_id" in draft.data:
                target = (draft.data["target_source"], draft.data["target_id"])
                self._revisions.setdefault(target, []).append(draft)
            outcomes.append(Outcome("accepted", len(self.events)))
        return outcomes

    async def current(self, source: str, ids: Iterable[str]) -> Mapping[str, Current]:
        return {id_: self._current(source, id_) for id_ in ids if (source, id_) in self._at}

    def _current(self, source: str, id_: str) -> Current:
        fact = self.events[self._at[source, id_] - 1]
        revisions = self._revisions.get((source, id_), [])
        own = [event for event in revisions if event.source == source]
        stated = own[-1].data.get("data") if own else fact.data
        return Current(fact.type, fact.subject, stated, revisions[-1].id if revisions else id_, len(own))

    async def parked(self, district: str, cases: Iterable[str] | None = None) -> list[Parked]:
        wanted = None if cases is None else set(cases)
        return [fact for fact in self.waiting if wanted is None or fact.case in wanted]

    async def read(self, first: int, last: int) -> list[bytes]:
        return [stamp(event, n, AT, GENESIS) for n, event in enumerate(self.events, 1) if first <= n <= last]

    def recorded(self) -> list[Recorded]:
        """Return the events as the services read them."""
        return [read(stamp(event, n, AT, GENESIS)) for n, event in enumerate(self.events, 1)]

    def standing(self) -> dict[str, dict[str, Any]]:
        """Return what the facts say now, by id, as disputes read it."""
        return standing(self.recorded())

    def types(self) -> list[str]:
        """Return the names of the events in their order."""
        return [event.type.split(".")[1] for event in self.events]


def standing(records: Iterable[Recorded]) -> dict[str, dict[str, Any]]:
    """Return what facts say after corrections, by id."""
    reports, conflicts = effective(records)
    assert conflicts == ()
    return {report.id: encode(report.fact) for report in reports}


def _sealed(draft: Draft) -> Draft:
    if not mentions_persons(draft):
        return draft
    return close_draft(draft, Seal(sha512(f"{draft.district}/{draft.subject}".encode()).digest()).close)
