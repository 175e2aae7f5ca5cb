"""Which organs fill the role that owes a deadline, and who is called after a miss? Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from services.reporting.summary import ACCOUNTABILITY, routing
from shared.dispute import Case, Dispute, Key
from shared.events.base import Finding
from shared.events.court import SuggestionIssued
from shared.events.findings.accountability import LossFound
from shared.events.findings.routing import ResponsibleAgencyDetermined
from shared.events.words import OrganKind
from shared.organs import Organs

FINANCE = ("区财政局", "财政局")
"""What everybody in a district calls the organ that pays; a register has its kind among the departments."""


@dataclass(frozen=True)
class Obligors:
    """Who fills each role in one case. All names are full ones."""

    case: Case
    dispute: Dispute
    organs: Organs

    def filling(self, role: str, of: str = "") -> tuple[str, ...]:
        """Return the organs that owe what falls to a role, the first of them first; nobody while nobody is known.

        `of` tells deadlines of one duty apart. Where it begins with an organ, that one owes it itself; for the
        government whoever answers for it.
        """
        match role:
            case "bureau":
                return self._the("bureau")
            case "government_office_or_bureau":
                return self._the("office", "bureau")
            case "finance":
                return self._finance
            case "addressee":
                return self._addressee(of)
        own = self._organ_in(of)
        if own and self.organs.kind(own) != "government":
            return (own,)
        if role == "losing_agency":
            return self._losing
        return self._responsible.get(own, ()) or self._answering

    def _the(self, *kinds: OrganKind) -> tuple[str, ...]:
        found = (self.organs.the(kind) for kind in kinds)
        return tuple(organ.name for organ in found if organ)

    @cached_property
    def _finance(self) -> tuple[str, ...]:
        found = next(filter(None, map(self.organs.find, FINANCE)), None)
        return (found.name,) if found else ()

    def _addressee(self, of: str) -> tuple[str, ...]:
        report = self.case.reports.get(SuggestionIssued, {}).get(of)
        addressee = report.fact.addressee if report and isinstance(report.fact, SuggestionIssued) else ""
        return self._full([addressee]) if addressee else self._defendants

    def _organ_in(self, of: str) -> str:
        name = of.partition("/")[0]
        if not name:
            return ""
        organ = self.organs.find(name)
        return organ.name if organ else name if name in self._defendants else ""

    @cached_property
    def _defendants(self) -> tuple[str, ...]:
        return self._full(self.case.docketed.defendants if self.case.docketed else ())

    @cached_property
    def _responsible(self) -> Mapping[str, tuple[str, ...]]:
        """Return who answers for each defendant."""
        return {
            self.organs.full_name(finding.defendant): self._full(finding.agencies)
            for finding in routing(self.dispute, self.case)
            if isinstance(finding, ResponsibleAgencyDetermined)
        }

    @cached_property
    def _answering(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for names in self._responsible.values() for name in names))

    @cached_property
    def _losing(self) -> tuple[str, ...]:
        """Return who is accountable for the loss (Xinzhou 28); while none is found, all who are sued."""
        loss: Finding | None = self.dispute.standing(ACCOUNTABILITY).get(
            Key(self.case.number, LossFound.TOPIC)
        )
        return self._full(loss.accountable) if isinstance(loss, LossFound) else self._defendants

    def _full(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(self.organs.full_name, names)))


def called(agencies: Iterable[str], to: Iterable[str], organs: Organs) -> tuple[str, ...]:
    """Return whom a miss of these agencies calls: for each the first of `to` there is, never itself.

    Where nobody is known to owe it, whoever is there for all.
    """
    found = (_above(name, to, organs) for name in tuple(agencies) or ("",))
    return tuple(dict.fromkeys(name for name in found if name))


def _above(name: str, to: Iterable[str], organs: Organs) -> str:
    organ, bureau = organs.find(name), organs.the("bureau")
    there = {
        "superior": organs.full_name(organ.superior) if organ and organ.superior else "",
        "bureau": bureau.name if bureau else "",
    }
    return next((there[who] for who in to if there.get(who) not in ("", None, name)), "")
