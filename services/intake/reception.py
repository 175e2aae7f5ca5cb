"""What happens to facts from outside between the door and the log? They are sealed, then recorded."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from services.intake.index import entry
from services.intake.keeper import EventTooLargeError, Keeper, Outcome
from services.intake.keys import KeyFileError, Keys
from services.intake.laws import about_law, unfit
from services.intake.store import FencedError, StoreUnavailableError
from shared.envelope import Draft
from shared.problems import Problem
from shared.reported import Fault


@contextmanager
def _problems() -> Iterator[None]:
    """Tell the sender what keeps facts off the log."""
    try:
        yield
    except (StoreUnavailableError, FencedError, KeyFileError) as error:
        detail = f"{error}; send the same again: what is on the log by then will be known"
        raise Problem(503, "The log cannot be written now", detail) from error
    except EventTooLargeError as error:
        raise Problem(413, "An event is too large", str(error)) from error


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
        with _problems():
            return await self._keys.seal(drafts, keep=not dry_run)

    async def record(self, drafts: Sequence[Draft]) -> list[Outcome]:
        """Seal and record facts, and say what became of each.

        Raises Problem when the log cannot be written (503: send the same again), one is too large (413), or the law
        has changed since they were checked, so that they no longer fit (409).
        """
        if not self.begun.is_set():
            detail = "a new log begins when NATS is there for the first time; see GET /health/ready, then try again"
            raise Problem(503, "The log has not begun", detail, headers={"Retry-After": "1"})
        about = [draft for draft in drafts if about_law(draft)]
        if not about:
            return await self._record(drafts)
        async with self._law:
            for number, draft in enumerate(about):
                if faults := self.unfit(draft, about[:number]):
                    raise Problem(409, "The law has changed meanwhile", f"{draft.id}: {faults[0].detail}")
            return await self._record(drafts)

    async def _record(self, drafts: Sequence[Draft]) -> list[Outcome]:
        with _problems():
            sealed = await self._keys.seal(drafts)
            return await self._keeper.record(sealed)

    def unfit(self, draft: Draft, before: Sequence[Draft] = ()) -> tuple[Fault, ...]:
        """Return what is wrong with a fact beside what is on the log, and what is told `before` it of the law."""
        return tuple(unfit(draft, (*self._keeper.index.told_of_laws, *before)))

    async def conflicts(self, drafts: Sequence[Draft]) -> dict[int, Outcome]:
        """Return which facts, by index, cannot be recorded since their identity stands for something else.

        The other fact is on the log, or earlier among these.
        """
        with _problems():
            entries = [entry(0, draft) for draft in await self._keys.seal(drafts)]
        keys = [new.key for new in entries if new.key is not None]
        known = await asyncio.to_thread(self._keeper.index.known, keys)
        said = {key: (fact.content, fact.position) for key, fact in known.items()}
        found = {}
        for index, new in enumerate(entries):
            assert new.key is not None, "facts from outside have a source of their own"
            content, position = said.setdefault(new.key, (new.content, 0))
            if content != new.content:
                found[index] = Outcome("conflict", position)
        return found
