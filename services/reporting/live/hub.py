"""How does everybody who looks on hear what has changed, with the work done once for all of them?

Nothing is queued for anybody: a reader has a place, and asks for what came after it. Those at the same place who want
the same are given the same bytes, made once; whoever is slow asks less often, for more at a time.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

import structlog
from prometheus_client import Counter, Gauge
from sqlalchemy.exc import SQLAlchemyError

from services.reporting.live import frames
from services.reporting.live.asked import Asked
from services.reporting.live.looking import Event, Looking, Stretch
from services.reporting.live.moved import Memory, Step, Sum, Told
from services.reporting.rows import DISTRICT

_log = structlog.stdlib.get_logger("live")

K = TypeVar("K")
T = TypeVar("T")

FIGURES = 2_000
"""Figures told one by one; of more it is only said that they moved."""

PAUSE = 0.5
"""Seconds until a database that could not be read is asked again."""

KEPT = 64
"""Answers that are kept until the next step, for others at the same place."""

SPREAD_MS = 15
"""By so much for each reader the pages that look on spread their asking again."""
LONGEST_MS = 20_000

_READERS = Gauge("yingsu_stream_readers", "Who is listening to a stream now")
_STEPS = Counter("yingsu_stream_steps_total", "Times something became visible and was told")
_BYTES = Counter("yingsu_stream_bytes_total", "Bytes written to streams")


class Place(NamedTuple):
    """How far somebody has read."""

    step: int | None
    """None while it is not known which figures moved since: then the first thing told is a reset."""
    position: int


class Chunk(NamedTuple):
    """What is to be told next, and how far that leads."""

    said: bytes
    place: Place


class Hub:
    """Tells what has become visible: `run()` as a task, `nudge()` after each commit."""

    def __init__(
        self,
        looking: Looking,
        told: Told,
        rested: Callable[[], int | None] = lambda: 0,
    ) -> None:
        """`told` is filled where the views are written; `rested` is None while something is under way."""
        self.upto = 0
        """All that follows from positions up to here was told."""
        self.looking = looking
        self.readers = 0
        self.memory = Memory()
        self._told = told
        self._rested = rested
        self._thread = ThreadPoolExecutor(1, "live")
        self._news = asyncio.Event()
        self._changed = asyncio.Event()
        self._settled = 0
        self._version = ""
        self._chunks: dict[tuple[Asked, Place], asyncio.Task[Chunk]] = {}
        self._stretches: dict[tuple[str, int, int], Stretch] = {}
        self._frames: dict[Sum, bytes] = {}
        self._watching: list[Callable[[Step, Sequence[Sum]], None]] = []

    def nudge(self, upto: int) -> None:
        """Look what has become visible: all that follows from positions up to this one."""
        self._settled = max(self._settled, upto)
        self._news.set()

    def watch(self, watching: Callable[[Step, Sequence[Sum]], None]) -> None:
        """Call somebody in this process with each step and the sums that moved."""
        self._watching.append(watching)

    async def run(self) -> None:
        """Tell what becomes visible, for ever."""
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                await self.look()
            except SQLAlchemyError as error:
                _log.warning("what became visible is told as soon as it can be read", reason=str(error))
                await asyncio.sleep(PAUSE)
                self._news.set()

    async def look(self) -> None:
        """Take the next step, if anything has become visible."""
        upto, rested = self._settled, self._rested() is not None
        cases, moved = self._told.given()
        memory = self.memory
        version = await self.ask(self.looking.version)
        if version != self._version:
            if self._version:
                memory.forget()
                self._tell()
            self._version = version
        if cases or moved or upto > self.upto:
            number, late = memory.last + 1, upto == self.upto
            try:
                step = await self.ask(self.looking.step, number, self.upto, upto, late, cases, moved)
            except BaseException:
                self._told.take(cases, moved)
                raise
            memory.keep(step, moved)
            self.upto = upto
            self._tell()
            for watching in self._watching:
                watching(step, moved)
        if memory.since is None and rested and upto:
            memory.begin(upto)

    def _tell(self) -> None:
        self._chunks.clear()
        self._stretches.clear()
        self._frames.clear()
        _STEPS.inc()
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def ask(self, question: Callable[..., T], *args: Any) -> T:
        """Ask something of the database in the thread that may."""
        answer: Awaitable[T] = asyncio.get_running_loop().run_in_executor(self._thread, question, *args)
        return await answer

    def place(self, after: int | None) -> Place:
        """Return where somebody begins: now, or after a position."""
        if after is None:
            return Place(self.memory.last, self.upto)
        return Place(self.memory.number_at(after), after)

    async def next(self, asked: Asked, place: Place, patience: float) -> Chunk | None:
        """Return what comes after a place, waiting for it; None when nothing came in so many seconds."""
        if (place.step, place.position) == (self.memory.last, self.upto) or place.position > self.upto:
            changed = self._changed
            try:
                async with asyncio.timeout(patience):
                    await changed.wait()
            except TimeoutError:
                return None
        if place.position > self.upto:
            return None  # of a log of which this one has not read so much yet
        making = self._chunks.get((asked, place))
        if making is None or (making.done() and making.exception() is not None):
            making = asyncio.create_task(self._chunk(asked, place))
            _put(self._chunks, (asked, place), making)
        return await asyncio.shield(making)

    async def _chunk(self, asked: Asked, place: Place) -> Chunk:
        """Return what somebody at a place who asks for this is told, and where that ends.

        Figures come first and without an id, then events, each with its own: whoever is cut off between them is told
        the figures again.
        """
        last, upto = self.memory.last, self.upto
        steps = None if place.step is None else self.memory.after(place.step)
        catching_up = steps == () and place.position < upto
        said = [frames.reset(upto)] if steps is None else list[bytes]()
        if steps and "figures" in asked.kinds:
            said += await self._figures(asked, place.step, upto)
        if "cases" in asked.kinds:
            stretch = await self._events(asked.district, place.position, upto)
            said += [frames.case_frame(one.envelope) for one in stretch.events if _wanted(asked, one)]
            if stretch.upto < upto:
                return Chunk(b"".join(said), Place(last, stretch.upto))
        if steps is None or catching_up:
            said.append(frames.settled_frame(asked, None, upto, self._spread))
        elif own := [step for step in steps if asked.concerns(step)]:
            said.append(frames.settled_frame(asked, own, upto, self._spread))
        return Chunk(b"".join(said), Place(last, upto))

    @property
    def _spread(self) -> int:
        return min(SPREAD_MS * max(self.readers - 1, 0), LONGEST_MS)

    async def _figures(self, asked: Asked, after: int | None, upto: int) -> list[bytes]:
        moved = None if after is None else self.memory.moved_after(after)
        if moved is None:
            return [frames.reset(upto)]
        wanted = dict[Sum, None]()
        for of in moved:
            if (one := asked.figure(of)) is not None:
                wanted[one] = None
            if len(wanted) > FIGURES:
                return [frames.reset(upto)]
        missing = [of for of in wanted if of not in self._frames]
        for of, figure in (await self.ask(self.looking.figures, missing, True) if missing else {}).items():
            said_of = frames.figure_data(of, figure) | frames.bounds_data(figure)
            self._frames[of] = frames.figure_frame(said_of, upto)
        return [self._frames[of] for of in wanted if of in self._frames]

    async def _events(self, district: str, after: int, upto: int) -> Stretch:
        of = (district, after, upto)
        found = self._stretches.get(of)
        if found is None:
            found = await self.ask(self.looking.events, *of)
            _put(self._stretches, of, found)
        return found

    def joined(self, by: int) -> None:
        """Count that so many readers more are listening."""
        self.readers += by
        _READERS.set(self.readers)

    def wrote(self, count: int) -> None:
        """Count bytes that were written to streams."""
        _BYTES.inc(count)

    def status(self) -> Mapping[str, Any]:
        """Return who listens, and how far all was told."""
        return {"readers": self.readers, "upto": self.upto, "steps": self.memory.last}

    def close(self) -> None:
        """Close the database."""
        self._thread.shutdown()
        self.looking.close()


def _put(kept: dict[K, T], key: K, value: T) -> None:
    """Keep a value with the last ones."""
    kept[key] = value
    while len(kept) > KEPT:
        del kept[next(iter(kept))]


def _wanted(asked: Asked, one: Event) -> bool:
    if asked.case and one.subject != asked.case:
        return False
    return not asked.agency or asked.agency == DISTRICT or asked.agency in one.agencies
