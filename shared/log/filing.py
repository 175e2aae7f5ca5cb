"""Where does a follower file an event, and whom does it concern?

Events of a case are filed under the case. What every judge of a district has to know is filed under the district,
what concerns all under the log; days apart, for only the last one counts, and what no law reads apart too.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from shared.codec import UnknownTypeError, class_of, name_in
from shared.dispute import handles
from shared.envelope import BUREAU, NO_DISTRICT, case_key, is_finding
from shared.events.findings.common import FindingWithdrawn

READS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "routing": (),
        "deadlines": ("routing",),
        "accountability": ("routing", "deadlines"),
        "reporting": ("routing", "deadlines", "accountability"),
    }
)
"""Whose findings each service reads, besides all facts and its own."""

PASSED_OVER: Mapping[str, frozenset[str]] = MappingProxyType(
    {"accountability": frozenset({"near", "steps", "doubt"})}
)
"""Topics of findings that a service does not read although it reads their finder: they lead to nothing there."""

TIMELESS = frozenset({"routing"})
"""Who never counts a day: another calendar changes nothing of what it finds."""

UPSTREAM: Mapping[str, str] = MappingProxyType(
    {service: upstream[-1] for service, upstream in READS.items() if upstream}
)
"""Whose announcement each service waits for before it is settled itself."""

OWING = frozenset({"deadlines"})
"""Who judges what the bureau of a district owes beside all cases, whether or not anything is reported of it."""

LOG_KEY = case_key(NO_DISTRICT, "")
DAY_KEY = case_key(NO_DISTRICT, "*day")

CALENDAR = "calendar-published"
REVISIONS = ("fact-corrected", "fact-retracted")


@dataclass(frozen=True, slots=True)
class Filed:
    """One event and where it belongs."""

    key: str
    """The case key it is filed under, or the key of a district or of the whole log."""
    fact: int | None
    """A number that stands for the identity of a fact; None for findings."""
    is_case: bool
    ties: tuple[str, ...]
    """Other cases its case is joined to."""
    targets: tuple[int, ...]
    """Facts whose cases its case is joined to."""
    world: str | None
    """The district whose world it changes (NO_DISTRICT: every district's); None when it changes none."""
    day: date | None
    """The day that began."""
    topic: str = ""
    """Of a finding; of one that is withdrawn, what it was about. Empty for one that this release cannot read."""


def passes_over(service: str, topic: str) -> bool:
    """Return whether a service does not read the findings of a topic."""
    return topic in PASSED_OVER.get(service, ())


def is_last_word(service: str, finder: str, topic: str) -> bool:
    """Return whether no service between the finder and this one reads a finding: nothing has to be waited for."""
    before = READS.get(service, ())
    between = before[before.index(finder) + 1 :] if finder in before else ()
    return all(passes_over(one, topic) for one in between)


def district_of(key: str) -> str:
    """Return the district of a case key."""
    return key.partition("|")[0]


def is_case(key: str) -> bool:
    """Return whether a key is that of a case, and not of a district or the log."""
    return key.partition("|")[2][:1] not in ("", "*")


def number_of(fact_key: str) -> int:
    """Return a number of eight bytes for the identity of a fact; that two share one is harmless."""
    return int.from_bytes(blake2b(fact_key.encode(), digest_size=8).digest(), signed=True)


def file(envelope: Mapping[str, Any]) -> Filed:
    """Return where the event of an envelope belongs."""
    found = handles(envelope)
    topic = _topic(envelope) if is_finding(envelope["source"]) else ""
    fact = number_of(found.fact_key) if found.fact_key else None
    district = envelope["district"]
    match found.about:
        case "case" | "bureau" if envelope["subject"] or found.about == "bureau":
            ties = tuple(tie for tie in found.ties if not _names_fact(tie))
            targets = tuple(number_of(tie) for tie in found.ties if _names_fact(tie))
            return Filed(found.case_key, fact, True, ties, targets, None, None, topic)
        case "log" if envelope["type"].startswith("yingsu.day-began."):
            return Filed(DAY_KEY, fact, False, (), (), None, date.fromisoformat(envelope["data"]["day"]))
        case "log" | "organ":
            return Filed(case_key(district, ""), fact, False, (), (), district, None)
        case _:
            return Filed(case_key(district, "*"), fact, False, (), (), None, None)


@dataclass(slots=True)
class Batch:
    """What the events of one batch come to, before it is written."""

    service: str
    own_last: int
    unsettled: int = 1
    """The first position of which it is not known that all that follows from it has been noted."""
    entered: Set[str] | None = None
    """Districts whose bureau's matter is entered already; None where nobody asks for these matters."""
    begun: set[str] = field(default_factory=set)
    """Districts of which nothing was noted before."""
    rows: list[dict[str, Any]] = field(default_factory=list)
    cases: dict[str, str] = field(default_factory=dict)
    due: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Since which position each case is to be judged, and from which on nothing is settled before."""
    facts: dict[int, str] = field(default_factory=dict)
    ties: list[tuple[str, str]] = field(default_factory=list)
    targets: list[tuple[str, int]] = field(default_factory=list)
    worlds: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    """Districts all of whose cases are to be judged again, for what changed of their world may concern them."""
    moved_at: int = 0
    """Position of the first event that changed a world or the day."""
    day: date | None = None

    def add(self, position: int, body: bytes, envelope: Mapping[str, Any], filed: Filed) -> None:
        """Take in one event. The last word on a case lets it be judged without waiting for the service before."""
        if passes_over(self.service, filed.topic):
            return
        row = {"case_key": filed.key, "position": position, "fact": filed.fact, "body": body}
        self.rows.append(row)
        if self.entered is not None and envelope["district"] not in self.entered:
            self._begin(envelope["district"], position)
        if filed.fact is not None:
            self.facts[filed.fact] = filed.key
        if filed.is_case:
            self.cases[filed.key] = envelope["district"]
            # A finding follows from something no later than itself, and not settled when it came.
            begun = self.unsettled if filed.fact is None else position
            last_word = filed.topic and is_last_word(self.service, envelope["source"], filed.topic)
            since, settles = self.due.get(filed.key, (0 if last_word else begun, begun))
            self.due[filed.key] = since, min(settles, begun)
            self.ties += [(filed.key, tie) for tie in filed.ties]
            self.targets += [(filed.key, target) for target in filed.targets]
        if filed.world is not None:
            self.worlds.add(filed.world)
            if not (self.service in TIMELESS and _is_calendar(envelope)):
                self.unsure.add(filed.world)
        if filed.day is not None:
            self.day = max(self.day or filed.day, filed.day)
        if filed.world is not None or filed.day is not None:
            self.moved_at = self.moved_at or position

    def _begin(self, district: str, position: int) -> None:
        """Enter the bureau's matter of a district with the first event of it, for the day will come to judge it."""
        if district not in self.begun:
            self.begun.add(district)
            matter = case_key(district, BUREAU)
            self.cases[matter] = district
            self.due.setdefault(matter, (position, position))


def _is_calendar(envelope: Mapping[str, Any]) -> bool:
    revised = envelope["data"].get("type", "") if name_in(envelope["type"]) in REVISIONS else ""
    return name_in(revised or envelope["type"]) == CALENDAR


def _topic(envelope: Mapping[str, Any]) -> str:
    try:
        cls = class_of(envelope["type"])
    except UnknownTypeError:
        return ""
    return envelope["data"].get("topic", "") if cls is FindingWithdrawn else getattr(cls, "TOPIC", "")


def _names_fact(tie: str) -> bool:
    """Tell `source id` from `district|subject`: neither a source nor a district holds a space or a bar."""
    blank, bar = tie.find(" "), tie.find("|")
    return blank >= 0 and (bar < 0 or blank < bar)
