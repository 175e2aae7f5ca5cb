"""What does a district's overview show?"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.answers import District, Figure
from services.reporting.deadlines.shapes import Deadlines
from services.reporting.pages.agencies import Order, Table, table
from services.reporting.pages.choice import Choice
from services.reporting.pages.course import Course, Step, course_of
from services.reporting.pages.measures import Measure
from services.reporting.pages.past import Line, Past, line_of
from services.reporting.pages.source import Source
from services.reporting.pages.words import counts, is_average, is_count, metrics
from shared.law.model import DutyRule, Law

MAIN = ("appearance_rate", "voiced_appearance_rate", "chief_voiced_appearance_rate", "loss_rate")
"""The figures shown first and drawn, whether or not a district has a target for them."""

ON_TIME = "on_time_rate:"
APART = "category="
"""How the parts of figures are named that are of other proceedings than litigation."""
USUAL_NAMES = frozenset({"performance_rate", "suggestion_reply_rate", "archive_rate"})
"""Figures that are the rate of one duty under its usual name: shown once, among the duties."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """How often one duty was kept."""

    id: str
    rule: DutyRule | None
    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The figures of one row in one period: of a district or of an agency."""

    main: tuple[Measure, ...]
    """Those with a target, and those everybody asks for."""
    others: tuple[Measure, ...]
    duties: tuple[Duty, ...]
    total: Measure | None
    """All duties together."""
    counts: tuple[Figure, ...]
    averages: tuple[Figure, ...]
    apart: Mapping[str, tuple[Figure, ...]]
    """The figures of other proceedings than litigation, by category; empty where there are none."""
    parts: Mapping[str, tuple[tuple[str, Figure], ...]]
    """Of what a count is made up, the most first: by `docketed:act` and the like, key and count."""

    @property
    def targets(self) -> tuple[Measure, ...]:
        """Return the figures with a target."""
        return tuple(one for one in self.main if one.figure.target is not None)

    @property
    def tabled(self) -> tuple[Measure, ...]:
        """Return the figures whose course is given in a table, the main ones first."""
        return self.main + self.others

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return all that counts cases, with and without a target."""
        rates = (*self.tabled, *(duty.measure for duty in self.duties))
        return (*(one.figure for one in rates), *self.counts, *self.averages)

    @property
    def indicative(self) -> bool:
        """Return whether any target is compared for orientation only."""
        return any(one.figure.indicative and one.verdict in ("met", "missed") for one in self.targets)


def standing(figures: tuple[Figure, ...], law: Law | None, course: Course) -> Standing:
    """Return the figures of one row, sorted into those with a target, those without, the duties and the counts."""
    found = {
        figure.metric: Measure(figure=figure, course=course.of(figure.metric))
        for figure in figures
        if not is_count(figure.metric) and not is_average(figure.metric)
    }
    named = [found[metric] for metric in metrics() if metric in found]
    named += [one for metric, one in found.items() if metric not in metrics() and one.figure.target]
    main = tuple(one for one in named if one.metric in MAIN or one.figure.target is not None)
    duties = _duties(found, law)
    numbers = {figure.metric: figure for figure in figures if is_count(figure.metric)}
    return Standing(
        main=main,
        others=tuple(
            one for one in named if one not in main and one.metric not in {"on_time_rate", *USUAL_NAMES}
        ),
        duties=duties,
        total=found.get("on_time_rate"),
        counts=tuple(numbers[metric] for metric in counts() if metric in numbers),
        averages=tuple(figure for figure in figures if is_average(figure.metric) and figure.denominator),
        apart=_apart(figures),
        parts=_parts(numbers),
    )


def _duties(found: Mapping[str, Measure], law: Law | None) -> tuple[Duty, ...]:
    order = [rule.duty for rule in law.duties] if law else []
    duties = [metric.removeprefix(ON_TIME) for metric in found if metric.startswith(ON_TIME)]
    duties.sort(key=lambda duty: order.index(duty) if duty in order else len(order))
    return tuple(
        Duty(id=duty, rule=duty_rule(law, duty), measure=found[ON_TIME + duty])
        for duty in duties
        if found[ON_TIME + duty].figure.denominator and "=" not in duty
    )


def duty_rule(law: Law | None, duty: str, category: str = "litigation") -> DutyRule | None:
    """Return what the law says of a duty in a kind of proceeding, else in another."""
    rules = [rule for rule in law.duties if rule.duty == duty] if law else []
    return next((rule for rule in rules if category in rule.category), next(iter(rules), None))


def _apart(figures: tuple[Figure, ...]) -> Mapping[str, tuple[Figure, ...]]:
    order = [*counts(), *metrics()]
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        whole, _, category = figure.metric.partition(f":{APART}")
        if category and whole in order and (figure.denominator or figure.numerator):
            found.setdefault(category, []).append(figure)
    return {
        category: tuple(sorted(group, key=lambda one: order.index(one.metric.partition(":")[0])))
        for category, group in sorted(found.items())
    }


def _parts(numbers: Mapping[str, Figure]) -> Mapping[str, tuple[tuple[str, Figure], ...]]:
    parts: dict[str, list[tuple[str, Figure]]] = {}
    for metric, figure in numbers.items():
        whole, _, key = metric.partition("=")
        if key and figure.numerator:
            parts.setdefault(whole, []).append((key, figure))
    return {whole: tuple(sorted(found, key=lambda one: -one[1].numerator)) for whole, found in parts.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything on the overview of a district."""

    district: District
    law: Law | None
    choice: Choice
    course: Course
    standing: Standing
    agencies: Table
    due: Deadlines
    """How many deadlines of each light there are today, whatever the period."""
    past: Past | None
    """The moment as of which the figures are told; None for now."""
    line: Line


async def overview(
    reader: Source,
    district: District,
    choice: Choice,
    *,
    by: str,
    step: Step,
    sort: str,
    order: Order,
    past: Past | None = None,
) -> Overview:
    """Return the overview of a district in a period; of a `past` the reader is the one that knows it."""
    law = await reader.law(district.id, choice.period.last)
    figures = await reader.figures(district.id, choice.period, by=by)
    course = await course_of(reader, district.id, choice.year, step, law)
    return Overview(
        district=district,
        law=law,
        choice=choice,
        course=course,
        standing=standing(tuple(figure for figure in figures.items if figure.agency == "*"), law, course),
        agencies=table(figures.items, by=by, sort=sort, order=order),
        due=await reader.deadlines(district.id, limit=1),
        past=past,
        line=await line_of(reader, district),
    )
