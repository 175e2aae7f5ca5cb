"""How do events that somebody submits become facts: all of them or none, or each for itself; or only looked at?"""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable, Mapping, Sequence
from typing import Any, Literal, Protocol

from services.intake.addresses import Addresses
from services.intake.bulk import LISTED, SLICE, Tally, conflict, result, take_in
from services.intake.cloudevents import Beside, Checked, check, settled
from services.intake.keeper import Keeper, Outcome, TakenError
from services.intake.permits import Permitted, Targets
from services.intake.reception import Reception
from shared.access import Principal
from shared.envelope import Draft
from shared.problems import Problem

Atomic = Literal["all", "each"]
"""Whether events are recorded all or none, or each for itself."""

Mode = Literal["validate", "commit"]
"""Whether it is only said what would become of them."""


class Pace(Protocol):
    """Waits until a sender may send more."""

    async def __call__(self, *, facts: int = 0, bytes: int = 0) -> None:
        """Wait until there is room for so many facts and bytes of a stream."""


class Submissions:
    """The way of events, parsed from JSON, from whoever shows a key to the log; over HTTP, NATS and pages alike."""

    def __init__(self, reception: Reception, keeper: Keeper, addresses: Addresses) -> None:
        self._reception = reception
        self._keeper = keeper
        self._addresses = addresses

    async def submit(
        self, principal: Principal, events: Sequence[Any], *, atomic: Atomic = "all", mode: Mode = "commit"
    ) -> dict[str, Any]:
        """Record events, or say what would become of them, and return what `POST /events` answers.

        With `all` everything is recorded or nothing, and what is wrong with any raises Problem: 403 where a right is
        lacking, 422 where an event is no fact, 409 where an identity stands for something else, 413 for more than one
        transaction takes. With `each` every event has a result of its own. Either raises Problem 503 while the log
        cannot be written, and 413 for an event too large; with `validate` nothing is recorded, and what would be new
        has no position.
        """
        return await self.settle(principal, await _through(check, events), atomic=atomic, mode=mode)

    async def settle(
        self, principal: Principal, read: Sequence[Checked], *, atomic: Atomic = "all", mode: Mode = "commit"
    ) -> dict[str, Any]:
        """Record events that were read and checked already, as `submit`."""
        look = self._looking(principal)
        checked = await self._examined(principal, await _through(look, read))
        if atomic == "each":
            return self._told(await self._each(checked, mode))
        _raise_for(checked)
        drafts = [one.draft for one in checked if one.draft]
        try:
            outcomes = await self._all(drafts, mode)
        except TakenError as error:
            taken = [(i, conflict(checked[i], one)) for i, one in error.conflicts.items()]
            wrong = [{"index": i, **fault._asdict()} for i, fault in taken]
            raise _refusal(409, "The id stands for something else", wrong, len(checked)) from error
        return self._told(list(zip(checked, outcomes, strict=True)))

    async def stream(self, principal: Principal, body: AsyncIterable[bytes], pace: Pace) -> dict[str, Any]:
        """Record events that come one a line, each for itself, while they arrive, and return what became of them."""

        async def save(portion: Sequence[Checked]) -> list[tuple[Checked, Outcome | None]]:
            await pace(facts=len(portion))
            return await self._each(await self._examined(principal, portion), "commit")

        tally = await take_in(_paced(body, pace), self._looking(principal), save)
        return {**tally.counts(self._keeper.position), "results": tally.results, "unlisted": tally.unlisted}

    def _looking(self, principal: Principal) -> Callable[[Checked], Checked]:
        """Return what says of one event after another what is wrong with it beside its form."""
        permitted, beside = Permitted(principal), Beside(self._reception.unfit)
        return lambda checked: beside(permitted(checked))

    async def _examined(self, principal: Principal, checked: Sequence[Checked]) -> list[Checked]:
        """Return checked events with what can only be asked for: where addresses lead, whose a revised fact is."""
        reached = [await self._addresses(one) for one in checked]
        return await Targets(principal, self._reception.current)(reached)

    async def _all(self, drafts: Sequence[Draft], mode: Mode) -> list[Outcome]:
        if mode == "validate":
            return await self._reception.foresee(drafts)
        return await self._reception.record(drafts, atomic=True)

    async def _each(self, checked: Sequence[Checked], mode: Mode) -> list[tuple[Checked, Outcome | None]]:
        drafts = [one.draft for one in checked if one.draft]
        record = self._reception.foresee_each if mode == "validate" else self._reception.record_each
        outcomes = iter(await record(drafts) if drafts else ())
        return [settled(one, next(outcomes)) if one.draft else (one, None) for one in checked]

    def _told(self, done: Sequence[tuple[Checked, Outcome | None]]) -> dict[str, Any]:
        tally = Tally()
        for checked, outcome in done:
            tally.count(checked, outcome)
        results = [result(i, one, outcome) for i, (one, outcome) in enumerate(done)]
        return {**tally.counts(self._keeper.position), "results": results}


async def _paced(body: AsyncIterable[bytes], pace: Pace) -> AsyncIterator[bytes]:
    async for piece in body:
        await pace(bytes=len(piece))
        yield piece


async def _through(do: Callable[[Any], Checked], what: Sequence[Any]) -> list[Checked]:
    """Return what comes of each, and let others have a turn in between."""
    found = []
    for number, one in enumerate(what, start=1):
        if number % SLICE == 0:
            await asyncio.sleep(0)
        found.append(do(one))
    return found


def _raise_for(checked: Sequence[Checked]) -> None:
    refused = [(i, fault) for i, one in enumerate(checked) for fault in one.refused]
    faults = refused or [(i, fault) for i, one in enumerate(checked) for fault in one.faults]
    if faults:
        errors = [{"index": i, **fault._asdict()} for i, fault in faults]
        status, title = (403, "Not allowed") if refused else (422, "Not a fact the log can take")
        raise _refusal(status, title, errors, len(checked))


def _refusal(status: int, title: str, errors: Sequence[Mapping[str, Any]], count: int) -> Problem:
    first = errors[0]
    place = f"event {first['index']}, " if count > 1 else ""
    detail = f"{place}{first['pointer'] or '/'}: {first['detail']}; expected {first['expected']}"
    if len(errors) > 1:
        detail += f" (and {len(errors) - 1} more)"
    if count > 1:
        detail += ". Nothing was recorded"
    return Problem(status, title, detail, errors=errors[:LISTED], unlisted=max(0, len(errors) - LISTED))
