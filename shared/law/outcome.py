"""What did a dispute end in: which outcome stands, is it a loss, is it adverse?"""

from dataclasses import dataclass
from datetime import date

from shared.dispute import Case, Dispute
from shared.events.agency import ActDescribed
from shared.events.court import DocumentServed
from shared.law.effect import effect
from shared.law.model import Law
from shared.organs import Organs
from shared.world import World

NOT_FINAL = frozenset({"remanded", "trial_ordered"})
KEEPS_EARLIER = "appeal_rejected"
FLAGS = {
    "varied": "varied",
    "agreement_ordered": "agreement_ordered",
    "remedial_measures": "remedial_measures",
}
"""Outcomes a pack may count as a loss by a flag of the same name."""


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
    """Return the outcome that stands after the document of a case: an upheld appeal keeps the earlier one."""
    at, seen = case, {case.number}
    while (decided := document(at)) is not None:
        earlier = dispute.earlier(at)
        if KEEPS_EARLIER not in decided.outcomes or earlier is None or earlier.number in seen:
            return Standing(decided.outcomes, decided.losing, at)
        if document(earlier) is None:
            return Standing(decided.outcomes, decided.losing, at)
        seen.add(earlier.number)
        at = earlier
    return None


def conclusion(dispute: Dispute, world: World) -> Conclusion | None:
    """Return how a dispute ended, or None while it goes on. A remand takes back what was decided before it."""
    last: Conclusion | None = None
    for case in dispute.cases:
        took = effect(case, dispute, world)
        stands = standing(case, dispute)
        if took is None or took.on is None or stands is None:
            continue
        remanded = NOT_FINAL.intersection(stands.outcomes)
        last = None if remanded else Conclusion(case, took.on, stands)
    return last


def losing_units(stands: Standing, organs: Organs) -> tuple[str, ...]:
    """Return the agencies that lost: as the document names them, else all defendants of the case decided."""
    docketed = stands.decided_in.docketed
    names = stands.losing or (docketed.defendants if docketed else ())
    return tuple(dict.fromkeys(organs.full_name(name) for name in names))


def accountable_units(losing: tuple[str, ...], case: Case, organs: Organs) -> tuple[str, ...]:
    """Return who is accountable for a loss: the implementing body where the nominal one is another (Xinzhou 28)."""
    act = case.one(ActDescribed)
    if act is None or not act.implementing:
        return losing
    nominal = organs.full_name(act.acting) if act.acting else ""
    implementing = organs.full_name(act.implementing)

    def answering(name: str) -> str:
        in_name = name == nominal or (act.in_government_name and organs.kind(name) == "government")
        return implementing if in_name else name

    return tuple(dict.fromkeys(answering(name) for name in losing))


def is_lost(outcomes: tuple[str, ...], law: Law) -> bool:
    """Return whether outcomes are a loss under the law of the district (Xinzhou 27)."""
    found, rule = set(outcomes), law.lost
    if found.intersection(rule.codes):
        return True
    if "confirmed_unlawful" in found and rule.flags.get("confirmed_unlawful_only", False):
        return True
    return any(code in found and rule.flags.get(flag, False) for code, flag in FLAGS.items())


def is_adverse(outcomes: tuple[str, ...], law: Law) -> bool:
    """Return whether outcomes are adverse to the agency (Xinzhou 20), which is wider than lost."""
    return bool(law.adverse.intersection(outcomes))
