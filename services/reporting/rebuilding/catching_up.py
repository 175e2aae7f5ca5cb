"""How does a version take in what was noted since by the one that is asked?"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, select

from services.reporting.feeds.keeping import Tally
from services.reporting.rebuilding.filling import JUDGED_BY
from services.reporting.rebuilding.folding import REPORTING
from services.reporting.tables import metadata
from services.reporting.views import VERSION, Views
from shared.judge.folding import Folding
from shared.judge.shown import Shown
from shared.log.notes import Notes
from shared.log.tables import NOTES

BATCH = 1000


@contextmanager
def opened(url: str) -> Iterator[Notes]:
    """Give the notes and views of a version, and close them."""
    notes = Notes(url, REPORTING, [metadata], Tally())
    try:
        yield notes
    finally:
        notes.close()


def catch_up(notes: Notes, old: Connection, upto: int) -> int:
    """Take in what another version has noted up to a position; return how many events that were.

    It is what the service does with what comes from the log: it is noted, and what it touches judged. What was judged
    by another release is judged again.
    """
    shown = Shown(Views(), VERSION)
    folding, taken = Folding(notes, shown.entries), 0
    notes.judge_by(JUDGED_BY)
    query = select(NOTES.c.position, NOTES.c.body).order_by(NOTES.c.position).limit(BATCH)
    while notes.position < upto:
        news = query.where(NOTES.c.position > notes.position, NOTES.c.position <= upto)
        rows = [(position, bytes(body)) for position, body in old.execute(news)]
        if not rows:
            notes.read_on_to(upto)
            break
        folding.heed(notes.note(rows))
        taken += len(rows)
    while keys := notes.due(shown.most):
        due, unfolded = folding.fold(keys)
        judged = {key for one in due for key in one.keys} | set(keys)
        notes.conclude(judged, stalled=unfolded, save=lambda to, due=due: shown.save(to, due))  # type: ignore[misc]
    return taken
