"""Is this text a law pack, and what does it say? Takes text, never a path; each error names line and expectation."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

import yaml
from pydantic import ValidationError

from shared.law.faults import Fault, PackError, faults_of, malformed, repeated_keys, unresolved
from shared.law.model import Law, Pack

NATIONAL = "national"

__all__ = ["NATIONAL", "Fault", "PackError", "composed", "law_of", "laws_of", "load"]

REQUIRED = tuple(name for name, field in Pack.model_fields.items() if field.is_required())

DEEPEST = 50
"""How deep a pack may be nested; none needs ten."""

# libyaml reads a pack ten times as fast as Python does; where a machine lacks it, the same comes out.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=64)
def load(text: str) -> Pack:
    """Return the pack a text holds. Raises PackError with every fault found."""
    node, content = composed(text)
    if not isinstance(content, dict):
        found = "is empty" if content is None else f"holds {type(content).__name__}"
        detail = f"{found}; expected keys and what they hold: {', '.join(REQUIRED)} and more"
        raise PackError([Fault(1, "the file", detail)])
    try:
        pack = Pack.model_validate(content)
    except ValidationError as error:
        raise PackError(_in_order(malformed(content, node, error.errors()))) from error
    if faults := _in_order(faults_of(pack, node)):
        raise PackError(faults)
    return pack


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: fault.line)


@lru_cache(maxsize=16)
def composed(text: str) -> tuple[Any, Any]:
    """Return a YAML text as nodes that know their lines, and as plain values that nobody changes. Raises PackError.

    Aliases are refused, because a few lines of them can stand for a text without end, and so are keys that stand
    twice, of which YAML would silently keep the last.
    """
    try:
        if fault := next(_unwelcome(yaml.parse(text, _Loader)), None):
            raise PackError([fault])
        reader = _Loader(text)
        node = reader.get_single_node()
        content = None if node is None else reader.construct_document(node)
    except PackError:
        raise
    except (
        Exception
    ) as error:  # YAML's own errors, and whatever its values trip over: 2023-02-30, !!int x, [[[[
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error) or type(error).__name__
        raise PackError([Fault(mark.line + 1 if mark else 0, "the file", f"not YAML: {problem}")]) from error
    if repeated := list(repeated_keys(node)):
        raise PackError(repeated)
    return node, content


def _unwelcome(events: Iterable[yaml.Event]) -> Iterator[Fault]:
    depth = 0
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            yield Fault(line, "the file", "not YAML: an alias; expected every value written out")
        if depth > DEEPEST:
            yield Fault(line, "the file", f"not YAML: nested more than {DEEPEST} deep; expected a pack")


def law_of(district: str, packs: Mapping[str, str]) -> Law | None:
    """Return the first law of a district, or None when none is adopted for it. Raises PackError."""
    return next(iter(laws_of(district, packs)), None)


def laws_of(district: str, packs: Mapping[str, str]) -> tuple[Law, ...]:
    """Return the laws of a district from the texts of the adopted packs, by the day from which they are in force.

    Only the district's own packs and the one they extend are read: what is wrong with another is for its district
    to trip over. Raises PackError when one of them is no pack, or names something that none of them has.
    """
    laws = []
    for text in packs.values():
        if district and district_of(text) == district:
            base = packs.get(load(text).extends or NATIONAL)
            if base is not None:
                laws.append(_law(text, base))
    return tuple(sorted(laws, key=lambda law: (law.in_force.since, law.pack.pack)))


@lru_cache(maxsize=64)
def district_of(text: str) -> str:
    """Return the district a pack says it is for, even when the rest of it cannot be read; empty without one."""
    try:
        return str(composed(text)[1].get("district") or "")
    except (PackError, AttributeError):  # no YAML, or no mapping
        return ""


@lru_cache(maxsize=64)
def _law(own: str, national: str) -> Law:
    law = Law(
        pack=load(own), national=load(national), version=sha256((national + own).encode()).hexdigest()[:12]
    )
    if faults := list(unresolved(law, composed(own)[0])):
        raise PackError(faults)
    return law
