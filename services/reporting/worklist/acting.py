"""Who must act in a case: which organs fill the roles and offices that a law names? Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeGuard

from services.reporting.deadlines.obligors import Obligors
from shared.dispute import Case, Dispute
from shared.events.base import Finding
from shared.events.findings.deadlines import RUNNING, Deadline, DeadlineMissed
from shared.events.proceeding import Referred
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from shared.law.model import Law, Office, Stage
from shared.world import World


class Who(NamedTuple):
    """A role, and the organs that fill it."""

    role: str
    agencies: tuple[str, ...]


@dataclass
class About:
    """One case, and what is found on it."""

    case: Case
    dispute: Dispute
    world: World
    found: list[Finding] = field(default_factory=list)

    def law(self) -> Law | None:
        """Return the law that governs the case; asked for few findings, as it costs."""
        return self._law

    @cached_property
    def _law(self) -> Law | None:
        if self.case.docketed is None:
            return None
        return law_governing(CaseView(self.case, self.dispute, self.world.organs), self.world)

    @cached_property
    def obligors(self) -> Obligors:
        """Return who fills the roles of deadlines."""
        return Obligors(self.case, self.dispute, self.world.organs)

    def filling(self, role: str, of: str = "") -> Who:
        """Return who fills a role; `of` tells for whom where it begins with an organ."""
        if role == "government_office":
            office = self.world.organs.the("office")
            return Who(role, (office.name,) if office else ())
        return Who(role, self.obligors.filling(role, of))

    def pending(self, met_by: str, unit: str = "") -> Deadline | None:
        """Return the deadline that a fact of this type would meet: one that runs, or was missed and is not done.

        Of several, one for each unit, that of `unit`.
        """
        law = self.law()
        duties = {rule.duty for rule in law.duties if rule.met_by == met_by} if law else set()
        left = [one for one in self.found if is_pending(one) and one.duty in duties]
        own = [one for one in left if one.of.partition("/")[0] in ("", unit)]
        return min(own, key=lambda one: one.due_on, default=None)

    def of_stage(self, stage: Stage, unit: str) -> Who:
        """Return who must complete a stage after the loss of a unit: the first of the offices that may.

        Where the law names none, whoever owes the deadline of it, else the unit.
        """
        if stage.by:
            return self.in_office(stage.by, unit)
        deadline = self.pending(stage.done_by, unit)
        owing = self.filling(deadline.obligor, deadline.of) if deadline else Who("", ())
        return owing if owing.agencies else self.unit(unit)

    def unit(self, name: str) -> Who:
        """Return an accountable unit; where a report does not say which, all that are."""
        return Who("losing_agency", (name,)) if name else self.filling("losing_agency")

    def in_office(self, offices: Iterable[Office], unit: str) -> Who:
        """Return who holds the first of these offices that anybody holds."""
        held = [self._holding(office, unit) for office in offices]
        return next((one for one in held if one.agencies), held[0] if held else Who("bureau", ()))

    def _holding(self, office: Office, unit: str) -> Who:
        organs = self.world.organs
        match office:
            case "unit":
                return self.unit(unit)
            case "superior":
                above = organs.superior(unit) if unit else ""
                return Who("superior", (above,) if above else ())
            case "bureau":
                return self.filling("bureau")
        handed = (one for one in self.case.all(Referred) if one.kind == "decision")
        names = (organs.full_name(one.recipient) for one in handed if organs.full_name(one.agency) == unit)
        return Who("competent_organ", tuple(dict.fromkeys(names)))


def is_pending(found: Finding) -> TypeGuard[Deadline]:
    """Return whether a finding is a deadline of which something is still to be done."""
    return isinstance(found, RUNNING) or (isinstance(found, DeadlineMissed) and found.done_on is None)
