"""Which position of the log does a moment mean: a position, an instant, or the end of a day in Asia/Shanghai?"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from pydantic_core import from_json
from sqlalchemy import Connection, select

from services.reporting.history.shapes import Instant
from shared.log.tables import NOTES
from shared.problems import Problem

SHANGHAI = timezone(timedelta(hours=8))
"""Asia/Shanghai, without the summers of before 1992: no log is that old."""

EXPECTED = (
    "a position such as 4711, an instant such as 2024-03-31T18:00:00+08:00, or a day such as 2024-03-31"
)
_POSITION = re.compile(r"[0-9]{1,15}")


class MomentError(Problem):
    """A text names no moment."""

    def __init__(self, found: str) -> None:
        super().__init__(
            422,
            "Unknown moment",
            f"as_of {found!r} is no moment",
            errors=[{"parameter": "as_of", "detail": f"found {found!r}", "expected": EXPECTED}],
        )


class FutureError(Problem):
    """What is asked for is not known yet: the moment lies ahead, or the log was not read so far."""

    def __init__(self, found: str, position: int, now: datetime) -> None:
        at = now.astimezone(SHANGHAI)
        latest = f"a position up to {position}, an instant up to {at:%Y-%m-%dT%H:%M:%S%:z}".replace(
            "%:z", "+08:00"
        )
        super().__init__(
            422,
            "Moment in the future",
            f"as_of {found!r} lies in the future: nobody knows yet what will be known then",
            errors=[
                {
                    "parameter": "as_of",
                    "detail": f"found {found!r}",
                    "expected": f"{latest}, or a day that has ended, up to {at.date() - timedelta(days=1)}",
                }
            ],
            position=position,
        )


def position_of(connection: Connection, as_of: str, read: int, now: datetime) -> int:
    """Return the position up to which was known what was known at a moment; 0 before the first event.

    `read` is up to where the log was read, `now` the present (aware). An instant without offset is one in
    Asia/Shanghai. Raises MomentError, FutureError.
    """
    text = as_of.strip()
    if _POSITION.fullmatch(text):
        if int(text) > read:
            raise FutureError(as_of, read, now)
        return int(text)
    at = _instant(text)
    if at is None:
        raise MomentError(as_of)
    if at > now:
        raise FutureError(as_of, read, now)
    return _last_recorded(connection, at, read)


def instant(connection: Connection, position: int) -> Instant:
    """Return a position with when the last event up to it was recorded."""
    return Instant(position=position, at=_recorded_at(connection, position))


def _instant(text: str) -> datetime | None:
    """Return the instant a text means: of a day its end."""
    try:
        if len(text) <= 10:
            return datetime.combine(date.fromisoformat(text), time.max, SHANGHAI)
        # In a URL the plus of an offset is read as a blank.
        at = datetime.fromisoformat(re.sub(r" (?=\d\d:?\d\d$)", "+", text))
        return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)
    except (ValueError, OverflowError):
        return None


def _last_recorded(connection: Connection, at: datetime, read: int) -> int:
    """Return the last position recorded up to an instant; none is recorded before the one before it."""
    known, beyond = 0, read + 1
    while beyond - known > 1:
        middle = (known + beyond) // 2
        recorded = _recorded_at(connection, middle)
        if recorded is None or recorded <= at:
            known = middle
        else:
            beyond = middle
    return known


def _recorded_at(connection: Connection, position: int) -> datetime | None:
    """Return when the last event noted up to a position was recorded, in UTC."""
    query = (
        select(NOTES.c.body).where(NOTES.c.position <= position).order_by(NOTES.c.position.desc()).limit(1)
    )
    body = connection.execute(query).scalar()
    return (
        None if body is None else datetime.fromisoformat(from_json(bytes(body))["recordedat"]).astimezone(UTC)
    )
