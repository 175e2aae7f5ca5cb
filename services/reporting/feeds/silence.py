"""Which figures can still change by what a silent source has not sent?"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from services.reporting.feeds.listing import missing
from services.reporting.feeds.shapes import Silent
from services.reporting.figures import Figure, can_change
from services.reporting.known import Known
from services.reporting.periods import Period

Missing = tuple[str, Sequence[str], date]
"""A source, the types it sends (none named: any), and since when it misses something."""


def missing_from(connection: Connection, known: Known) -> list[Missing]:
    """Return the sources of a district from which something is missing today."""
    return [(told.feed, told.reports, since) for told, since in missing(connection, known)]


def named(figures: Iterable[Figure], gone: Sequence[Missing]) -> tuple[Figure, ...]:
    """Return figures with the silent sources named by which they can still change.

    These are the figures of the types a source sends, in the periods that have the day since when it is silent in
    them, or come after it.
    """
    if not gone:
        return tuple(figures)
    return tuple(replace(one, silent=found) if (found := _silent(one, gone)) else one for one in figures)


def _silent(figure: Figure, gone: Sequence[Missing]) -> tuple[Silent, ...]:
    last = Period.parse(figure.period).last
    return tuple(
        Silent(feed=feed, since=since)
        for feed, sent, since in gone
        if since <= last and can_change(figure.metric, sent, figure.by)
    )
