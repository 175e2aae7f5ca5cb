"""Of what is each subscriber to be told now? Pure.

Asked of what stands, never of what has just happened: so nothing depends on who was running when, and what the log
says was delivered is not delivered again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.delivery.subscriptions import Subscription
from shared.events.words import Notice


class Told(NamedTuple):
    """What names one piece of news to one subscriber: of these, each is delivered once."""

    district: str
    subscription: str
    case: str
    duty: str
    of: str
    notice: str


@dataclass(frozen=True, slots=True)
class Message:
    """One piece of news to one subscriber."""

    subscription: Subscription
    kind: Notice
    notice: str
    """`near-` and the step, or `escalated`, and the due day it speaks of: `near-3@2026-12-01`."""
    deadline: DeadlineRow
    day: date
    """The day on which it is said."""
    title: str = ""
    """What the law calls the duty, in Chinese; empty where it says nothing."""

    @property
    def told(self) -> Told:
        """Return what names it."""
        row, to = self.deadline, self.subscription
        return Told(to.district, to.name, row.case, row.duty, row.of, self.notice)

    @property
    def about(self) -> str:
        """Return what it is about."""
        return self.deadline.case

    @property
    def id(self) -> str:
        """Return the same id for the same news, whoever asks and however often it is sent."""
        return f"msg_{sha256('|'.join(self.told).encode()).hexdigest()[:32]}"


def messages(
    subscriptions: Iterable[Subscription],
    deadlines: Collection[DeadlineRow],
    told: Collection[Told],
    day: date,
    titles: Mapping[tuple[str, str], str] | None = None,
) -> list[Message]:
    """Return what the subscribers of one district are to be told on a day, what is due first coming first.

    A deadline that comes close is told of while it is open and not past; a miss while somebody is called because of
    it. Subscriptions name agencies in full; `titles` says by duty and article what the law calls it.
    """
    listening: dict[str, list[Subscription]] = {}
    for subscription in subscriptions:
        if not subscription.disabled:
            listening.setdefault(subscription.agency, []).append(subscription)
    found = [
        message
        for row in deadlines
        if (kind := _kind(row, day)) is not None
        for agency in _concerned(row, kind)
        for to in listening.get(agency, ())
        if _wants(to, row, kind)
        if (message := _message(to, row, kind, day, titles)).told not in told
    ]
    return sorted(found, key=lambda one: (one.deadline.due_on, one.told))


def _concerned(row: DeadlineRow, kind: Notice) -> Iterable[str]:
    """Return the agencies that news is about, each once; the empty name stands for the whole district."""
    return dict.fromkeys(("", *row.agencies, *(row.escalated_to if kind == "escalated" else ())))


def _wants(to: Subscription, row: DeadlineRow, kind: Notice) -> bool:
    return (not to.told_of or kind in to.told_of) and (not to.duties or row.duty in to.duties)


def _message(
    to: Subscription,
    row: DeadlineRow,
    kind: Notice,
    day: date,
    titles: Mapping[tuple[str, str], str] | None,
) -> Message:
    step = f"near-{row.step}" if kind == "near" else kind
    title = (titles or {}).get((row.duty, row.article), "")
    return Message(to, kind, f"{step}@{row.due_on}", row, day, title)


def _kind(row: DeadlineRow, day: date) -> Notice | None:
    if row.state == "open" and row.step is not None and row.due_on >= day:
        return "near"
    if row.state == "missed" and row.done_on is None and row.escalated_to:
        return "escalated"
    return None
