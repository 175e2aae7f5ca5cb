"""From which hearing does a duty run, held or fixed?"""

from services.deadlines.starts.started import NO_HEARING, NOBODY_EXCUSED, Started, Starts, first
from shared.events.agency import AbsenceExplained
from shared.law import hearings
from shared.law.case_view import CaseView
from shared.law.model import Law
from shared.world import World


def first_hearing(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the first hearing of the instance, or from each where the pack reads it so (Huancui 19).

    One that is fixed counts until one is held; it moves and falls away with what the court says of it.
    """
    held, fixed = hearings.held(view.case), hearings.scheduled(view.case)
    if law.parameter("officer_on_record_per") == "hearing":
        days = sorted({*held, *fixed})
        yield from (Started(day, of=str(day)) for day in days)
        if not days:
            yield NO_HEARING
    else:
        yield first(list(held or fixed), NO_HEARING)


def absence(view: CaseView, world: World, law: Law) -> Starts:
    """Run until each hearing that is fixed and from which an officer asks to be excused without fit proof (APP 8)."""
    fixed = hearings.scheduled(view.case)
    excused = set()
    for fact in view.told(AbsenceExplained):
        if not fact.proof_fit:
            excused |= {
                (view.organs.full_name(fact.organ) if fact.organ else "", day)
                for day in ([fact.hearing_on] if fact.hearing_on else fixed)
                if day in fixed
            }
    for whose, day in sorted(excused):
        yield Started(day, of=f"{whose}/{day}", whose=whose, hearing_on=day)
    if not excused:
        yield NOBODY_EXCUSED
