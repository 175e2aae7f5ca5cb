"""Is this text a law pack, and what does it say? Takes text, never a path; each error names line and expectation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import yaml
from pydantic import ValidationError

from shared.events.catalogue import FACTS
from shared.law.conditions import unknown_words
from shared.law.model import Law, Pack

NATIONAL = "national"


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


@lru_cache(maxsize=64)
def load(text: str) -> Pack:
    """Return the pack a text holds. Raises PackError with every fault found."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise PackError([Fault(line, "the file", f"not YAML: {error.problem}")]) from error
    try:
        pack = Pack.model_validate(content)
    except ValidationError as error:
        raise PackError([_fault(node, one["loc"], one["msg"]) for one in error.errors()]) from error
    if faults := _faults(pack, node):
        raise PackError(faults)
    return pack


def law_of(district: str, packs: Mapping[str, str]) -> Law | None:
    """Return the law of a district from the texts of the adopted packs, or None when none is adopted for it."""
    loaded = [load(text) for text in packs.values()]
    national = next((pack for pack in loaded if pack.pack == NATIONAL), None)
    own = next((pack for pack in loaded if pack.district and pack.district == district), None)
    if own is None or national is None:
        return None
    version = sha256((packs[NATIONAL] + packs[own.pack]).encode()).hexdigest()[:12]
    return Law(pack=own, national=national, version=version)


def _faults(pack: Pack, node: Any) -> list[Fault]:
    faults = []
    conditions = [("routing", number, rule.when) for number, rule in enumerate(pack.routing)]
    conditions += [("duties", number, duty.when) for number, duty in enumerate(pack.duties)]
    for kind, number, when in conditions:
        faults += [_fault(node, (kind, number, "when"), wrong) for wrong in unknown_words(when)]
    for number, duty in enumerate(pack.duties):
        if duty.met_by not in FACTS or not FACTS[duty.met_by].DECIDES:
            faults.append(_fault(node, ("duties", number, "met_by"), f"no dated fact type {duty.met_by!r}"))
        if duty.lifted_by and duty.lifted_by not in FACTS:
            faults.append(_fault(node, ("duties", number, "lifted_by"), f"no fact type {duty.lifted_by!r}"))
        lengths = [
            duty.due.working_days,
            duty.due.calendar_days,
            duty.due.months,
            duty.due.on_the_day or None,
        ]
        if sum(length is not None for length in lengths) != 1:
            faults.append(_fault(node, ("duties", number, "due"), "expected exactly one length"))
    for kind, ids in (
        ("routing", [rule.rule for rule in pack.routing]),
        ("duties", [duty.duty for duty in pack.duties]),
        ("targets", [target.figure for target in pack.targets]),
        ("circulars", [rule.ground for rule in pack.circulars]),
    ):
        for number, id_ in enumerate(ids):
            if id_ in ids[:number]:
                faults.append(_fault(node, (kind, number), f"{id_!r} stands twice; expected one entry"))
    if pack.district and (not pack.routing or pack.routing[-1].when):
        faults.append(_fault(node, ("routing",), "no final rule; expected a last one without conditions"))
    return faults


def _fault(node: Any, path: tuple[Any, ...], detail: str) -> Fault:
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
