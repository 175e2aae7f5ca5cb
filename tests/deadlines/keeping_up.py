"""How does a service, usually deadlines, keep up with a log in a test? By its notes and the parts of the loop.

The notes are real, so are the folding, the rules and the difference; the log is a list, and the loop is the test's:
it says in what batches events come, when is judged, when the service dies and where.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from services.deadlines.rules import RULES
from shared.dispute import Dispute, Key, disputes, with_bureau
from shared.envelope import GENESIS, NO_DISTRICT, Draft, attributes, digest, is_finding, read, stamp
from shared.judge import Findings, Rules
from shared.judge.folding import Folding
from shared.log.append import AppendReply, Refused
from shared.log.filing import file
from shared.log.notes import Notes
from shared.world import World, world_of

AT = "2026-01-01T00:00:00.000000Z"
AT_A_TIME = 5
"""Cases judged at a time: no more than are judged without a thread of their own."""

Standing = Mapping[Key, object]


class Died(BaseException):
    """The service is gone where it was."""


class Log:
    """The stored bytes by position from 1, and the one way to add to them."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self._own_last: dict[str, int] = {}
        self._before = GENESIS

    def record(self, *drafts: Draft) -> None:
        """Put facts onto the log."""
        for draft in drafts:
            self._add(draft)

    async def append(self, service: str, expected: int, drafts: Sequence[Draft]) -> AppendReply:
        """Put findings onto the log as its keeper does. Raises Refused."""
        if expected != self._own_last.get(service, 0):
            raise Refused(self._own_last.get(service, 0))
        first, before = len(self.bodies) + 1, self._before
        for draft in drafts:
            self._add(draft)
        self._own_last[service] = len(self.bodies)
        return AppendReply(first, len(self.bodies), AT, before)

    def _add(self, draft: Draft) -> None:
        self.bodies.append(stamp(draft, len(self.bodies) + 1, AT, self._before))
        self._before = digest(self.bodies[-1])


class Keeping:
    """The service, as far as it has read."""

    def __init__(self, log: Log, folder: Path, name: str = "notes", rules: Rules = RULES) -> None:
        self._log, self._rules = log, rules
        self._url = f"sqlite:///{folder}/{name}.db"
        self._dies_at = ""
        self._begin()

    def _begin(self) -> None:
        self._notes = Notes(self._url, self._rules.service)
        self._folding = Folding(self._notes, self._rules.entries)
        client = self._log
        self._findings = Findings(self._rules, client, self._passing)  # type: ignore[arg-type]  # it only appends

    def _passing(self, point: str) -> None:
        if point == self._dies_at:
            self._dies_at = ""
            raise Died

    @property
    def behind(self) -> int:
        """Return how many events it has not read."""
        return len(self._log.bodies) - self._notes.position

    def read(self, most: int) -> None:
        """Note the next events as one batch."""
        first = self._notes.position
        batch = list(enumerate(self._log.bodies[first : first + most], first + 1))
        if batch:
            self._folding.heed(self._notes.note(batch, first))

    async def judge(self, most: int = AT_A_TIME, dies_at: str = "") -> bool:
        """Judge some of what is due; return whether anything was. With `dies_at` it dies there and begins anew."""
        self._dies_at = dies_at
        keys = self._notes.due(most)
        if not keys:
            return False
        due, unfolded = self._folding.fold(keys)
        assert not unfolded, unfolded
        try:
            concluded = await self._findings.conclude(due, self._notes.own_last)
        except Refused:
            self.read(self.behind)
            return True
        except Died:
            self.restart()
            return True
        assert not concluded.stalled, concluded.stalled
        judged = {*keys, *(key for one in due for key in one.keys)}
        self._notes.conclude(judged, concluded.own, concluded.wake)
        return True

    async def catch_up(self) -> None:
        """Read and judge until nothing more follows."""
        self.read(self.behind)
        while await self.judge() or self.behind:
            self.read(self.behind)

    def restart(self) -> None:
        """Let it die and begin anew with what it saved."""
        self.close()
        self._begin()

    def close(self) -> None:
        """Let go of the notes."""
        self._notes.close()


def told_by(bodies: Sequence[bytes], district: str) -> tuple[list[Dispute], World]:
    """Return the disputes of a district as the facts of a log tell them, with the bureau's own, and its world."""
    told = [(body, attributes(body)) for body in bodies]
    facts = [(body, one) for body, one in told if not is_finding(one["source"])]
    of_cases = [body for body, one in facts if file(one).is_case]
    about_all = [
        body for body, one in facts if not file(one).is_case and one["district"] in (district, NO_DISTRICT)
    ]
    own = [one for one in disputes(map(read, of_cases)) if one.district == district]
    return with_bureau(own, district), world_of(district, map(read, about_all))


def recomputed(bodies: Sequence[bytes], district: str) -> Standing:
    """Return what follows from all facts of a log at once, whatever was found on it."""
    found, world = told_by(bodies, district)
    return {
        key: finding.standing
        for dispute in found
        for key, finding in RULES.follows(dispute, world).findings.items()
    }


def on_record(bodies: Sequence[bytes], district: str, service: str = RULES.service) -> Standing:
    """Return what stands of all that was found."""
    return {
        key: finding.standing
        for dispute in disputes(map(read, bodies))
        if dispute.district == district
        for key, finding in dispute.standing(service).items()
    }
