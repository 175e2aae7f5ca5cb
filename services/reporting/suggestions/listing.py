"""Which suggestions are there, and how do they stand? Those received last first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import to_json
from sqlalchemy import ColumnElement, Connection, func, select

from services.reporting.deadlines.unknown import UnknownWordError
from services.reporting.known import Known
from services.reporting.lists import agency_named, by_year, latest
from services.reporting.suggestions.rows import STATE_OF, answer
from services.reporting.suggestions.shapes import KINDS, STATES, State, Suggestions
from services.reporting.suggestions.tables import suggestions


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; what is empty is not looked at."""

    year: int | None = None
    """In which they were received."""
    state: State | str = ""
    kind: str = ""
    agency: str = ""
    copied: bool | None = None
    """Copied to the government."""
    lost: bool | None = None
    """In a dispute that was lost."""
    after: str = ""
    limit: int = 100


def listed(connection: Connection, known: Known, asked: Asked, position: int) -> Suggestions:
    """Return suggestions, and how many stand how. Raises UnknownWordError, UnknownAgencyError, NoPlaceError."""
    words: Sequence[tuple[str, str, Sequence[str]]] = (
        ("state", asked.state, STATES),
        ("kind", asked.kind, KINDS),
    )
    for parameter, found, expected in words:
        if found and found not in expected:
            raise UnknownWordError(parameter, found, expected)
    among = _among(connection, known, asked)
    own = among
    if asked.state:
        ways = [one for one, state in STATE_OF.items() if state == asked.state]
        own = [*among, suggestions.c.stands.in_(ways)]
    rows, following = latest(connection, suggestions, own, asked.after, asked.limit)
    return Suggestions(
        position=position,
        day=known.world.day,
        items=tuple(answer(row, known.world.day) for row in rows),
        next=following,
        years=by_year(connection, suggestions, known.id),
        **_numbers(connection, among),
    )


def _among(connection: Connection, known: Known, asked: Asked) -> list[ColumnElement[bool]]:
    """Return the conditions of all filters but the state."""
    of = suggestions.c
    where = [of.district == known.id]
    if asked.year is not None:
        where.append(of.year == asked.year)
    if asked.kind:
        where.append(of.kind == asked.kind)
    if asked.copied is not None:
        where.append(of.copied == int(asked.copied))
    if asked.lost is not None:
        where.append(of.lost == int(asked.lost))
    if asked.agency:

        def there(name: str) -> bool:
            found = select(of.kind).where(of.district == known.id, _addressed(name)).limit(1)
            return connection.execute(found).scalar() is not None

        where.append(_addressed(agency_named(known, asked.agency, there)))
    return where


def _addressed(name: str) -> ColumnElement[bool]:
    """Return whether an organ is among those addressed: a name in its quotes stands in no other name."""
    return suggestions.c.agencies.contains(to_json(name).decode(), autoescape=True)


def _numbers(connection: Connection, among: Sequence[ColumnElement[bool]]) -> dict[str, Any]:
    of = suggestions.c
    added = (func.count(), func.sum(of.signed), func.sum(of.copied), func.sum(of.lost))
    counts = dict.fromkeys(STATES, 0)
    sums = [0, 0, 0, 0]
    for stands, *numbers in connection.execute(select(of.stands, *added).where(*among).group_by(of.stands)):
        counts[STATE_OF[stands]] += int(numbers[0])
        sums = [one + int(more) for one, more in zip(sums, numbers, strict=True)]
    names = ("received", "signed", "copied", "lost")
    return {"counts": counts, **dict(zip(names, sums, strict=True))}
