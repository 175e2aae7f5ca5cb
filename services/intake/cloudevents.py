"""Is this CloudEvent a fact the log can take, and what exactly would be recorded?"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from services.intake.data import Findings, normalised
from services.intake.keeper import Outcome
from services.intake.laws import about_law
from shared.case_number import CaseNumberError
from shared.codec import UnknownTypeError, class_of, type_of
from shared.dispute import SOURCES
from shared.envelope import NO_DISTRICT, Draft
from shared.events.base import Fact
from shared.events.intake import DayBegan, FactCorrected, FactRetracted, RowParked
from shared.reported import Fault, case_number, shown

_SOURCE = re.compile(rf"(?:{'|'.join(SOURCES)})/[^\s\x00-\x1f\x7f]{{1,128}}")
_DISTRICT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
_TEXT = re.compile(r"[^\x00-\x1f\x7f]{1,512}")
_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?"
    r"(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
)
_A_TYPE = "a fact of GET /schemas, such as yingsu.hearing-held.v1"
_A_DISTRICT = "the id of a district, such as xinzhou: letters, digits and hyphens"

_TAKEN = frozenset({"specversion", "id", "source", "type", "subject", "district", "time", "data"})
_IMPLIED = frozenset({"datacontenttype", "dataschema"})
_OURS = frozenset({"position", "recordedat", "prevhash", "actor", "causationid"})


_REVISIONS = (FactCorrected, FactRetracted)
REVISIONS = frozenset(map(type_of, _REVISIONS))
"""The types of what revises another fact."""


Unfit = Callable[[Draft, Sequence[Draft]], tuple[Fault, ...]]


@dataclass(frozen=True, slots=True)
class Checked:
    """An event from outside, checked: a draft, or None with everything that is wrong."""

    draft: Draft | None
    source: str = ""
    id: str = ""
    warnings: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    refused: tuple[Fault, ...] = ()
    """Which right whoever reports it lacks."""


def check(event: object) -> Checked:
    """Return what a CloudEvent, parsed from JSON, amounts to."""
    if not isinstance(event, dict):
        return Checked(None, faults=(Fault("", shown(event), "one CloudEvent as a JSON object"),))
    found = Findings([], [])
    source, id_, district, time = _attributes(event, found.faults)
    cls = _class(event, found.faults)
    subject, data = "", {}
    if cls is not None:
        subject = _subject(cls, event, found.faults)
        data = _data(cls, event, found)
        _concerns(cls, event, district, found.faults)
    if not event.keys() <= _TAKEN:
        found.warnings.extend(_not_taken(event))
    if found.faults:
        return Checked(None, source, id_, faults=tuple(found.faults))
    draft = Draft(
        source=source, id=id_, type=event["type"], subject=subject, district=district, data=data, time=time
    )
    return Checked(draft, source, id_, tuple(found.warnings))


def settled(checked: Checked, became: Outcome | Fault) -> tuple[Checked, Outcome | None]:
    """Return a checked event with what became of it on its way to the log: an outcome, or one more fault."""
    if isinstance(became, Fault):
        return replace(checked, draft=None, faults=(became,)), None
    return checked, became


@dataclass(frozen=True, slots=True)
class Beside:
    """Says of checked events, one after another, what is wrong with them beside what is on the log."""

    unfit: Unfit
    """Returns what is wrong with a fact, given those about the law that came before it."""
    _before: list[Draft] = field(default_factory=list)

    def __call__(self, checked: Checked) -> Checked:
        """Return a checked event with what is wrong with it; it counts for the next where nothing is."""
        if checked.draft is None:
            return checked
        if faults := self.unfit(checked.draft, self._before):
            return replace(checked, draft=None, faults=faults)
        if about_law(checked.draft):
            self._before.append(checked.draft)
        return checked


def _attributes(event: Mapping[str, Any], faults: list[Fault]) -> tuple[str, str, str, str]:
    if event.get("specversion") != "1.0":
        faults.append(_wrong(event, "specversion", "1.0"))
    source = event.get("source", "")
    if not (isinstance(source, str) and _SOURCE.fullmatch(source)):
        expected = f"<kind>/<name> without spaces, the kind one of {', '.join(SOURCES)}"
        faults.append(_wrong(event, "source", expected))
    id_ = event.get("id", "")
    if not (isinstance(id_, str) and _TEXT.fullmatch(id_)):
        faults.append(
            _wrong(event, "id", "1 to 512 printable characters, the source's own name for the fact")
        )
    district = event.get("district", "")
    if not (isinstance(district, str) and (district == NO_DISTRICT or _DISTRICT.fullmatch(district))):
        faults.append(_wrong(event, "district", _A_DISTRICT))
    time = event.get("time") or ""
    if time and not _is_instant(time):
        faults.append(_wrong(event, "time", "an instant as RFC 3339, such as 2023-05-06T09:30:00+08:00"))
    if event.get("datacontenttype", "application/json") != "application/json":
        faults.append(_wrong(event, "datacontenttype", "application/json"))
    if "data_base64" in event:
        faults.append(Fault("/data_base64", "binary data", "a JSON object in the member data"))
    return str(source), str(id_), str(district), str(time)


def _class(event: Mapping[str, Any], faults: list[Fault]) -> type[Fact] | None:
    type_ = event.get("type")
    try:
        cls = class_of(type_) if isinstance(type_, str) else None
    except UnknownTypeError:
        cls = None
    if cls is None:
        faults.append(_wrong(event, "type", _A_TYPE))
    elif not issubclass(cls, Fact):
        faults.append(Fault("/type", f"{type_} is a finding, which only services conclude", _A_TYPE))
    elif cls in (DayBegan, RowParked):
        faults.append(Fault("/type", f"only intake itself records {type_}", _A_TYPE))
    else:
        return cls
    return None


def _target(data: object) -> type[Fact] | None:
    """Return the class of the fact that is corrected or retracted, if such a fact can be."""
    try:
        cls = class_of(data["type"]) if isinstance(data, dict) and isinstance(data["type"], str) else None
    except (UnknownTypeError, KeyError):
        return None
    if cls is None or not issubclass(cls, Fact) or cls in (DayBegan, *_REVISIONS):
        return None
    return cls


def _subject(cls: type[Fact], event: Mapping[str, Any], faults: list[Fault]) -> str:
    subject: object = event.get("subject", "")
    if not isinstance(subject, str) or (subject and not _TEXT.fullmatch(subject)):
        faults.append(_wrong(event, "subject", "at most 512 printable characters"))
        return ""
    about = _about(cls, event.get("data"))
    if about == "case":
        try:
            return case_number(subject)
        except CaseNumberError as error:
            fault = _wrong(event, "subject", error.expected)
            faults.append(
                fault._replace(detail=f"{fault.detail}; {error.strange}") if error.strange else fault
            )
    if about == "organ" and not subject:
        faults.append(_wrong(event, "subject", "the code of the organ"))
    return subject


def _about(cls: type[Fact], data: object) -> str:
    """Return what the subject names; empty when the type of the fact that is corrected is wrong."""
    target = _target(data) if cls in _REVISIONS else cls
    return target.ABOUT if target else ""


def _concerns(cls: type[Fact], event: Mapping[str, Any], district: str, faults: list[Fault]) -> None:
    about = _about(cls, event.get("data"))
    if about == "log" and district != NO_DISTRICT:
        faults.append(
            Fault("/district", shown(district), f"{NO_DISTRICT}, as the fact concerns every district")
        )
    if about not in ("log", "") and district == NO_DISTRICT:
        faults.append(Fault("/district", shown(district), _A_DISTRICT))


def _data(cls: type[Fact], event: Mapping[str, Any], found: Findings) -> dict[str, Any]:
    sent = event.get("data")
    if not isinstance(sent, dict):
        found.faults.append(_wrong(event, "data", f"the fields of {event['type']} as a JSON object"))
        return {}
    data = normalised(cls, sent, ("data",), found)
    if cls in _REVISIONS and data:
        target = _target(data)
        if target is None:
            expected = "the type of a fact that is no correction itself, such as yingsu.hearing-held.v1"
            found.faults.append(Fault("/data/type", shown(data["type"]), expected))
        elif cls is FactCorrected:
            data["data"] = normalised(target, data["data"], ("data", "data"), found)
    return data


def _not_taken(event: Mapping[str, Any]) -> list[str]:
    return [
        f"/{name} is set by the log itself" if name in _OURS else f"/{name} is not kept"
        for name in event
        if name not in _TAKEN and name not in _IMPLIED
    ]


def _wrong(event: Mapping[str, Any], name: str, expected: str) -> Fault:
    return Fault(f"/{name}", shown(event[name]) if name in event else "is missing", expected)


def _is_instant(value: object) -> bool:
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    try:
        return match is not None and bool(date.fromisoformat(match[1]))
    except ValueError:
        return False
