"""Which districts are there, by what law are they judged, and which organs do they have?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from threading import Lock

import structlog
from sqlalchemy import Connection, bindparam, func, select

from services.reporting.adopted import Adopted, adopted, pack_row
from services.reporting.answers import AdoptedPack, District
from services.reporting.periods import Period
from services.reporting.rows import Measures
from services.reporting.tables import cases, sums
from services.reporting.unknown import UnknownDistrictError
from shared.envelope import Recorded, case_key, read
from shared.law.loader import PackError, load
from shared.law.model import Pack
from shared.log.filing import DAY_KEY, LOG_KEY
from shared.log.tables import NOTES
from shared.world import World, world_of

_log = structlog.stdlib.get_logger("districts")


@dataclass(frozen=True, slots=True)
class Known:
    """What the log says of a district besides its cases."""

    id: str
    world: World
    measures: Measures


class Districts:
    """The districts whose law is on the log. What was read is kept until the log says something new of it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._packs: tuple[int, Mapping[str, Pack]] = (-1, {})
        self._rows: tuple[int, tuple[AdoptedPack, ...]] = (-1, ())
        self._known: dict[str, tuple[tuple[int, ...], Known]] = {}

    def packs(self, connection: Connection) -> Mapping[str, Pack]:
        """Return the district packs the log names, by district."""
        upto = _last(connection, LOG_KEY)
        with self._lock:
            if self._packs[0] != upto:
                packs = list(_readable(self.adopted(connection)))
                # Of several packs for one district the first by id is the one it goes by, as in world_of.
                packs.sort(key=lambda pack: pack.pack, reverse=True)
                self._packs = (upto, {pack.district: pack for pack in packs if pack.district})
            return self._packs[1]

    def adopted(self, connection: Connection) -> Mapping[str, Adopted]:
        """Return the packs on the log that count, by id; also those this release cannot read."""
        return adopted(_records(connection, LOG_KEY))

    def rows(self, connection: Connection) -> tuple[AdoptedPack, ...]:
        """Return what is to be said of the packs on the log that count, by id."""
        upto = _last(connection, LOG_KEY)
        with self._lock:
            if self._rows[0] != upto:
                found = self.adopted(connection)
                self._rows = (upto, tuple(pack_row(one, found) for one in found.values()))
            return self._rows[1]

    def id_of(self, connection: Connection, district: str) -> str:
        """Return the id of a district named by it or by its division code; raise UnknownDistrictError."""
        packs = self.packs(connection)
        id_ = _by_division(packs).get(district, district)
        if id_ not in packs and not _has_cases(connection, id_):
            raise UnknownDistrictError(
                district, (f"{pack.district} ({pack.division})" for pack in packs.values())
            )
        return id_

    def known(self, connection: Connection, district: str) -> Known:
        """Return what is known of a district, named by pack id or division code.

        Raises UnknownDistrictError for one that has neither a law nor cases on the log.
        """
        id_ = self.id_of(connection, district)
        own = case_key(id_, "")
        upto = tuple(_last(connection, key) for key in (LOG_KEY, own, DAY_KEY))
        with self._lock:
            if self._known.get(id_, ((), None))[0] != upto:
                told = (_records(connection, key) for key in (LOG_KEY, own))
                world = world_of(id_, (*chain.from_iterable(told), *_records(connection, DAY_KEY, last=True)))
                self._known[id_] = (upto, Known(id_, world, Measures(world)))
            return self._known[id_][1]

    def all(self, connection: Connection) -> tuple[District, ...]:
        """Return every district, with the months its figures begin and end in."""
        return tuple(
            District(
                id=id_,
                code=pack.division,
                name=pack.name.zh,
                name_en=pack.name.en,
                first=_first_month(connection, id_),
                last=_last_month(connection, id_),
            )
            for id_, pack in sorted(self.packs(connection).items())
        )


def _readable(packs: Mapping[str, Adopted]) -> Iterator[Pack]:
    """Return the packs this release can read: of a district with another one the cases stall and say why."""
    for one in packs.values():
        try:
            yield load(one.fact.text)
        except PackError as error:
            _log.error("an adopted law pack cannot be read", pack=one.fact.pack, error=str(error))


def _has_cases(connection: Connection, district: str) -> bool:
    return bool(
        connection.execute(select(select(cases).where(cases.c.district == district).exists())).scalar()
    )


def _by_division(packs: Mapping[str, Pack]) -> Mapping[str, str]:
    return {pack.division: id_ for id_, pack in packs.items() if pack.division}


def _records(connection: Connection, key: str, *, last: bool = False) -> list[Recorded]:
    """Return what is noted under a key, or only the last of it."""
    query = select(NOTES.c.body).where(NOTES.c.case_key == key).order_by(NOTES.c.position)
    if last:
        query = query.order_by(None).order_by(NOTES.c.position.desc()).limit(1)
    return [read(bytes(body)) for body in connection.execute(query).scalars()]


def _last(connection: Connection, key: str) -> int:
    """Return the position of the last note under a key; 0 without one."""
    return connection.execute(_LAST, {"key": key}).scalar() or 0


_LAST = select(func.max(NOTES.c.position)).where(NOTES.c.case_key == bindparam("key"))
"""Every question asks it some times, so it is built once."""


def _first_month(connection: Connection, district: str) -> date | None:
    periods = select(func.min(sums.c.period)).where(sums.c.district == district)
    year = connection.execute(periods).scalar()  # a year is the label before those of its months
    label = connection.execute(periods.where(sums.c.period > year)).scalar() if year else None
    return Period.parse(label).since if label else None


def _last_month(connection: Connection, district: str) -> date | None:
    periods = select(func.max(sums.c.period)).where(sums.c.district == district)
    label = connection.execute(periods).scalar()
    return Period.parse(label).since if label else None
