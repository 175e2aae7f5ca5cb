"""Which correction or retraction does somebody mean, who names a fact by its position?"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from services.intake.reception import Reception
from services.intake.revising.chains import Chain, Chains, see
from services.intake.submitting import Submissions
from shared.access import Principal
from shared.access.speaking import sources
from shared.codec import type_of
from shared.dispute import SOURCES
from shared.envelope import Draft
from shared.events.intake import FactCorrected, FactRetracted
from shared.problems import Problem

_CORRECTED, _RETRACTED = type_of(FactCorrected), type_of(FactRetracted)


Mark = Callable[[str], str]
"""Returns the id of a wish, given the revision it replaces."""


class Said(NamedTuple):
    """What became of a revision."""

    status: str
    """`accepted`, or `known` where the fact was revised so before."""
    answer: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What somebody wants to be said of a fact."""

    reason: str
    data: Mapping[str, Any] | None = None
    """The whole new content; None to take the fact back."""
    subject: str = ""
    """What the fact is about, where that is corrected too."""
    key: str = ""
    """The name the sender gives to this revision, by which it is known again."""
    standing: str = ""
    """The revision the sender has seen; empty where it does not say."""

    @property
    def type(self) -> str:
        """Return the type of the revision."""
        return _RETRACTED if self.data is None else _CORRECTED


class Revising:
    """Turns wishes into corrections and retractions that replace the revision that stands."""

    def __init__(self, chains: Chains, reception: Reception, submissions: Submissions) -> None:
        self._chains = chains
        self._reception = reception
        self._submissions = submissions
        self._one_at_a_time = asyncio.Lock()
        """Held from looking at a chain until it is longer, so that two wishes do not replace the same revision."""

    async def revise(self, principal: Principal, position: int, wish: Wish) -> Said:
        """Record a revision of the fact at a position.

        Raises Problem 404 where there is none, 403 for who may not revise it, 409 where somebody has revised it since
        the sender looked, or the key stands for another revision, and 422 for content of a wrong form.
        """
        async with self._one_at_a_time:
            chain = await self._chains.at(position)
            see(principal, chain)
            source = _source(principal, chain)
            mark = await self._mark(chain, wish)
            again = _said_before(chain, source, mark)
            if again is not None and wish.standing == chain.revision != again["id"] and not wish.key:
                again = None  # the sender knows what came after, and says it once more
            if again is None:
                _fresh(chain, wish)
                event = _event(chain, wish, source, mark(chain.revision))
            elif wish.key or again["id"] == chain.revision:
                event = _event(chain, wish, source, again["id"], again)
            else:
                raise _revised(
                    chain, f"this was said at position {again['position']}, and the fact revised since"
                )
            answer = await self._submissions.submit(principal, [event])
        (result,) = answer["results"]
        return Said(result["status"], {**result, "replaces": event["data"]["replaces"]})

    async def _mark(self, chain: Chain, wish: Wish) -> Mark:
        """Return what gives a wish its id: its key, or what it says, so that it is known when it comes again.

        An id follows from the sealed form: nobody can guess a person's name by trying what gives the same id.
        """
        if wish.key:
            return lambda replaces: wish.key
        fact, standing, data = chain.fact, chain.standing, wish.data
        if data is not None:
            draft = Draft(
                source=fact["source"],
                id="",
                type=wish.type,
                subject=wish.subject or standing["subject"],
                district=standing["district"],
                data={"type": chain.type, "data": dict(data)},
            )
            (sealed,) = await self._reception.seal([draft])
            data = sealed.data["data"]
        told_of = [fact["source"], fact["id"], wish.type, data, wish.subject, wish.reason]

        def mark(replaces: str) -> str:
            digest = sha256(json.dumps([*told_of, replaces], sort_keys=True).encode()).hexdigest()
            return f"{fact['id'][:480]}#{digest[:16]}"

        return mark


def _said_before(chain: Chain, source: str, mark: Mark) -> Mapping[str, Any] | None:
    """Return the last revision by which the same source has said this; by its key, else by what it says."""
    for one in reversed(chain.revisions):
        if one["source"] == source and one["id"] == mark(one["data"]["replaces"]):
            return one
    return None


def _fresh(chain: Chain, wish: Wish) -> None:
    """Raise Problem 409 where a wish is about what does not stand any more."""
    if wish.standing and wish.standing != chain.revision:
        raise _revised(chain, "somebody has revised the fact meanwhile")
    if wish.data is None and chain.data is None:
        raise _revised(chain, "the fact was taken back already")


def _revised(chain: Chain, why: str) -> Problem:
    error = {
        "pointer": "",
        "detail": why,
        "expected": f"the revision {chain.revision!r} to be the last one seen",
    }
    detail = (
        f"{why}; what stands now is the revision {chain.revision!r}, see GET /facts/{chain.fact['position']}"
    )
    return Problem(409, "The fact was revised", detail, errors=[error], revision=chain.revision)


def _event(
    chain: Chain, wish: Wish, source: str, id_: str, again: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return the event by which a source says what it wishes; as before where it has said so before."""
    standing = again or chain.standing
    data: dict[str, Any] = {
        "target_source": chain.fact["source"],
        "target_id": chain.fact["id"],
        "replaces": again["data"]["replaces"] if again else chain.revision,
        "type": again["data"]["type"] if again else chain.type,
        "reason": wish.reason,
    }
    return {
        "specversion": "1.0",
        "id": id_,
        "source": source,
        "type": wish.type,
        "subject": wish.subject or standing["subject"],
        "district": standing["district"],
        "data": data if wish.data is None else {**data, "data": dict(wish.data)},
    }


def _source(principal: Principal, chain: Chain) -> str:
    """Return in whose name somebody revises a fact: its own source's, where it speaks for that, else its own.

    Never in a ledger's: that says what the ledger says, and would be set right by its next import.
    """
    kind, _, _ = (source := chain.fact["source"]).partition("/")
    own = sources(principal, chain.standing["district"])
    if kind in SOURCES and kind != "ledger" and (principal.role == "operator" or source in own):
        return str(source)
    if principal.role == "operator":
        return f"bureau/{principal.name}"
    return next((one for one in own if not one.startswith("ledger/")), "")
