"""Is every file there that a fact names, and does it still have the content it is named by?"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from services.intake.attachments import Attachments
from services.intake.attachments.attached import Attached, Document

TELLING = 0.5
"""Seconds between two lines that tell how far the check is."""

MOST_NAMED = 100
"""Files named one by one."""


async def check(attached: Attached, store: Attachments) -> AsyncIterator[dict[str, Any]]:
    """Read every file that a fact names, and yield how far that is: `done`, `of`; at last what was found.

    `ok` is true when none is missing or damaged. Takes as long as reading all files once.
    """
    kept = {sha256 async for sha256 in store.all()}
    found: dict[str, list[dict[str, Any]]] = {"missing": [], "damaged": []}
    counts = {"missing": 0, "damaged": 0}
    named = done = 0
    of = await attached.count()
    clock = asyncio.get_running_loop()
    told, after = clock.time(), ""
    while True:
        hashes, documents = await attached.files(after)
        if not hashes:
            break
        after = hashes[-1]
        for sha256, theirs in zip(hashes, documents, strict=True):
            done += 1
            if not theirs:
                continue
            named += 1
            state = await store.verify(sha256)
            kept.discard(sha256)
            if state != "whole":
                counts[state] += 1
                if len(found[state]) < MOST_NAMED:
                    found[state].append({"sha256": sha256, "documents": [_told(one) for one in theirs]})
            if clock.time() - told > TELLING:
                told = clock.time()
                yield {"done": done, "of": max(of, done)}
    yield {
        "ok": not any(counts.values()),
        "named": named,
        "missing": counts["missing"],
        "damaged": counts["damaged"],
        "unnamed": len(kept),
        "problems": [{"what": state, **one} for state, some in found.items() for one in some],
    }


def _told(document: Document) -> dict[str, Any]:
    return {
        "district": document.district,
        "case": document.case,
        "source": document.source,
        "position": document.position,
    }
