"""What is wrong with a law pack, and where? Each fault names its line and what was expected."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import Any, get_args

import yaml

from shared.events.catalogue import FACTS
from shared.law.conditions import boxes, remaining, unknown_words
from shared.law.model import DutyRule, Law, LiabilityRule, Pack, Rate, Start, entries_of

RATES: tuple[str, ...] = get_args(Rate)
STARTS: tuple[str, ...] = get_args(Start)
_DATED = ", ".join(sorted(name for name, fact in FACTS.items() if fact.DECIDES))


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


Found = Iterator[tuple[tuple[Any, ...], str]]
"""Where in the pack, and what is wrong."""


def faults_of(pack: Pack, node: Any) -> Iterator[Fault]:
    """Yield what is wrong with a pack that has the right form; `node` is its text as composed."""
    wrong = [*_conditions(pack), *_notes(pack), *_repetitions(pack), *_values(pack), *_liability(pack)]
    # Where a condition says what no case can have, what it covers cannot be told either.
    if not any("when" in where for where, _ in wrong):
        wrong += [*_routing(pack), *_duties(pack), *_never(pack)]
    for where, detail in wrong:
        yield located(node, where, detail)


def unresolved(law: Law, node: Any) -> Iterator[Fault]:
    """Yield where a pack names a duty or figure that neither it nor the national pack has."""
    known = law.duty_names
    expected = f"expected one of {', '.join(known)}"
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("duties", n, "due"), duty.due.before) for n, duty in enumerate(law.pack.duties)
    ]
    named += [(("circulars", n, "duty"), rule.duty) for n, rule in enumerate(law.pack.circulars)]
    named += [(("liability", n), rule.deadline_missed) for n, rule in enumerate(law.pack.liability)]
    for n, target in enumerate(law.pack.targets):
        figure, _, duty = target.figure.partition(":")
        if figure == "on_time_rate":
            named.append((("targets", n, "figure"), duty))
    for where, name in named:
        if name not in ("", "start", *known):
            yield located(
                node, where, f"no duty {name!r}; {expected}{', or start' if 'due' in where else ''}"
            )
    for n, rule in enumerate(law.pack.liability):
        if rule.repeated_losses and not all(_is_count(law, name) for name in ("min_losses", "months")):
            detail = f"{rule.trigger!r} counts losses; expected the parameters min_losses and months, whole numbers"
            yield located(node, ("liability", n), detail)


def _is_count(law: Law, name: str) -> bool:
    return name in law.parameters and type(law.parameter(name)) is int


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


_CONDITIONAL = (
    "categories",
    "routing",
    "appearing",
    "roster",
    "observers",
    "cooperation",
    "checklists",
    "duties",
)
"""The sections whose entries have conditions."""


def _conditions(pack: Pack) -> Found:
    for section in _CONDITIONAL:
        for number, rule in enumerate(getattr(pack, section)):
            for wrong in unknown_words(rule.when, across=section == "appearing"):
                yield (section, number, "when"), wrong


def _never(pack: Pack) -> Found:
    """Find conditions that no case can meet. Routing is asked in order and looks further."""
    for section in _CONDITIONAL:
        for number, rule in enumerate(getattr(pack, section)):
            if section != "routing" and not remaining(rule.when, ()):
                yield (section, number, "when"), "can never apply; expected conditions that one case can meet"


def _routing(pack: Pack) -> Found:
    if pack.district and (not pack.routing or pack.routing[-1].when):
        yield ("routing",), "no final rule; expected a last one without conditions"
    for number, rule in enumerate(pack.routing):
        earlier = pack.routing[:number]
        if not remaining(rule.when, ()):
            yield (
                ("routing", number),
                f"{rule.rule!r} can never apply; expected conditions that one case can meet",
            )
        elif equal := next((one for one in earlier if _same(one.when, rule.when)), None):
            detail = (
                f"{rule.rule!r} is equal in force to {equal.rule!r} above; expected one, or other conditions"
            )
            yield ("routing", number), detail
        elif not remaining(rule.when, [one.when for one in earlier]):
            covering = _covering(rule.when, [(one.rule, one.when) for one in earlier])
            detail = (
                f"{rule.rule!r} is never reached; expected a condition that {covering} above does not cover"
            )
            yield ("routing", number), detail
        if "earlier_case" in rule.responsible and (
            len(rule.responsible) > 1 or rule.when.get("earlier_case") != "known"
        ):
            detail = (
                "earlier_case answers alone; expected no other role and the condition earlier_case: known"
            )
            yield ("routing", number, "responsible"), detail


def _same(left: Any, right: Any) -> bool:
    return not remaining(left, [right]) and not remaining(right, [left])


def _covering(when: Any, earlier: Sequence[tuple[str, Any]]) -> str:
    """Return the rules above that leave nothing to a condition: one that does alone, else all that take a part."""
    alone = [repr(name) for name, other in earlier if not remaining(when, [other])]
    parts = [repr(name) for name, other in earlier if remaining(when, [other]) != boxes(when)]
    return alone[0] if alone else " and ".join(parts)


def _duties(pack: Pack) -> Found:
    for number, duty in enumerate(pack.duties):
        if duty.starts not in STARTS and not _is_dated(duty.starts):
            expected = f"expected one of {', '.join(STARTS)}, or a dated fact type"
            yield ("duties", number, "starts"), f"no start {duty.starts!r}; {expected}"
        for name, type_ in (("met_by", duty.met_by), ("lifted_by", duty.lifted_by)):
            if (type_ or name == "met_by") and not _is_dated(type_):
                yield ("duties", number, name), f"no dated fact type {type_!r}; expected one of {_DATED}"
        for detail in _period(duty):
            yield ("duties", number, "due"), detail
        if duty.since and duty.until and duty.until <= duty.since:
            yield ("duties", number, "until"), f"{duty.until} is not after {duty.since}; expected a later day"
    numbers = {id(duty): number for number, duty in enumerate(pack.duties)}
    for left, right in combinations(pack.duties, 2):
        if left.duty == right.duty and _overlap(left, right):
            detail = (
                f"{right.duty!r} stands twice for the same starts; expected other categories or validities"
            )
            yield ("duties", numbers[id(right)]), detail


def _overlap(left: DutyRule, right: DutyRule) -> bool:
    if not set(left.category) & set(right.category):
        return False
    (first, second) = sorted((left, right), key=lambda duty: duty.since or date.min)
    return first.until is None or first.until > (second.since or date.min)


def _is_dated(type_: str) -> bool:
    return type_ in FACTS and bool(FACTS[type_].DECIDES)


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
    if pack.in_force.until and pack.in_force.until <= pack.in_force.since:
        yield (
            ("in_force", "until"),
            f"{pack.in_force.until} is not after {pack.in_force.since}; expected a later day",
        )
    for name, parameter in pack.parameters.items():
        if parameter.one_of and parameter.value not in parameter.one_of:
            expected = ", ".join(map(str, parameter.one_of))
            yield ("parameters", name, "value"), f"cannot be {parameter.value!r}; expected one of {expected}"
    for number, target in enumerate(pack.targets):
        if target.figure not in RATES and not target.figure.startswith("on_time_rate:"):
            expected = f"expected one of {', '.join(RATES)}, or on_time_rate:<duty>"
            yield ("targets", number, "figure"), f"no figure {target.figure!r}; {expected}"
        yield from (
            (("targets", number, "values", n), detail) for n, detail in _validity(pack, target.values)
        )


def _validity(pack: Pack, values: Sequence[Any]) -> Iterator[tuple[int, str]]:
    """Find the days on which a dated value has none in force, or two."""
    if not values:
        yield 0, "no value; expected one or more, each with the first day it holds"
        return
    if values[0].since > pack.in_force.since:
        yield (
            0,
            f"a gap from {pack.in_force.since} to {values[0].since}; expected a value from the first day",
        )
    for number, (one, following) in enumerate(pairwise(values), start=1):
        if following.since <= one.since or (one.until and one.until > following.since):
            detail = "validities overlap; expected each value from a later day than the one before"
            yield number, f"{detail}, and none before the end of that"
        elif one.until and one.until < following.since:
            yield (
                number,
                f"a gap from {one.until} to {following.since}; expected validities one after another",
            )


def _liability(pack: Pack) -> Found:
    for number, rule in enumerate(pack.liability):
        if sum(map(bool, _shown_by(rule))) != 1:
            what = "conduct, deadline_missed, attendance or repeated_losses"
            yield (
                ("liability", number),
                f"{rule.trigger!r} is shown by nothing, or by two things; expected one of {what}",
            )


def _shown_by(rule: LiabilityRule) -> Iterable[object]:
    return rule.conduct, rule.deadline_missed, rule.attendance, rule.repeated_losses


def _notes(pack: Pack) -> Found:
    """Find what is uncertain without saying why: people must know what they decide."""
    places: dict[str, int] = {}
    for entry in entries_of(pack):
        number = places.get(entry.section, -1) + 1
        places[entry.section] = number
        if entry.status == "uncertain" and not entry.note.strip():
            at: tuple[Any, ...] = {
                "parameters": ("parameters", entry.id),
                "targets": ("targets", number, "values"),
                "lost": ("lost",),
                "adverse": ("adverse",),
            }.get(entry.section, (entry.section, number))
            yield (
                at,
                f"{entry.id!r} is uncertain; expected a note that says what is and which readings there are",
            )


def _repetitions(pack: Pack) -> Found:
    name: Callable[[Any], str]
    for section, name in (
        ("categories", lambda one: one.category),
        ("routing", lambda one: one.rule),
        ("appearing", lambda one: one.ground),
        ("officers", lambda one: one.rank),
        ("roster", lambda one: one.roster),
        ("observers", lambda one: one.rule),
        ("cooperation", lambda one: one.rule),
        ("checklists", lambda one: one.checklist),
        ("agents", lambda one: one.rule),
        ("targets", lambda one: one.figure),
        ("circulars", lambda one: one.ground),
        ("liability", lambda one: one.trigger),
        ("grounds", lambda one: one.ground),
    ):
        ids = [name(one) for one in getattr(pack, section)]
        for number, id_ in enumerate(ids):
            if id_ in ids[:number]:
                yield (section, number), f"{id_!r} stands twice; expected one entry"
