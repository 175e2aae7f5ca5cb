"""Who must appear in a case, who is proposed to, who observes and assists, and on which entries does that rest?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.reporting.answers import CaseDetail, Entry
from services.reporting.marks import marks_of
from shared.codec import decode
from shared.events.base import Finding
from shared.law.model import Law

CONNECTED = ("observers-called", "cooperation-requested")


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """Somebody of weight who must appear for a defendant."""

    defendant: str
    chief: bool
    """The chief, or another post the articles accept; else any responsible officer."""
    grounds: tuple[tuple[str, str], ...]
    """Mark and article of each."""
    accepted: tuple[str, ...]
    came: bool | None
    """Whether one of them did; None while the case has not been heard, or of an officer in general."""
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Who should come to a hearing for the government, or that somebody must settle it."""

    defendant: str
    hearing_on: date
    officer: str
    """Empty: the government office must settle it."""
    role: str
    reason: str
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearing:
    """All that is found of who comes to the hearings of a case."""

    required: tuple[tuple[str, tuple[Required, ...]], ...]
    """By defendant, in the order the case names them."""
    proposed: tuple[Proposed, ...]
    connected: tuple[Entry, ...]

    def __bool__(self) -> bool:
        return bool(self.required or self.proposed or self.connected)


def appearing(detail: CaseDetail) -> Appearing:
    """Return what stands of who must appear, is proposed, observes and assists."""
    standing = [entry for entry in detail.timeline if entry.kind == "finding" and entry.counts]
    came = {
        one.agency: one.counted > 0
        for one in detail.figures
        if one.metric == "chief_duty_rate" and one.by == "defendant"
    }
    required = [
        _required(entry, came) for entry in standing if entry.type in ("chief-required", "officer-required")
    ]
    required.sort(key=lambda one: not one.chief)
    names = dict.fromkeys((*detail.row.defendants, *(one.defendant for one in required)))
    return Appearing(
        required=tuple(
            (name, found)
            for name in names
            if (found := tuple(one for one in required if one.defendant == name))
        ),
        proposed=tuple(
            sorted(
                (_proposed(entry) for entry in standing if entry.type in _PROPOSALS),
                key=lambda one: (one.hearing_on, one.defendant),
            )
        ),
        connected=tuple(entry for kind in CONNECTED for entry in standing if entry.type == kind),
    )


_PROPOSALS = ("officer-proposed", "officer-coordination-requested")


def _required(entry: Entry, came: Mapping[str, bool]) -> Required:
    chief = entry.type == "chief-required"
    return Required(
        defendant=str(entry.data["defendant"]),
        chief=chief,
        grounds=tuple((f"appearing/{one['ground']}", str(one["article"])) for one in entry.data["grounds"]),
        accepted=tuple(entry.data["accepted"]),
        came=came.get(str(entry.data["defendant"])) if chief else None,
        position=entry.position,
    )


def _proposed(entry: Entry) -> Proposed:
    return Proposed(
        defendant=str(entry.data["defendant"]),
        hearing_on=date.fromisoformat(str(entry.data["hearing_on"])),
        officer=str(entry.data.get("officer", "")),
        role=str(entry.data.get("role", "")),
        reason=str(entry.data.get("reason", "")),
        entry=entry,
    )


def marks_by_position(detail: CaseDetail, law: Law | None) -> Mapping[int, str]:
    """Return on which entry of the law each finding rests, by its position; of several the first."""
    if law is None:
        return {}
    known = {entry.mark for entry in law.entries()}
    found: dict[int, str] = {}
    for entry in detail.timeline:
        if entry.kind == "finding":
            event = decode(f"yingsu.{entry.type}.v1", entry.data)
            marks = marks_of(event, lambda: law) if isinstance(event, Finding) else ()
            mark = next((mark for mark in marks if mark in known), "")
            if mark:
                found[entry.position] = mark
    return found
