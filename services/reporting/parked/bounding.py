"""Between what do the figures of a period lie once everything parked is released?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic_core import from_json
from sqlalchemy import Connection, bindparam, func, select

from services.reporting.contribution import kept
from services.reporting.figures import Figure
from services.reporting.figures.bounds import Open, bounded
from services.reporting.known import Known
from services.reporting.parked.rows import UNREADABLE
from services.reporting.parked.tables import parked, unsettled
from services.reporting.parked.unsettled import (
    ANY,
    OF_DISPUTES,
    ONE_DUTY,
    SUED,
    base_of,
    duties,
)
from services.reporting.periods import Period
from services.reporting.tables import cases, sums

AFTER = chr(ord(UNREADABLE) + 1)
"""What sorts right behind all that begins so."""


@dataclass(frozen=True, slots=True)
class Unread:
    """The rows of files that could not be read."""

    new: int = 0
    """Rows about cases of which nothing else is known, or nobody can tell which."""
    known: int = 0
    organs: tuple[str, ...] = ()
    """Organs of the register (full names) of which a row could not be read."""

    def open(self, metric: str, by: str, duties: int) -> Open:
        """Return what they can change in a figure.

        A row can be about any case that reads so, and link it to another dispute; the hearing it tells of may be
        the first of the year, in the place of another.
        """
        times = {"on_time_rate": SUED * duties, ONE_DUTY: SUED}.get(metric, 1)
        linked = self.new + self.known if metric in OF_DISPUTES or metric in ("on_time_rate", ONE_DUTY) else 0
        first = SUED * (self.new + self.known) if metric == "chief_duty_rate" or by == "leader" else 0
        things = self.new + self.known + len(self.organs)
        return Open(adds=self.new * times, loose=(self.known + linked + first) * times, things=things)


def with_bounds(
    connection: Connection, known: Known, period: Period, by: str, figures: Sequence[Figure]
) -> tuple[Figure, ...]:
    """Return figures of one period with the least and the most they can come to."""
    held = held_now(connection, known.id, period, by)
    unread = _unread(connection, known)
    if not held and unread == Unread():
        return tuple(figures)
    organs = _of_organs(connection, known.id, period, unread.organs)
    number = duties(known.world)
    return tuple(bounded(one, open_of(one, held, organs, unread, number)) for one in figures)


Held = Mapping[tuple[str, str, str], Open]
"""What is open, by what the row is by, which one (empty: any) and figure."""


def open_of(figure: Figure, held: Held, organs: Mapping[str, int], unread: Unread, duties: int) -> Open:
    """Return what of a figure can change; `organs` is how much of each figure is of those whose row is unread."""
    by, base = ("*" if figure.agency == "*" else figure.by), base_of(figure.metric)
    found = held.get((by, figure.agency, figure.metric), Open())
    if base != figure.metric:  # what is open of a part is said of its whole, but for what counts in it now
        found += replace(held.get((by, figure.agency, base), Open()), numerator=0, denominator=0)
    if figure.agency != "*":
        found += held.get((by, ANY, base), Open())
    return found + unread.open(base, by, duties) + Open(loose=organs.get(figure.metric, 0))


def held_now(connection: Connection, district: str, period: Period, by: str) -> Held:
    """Return what is open in a period, in the row of the district and those of one kind."""
    asked = {"of": district, "labels": (*kept(period), ANY), "rows": ("*", by)}
    rows = connection.execute(_HELD, asked).all()
    return {(by, agency, metric): Open(*map(int, numbers)) for by, agency, metric, *numbers in rows}


def _unread(connection: Connection, known: Known) -> Unread:
    rows = connection.execute(_UNREAD, {"of": known.id}).all()
    if not rows:
        return Unread()
    new = already = 0
    organs = list[str]()
    names = {organ.code: organ.name for organ in known.world.organs.organs}
    for exists, case, says in rows:
        told = {} if case else from_json(says)
        if told.get("file") != "organs":
            new, already = new + (not exists), already + bool(exists)
        elif told["row_key"] in names:
            organs.append(names[told["row_key"]])
    return Unread(new, already, tuple(organs))


def _of_organs(
    connection: Connection, district: str, period: Period, organs: Iterable[str]
) -> Mapping[str, int]:
    """Return how much of each figure is of these organs: a row of the register may change any of it."""
    names = sorted(set(organs))
    if not names:
        return {}
    of = sums.c
    query = select(of.metric, func.sum(of.denominator)).where(
        of.district == district,
        of.period.in_(kept(period)),
        of.by.in_(("defendant", "responsible", "accountable")),
        of.agency.in_(names),
    )
    return {metric: int(number) for metric, number in connection.execute(query.group_by(of.metric)).all()}


# Each is asked with every figure and built once: that takes longer than the database needs to answer.

_OPEN = unsettled.c
_HELD = (
    select(
        *(_OPEN.by, _OPEN.agency, _OPEN.metric),
        *map(func.sum, (_OPEN.numerator, _OPEN.denominator, _OPEN.adds, _OPEN.loose, _OPEN.things)),
    )
    .where(
        _OPEN.district == bindparam("of"),
        _OPEN.period.in_(bindparam("labels", expanding=True)),
        _OPEN.by.in_(bindparam("rows", expanding=True)),
    )
    .group_by(_OPEN.by, _OPEN.agency, _OPEN.metric)
)
"""What is open in some periods and kinds of rows, added up."""

_ROW = parked.c
_UNREAD = select(
    select(cases.c.case_number)
    .where(cases.c.district == _ROW.district, cases.c.case_number == _ROW.case)
    .exists(),
    _ROW.case,
    _ROW.says,
).where(_ROW.district == bindparam("of"), _ROW.case_number >= UNREADABLE, _ROW.case_number < AFTER)
"""The rows that could not be read, and whether anything else is known of their case."""
