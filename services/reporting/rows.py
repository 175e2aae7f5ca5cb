"""How do rows of the views read as answers? Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, get_args

from pydantic_core import from_json

from services.reporting.answers import CaseFigure, CaseRow, CountedCase, PassedOver, Routing
from services.reporting.contribution import counts_of
from services.reporting.figures import APART, AVERAGES, COUNTS, FIGURES, FOR_GOVERNMENT, Figure, figure
from services.reporting.periods import Period
from services.reporting.summary import routing
from shared.dispute import Case, Dispute
from shared.events.findings.routing import ResponsibleAgencyDetermined
from shared.events.words import Category
from shared.world import World

DISTRICT = "*"
"""The district's own row."""

CATEGORIES = frozenset(f"category={name}" for name in get_args(Category) if name != "litigation")
"""What the figures of their own that other proceedings have are named by."""


class Measures:
    """The figures of one district, in the order people read them."""

    def __init__(self, world: World) -> None:
        self._world = world

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the figures that every row has; parts such as `docketed:act=penalty` come beside.

        Duties are those of every law of the district, one after another, but for those whose miss is no breach.
        """
        duties = dict.fromkeys(
            f"on_time_rate:{duty}"
            for law in self._world.laws
            for duty in law.duty_names
            if duty not in law.soft
        )
        rates = ((name, *duties, FOR_GOVERNMENT) if name == "on_time_rate" else (name,) for name in FIGURES)
        return (*(name for names in rates for name in names), *AVERAGES, *COUNTS)

    def names_by(self, by: str) -> tuple[str, ...]:
        """Return the figures that a row of some kind has: single duties are agencies', not officers'."""
        if by != "leader":
            return self.names
        return tuple(name for name in self.names if not name.startswith("on_time_rate:"))

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    def _place(self, metric: str) -> tuple[int, str]:
        """Return where a figure stands among the others: a part behind its whole."""
        whole = self._places.get(metric.partition(":")[0], len(self._places))
        return self._places.get(metric, whole), metric

    def knows(self, metric: str) -> bool:
        """Tell whether there is such a figure, or a figure it is a part of."""
        whole, _, part = metric.partition(":")
        apart = whole in APART and part in CATEGORIES
        return metric in self._places or whole in COUNTS or apart

    def figures(
        self, period: Period, by: str, rows: Iterable[tuple[str, str, int, int]], whole: str, metric: str
    ) -> tuple[Figure, ...]:
        """Return the figures of rows (agency, metric, numerator, denominator), the district's first.

        The row named `whole` has all figures, or the one asked for, also those with nothing to count. They are
        compared with what the law asks that is in force on the last day of the period.
        """
        law = self._world.law_on(period.last)
        found = {(agency, name): (n, d) for agency, name, n, d in rows}
        if whole:
            for name in (metric,) if metric else self.names_by(by if whole != DISTRICT else ""):
                found.setdefault((whole, name), (0, 0))
        of = {agency: list[str]() for agency, _ in found}
        for agency, name in found:
            of[agency].append(name)
        places = {name: self._place(name) for _, name in found}
        return tuple(
            figure(name, *found[agency, name], period, by, agency, law)
            for agency in sorted(of, key=lambda agency: (agency != DISTRICT, agency))
            for name in sorted(of[agency], key=places.__getitem__)
        )


def case_row(row: Mapping[str, Any]) -> CaseRow:
    """Return a case as lists show it."""
    return CaseRow(
        case_number=row["case_number"],
        district=row["district"],
        instance=row["instance"],
        category=row["category"],
        act=row["act"],
        defendants=tuple(from_json(row["defendants"])),
        responsible=tuple(from_json(row["responsible"])),
        rule=row["rule"],
        article=row["article"],
        docketed_on=row["docketed_on"],
        first_heard_on=row["first_heard_on"],
        decided_on=row["decided_on"],
        outcomes=tuple(from_json(row["outcomes"])),
        took_effect_on=row["took_effect_on"],
        state=row["state"],
        dispute=row["dispute"],
    )


def case_figures(contribution: str) -> tuple[CaseFigure, ...]:
    """Return everything a case counts in."""
    return tuple(
        CaseFigure(metric=one.metric, by=one.by, agency=one.agency, on=one.on, counted=one.counted)
        for one in counts_of(contribution)
    )


def counted(
    case: str, contribution: str, metric: str, period: Period, by: str, agency: str
) -> list[CountedCase]:
    """Return how a case counts in one row of a figure, by day. `agency` `*` is the district's row."""
    rows, days, groups = from_json(contribution)
    since, until = period.since.isoformat(), period.until.isoformat()
    found = [(on, amount, groups[group]) for name, on, amount, group in days if name == metric]
    counts = [(on, amount, [rows[place] for place in of]) for on, amount, of in sorted(found, key=_day)]
    row = [DISTRICT, DISTRICT] if agency == DISTRICT else [by, agency]
    agencies: dict[str, tuple[str, ...]] = {
        on: tuple(dict.fromkeys(name for _, _, of in day for whose, name in of if whose == by))
        for on, day in groupby(counts, key=_day)
    }
    return [
        CountedCase(
            case=case, on=date.fromisoformat(on), counted=amount > 0, amount=amount, agencies=agencies[on]
        )
        for on, amount, of in counts
        if since <= on < until
        for _ in range(of.count(row))  # a day may have it several times, as deadlines do
    ]


def _day(one: tuple[str, int, Any]) -> str:
    return one[0]


def routings(dispute: Dispute, case: Case) -> tuple[Routing, ...]:
    """Return who answers for each defendant, and the rules that were passed over."""
    return tuple(
        Routing(
            defendant=finding.defendant,
            agencies=finding.agencies if isinstance(finding, ResponsibleAgencyDetermined) else (),
            rule=finding.rule,
            article=finding.article,
            designated=isinstance(finding, ResponsibleAgencyDetermined) and finding.designated,
            passed_over=tuple(
                PassedOver(rule=one.rule, article=one.article, because=one.because)
                for one in finding.passed_over
            ),
        )
        for finding in routing(dispute, case)
    )
