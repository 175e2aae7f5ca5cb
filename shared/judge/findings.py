"""Which findings are to be added or withdrawn, so that the log says what follows?"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar

from prometheus_client import Counter

from shared.codec import encode, type_of
from shared.dispute import Case, Dispute, Key
from shared.envelope import Draft, case_key
from shared.events.base import Finding
from shared.events.findings.common import FindingWithdrawn
from shared.index import Entry
from shared.judge.conclude import FEW, Concluded, Due, say
from shared.log.append import MOST, LogClient
from shared.world import Follows, World

F = TypeVar("F", bound=Finding)

_APPENDED = Counter("yingsu_findings_appended_total", "Findings put onto the log", ["service"])


class Rules(Protocol):
    """The question of one service, as a pure function."""

    @property
    def service(self) -> str:
        """Return whose rules these are."""
        ...

    @property
    def version(self) -> str:
        """Return the version of the rules."""
        ...

    def follows(self, dispute: Dispute, world: World) -> Follows:
        """Return all that follows from a dispute, and the next day on which that can change."""
        ...

    def entries(self, dispute: Dispute, world: World) -> Iterable[Entry]:
        """Return what other disputes must know of this one; it depends on facts alone."""
        ...

    def transition(self, old: Finding | None, new: Finding) -> Finding:
        """Return the finding that says how `new` came to stand where `old`, or nothing, stood."""
        ...


@dataclass(frozen=True, slots=True)
class Findings:
    """Judges disputes by rules and appends the difference."""

    rules: Rules
    client: LogClient
    passing: Callable[[str], None] = lambda point: None
    """Told when a named point is passed."""
    most: int = 200

    @property
    def service(self) -> str:
        """Return whose findings these are."""
        return self.rules.service

    @property
    def version(self) -> str:
        """Return the version of the rules."""
        return self.rules.version

    def entries(self, dispute: Dispute, world: World) -> Iterable[Entry]:
        """Return what other disputes must know of this one."""
        return self.rules.entries(dispute, world)

    async def conclude(self, due: Sequence[Due], own_last: int) -> Concluded:
        """Append what follows and is not recorded, and withdraw what is recorded and no longer follows."""
        few = len(due) <= FEW
        drafts, wake, stalled = self._judge(due) if few else await asyncio.to_thread(self._judge, due)
        own: list[tuple[int, bytes]] = []
        for start in range(0, len(drafts), MOST):
            part = drafts[start : start + MOST]
            self.passing("before-append")
            reply = await self.client.append(self.service, own_last, part)
            self.passing("after-append")
            own += reply.stamped(part)
            own_last = reply.last
            _APPENDED.labels(self.service).inc(len(part))
        return Concluded(own, wake, stalled)

    def _judge(self, due: Sequence[Due]) -> tuple[list[Draft], dict[str, date | None], dict[str, str]]:
        drafts, wake, stalled = list[Draft](), dict[str, date | None](), dict[str, str]()
        for one in due:
            for key in one.keys:
                wake[key] = None
            for dispute in one.disputes:
                first = case_key(dispute.district, dispute.cases[0].number)
                try:
                    follows = self.rules.follows(dispute, one.world)
                    drafts += [
                        _draft(self.service, dispute.district, key, finding, one.position)
                        for key, finding in self._difference(dispute, one.world, follows.findings)
                    ]
                except Exception as error:
                    stalled[first] = say(error)
                else:
                    days = (follows.next_day, one.world.changes_on)
                    wake[first] = min((day for day in days if day), default=None)
        return drafts, wake, stalled

    def _difference(
        self, dispute: Dispute, world: World, follows: Mapping[Key, Finding]
    ) -> Iterator[tuple[Key, Finding]]:
        standing = dispute.standing(self.service)
        for key in sorted(standing.keys() - follows.keys()):
            withdrawn = FindingWithdrawn(topic=key.topic, of_slot=key.slot)
            yield key, stamped(withdrawn, dispute.by_number[key.case], world, self.rules)
        for key in sorted(follows):
            old, new = standing.get(key), follows[key]
            if old is None or old.standing != new.standing:
                # The versions come first: by them a transition tells what has changed.
                resting = stamped(new, dispute.by_number[key.case], world, self.rules)
                yield key, self.rules.transition(old, resting)


def stamped(finding: F, case: Case, world: World, rules: Rules) -> F:
    """Return a finding on a case with the versions of law, calendar and rules it rests on."""
    law = world.law_for(case)
    return replace(
        finding, law=law.version if law else "", calendar=world.calendar.version, rules=rules.version
    )


def _draft(service: str, district: str, key: Key, finding: Finding, cause: int) -> Draft:
    return Draft(
        source=service,
        id="",
        type=type_of(type(finding)),
        subject=key.case,
        district=district,
        data=encode(finding),
        causationid=str(cause),
    )
