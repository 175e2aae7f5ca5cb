"""What was said of a fact, by whom and why, and which of it counts?"""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from services.intake.cloudevents import REVISIONS
from services.intake.index import key_of, read_at
from services.intake.keeper import Keeper
from services.intake.keys import Keys
from services.intake.reception import problems
from shared.access import Principal, has
from shared.access.guard import count_refusal, not_its_district
from shared.access.speaking import court_of, sources
from shared.codec import UnknownTypeError, class_of, name_in, type_of
from shared.dispute import successive
from shared.envelope import NO_DISTRICT, attributes, is_finding
from shared.events.base import Fact
from shared.events.district import SubscriptionMade
from shared.problems import Problem
from shared.sealing import Seal, SealError, open_all

Envelope = Mapping[str, Any]

_SUBSCRIPTION = type_of(SubscriptionMade)
_SHOWN = ("position", "id", "source", "actor", "recordedat", "type", "subject", "district", "time")


@dataclass(frozen=True, slots=True)
class Chain:
    """A fact with its corrections and retractions."""

    fact: Envelope
    revisions: tuple[Envelope, ...] = ()
    """All of them, in the order in which they were recorded."""
    counting: tuple[Envelope, ...] = ()
    """Those that count, each replacing the one before."""

    @classmethod
    def of(cls, fact: Envelope, revisions: Sequence[Envelope]) -> "Chain":
        """Return the chain that a fact and all that was said of it make."""
        replacing = dict[str, list[Envelope]]()
        for one in revisions:
            replacing.setdefault(one["data"]["replaces"], []).append(one)
        found = successive(fact["id"], replacing, lambda one: (one["source"], one["id"]))
        return cls(fact, tuple(revisions), tuple(counts for counts, _ in found))

    @property
    def standing(self) -> Envelope:
        """Return the event that says what the fact says now: itself, or its last revision."""
        return self.counting[-1] if self.counting else self.fact

    @property
    def revision(self) -> str:
        """Return the id that the next revision replaces."""
        id_: str = self.standing["id"]
        return id_

    @property
    def type(self) -> str:
        """Return the type of what the fact says now."""
        type_: str = self.standing["data"]["type"] if self.counting else self.fact["type"]
        return type_

    @property
    def data(self) -> Any:
        """Return what the fact says now; None where it was taken back."""
        return self.standing["data"].get("data") if self.counting else self.fact["data"]

    def as_data(self) -> dict[str, Any]:
        """Return it as `GET /facts/{position}` answers it."""
        now, rivals = self.standing, dict[str, list[str]]()
        for one in self.revisions:
            rivals.setdefault(one["data"]["replaces"], []).append(one["id"])
        counting = {one["position"] for one in self.counting}
        return {
            **{name: self.fact[name] for name in _SHOWN},
            "data": self.fact["data"],
            "revision": self.revision,
            "retracted": self.data is None,
            "now": None
            if self.data is None
            else {
                "type": self.type,
                "subject": now["subject"],
                "district": now["district"],
                "data": self.data,
            },
            "revisions": [
                {
                    **{name: one[name] for name in _SHOWN},
                    "replaces": one["data"]["replaces"],
                    "reason": one["data"].get("reason", ""),
                    "data": one["data"].get("data"),
                    "counts": one["position"] in counting,
                    "rivals": [id_ for id_ in rivals[one["data"]["replaces"]] if id_ != one["id"]],
                }
                for one in self.revisions
            ],
        }


