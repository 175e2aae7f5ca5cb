"""What does the log say of a district's published reports? Kept as a view."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Dialect, select

from services.reporting.publishing.tables import publications
from services.reporting.recorder import REPORTING
from services.reporting.writing import Statement, each, putting, removing
from shared.codec import decode, encode, type_of
from shared.dispute import Dispute
from shared.envelope import BUREAU
from shared.events.district import BulletinPublished
from shared.events.findings.reporting import FiguresPublished, FiguresRestated

KEY = len(publications.primary_key.columns)
"""So many values of a row name it."""

_FACT, _EDITION, _RESTATED = (type_of(one) for one in (BulletinPublished, FiguresPublished, FiguresRestated))


class Row(NamedTuple):
    """A row of the table, in the order of its columns."""

    district: str
    period: str
    type: str
    edition: int
    stands: bool
    at: int
    says: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A report that was put on record."""

    district: str
    says: FiguresPublished
    data: Mapping[str, Any]
    """The same as it is stored."""
    stands: bool
    """Whether the publication it rests on was not taken back."""
    at: int
    """Where on the log it was put on record, or withdrawn."""

    @property
    def number(self) -> int:
        """Return which edition of its period it is, from 1."""
        return self.says.edition


@dataclass(frozen=True, slots=True)
class Publication:
    """All that is said of the reports of one period."""

    district: str
    period: str
    fact: BulletinPublished | None
    """What the bureau reports; None where it took that back."""
    editions: tuple[Edition, ...]
    """The first first."""
    restated: Mapping[int, FiguresRestated]
    """By edition: what is otherwise by what is known now."""

    @property
    def standing(self) -> tuple[Edition, ...]:
        """Return the editions that were not withdrawn."""
        return tuple(one for one in self.editions if one.stands)

    @property
    def current(self) -> Edition | None:
        """Return the edition that counts: the last that stands."""
        return self.standing[-1] if self.standing else None


def keep(connection: Connection, keys: Collection[str], disputes: Iterable[Dispute]) -> None:
    """Let the view show what the bureaus' matters among these say; `keys` holds all that was judged."""
    matters = {one.district: one for one in disputes if any(case.of_bureau for case in one.cases)}
    judged = {key.partition("|")[0] for key in keys if key.partition("|")[2] == BUREAU}
    for district in sorted(judged | matters.keys()):
        new = {_mark(row): row for row in _rows(matters[district])} if district in matters else {}
        # What was frozen is not read again to find that it is the same: its place on the log says so.
        old = _marks(connection, district)
        still = {row[:KEY] for row in new.values()}
        each(
            connection, _removing, sorted(mark[:KEY] for mark in old - new.keys() if mark[:KEY] not in still)
        )
        each(connection, _putting, sorted(row for mark, row in new.items() if mark not in old))


def published(connection: Connection, district: str, period: str = "") -> dict[str, Publication]:
    """Return what is said of the reports of a district, by period; of one period or of all."""
    query = select(publications).where(publications.c.district == district)
    if period:
        query = query.where(publications.c.period == period)
    rows: dict[str, list[Row]] = {}
    for row in connection.execute(query.order_by(*publications.primary_key)).all():
        rows.setdefault(row.period, []).append(Row._make(row))
    return {of: _publication(district, of, some) for of, some in rows.items()}


def districts(connection: Connection) -> tuple[str, ...]:
    """Return the districts of which anything was published."""
    found = select(publications.c.district).distinct().order_by(publications.c.district)
    return tuple(connection.execute(found).scalars())


def upto(connection: Connection) -> frozenset[tuple[Any, ...]]:
    """Return what tells whether anything was published since it was asked last; without what is said."""
    columns = [column for column in publications.c if column.name != "says"]
    return frozenset(tuple(row) for row in connection.execute(select(*columns)).all())


def _publication(district: str, period: str, rows: Iterable[Row]) -> Publication:
    fact: BulletinPublished | None = None
    editions, restated = list[Edition](), dict[int, FiguresRestated]()
    for row in rows:
        data = from_json(row.says)
        event = decode(row.type, data)
        if isinstance(event, BulletinPublished):
            fact = event
        elif isinstance(event, FiguresPublished):
            editions.append(Edition(district, event, data, bool(row.stands), row.at))
        elif isinstance(event, FiguresRestated):
            restated[event.edition] = event
    return Publication(district, period, fact, tuple(editions), restated)


def _rows(dispute: Dispute) -> Iterator[Row]:
    for case in dispute.cases:
        if case.of_bureau:
            for fact in case.all(BulletinPublished):
                yield _row(dispute.district, fact, 0, True, 0)
    told_at = dispute.told_at.get(REPORTING, {})
    for stands, some in ((True, dispute.findings), (False, dispute.withdrawn)):
        for key, one in some.get(REPORTING, {}).items():
            if isinstance(one, FiguresPublished) or (isinstance(one, FiguresRestated) and stands):
                yield _row(dispute.district, one, one.edition, stands, told_at.get(key, 0))


def _row(
    district: str,
    one: BulletinPublished | FiguresPublished | FiguresRestated,
    edition: int,
    stands: bool,
    at: int,
) -> Row:
    says = to_json(encode(one)).decode()
    return Row(district, one.period, type_of(type(one)), edition, stands, at, says)


Mark = tuple[Any, ...]


def _mark(row: Row) -> Mark:
    """Return what tells whether a row is another: of a fact what it says, of a finding where it was said."""
    return (*row[:KEY], row.stands, row.at, "" if row.edition else row.says)


def _marks(connection: Connection, district: str) -> set[Mark]:
    c = publications.c
    columns = (*publications.primary_key, c.stands, c.at)
    findings = select(*columns).where(c.district == district, c.edition > 0)
    found = {(*row[:KEY], bool(row.stands), row.at, "") for row in connection.execute(findings)}
    facts = select(*columns, c.says).where(c.district == district, c.edition == 0)
    return found | {(*row[:KEY], bool(row.stands), row.at, row.says) for row in connection.execute(facts)}


def _putting(dialect: Dialect) -> Statement:
    return putting(dialect, publications)


def _removing(_dialect: Dialect) -> Statement:
    return removing(publications)
