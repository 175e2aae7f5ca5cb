"""What is asked of a follower's tables again and again? Each statement is put together once.

With one event at a time SQLAlchemy would spend longer on putting them together than the database on answering.
"""

from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from shared.envelope import BUREAU, case_key
from shared.log.tables import CASES, DUE, LINKS, NOTES, STALLED


def _among(column: Any) -> Any:
    return column.in_(bindparam("keys", expanding=True))


COUNT = select(
    func.count(),
    func.min(DUE.c.since),
    func.min(DUE.c.settles),
    select(func.count()).select_from(STALLED).scalar_subquery(),
).select_from(DUE)
"""How many cases are due, since when and settling what, and how many have stalled."""

MATTERS = select(CASES.c.district).where(CASES.c.case_key == CASES.c.district + case_key("", BUREAU))
"""The districts whose bureau's own matter is entered among the cases."""

NEXT = select(DUE.c.case_key).order_by(DUE.c.later, DUE.c.since).limit(bindparam("most"))
NEXT_UPTO = NEXT.where(DUE.c.since <= bindparam("upto"))
"""The cases to be judged next."""

NOTED = select(NOTES.c.case_key, NOTES.c.position, NOTES.c.body).where(_among(NOTES.c.case_key))
LINKED = select(LINKS.c.left_key, LINKS.c.right_key).where(_among(LINKS.c.left_key))

EARLIEST = select(func.min(DUE.c.since), func.min(DUE.c.settles)).where(_among(DUE.c.case_key))
"""Since when some cases are due, and settling what."""

JUDGED = delete(DUE).where(_among(DUE.c.case_key))
UNSTALLED = delete(STALLED).where(_among(STALLED.c.case_key))

WAKE = (
    update(CASES)
    .where(CASES.c.case_key == bindparam("key"), CASES.c.wake.is_distinct_from(bindparam("day")))
    .values(wake=bindparam("day"))
)
"""Sets the day on which a case is to be judged again; rows that say so already are not written."""
