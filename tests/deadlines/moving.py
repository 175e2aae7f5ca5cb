"""What can move a deadline? Strategies for all that is told of a few cases around a year end, and of the world."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from services.intake.seed import bundled
from shared.calendar import YearSchedule, bundled_schedules
from shared.codec import encode, type_of
from shared.envelope import NO_DISTRICT, Draft
from shared.events.agency import (
    AbsenceExplained,
    DefenceSealed,
    EvidenceExtensionRequested,
    EvidenceFiled,
)
from shared.events.base import Fact
from shared.events.bureau import DefenceReviewed, DefenceSigned
from shared.events.court import (
    CaseResumed,
    CaseStayed,
    EvidenceExtensionGranted,
    EvidencePeriodSet,
    HearingCancelled,
    HearingRescheduled,
    HearingScheduled,
)
from shared.events.district import CalendarPublished
from shared.events.intake import DayBegan, FactCorrected, FactRetracted
from tests import words
from tests.given import drafted
from tests.stored import adoption, edited
from tests.words import ANEW, GOVERNMENT, POLICE, REGISTER, SECOND, TOWN

DISTRICT = "xinzhou"
CASES = (words.FIRST, SECOND, ANEW, *(f"（2023）示0101行初{serial}号" for serial in range(11, 18)))
SINCE = date(2022, 12, 15)
SPAN = 75
"""Days over which all of it happens: across a year end and the Spring Festival."""

_days = st.integers(0, SPAN).map(lambda n: SINCE + timedelta(days=n))
_texts = _days.map(str)
_organs = st.sampled_from([POLICE, "区公安分局", TOWN, GOVERNMENT])

FACTS: Mapping[str, st.SearchStrategy[Fact]] = {
    "notice": st.builds(words.notice, _texts, _organs),
    "forwarded": st.builds(words.forwarded, _texts),
    "papers": st.builds(words.papers, _texts),
    "draft": st.builds(words.draft, _texts),
    "filed": st.builds(words.filed, _texts, _organs),
    "reviewed": st.builds(DefenceReviewed, reviewed_on=_days),
    "signed": st.builds(DefenceSigned, signed_on=_days),
    "sealed": st.builds(DefenceSealed, sealed_on=_days),
    "period": st.builds(EvidencePeriodSet, until=_days),
    "asked": st.builds(EvidenceExtensionRequested, requested_on=_days, agency=_organs),
    "granted": st.builds(EvidenceExtensionGranted, until=_days),
    "evidence": st.builds(EvidenceFiled, filed_on=_days, agency=_organs),
    "scheduled": st.builds(HearingScheduled, hearing_on=_days),
    "rescheduled": st.builds(HearingRescheduled, from_on=_days, to_on=_days),
    "cancelled": st.builds(HearingCancelled, hearing_on=_days),
    "held": st.builds(words.hearing, _texts),
    "excused": st.builds(AbsenceExplained, reason=st.just("accident"), organ=_organs),
    "stayed": st.builds(CaseStayed, stayed_on=_days),
    "resumed": st.builds(CaseResumed, resumed_on=_days),
    "judgment": st.builds(
        lambda outcome, on, to, by: words.judgment(outcome, served=on, to=to, perform_by=by),
        st.sampled_from(["revoked", "claims_rejected", "appeal_rejected"]),
        _texts,
        _organs,
        st.just("") | _texts,
    ),
    "appeal": st.builds(words.appeal, _texts),
    "effective": st.builds(words.effective, _texts),
    "analysed": st.builds(words.analysed, _texts),
    "performed": st.builds(words.performed, _texts),
    "suggestion": st.builds(words.suggestion, _texts, st.just("") | _texts),
    "answered": st.builds(words.answered, _texts),
    "closed": st.builds(words.closed, _texts),
    "archived": st.builds(words.archived, _texts),
    "ended": st.builds(words.ended, _texts),
}
"""What may be told of a case after its docketing, by a word for it."""

OFTEN = ("notice", "notice", "stayed", "resumed", "granted", "scheduled", "rescheduled", "suggestion")
"""What most moves hang on comes more often."""

_sources = st.sampled_from(["court/a", "court/a", "agency/a", "ledger/a"])
_docketed = st.builds(
    lambda defendants, on, earlier: words.docketed(*defendants, on=on, earlier=earlier),
    st.lists(_organs, min_size=1, max_size=2, unique=True),
    _texts,
    st.none() | st.just(CASES[0]),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told, in no order but that of the days."""

    facts: tuple[Draft, ...]
    """Of cases, with their revisions."""
    world: tuple[Draft, ...]
    """Organs, laws, the schedule of a year."""
    publications: tuple[Draft, ...]
    """Other laws, and schedules of the next year."""
    days: tuple[Draft, ...]

    def __repr__(self) -> str:
        """Return it short enough to be read when a test fails."""
        return "\n".join(
            f"{one.id}: {_shown(one.data)}" for one in (*self.facts, *self.publications, *self.days)
        )


