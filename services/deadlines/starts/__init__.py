"""From which day does a duty run, or why not yet? One small function for each start a pack may name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from services.deadlines.starts.documents import (
    adverse_document,
    appealable_document,
    closing_document,
    document,
    final_loss,
    loss_of_unit,
    perform_by,
    took_effect,
)
from services.deadlines.starts.hearings import absence, first_hearing
from services.deadlines.starts.notices import (
    evidence,
    government_notice,
    notice,
    papers_received,
    suggestion,
)
from services.deadlines.starts.started import NotStarted, Started, Starts
from shared.events.base import Fact
from shared.events.catalogue import FACTS
from shared.law.attributes import of_case
from shared.law.case_view import CaseView
from shared.law.model import DutyRule, Law
from shared.world import World

__all__ = ["STARTS", "NotStarted", "Started", "StartsOfCase"]

STARTS: Mapping[str, Callable[[CaseView, World, Law], Starts]] = {
    "government_notice": government_notice,
    "notice": notice,
    "papers_received": papers_received,
    "document": document,
    "adverse_document": adverse_document,
    "final_loss": final_loss,
    "loss_of_unit": loss_of_unit,
    "evidence": evidence,
    "appealable_document": appealable_document,
    "took_effect": took_effect,
    "first_hearing": first_hearing,
    "absence": absence,
    "perform_by": perform_by,
    "closing_document": closing_document,
    "suggestion": suggestion,
}


@dataclass(frozen=True, slots=True)
class StartsOfCase:
    """From which days the duties of one case run. Many run from the same thing, so each is looked for once."""

    view: CaseView
    world: World
    law: Law
    _found: dict[str, Sequence[Started | NotStarted]] = field(default_factory=dict)
    _started: dict[str, Sequence[Started]] = field(default_factory=dict)

    def of(self, duty: DutyRule) -> Sequence[Started | NotStarted]:
        """Return the starts of a duty, and what keeps it from running: one or the other there always is.

        It runs from the starts its entry covers; not where it counts back from a duty that does not run.
        """
        return [self._running(one, duty) for one in self._begun(duty.starts)]

    def running(self, duty: DutyRule) -> Sequence[Started]:
        """Return the starts of a duty alone; most duties have none."""
        name = duty.starts
        found = self._started.get(name)
        if found is None:
            told = name in STARTS or self.view.case.reports.get(FACTS[name])
            begun = self._begun(name) if told else ()
            found = self._started[name] = tuple(one for one in begun if isinstance(one, Started))
        return [one for one in found if isinstance(self._running(one, duty), Started)] if found else ()

    def _begun(self, name: str) -> Sequence[Started | NotStarted]:
        found = self._found.get(name)
        if found is None:
            begin = STARTS.get(name)
            found = tuple(begin(self.view, self.world, self.law) if begin else _dated(name, self.view))
            self._found[name] = found
        return found

    def _running(self, started: Started | NotStarted, duty: DutyRule) -> Started | NotStarted:
        if isinstance(started, NotStarted):
            return started
        if not duty.covers(started.on):
            return NotStarted("validity", on=started.on, of=started.of)
        before = duty.due.before
        if before in ("", "start") or self.law.duty(before, of_case(self.view), started.on):
            return started
        return NotStarted("anchor", on=started.on, of=started.of)


def _dated(name: str, view: CaseView) -> Starts:
    """Run from each fact of a dated type; the slot tells several apart.

    Whose fact it is must also do what is due, and about the same hearing; for the government whoever answers may.
    """
    kind: type[Fact] = FACTS[name]
    none = True
    for fact in view.told(kind):
        if on := getattr(fact, fact.DECIDES):
            none = False
            agency = view.organs.full_name(getattr(fact, "agency", "") or getattr(fact, "recipient", ""))
            whose = "" if view.is_government(agency) else agency
            hearing_on = getattr(fact, "hearing_on", None)
            of = f"{agency}/{hearing_on}" if hearing_on else agency
            yield Started(on, of=of or fact.slot, whose=whose, hearing_on=hearing_on)
    if none:
        yield _no_day(name)


@cache
def _no_day(name: str) -> NotStarted:
    return NotStarted("start", f"no {name} that names its day is on record", (name,))
