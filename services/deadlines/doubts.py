"""What on record about the periods of a case cannot be so, or is not what the law allows?"""

from collections.abc import Iterator

from services.deadlines.counting import counted, named_by
from services.deadlines.starts import Started
from services.deadlines.stays import unfounded
from shared.events.court import HearingScheduled
from shared.events.findings.deadlines import Deadline, PeriodDoubted
from shared.law.case_view import CaseView
from shared.law.model import DutyRule, Law
from shared.world import World


def doubts_of_case(view: CaseView) -> Iterator[PeriodDoubted]:
    """Find resumptions of what no stay suspended, and hearings fixed for a day before the case began."""
    for day in unfounded(view):
        yield PeriodDoubted(problem="resumed_without_stay", of=str(day), found=day, expected=day)
    began = view.case.began_on
    for fact in view.case.all(HearingScheduled) if began else ():
        assert began is not None
        if fact.hearing_on < began:
            yield PeriodDoubted(
                problem="hearing_before_case", of=str(fact.hearing_on), found=fact.hearing_on, expected=began
            )


def doubts_of_deadline(
    deadline: Deadline, duty: DutyRule, started: Started, view: CaseView, world: World, law: Law
) -> Iterator[PeriodDoubted]:
    """Find an act before the duty began, an extension that would shorten, a period longer than the law gives.

    A right that ends with a duty, such as to ask for more time, repeats none of what is doubted of the duty.
    """
    said = {"duty": duty.duty, "of": started.of, "article": duty.article}
    if deadline.done_on and deadline.done_on < started.on and not duty.due.on_the_day and not duty.due.before:
        yield PeriodDoubted(problem="done_before_start", found=deadline.done_on, expected=started.on, **said)
    extended, named = named_by(duty.extended_by, view), named_by(duty.set_by, view)
    if duty.right or (extended is None and named is None):
        return
    last = counted(duty, started, view, world, law).last.day
    if extended and extended < (named or last):
        yield PeriodDoubted(problem="extension_shortens", found=extended, expected=named or last, **said)
    if named and named > last:
        yield PeriodDoubted(problem="period_too_long", found=named, expected=last, **said)
