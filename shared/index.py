"""What must be known of other disputes? A bounded index, whose entries depend on facts alone.

So nothing cascades: what is found on one dispute never changes an entry, and a changed entry only makes those cases
due whose answer it can change.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

Reach = Literal["first", "later"]
"""Whose answer an entry can change: that of the first entry before and after, or of later ones for some months."""


class Entry(NamedTuple):
    """One case under one heading, such as the hearings of an agency in a year."""

    of: str
    """The heading; it begins with the district and the kind of the entry."""
    day: date
    case: str


def reach_of(heading: str) -> Reach:
    """Return whose answer an entry under a heading can change."""
    return "later" if heading.split("|", 2)[1] == "losses" else "first"


def months_of(heading: str) -> int:
    """Return for how many months an entry under a heading counts, where its reach is to later ones."""
    return int(heading.split("|", 3)[2])


def first_heard(district: str, defendant: str, day: date, case: str) -> Entry:
    """Return the entry of a case first heard on a day, among those of the defendant in that year (Xinzhou 14)."""
    return Entry(f"{district}|first-heard|{defendant}|{day.year}", day, case)


def loss(district: str, agency: str, act: str, day: date, case: str, months: int) -> Entry:
    """Return the entry of a case lost from a day, among those of the agency and kind of act (Huancui 37(7)).

    It counts for losses up to so many months after it.
    """
    return Entry(f"{district}|losses|{months}|{agency}|{act}", day, case)


def agency_of(entry: Entry) -> str:
    """Return the agency whose loss an entry is; its name may hold any character."""
    return entry.of.split("|", 3)[3].rpartition("|")[0]


@dataclass(frozen=True)
class Index:
    """Entries by heading, in the order of their days."""

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Index":
        """Build the index of these entries, in whatever order they come."""
        found: dict[str, list[Entry]] = {}
        for entry in sorted(set(entries)):
            found.setdefault(entry.of, []).append(entry)
        return cls({of: tuple(group) for of, group in found.items()})

    def under(self, of: str) -> tuple[Entry, ...]:
        """Return what is entered under a heading, by day and then by case number."""
        return self.entries.get(of, ())

    def is_first(self, entry: Entry) -> bool:
        """Return whether an entry is the first under its heading; of two on one day the lower number is."""
        return self.under(entry.of)[:1] == (entry,)

    def upto(self, entry: Entry, since: date) -> tuple[Entry, ...]:
        """Return what is entered under the heading of an entry from a day on up to it, itself the last."""
        group = self.under(entry.of)
        return group[bisect_left(group, (entry.of, since, "")) : bisect_right(group, entry)]


def touched(changed: Collection[Entry], before: tuple[Entry, ...], after: tuple[Entry, ...]) -> set[str]:
    """Return the cases whose answer can change when these entries under one heading come or go.

    `before` and `after` hold at least what can be concerned: the first entries, or those within the months that the
    heading names after one that changed.
    """
    if not changed:
        return set()
    heading = next(iter(changed)).of
    if reach_of(heading) == "first":
        firsts = {before[:1], after[:1]}
        return {one.case for found in firsts for one in found} if len(firsts) > 1 else set()
    months, moved = months_of(heading), sorted(changed)
    found = {one.case for one in moved}
    for one in after[bisect_left(after, moved[0]) :]:
        last = moved[bisect_right(moved, one) - 1]
        if last.day >= months_before(one.day, months):
            found.add(one.case)
    return found


def months_before(day: date, months: int) -> date:
    """Return the day of the same number so many months before, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    year = max(year, date.min.year)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    """Return the last day that has this one no more than so many months before it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(year, date.max.year - 1)
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))
