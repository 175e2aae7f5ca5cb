"""How does a long stream of events, one a line, get onto the log while it is still arriving?

Lines are checked and recorded in portions; while one portion is being saved the next is read, and no more than a
few wait, so the sender is slowed to what the disk takes. Each line stands for itself.
"""

import asyncio
from codecs import BOM_UTF8
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.intake.cloudevents import Checked, check
from services.intake.keeper import Outcome
from services.intake.parsing import UnreadableError, parse
from shared.reported import Fault

LONGEST = 1024 * 1024
"""Bytes of one line."""

PORTION = 500
"""Lines that are recorded together."""

SLICE = 50
"""Lines that are checked without letting anybody else have a turn."""

WAITING = 3
"""Portions that may wait to be saved while the next is read."""

LISTED = 1000
"""Results that are listed one by one; the rest is counted."""

Line = tuple[int, Checked]
"""A line's number from 1, and what it says."""

Settled = tuple[int, Checked, Outcome | None]
"""The same with what became of it; None when it is wrong."""

Save = Callable[[Sequence[Checked]], Awaitable[Sequence[tuple[Checked, Outcome | None]]]]


@dataclass(slots=True)
class Tally:
    """What became of the lines of a stream."""

    position: int = 0
    """The highest position of the facts it named."""
    accepted: int = 0
    known: int = 0
    conflicts: int = 0
    rejected: int = 0
    refused: int = 0
    """Those that the sender may not report."""
    results: list[dict[str, Any]] = field(default_factory=list)
    """The lines of which there is something to say, at most 1,000."""
    unlisted: int = 0

    def counts(self, end: int) -> dict[str, int]:
        """Return what is counted, as the answer says it; `end` is the last position of the log."""
        return {
            "position": self.position or end,
            "accepted": self.accepted,
            "known": self.known,
            "conflicts": self.conflicts,
            "rejected": self.rejected,
            "refused": self.refused,
        }

    def note(self, line: int, checked: Checked, outcome: Outcome | None) -> None:
        """Count one line, and list it unless it is simply on the log."""
        if self.count(checked, outcome) in ("accepted", "known") and not checked.warnings:
            return
        if len(self.results) == LISTED:
            self.unlisted += 1
            return
        self.results.append({"line": line, **result(line - 1, checked, outcome)})

    def count(self, checked: Checked, outcome: Outcome | None) -> str:
        """Count one event, and return its status."""
        status = "refused" if checked.refused else "rejected"
        if outcome is None:
            self.refused += status == "refused"
            self.rejected += status == "rejected"
        else:
            status = outcome.status
            self.position = max(self.position, outcome.position)
            self.accepted += status == "accepted"
            self.known += status == "known"
            self.conflicts += status == "conflict"
        return status


def result(index: int, checked: Checked, outcome: Outcome | None) -> dict[str, Any]:
    """Return what the answer says of one event. A rejected one has errors, and no position."""
    told: dict[str, Any] = {
        "index": index,
        "source": checked.source,
        "id": checked.id,
        "status": outcome.status if outcome else "refused" if checked.refused else "rejected",
        "position": (outcome.position or None) if outcome else None,
        "warnings": list(checked.warnings),
    }
    if wrong := checked.faults or checked.refused:
        told["errors"] = [fault._asdict() for fault in wrong]
    if outcome and outcome.status == "conflict":
        told["errors"] = [conflict(checked, outcome)._asdict()]
    return told


def conflict(checked: Checked, outcome: Outcome) -> Fault:
    """Return why a fact of a known identity was not recorded."""
    place = f"at position {outcome.position}" if outcome.position else "earlier in the same batch"
    return Fault(
        "/id",
        f"{checked.source} has said something else under the id {checked.id!r} {place}",
        "the same content, another id, or a fact-corrected that names this fact",
    )


async def take_in(body: AsyncIterable[bytes], look: Callable[[Checked], Checked], save: Save) -> Tally:
    """Record the events of a stream of lines as they arrive, and tell what became of them.

    `look` says what is wrong with one event, `save` records those of a portion that can be. What it raises ends the
    stream; the lines before that are on the log, and known when sent again.
    """
    tally = Tally()
    portion: list[Line] = []
    saving: deque[asyncio.Task[list[Settled]]] = deque()
    number = 0

    async def settle(most: int) -> None:
        while saving and (len(saving) > most or saving[0].done()):
            for line in await saving[0]:
                tally.note(*line)
            saving.popleft()

    try:
        async for arrived in lines(body):
            for line in arrived:
                number += 1
                if number % SLICE == 0:
                    await asyncio.sleep(0)
                if line is None or line.strip():
                    portion.append((number, look(read_line(line))))
                if len(portion) == PORTION:
                    saving.append(asyncio.create_task(_save(portion, save)))
                    portion = []
                    await settle(WAITING)
            await settle(WAITING)
            if portion and not saving:  # nothing else to do: a slow stream is not kept waiting
                saving.append(asyncio.create_task(_save(portion, save)))
                portion = []
        if portion:
            saving.append(asyncio.create_task(_save(portion, save)))
        await settle(0)
    finally:
        # What was handed to the keeper is saved in any case; no answer may be left without a listener.
        await asyncio.gather(*saving, return_exceptions=True)
    return tally


async def _save(portion: Sequence[Line], save: Save) -> list[Settled]:
    done = await save([checked for _, checked in portion])
    return [(number, *one) for (number, _), one in zip(portion, done, strict=True)]


async def lines(body: AsyncIterable[bytes]) -> AsyncIterator[list[bytes | None]]:
    """Yield the lines that each piece of a stream completes, without their ends; None for one too long."""
    rest, too_long, first = b"", False, True
    async for piece in body:
        if first and piece:
            piece, first = piece.removeprefix(BOM_UTF8), False
        *whole, rest = (rest + piece).split(b"\n")
        found: list[bytes | None] = [line if len(line) <= LONGEST else None for line in whole]
        if found and too_long:
            found[0], too_long = None, False
        if len(rest) > LONGEST:
            rest, too_long = b"", True
        yield found
    if rest or too_long:
        yield [None if too_long else rest]


async def read_lines(body: bytes) -> list[Checked]:
    """Return the events of lines that have all arrived, checked; empty lines are left out."""
    found = list[Checked]()
    for number, line in enumerate(body.removeprefix(BOM_UTF8).split(b"\n"), start=1):
        if number % SLICE == 0:
            await asyncio.sleep(0)
        if line.strip():
            found.append(read_line(line if len(line) <= LONGEST else None))
    return found


def read_line(line: bytes | None) -> Checked:
    """Return the event on a line, checked."""
    if line is None:
        return Checked(None, faults=(Fault("", f"more than {LONGEST:,} bytes", "one event on each line"),))
    try:
        return check(parse(line))
    except UnreadableError as error:
        fault = error.fault
        if not fault.pointer:
            fault = Fault("", f"no JSON: {fault.detail}", "one CloudEvent as JSON in UTF-8 on one line")
        return Checked(None, faults=(fault,))
