"""How could a pack be wrong in one entry? The entry left out, or one of its values another."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast

from deploy.law.laws import changed
from deploy.law.otherwise import bounded, conditions, fewer, otherwise, word
from shared.law.conditions import leaves
from shared.law.faults.duties import versions
from shared.law.model import (
    Dated,
    LawEntry,
    Pack,
    Parameter,
    Reminders,
    RoutingRule,
    Rule,
    Stage,
    Target,
    entries_of,
)

LEFT_OUT = "left out"
IN_FORCE = "in_force/since"
"""The mark of the first day of the whole pack, which is no entry of a section."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A pack that is wrong in one entry."""

    mark: str
    """That of the entry."""
    article: str
    """That of the entry, or of the part of it that is wrong."""
    how: str
    pack: Pack


def mutations(pack: Pack) -> Iterator[Mutation]:
    """Return the pack wrong in each of its entries, one after another."""
    later = pack.in_force.since + timedelta(days=1)
    how = f"{later} for {pack.in_force.since}"
    postponed = changed(pack, in_force=changed(pack.in_force, since=later))
    yield Mutation(IN_FORCE, pack.in_force.article, how, postponed)
    for entry in entries_of(pack):
        for how, article, mutated in _MADE.get(entry.section, _rule)(pack, entry):
            yield Mutation(entry.mark, article, how, mutated)


Made = Iterator[tuple[str, str, Pack]]
"""How it is wrong, by which article, and the pack."""


def _rule(pack: Pack, entry: LawEntry) -> Made:
    """Leave out one of a list of rules, or make one of its values another."""
    rules: tuple[Any, ...] = getattr(pack, entry.section)
    at = next(number for number, rule in enumerate(rules) if rule is entry.entry)

    def put(*rule: Any) -> Pack:
        return changed(pack, **{entry.section: (*rules[:at], *rule, *rules[at + 1 :])})

    yield LEFT_OUT, entry.article, put()
    for how, article, other in (*otherwise(entry), *bounded(entry)):
        yield how, article, put(other)
    if isinstance(entry.entry, Stage) and at:
        earlier = changed(pack, proceeding=(*rules[: at - 1], rules[at], rules[at - 1], *rules[at + 1 :]))
        yield f"before {rules[at - 1].stage}", entry.article, earlier
    for how, article, other in _elsewhere(pack, entry):
        if not any(versions(put(other))):  # two entries of a duty for one start: no pack may say that
            yield how, article, put(other)


def _elsewhere(pack: Pack, entry: LawEntry) -> Iterator[tuple[str, str, Any]]:
    """Return a rule that asks for one condition less, or accepts one value or alternative less.

    One that holds for the same cases is none: those an earlier routing rule takes are not asked for again.
    """
    rule = cast(Rule, entry.entry)
    when: Mapping[str, Any] = getattr(rule, "when", {})
    earlier = (
        [one.when for one in pack.routing[: pack.routing.index(rule)]]
        if isinstance(rule, RoutingRule)
        else []
    )
    for how, other in conditions(when):
        if leaves(other, [*earlier, when]) or leaves(when, [*earlier, other]):
            yield how, entry.article, changed(rule, when=other)


def _parameter(pack: Pack, entry: LawEntry) -> Made:
    parameter = entry.entry
    assert isinstance(parameter, Parameter), entry.mark
    for value in _others(parameter):
        how = f"{word(value)} for {word(parameter.value)}"
        yield how, entry.article, _read(pack, entry.id, changed(parameter, value=value))
    for number, reading in enumerate(parameter.later):
        rest = (*parameter.later[:number], *parameter.later[number + 1 :])
        how = f"not {word(reading.value)} from {reading.since}"
        yield how, reading.article, _read(pack, entry.id, changed(parameter, later=rest))


def _read(pack: Pack, name: str, parameter: Parameter) -> Pack:
    return changed(pack, parameters={**pack.parameters, name: parameter})


def _others(parameter: Parameter) -> tuple[bool | int | str, ...]:
    if isinstance(parameter.value, bool):
        return (not parameter.value,)
    if parameter.one_of:
        return tuple(value for value in parameter.one_of if value != parameter.value)
    return (parameter.value + 1 if isinstance(parameter.value, int) else f"not {parameter.value}",)


def _target(pack: Pack, entry: LawEntry) -> Made:
    target = entry.entry
    assert isinstance(target, Target), entry.mark
    at = pack.targets.index(target)

    def put(*other: Target) -> Pack:
        return changed(pack, targets=(*pack.targets[:at], *other, *pack.targets[at + 1 :]))

    yield LEFT_OUT, entry.article, put()
    for number, dated in enumerate(target.values):
        other = _higher(dated)
        values = (*target.values[:number], other, *target.values[number + 1 :])
        yield f"{other.value} for {dated.value}", dated.article, put(changed(target, values=values))


def _higher(dated: Dated) -> Dated:
    step = Decimal("0.01")
    return changed(dated, value=dated.value + step if dated.value < 1 else dated.value - step)


def _lost(pack: Pack, entry: LawEntry) -> Made:
    lost = pack.lost
    assert lost is not None, entry.mark
    if any(flag == entry.id for flag in lost.flags):
        flags = {flag: on != (flag == entry.id) for flag, on in lost.flags.items()}
        yield "switched", entry.article, _with(pack, flags=flags)
    else:
        codes = tuple(code for code in lost.codes if code != entry.id)
        yield LEFT_OUT, entry.article, _with(pack, codes=codes)


def _with(pack: Pack, **lost: Any) -> Pack:
    assert pack.lost is not None, "entries of it were found"
    return changed(pack, lost=changed(pack.lost, **lost))


def _adverse(pack: Pack, entry: LawEntry) -> Made:
    assert pack.adverse is not None, entry.mark
    codes = tuple(code for code in pack.adverse.codes if code != entry.id)
    yield LEFT_OUT, entry.article, changed(pack, adverse=changed(pack.adverse, codes=codes))


def _reminders(pack: Pack, entry: LawEntry) -> Made:
    """Remind on one day less, call one organ less, or a day longer. Without the entry the usual steps would stand."""
    reminders = entry.entry
    assert isinstance(reminders, Reminders), entry.mark
    for how, article, other in (
        *fewer(reminders, "near", least=0),
        *fewer(reminders, "escalate_to", least=0),
    ):
        yield how, article, changed(pack, reminders=other)
    longer = changed(reminders, escalate_for=reminders.escalate_for + 1)
    how = f"escalate_for {longer.escalate_for} for {reminders.escalate_for}"
    yield how, entry.article, changed(pack, reminders=longer)


_MADE: Mapping[str, Callable[[Pack, LawEntry], Made]] = MappingProxyType(
    {
        "parameters": _parameter,
        "targets": _target,
        "lost": _lost,
        "adverse": _adverse,
        "reminders": _reminders,
    }
)
