"""Does a rule's condition hold? A mapping from attributes of the case to values, all of which must hold.

A list of values means any of them; the key `any` holds a list of such mappings, of which one must hold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple, get_args

from shared.events.words import ActKind, Category, DocumentKind, Instance, Procedure, Reconsideration

Attributes = Mapping[str, str | bool]
Box = Mapping[str, frozenset[str | bool]]
"""The cases whose attributes have one of these values each; attributes not named may have any."""

ANY = "any"

VOCABULARY: Mapping[str, tuple[str | bool, ...]] = {
    "sued": ("government_alone", "government_with_agencies", "agencies"),
    "defendant": ("government", "agency"),
    "instance": get_args(Instance),
    "category": get_args(Category),
    "procedure": (*get_args(Procedure), "unknown"),
    "document": (*get_args(DocumentKind), "unknown"),
    "act": get_args(ActKind),
    "reconsideration": get_args(Reconsideration),
    "earlier_case": ("known", "unknown"),
    "acting": ("government", "agency", "unknown"),
    "implementing": ("known", "unknown"),
    "lead": ("known", "unknown"),
    "lead_has_duty": (True, False),
    "entrusted": ("known", "unknown"),
    "dispatched": ("known", "unknown"),
    "in_government_name": (True, False),
    "attention": (True, False),
    "major_impact": (True, False),
    "group": (True, False),
    "public_interest": (True, False),
    "foreign": (True, False),
    "major_foreign": (True, False),
    "petition_backlog": (True, False),
    "safety_accident": (True, False),
    "environment": (True, False),
    "taken_up": (True, False),
    "protest": (True, False),
    "public_interest_suit": (True, False),
    "advised_by_court": (True, False),
    "advised_by_bureau": (True, False),
    "advised_by_government": (True, False),
    "advised_by_superior": (True, False),
    "advised_by_somebody": (True, False),
    "required_by_law": (True, False),
    "first_heard_of_year": (True, False),
}
"""Every attribute a condition may name, with its values."""

ACROSS = frozenset({"first_heard_of_year"})
"""Attributes that depend on other disputes: only grounds to appear may ask for them."""

IMPOSSIBLE: tuple[Box, ...] = (
    {"defendant": frozenset({"agency"}), "sued": frozenset({"government_alone"})},
    {"defendant": frozenset({"government"}), "sued": frozenset({"agencies"})},
)
"""Combinations no case has."""


MOST_BOXES = 5000
"""Boxes looked at before an answer is given up; the packs of this release need a few dozen."""


class IntertwinedError(ValueError):
    """What a condition leaves cannot be told within reason: each condition above it cuts it into more pieces."""


class Mismatch(NamedTuple):
    """The first condition that does not hold."""

    attribute: str
    wanted: tuple[str | bool, ...]
    found: str | bool

    def __str__(self) -> str:
        wanted = " / ".join(map(_shown, self.wanted))
        return f"{self.attribute} = {_shown(self.found)}, asked for {wanted}"


class NoneHolds(NamedTuple):
    """Of several conditions, one of which should hold, none does."""

    each: tuple["Mismatch | NoneHolds", ...]

    def __str__(self) -> str:
        return "; ".join(map(str, self.each))


def mismatch(when: Mapping[str, Any], attributes: Attributes) -> Mismatch | NoneHolds | None:
    """Return the first condition that does not hold, or None when all do. A list of values means any of them."""
    for attribute, wanted in when.items():
        if attribute == ANY:
            if none := _none_holds(wanted, attributes):
                return none
        else:
            found = attributes[attribute]
            if found not in wanted if isinstance(wanted, (list, tuple)) else found != wanted:
                return Mismatch(attribute, values_of(wanted), found)
    return None


def holds(when: Mapping[str, Any], attributes: Attributes) -> bool:
    """Return whether all conditions hold, for whoever need not know which does not."""
    for attribute, wanted in when.items():
        if attribute == ANY:
            for condition in wanted:
                if holds(condition, attributes):
                    break
            else:
                return False
        else:
            found = attributes[attribute]
            if found not in wanted if isinstance(wanted, (list, tuple)) else found != wanted:
                return False
    return True


def _none_holds(conditions: Iterable[Mapping[str, Any]], attributes: Attributes) -> NoneHolds | None:
    each = []
    for condition in conditions:
        missed = mismatch(condition, attributes)
        if missed is None:
            return None
        each.append(missed)
    return NoneHolds(tuple(each))


def holding(when: Mapping[str, Any], attributes: Attributes) -> str:
    """Return in words by what a condition holds; empty for one that asks nothing."""
    said = []
    for attribute, wanted in when.items():
        if attribute == ANY:
            said.append(next(holding(one, attributes) for one in wanted if holds(one, attributes)))
        else:
            said.append(f"{attribute} = {_shown(attributes[attribute])}")
    return ", ".join(said)


def values_of(wanted: Any) -> tuple[str | bool, ...]:
    """Return the values a condition accepts: a list means any of them."""
    return tuple(wanted) if isinstance(wanted, (list, tuple)) else (wanted,)


def boxes(when: Mapping[str, Any]) -> list[Box]:
    """Return the cases for which a condition holds, as boxes that may overlap."""
    plain = {name: frozenset(values_of(wanted)) for name, wanted in when.items() if name != ANY}
    found: list[Box] = [plain]
    for conditions in (when[ANY],) if ANY in when else ():
        inner = [box for condition in conditions for box in boxes(condition)]
        found = [_both(left, right) for left, right in product(found, inner)]
    return [box for box in found if all(box.values())]


def remaining(when: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> Iterator[Box]:
    """Return the cases a condition holds for that no case rules out, and that no earlier condition takes first.

    Whoever asks whether any remain takes one: each is followed to its end before the next is looked for. Raises
    IntertwinedError.
    """
    taken = [*IMPOSSIBLE, *(box for condition in earlier for box in boxes(condition))]
    open_ = [(box, 0) for box in reversed(boxes(when))]
    for _ in range(MOST_BOXES):
        if not open_:
            return
        box, at = open_.pop()
        while at < len(taken) and _apart(box, taken[at]):
            at += 1
        if at == len(taken):
            yield box
        else:
            open_ += [(rest, at + 1) for rest in _without(box, taken[at])]
    raise IntertwinedError


def leaves(when: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a condition holds for a case that no earlier one takes first. Raises IntertwinedError."""
    return next(remaining(when, earlier), None) is not None


