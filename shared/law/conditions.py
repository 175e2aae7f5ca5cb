"""Does a rule's condition hold? A mapping from attributes of the case to values, all of which must hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from shared.events.words import ActKind, Category, Instance, Reconsideration

Attributes = Mapping[str, str | bool]

VOCABULARY: Mapping[str, tuple[str | bool, ...]] = {
    "sued": ("government_alone", "government_with_agencies", "agencies"),
    "defendant": ("government", "agency"),
    "instance": get_args(Instance),
    "category": get_args(Category),
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
}
"""Every attribute a condition may name, with its values."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The first condition that does not hold."""

    attribute: str
    wanted: tuple[str | bool, ...]
    found: str | bool

    def __str__(self) -> str:
        wanted = " / ".join(map(_shown, self.wanted))
        return f"{self.attribute} = {_shown(self.found)}, asked for {wanted}"


def mismatch(when: Mapping[str, Any], attributes: Attributes) -> Mismatch | None:
    """Return the first condition that does not hold, or None when all do. A list of values means any of them."""
    for attribute, wanted in when.items():
        if attributes[attribute] not in (values := values_of(wanted)):
            return Mismatch(attribute, values, attributes[attribute])
    return None


def covers(wide: Mapping[str, Any], narrow: Mapping[str, Any]) -> bool:
    """Return whether one condition holds wherever the other does."""
    return all(
        attribute in narrow and set(values_of(narrow[attribute])) <= set(values_of(wanted))
        for attribute, wanted in wide.items()
    )


def values_of(wanted: Any) -> tuple[str | bool, ...]:
    """Return the values a condition accepts: a list means any of them."""
    return tuple(wanted) if isinstance(wanted, (list, tuple)) else (wanted,)


def unknown_words(when: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with a condition: attributes and values the vocabulary does not have."""
    wrong = []
    for attribute, wanted in when.items():
        if attribute not in VOCABULARY:
            wrong.append(f"unknown attribute {attribute!r}; expected one of {', '.join(VOCABULARY)}")
            continue
        for value in values_of(wanted):
            if value not in VOCABULARY[attribute] or type(value) not in map(type, VOCABULARY[attribute]):
                expected = ", ".join(map(_shown, VOCABULARY[attribute]))
                wrong.append(f"{attribute} cannot be {value!r}; expected one of {expected}")
    return wrong


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
