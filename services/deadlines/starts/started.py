"""What is said of a start: from which day a duty runs, or why not yet?"""

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from shared.calendar import DayResult
from shared.events.court import SuggestionIssued
from shared.law.conditions import Mismatch, NoneHolds


class Started(NamedTuple):
    """A duty began to run."""

    on: date
    of: str = ""
    """Tells several starts of one duty in one case apart."""
    due: DayResult | None = None
    """The due day where the start itself names it."""
    whose: str = ""
    """The defendant whose own it is (full name); empty where anybody's act meets it."""
    by: SuggestionIssued | None = None
    """The suggestion to be answered."""
    hearing_on: date | None = None
    """The hearing it is about."""


class NotStarted(NamedTuple):
    """Why a duty does not run, or not from this start."""

    reason: Literal["category", "condition", "validity", "anchor", "start"]
    """Other kinds of proceeding; its condition is not met; the entry does not cover the day; what it counts back from
    does not run; nothing on record starts it."""
    because: str = ""
    """What keeps it from starting, in words."""
    waits_for: tuple[str, ...] = ()
    """The facts that would start it."""
    missed: Mismatch | NoneHolds | None = None
    """The condition that does not hold."""
    on: date | None = None
    """The day of the start that is not covered."""
    of: str = ""


Starts = Iterator[Started | NotStarted]

NO_GOVERNMENT = NotStarted("start", "the district government is no defendant")
NO_NOTICE = NotStarted("start", "no notice to a defendant is on record", ("notice-served",))
NO_FORWARDING = NotStarted(
    "start", "no forwarding of the papers by the government is on record", ("papers-forwarded",)
)
NO_DOCUMENT = NotStarted("start", "no receipt of a court document is on record", ("document-served",))
NOT_ADVERSE = NotStarted("start", "the outcome that stands is not adverse to the agency")
NOT_CONCLUDED = NotStarted(
    "start", "no final document has taken effect", ("document-took-effect", "document-served")
)
CONCLUDED_ELSEWHERE = NotStarted("start", "the dispute ended in another of its cases")
NOT_LOST = NotStarted("start", "the outcome that stands is no loss under this law")
NO_HEARING = NotStarted(
    "start", "no hearing is on record, fixed or held", ("hearing-scheduled", "hearing-held")
)
NO_EVIDENCE_APART = NotStarted(
    "start",
    "nothing tells the evidence from the defence: the filing of the one stands for both",
    ("evidence-filed", "evidence-period-set", "evidence-extension-requested", "evidence-extension-granted"),
)
NOT_APPEALABLE = NotStarted("start", "no appeal lies from the document")
NO_EFFECT = NotStarted("start", "no document has taken effect", ("document-took-effect", "document-served"))
NOBODY_EXCUSED = NotStarted(
    "start", "nobody is excused from a hearing that is fixed, or the proof is fit", ("absence-explained",)
)
NO_DAY_TO_PERFORM = NotStarted("start", "no document names a day for performance", ("document-served",))
NOT_IN_FORCE = NotStarted("start", "an appeal keeps the document from taking effect")
NO_CLOSING_DOCUMENT = NotStarted(
    "start", "no receipt of the closing document is on record", ("closing-document-served",)
)
NO_SUGGESTION = NotStarted("start", "no suggestion is on record", ("suggestion-issued",))


def first(days: list[date], otherwise: NotStarted) -> Started | NotStarted:
    """Run from the first of these days."""
    return Started(min(days)) if days else otherwise
