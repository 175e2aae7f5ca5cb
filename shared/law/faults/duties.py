"""Which duties of a pack start from nothing, run for no length of time, or stand twice for one start?"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, pairwise
from typing import Final, get_args

from shared.events.catalogue import FACTS
from shared.law.conditions import ANY, values_of
from shared.law.faults.fault import Found
from shared.law.model import DutyRule, Pack, PeriodEnd, Start, When

STARTS: Final[tuple[str, ...]] = get_args(Start)
DATED: Final[tuple[str, ...]] = tuple(
    sorted(name for name, fact in FACTS.items() if fact.DECIDES and fact.ABOUT == "case")
)
"""The facts of a case with a day on which it was done."""
PERIOD_ENDS: Final[tuple[str, ...]] = get_args(PeriodEnd)
PUBLISHED: Final[tuple[str, ...]] = tuple(
    sorted(
        name
        for name, fact in FACTS.items()
        if fact.DECIDES and fact.ABOUT == "bureau" and fact.SLOT == ("period",)
    )
)
"""The facts of what the bureau owes for a quarter or a year."""
OF_CASES: Final = ("when", "stays", "set_by", "extended_by", "lifted_by", "steps")
"""What a duty of the bureau's own cannot have: its answer would lie in a case."""
NAMING: Final[tuple[str, ...]] = ("evidence-extension-granted", "evidence-period-set")
"""The facts that name a last day, as `until`."""


def duties(pack: Pack) -> Found:
    """Find what is wrong with each duty alone."""
    for number, duty in enumerate(pack.duties):
        if duty.of_period:
            for field, detail in _of_period(duty):
                yield ("duties", number, field), detail
            continue
        if duty.starts not in STARTS and not _is_dated(duty.starts):
            expected = f"expected one of {', '.join((*STARTS, *PERIOD_ENDS))}, or a dated fact type"
            yield ("duties", number, "starts"), f"no start {duty.starts!r}; {expected}"
        expected = ", ".join(DATED)
        for name, type_ in (("met_by", duty.met_by), ("lifted_by", duty.lifted_by)):
            if (type_ or name == "met_by") and not _is_dated(type_):
                yield ("duties", number, name), f"no dated fact type {type_!r}; expected one of {expected}"
        for at, step in enumerate(duty.steps):
            if not _is_dated(step):
                yield (
                    ("duties", number, "steps", at),
                    f"no dated fact type {step!r}; expected one of {expected}",
                )
        for name, type_ in (("set_by", duty.set_by), ("extended_by", duty.extended_by)):
            if type_ and type_ not in NAMING:
                yield (
                    ("duties", number, name),
                    f"no fact type {type_!r} that names a last day; expected one of {', '.join(NAMING)}",
                )
        if duty.soft and duty.right:
            yield ("duties", number, "right"), "soft and a right; expected one of them"
        for field, detail in _days(duty):
            yield ("duties", number, field), detail


def named(pack: Pack) -> tuple[str, ...]:
    """Return the ids of a pack's duties in cases, each once."""
    return tuple(dict.fromkeys(duty.duty for duty in pack.duties if not duty.of_period))


def versions(pack: Pack) -> Found:
    """Find starts that two entries of one duty cover, or none between them."""
    numbers = {id(duty): number for number, duty in enumerate(pack.duties)}
    for left, right in combinations(pack.duties, 2):
        if left.duty == right.duty and _overlap(left, right):
            detail = f"{right.duty!r} stands twice for the same starts; expected other categories, conditions or days"
            yield ("duties", numbers[id(right)]), detail
    for one, following in _successive(pack):
        if one.until and following.since and one.until < following.since:
            detail = f"a gap from {one.until} to {following.since}; expected validities one after another"
            yield ("duties", numbers[id(following)], "since"), detail


def _successive(pack: Pack) -> Iterator[tuple[DutyRule, DutyRule]]:
    """Return the entries of one duty for one kind of proceeding, each with the one after it, once."""
    groups: dict[tuple[str, str], list[DutyRule]] = {}
    for duty in pack.duties:
        for category in duty.category:
            groups.setdefault((duty.duty, category), []).append(duty)
    seen = set()
    for group in groups.values():
        for pair in pairwise(sorted(group, key=lambda duty: duty.since or date.min)):
            if (which := tuple(map(id, pair))) not in seen:
                seen.add(which)
                yield pair


def _overlap(left: DutyRule, right: DutyRule) -> bool:
    if not set(left.category) & set(right.category) or _exclude_each_other(left.when, right.when):
        return False
    (first, second) = sorted((left, right), key=lambda duty: duty.since or date.min)
    return first.until is None or first.until > (second.since or date.min)


def _exclude_each_other(left: When, right: When) -> bool:
    """Return whether no case meets both conditions, as far as an attribute that both name shows it."""
    return any(
        not set(values_of(left[name])) & set(values_of(right[name]))
        for name in left.keys() & right.keys() - {ANY}
    )


def _of_period(duty: DutyRule) -> Iterator[tuple[str, str]]:
    """Find what is wrong with a duty of the bureau's own."""
    if duty.met_by not in PUBLISHED:
        yield "met_by", f"{duty.met_by!r} meets no {duty.starts}; expected one of {', '.join(PUBLISHED)}"
    if duty.obligor != "bureau":
        yield "obligor", f"{duty.obligor} owes nothing for a quarter or a year; expected bureau"
    for field in OF_CASES:
        if getattr(duty, field):
            yield field, f"{duty.starts} belongs to no case; expected no {field}"
    if duty.due.before:
        yield "due", "counts back; expected a length from the end of the period"
    yield from _days(duty)


def _days(duty: DutyRule) -> Iterator[tuple[str, str]]:
    for detail in _period(duty):
        yield "due", detail
    if duty.since and duty.until and duty.until <= duty.since:
        yield "until", f"{duty.until} is not after {duty.since}; expected a later day"


def _is_dated(type_: str) -> bool:
    return type_ in DATED


def _period(duty: DutyRule) -> Iterator[str]:
    due = duty.due
    lengths = [due.working_days, due.calendar_days, due.months, due.on_the_day or None]
    if sum(length is not None for length in lengths) != 1:
        yield "expected exactly one length: working_days, calendar_days, months or on_the_day"
    elif due.before and due.working_days is None and due.calendar_days is None:
        yield "expected working_days or calendar_days, for nothing else is counted back"
    if due.before == duty.duty:
        yield f"{duty.duty!r} counts back from itself; expected start or another duty"
