"""What must be known of other disputes? A bounded index, whose entries depend on facts alone.

So nothing cascades: what is found on one dispute never changes an entry, and a changed entry only makes those cases
due whose answer it can change.
"""

from bisect import insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

Reach = Literal["first", "later"]
"""Whose answer an entry can change: that of the first entry before and after, or of every later one."""


class Entry(NamedTuple):
    """One case under one heading, such as the hearings of an agency in a year."""

    of: str
    """The heading; it begins with the district and the kind of the entry."""
    day: date
    case: str


def reach_of(heading: str) -> Reach:
    """Return whose answer an entry under a heading can change."""
    return "later" if heading.split("|")[1] == "losses" else "first"


def first_heard(district: str, defendant: str, day: date, case: str) -> Entry:
    """Return the entry of a case first heard on a day, among those of the defendant in that year (Xinzhou 14)."""
    return Entry(f"{district}|first-heard|{defendant}|{day.year}", day, case)


def loss(district: str, agency: str, act: str, day: date, case: str) -> Entry:
    """Return the entry of a case lost from a day, among those of the agency and kind of act (Huancui 37(7))."""
    return Entry(f"{district}|losses|{agency}|{act}", day, case)


def agency_of(entry: Entry) -> str:
    """Return the agency whose loss an entry is; its name may hold any character."""
    return entry.of.split("|", 2)[2].rpartition("|")[0]


@dataclass(frozen=True)
class Index:
    """Entries by heading, in the order of their days."""

    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> "Index":
        """Build the index of these entries, in whatever order they come."""
        found: dict[str, list[Entry]] = {}
        for entry in set(entries):
            insort(found.setdefault(entry.of, []), entry)
        return cls({of: tuple(group) for of, group in found.items()})

    def under(self, of: str) -> tuple[Entry, ...]:
        """Return what is entered under a heading, by day and then by case number."""
        return self.entries.get(of, ())

    def is_first(self, entry: Entry) -> bool:
        """Return whether an entry is the first under its heading; of two on one day the lower number is."""
        return self.under(entry.of)[:1] == (entry,)


def touched(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> set[str]:
    """Return the cases whose answer can change when the entries under one heading change."""
    if before == after:
        return set()
    if reach_of((before or after)[0].of) == "first":
        firsts = {before[:1], after[:1]}
        return {one.case for found in firsts for one in found} if len(firsts) > 1 else set()
    since = min(set(before) ^ set(after)).day
    return {one.case for one in (*before, *after) if one.day >= since}
