"""Which rules were asked, in which order, and why did each apply or not?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from shared.law.conditions import Attributes, mismatch

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule that was asked."""

    mark: str
    """Section and id, such as `routing/own-act`."""
    article: str
    applies: bool
    because: str = ""
    """The first condition that does not hold; empty where the rule applies."""


def tried(
    section: str, rules: Iterable[Any], name: str, attributes: Attributes
) -> Iterator[tuple[Any, Tried]]:
    """Ask rules one after another; `name` is the field that holds their id."""
    for rule in rules:
        missed = mismatch(rule.when, attributes)
        mark = f"{section}/{getattr(rule, name)}"
        yield rule, Tried(mark, rule.article, missed is None, str(missed) if missed else "")
