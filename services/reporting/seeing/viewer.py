"""Who is looking, and how far do they see?"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

from shared.access import EVERYWHERE, Principal, has

EVERYTHING = frozenset({"auditor", "operator"})
"""Roles that see every district, whatever their key names."""

NAMED = frozenset({"bureau", "office", "agency", "court", "auditor", "operator"})
"""Roles to which names of private persons are opened: an agency and a court in their own cases only.

The bureau and the office deliver papers to claimants and their agents, the agency and the court are parties or judge;
an auditor compares with the files, which are kept by name. A procuratorate supervises by case number, and reads the
names in the files of the court.
"""


MENU: Mapping[str, frozenset[str]] = {
    "agency": frozenset(
        {
            *("overview", "cases", "deadlines", "worklist", "law", "reports"),
            *("proceedings", "suggestions", "activities", "scorecards", "parked"),
        }
    ),
    "court": frozenset({"cases", "law", "feeds", "reports"}),
}
"""Where the menu leads those who oversee nothing."""


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at what reporting shows."""

    principal: Principal

    @property
    def role(self) -> str:
        """Return its role."""
        return self.principal.role

    @cached_property
    def oversees(self) -> bool:
        """Return whether it sees all of its districts, and not only its own part of them."""
        return has(self.principal, "read a district")

    @cached_property
    def everywhere(self) -> bool:
        """Return whether every district is its own."""
        return self.role in EVERYTHING or EVERYWHERE in self.principal.districts

    def may_see(self, district: str) -> bool:
        """Return whether it sees anything of a district, named by its id."""
        return self.role != "public" and (self.everywhere or district in self.principal.districts)

    @property
    def sees_names(self) -> bool:
        """Return whether names of private persons are opened to it at all."""
        return self.role in NAMED

    def finds(self, page: str) -> bool:
        """Return whether the menu leads it to a page of a district, such as `cases`."""
        return self.oversees or page in MENU.get(self.role, ())


_NOW: ContextVar[Viewer | None] = ContextVar("viewer", default=None)
"""Set for each request before its route is entered. Without one the house itself asks, which sees everything."""


def now() -> Viewer | None:
    """Return who is looking; None where the house itself asks, and nobody."""
    return _NOW.get()


def look_as(viewer: Viewer | None) -> None:
    """Let what is asked from here on, in this task and those it begins, be asked by somebody."""
    _NOW.set(viewer)
