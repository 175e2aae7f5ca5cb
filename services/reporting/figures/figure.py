"""How does a count of cases compare with what the law asks?"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal, get_args

from services.reporting.feeds.shapes import Silent
from services.reporting.periods import Period
from shared.law.model import Law, Rate, Status

FOUR_PLACES = Decimal("0.0001")

FIGURES: tuple[str, ...] = get_args(Rate)
"""The rates, in the order people read them; `on_time_rate:<duty>` stands beside `on_time_rate`."""

COUNTS: tuple[str, ...] = ("docketed", "pending", "heard", "concluded")
"""Plain counts; `docketed:act=penalty` and the like are their parts."""

AVERAGES: tuple[str, ...] = ("average_days:first", "average_days:second", "average_days:retrial")
"""Calendar days from docketing to the document, by instance: a sum of days over a count of cases."""

By = Literal["defendant", "responsible", "accountable", "act", "court", "instance", "leader"]
"""What the rows of figures are by: how an agency is concerned, else what kind of act, which court and instance, or
which officer."""

Empty = Literal["no_hearings", "none_concluded", "none_decided", "none_required", "none_due", "none_counted"]
"""Why a rate has no value: nothing of the kind it is made of was in the period."""


_NONE: Mapping[str, Empty] = MappingProxyType(
    {
        "appearance_rate": "no_hearings",
        "voiced_appearance_rate": "no_hearings",
        "chief_appearance_rate": "no_hearings",
        "chief_voiced_appearance_rate": "no_hearings",
        "chief_duty_rate": "none_required",
        "loss_rate": "none_concluded",
        "settlement_rate": "none_concluded",
        "withdrawal_rate": "none_concluded",
        "first_instance_loss_rate": "none_decided",
        "average_days": "none_decided",
        "on_time_rate": "none_due",
        "performance_rate": "none_due",
        "suggestion_reply_rate": "none_due",
        "archive_rate": "none_due",
    }
)


@dataclass(frozen=True, slots=True)
class Counts:
    """A count over a count, with what they come to."""

    numerator: int | None
    """None where nothing bounds it: the days of an average."""
    denominator: int | None
    """None for a plain count."""
    value: str | None
    """As that of a figure; None also where nothing bounds it."""


@dataclass(frozen=True, slots=True)
class Before(Counts):
    """The same figure of the period a figure is compared with."""

    period: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one row and period, compared exactly with its target."""

    period: str
    agency: str
    by: str
    metric: str
    numerator: int
    denominator: int | None
    """None for a plain count."""
    value: str | None
    """Decimal string of four places, half up; a plain count as it is; None when nothing is to be divided by."""
    target: str | None
    met: bool | None
    """None without a target or a denominator."""
    indicative: bool
    """True where the target does not bind: it is yearly and binds each agency, so elsewhere it only indicates."""
    compare: Literal["at_least", "at_most"] | None = None
    article: str | None = None
    status: Status | None = None
    note: str = ""
    silent: tuple[Silent, ...] = ()
    """Sources that miss something by which the figure of this period can still change."""
    low: Counts | None = None
    """The least it can come to once all that is parked is released; None where nothing that concerns it is parked."""
    high: Counts | None = None
    """The most it can come to then."""
    parked: int = 0
    """How many parked facts and rows can change it."""
    unbounded: Literal["any_days"] | None = None
    """Why `high` says neither how many days nor what average: a day that is not known may be any. Then `low` and
    `high` bound days, cases and average each for itself."""
    before: Before | None = None
    """The period it is compared with, where that was asked for."""
    why_none: Empty | None = None
    """Why there is no value; None where there is one."""


def figure(
    metric: str, numerator: int, denominator: int, period: Period, by: str, agency: str, law: Law | None
) -> Figure:
    """Return a figure with the target in force on the last day of the period (`docs/figures.md`).

    `law` is the one in force on that day, None where there is none.
    """
    if metric.partition(":")[0] in COUNTS:
        return Figure(period.label, agency, by, metric, numerator, None, str(numerator), None, None, False)
    target = law.target(metric) if law else None
    dated = target.on(period.last) if target else None
    value = rounded(numerator, denominator)
    none = None if denominator else why_none(metric)
    if target is None or dated is None:
        return Figure(
            *(period.label, agency, by, metric, numerator, denominator, value, None, None, False),
            why_none=none,
        )
    met = None
    if denominator:
        exact, asked = Fraction(numerator, denominator), Fraction(dated.value)
        met = exact >= asked if target.compare == "at_least" else exact <= asked
    return Figure(
        period=period.label,
        agency=agency,
        by=by,
        metric=metric,
        numerator=numerator,
        denominator=denominator,
        value=value,
        target=str(dated.value.quantize(FOUR_PLACES)),
        met=met,
        indicative=period.kind != "year" or (target.binds == "agency") == (agency == "*"),
        compare=target.compare,
        article=dated.article,
        status=dated.status,
        note=dated.note,
        why_none=none,
    )


def why_none(metric: str) -> Empty:
    """Return what it means that the denominator of a rate or of an average is 0."""
    return _NONE.get(metric.partition(":")[0], "none_counted")


def rounded(numerator: int, denominator: int) -> str | None:
    """Return a rate or an average as a decimal text of four places, half up; None with nothing to divide by."""
    if not denominator:
        return None
    return str((Decimal(numerator) / Decimal(denominator)).quantize(FOUR_PLACES, ROUND_HALF_UP))
