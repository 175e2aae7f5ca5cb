"""Which schedule of each year counts on the log of the house, and what would another report of one change?"""

from collections.abc import Iterable
from dataclasses import dataclass

from deploy.cli.law.log import pages
from deploy.cli.running import House
from deploy.cli.trouble import REFUSED, Trouble
from shared.calendar import Calendar, YearSchedule
from shared.codec import decode, encode, type_of
from shared.dispute import Report, counting, effective
from shared.envelope import NO_DISTRICT, Draft, Recorded, as_recorded, read
from shared.events.district import CalendarPublished
from shared.events.intake import FactCorrected
from shared.published import fact_of, told_by

SOURCE = "bureau/calendar"
"""Who reports what is published here."""


class Outweighed(Trouble):
    """Somebody weightier has reported the schedule of the year."""

    def __init__(self, report: Report) -> None:
        year = report.fact.slot
        super().__init__(
            f"The schedule of {year} was reported by {report.source}, whose word weighs more than that of "
            f"{SOURCE}; expected a correction by {report.source} itself (id {report.id}).",
            REFUSED,
        )


@dataclass(frozen=True)
class Years:
    """The reports of calendars on a log."""

    records: tuple[Recorded, ...]

    @property
    def counting(self) -> dict[int, Report]:
        """Return the report that counts, by year."""
        return _counting(self.records)

    @property
    def calendar(self) -> Calendar:
        """Return the calendar by which the judges judge."""
        return Calendar.of({year: schedule_of(report) for year, report in self.counting.items()})

    def publication(self, schedule: YearSchedule) -> Draft:
        """Return the fact that publishes a year: its next version, so that it counts. Raises Outweighed.

        The same schedule has the same id, however often it is asked for.
        """
        year = schedule.year
        version = 1 + max((fact.version for fact in _ever_told(self.records) if fact.year == year), default=0)
        draft = Draft(
            source=SOURCE,
            id=f"calendar/{year}/{version}",
            type=type_of(CalendarPublished),
            subject=str(year),
            district=NO_DISTRICT,
            data=encode(fact_of(schedule, version)),
        )
        counts = _counting((*self.records, as_recorded(draft)))[year]
        if (counts.source, counts.id) != (draft.source, draft.id):
            raise Outweighed(counts)
        return draft


def on_log(house: House) -> Years:
    """Return the reports of calendars on the log of a house."""
    records = (
        read(line)
        for page in pages(house, NO_DISTRICT, facts_only=True)
        for line in page.lines
        if b"calendar-published" in line  # a correction or retraction names the type too
    )
    return Years(tuple(records))


def schedule_of(report: Report) -> YearSchedule:
    """Return the schedule that a report tells."""
    fact = report.fact
    assert isinstance(fact, CalendarPublished)
    return told_by(fact)


def _counting(records: Iterable[Recorded]) -> dict[int, Report]:
    slots = counting(effective(records)[0]).get("", {}).get(CalendarPublished, {})
    return {int(slot): slots[slot] for slot in sorted(slots)}


def _ever_told(records: Iterable[Recorded]) -> Iterable[CalendarPublished]:
    """Yield all that was ever reported of calendars, also what was taken back."""
    for record in records:
        match record.event:
            case CalendarPublished() as fact:
                yield fact
            case FactCorrected() as correction:
                corrected = decode(correction.type, correction.data)
                if isinstance(corrected, CalendarPublished):
                    yield corrected
