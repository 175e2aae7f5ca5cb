"""What was done for the work itself, in which year and by whom? The latest first, a page at a time."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from services.reporting.activities.rows import answer
from services.reporting.activities.shapes import KINDS, Activities, Kind, Sums
from services.reporting.activities.tables import activities
from services.reporting.deadlines.unknown import UnknownWordError
from services.reporting.known import Known
from services.reporting.lists import agency_named, latest


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; what is empty is not looked at."""

    year: int | None = None
    kind: Kind | str = ""
    agency: str = ""
    after: str = ""
    limit: int = 100


def listed(connection: Connection, known: Known, asked: Asked, position: int) -> Activities:
    """Return what was done, and how much of each kind. Raises UnknownWordError, UnknownAgencyError, NoPlaceError."""
    if asked.kind and asked.kind not in KINDS:
        raise UnknownWordError("kind", asked.kind, KINDS)
    everywhen = _among(connection, known, asked.agency)
    among = [*everywhen, activities.c.year == asked.year] if asked.year is not None else everywhen
    own = [activities.c.kind == asked.kind] if asked.kind else []
    rows, following = latest(connection, activities, [*among, *own], asked.after, asked.limit)
    counts, sums = _added(connection, among)
    return Activities(
        position=position,
        items=tuple(map(answer, rows)),
        next=following,
        counts=counts,
        sums=sums,
        years=_by_year(connection, everywhen),
    )


def _among(connection: Connection, known: Known, agency: str) -> list[ColumnElement[bool]]:
    """Return the conditions of all filters but year and kind."""
    of = activities.c
    here = of.district == known.id

    def there(name: str) -> bool:
        return (
            connection.execute(select(of.organ).where(here, of.organ == name).limit(1)).scalar() is not None
        )

    return [here, of.organ == agency_named(known, agency, there)] if agency else [here]


def _added(
    connection: Connection, among: list[ColumnElement[bool]]
) -> tuple[dict[Kind, int], dict[Kind, Sums]]:
    """Return how many of each kind there are, and what they add up to."""
    of = activities.c
    added = (func.count(), func.sum(of.people), func.sum(of.leaders), func.sum(of.comments))
    rows = connection.execute(select(of.kind, *added).where(*among).group_by(of.kind)).all()
    found = {kind: tuple(map(int, numbers)) for kind, *numbers in rows}
    counts, sums = dict[Kind, int](), dict[Kind, Sums]()
    for kind in KINDS:
        counts[kind], people, leaders, comments = found.get(kind, (0, 0, 0, 0))
        sums[kind] = Sums(people=people, leaders=leaders, expert_comments=comments)
    return counts, sums


def _by_year(connection: Connection, among: list[ColumnElement[bool]]) -> dict[int, dict[Kind, int]]:
    of = activities.c
    rows = connection.execute(select(of.year, of.kind, func.count()).where(*among).group_by(of.year, of.kind))
    found: dict[int, dict[Kind, int]] = {}
    for year, kind, number in sorted(rows.all(), key=lambda row: -row.year):
        found.setdefault(int(year), dict.fromkeys(KINDS, 0))[kind] = int(number)
    return found
