"""What do the notes and views of reporting say of subscriptions, and of what they are to be told?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import structlog
from pydantic_core import from_json
from sqlalchemy import Connection, event, or_, select

from services.reporting.deadlines.rows import answer
from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.delivery.crossing import BY, Crossing, crossings
from services.reporting.delivery.due import Message, messages
from services.reporting.delivery.subscriptions import (
    Subscription,
    concerns_subscriptions,
    subscriptions,
    versions,
)
from services.reporting.delivery.tables import said_of, told_of
from services.reporting.figures import figure
from services.reporting.known import Districts, Known
from services.reporting.periods import Period
from services.reporting.tables import deadlines, sums
from shared.envelope import Recorded, case_key, read
from shared.law.model import Law
from shared.log.database import LITTLE, open_database
from shared.log.filing import DAY_KEY
from shared.log.tables import NOTES, STATE

_log = structlog.stdlib.get_logger("delivery")

News = Message | Crossing
"""What a subscriber is told: of a deadline, or of a figure."""

_MENTIONED = b"subscription-"
"""No event that concerns a subscription is without it; others need not be decoded."""


@dataclass(frozen=True, slots=True)
class Noted:
    """Who wants to be told, and of what they are to be told now."""

    subscriptions: tuple[Subscription, ...] = ()
    messages: tuple[News, ...] = ()
    broken: tuple[str, ...] = ()
    """Districts whose law or register cannot be read, so that nothing is known of their deadlines."""


class Notebook:
    """Looks into the database of reporting, read-only. Blocking; for one thread, and one question, at a time."""

    def __init__(self, url: str) -> None:
        self._engine = open_database(url, kept=LITTLE)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", lambda made, _: made.execute("PRAGMA query_only=ON"))
        self._districts = Districts()
        self._records: list[Recorded] = []
        self._read: dict[str, int] = {}

    def look(self) -> Noted:
        """Return what is noted now, all of it at one position."""
        with self._engine.connect() as connection:
            self._read_on(connection)
            found = subscriptions(self._records)
            day = _day(connection)
            wanting = sorted({one.district for one in found if not one.disabled})
            if day is None or not wanting:
                return Noted(found)
            due, broken = list[News](), list[str]()
            for district in wanting:
                own = [one for one in found if one.district == district]
                try:
                    due += self._due(connection, district, own, day)
                except Exception as error:
                    _log.error("of a district nobody can be told", district=district, error=str(error))
                    broken.append(district)
            return Noted(found, tuple(due), tuple(broken))

    def subscriptions(self) -> tuple[tuple[Subscription, ...], Mapping[tuple[str, str], int]]:
        """Return all subscriptions, those that were disabled too, and the highest version of each there ever was."""
        with self._engine.connect() as connection:
            self._read_on(connection)
        return subscriptions(self._records), versions(self._records)

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def _read_on(self, connection: Connection) -> None:
        """Take in what was noted of subscriptions since the last look."""
        for district in self._districts.packs(connection):
            key = case_key(district, "*")
            query = (
                select(NOTES.c.position, NOTES.c.body)
                .where(NOTES.c.case_key == key, NOTES.c.position > self._read.get(key, 0))
                .order_by(NOTES.c.position)
            )
            for position, body in connection.execute(query):
                self._read[key] = position
                if _MENTIONED in bytes(body) and concerns_subscriptions(record := read(bytes(body))):
                    self._records.append(record)

    def _due(
        self, connection: Connection, district: str, own: Iterable[Subscription], day: date
    ) -> list[News]:
        known = self._districts.known(connection, district)
        rows = pressing(connection, district, day, _reach(known.world.laws))
        told = told_of(connection, district, (row.case for row in rows))
        organs = known.world.organs
        named = [replace(one, agency=organs.full_name(one.agency) if one.agency else "") for one in own]
        due: list[News] = [*messages(named, rows, told, day, _titles(known))]
        return [*due, *crossed(connection, known, named, day)]


def pressing(connection: Connection, district: str, day: date, reach: timedelta) -> list[DeadlineRow]:
    """Return the deadlines of a district that are near on a day, or were missed not longer than `reach` before."""
    kept = deadlines.c
    query = (
        select(deadlines)
        .where(kept.district == district, kept.place == 0)
        .where(
            or_(
                (kept.stands == "near") & (kept.due_on >= day),
                (kept.stands == "overdue") & (kept.due_on >= day - reach),
            )
        )
    )
    return [answer(dict(row), day) for row in connection.execute(query).mappings()]


def crossed(
    connection: Connection, known: Known, own: Sequence[Subscription], day: date
) -> Sequence[Crossing]:
    """Return of which figures of the year it is to be told that they crossed their targets."""
    if not any("crossed" in one.told_of for one in own):
        return []
    period = Period.of(day, "year")
    law = known.world.law_on(period.last)
    kept = sums.c
    query = select(kept.by, kept.agency, kept.metric, kept.numerator, kept.denominator).where(
        kept.district == known.id, kept.period == period.label, kept.by.in_(BY)
    )
    figures = (
        figure(metric, over, under, period, by, agency, law)
        for by, agency, metric, over, under in connection.execute(query)
    )
    position = connection.execute(select(STATE.c.value).where(STATE.c.name == "position")).scalar() or 0
    return crossings(own, figures, said_of(connection, known.id, period.label), position)


def _reach(laws: Iterable[Law]) -> timedelta:
    """Return how long after a miss somebody may be called: so many working days, and the holidays between."""
    longest = max((law.reminders.escalate_for for law in laws), default=0)
    return timedelta(days=2 * longest + 30)


def _titles(known: Known) -> dict[tuple[str, str], str]:
    """Return what the district's laws call each duty, by duty and article."""
    return {(duty.duty, duty.article): duty.summary.zh for law in known.world.laws for duty in law.duties}


def _day(connection: Connection) -> date | None:
    """Return the last day that has begun."""
    query = select(NOTES.c.body).where(NOTES.c.case_key == DAY_KEY).order_by(NOTES.c.position.desc()).limit(1)
    body = connection.execute(query).scalar()
    return date.fromisoformat(from_json(bytes(body))["data"]["day"]) if body else None
