"""Where do two sources report the same thing otherwise? Both reports are kept; people should look. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, NamedTuple

from shared.dispute import Case, Report
from shared.envelope import fact_key
from shared.events.base import Fact
from shared.events.catalogue import name_of
from shared.law.told import WHOSE
from shared.organs import Organs

NAMES = WHOSE | {"organ", "by", "acting", "implementing", "lead", "defendants"}
"""Fields that name organs: a name and its alias say the same."""


VAGUE = frozenset({"other", "none"})
"""Words that stand as a default where nobody said more."""


class Disagreement(NamedTuple):
    """One thing that two sources tell otherwise."""

    fact: str
    """The name of its type."""
    slot: str
    counts: Report
    other: Report
    fields: tuple[str, ...]
    """The fields in which they differ; what one leaves empty it does not deny."""

    def says(self) -> dict[str, Any]:
        """Return what the worklist says of it, ready for JSON."""
        return {
            "reported": self.fact,
            "slot": self.slot,
            "differing": list(self.fields),
            "counting": fact_key(self.counts.source, self.counts.id),
            "outweighed": fact_key(self.other.source, self.other.id),
        }


def disagreements(case: Case, organs: Organs) -> Iterator[Disagreement]:
    """Yield where sources of different kinds tell something of a case otherwise than what counts.

    A ledger is the bureau's own summary of what others report; that it differs is settled by its next import, so it
    is not counted among them.
    """
    things: dict[tuple[type[Fact], tuple[object, ...]], list[Report]] = {}
    for report in (*_counting(case), *case.outweighed):
        if _kind(report) != "ledger":
            things.setdefault((type(report.fact), _thing(report.fact, organs)), []).append(report)
    for (cls, _about), reports in sorted(
        things.items(), key=lambda one: (name_of(one[0][0]), str(one[0][1]))
    ):
        if len({_kind(report) for report in reports}) < 2:
            continue
        counts, *others = sorted(reports, key=lambda report: report.weight, reverse=True)
        for other in others:
            told = _differing(counts.fact, other.fact, organs) if _kind(other) != _kind(counts) else ()
            if told:
                yield Disagreement(name_of(cls), counts.fact.slot, counts, other, tuple(told))


def _counting(case: Case) -> Iterable[Report]:
    return (report for slots in case.reports.values() for report in slots.values())


def _kind(report: Report) -> str:
    return report.source.partition("/")[0]


def _thing(fact: Fact, organs: Organs) -> tuple[object, ...]:
    """Return what a fact is about: its slot, with organs by their full names."""
    return tuple(_same(name, getattr(fact, name), organs) for name in fact.SLOT)


def _differing(one: Fact, other: Fact, organs: Organs) -> list[str]:
    return [
        field.name
        for field in fields(one)
        if field.name != "version" and not _agree(field, one, other, organs)
    ]


def _agree(field: Field[Any], one: object, other: object, organs: Organs) -> bool:
    mine, theirs = getattr(one, field.name), getattr(other, field.name)
    if mine == theirs or _unsaid(field, mine) or _unsaid(field, theirs):
        return True
    if isinstance(mine, tuple) and all(map(is_dataclass, (*mine, *theirs))):
        return _matched(mine, theirs, organs)
    return _same(field.name, mine, organs) == _same(field.name, theirs, organs)


def _matched(mine: tuple[Any, ...], theirs: tuple[Any, ...], organs: Organs) -> bool:
    """Return whether two lists tell of the same ones: each of one agrees with one of the other, and none is left."""
    left = list(theirs)
    for one in mine:
        found = next((two for two in left if all(_agree(f, one, two, organs) for f in fields(one))), None)
        if found is None:
            return False
        left.remove(found)
    return not left


def _unsaid(field: Field[Any], value: object) -> bool:
    """Return whether a value is what stands where nothing was said; a default such as `officer` says something."""
    if isinstance(value, bool):
        return field.default is not MISSING and value == field.default
    return not value or (value == field.default and value in VAGUE)


def _same(name: str, value: Any, organs: Organs) -> object:
    """Return a value as it is compared."""
    if name not in NAMES:
        return value
    if isinstance(value, tuple):
        return tuple(sorted(organs.full_name(one) for one in value))
    return organs.full_name(value) if value else ""
