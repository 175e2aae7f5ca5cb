"""What of a published report is otherwise by what is known now, and which facts caused it?"""

from collections.abc import Iterable, Mapping, Sequence

from pydantic_core import from_json
from sqlalchemy import Connection, select

from services.reporting.history.replay import changed_since
from services.reporting.known import Known
from services.reporting.periods import Period
from services.reporting.publishing.freezing import changes, thawed
from services.reporting.publishing.keeping import Edition
from shared.codec import name_in
from shared.events.findings.reporting import CausingFact, ChangedFigure, FiguresRestated
from shared.log.tables import NOTES

MOST_CHANGES = 1000
"""Figures named one by one."""
MOST_CAUSES = 100
"""Facts named one by one."""


def differing(
    edition: Edition, now: Mapping[tuple[str, str, str], tuple[int, int]]
) -> tuple[ChangedFigure, ...]:
    """Return which figures of an edition count otherwise now."""
    return changes(thawed(edition.says.figures), now, edition.says.measured)


def says_so(stands: FiguresRestated | None, changed: Sequence[ChangedFigure]) -> bool:
    """Return whether what is on record of changes is what there is of them now."""
    if stands is None:
        return not changed
    return stands.changed == len(changed) and stands.changes == tuple(changed[:MOST_CHANGES])


def restated(
    connection: Connection, known: Known, edition: Edition, changed: Sequence[ChangedFigure]
) -> FiguresRestated:
    """Return the finding that figures are different now, with what caused it. Takes a look into the past."""
    one = edition.says
    since = changed_since(connection, known, one.at_position, Period.parse(one.period))
    at = {position: item.case for item in since.items for position in item.facts}
    first = sorted(at)[:MOST_CAUSES]
    return FiguresRestated(
        period=one.period,
        edition=one.edition,
        at_position=one.at_position,
        changes=tuple(changed[:MOST_CHANGES]),
        changed=len(changed),
        causes=tuple(
            CausingFact(position=position, case=at[position], type=type_)
            for position, type_ in _types(connection, first)
        ),
        caused=len(at),
        world=since.world[:MOST_CAUSES],
        days=len(since.days),
    )


def _types(connection: Connection, positions: Iterable[int]) -> list[tuple[int, str]]:
    query = select(NOTES.c.position, NOTES.c.body).where(NOTES.c.position.in_(list(positions)))
    found = connection.execute(query.order_by(NOTES.c.position)).all()
    return [(int(position), name_in(from_json(bytes(body))["type"])) for position, body in found]