@st.composite
def cases(draw: st.DrawFn) -> Told:
    """Return what is told of ten cases, revised at random, in a world that changes."""
    facts = list[Draft]()
    for number in CASES:
        facts.append(_draft(draw(_docketed), "court/a", f"{number}/0", number))
        names = draw(st.lists(st.sampled_from((*FACTS, *OFTEN)), min_size=2, max_size=9))
        for at, name in enumerate(names, 1):
            id_ = f"{number}/{name}/{at}"
            fact = _draft(draw(FACTS[name]), draw(_sources), id_, number)
            facts += [fact, *draw(_revisions(fact, FACTS[name]))]
    days = draw(st.lists(st.integers(0, SPAN + 30), min_size=1, max_size=8, unique=True))
    world = (*ORGANS, *draw(st.sampled_from(LAWS)), _2022)
    publications = (*draw(st.sampled_from(OTHER_LAWS)), *draw(st.sampled_from(OTHER_YEARS)))
    began_on = (SINCE + timedelta(days=n) for n in sorted(days))
    return Told(tuple(facts), world, publications, tuple(map(began, began_on)))


@st.composite
def _revisions(draw: st.DrawFn, fact: Draft, kind: st.SearchStrategy[Fact]) -> list[Draft]:
    """Return the corrections of a fact, most often none, and perhaps its retraction in the end."""
    revisions, replaces = list[Draft](), fact.id
    for count in range(1, draw(st.sampled_from([0, 0, 0, 1, 2])) + 1):
        target: dict[str, Any] = {
            "target_source": fact.source,
            "target_id": fact.id,
            "replaces": replaces,
            "type": fact.type,
        }
        gone = draw(st.sampled_from([False, False, True]))
        says = FactRetracted(**target) if gone else FactCorrected(**target, data=encode(draw(kind)))
        replaces = f"{fact.id}#{count}"
        moved_to = draw(st.sampled_from([fact.subject, fact.subject, CASES[0]]))
        revisions.append(_draft(says, fact.source, replaces, moved_to))
    return revisions


def began(day: date) -> Draft:
    """Return that a day began."""
    return replace(_draft(DayBegan(day=day), "intake", f"day/{day}", str(day)), district=NO_DISTRICT)


def published(schedule: YearSchedule, revision: int = 1) -> Draft:
    """Return that the schedule of a year was published."""
    fact = CalendarPublished(
        version=revision,
        year=schedule.year,
        notice=schedule.notice,
        holidays=tuple(sorted(schedule.holidays)),
        make_up_days=tuple(sorted(schedule.make_up_days)),
    )
    id_ = f"calendar/{schedule.year}/{revision}"
    return replace(_draft(fact, "bureau/national", id_, str(schedule.year)), district=NO_DISTRICT)


def with_stays(pack: dict[str, Any]) -> None:
    """Let what counts from a start stand still in a stay, and let evidence have a period of its own."""
    for duty in pack["duties"]:
        if "before" not in duty["due"] and "on_the_day" not in duty["due"] and duty["duty"] != "evidence":
            duty["stays"] = True
    if not any(duty["duty"] == "evidence" for duty in pack["duties"]):
        pack["duties"] += [EVIDENCE, APPEAL]


def shorter(pack: dict[str, Any]) -> None:
    """Let what is due in working days be due a day sooner."""
    for duty in pack["duties"]:
        if duty["due"].get("working_days", 0) > 1 and "before" not in duty["due"]:
            duty["due"]["working_days"] -= 1


def _draft(fact: Fact, source: str, id_: str, subject: str) -> Draft:
    return drafted(fact, source, id_, subject, DISTRICT)


def _shown(data: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in data.items() if value)[:200]


def _organs_told() -> Iterable[Draft]:
    for organ in REGISTER:
        yield Draft(
            source="bureau/a",
            id=organ.code,
            type=type_of(type(organ)),
            subject=organ.code,
            district=DISTRICT,
            data=encode(organ),
        )


def _year_off(year: YearSchedule) -> YearSchedule:
    """Return another schedule of a year: no make-up days, and a week in January off."""
    week = {date(year.year, 1, day) for day in range(9, 14)}
    return replace(year, holidays=year.holidays | week, make_up_days=frozenset())


SUMMARY = {"zh": "试", "en": "for tests"}
EVIDENCE: dict[str, Any] = {
    "duty": "evidence",
    "article": "67",
    "summary": SUMMARY,
    "category": ["litigation"],
    "starts": "evidence",
    "due": {"calendar_days": 15},
    "obligor": "responsible_agency",
    "met_by": "evidence-filed",
    "lifted_by": "case-ended",
    "set_by": "evidence-period-set",
    "extended_by": "evidence-extension-granted",
    "stays": True,
}
APPEAL: dict[str, Any] = {
    "duty": "appeal",
    "article": "85",
    "summary": SUMMARY,
    "category": ["litigation"],
    "starts": "appealable_document",
    "due": {"calendar_days": 15},
    "obligor": "responsible_agency",
    "met_by": "appeal-filed",
    "right": True,
    "remind": [2],
}
ORGANS = tuple(_organs_told())
_BUNDLED = {draft.id: draft for draft in bundled()}
_NATIONAL, _OWN = _BUNDLED["law/national"], _BUNDLED[f"law/{DISTRICT}"]
_SCHEDULES = bundled_schedules()
_2022, _2023 = published(_SCHEDULES[2022]), published(_SCHEDULES[2023])
_2023_ANEW = published(_year_off(_SCHEDULES[2023]), revision=2)
LAWS = ((_NATIONAL, _OWN), (adoption(edited("national", with_stays)), _OWN))
OTHER_LAWS: tuple[tuple[Draft, ...], ...] = (
    (),
    (adoption(edited(DISTRICT, shorter)),),
    (adoption(edited("national", with_stays), revision=2),),
)
OTHER_YEARS: tuple[tuple[Draft, ...], ...] = ((), (_2023,), (_2023,), (_2023, _2023_ANEW))
