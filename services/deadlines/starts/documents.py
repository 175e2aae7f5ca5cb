"""From which document of the court does a duty run?"""

from datetime import date

from services.deadlines.starts.started import (
    CONCLUDED_ELSEWHERE,
    NO_CLOSING_DOCUMENT,
    NO_DAY_TO_PERFORM,
    NO_DOCUMENT,
    NO_EFFECT,
    NOT_ADVERSE,
    NOT_APPEALABLE,
    NOT_CONCLUDED,
    NOT_IN_FORCE,
    NOT_LOST,
    Started,
    Starts,
    first,
)
from shared.events.court import ClosingDocumentServed, DocumentServed
from shared.law.case_view import CaseView
from shared.law.effect import appealable, effect
from shared.law.lost import loss_on
from shared.law.model import Law
from shared.law.outcome import conclusion, in_force, is_adverse, is_lost, standing
from shared.world import World


def document(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the receipt of the court's document."""
    yield first(_received(view), NO_DOCUMENT)


def adverse_document(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the receipt of a document after which an adverse outcome stands (Xinzhou 20)."""
    if standing(view.case, view.dispute) is None:
        yield NO_DOCUMENT
    elif adverse(view, law):
        yield from document(view, world, law)
    else:
        yield NOT_ADVERSE


def final_loss(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the receipt of the final document of a lost dispute or its effect, the later (Huancui 27).

    Or from its receipt alone, where the pack reads it so (Xinzhou 32(1)).
    """
    ended = conclusion(view.dispute, world, view.docketed.category)
    if ended is None:
        yield NOT_CONCLUDED
    elif ended.case.number != view.case.number:
        yield CONCLUDED_ELSEWHERE
    elif is_lost(ended.standing.outcomes, law):
        received = _received(view)[:1]
        by_receipt = law.reads("final_loss_from", "receipt")
        yield Started(received[0] if received and by_receipt else max([ended.on, *received]))
    else:
        yield NOT_LOST


def loss_of_unit(view: CaseView, world: World, law: Law) -> Starts:
    """Run as after a final loss; for each accountable unit apart, where there are several (Xinzhou 28, 32(1))."""
    for begun in final_loss(view, world, law):
        lost = loss_on(view, world) if isinstance(begun, Started) else None
        if isinstance(begun, Started) and lost and len(lost.accountable) > 1:
            yield from (begun._replace(of=unit, whose=unit) for unit in lost.accountable)
        else:
            yield begun


def appealable_document(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the receipt of a document from which an appeal lies (ALL 85, INT 101), if it is adverse.

    A ruling on jurisdiction may be so to whoever was served: nobody says who objected. Where several were served,
    for each from its own receipt: whoever was served later may appeal longer.
    """
    document_served, served = view.case.one(DocumentServed), _served(view)
    if document_served is None:
        yield NO_DOCUMENT
    elif not appealable(view.case, document_served):
        yield NOT_APPEALABLE
    elif not adverse(view, law) and "jurisdiction_ruled" not in document_served.outcomes:
        yield NOT_ADVERSE
    elif len(served) < 2:
        yield from document(view, world, law)
    else:
        for name, on in sorted(served.items()):
            yield Started(on, of=name, whose="" if view.is_government(name) else name)


def took_effect(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the day on which a document took effect after which an adverse outcome stands (INT 110)."""
    took = effect(view.case, view.dispute, world)
    if took is None or took.on is None:
        yield NO_EFFECT
    elif adverse(view, law):
        yield Started(took.on)
    else:
        yield NOT_ADVERSE


def perform_by(view: CaseView, world: World, law: Law) -> Starts:
    """Run until the day the document sets for performance, unless an appeal keeps it from force."""
    days = [fact.perform_by for fact in view.told(DocumentServed)]
    named = [day for day in days if day]
    if named and not in_force(view.case, view.dispute, world):
        yield NOT_IN_FORCE
    else:
        yield first(named, NO_DAY_TO_PERFORM)


def closing_document(view: CaseView, world: World, law: Law) -> Starts:
    """Run from the receipt of the closing document."""
    yield first([fact.served_on for fact in view.case.all(ClosingDocumentServed)], NO_CLOSING_DOCUMENT)


def adverse(view: CaseView, law: Law) -> bool:
    """Return whether what stands after the case is adverse to the agency."""
    stands = standing(view.case, view.dispute)
    return stands is not None and is_adverse(stands.outcomes, law)


def _served(view: CaseView) -> dict[str, date]:
    """Return when each recipient was served, by full name; those of whom no day is known are left out."""
    days: dict[str, date] = {}
    for fact in view.told(DocumentServed):
        if fact.served_on:
            days[view.organs.full_name(fact.recipient)] = fact.served_on
    return days


def _received(view: CaseView) -> list[date]:
    return sorted(fact.served_on for fact in view.told(DocumentServed) if fact.served_on)
