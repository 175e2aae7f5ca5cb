"""By what is an event found again, and which cases does it join?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shared.codec import UnknownTypeError, class_of, name_in
from shared.envelope import BUREAU, case_key, fact_key, is_finding
from shared.events.base import Fact


@dataclass(frozen=True, slots=True)
class Handles:
    """By what a note is found again."""

    about: str
    """`case`, `bureau`, `organ`, `log` or `district`; all but the last are read by the law."""
    case_key: str
    """The case the event is noted under; for `organ` and `log` the district as a whole."""
    fact_key: str = ""
    """Identity of the fact; empty on findings."""
    ties: tuple[str, ...] = ()
    """Case keys and fact keys this event joins its case to."""


def handles(envelope: Mapping[str, Any]) -> Handles:
    """Return by what the event of an envelope is to be found again. Cheap: nothing is validated."""
    district, data = envelope["district"], envelope["data"]
    if is_finding(envelope["source"]):
        return Handles("case", case_key(district, envelope["subject"]))
    name = name_in(envelope["type"])
    revision = name in ("fact-corrected", "fact-retracted")
    about = _about(data.get("type", "") if revision else envelope["type"])
    own = fact_key(envelope["source"], envelope["id"])
    if about not in ("case", "bureau"):
        return Handles(about, case_key(district, ""), own)
    ties = []
    if revision:
        ties.append(fact_key(data.get("target_source", ""), data.get("target_id", "")))
    content = data.get("data") or {} if name == "fact-corrected" else data
    if earlier := content.get("earlier_case"):
        ties.append(case_key(district, earlier))
    subject = BUREAU if about == "bureau" else envelope["subject"]
    return Handles(about, case_key(district, subject), own, tuple(ties))


def _about(type_: str) -> str:
    try:
        cls = class_of(type_)
    except UnknownTypeError:
        return "case"
    return cls.ABOUT if issubclass(cls, Fact) else "case"
