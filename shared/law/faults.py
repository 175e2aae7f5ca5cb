"""What is wrong with a law pack, and where? Each fault names its line and what was expected."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml

from shared.events.catalogue import FACTS
from shared.law.conditions import covers, unknown_words
from shared.law.model import DutyRule, Law, Pack


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


def faults_of(pack: Pack, node: Any) -> Iterator[Fault]:
    """Yield what is wrong with a pack that has the right form; `node` is its text as composed."""
    for where, detail in (
        *_conditions(pack),
        *_routing(pack),
        *_duties(pack),
        *_values(pack),
        *_repetitions(pack),
    ):
        yield located(node, where, detail)


def unresolved(law: Law, node: Any) -> Iterator[Fault]:
    """Yield where a pack names a duty that neither it nor the national pack has."""
    known = [duty.duty for duty in law.duties]
    expected = f"expected one of {', '.join(known)}"
    for number, duty in enumerate(law.pack.duties):
        if duty.due.before not in ("", "start", *known):
            yield located(
                node, ("duties", number, "due"), f"no duty {duty.due.before!r}; {expected}, or start"
            )
    for number, rule in enumerate(law.circulars):
        if rule.upon == "deadline_missed" and rule.duty not in known:
            yield located(node, ("circulars", number, "duty"), f"no duty {rule.duty!r}; {expected}")


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


Found = Iterator[tuple[tuple[Any, ...], str]]
"""Where in the pack, and what is wrong."""


def _conditions(pack: Pack) -> Found:
    conditions = [("routing", number, rule.when) for number, rule in enumerate(pack.routing)]
    conditions += [("duties", number, duty.when) for number, duty in enumerate(pack.duties)]
    for kind, number, when in conditions:
        for wrong in unknown_words(when):
            yield (kind, number, "when"), wrong


def _routing(pack: Pack) -> Found:
    if pack.district and (not pack.routing or pack.routing[-1].when):
        yield ("routing",), "no final rule; expected a last one without conditions"
    for number, rule in enumerate(pack.routing):
        before = next((wider for wider in pack.routing[:number] if covers(wider.when, rule.when)), None)
        if before is not None:
            detail = f"{rule.rule!r} is never reached; expected a condition that {before.rule!r} above does not cover"
            yield ("routing", number), detail
        if "earlier_case" in rule.responsible and (
            len(rule.responsible) > 1 or rule.when.get("earlier_case") != "known"
        ):
            detail = (
                "earlier_case answers alone; expected no other role and the condition earlier_case: known"
            )
            yield ("routing", number, "responsible"), detail


def _duties(pack: Pack) -> Found:
    for number, duty in enumerate(pack.duties):
        for name, type_ in (("met_by", duty.met_by), ("lifted_by", duty.lifted_by)):
            if (type_ or name == "met_by") and (type_ not in FACTS or not FACTS[type_].DECIDES):
                yield ("duties", number, name), f"no dated fact type {type_!r}; expected one of {_DATED}"
        for detail in _period(duty):
            yield ("duties", number, "due"), detail


def _period(duty: DutyRule) -> Iterator[str]:
    due = duty.due
    lengths = [due.working_days, due.calendar_days, due.months, due.on_the_day or None]
    if sum(length is not None for length in lengths) != 1:
        yield "expected exactly one length: working_days, calendar_days, months or on_the_day"
    elif due.before and due.working_days is None and due.calendar_days is None:
        yield "expected working_days or calendar_days, for nothing else is counted back"
    if due.before == duty.duty:
        yield f"{duty.duty!r} counts back from itself; expected start or another duty"


def _values(pack: Pack) -> Found:
    for name, parameter in pack.parameters.items():
        if parameter.one_of and parameter.value not in parameter.one_of:
            expected = ", ".join(map(str, parameter.one_of))
            yield ("parameters", name, "value"), f"cannot be {parameter.value!r}; expected one of {expected}"
    for number, target in enumerate(pack.targets):
        days = [value.since for value in target.values]
        if not days or any(later <= earlier for earlier, later in pairwise(days)):
            detail = (
                "validities overlap; expected one value or more, each from a later day than the one before"
            )
            yield ("targets", number, "values"), detail


def _repetitions(pack: Pack) -> Found:
    for kind, ids in (
        ("routing", [rule.rule for rule in pack.routing]),
        ("duties", [duty.duty for duty in pack.duties]),
        ("targets", [target.figure for target in pack.targets]),
        ("circulars", [rule.ground for rule in pack.circulars]),
    ):
        for number, id_ in enumerate(ids):
            if id_ in ids[:number]:
                yield (kind, number), f"{id_!r} stands twice; expected one entry"


_DATED = ", ".join(sorted(name for name, fact in FACTS.items() if fact.DECIDES))
