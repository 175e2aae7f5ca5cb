"""Which cases keep many deadlines open? Those of a busy autumn: served, decided, to be closed, and suggested to."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shared.calendar import Calendar, bundled_schedules
from shared.codec import encode, type_of
from shared.envelope import NO_DISTRICT, Draft
from shared.events.agency import DefenceSubmitted, PapersReported
from shared.events.base import Fact
from shared.events.bureau import PapersForwarded
from shared.events.court import (
    CaseDocketed,
    ClosingDocumentServed,
    DocumentServed,
    NoticeServed,
    SuggestionIssued,
)
from shared.events.district import CalendarPublished
from tests.benchmarks.facts import DISTRICTS

TODAY = date(2026, 11, 26)
"""A Thursday; the first day the deadlines may be due on is the next."""
DAYS = 60
"""Working days over which they are due: into a year whose schedule is not published."""
WITH_DRAFT = 3
"""Days since the notice after which the draft of the defence was handed in."""
SUGGESTIONS = 5
"""Suggestions to be answered in each case."""
CODES = {"xinzhou": "鄂0117", "huancui": "鲁1002"}
GOVERNMENTS = {"xinzhou": "武汉市新洲区人民政府", "huancui": "威海市环翠区人民政府"}
POLICE = {"xinzhou": "新洲区公安分局", "huancui": "环翠区公安分局"}


@dataclass(frozen=True, slots=True)
class OpenCase:
    """One case of those, with days drawn at random."""

    district: str
    serial: int
    chance: random.Random
    calendar: Calendar

    def drafts(self) -> Iterator[Draft]:
        """Return what is reported of it."""
        number = f"（2026）{CODES[self.district]}行初{self.serial}号"
        for at, fact in enumerate(self._facts()):
            source = (
                "bureau" if isinstance(fact, PapersForwarded | PapersReported | DefenceSubmitted) else "court"
            )
            yield Draft(
                source=f"{source}/{self.district}",
                id=f"{number}/{at}",
                type=type_of(type(fact)),
                subject=number,
                district=self.district,
                data=encode(fact),
            )

    def _facts(self) -> Iterator[Fact]:
        government, police = GOVERNMENTS[self.district], POLICE[self.district]
        served = TODAY - timedelta(days=self.chance.randrange(14))
        yield CaseDocketed(instance="first", defendants=(government, police), docketed_on=served)
        yield NoticeServed(recipient=government, served_on=served)
        yield NoticeServed(recipient=police, served_on=served)
        yield PapersForwarded(forwarded_on=served)
        yield PapersReported(reported_on=served, agency=police)
        if (TODAY - served).days > WITH_DRAFT:
            yield DefenceSubmitted(submitted_on=served, agency=police)
        decided = TODAY - timedelta(days=self.chance.randrange(1, 10))
        yield DocumentServed(
            recipient=police, decided_on=decided, served_on=decided, perform_by=self._some_day()
        )
        yield ClosingDocumentServed(served_on=TODAY - timedelta(days=self.chance.randrange(25)))
        for count in range(SUGGESTIONS):
            received = TODAY - timedelta(days=self.chance.randrange(3) * SUGGESTIONS + count)
            named = self._some_day() if count % 2 else None
            yield SuggestionIssued(received_on=received, addressee=police, reply_by=named)

    def _some_day(self) -> date:
        return self.calendar.after(TODAY, working_days=self.chance.randrange(1, DAYS + 1)).day


def open_cases(count: int, seed: int = 1) -> Iterator[Draft]:
    """Return what is reported of so many cases, the districts in turn."""
    chance, calendar = random.Random(seed), Calendar.of(bundled_schedules())
    for serial in range(1, count + 1):
        yield from OpenCase(DISTRICTS[serial % 2], serial, chance, calendar).drafts()


def next_year() -> Draft:
    """Return a schedule of 2027 as it might be: what is counted in working days across the year end moves."""
    days_off = {
        date(2027, month, day)
        for month, first, last in (
            *((1, 1, 4), (2, 5, 11), (4, 5, 5), (5, 1, 5)),
            *((6, 9, 9), (9, 15, 15), (10, 1, 7)),
        )
        for day in range(first, last + 1)
    }
    made_up = ((1, 9), (1, 31), (2, 20), (5, 8), (9, 26), (10, 9))
    fact = CalendarPublished(
        year=2027,
        holidays=tuple(sorted(days_off)),
        make_up_days=tuple(date(2027, month, day) for month, day in made_up),
        notice="示例〔2026〕7号",
    )
    return Draft(
        source="bureau/national",
        id="calendar/2027",
        type=type_of(CalendarPublished),
        subject="2027",
        district=NO_DISTRICT,
        data=encode(fact),
    )
