"""What does a case's page show: how far it is, who answers, what is due, what was found, what happened?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.reporting.answers import CaseDetail, CaseFigure, CaseRow, District, Entry
from services.reporting.deadlines.shapes import Deadlines
from services.reporting.pages.appearing import Appearing, appearing, marks_by_position
from services.reporting.pages.chain import Picture, picture
from services.reporting.pages.expected import Expected, expected
from services.reporting.pages.overview import APART, USUAL_NAMES
from services.reporting.pages.past import Line, Past, case_seen, line_of
from services.reporting.pages.source import Source
from services.reporting.pages.words import metrics
from services.reporting.reader.events import Instance
from shared.codec import name_in
from shared.law.model import Law

Order = Literal["happened", "learnt"]

CONCLUSIONS = (
    "law-missing",
    "law-not-in-force",
    "designation-requested",
    "forward-urgent",
    "effect-determined",
    "papers-incomplete",
    "agents-unfit",
    "appearance-failed",
    "loss-found",
    "circular-proposed",
    "liability-triggered",
    "decision-unfounded",
    "fact-parked",
)
"""Findings shown in a list of their own, in the order of the services. What was wrong at a hearing stands with who
came to it, and a proceeding on its own page."""

HARMLESS = frozenset({"effect-determined"})
"""Those that ask nothing of anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step every case goes through, and the day it was reached."""

    name: Literal["docketed", "heard", "decided", "effective", "closed"]
    on: date | None
    reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """A document that is kept of the case as a file."""

    sha256: str
    kind: str
    title: str
    on: str
    source: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything on the page of a case."""

    district: District
    law: Law | None
    detail: CaseDetail
    stages: tuple[Stage, ...]
    chain: tuple[tuple[str, Instance | None], ...]
    picture: Picture | None
    """The instances on a line of time; None while no day of any is known."""
    deadlines: Deadlines
    """By due day."""
    past: Past | None
    """The moment as of which it is shown; None for now."""
    line: Line
    expected: tuple[Expected, ...]
    """What is expected next, each with its form."""
    urgent: tuple[Entry, ...]
    """That its papers must be forwarded on the day the notice arrives, while they are not."""
    appearing: Appearing
    irregular: Mapping[tuple[str, str, str], Entry]
    """What was found wrong at a hearing: by problem, defendant and day."""
    conclusions: tuple[Entry, ...]
    marks: Mapping[int, str]
    """On which entry of the law a finding rests, by its position."""
    packs: Mapping[str, str]
    """The pack of each version of the law that is on the log."""
    figures: tuple[CaseFigure, ...]
    """How it counts in the district's rates; those of its deadlines are told by the deadlines themselves."""
    documents: tuple[KeptDocument, ...]
    timeline: tuple[Entry, ...]
    order: Order
    corrections: int

    @property
    def hearings(self) -> int:
        """Return how many hearings of the case it is told of who came."""
        return len({one.hearing_on for one in self.detail.attendance})


async def case_page(
    reader: Source, district: District, number: str, *, order: Order, as_of: str = ""
) -> CasePage:
    """Return the page of a case, as known at a moment. Raises what `case_seen` does."""
    seen = await case_seen(reader, district, number, as_of)
    detail, law, known, deadlines = seen.detail, seen.law, seen.instances, seen.deadlines
    packs = {one.version: one.pack for one in await reader.laws() if one.district == district.id}
    timeline = detail.timeline
    if order == "happened":
        since = detail.row.docketed_on or min((entry.on for entry in timeline if entry.on), default=date.max)
        timeline = tuple(sorted(timeline, key=lambda entry: (entry.on or since, entry.position)))
    return CasePage(
        district=district,
        law=law,
        detail=detail,
        stages=_stages(detail.row),
        chain=tuple((number, known.get(number)) for number in detail.chain),
        picture=picture(detail.chain, known, detail.row.case_number, law),
        deadlines=deadlines,
        # What is expected next, and by which form it is told, is a question of now.
        expected=expected(detail, deadlines, law) if seen.past is None else (),
        past=seen.past,
        line=await line_of(reader, district),
        urgent=_urgent(detail),
        appearing=appearing(detail),
        irregular={
            (entry.data["problem"], entry.data["agency"], str(entry.data["hearing_on"])): entry
            for entry in detail.timeline
            if entry.type == "attendance-irregular" and entry.counts
        },
        marks=marks_by_position(detail, law),
        packs=packs,
        conclusions=tuple(
            entry for kind in CONCLUSIONS for entry in detail.timeline if entry.type == kind and entry.counts
        ),
        figures=_rates(detail.figures),
        documents=_documents(detail),
        timeline=timeline,
        order=order,
        corrections=sum(entry.type in ("fact-corrected", "fact-retracted") for entry in detail.timeline),
    )


def _documents(detail: CaseDetail) -> tuple[KeptDocument, ...]:
    """Return the documents of the case as reported or corrected, the oldest first."""
    found = []
    for entry in detail.timeline:
        data = entry.data
        if entry.type == "fact-corrected" and name_in(data["type"]) == "document-attached":
            data = data["data"]
        elif entry.type != "document-attached":
            continue
        if entry.counts:
            document = KeptDocument(
                sha256=data["sha256"],
                kind=data.get("kind", "other"),
                title=data["title"],
                on=data["attached_on"],
                source=entry.source,
                position=entry.position,
            )
            found.append(document)
    return tuple(sorted(found, key=lambda one: (one.on, one.position)))


def _urgent(detail: CaseDetail) -> tuple[Entry, ...]:
    standing = [entry for entry in detail.timeline if entry.counts]
    if any(entry.type == "papers-forwarded" for entry in standing):
        return ()
    return tuple(entry for entry in standing if entry.type == "forward-urgent")


def _rates(figures: tuple[CaseFigure, ...]) -> tuple[CaseFigure, ...]:
    shown = [metric for metric in metrics() if metric not in {"on_time_rate", *USUAL_NAMES}]
    own = [one for one in figures if one.agency == "*" and _shown_as(one.metric) in shown]
    return tuple(sorted(own, key=lambda one: shown.index(_shown_as(one.metric))))


def _shown_as(metric: str) -> str:
    """Return which figure this is, of litigation or of another proceeding; no part of a figure else."""
    whole, _, part = metric.partition(":")
    return whole if part.startswith(APART) else metric


def _stages(row: CaseRow) -> tuple[Stage, ...]:
    order = ("docketed", "heard", "decided", "effective", "closed")
    reached = order.index(row.state) if row.state in order else -1
    days = (row.docketed_on, row.first_heard_on, row.decided_on, row.took_effect_on, None)
    return tuple(
        Stage(name=name, on=on, reached=on is not None or (place <= reached and name != "heard"))  # type: ignore[arg-type]
        for place, (name, on) in enumerate(zip(order, days, strict=True))
    )
