"""Which reports are about the same thing once every name is known to mean an organ?"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from shared.dispute import Case, Report
from shared.events.base import Fact
from shared.organs import Organs

F = TypeVar("F", bound=Fact)

WHOSE = frozenset({"recipient", "agency", "addressee", "defendant", "unit"})
"""Slot fields that name whose notice, filing or answer a fact is; empty where the report does not say."""


def told(case: Case, kind: type[F], organs: Organs) -> tuple[F, ...]:
    """Return the facts of a type that count in a case, one an organ, in the order of their slots.

    A name and its alias mean the same organ. A report that names nobody may mean any, so where there is one only
    the weightiest kind of source counts.
    """
    reports = case.reports.get(kind, {})
    if len(reports) < 2:
        return case.all(kind)
    whose = next((name for name in kind.SLOT if name in WHOSE), None)
    if whose is None:
        return case.all(kind)
    things: dict[tuple[object, ...], list[Report]] = {}
    for _, report in sorted(reports.items()):
        thing = tuple(getattr(report.fact, name) for name in kind.SLOT if name != whose)
        things.setdefault(thing, []).append(report)
    counting = (report for rivals in things.values() for report in _counting(rivals, whose, organs))
    return tuple(report.fact for report in counting)  # type: ignore[misc]


def day_of(fact: Fact) -> date:
    """Return the day a dated fact names."""
    day: date = getattr(fact, fact.DECIDES)
    return day


def _counting(rivals: list[Report], whose: str, organs: Organs) -> Iterable[Report]:
    if not all(getattr(report.fact, whose) for report in rivals):
        weightiest = min(report.rank for report in rivals)
        rivals = [report for report in rivals if report.rank == weightiest]
    chosen: dict[str, Report] = {}
    for report in sorted(rivals, key=lambda report: report.weight):
        chosen[organs.full_name(getattr(report.fact, whose))] = report
    return chosen.values()
