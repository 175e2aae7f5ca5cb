"""What kinds of things wait for somebody, and what is kept of each?"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, NamedTuple, get_args

from pydantic_core import from_json

Kind = Literal[
    "designation",
    "coordination",
    "forward-urgent",
    "doubt",
    "disagreement",
    "law",
    "parked",
    "papers",
    "agents",
    "answer",
    "inquiry",
    "report",
    "review",
    "feedback",
    "decision",
    "stage",
    "unfounded",
    "stalled",
    "circular",
    "referral",
]
"""What waits for somebody, in the order in which it should be seen to."""

KINDS: tuple[Kind, ...] = get_args(Kind)

WHO: Mapping[Kind, str] = {
    "designation": "bureau",
    "coordination": "government_office",
    "forward-urgent": "government_office_or_bureau",
    "doubt": "bureau",
    "disagreement": "bureau",
    "law": "bureau",
    "parked": "bureau",
    "papers": "responsible_agency",
    "agents": "responsible_agency",
    "answer": "addressee",
    "inquiry": "losing_agency",
    "report": "losing_agency",
    "review": "bureau",
    "feedback": "bureau",
    "decision": "losing_agency",
    "stage": "losing_agency",
    "unfounded": "losing_agency",
    "stalled": "bureau",
    "circular": "bureau",
    "referral": "bureau",
}
"""Which role must act as a rule; a pack may give a stage to another, and every item names its own."""

STAGES: Mapping[str, Kind] = {
    "inquiry-completed": "inquiry",
    "inquiry-reported": "report",
    "loss-analysed": "report",
    "review-completed": "review",
    "review-fed-back": "feedback",
    "decision-made": "decision",
}
"""The kind of an open stage of a proceeding after a loss, by the fact that completes it; of any other `stage`."""


class OpenItem(NamedTuple):
    """Something that waits for somebody."""

    kind: Kind
    since: date | None
    """The day it is about, else the day the case began."""
    by: date | None
    """The day by which it must be settled, where there is one; it may be over."""
    article: str
    says: dict[str, Any]
    """What was found, ready for JSON."""
    who: str
    """The role that must act."""
    agencies: tuple[str, ...] = ()
    """Who fills it (full names), the first of them first; empty while nobody is known to."""


def items_of(text: str) -> tuple[OpenItem, ...]:
    """Return the open items of a case, read back."""
    return tuple(
        OpenItem(kind, _day(since), _day(by), article, says, who, tuple(agencies))
        for kind, since, by, article, says, who, agencies in from_json(text)
    )


def order_of(item: OpenItem) -> tuple[int, str, str]:
    """Return by what the items of a case are sorted."""
    return KINDS.index(item.kind), str(item.by or item.since or ""), str(item.says)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
