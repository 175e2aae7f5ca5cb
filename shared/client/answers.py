"""What did the house answer, and what became of each fact?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic_core import from_json

LISTED = 1000
"""Faults of single facts that are kept; more are counted."""


class ClientError(Exception):
    """Facts could not be reported."""


class ProblemError(ClientError):
    """The house refused, and said why (RFC 9457); sent again as it is, it would refuse again."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status = status
        self.body = body
        self.title = str(body.get("title") or f"answered {status}")
        self.detail = str(body.get("detail") or "")
        self.errors: tuple[Mapping[str, Any], ...] = tuple(body.get("errors") or ())
        """Each with `pointer`, `detail` and `expected`, and `index` where several facts were sent."""
        super().__init__(f"{status} {self.title}: {self.detail}")


class AwayError(ClientError):
    """The house did not answer for as long as there was patience. What was sent may be on the log or not."""

    def __init__(self, url: str, why: object) -> None:
        super().__init__(f"{url} does not answer: {why}; send the same again later")
        self.why = why


@dataclass(slots=True)
class Published:
    """What became of facts so far."""

    sent: int = 0
    position: int = 0
    """The last position on the log of any of them."""
    accepted: int = 0
    known: int = 0
    """Those that were on the log already."""
    conflicts: int = 0
    """Those whose source has said something else under their id."""
    rejected: int = 0
    """Those that are no fact the log can take."""
    refused: int = 0
    """Those this key may not report."""
    faults: list[Mapping[str, Any]] = field(default_factory=list)
    """The first 1,000 that are not on the log: `number` from 1, `id`, `status`, `errors`."""
    unlisted: int = 0

    @property
    def complete(self) -> bool:
        """Return whether all of them are on the log."""
        return self.accepted + self.known == self.sent

    def add(self, numbers: Sequence[int], answer: Mapping[str, Any]) -> None:
        """Count a portion and its answer; `numbers` are those of its facts."""
        for result in answer["results"]:
            if result["status"] in ("accepted", "known"):
                continue
            if len(self.faults) < LISTED:
                self.faults.append({**result, "number": numbers[result["index"]]})
            else:
                self.unlisted += 1
        self.sent += len(numbers)
        self.position = max(self.position, answer["position"])
        for name in ("accepted", "known", "conflicts", "rejected", "refused"):
            setattr(self, name, getattr(self, name) + answer[name])


def told_by(answer: httpx.Response) -> dict[str, Any]:
    """Return the good answer. Raises ProblemError where somebody else than a house answered."""
    try:
        said = from_json(answer.content)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise ProblemError(answer.status_code, {"title": "No answer of a house", "detail": answer.text[:200]})
    return said


def problem_of(answer: httpx.Response) -> ProblemError:
    """Return what an answer says that is none of success."""
    try:
        told = from_json(answer.content)
    except ValueError:
        told = None
    return ProblemError(answer.status_code, told if isinstance(told, dict) else {"detail": answer.text[:200]})
