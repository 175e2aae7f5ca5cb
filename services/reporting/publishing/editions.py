"""What is to be put on record of the reports of a period: an edition, its withdrawal, nothing, or not yet? Pure."""

from typing import Literal, NamedTuple

from services.reporting.periods import Period
from services.reporting.publishing.keeping import Edition, Publication
from shared.events.district import BulletinPublished
from shared.events.findings.reporting import FiguresPublished


class Wanted(NamedTuple):
    """An edition that is to be made."""

    fact: BulletinPublished
    edition: int


class Next(NamedTuple):
    """What is to be done for one period."""

    wanted: Wanted | None = None
    withdrawn: tuple[Edition, ...] = ()
    """Editions whose publication was taken back."""


def next_of(found: Publication) -> Next:
    """Return what is to be done: an edition for what is published, none for what was taken back.

    Whoever publishes again, as of another position or with other words, makes a new edition beside those that stand.
    Whoever goes back to what was published before takes back the editions since.
    """
    if found.fact is None:
        return Next(withdrawn=found.standing)
    same = [one for one in found.standing if _text(one.says) == _text(found.fact)]
    if same:
        return Next(withdrawn=tuple(one for one in found.standing if one.number > same[-1].number))
    return Next(Wanted(found.fact, 1 + max((one.number for one in found.editions), default=0)))


def _text(one: BulletinPublished | FiguresPublished) -> tuple[int, str, str, str]:
    return one.as_known_at, one.number, one.problems, one.measures


def hindrance(fact: BulletinPublished, read: int) -> Literal["not_over", "not_reached"] | None:
    """Return why a report is not put on record, as far as that is known before; `read` is the end of the log."""
    if Period.parse(fact.period).last >= fact.published_on:
        return "not_over"
    if fact.as_known_at > read:
        return "not_reached"
    return None


def kind_of(period: str) -> Literal["bulletin", "annual"]:
    """Return which report a period has: the bulletin on a quarter, or that on a year."""
    return "bulletin" if "-Q" in period else "annual"
