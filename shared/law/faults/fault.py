"""What is one thing wrong with a pack, and on which line of its text?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

Place = tuple[str | int, ...]
"""Where in a pack: the keys and numbers that lead there."""

Found = Iterator[tuple[Place, str]]
"""Where in the pack, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a pack."""

    line: int
    """1-based; 0 when the fault has no place of its own."""
    where: str
    detail: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.where}: {self.detail}"


class PackError(ValueError):
    """A text is no law pack; says each place, what is wrong and what was expected."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


def repeated_keys(node: Any) -> Iterator[Fault]:
    """Yield the keys that stand twice in one mapping: YAML would silently keep the last."""
    if isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from repeated_keys(inner)
    elif isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                detail = f"{key.value!r} stands twice; expected each key once"
                yield Fault(key.start_mark.line + 1, str(key.value), detail)
            seen.add(str(key.value))
            yield from repeated_keys(value)


def located(node: Any, path: tuple[Any, ...], detail: str) -> Fault:
    """Return a fault with the line of the innermost node a path leads to."""
    at = node
    for step in path:
        inner = None
        if isinstance(at, yaml.MappingNode):
            inner = next((value for key, value in at.value if key.value == str(step)), None)
        elif isinstance(at, yaml.SequenceNode) and isinstance(step, int) and step < len(at.value):
            inner = at.value[step]
        if inner is None:
            break
        at = inner
    line = at.start_mark.line + 1 if at is not None else 0
    return Fault(line, ".".join(map(str, path)) or "the file", detail)
