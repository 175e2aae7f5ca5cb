"""What may a rule ask of a case: its parties, its act, and who fills which role?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shared.dispute import Case, Dispute
from shared.events.agency import ActDescribed
from shared.events.court import CaseDocketed, NoticeServed
from shared.events.words import Reconsideration
from shared.law.conditions import Attributes
from shared.law.model import Role
from shared.organs import Organs

NO_ACT = ActDescribed()
COURT = re.compile(r"）(\D\d*)")


@dataclass(frozen=True)
class CaseView:
    """One case in the terms of the law's conditions."""

    case: Case
    dispute: Dispute
    organs: Organs

    @cached_property
    def docketed(self) -> CaseDocketed:
        """Return the docketing; the rules are asked only for docketed cases."""
        docketed = self.case.docketed
        return docketed if docketed is not None else CaseDocketed(instance="first", defendants=())

    @cached_property
    def act(self) -> ActDescribed:
        """Return the act as described, or one of which nothing is known."""
        return self.case.one(ActDescribed) or NO_ACT

    @cached_property
    def defendants(self) -> tuple[str, ...]:
        """Return the defendants by their full names."""
        return tuple(dict.fromkeys(self.organs.full_name(name) for name in self.docketed.defendants))

    @cached_property
    def since(self) -> date | None:
        """Return the day the case began for the agencies: docketed, else the first notice."""
        notices = [notice.served_on for notice in self.case.all(NoticeServed)]
        return self.docketed.docketed_on or min(notices, default=None)

    @property
    def court(self) -> str:
        """Return the code of the court in the case number, such as `鄂0117`; it says nothing of the district."""
        found = COURT.search(self.case.number)
        return found[1] if found else ""

    def is_government(self, name: str) -> bool:
        """Return whether a name means the district government."""
        return self.organs.kind(name) == "government"

    @property
    def reconsideration(self) -> Reconsideration:
        """Return the reconsideration's result; a claim rejected on its merits counts as upheld (INT 133)."""
        result = self.act.reconsideration
        return "upheld" if result == "claim_rejected" else result

    def filling(self, role: Role, defendant: str) -> tuple[str, ...]:
        """Return who fills a role; nobody when the facts do not say."""
        bureau = self.organs.the("bureau")
        name = {
            "defendant": defendant,
            "bureau": bureau.name if bureau else "",
            "acting_agency": self.act.acting,
            "implementing_agency": self.act.implementing,
            "lead_agency": self.act.lead,
            "entrusted_body": self.act.entrusted,
            "dispatched_body": self.act.dispatched,
        }.get(role, "")
        return (name,) if name else ()

    def unknown_organs(self) -> Iterator[str]:
        """Return the organs named in parties and act that the register does not know."""
        act = self.act
        names = (
            *self.docketed.defendants,
            act.acting,
            act.implementing,
            act.lead,
            act.entrusted,
            act.dispatched,
        )
        return (name for name in dict.fromkeys(names) if name and self.organs.find(name) is None)


def attributes_of(view: CaseView, defendant: str) -> Attributes:
    """Return the attributes of a case, seen from one defendant, that conditions may ask for."""
    act, government = view.act, [name for name in view.defendants if view.is_government(name)]
    if not government:
        sued = "agencies"
    else:
        sued = "government_alone" if len(government) == len(view.defendants) else "government_with_agencies"
    acting_government = bool(act.acting) and view.is_government(act.acting)
    return {
        "sued": sued,
        "defendant": "government" if view.is_government(defendant) else "agency",
        "instance": view.docketed.instance,
        "category": view.docketed.category,
        "act": act.kind,
        "reconsideration": view.reconsideration,
        "earlier_case": _known((earlier := view.dispute.earlier(view.case)) and earlier.docketed),
        "acting": "government" if acting_government else "agency" if act.acting else "unknown",
        "implementing": _known(act.implementing),
        "lead": _known(act.lead),
        "lead_has_duty": act.lead_has_duty,
        "entrusted": _known(act.entrusted),
        "dispatched": _known(act.dispatched),
        "in_government_name": act.in_government_name or acting_government,
    }


def _known(what: object) -> str:
    return "known" if what else "unknown"