def _apart(box: Box, taken: Box) -> bool:
    return any(name in box and not box[name] & values for name, values in taken.items())


def _both(left: Box, right: Box) -> Box:
    shared = {name: left[name] & right[name] for name in left.keys() & right.keys()}
    return {**left, **right, **shared}


def _without(box: Box, taken: Box) -> Iterator[Box]:
    """Cut out of a box what another, not apart from it, takes: what is left are boxes that do not overlap."""
    inside: dict[str, frozenset[str | bool]] = dict(box)
    for name, values in taken.items():
        own = inside.get(name, frozenset(VOCABULARY[name]))
        if outside := own - values:
            yield {**inside, name: outside}
        inside[name] = own & values


def unknown_words(when: Mapping[str, Any], across: bool = False) -> list[str]:
    """Return what is wrong with a condition: attributes and values the vocabulary does not have.

    `across` allows attributes that depend on other disputes.
    """
    wrong = []
    allowed = [name for name in VOCABULARY if across or name not in ACROSS]
    for attribute, wanted in when.items():
        if attribute == ANY:
            wrong += _wrong_any(wanted, across)
            continue
        if attribute not in allowed:
            wrong.append(f"unknown attribute {attribute!r}; expected one of {', '.join(allowed)}, {ANY}")
            continue
        if not (values := values_of(wanted)):
            wrong.append(f"{attribute} has no value; expected one or more of {_listed(attribute)}")
        for value in values:
            if not _is_value(attribute, value):
                wrong.append(f"{attribute} cannot be {value!r}; expected one of {_listed(attribute)}")
    return wrong


def _wrong_any(conditions: Any, across: bool) -> list[str]:
    if not isinstance(conditions, (list, tuple)) or len(conditions) < 2:
        return [f"{ANY} holds {conditions!r}; expected a list of two conditions or more"]
    wrong = []
    for condition in conditions:
        if not isinstance(condition, Mapping) or not condition:
            wrong.append(f"{ANY} holds {condition!r}; expected conditions such as {{attention: true}}")
        else:
            wrong += unknown_words(condition, across)
    return wrong


def _is_value(attribute: str, value: object) -> bool:
    known = VOCABULARY[attribute]
    return any(value == one and type(value) is type(one) for one in known)


def _listed(attribute: str) -> str:
    return ", ".join(map(_shown, VOCABULARY[attribute]))


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
