"""Was a reason given why no officer came to a hearing, is it proved, and did the court accept it (APP 8, 9)?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shared.dispute import Case
from shared.events.agency import AbsenceExplained
from shared.events.court import AbsenceRuled
from shared.events.words import AbsenceReason
from shared.organs import Organs


@dataclass(frozen=True, slots=True)
class Excuse:
    """What was said of why nobody came to a hearing. Nothing said is an excuse too: one that does not hold."""

    holds: bool = False
    """The court accepted the reason; before it ruled, the reason is valid and its proof fit."""
    reason: AbsenceReason | Literal[""] = ""
    """Empty where no reason was given."""
    told: tuple[AbsenceExplained | AbsenceRuled, ...] = ()
    """The facts that say so."""

    @property
    def unproven(self) -> bool:
        """Return whether a reason was given and its proof is missing or unfit; once the court ruled, that decides."""
        return bool(self.reason) and not self.holds and not self.ruled

    @property
    def ruled(self) -> bool:
        """Return whether the court ruled on it."""
        return any(isinstance(fact, AbsenceRuled) for fact in self.told)


NOTHING_SAID = Excuse()


def excuse_at(
    case: Case, organs: Organs, names: Iterable[str], hearing_on: date, others: Iterable[str] = ()
) -> Excuse:
    """Return what excuses that no officer of these defendants came to a hearing; where one's reason holds, that.

    Who comes for one comes for all, and so does the reason of one (APP 3). `others` are the defendants whose reasons
    do not count here. Whoever else explains, explains for these.
    """
    explained = [one for one in case.all(AbsenceExplained) if one.hearing_on in (None, hearing_on)]
    rulings = [one for one in case.all(AbsenceRuled) if one.hearing_on == hearing_on]
    if not explained and not rulings:
        return NOTHING_SAID
    apart = frozenset(others)
    by_name: dict[str, list[AbsenceExplained]] = {}
    for one in explained:
        by_name.setdefault(organs.full_name(one.organ), []).append(one)
    ruled = _ruled(rulings, organs)
    whose = dict.fromkeys((*names, *by_name, *ruled))
    found = [_of(name, by_name, ruled) for name in whose if name not in apart]
    return max(found, key=lambda one: (one.holds, bool(one.reason), bool(one.told)), default=NOTHING_SAID)


def _ruled(rulings: Iterable[AbsenceRuled], organs: Organs) -> dict[str, AbsenceRuled]:
    """Return the ruling on each agency; of two on one, under two of its names, the later."""
    found: dict[str, AbsenceRuled] = {}
    for one in sorted(rulings, key=lambda ruling: (ruling.ruled_on or date.min, not ruling.valid)):
        found[organs.full_name(one.organ)] = one
    return found


def _of(name: str, by_name: dict[str, list[AbsenceExplained]], ruled: dict[str, AbsenceRuled]) -> Excuse:
    """Return what one agency said; what was said for nobody in particular is of whom the court ruled on."""
    ruling = ruled.get(name)
    said = [*by_name.get(name, ()), *(by_name.get("", ()) if name and (ruling or not ruled) else ())]
    if not name and ruled:
        return NOTHING_SAID
    reasons = [one for one in said if one.reason != "none"]
    proved = [one for one in reasons if one.proof_fit]
    best = next(iter(proved or reasons), None)
    told = (*((best,) if best else ()), *((ruling,) if ruling else ()))
    holds = ruling.valid if ruling else bool(proved)
    return Excuse(holds, best.reason if best else "", told)
