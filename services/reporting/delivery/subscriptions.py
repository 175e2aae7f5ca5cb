"""Who has asked to be told of deadlines, and who is told no more? Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from shared.codec import type_of
from shared.dispute import counting, effective
from shared.envelope import Recorded, fact_key
from shared.events.base import Fact
from shared.events.district import SubscriptionMade
from shared.events.findings.reporting import SubscriptionDisabled
from shared.events.intake import FactCorrected, FactRetracted
from shared.events.words import Notice


@dataclass(frozen=True, slots=True)
class Origin:
    """A fact that makes a subscription, and which of its revisions a retraction has to replace."""

    source: str
    id: str
    replaces: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """One wish to be told. Address and secret are as they stand on the log: sealed, until somebody opens them."""

    district: str
    name: str
    version: int
    channel: Literal["webhook", "email"]
    address: str
    secret: str
    subject: str
    """What the fact is filed under: the key of this subject opens address and secret."""
    agency: str = ""
    duties: tuple[str, ...] = ()
    told_of: tuple[Notice, ...] = ()
    disabled: str = ""
    """Why deliveries have ended; empty while they go on."""
    origins: tuple[Origin, ...] = ()
    """The facts it rests on: all of them have to be retracted to end it."""

    @property
    def key(self) -> tuple[str, str]:
        """Return what tells it from all others."""
        return self.district, self.name

    @property
    def edition(self) -> tuple[str, str, int]:
        """Return what tells it from all others, and from what it was before it was renewed."""
        return self.district, self.name, self.version


def concerns_subscriptions(record: Recorded) -> bool:
    """Return whether an event says anything of subscriptions."""
    match record.event:
        case SubscriptionMade() | SubscriptionDisabled():
            return True
        case FactCorrected() | FactRetracted() as revision:
            return revision.type == _MADE
    return False


def subscriptions(records: Iterable[Recorded]) -> tuple[Subscription, ...]:
    """Return the subscriptions these events amount to, by district and name.

    One that was disabled stays so until a later version of it comes.
    """
    records = sorted(records, key=lambda record: record.position)
    reports = effective(records)[0]
    last = _last_revisions(records)
    disabled = {
        (record.district, record.event.subscription): record.event
        for record in records
        if isinstance(record.event, SubscriptionDisabled)
    }
    found = []
    for district in sorted({report.district for report in reports}):
        own = [report for report in reports if report.district == district]
        for name, report in sorted(counting(own).get("", {}).get(SubscriptionMade, {}).items()):
            fact: Fact = report.fact
            assert isinstance(fact, SubscriptionMade)
            ended = disabled.get((district, name))
            found.append(
                Subscription(
                    district=district,
                    name=name,
                    version=fact.version,
                    channel=fact.channel,
                    address=fact.address,
                    secret=fact.secret,
                    subject=report.subject,
                    agency=fact.agency,
                    duties=fact.duties,
                    told_of=fact.told_of,
                    disabled=ended.reason if ended and ended.version >= fact.version else "",
                    origins=tuple(
                        Origin(one.source, one.id, last.get(fact_key(one.source, one.id), one.id))
                        for one in own
                        if isinstance(one.fact, SubscriptionMade) and one.fact.slot == name
                    ),
                )
            )
    return tuple(found)


def versions(records: Iterable[Recorded]) -> dict[tuple[str, str], int]:
    """Return the highest version of each subscription there ever was: a new one needs a higher."""
    highest: dict[tuple[str, str], int] = {}
    for record in records:
        match record.event:
            case SubscriptionMade(name=name, version=version):
                pass
            case SubscriptionDisabled(subscription=name, version=version):
                pass
            case _:
                continue
        highest[record.district, name] = max(version, highest.get((record.district, name), 0))
    return highest


_MADE = type_of(SubscriptionMade)


def _last_revisions(records: Iterable[Recorded]) -> dict[str, str]:
    """Return, by the fact they revise, the ids of the revisions nothing has replaced yet."""
    revisions: dict[str, list[tuple[str, str]]] = {}
    for record in records:
        if isinstance(record.event, FactCorrected | FactRetracted):
            target = fact_key(record.event.target_source, record.event.target_id)
            revisions.setdefault(target, []).append((record.event.replaces, record.id))
    last = {}
    for target, pairs in revisions.items():
        replaced = {before for before, _ in pairs}
        last[target] = next((id_ for _, id_ in reversed(pairs) if id_ not in replaced), pairs[-1][1])
    return last
