"""What happens to facts from outside between the door and the log? They are sealed, then recorded."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from services.intake.index import Current
from services.intake.keeper import PORTION, EventTooLargeError, Keeper, Outcome, TooMuchAtOnceError
from services.intake.keys import KeyFileError, Keys
from services.intake.laws import about_law, unfit
from services.intake.store import FencedError, StoreUnavailableError
from shared.envelope import Draft
from shared.problems import Problem
from shared.reported import Fault


@contextmanager
def problems() -> Iterator[None]:
    """Tell the sender what keeps facts off the log."""
    try:
        yield
    except (StoreUnavailableError, FencedError, KeyFileError) as error:
        detail = f"{error}; send the same again: what is on the log by then will be known"
        raise Problem(503, "The log cannot be written now", detail) from error
    except EventTooLargeError as error:
        raise Problem(413, "An event is too large", str(error)) from error
    except TooMuchAtOnceError as error:
        detail = f"{error}. Send fewer at once, or each for itself with atomic=each"
        raise Problem(413, "Too much for all or nothing", detail) from error


class Reception:
    """The way of every fact from outside, whether it came as an event or in a file."""

    def __init__(self, keys: Keys, keeper: Keeper) -> None:
        self._keys = keys
        self._keeper = keeper
        self.begun = asyncio.Event()
        """Set when the log has its first facts: the laws, the calendars, the day."""
        self._law = asyncio.Lock()
        """Held while what is about the law is checked and recorded: two packs may fit the log and not each other."""

    async def seal(self, drafts: Sequence[Draft], *, dry_run: bool = False) -> list[Draft]:
        """Return facts with the names of private persons sealed, as the log keeps them. Raises Problem 503."""
        with problems():
            return await self._keys.seal(drafts, keep=not dry_run)

    async def record(self, drafts: Sequence[Draft], *, atomic: bool = False) -> list[Outcome]:
        """Seal and record facts, and say what became of each.

        Raises Problem when the log cannot be written (503: send the same again), one is too large (413), or the law
        has changed since they were checked, so that they no longer fit (409). With `atomic` all are recorded or none:
        raises TakenError where an identity stands for something else, and Problem 413 for too many at once.
        """
        with problems():
            return await self._recorded(drafts, atomic=atomic)

    async def record_each(self, drafts: Sequence[Draft]) -> list[Outcome | Fault]:
        """Seal and record facts, each for itself, and say what became of each, or what is wrong with it.

        Raises Problem when the log cannot be written (503), or the law has changed since they were checked (409).
        """
        done: list[Outcome | Fault] = []
        with problems():
            for start in range(0, len(drafts), PORTION):
                done += await self._portion(drafts[start : start + PORTION])
        return done

    async def foresee(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """Return what `record` with `atomic` would, and raise what it would raise; record nothing, keep no key.

        What would be new has the position 0.
        """
        with problems():
            return await self._keeper.foresee(await self._sealed(drafts, keep=False))

    async def foresee_each(self, drafts: Sequence[Draft]) -> list[Outcome | Fault]:
        """Return what `record_each` would, but record nothing and keep no key."""
        with problems():
            found = await self._keeper.foresee_each(await self._sealed(drafts, keep=False))
        return [_too_large(one) if isinstance(one, EventTooLargeError) else one for one in found]

    async def current(self, source: str, ids: Iterable[str]) -> Mapping[str, Current]:
        """Return what facts of a source say now, by id; unknown ids are left out. Raises Problem 503."""
        with problems():
            return await self._keeper.current(source, ids)

    async def _sealed(self, drafts: Sequence[Draft], *, keep: bool = True) -> list[Draft]:
        if not self.begun.is_set():
            detail = "a new log begins when NATS is there for the first time; see GET /health/ready, then try again"
            raise Problem(503, "The log has not begun", detail, headers={"Retry-After": "1"})
        return await self._keys.seal(drafts, keep=keep)

    async def _portion(self, drafts: Sequence[Draft]) -> list[Outcome | Fault]:
        try:
            return [*await self._recorded(drafts)]
        except EventTooLargeError as error:
            if len(drafts) == 1:
                return [_too_large(error)]
        return [one for draft in drafts for one in await self._portion([draft])]

    async def _recorded(self, drafts: Sequence[Draft], *, atomic: bool = False) -> list[Outcome]:
        about = [draft for draft in drafts if about_law(draft)]
        if not about:
            return await self._keeper.record(await self._sealed(drafts), atomic=atomic)
        async with self._law:
            for number, draft in enumerate(about):
                if faults := self.unfit(draft, about[:number]):
                    raise Problem(409, "The law has changed meanwhile", f"{draft.id}: {faults[0].detail}")
            return await self._keeper.record(await self._sealed(drafts), atomic=atomic)

    def unfit(self, draft: Draft, before: Sequence[Draft] = ()) -> tuple[Fault, ...]:
        """Return what is wrong with a fact beside what is on the log, and what is told `before` it of the law."""
        return tuple(unfit(draft, (*self._keeper.index.told_of_laws, *before)))


def _too_large(error: EventTooLargeError) -> Fault:
    return Fault("", str(error), "an event the log takes")
