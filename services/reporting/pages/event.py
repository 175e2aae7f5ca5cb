"""What does the page of one event show: who said what, when it was learnt, what it replaced, what follows from it?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.reporting.answers import CaseDetail, CaseFigure, CaseRow, District, Entry
from services.reporting.pages.appearing import marks_by_position
from services.reporting.pages.past import Past, case_seen
from services.reporting.pages.source import Source
from services.reporting.pages.words import counts, metrics
from services.reporting.reader.events import Placed, placed
from services.reporting.unknown import NotKnownThenError
from shared.law.model import Law

APPEARING = (
    "heard",
    "appearance_rate",
    "voiced_appearance_rate",
    "chief_appearance_rate",
    "chief_voiced_appearance_rate",
    "chief_duty_rate",
)
DECIDING = ("first_instance_loss_rate", "loss_rate", "settlement_rate", "withdrawal_rate", "concluded")
MEASURED: Mapping[str, tuple[str, ...]] = {
    "case-docketed": ("docketed", "pending"),
    "hearing-held": APPEARING,
    "absence-ruled": APPEARING,
    "absence-explained": APPEARING,
    "chief-required": ("chief_duty_rate",),
    "officer-required": ("appearance_rate",),
    "appearance-failed": APPEARING,
    "document-served": DECIDING,
    "document-took-effect": DECIDING,
    "effect-determined": DECIDING,
    "loss-found": ("loss_rate", "first_instance_loss_rate"),
    "performed": ("performance_rate",),
    "archived": ("archive_rate",),
    "suggestion-answered": ("suggestion_reply_rate",),
}
"""Which figures look at an event of a type, whatever their day; besides them count those of its own day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """Everything on the page of an event."""

    district: District
    law: Law | None
    entry: Entry
    of: str
    """Of a correction or retraction: the type of what it is of; else the type of the event itself."""
    row: CaseRow | None
    """The case; None for an event about none."""
    marks: Mapping[int, str]
    """On which entry of the law each finding rests, by its position."""
    packs: Mapping[str, str]
    replaced: Entry | None
    """What it replaced, of which it is a correction."""
    follows: tuple[Entry, ...]
    """Of a fact: the findings made when it was judged."""
    rests_on: tuple[Entry, ...]
    """Of a finding: the facts that were new when it was made."""
    figures: tuple[CaseFigure, ...]
    """How its case counts in what looks at the event."""
    past: Past | None = None
    """The moment as of which it is shown; None for now."""
    before: Entry | None
    after: Entry | None
    """What became known of the case just before and just after."""


async def event_page(reader: Source, district: District, position: int, as_of: str = "") -> EventPage:
    """Return the page of an event, as known at a moment. Raises UnknownEventError, and what `case_seen` does."""
    place = await reader.about(placed, district.id, position)
    if as_of and position > (upto := await reader.history.position_of(as_of)):
        raise NotKnownThenError("event", position, upto)
    packs = {one.version: one.pack for one in await reader.laws() if one.district == district.id}
    if place.entry is not None:
        law = await reader.law(district.id)
        return _page(district, law, place.entry, None, {}, packs, place)
    seen = await case_seen(reader, district, place.case, as_of)
    detail, law = seen.detail, seen.law
    entry = next(one for one in detail.timeline if one.position == position)
    page = _page(district, law, entry, detail, marks_by_position(detail, law), packs, place)
    return replace(page, past=seen.past)


def _page(
    district: District,
    law: Law | None,
    entry: Entry,
    detail: CaseDetail | None,
    marks: Mapping[int, str],
    packs: Mapping[str, str],
    place: Placed,
) -> EventPage:
    timeline = detail.timeline if detail else ()
    at = next((number for number, one in enumerate(timeline) if one.position == entry.position), 0)
    counting = kind(entry)
    return EventPage(
        district=district,
        law=law,
        entry=entry,
        of=counting,
        row=detail.row if detail else None,
        marks=marks,
        packs=packs,
        replaced=next((one for one in timeline if one.position == entry.replaces), None),
        follows=_follows(entry, timeline, place.judged),
        rests_on=_rests_on(entry, timeline, place.judged),
        figures=_figures(entry, counting, detail, law) if detail else (),
        before=timeline[at - 1] if at else None,
        after=timeline[at + 1] if at + 1 < len(timeline) else None,
    )


def kind(entry: Entry) -> str:
    """Return what an event is about: of a correction the type of the fact it corrects."""
    corrected = str(entry.data.get("type", "")) if entry.type == "fact-corrected" else ""
    return corrected.removeprefix("yingsu.").partition(".")[0] or entry.type


def _follows(entry: Entry, timeline: tuple[Entry, ...], judged: Mapping[int, int]) -> tuple[Entry, ...]:
    """Return the findings of the first judgement that knew a fact: facts that came together are judged together."""
    if entry.kind != "fact":
        return ()
    by_service: dict[str, int] = {}
    for one in timeline:
        upto = judged.get(one.position, 0)
        if upto >= entry.position:
            by_service[one.source] = min(upto, by_service.get(one.source, upto))
    return tuple(
        one
        for one in timeline
        if one.kind == "finding" and judged.get(one.position) == by_service.get(one.source)
    )


def _rests_on(entry: Entry, timeline: tuple[Entry, ...], judged: Mapping[int, int]) -> tuple[Entry, ...]:
    """Return the facts of the case that became known since its service had judged it before."""
    upto = judged.get(entry.position)
    if entry.kind != "finding" or upto is None:
        return ()
    earlier = (
        judged[one.position]
        for one in timeline
        if one.source == entry.source and judged.get(one.position, upto) < upto
    )
    since = max(earlier, default=0)
    return tuple(one for one in timeline if one.kind == "fact" and since < one.position <= upto)


def _figures(entry: Entry, counting: str, detail: CaseDetail, law: Law | None) -> tuple[CaseFigure, ...]:
    if not entry.counts:
        return ()
    duty = str(entry.data.get("duty", ""))
    duties = {rule.duty for rule in law.duties if rule.met_by == counting} if law else set()
    looked = {*MEASURED.get(counting, ()), *(f"on_time_rate:{one}" for one in {duty, *duties} if one)}
    own = [
        one
        for one in detail.figures
        if one.agency == "*"
        and (one.metric.partition(":category")[0] in looked or (one.on == entry.on and _is_shown(one.metric)))
    ]
    return tuple(sorted(dict.fromkeys(own), key=lambda one: (str(one.on), one.metric)))


def _is_shown(metric: str) -> bool:
    return metric in metrics() or metric in counts()
