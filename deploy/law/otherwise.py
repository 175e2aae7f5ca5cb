"""How could one entry of a pack be wrong: which of the values that it states might be another?"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar, cast, get_args

from deploy.law.laws import changed
from shared.events.words import SuggestionKind, Verdict
from shared.law.conditions import ANY
from shared.law.model import (
    AgentsRule,
    AppearingRule,
    AssessmentItem,
    AttendanceRule,
    Checklist,
    CircularRule,
    ConnectedRule,
    DutyRule,
    Ground,
    LawEntry,
    LiabilityRule,
    Period,
    RosterRule,
    RoutingRule,
    Rule,
    Said,
    Stage,
)

S = TypeVar("S", bound=Said)

Others = Iterator[tuple[str, str, Any]]
"""How an entry is wrong, by which article, and the entry as it then reads."""


def otherwise(entry: LawEntry) -> Others:
    """Return an entry with each of the values that it states another; of what it lists, with one less."""
    match entry.entry:
        case RoutingRule() as rule:
            yield from fewer(rule, "responsible", least=1)
            yield from fewer(rule, "observers", least=0)
        case AppearingRule() as rule:
            yield from fewer(rule, "accepted", least=1)
        case RosterRule() as rule:
            yield from fewer(rule, "roles", least=1)
        case ConnectedRule() as rule:
            yield from fewer(rule, "who", least=1)
        case Checklist() as checklist:
            for part in checklist.parts:
                rest = tuple(other for other in checklist.parts if other is not part)
                yield f"without {part.part}", part.article, changed(checklist, parts=rest)
        case AgentsRule() as agents:
            yield "one more at most", agents.article, changed(agents, at_most=agents.at_most + 1)
            alone = changed(agents, outside_lawyer_alone=not agents.outside_lawyer_alone)
            yield f"outside_lawyer_alone {word(alone.outside_lawyer_alone)}", agents.article, alone
        case DutyRule() as duty:
            for how, due in _longer(duty.due):
                yield how, duty.article, changed(duty, due=due)
            yield from _without(duty)
        case AttendanceRule() as rule:
            yield from fewer(rule, "category", least=1)
            yield from _dropped(rule, "officers_only")
        case CircularRule() as rule if rule.kinds:
            yield "for every kind of organ", rule.article, changed(rule, kinds=())
        case LiabilityRule() as trigger:
            yield from fewer(trigger, "conduct", least=1)
            yield from fewer(trigger, "suggestions", least=1)
            every = set(trigger.suggestions) == set(get_args(SuggestionKind))  # none named means the same
            names = ("without_reason", "adverse_effect", *(() if every else ("suggestions",)))
            yield from _dropped(trigger, *names)
        case Stage() as stage:
            yield from _staged(stage)
        case Ground() as ground:
            for verdict in get_args(Verdict):
                if verdict != ground.conclusion:
                    how = f"conclusion {verdict} for {ground.conclusion}"
                    yield how, ground.article, changed(ground, conclusion=verdict)
            yield from _dropped(ground, "needs")
        case AssessmentItem() as item:
            yield from _assessed(item)


def bounded(entry: LawEntry) -> Others:
    """Return a rule that holds from a day, or up to one, with a day less at that end."""
    for bound, days in (("since", 1), ("until", -1)):
        day = getattr(entry.entry, bound, None)
        if isinstance(day, date):
            moved = day + timedelta(days=days)
            yield (
                f"{bound} {moved} for {day}",
                entry.article,
                changed(cast(Rule, entry.entry), **{bound: moved}),
            )


def _without(duty: DutyRule) -> Others:
    """Return a duty without each of what makes it more than a start and a length."""
    yield from _dropped(duty, "soft", "right", "stays", "lifted_by", "set_by", "extended_by")
    if duty.remind is not None:
        yield "reminded like any other", duty.article, changed(duty, remind=None)
    yield from fewer(duty, "steps", least=0)
    yield from fewer(duty, "category", least=1)


def _staged(stage: Stage) -> Others:
    """Return a stage that asks for less: of whoever is competent, of what it must hold, of what makes it joint."""
    for name in ("category", "by", "on_unit", "needs", "joint_with"):
        yield from fewer(stage, name, least=1)
    yield from _dropped(stage, "by", "on_unit", "needs", "joint_with")
    for how, when in conditions(stage.joint_when):
        yield f"joint {how}", stage.article, changed(stage, joint_when=when)


def _assessed(item: AssessmentItem) -> Others:
    """Return an item of the assessment that weighs or measures otherwise, where it says how it does."""
    yield from fewer(item, "figures", least=1)
    yield from _dropped(item, "figures")
    for name in ("weight", "full", "none"):
        value = getattr(item, name)
        if name in item.model_fields_set:
            other = value + (Decimal("0.01") if value < 1 else 1)
            yield f"{name} {other} for {value}", item.article, changed(item, **{name: other})
    if "by" in item.model_fields_set:
        other = "responsible" if item.by != "responsible" else "defendant"
        yield f"by {other} for {item.by}", item.article, changed(item, by=other)


def _dropped(rule: Rule, *names: str) -> Others:
    """Return a rule without each of these things, where it has them."""
    for name in names:
        if value := getattr(rule, name):
            said = ", ".join(value) if isinstance(value, tuple) else value
            how = f"not {name}" if value is True else f"{name} nothing for {said}"
            yield how, rule.article, changed(rule, **{name: type(value)()})


def fewer(rule: S, field: str, least: int) -> Iterator[tuple[str, str, S]]:
    """Return a rule without each of the things it lists, where more than the least of them are left."""
    listed = getattr(rule, field)
    for one in listed if len(listed) > least else ():
        rest = tuple(other for other in listed if other != one)
        yield f"without {one} in {field}", rule.article, changed(rule, **{field: rest})


def _longer(due: Period) -> Iterator[tuple[str, Period]]:
    for unit in ("working_days", "calendar_days", "months"):
        length = getattr(due, unit)
        if length is not None:
            yield f"{unit} {length + 1} for {length}", changed(due, **{unit: length + 1})


def conditions(when: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return conditions with one value less accepted, or one attribute less asked."""
    for attribute, wanted in when.items():
        several = isinstance(wanted, (list, tuple)) and len(wanted) > 1
        for one in wanted if several else ():
            rest = [other for other in wanted if other != one]
            yield f"without {word(one)} in {attribute}", {**when, attribute: rest}
        if attribute != ANY:
            less = {name: value for name, value in when.items() if name != attribute}
            yield f"whatever {attribute}", less


def word(value: object) -> str:
    """Return a value as a pack writes it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {word(one)}" for name, one in value.items())
    return str(value).lower() if isinstance(value, bool) else str(value)
