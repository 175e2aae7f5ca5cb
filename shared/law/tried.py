"""Which rules were asked, in which order, and why did each apply or not?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from shared.law.conditions import Attributes, Mismatch, NoneHolds, mismatch


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule that was asked."""

    mark: str
    """Section and id, such as `routing/own-act`."""
    article: str
    missed: Mismatch | NoneHolds | None = None
    """The first condition that does not hold; None where the rule applies."""
    attributes: Attributes = field(default_factory=dict, repr=False, compare=False)
    """The case as it was seen when the rule was asked."""

    @property
    def applies(self) -> bool:
        """Return whether the rule applies."""
        return self.missed is None

    @property
    def because(self) -> str:
        """Return in words the first condition that does not hold; empty where the rule applies."""
        return "" if self.missed is None else str(self.missed)


def tried(
    section: str, rules: Iterable[Any], name: str, attributes: Attributes
) -> Iterator[tuple[Any, Tried]]:
    """Ask rules one after another; `name` is the field that holds their id."""
    for rule in rules:
        mark = f"{section}/{getattr(rule, name)}"
        yield rule, Tried(mark, rule.article, mismatch(rule.when, attributes), attributes)