class Chains:
    """Finds chains by the position of a fact, or of any of its revisions."""

    def __init__(self, keeper: Keeper, keys: Keys) -> None:
        self._keeper = keeper
        self._keys = keys

    async def at(self, position: int) -> Chain:
        """Return the chain of the fact at a position. Raises Problem 404 where none stands, and 503."""
        with problems():
            return await asyncio.to_thread(self._at, position)

    async def seen(self, principal: Principal, position: int) -> Chain:
        """Return the chain for whoever may see it, the names of persons opened. Raises Problem 403, 404 and 503."""
        chain = await self.at(position)
        see(principal, chain)
        if chain.type == _SUBSCRIPTION:
            return chain  # nobody is shown where somebody else is told, or its secret
        with problems():
            return await self._opened(chain)

    async def _opened(self, chain: Chain) -> Chain:
        """Return a chain with the names of persons opened, as far as their keys are there."""
        cases = dict.fromkeys((one["district"], one["subject"]) for one in (chain.fact, *chain.revisions))
        seals = dict[tuple[str, str], Seal]()
        for district, subject in cases:
            if key := (await self._keys.hand_out(district, [subject]))[subject]:
                seals[district, subject] = Seal(urlsafe_b64decode(key))
        return Chain.of(_open(chain.fact, seals), [_open(one, seals) for one in chain.revisions])

    def _at(self, position: int) -> Chain:
        store, index = self._keeper.store, self._keeper.index
        if not 0 < position <= self._keeper.position:
            raise _nothing(position, "the log ends before it" if position > 0 else "the log begins at 1")
        (stored,) = store.select(position - 1, 1, position)
        fact = attributes(stored.body)
        if is_finding(fact["source"]):
            raise _nothing(position, f"a finding of {fact['source']} stands there, which nobody can revise")
        if fact["type"] in REVISIONS:
            target = key_of(fact["data"]["target_source"], fact["data"]["target_id"])
            there = index.known([target]).get(target)
            if there is None:
                raise _nothing(position, f"a {name_in(fact['type'])} of a fact that is not on the log yet")
            (stored,) = store.select(there.position - 1, 1, there.position)
            fact = attributes(stored.body)
        key = key_of(fact["source"], fact["id"])
        positions = sorted(row["position"] for row in index.chains([key]).get(key, ()))
        return Chain.of(fact, [attributes(one.body) for one in read_at(store, positions)])


def see(principal: Principal, chain: Chain) -> None:
    """Raise Problem 403 unless a principal may see a fact.

    An agency sees what it reported itself, a court its cases and what it reported, all others what is of their
    districts; what concerns all districts, such as the law, is no secret.
    """
    fact, district = chain.fact, chain.standing["district"]
    if principal.role == "operator" or (district == NO_DISTRICT and has(principal, "read facts")):
        return
    if not principal.may_speak_of(district):
        raise not_its_district(principal, district)
    own = fact["source"] in sources(principal, district)
    if chain.type == _SUBSCRIPTION and not own and not has(principal, "see subscriptions"):
        raise _not_theirs(principal, fact, "what it reported itself")
    if principal.role == "agency" and not own:
        raise _not_theirs(principal, fact, "what it reported itself")
    if principal.role == "court" and not own:
        subject = chain.standing["subject"] if about(chain.type) == "case" else ""
        if court_of(subject) not in principal.names:
            raise _not_theirs(principal, fact, "facts of its own cases")


def about(type_: str) -> str:
    """Return what the subject of a type of fact names; empty of a type this release does not know."""
    try:
        cls = class_of(type_)
    except UnknownTypeError:
        return ""
    return cls.ABOUT if issubclass(cls, Fact) else ""


def _not_theirs(principal: Principal, fact: Envelope, expected: str) -> Problem:
    count_refusal(principal, "read facts")
    detail = f"{principal.actor} may not see this fact of {fact['source']}"
    missing = {"pointer": "", "detail": detail, "expected": expected}
    return Problem(403, "Not allowed", f"{detail}; it sees {expected}", errors=[missing], right="read facts")


def _nothing(position: int, why: str) -> Problem:
    return Problem(404, "Not Found", f"no fact stands at position {position}: {why}")


def _open(envelope: Envelope, seals: Mapping[tuple[str, str], Seal]) -> Envelope:
    seal = seals.get((envelope["district"], envelope["subject"]))
    if seal is None:
        return envelope
    with suppress(SealError):  # what cannot be opened is shown as it lies there
        return {**envelope, "data": open_all(envelope["data"], seal)}
    return envelope
