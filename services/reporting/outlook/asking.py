"""What will a year end at, asked of the views?"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from pydantic_core import from_json
from sqlalchemy import Connection, select

from services.reporting.contribution import counts_of
from services.reporting.deadlines.lights import RUNNING
from services.reporting.figures import Figure
from services.reporting.figures.contribution import BY_USUAL_NAME
from services.reporting.known import Known
from services.reporting.outlook.coming import Coming, read
from services.reporting.outlook.ending import Rate, ending
from services.reporting.outlook.shapes import Deciding, Expected, Outlook
from services.reporting.periods import Period
from services.reporting.reader import rates
from services.reporting.rows import DISTRICT
from services.reporting.tables import cases, deadlines
from services.reporting.unknown import UnknownAgencyError, period_of
from shared.law.model import Law
from shared.problems import Problem

APPEARING = (
    "appearance_rate",
    "voiced_appearance_rate",
    "chief_appearance_rate",
    "chief_voiced_appearance_rate",
    "chief_duty_rate",
)
OF_DISPUTES = ("loss_rate", "settlement_rate", "withdrawal_rate")
DUTY_OF = {rate: duty for duty, rate in BY_USUAL_NAME.items()}
HEARD = '["heard",'
"""What the contribution of a case holds that was heard (contribution.py)."""
DAYS_AHEAD = 31
"""Hearings of so many calendar days after today are named."""


class NoYearError(Problem):
    """Targets are yearly."""

    def __init__(self, period: str) -> None:
        super().__init__(
            422,
            "No year",
            f"{period!r} is no year; targets are yearly, and so is the outlook",
            errors=[
                {"parameter": "period", "detail": f"found {period!r}", "expected": "a year such as 2026"}
            ],
        )


@dataclass
class Possible:
    """What is open, counted by agency (`*` for the district) and figure."""

    entering: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    deciding: list[tuple[str, Coming]] = field(default_factory=list)
    """The cases that can be heard, or heard again to an end."""


def outlook(connection: Connection, known: Known, period: str, agency: str, position: int) -> Outlook:
    """Return what a year will end at: for the district and each agency, or for one of them.

    Raises UnknownPeriodError, NoYearError, UnknownAgencyError.
    """
    year = period_of(period)
    if year.kind != "year":
        raise NoYearError(period)
    name = _named(known, agency)
    law, day = known.world.law_on(year.last), known.world.day
    targets = _targets(law, year) if law else ()
    possible = _possible(connection, known, year, day, targets)
    items = [
        one
        for metric in targets
        for one in _expected(
            rates.figures(connection, known, year, "defendant", "", metric), metric, possible
        )
        if name in ("", one.agency)
    ]
    until = day + timedelta(days=DAYS_AHEAD)
    items.sort(key=lambda one: (one.agency != DISTRICT, one.agency, targets.index(one.metric)))
    hearings = _deciding(possible, items, day, min(until, year.last), name) if day <= year.last else ()
    return Outlook(
        position=position,
        district=known.id,
        period=year.label,
        day=day,
        until=until,
        items=tuple(items),
        hearings=tuple(hearings),
    )


def _named(known: Known, agency: str) -> str:
    if agency in ("", DISTRICT):
        return agency
    organ = known.world.organs.find(agency)
    if organ is None:
        raise UnknownAgencyError(agency, known.id)
    return organ.name


def _targets(law: Law, year: Period) -> tuple[str, ...]:
    return tuple(one.figure for one in law.pack.targets if one.on(year.last) is not None)


def _expected(figures: Iterable[Figure], metric: str, possible: Possible) -> Iterator[Expected]:
    """Return what one figure ends at in each row: of those that count in it, and of those that may come to."""
    found = {one.agency: one for one in figures}
    whole = found[DISTRICT]
    rows = {agency for agency, name in possible.entering if name == metric} | found.keys()
    for agency in rows:
        now = found.get(agency)
        at = agency, metric
        rate = Rate(
            numerator=now.numerator if now else 0,
            denominator=(now.denominator or 0) if now else 0,
            entering=possible.entering[at],
            kept=possible.kept[at],
            missed=possible.missed[at],
        )
        if whole.target is None or whole.compare is None:
            continue
        end = ending(rate, whole.compare, Fraction(whole.target))
        yield Expected(
            agency=agency,
            metric=metric,
            target=whole.target,
            compare=whole.compare,
            article=whole.article or "",
            indicative=whole.indicative if agency == DISTRICT else not whole.indicative,
            numerator=rate.numerator,
            denominator=rate.denominator,
            value=now.value if now else None,
            entering=rate.entering,
            changing=rate.kept + rate.missed,
            worst=end.worst,
            best=end.best,
            standing=end.standing,
            needed=end.needed,
            allowed=end.allowed,
        )


def _possible(
    connection: Connection, known: Known, year: Period, day: date, targets: Iterable[str]
) -> Possible:
    """Return what is open in the year: of the cases known now."""
    found = Possible()
    of = cases.c
    query = select(of.case_number, of.coming, of.contribution).where(of.district == known.id, of.coming != "")
    for number, text, contribution in connection.execute(query.order_by(of.case_number)).all():
        case = read(text)
        rows = (DISTRICT, *case.sued)
        if case.undecided and _hearing_can_count(case, contribution, rows, year, day, found):
            found.deciding.append((number, case))
        if day <= year.last:
            if case.undecided and case.instance == "first":
                found.entering.update((row, "first_instance_loss_rate") for row in rows)
            if case.disputed:
                concluding = (DISTRICT, *case.disputed)
                found.entering.update((row, metric) for row in concluding for metric in OF_DISPUTES)
    for metric in targets:
        if metric == "on_time_rate" or metric.startswith("on_time_rate:") or metric in DUTY_OF:
            found.entering.update((row, metric) for row in _open_deadlines(connection, known, year, metric))
    return found


def _hearing_can_count(
    case: Coming, contribution: str, rows: tuple[str, ...], year: Period, day: date, found: Possible
) -> bool:
    """Count what hearings to come can change of a case without a document; return whether they can.

    A case belongs to the year of its first hearing, and what is done at later ones counts there.
    """
    told = counts_of(contribution) if HEARD in contribution else ()  # most open cases were not heard yet
    counts = [one for one in told if one.by in (DISTRICT, "defendant")]
    heard = next((one.on for one in counts if one.metric == "heard"), None)
    if (heard is None and day > year.last) or (heard is not None and heard not in year):
        return False
    counted = {(one.agency, one.metric): one.counted for one in counts if one.metric in APPEARING}
    for at in ((row, metric) for row in rows for metric in APPEARING):
        if at not in counted:
            found.entering[at] += 1
        elif at[0] not in case.spent:
            (found.kept if counted[at] else found.missed)[at] += 1
    return True


def _open_deadlines(connection: Connection, known: Known, year: Period, metric: str) -> Iterator[str]:
    """Return the rows of each deadline that is due in the year and neither met nor missed."""
    of = deadlines.c
    query = (
        select(cases.c.defendants)
        .join_from(
            deadlines,
            cases,
            (cases.c.district == of.district) & (cases.c.case_number == of.case_number),
        )
        .where(
            of.district == known.id,
            of.place == 0,
            of.stands.in_((*RUNNING, "waiting")),
            of.due_on >= year.since,
            of.due_on < year.until,
        )
    )
    duty = DUTY_OF.get(metric) or metric.partition(":")[2]
    named = query.where(of.duty == duty) if duty else query.where(of.duty.in_(_breaches(known)))
    for names in connection.execute(named).scalars():
        yield from (DISTRICT, *from_json(names))


def _breaches(known: Known) -> list[str]:
    return sorted({duty for law in known.world.laws for duty in law.duty_names if duty not in law.soft})


def _deciding(
    possible: Possible, items: Iterable[Expected], day: date, until: date, name: str
) -> Iterator[Deciding]:
    """Return the hearings by which figures that are neither certain nor out of reach can come to stand otherwise."""
    undecided: dict[str, set[str]] = {}
    for one in items:
        if one.standing == "open":
            undecided.setdefault(one.agency, set()).add(one.metric)
    fixed = [
        (hearing.on, number, case, hearing)
        for number, case in possible.deciding
        for hearing in case.hearings
        if day <= hearing.on <= until
    ]
    for on, number, case, hearing in sorted(fixed, key=lambda one: one[:2]):
        rows = {DISTRICT, *case.sued} if name == "" else {name} & {DISTRICT, *case.sued}
        metrics = {metric for row in rows - {*case.spent} for metric in undecided.get(row, ())}
        if metrics:
            yield Deciding(
                case=number,
                on=on,
                agencies=case.sued,
                summoned=hearing.summoned,
                noticed=hearing.noticed,
                proposed=hearing.proposed,
                on_record=hearing.on_record,
                metrics=tuple(metric for metric in APPEARING if metric in metrics),
            )
