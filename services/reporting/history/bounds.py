"""Between what did the figures of a period lie at an earlier position, by what was parked then?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Text, cast, func, select

from services.reporting.contribution import kept
from services.reporting.figures import Figure
from services.reporting.figures.bounds import Open, bounded
from services.reporting.history.past import Past, Rows
from services.reporting.parked.bounding import Held, Unread, held_now, open_of
from services.reporting.parked.holding import Holding
from services.reporting.parked.rows import case_of
from services.reporting.parked.unsettled import ANY, duties
from services.reporting.periods import Period
from services.reporting.tables import cases
from shared.dispute import effective
from shared.envelope import case_key, read
from shared.events.catalogue import name_of
from shared.events.intake import RowParked
from shared.log.database import parts
from shared.log.tables import NOTES

AGENCIES_BY = frozenset({"defendant", "responsible", "accountable"})


def with_bounds_then(
    connection: Connection, past: Past, period: Period, by: str, figures: Sequence[Figure], rows: Rows
) -> tuple[Figure, ...]:
    """Return figures as they were known with the least and most they could come to; `rows` are all of the period."""
    held, unread = _held(connection, past, period, by), _unread(connection, past)
    if not held and unread == Unread():
        return tuple(figures)
    organs: Counter[str] = Counter()
    for (whose, agency, metric), (_, denominator) in rows.items():
        if whose in AGENCIES_BY and agency in unread.organs:
            organs[metric] += denominator
    number = duties(past.known.world)
    return tuple(bounded(one, open_of(one, held, organs, unread, number)) for one in figures)


def _held(connection: Connection, past: Past, period: Period, by: str) -> Held:
    """Return what was open: what is now, but for the cases that were replayed."""
    district, holding = past.known.id, Holding()
    found = {} if past.is_whole(period) else dict(held_now(connection, district, period, by))
    if not past.is_whole(period):
        for row in _unsettled_now(connection, district, past.numbers):
            holding.lose(row)
    for number, text in past.unsettled.items():
        holding.gain({"district": district, "contribution": past.replayed[number], "unsettled": text})
    labels = {*kept(period), ANY}
    for (_, label, whose, agency, metric), moved in holding.moves.items():
        if label in labels and whose in ("*", by):
            key = whose, agency, metric
            found[key] = found.get(key, Open()) + Open(**moved)
    return {key: open_ for key, open_ in found.items() if open_ != Open()}


def _unsettled_now(
    connection: Connection, district: str, numbers: frozenset[str]
) -> Iterable[Mapping[str, str]]:
    query = select(cases.c.district, cases.c.contribution, cases.c.unsettled)
    for part in parts(sorted(numbers)):
        own = cases.c.district == district, cases.c.case_number.in_(part), cases.c.unsettled != ""
        for row in connection.execute(query.where(*own)).mappings():
            yield {**row}


def _unread(connection: Connection, past: Past) -> Unread:
    """Return the rows of files that could not be read then."""
    own = NOTES.c.case_key == case_key(past.known.id, "*"), NOTES.c.position <= past.position
    text = (
        cast(NOTES.c.body, Text)
        if connection.dialect.name == "sqlite"
        else func.convert_from(NOTES.c.body, "UTF8")
    )
    bodies = select(NOTES.c.body).where(*own, text.contains(name_of(RowParked)))
    records = [read(bytes(body)) for body in connection.execute(bodies).scalars()]
    facts = [one.fact for one in effective(records)[0] if isinstance(one.fact, RowParked)]
    names = {organ.code: organ.name for organ in past.known.world.organs.organs}
    about = [case_of(fact) for fact in facts if fact.file != "organs"]
    there = _existed(connection, past, frozenset(filter(None, about)))
    return Unread(
        new=sum(case not in there for case in about),
        known=sum(case in there for case in about),
        organs=tuple(names[one.row_key] for one in facts if one.file == "organs" and one.row_key in names),
    )


def _existed(connection: Connection, past: Past, numbers: frozenset[str]) -> frozenset[str]:
    """Return of which of these cases anything else was known."""
    found = set[str]()
    for part in parts([case_key(past.known.id, number) for number in sorted(numbers)]):
        query = select(NOTES.c.case_key).where(
            NOTES.c.case_key.in_(part), NOTES.c.fact.is_not(None), NOTES.c.position <= past.position
        )
        found |= {key.partition("|")[2] for key in connection.execute(query.distinct()).scalars()}
    return frozenset(found)
