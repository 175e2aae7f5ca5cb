"""How was a defendant not represented as the law asks (APP 6, 8-12; INT 128-132; Xinzhou 13-16; Huancui 20-22)?"""

from collections.abc import Iterator

from services.accountability.matter import Matter
from shared.events.court import Attendee
from shared.events.findings.accountability import AttendanceIrregular


def attendance_irregular(matter: Matter) -> Iterator[AttendanceIrregular]:
    """Find what was wrong at each hearing, for each defendant, with the facts that show it."""
    for one in matter.irregularities:
        yield AttendanceIrregular(
            problem=one.rule.problem,
            agency=one.agency,
            hearing_on=one.hearing_on,
            persons=tuple(dict.fromkeys(map(_called, one.people))),
            article=one.rule.article,
            shown_by=tuple(dict.fromkeys(map(matter.view.case.source_of, one.shown_by))),
        )


def _called(person: Attendee) -> str:
    """Return by what somebody is called: officers act in office and by their names, others by their role."""
    return person.name if person.role == "officer" and person.name else person.role
