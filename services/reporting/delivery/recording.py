"""How does reporting put on the log what it delivered, so that nobody delivers it again?"""

import asyncio
from collections.abc import Callable, Sequence

import structlog
from nats.aio.client import Client

from services.reporting.delivery.crossing import Crossing
from services.reporting.delivery.due import Message
from services.reporting.delivery.subscriptions import Subscription
from shared.codec import encode, type_of
from shared.envelope import BUREAU, Draft, attributes
from shared.events.base import Finding
from shared.events.findings.reporting import CrossingDelivered, ReminderDelivered, SubscriptionDisabled
from shared.log.append import LogClient, LogUnavailable, Refused

_log = structlog.stdlib.get_logger("delivery")

REPORTING = "reporting"
PAUSE = 0.5
"""Seconds until a keeper that did not answer is asked again."""

_NOWHERE = -1
"""No finding stands there: whoever expects it is refused, and told where the last one is."""


class Recorder:
    """Appends what reporting finds, one request after another."""

    def __init__(self, nats: Client, own_last: Callable[[], int]) -> None:
        """`own_last` says up to where reporting has read its own findings."""
        self._client = LogClient(nats)
        self._own_last = own_last
        self._last = 0
        self._turn = asyncio.Lock()

    async def has_unread(self) -> bool:
        """Return whether findings of reporting are on the log that it has not read. Raises LogUnavailable.

        A process that died may have recorded what it delivered a moment before; another may be at work.
        """
        asking = draft(SubscriptionDisabled(subscription="", version=0, reason=""), "", "")
        try:
            await self._client.append(REPORTING, _NOWHERE, [asking])
        except Refused as refused:
            return refused.last > self._own_last()
        raise AssertionError("a finding was appended that nobody could expect")

    async def record(self, drafts: Sequence[Draft]) -> int:
        """Put findings on the log, however long it takes, and return where the last of them stands.

        Raises AppendError when they will never be taken.
        """
        async with self._turn:
            expected = max(self._last, self._own_last())
            while True:
                try:
                    self._last = (await self._client.append(REPORTING, expected, drafts)).last
                    return self._last
                except Refused as refused:
                    # Ours, of a request nobody answered; or those of another reporting.
                    if await self._are_there(drafts, expected, refused.last):
                        self._last = refused.last
                        return self._last
                    expected = refused.last
                except LogUnavailable as error:
                    _log.warning("what was delivered is recorded as soon as it can be", reason=str(error))
                    await asyncio.sleep(PAUSE)

    async def _are_there(self, drafts: Sequence[Draft], after: int, upto: int) -> bool:
        """Return whether all of these findings stand in a stretch of the log."""
        there = [
            (told["type"], told["district"], told["subject"], told["data"])
            for told in map(attributes, await self._client.read(after + 1, upto))
            if told["source"] == REPORTING
        ]
        return all((one.type, one.district, one.subject, one.data) in there for one in drafts)


def told(message: Message | Crossing, *, delivered: bool, tries: int) -> Draft:
    """Return the finding that a message was delivered, or given up."""
    if isinstance(message, Crossing):
        return draft(_crossed(message, delivered, tries), message.subscription.district, BUREAU)
    finding = ReminderDelivered(
        subscription=message.subscription.name,
        duty=message.deadline.duty,
        of=message.deadline.of,
        notice=message.notice,
        delivered=delivered,
        tries=tries,
    )
    return draft(finding, message.subscription.district, message.deadline.case)


def _crossed(message: Crossing, delivered: bool, tries: int) -> CrossingDelivered:
    line, figure = message.line, message.figure
    return CrossingDelivered(
        subscription=line.subscription,
        period=line.period,
        by=line.by,
        agency=line.agency,
        metric=line.metric,
        met=bool(figure.met),
        numerator=figure.numerator,
        denominator=figure.denominator or 0,
        at_position=message.position,
        delivered=delivered,
        tries=tries,
    )


def disabled(subscription: Subscription, reason: str) -> Draft:
    """Return the finding that a subscription was disabled."""
    finding = SubscriptionDisabled(
        subscription=subscription.name, version=subscription.version, reason=reason
    )
    return draft(finding, subscription.district, "")


def draft(finding: Finding, district: str, subject: str) -> Draft:
    """Return a finding ready to be appended; what is about no case has no subject."""
    return Draft(
        source=REPORTING,
        id="",
        type=type_of(type(finding)),
        subject=subject,
        district=district,
        data=encode(finding),
    )
