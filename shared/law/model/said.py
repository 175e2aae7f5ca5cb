"""What does every entry of a pack have: its article, its status, its values by day?"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.law.model.words import Article, Status, Words

When = Mapping[str, Any]
"""Attributes of the case and the values they must have (`shared.law.conditions`)."""


class Entry(BaseModel):
    """Something a pack says: never changed once loaded, and nothing in it that the pack language does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Entry):
    """What an entry asks, in our own words."""

    zh: Words
    en: Words


class Said(Entry):
    """Where the regulation says something, how certain that is, and what is to be known about it."""

    article: Article
    status: Status = "confirmed"
    note: str = ""


class Rule(Said):
    """An entry people read by itself."""

    summary: Text


class InForce(Said):
    """Which days a regulation governs: `since` is the first, `until` the first it does not; empty for ever."""

    since: date
    until: date | None = None


class Dated(Said):
    """One value of the law, from its first day to the day before `until`, or to the next value."""

    value: Decimal
    since: date
    until: date | None = None


class Reading(Said):
    """What a parameter is read as from a day on."""

    value: bool | int | str
    since: date
    status: Status = "uncertain"
    note: str


class Parameter(Said):
    """An open reading, or a choice the text leaves to us, with the reading used."""

    value: bool | int | str
    one_of: tuple[bool | int | str, ...] = ()
    later: tuple[Reading, ...] = ()
    """Other readings from later days on: the one of the day a case began counts for it."""
    status: Status = "uncertain"
    note: str

    def on(self, day: date) -> "Parameter":
        """Return the parameter as it is read on a day."""
        read = max((one for one in self.later if one.since <= day), key=lambda one: one.since, default=None)
        if read is None:
            return self
        said = read.model_dump(exclude={"since"})
        return self.model_copy(update={**said, "later": ()})
