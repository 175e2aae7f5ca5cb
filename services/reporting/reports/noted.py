"""Which facts of some types does a district's log hold, as they count after corrections?

For what no view lists. The notes are searched for the types by name first, so that only the cases that have any are
folded.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from shared.codec import type_of
from shared.dispute import Case, disputes
from shared.envelope import case_key, read
from shared.events.base import Fact
from shared.log.tables import NOTES


def facts(
    connection: Connection, district: str, types: Sequence[type[Fact]], upto: int
) -> Iterator[tuple[Case, Fact]]:
    """Return the facts of these types that count, with their cases, of what stands up to a position."""
    names = [f'"{type_of(one)}"' for one in types]
    body = NOTES.c.body
    start = case_key(district, "")
    own = and_(NOTES.c.case_key >= start, NOTES.c.case_key < start + "\U0010ffff", NOTES.c.position <= upto)
    holding: list[ColumnElement[bool]]
    if connection.dialect.name == "sqlite":
        holding = [func.instr(body, name.encode()) > 0 for name in names]
    else:
        holding = [func.encode(body, "escape").contains(name, autoescape=True) for name in names]
    keys = connection.execute(select(NOTES.c.case_key).where(own, or_(*holding)).distinct()).scalars().all()
    noted = defaultdict[str, list[bytes]](list)
    for key in sorted(keys):
        query = select(NOTES.c.body).where(NOTES.c.case_key == key, NOTES.c.position <= upto)
        noted[key] = [bytes(one) for one in connection.execute(query.order_by(NOTES.c.position)).scalars()]
    for key, bodies in noted.items():
        for dispute in disputes(map(read, bodies)):
            for case in dispute.cases:
                if case_key(case.district, case.number) == key:
                    yield from ((case, fact) for of in types for fact in case.all(of))
