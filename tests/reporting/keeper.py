"""Who takes findings in tests as the keeper does, and may fail or answer late?"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from shared.codec import decode
from shared.envelope import Draft, attributes
from shared.log.append import AppendReply, Refused
from tests.reporting.told import Told


class Death(BaseException):
    """The process is gone."""


@dataclass
class Keeper:
    """Takes findings as the real one does: from whoever names the last of the service's own."""

    told: Told
    failures: list[Exception] = field(default_factory=list)
    """What the next requests meet, before or, if `late`, after they are carried out."""
    late: bool = False
    asked: int = 0

    @property
    def last(self) -> int:
        own = (at for at, body in enumerate(self.told.stored, 1) if attributes(body)["source"] == "reporting")
        return max(own, default=0)

    async def append(self, service: str, expected: int, drafts: Sequence[Draft]) -> AppendReply:
        self.asked += 1
        failure = self.failures.pop(0) if self.failures else None
        if failure and not self.late:
            raise failure
        if expected != self.last:
            raise Refused(self.last)
        first = len(self.told.stored) + 1
        for draft in drafts:
            event = decode(draft.type, draft.data)
            self.told._append(event, service, "", draft.subject, draft.district)  # type: ignore[arg-type]
        if failure:
            raise failure
        return AppendReply(first, len(self.told.stored))
