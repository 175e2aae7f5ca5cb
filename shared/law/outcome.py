"""What did a dispute end in: which outcome stands, is it a loss, is it adverse?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shared.dispute import Case, Dispute
from shared.events.agency import ActDescribed
from shared.events.court import DocumentServed
from shared.events.words import Category
from shared.law.effect import appealed, effect
from shared.law.model import Law, LossFlag
from shared.organs import Organs
from shared.world import World

NOT_FINAL = frozenset({"remanded", "trial_ordered", "jurisdiction_ruled"})
KEEPS_EARLIER = "appeal_rejected"
FLAGS: Mapping[str, LossFlag] = {
    "confirmed_unlawful": "confirmed_unlawful_only",
    "varied": "varied",
    "agreement_ordered": "agreement_ordered",
    "remedial_measures": "remedial_measures",
}
"""Outcomes a pack may count as a loss, by the flag that says so."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The outcome that stands after a document, and the case whose document decided it."""

    outcomes: tuple[str, ...]
    losing: tuple[str, ...]
    decided_in: Case


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A dispute came to its end: its last effective document that is final."""

    case: Case
    """The case of the final document."""
    on: date
    """The day it took effect."""
    standing: Standing


def document(case: Case) -> DocumentServed | None:
    """Return the document of a case; of several recipients' reports the weightiest."""
    return case.one(DocumentServed)


def standing(case: Case, dispute: Dispute) -> Standing | None:
    """Return the outcome that stands after the document of a case: an upheld appeal keeps the earlier one.

    Who lost is said by the last document that names agencies.
    """
    known = dispute.worked_out.get(("standing", case.number))
    if known is None or known[0] is not case:
        known = dispute.worked_out["standing", case.number] = (case, _standing(case, dispute))
    stands: Standing | None = known[1]
    return stands


def _standing(case: Case, dispute: Dispute) -> Standing | None:
    at, losing, seen = case, tuple[str, ...](), {case.number}
    while (decided := document(at)) is not None:
        losing = losing or decided.losing
        earlier = dispute.earlier(at) if KEEPS_EARLIER in decided.outcomes else None
        if earlier is None or earlier.number in seen or document(earlier) is None:
            return Standing(decided.outcomes, losing, at)
        seen.add(earlier.number)
        at = earlier
    return None


def in_force(case: Case, dispute: Dispute, world: World) -> bool:
    """Return whether nothing on record keeps the document of a case from force: no appeal, or one that upheld it."""
    if not appealed(case, dispute, world):
        return True
    after = (standing(later, dispute) for later in dispute.later(case))
    return any(stands is not None and stands.decided_in is case for stands in after)


def conclusion(dispute: Dispute, world: World, category: Category | None = None) -> Conclusion | None:
    """Return how a dispute ended, or None while it goes on. A remand takes back what was decided before it.

    With a `category` only its proceedings of that kind: a suit does not go on with what reconsideration ended with.
    """
    last: Conclusion | None = None
    for case in dispute.cases:
        if case.docketed is None or category not in (None, case.docketed.category):
            continue
        took, stands = effect(case, dispute, world), standing(case, dispute)
        if stands is not None and NOT_FINAL.intersection(stands.outcomes):
            last = None
        elif stands is not None and took is not None and took.on is not None:
            last = Conclusion(case, took.on, stands)
    return last


def losing_units(stands: Standing, organs: Organs) -> tuple[str, ...]:
    """Return the agencies that lost: as the document names them, else all defendants of the case decided."""
    docketed = stands.decided_in.docketed
    names = stands.losing or (docketed.defendants if docketed else ())
    return tuple(dict.fromkeys(organs.full_name(name) for name in names))


def accountable_units(losing: tuple[str, ...], act: ActDescribed, organs: Organs) -> tuple[str, ...]:
    """Return who is accountable for a loss: the implementing body where the nominal one is another (Xinzhou 28)."""
    if not act.implementing:
        return losing
    nominal = organs.full_name(act.acting) if act.acting else ""
    implementing = organs.full_name(act.implementing)

    def answering(name: str) -> str:
        in_name = name == nominal or (act.in_government_name and organs.kind(name) == "government")
        return implementing if in_name else name

    return tuple(dict.fromkeys(answering(name) for name in losing))


def is_lost(outcomes: tuple[str, ...], law: Law) -> bool:
    """Return whether outcomes are a loss under the law of the district (Xinzhou 27)."""
    counted = {outcome for outcome, flag in FLAGS.items() if law.lost.flags.get(flag, False)}
    return not counted.union(law.lost.codes).isdisjoint(outcomes)


def is_adverse(outcomes: tuple[str, ...], law: Law) -> bool:
    """Return whether outcomes are adverse to the agency (Xinzhou 20), which is wider than lost."""
    return bool(law.adverse.intersection(outcomes))
