"""What does an event of a case say now, where it corrects another? Pure."""

from dataclasses import replace

from services.reporting.answers import Entry
from shared.codec import UnknownTypeError, class_of, decode, name_in
from shared.events.base import Fact
from shared.events.catalogue import name_of
from shared.events.intake import FactCorrected

CORRECTION = name_of(FactCorrected)


def as_it_counts(entry: Entry) -> Entry:
    """Return a correction as the fact that it says, in its place on the log; every other event as it is."""
    if entry.type != CORRECTION:
        return entry
    type_, data = str(entry.data.get("type", "")), entry.data.get("data") or {}
    try:
        class_of(type_)
    except UnknownTypeError:
        return entry
    fact = decode(type_, data)
    if not isinstance(fact, Fact):
        return entry
    on = getattr(fact, fact.DECIDES) if fact.DECIDES else None
    return replace(entry, type=name_in(type_), data=data, slot=fact.slot, on=on)
