"""What does the log say of a district's assessments: recorded, published, frozen? Kept as a view."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json
from sqlalchemy import Column, Connection, Dialect, Integer, Select, Table, Text, func, select

from services.reporting.tables import metadata
from services.reporting.writing import Statement, each, putting, removing
from shared.codec import decode, encode, type_of
from shared.dispute import Dispute
from shared.envelope import BUREAU
from shared.events.activities import AssessmentPublished, AssessmentRecorded
from shared.events.findings.reporting import ScorecardPublished

REPORTING = "reporting"

assessments = Table(
    "view_assessments",
    metadata,
    Column("district", Text, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("type", Text, primary_key=True),
    Column("slot", Text, primary_key=True),
    Column("says", Text, nullable=False),  # the data of the event, as JSON
    sqlite_with_rowid=False,
)
"""One row for each event that counts: what was recorded and published, and the scorecards frozen then."""

_PUBLISHED, _FROZEN = type_of(AssessmentPublished), type_of(ScorecardPublished)

KEY = len(assessments.primary_key.columns)
"""So many values of a row name it."""


class Row(NamedTuple):
    """A row of the table, in the order of its columns."""

    district: str
    year: int
    type: str
    slot: str
    says: str


class Told(NamedTuple):
    """What the log says of the assessments of a district."""

    recorded: tuple[AssessmentRecorded, ...]
    published: Mapping[int, AssessmentPublished]
    """By year."""
    frozen: Mapping[tuple[str, int], ScorecardPublished]
    """By agency and year."""


class Publication(NamedTuple):
    """How the publication of a year's assessment stands."""

    district: str
    year: int
    stands: bool = False
    """Whether the bureau says that it was published."""
    frozen: int = 0
    """How many scorecards are on record."""
    cards: int = 0
    """How many were published then; 0 while none is on record."""

    @property
    def is_done(self) -> bool:
        """Return whether what is on record is what was published."""
        return 0 < self.cards <= self.frozen if self.stands else self.frozen == 0


def keep(connection: Connection, keys: Collection[str], disputes: Iterable[Dispute]) -> None:
    """Let the view show what the bureaus' matters among these say; `keys` holds all that was judged."""
    matters = {one.district: one for one in disputes if any(case.of_bureau for case in one.cases)}
    judged = {key.partition("|")[0] for key in keys if key.partition("|")[2] == BUREAU}
    for district in sorted(judged | matters.keys()):
        new = set(_rows(matters[district])) if district in matters else set()
        old = {Row._make(row) for row in connection.execute(_of(district)).all()}
        still = {row[:KEY] for row in new}
        each(connection, _removing, sorted(row[:KEY] for row in old - new if row[:KEY] not in still))
        each(connection, _putting, sorted(new - old))


def told(connection: Connection, district: str, year: int | None = None) -> Told:
    """Return what is kept of the assessments of a district, of one year or of all."""
    query = _of(district)
    if year is not None:
        query = query.where(assessments.c.year == year)
    events = [decode(row.type, from_json(row.says)) for row in connection.execute(query).all()]
    return Told(
        tuple(one for one in events if isinstance(one, AssessmentRecorded)),
        {one.year: one for one in events if isinstance(one, AssessmentPublished)},
        {(one.agency, one.year): one for one in events if isinstance(one, ScorecardPublished)},
    )


def publications(connection: Connection) -> tuple[Publication, ...]:
    """Return of which years an assessment was published, or scorecards are on record."""
    columns = assessments.c.district, assessments.c.year, assessments.c.type
    query = (
        select(*columns, func.count(), func.max(assessments.c.says))
        .where(assessments.c.type.in_((_PUBLISHED, _FROZEN)))
        .group_by(*columns)
    )
    found: dict[tuple[str, int], Publication] = {}
    for district, year, type_, number, says in connection.execute(query).all():
        one = found.get((district, year), Publication(district, year))
        if type_ == _PUBLISHED:
            one = one._replace(stands=True)
        else:
            one = one._replace(frozen=number, cards=from_json(says)["cards"])
        found[district, year] = one
    return tuple(found[key] for key in sorted(found))


def _of(district: str) -> Select[Any]:
    return select(assessments).where(assessments.c.district == district)


def _rows(dispute: Dispute) -> Iterator[Row]:
    for case in dispute.cases:
        events: list[AssessmentRecorded | AssessmentPublished | ScorecardPublished]
        events = [*case.all(AssessmentRecorded), *case.all(AssessmentPublished)]
        events += (found for _, found in dispute.found(REPORTING, ScorecardPublished))
        for one in events:
            says = to_json(encode(one)).decode()
            yield Row(dispute.district, one.year, type_of(type(one)), one.slot, says)


def _putting(dialect: Dialect) -> Statement:
    return putting(dialect, assessments)


def _removing(_dialect: Dialect) -> Statement:
    return removing(assessments)
