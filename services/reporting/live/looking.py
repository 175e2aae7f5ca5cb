"""What do the notes and views of reporting say of what has just become visible?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import Connection, event, func, or_, select

from services.reporting.contribution import kept
from services.reporting.figures import Figure, figure
from services.reporting.known import Districts, Known
from services.reporting.live.moved import Step, Sum
from services.reporting.parked.bounding import with_bounds
from services.reporting.periods import Period
from services.reporting.rows import DISTRICT
from services.reporting.tables import cases, sums
from services.reporting.unknown import UnknownAgencyError, UnknownCaseError, UnknownMetricError
from shared.envelope import NO_DISTRICT, attributes, case_key
from shared.log.database import LITTLE, open_database, parts
from shared.log.filing import district_of, is_case
from shared.log.tables import NOTES
from shared.log.versions import current

PAGE = 500
"""Events read at once."""
STRETCH = 20_000
"""Positions looked through at once for the events of a district."""
NAMED = 500
"""Cases whose agencies are looked up; of more it is only said that there are many."""
READ = 2_000
"""Positions a step may hold for its cases to be named."""


class Event(NamedTuple):
    """A stored event, and whom its case concerns."""

    position: int
    subject: str
    agencies: frozenset[str]
    envelope: Mapping[str, Any]


class Stretch(NamedTuple):
    """The events of a district in a stretch of the log."""

    events: tuple[Event, ...]
    upto: int
    """Up to where there are no others."""


class Looking:
    """Asks the database of reporting, read-only. Blocking; for one thread, and one question, at a time."""

    def __init__(self, url: str) -> None:
        self._engine = open_database(url, kept=LITTLE)
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", lambda made, _: made.execute("PRAGMA query_only=ON"))
        self._districts = Districts()

    def close(self) -> None:
        """Close the database."""
        self._engine.dispose()

    def version(self) -> str:
        """Return which version of the views is asked; another may say otherwise of everything."""
        file = self._engine.url.database or ""
        return current(file) if self._engine.dialect.name == "sqlite" else file

    def named(self, district: str, agency: str, metric: str, case: str) -> tuple[str, str]:
        """Return a district's id and the full name of an agency, or of what else rows are by.

        Raises UnknownDistrictError, UnknownAgencyError, UnknownMetricError, UnknownCaseError.
        """
        with self._engine.connect() as connection:
            known = self._districts.known(connection, district)
            if metric and not known.measures.knows(metric):
                raise UnknownMetricError(metric, known.measures.names)
            name = known.world.organs.full_name(agency) if agency else ""
            if name and name != DISTRICT and known.world.organs.find(name) is None:
                of = select(sums.c.agency).where(sums.c.district == known.id, sums.c.agency == name)
                if connection.execute(of.limit(1)).first() is None:
                    raise UnknownAgencyError(agency, known.id)
            number = select(cases.c.case_number).where(
                cases.c.district == known.id, cases.c.case_number == case
            )
            if case and connection.execute(number).first() is None:
                raise UnknownCaseError(known.id, case)
        return known.id, name

    def known(self, district: str) -> Known:
        """Return what is known of a district. Raises UnknownDistrictError."""
        with self._engine.connect() as connection:
            return self._districts.known(connection, district)

    def districts(self) -> tuple[str, ...]:
        """Return the districts whose law is on the log, by id."""
        with self._engine.connect() as connection:
            return tuple(sorted(self._districts.packs(connection)))

    def step(
        self, number: int, after: int, upto: int, late: bool, judged: Collection[str], moved: Collection[Sum]
    ) -> Step:
        """Return what became visible with positions after one up to another, and with what was judged."""
        with self._engine.connect() as connection:
            many = upto - after > READ
            noted = set() if many else _keys(connection, after, upto)
            touched = {key for key in noted | set(judged) if is_case(key)}
            world = {district_of(key) for key in noted if not is_case(key)}
            every = (
                frozenset(self._districts.packs(connection)) if many or NO_DISTRICT in world else frozenset()
            )
            few = not many and len(touched) <= NAMED
            of_any = not all(of.agency for of in moved)  # the bounds of any row moved
            agencies: set[tuple[str, str]] | None = None
            if few and not of_any:
                agencies = {(of.district, of.agency) for of in moved}
                agencies.update(_concerned(connection, touched))
        return Step(
            number=number,
            upto=upto,
            late=late,
            districts=every | {district_of(key) for key in touched} | {of.district for of in moved} | world,
            cases=frozenset(touched) if few else None,
            agencies=None if agencies is None else frozenset(agencies),
            figures=len(moved),
            world=frozenset(world) | (every if NO_DISTRICT in world else frozenset()),
        )

    def events(self, district: str, after: int, upto: int) -> Stretch:
        """Return events of a district and of the log as a whole after a position, by position, and up to where."""
        end = min(upto, after + STRETCH)
        prefixes = (case_key(district, ""), case_key(NO_DISTRICT, ""))
        own = or_(*(func.substr(NOTES.c.case_key, 1, len(prefix)) == prefix for prefix in prefixes))
        query = (
            select(NOTES.c.position, NOTES.c.body)
            .where(NOTES.c.position > after, NOTES.c.position <= end, own)
            .order_by(NOTES.c.position)
            .limit(PAGE)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
            told = [(position, attributes(bytes(body))) for position, body in rows]
            keys = {case_key(one["district"], one["subject"]) for _, one in told}
            concerned = defaultdict[str, set[str]](set)
            for key, _, name in _agencies(connection, keys):
                concerned[key].add(name)
        found = tuple(
            Event(
                position,
                one["subject"],
                frozenset(concerned[case_key(one["district"], one["subject"])]),
                one,
            )
            for position, one in told
        )
        return Stretch(found, rows[-1].position if len(rows) == PAGE else end)

    def figures(self, asked: Iterable[Sum], bounds: bool = False) -> dict[Sum, Figure]:
        """Return these figures as they are now, with their bounds if asked for.

        They are a year's or a month's, or what months add up to.
        """
        groups = defaultdict[tuple[str, str], list[Sum]](list)
        for of in asked:
            groups[of.district, of.period].append(of)
        found: dict[Sum, Figure] = {}
        with self._engine.connect() as connection:
            for (district, label), wanted in groups.items():
                known, period = self._districts.known(connection, district), Period.parse(label)
                law = known.world.law_on(period.last)
                counted = _summed(connection, district, period, wanted)
                by = defaultdict[str, list[Sum]](list)
                for of in wanted:
                    by[of.by].append(of)
                for kind, rows in by.items():
                    counts = [counted.get((of.by, of.agency, of.metric), (0, 0)) for of in rows]
                    plain = [
                        figure(of.metric, numerator, denominator, period, of.by, of.agency, law)
                        for of, (numerator, denominator) in zip(rows, counts, strict=True)
                    ]
                    told = with_bounds(connection, known, period, kind, plain) if bounds else plain
                    found |= zip(rows, told, strict=True)
        return found

    def kept(self, district: str, period: str, by: str = "") -> tuple[Sum, ...]:
        """Return which sums of a district are kept of a year or a month, of all rows or of those by something."""
        query = select(sums.c.district, sums.c.period, sums.c.by, sums.c.agency, sums.c.metric).where(
            sums.c.district == district, sums.c.period == period
        )
        if by:
            query = query.where(sums.c.by == by)
        with self._engine.connect() as connection:
            return tuple(Sum._make(row) for row in connection.execute(query))

    def labels(self, district: str, years: Collection[str]) -> tuple[str, ...]:
        """Return the years and months of some years of which a district has figures."""
        query = select(sums.c.period).where(
            sums.c.district == district, func.substr(sums.c.period, 1, 4).in_(sorted(years))
        )
        with self._engine.connect() as connection:
            return tuple(connection.execute(query.distinct()).scalars())

    def years(self, district: str) -> tuple[str, ...]:
        """Return the years of which a district has figures, the last first."""
        query = select(sums.c.period).where(sums.c.district == district, func.length(sums.c.period) == 4)
        with self._engine.connect() as connection:
            return tuple(sorted(connection.execute(query.distinct()).scalars(), reverse=True))


def _keys(connection: Connection, after: int, upto: int) -> set[str]:
    """Return the case keys under which anything is noted after a position up to another."""
    query = select(NOTES.c.case_key).where(NOTES.c.position > after, NOTES.c.position <= upto)
    return set(connection.execute(query).scalars())


def _concerned(connection: Connection, keys: Collection[str]) -> Iterator[tuple[str, str]]:
    return ((district, name) for _, district, name in _agencies(connection, keys))


def _agencies(connection: Connection, keys: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Return by case key the district and each agency concerned in the case, in whatever role."""
    numbers = defaultdict[str, list[str]](list)
    for key in keys:
        if is_case(key):
            numbers[district_of(key)].append(key.partition("|")[2])
    columns = cases.c.case_number, cases.c.defendants, cases.c.responsible, cases.c.accountable
    for district, own in numbers.items():
        for part in parts(sorted(own)):
            query = select(*columns).where(cases.c.district == district, cases.c.case_number.in_(part))
            for number, *roles in connection.execute(query):
                for name in {name for role in roles for name in from_json(role)}:
                    yield case_key(district, number), district, name


def _summed(
    connection: Connection, district: str, period: Period, wanted: Collection[Sum]
) -> dict[tuple[str, str, str], tuple[int, int]]:
    labels = kept(period)
    found: dict[tuple[str, str, str], tuple[int, int]] = {}
    for part in parts(sorted({of.agency for of in wanted})):
        query = (
            select(
                *(sums.c.by, sums.c.agency, sums.c.metric),
                *(func.sum(sums.c.numerator), func.sum(sums.c.denominator)),
            )
            .where(sums.c.district == district, sums.c.period.in_(labels), sums.c.agency.in_(part))
            .group_by(sums.c.by, sums.c.agency, sums.c.metric)
        )
        if len(names := {of.metric for of in wanted}) <= 50:
            query = query.where(sums.c.metric.in_(sorted(names)))
        for by, agency, metric, numerator, denominator in connection.execute(query):
            found[by, agency, metric] = int(numerator), int(denominator)
    return found
