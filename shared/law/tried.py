"""Which rules were asked, in which order, and why did each apply or not?"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from shared.law.conditions import Attributes, Mismatch, NoneHolds, mismatch


class Tried(NamedTuple):
    """One rule that was asked. Many are made for every case, so nothing is put in words before somebody reads it."""

    section: str
    id: str
    article: str
    missed: Mismatch | NoneHolds | None
    """The first condition that does not hold; None where the rule applies."""
    attributes: Attributes
    """The case as it was seen when the rule was asked."""

    @property
    def mark(self) -> str:
        """Return section and id, such as `routing/own-act`."""
        return f"{self.section}/{self.id}"

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
        missed = mismatch(rule.when, attributes)
        yield rule, Tried(section, getattr(rule, name), rule.article, missed, attributes)
