"""How are messages delivered: at least once, no subscriber in another's way, and nothing forgotten over a restart?

What is to be told is asked anew whenever everything that has come in is settled. Each subscriber is told one thing
at a time; what fails is tried again on a schedule, and what was delivered is put on the log before it counts as told.
A death between the two has it delivered again, under the same id.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from secrets import token_hex
from typing import Any, Protocol, TypeVar

import structlog
from prometheus_client import Counter, Gauge

from services.reporting.delivery import recording
from services.reporting.delivery.noted import News, Notebook, Noted
from services.reporting.delivery.opening import UnreachableError, opened
from services.reporting.delivery.recording import Recorder
from services.reporting.delivery.schedule import Outcome, next_try, rest_until
from services.reporting.delivery.subscriptions import Subscription
from services.reporting.delivery.tries import Tried, Tries
from services.reporting.reader import Keys
from shared.envelope import Draft
from shared.log.append import AppendError, LogUnavailable
from shared.sealing import KeysUnavailableError

_log = structlog.stdlib.get_logger("delivery")

T = TypeVar("T")

AT_ONCE = 32
"""Subscribers that are being told something at the same time."""

TURN = 20
"""Messages a subscriber gets before the next has its turn."""

LOOK_UP = 30.0
"""Seconds after which the clock is looked at, whatever happens."""

SELDOM = 20
"""So many times as long as a look has taken, none is taken again: of all the time, a twentieth."""

GRACE = 1.2
"""Seconds in which a delivery under way may come to its end when the service stops."""

NEVER = 1 << 62
"""A position no log comes to."""

_DELIVERIES = Counter("yingsu_deliveries_total", "Tries to deliver a message", ["channel", "outcome"])
_WAITING = Gauge("yingsu_deliveries_waiting", "Messages that are to be delivered")


class Channel(Protocol):
    """A way to tell somebody something."""

    async def __call__(self, to: Subscription, message: News) -> Outcome:
        """Try once to deliver a message to a subscriber whose address and secret are open."""
        ...

    async def test(self, to: Subscription, id_: str) -> Outcome:
        """Try once to deliver word that deliveries arrive."""
        ...


class Sender:
    """Delivers messages: `run()` as a task, `nudge()` whenever more may be settled."""

    def __init__(
        self,
        *,
        notebook: Notebook,
        rested: Callable[[], int | None],
        recorder: Recorder,
        tries: Tries,
        channels: Mapping[str, Channel],
        keys: Keys,
        now: Callable[[], float],
        random: Random | None = None,
        passing: Callable[[str], None] = lambda point: None,
    ) -> None:
        """`rested` is the position at which everything is settled and shown, or None while something is not."""
        self._notebook = notebook
        self._rested = rested
        self._recorder = recorder
        self._tries = tries
        self._channels = channels
        self._keys = keys
        self._now = now
        self._random = random or Random()
        self._passing = passing
        self._thread = ThreadPoolExecutor(1, "notebook")
        self._news = asyncio.Event()
        self._noted = Noted()
        self._looked_at = -1
        self._look_from = 0.0
        self._certain = False  # that all findings of before our start have been read
        self._planned: dict[str, News] = {}
        self._rests: dict[tuple[str, str, int], float] = {}
        self._served: dict[tuple[str, str], float] = {}
        self._unreachable: dict[tuple[str, str], str] = {}
        self._done: dict[str, int] = {}
        self._ended: dict[tuple[str, str], int] = {}
        self._busy: dict[tuple[str, str], asyncio.Task[None]] = {}

    def nudge(self) -> None:
        """Look whether there is something to do."""
        self._news.set()

    async def run(self) -> None:
        """Deliver what is to be delivered, for ever."""
        try:
            while True:
                await self._wait()
                position = self._rested()
                if position is None:
                    continue
                if position == self._looked_at or await self._look_again(position):
                    self._dispatch()
        finally:
            await self._end()

    def status(self) -> dict[str, Any]:
        """Return how deliveries stand, and what does not get through."""
        failing = [(one, tried) for one in self._planned.values() if (tried := self._tries.of(one.id))]
        return {
            "subscriptions": len(self._noted.subscriptions),
            "waiting": len(self._planned),
            "settled": self._looked_at == self._rested(),
            "failing": [
                {
                    **_who(one.subscription),
                    "case": one.about,
                    "notice": one.notice,
                    "tries": tried.tries,
                    "error": tried.error,
                }
                for one, tried in failing[:100]
            ],
            "disabled": [
                {**_who(one), "reason": one.disabled} for one in self._noted.subscriptions if one.disabled
            ],
            "undeliverable": [
                {**_who(one), "reason": reason}
                for one in self._noted.subscriptions
                if (reason := self.unreachable(one))
            ],
            "broken": list(self._noted.broken),
        }

    async def subscriptions(self) -> tuple[tuple[Subscription, ...], Mapping[tuple[str, str], int]]:
        """Return all subscriptions as they are noted now, and the highest version of each there ever was."""
        return await self._ask(self._notebook.subscriptions)

    async def test(self, subscription: Subscription) -> Outcome:
        """Send word to a subscriber that deliveries arrive, now and once; nothing is recorded of it."""
        channel = self._channels.get(subscription.channel)
        if channel is None:
            return Outcome(False, self.unreachable(subscription))
        return await channel.test(await self.opened(subscription), f"msg_test_{token_hex(8)}")

    def failure_of(self, subscription: Subscription) -> Tried | None:
        """Return the delivery to a subscriber that has failed most often so far."""
        own = (one for one in self._planned.values() if one.subscription.key == subscription.key)
        failed = filter(None, (self._tries.of(one.id) for one in own))
        return max(failed, key=lambda tried: tried.tries, default=None)

    def unreachable(self, subscription: Subscription) -> str:
        """Return why nothing can be sent to a subscriber at all; empty where it can."""
        if subscription.disabled:
            return ""
        if subscription.channel not in self._channels:
            return "no mail server is set; YINGSU_SMTP_URL names one"
        return self._unreachable.get(subscription.key, "")

    async def opened(self, subscription: Subscription) -> Subscription:
        """Return a subscription with address and secret open. Raises KeysUnavailableError, UnreachableError."""
        return await opened(subscription, self._keys)

    async def _ask(self, question: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, question)

    async def _wait(self) -> None:
        """Return when there is news, or a try is due."""
        now = self._now()
        due = [tried.next_at for one in self._planned if (tried := self._tries.of(one))]
        due += [until for until in self._rests.values() if until > now]
        first = min((at - now for at in due if at > now), default=LOOK_UP)
        try:
            async with asyncio.timeout(min(first, LOOK_UP)):
                await self._news.wait()
        except TimeoutError:
            pass
        self._news.clear()

    async def _look_again(self, position: int) -> bool:
        """Plan what is to be delivered as of a position; return whether that is certain."""
        await asyncio.sleep(self._look_from - time.monotonic())
        began = time.monotonic()
        noted = await self._ask(self._notebook.look)
        self._look_from = time.monotonic() + SELDOM * (time.monotonic() - began)
        try:
            if noted.messages and not self._certain:
                self._certain = not await self._recorder.has_unread()
        except LogUnavailable as error:
            _log.warning("the keeper does not answer; nothing is delivered meanwhile", reason=str(error))
            return False
        if self._rested() != position or (noted.messages and not self._certain):
            return False  # what was seen may be half of something, or the log say that it was told
        self._noted, self._looked_at = noted, position
        self._done = {id_: at for id_, at in self._done.items() if at > position}
        self._ended = {key: at for key, at in self._ended.items() if at > position}
        self._planned = {one.id: one for one in noted.messages if one.id not in self._done}
        self._tries.forget([id_ for id_ in self._tries if id_ not in self._planned])
        _WAITING.set(len(self._planned))
        return True

    def _dispatch(self) -> None:
        """Begin to tell every subscriber what is due, those first who have waited longest."""
        ripe: dict[tuple[str, str], list[News]] = {}
        now = self._now()
        for message in self._planned.values():
            to, tried = message.subscription, self._tries.of(message.id)
            resting = self._rests.get(to.edition, 0.0) > now or (tried is not None and tried.next_at > now)
            closed = to.key in self._busy or to.key in self._ended or to.channel not in self._channels
            if not resting and not closed:
                ripe.setdefault(to.key, []).append(message)
        for key in sorted(ripe, key=lambda key: self._served.get(key, 0.0)):
            if len(self._busy) >= AT_ONCE:
                break
            self._served[key] = now
            task = asyncio.create_task(self._serve(ripe[key][0].subscription, ripe[key][:TURN]))
            self._busy[key] = task

    async def _serve(self, to: Subscription, messages: Sequence[News]) -> None:
        """Tell one subscriber one thing after another, until one fails."""
        try:
            open_ = await self.opened(to)
            self._unreachable.pop(to.key, None)
            for message in messages:
                if message.id not in self._planned:
                    continue
                self._passing("before-deliver")
                outcome = await self._channels[to.channel](open_, message)
                self._passing("after-deliver")
                _DELIVERIES.labels(to.channel, "delivered" if outcome.delivered else "failed").inc()
                if not await self._conclude(to, message, outcome):
                    break
        except UnreachableError as error:
            self._unreachable[to.key] = str(error)
            self._rests[to.edition] = self._now() + LOOK_UP
        except KeysUnavailableError as error:
            _log.warning("addresses cannot be opened; tried again soon", reason=str(error))
            self._rests[to.edition] = self._now() + LOOK_UP / 10
        except Exception:
            _log.exception("a delivery met an error nobody expected", **_who(to))
            self._rests[to.edition] = self._now() + LOOK_UP
        finally:
            del self._busy[to.key]
            self.nudge()

    async def _conclude(self, to: Subscription, message: News, outcome: Outcome) -> bool:
        """Record how a try ended; return whether the subscriber is told more now."""
        before = self._tries.of(message.id)
        tries = (before.tries if before else 0) + 1
        if outcome.delivered:
            await self._record(to, [message], [recording.told(message, delivered=True, tries=tries)])
            return True
        now = self._now()
        self._rests[to.edition] = rest_until(now, outcome)
        again = None if outcome.gone else next_try(tries, now, outcome, self._random)
        if again is not None:
            self._tries.failed(message.id, Tried(tries, again, outcome.detail))
            _log.warning("a delivery failed", tries=tries, reason=outcome.detail, **_who(to))
            return False
        _log.error("a subscription is disabled; nothing more is sent to it until it is renewed",
                   tries=tries, reason=outcome.detail, **_who(to))  # fmt: skip
        if outcome.gone:
            await self._record(to, [], [recording.disabled(to, outcome.detail)])
        else:
            reason = f"{tries} tries failed, at last: {outcome.detail}"
            given_up = recording.told(message, delivered=False, tries=tries)
            await self._record(to, [message], [given_up, recording.disabled(to, reason)])
        return False

    async def _record(self, to: Subscription, messages: Sequence[News], drafts: Sequence[Draft]) -> None:
        """Put on the log what came of it; until that is read back, nothing of it is done again."""
        try:
            position = await self._recorder.record(drafts)
        except AppendError as error:
            _log.error("what was delivered cannot be recorded", reason=str(error), **_who(to))
            position = NEVER
        for message in messages:
            self._done[message.id] = position
            self._planned.pop(message.id, None)
        self._tries.forget([message.id for message in messages])
        if len(drafts) > len(messages):
            self._ended[to.key] = position
            for id_ in [one.id for one in self._planned.values() if one.subscription.key == to.key]:
                del self._planned[id_]
        _WAITING.set(len(self._planned))

    async def _end(self) -> None:
        """Let what is under way come to its end, for a moment."""
        if tasks := list(self._busy.values()):
            _done, late = await asyncio.wait(tasks, timeout=GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def close(self) -> None:
        """Close what the log and the tries are read from."""
        self._thread.shutdown()
        self._notebook.close()
        self._tries.close()


def _who(subscription: Subscription) -> dict[str, str]:
    return {
        "district": subscription.district,
        "subscription": subscription.name,
        "channel": subscription.channel,
    }
