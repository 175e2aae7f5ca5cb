"""How do figures stand in a bucket on NATS, for dashboards that listen there?

The bucket lies in the memory of the server: all of it can be written again from the views, and is where it is lost.
Only what differs is written, some moments after it moved and all that moved meanwhile together, so that an import is
not slowed. It holds the last two years of which a district has figures: of the district by months as well, of all
other rows the years.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import structlog
from nats.aio.client import Client
from nats.errors import Error as NatsError
from nats.js import JetStreamContext
from nats.js.api import KeyValueConfig, StorageType
from nats.js.errors import NotFoundError
from prometheus_client import Counter, Gauge
from pydantic_core import from_json, to_json

from services.reporting.figures import Figure
from services.reporting.live.frames import figure_data
from services.reporting.live.keys import key_of
from services.reporting.live.looking import Looking
from services.reporting.live.moved import Step, Sum
from services.reporting.rows import DISTRICT
from shared.access.accounts import FIGURES

_log = structlog.stdlib.get_logger("bucket")

T = TypeVar("T")

YEARS = 2
"""Years of a district that are kept."""
AT_ONCE = 100
"""Values that are under way to the server."""
SELDOM = 10
"""So many times as long as writing has taken, nothing is written again."""
PAUSE = 0.25
"""Seconds in which what moves is collected."""
LOOK_UP = 5.0
"""Seconds after which is looked whether the bucket is still there."""
STREAM = f"KV_{FIGURES}"
SUBJECT = f"$KV.{FIGURES}."

_KEPT = Gauge("yingsu_figures_bucket_keys", "Figures that stand in the bucket on NATS")
_WRITTEN = Counter("yingsu_figures_bucket_written_total", "Values written to the bucket on NATS")

Values = dict[str, bytes]
"""By key, what is told of a figure but for the position."""


class Bucket:
    """Keeps the bucket: `run()` as a task, `take` whenever something became visible."""

    def __init__(self, nats: Client, looking: Looking, upto: Callable[[], int]) -> None:
        """`upto` says up to where all that follows is visible."""
        self._nats = nats
        self._looking = looking
        self._upto = upto
        self._thread = ThreadPoolExecutor(1, "bucket")
        self._news = asyncio.Event()
        self._moved: dict[Sum, None] = {}
        self._anew: set[str] = set()
        self._years: dict[str, tuple[str, ...]] = {}
        self._there: Values | None = None
        self._last = 0
        self._version = ""
        self._complained = ""

    def take(self, step: Step, moved: Sequence[Sum]) -> None:
        """Take in which figures moved, and of which districts the law or the day may have changed."""
        self._anew |= step.world
        moved = [of for of in moved if of.is_one]  # values have no bounds
        self._moved.update(dict.fromkeys(moved))
        if moved or step.world:
            self._news.set()

    async def run(self) -> None:
        """Keep the bucket as the views are, for ever."""
        while True:
            began = time.monotonic()
            try:
                if self._upto():
                    await self._keep()
                self._complained = ""
            except (NatsError, OSError, TimeoutError) as error:
                self._there = None  # nobody knows how much of it was written
                said = str(error) or type(error).__name__
                if said != self._complained:
                    _log.warning("the bucket of figures cannot be written now; tried again", reason=said)
                self._complained = said
            await asyncio.sleep(
                max(PAUSE, SELDOM * (time.monotonic() - began)) if self._news.is_set() else PAUSE
            )
            try:
                async with asyncio.timeout(LOOK_UP):
                    await self._news.wait()
            except TimeoutError:
                pass

    def close(self) -> None:
        """Close the database."""
        self._thread.shutdown()
        self._looking.close()

    async def _keep(self) -> None:
        """Write what differs."""
        self._news.clear()
        js = self._nats.jetstream(timeout=5)
        version = await self._ask(self._looking.version)
        if version != self._version:
            self._anew.update(await self._ask(self._looking.districts))
            self._version = version
        if not await self._is_there(js) or self._there is None:
            self._there = await self._read(js)
            self._anew.update(await self._ask(self._looking.districts))
        moved, anew = tuple(self._moved), tuple(sorted(self._anew))
        self._moved, self._anew = {}, set()
        try:
            for district in anew:
                await self._all_of(js, district)
            await self._some(js, [of for of in moved if of.district not in anew])
        except BaseException:
            self._there = None
            raise
        _KEPT.set(len(self._there))

    async def _is_there(self, js: JetStreamContext) -> bool:
        """Return whether the bucket is there as it was left; make it where it is not."""
        try:
            info = await js.stream_info(STREAM)
        except NotFoundError:
            replicas = (await js.stream_info("CASES")).config.num_replicas or 1
            await js.create_key_value(
                KeyValueConfig(
                    bucket=FIGURES,
                    description="figures of reporting, written again whenever they are lost",
                    history=1,
                    storage=StorageType.MEMORY,
                    replicas=replicas,
                    direct=True,
                )
            )
            self._last = 0
            return False
        last = info.state.last_seq
        lost = last < self._last or info.state.messages < len(self._there or ())
        self._last = last
        return not lost

    async def _read(self, js: JetStreamContext) -> Values:
        """Return what stands in the bucket."""
        bucket = await js.key_value(FIGURES)
        watcher = await bucket.watchall(ignore_deletes=True)
        found: Values = {}
        try:
            while (entry := await watcher.updates(timeout=5)) is not None:  # type: ignore[no-untyped-call]
                told = from_json(entry.value or b"{}")
                told.pop("position", None)
                found[entry.key] = to_json(told)
        finally:
            await watcher.stop()  # type: ignore[no-untyped-call]
        return found

    async def _all_of(self, js: JetStreamContext, district: str) -> None:
        """Let all that stands of a district be as the views are."""
        assert self._there is not None
        years = (await self._ask(self._looking.years, district))[:YEARS]
        self._years[district] = years
        wanted: Values = {}
        for label in sorted(await self._ask(self._looking.labels, district, years)):
            kept = await self._ask(self._looking.kept, district, label, DISTRICT if label[4:] else "")
            wanted |= _values(await self._ask(self._looking.figures, kept))
        prefix = f"{district}."
        gone = [key for key in self._there if key.startswith(prefix) and key not in wanted]
        await self._write(js, wanted, gone)

    async def _some(self, js: JetStreamContext, moved: Iterable[Sum]) -> None:
        """Write the figures that moved, where they are kept; all of a district for which a year begins."""
        wanted = list[Sum]()
        new = dict[str, None]()
        for of in moved:
            years = self._years.get(of.district, ())
            if of.period[:4] in years:
                if len(of.period) == 4 or of.by == DISTRICT:
                    wanted.append(of)
            elif len(years) < YEARS or of.period[:4] > years[-1]:
                new[of.district] = None
        for district in new:
            await self._all_of(js, district)
        figures = await self._ask(self._looking.figures, [of for of in wanted if of.district not in new])
        values = _values(figures)
        await self._write(js, values, [key for of in figures if (key := key_of(of)) not in values])

    async def _write(self, js: JetStreamContext, wanted: Mapping[str, bytes], gone: Iterable[str]) -> None:
        """Write what differs from what is there, and take away what is gone."""
        there, position = self._there, self._upto()
        assert there is not None
        differing = [key for key, value in wanted.items() if there.get(key) != value]
        for keys in _portions(differing):
            values = (_with(wanted[key], position) for key in keys)
            acks = await asyncio.gather(
                *(js.publish(SUBJECT + key, value) for key, value in zip(keys, values, strict=True))
            )
            self._last = max(self._last, *(ack.seq for ack in acks))
            there.update((key, wanted[key]) for key in keys)
            _WRITTEN.inc(len(keys))
        bucket = await js.key_value(FIGURES) if (leaving := [key for key in gone if key in there]) else None
        for key in leaving:
            assert bucket is not None
            await bucket.delete(key, validate_keys=False)
            del there[key]

    async def _ask(self, question: Callable[..., T], *args: Any) -> T:
        answer: Awaitable[T] = asyncio.get_running_loop().run_in_executor(self._thread, question, *args)
        return await answer


def _values(figures: Mapping[Sum, Figure]) -> Values:
    """Return what is told of figures; of what counts nothing any more, nothing."""
    return {
        key_of(of): to_json(figure_data(of, one))
        for of, one in figures.items()
        if one.numerator or one.denominator
    }


def _with(value: bytes, position: int) -> bytes:
    return value[:-1] + b',"position":%d}' % position


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
