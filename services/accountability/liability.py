"""What may lead to the liability of an agency and its people (Xinzhou 33, Huancui 37)?"""

from collections.abc import Iterable, Iterator

from services.accountability.losses import entries_of
from services.accountability.matter import Matter
from shared.events.aftermath import ConductRecorded
from shared.events.court import HearingHeld
from shared.events.findings.accountability import LiabilityTriggered
from shared.index import agency_of, months_before
from shared.law.attendance import left_without_leave, unattended
from shared.law.lost import Lost
from shared.law.model import LiabilityRule

Shown = Iterable[tuple[str, str]]
"""An agency, and what shows that the trigger concerns it."""


def liability_triggered(matter: Matter) -> Iterator[LiabilityTriggered]:
    """Find every trigger of the pack, once an agency, with all that shows it."""
    for rule in matter.law.pack.liability:
        told = _shown(rule, matter)
        if not told:
            continue
        shown: dict[str, list[str]] = {}
        for agency, what in told:
            shown.setdefault(agency, []).append(what)
        for agency, by in shown.items():
            yield LiabilityTriggered(
                trigger=rule.trigger, agency=agency, article=rule.article, shown_by=tuple(dict.fromkeys(by))
            )


def _shown(rule: LiabilityRule, matter: Matter) -> Shown:
    """Ask the one thing that shows a trigger, where the case has anything of it at all: most have nothing."""
    reports = matter.view.case.reports
    if rule.conduct:
        return _conduct(rule, matter) if ConductRecorded in reports else ()
    if rule.deadline_missed:
        return _missed(rule, matter) if matter.missed else ()
    if rule.attendance:
        hearing_shows = _left if rule.attendance == "left_without_leave" else _nobody_fit
        return hearing_shows(matter) if HearingHeld in reports else ()
    return _lost_again(matter, matter.lost) if matter.lost else ()


def _conduct(rule: LiabilityRule, matter: Matter) -> Shown:
    """Show conduct the bureau put on record; without a reason, or with an adverse effect, where the text asks it."""
    organs = matter.view.organs
    for fact in matter.view.case.all(ConductRecorded):
        excused = rule.without_reason and not fact.without_reason
        harmless = rule.adverse_effect and not fact.adverse_effect
        if fact.kind in rule.conduct and not excused and not harmless:
            yield organs.full_name(fact.agency), f"conduct-recorded {fact.recorded_on}"


def _missed(rule: LiabilityRule, matter: Matter) -> Shown:
    """Show a duty that was not done in time; of answers to suggestions only those to the kinds the text names."""
    for missed in matter.missed:
        if missed.duty != rule.deadline_missed:
            continue
        asked = matter.suggestion(missed) if rule.suggestions else None
        if asked is None or asked.kind in rule.suggestions:
            for agency in matter.owing(missed):
                yield agency, f"deadline-missed {missed.duty} {missed.due_on}"


def _left(matter: Matter) -> Shown:
    """Show who left a hearing without the court's leave, whatever the law says of officers alone (APP 12(4))."""
    for hearing, name in matter.sittings.each:
        for person in left_without_leave(name, hearing, matter.sittings):
            yield matter.view.organs.full_name(person.organ), _at(hearing)


def _nobody_fit(matter: Matter) -> Shown:
    """Show hearings at which neither an officer nor staff sat for a defendant; it falls on who answers for it."""
    for hearing, name in matter.sittings.each:
        if unattended(name, hearing, matter.sittings):
            for agency in matter.answering.get(name, ()):
                yield agency, _at(hearing)


def _lost_again(matter: Matter, lost: Lost) -> Shown:
    """Show the losses of the same kind of act, this one the last, without remedies (Huancui 37(7)).

    There are `min_losses` of them or more, none longer ago than `months` before this one, that day included.
    """
    world, law = matter.world, matter.law
    for own in entries_of(lost, matter.view.dispute, world):
        since = months_before(own.day, int(law.parameter("months")))
        found, agency = world.index.upto(own, since), agency_of(own)
        if len(found) >= int(law.parameter("min_losses")):
            yield from ((agency, one.case) for one in found)


def _at(hearing: HearingHeld) -> str:
    return f"hearing-held {hearing.held_on}"
