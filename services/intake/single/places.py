"""Under which path is a fact of which type reported?"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from shared.envelope import BUREAU, NO_DISTRICT
from shared.events.base import Fact
from shared.events.catalogue import FACTS
from shared.events.intake import DayBegan, FactCorrected, FactRetracted, RowParked


class Place(NamedTuple):
    """Where facts about one kind of thing are reported."""

    path: str
    about: frozenset[str]
    """What the subject of such facts names."""


CASE = Place("/districts/{district}/cases/{case_number}", frozenset({"case"}))
ORGAN = Place("/districts/{district}/organs/{code}", frozenset({"organ"}))
DISTRICT = Place("/districts/{district}", frozenset({"bureau", "district"}))
LOG = Place("/log", frozenset({"log"}))
PLACES = (CASE, ORGAN, DISTRICT, LOG)

_NOT_SO = (DayBegan, RowParked, FactCorrected, FactRetracted)
"""Facts that only intake itself reports, or that are reported by the position of the fact they revise."""


def types_at(place: Place) -> Mapping[str, type[Fact]]:
    """Return the types of facts that are reported at a place, by name."""
    return {name: cls for name, cls in FACTS.items() if cls.ABOUT in place.about and cls not in _NOT_SO}


def subject_of(cls: type[Fact], path: Mapping[str, str], data: Any) -> str:
    """Return what a fact is about, as its path says; of what names nothing there, its slot."""
    match cls.ABOUT:
        case "case":
            return path["case_number"]
        case "organ":
            return path["code"]
        case "bureau":
            return BUREAU
    told = data if isinstance(data, dict) else {}
    return "/".join(str(told.get(name, "")) for name in cls.SLOT)


def district_of(path: Mapping[str, str]) -> str:
    """Return the district that a path names."""
    return path.get("district", NO_DISTRICT)
