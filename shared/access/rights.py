"""Which roles may ask for what?

What a role may report is said by each fact type itself (`REPORTED_BY`) and by `speaking`; here stands what else there
is to ask of the house. Every route of every service names one of these rights.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from shared.access.principals import ANYBODY, Principal, Role

Right = Literal[
    "look",
    "read a district",
    "read an agency",
    "read a case",
    "read a feed",
    "ask",
    "report",
    "import",
    "export",
    "read documents",
    "read facts",
    "read the log",
    "see subscriptions",
    "manage feeds",
    "operate",
]

_REPORTERS: frozenset[Role] = frozenset({"court", "procuratorate", "bureau", "office", "agency", "operator"})
_OVERSEERS: frozenset[Role] = frozenset({"bureau", "auditor", "operator"})
_READERS: frozenset[Role] = frozenset({"procuratorate", "bureau", "office", "auditor", "operator"})

RIGHTS: Mapping[Right, frozenset[Role]] = MappingProxyType(
    {
        "look": ANYBODY,  # health, the forms of events, the law, and what was published
        "read a district": _READERS,  # all that reporting shows of their districts
        "read an agency": _READERS | {"agency"},  # an agency: what concerns itself
        "read a case": _READERS
        | {"agency", "court"},  # a court: those with its code; an agency: those that name it
        "read a feed": _READERS | {"court"},  # a court: what came from itself
        "ask": ANYBODY,  # what would follow from facts; nothing is recorded
        "report": _REPORTERS,
        "import": frozenset({"bureau", "operator"}),
        "export": _OVERSEERS,  # a ledger names claimants
        "read documents": _REPORTERS | {"auditor"},
        "read facts": _REPORTERS | {"auditor"},
        "read the log": frozenset({"auditor", "operator"}),
        "see subscriptions": _OVERSEERS,
        "manage feeds": frozenset({"operator"}),
        "operate": frozenset({"operator"}),
    }
)
"""Roles by right. A right within a district is further bound to the principal's own districts.

How far each of those who read sees is said by `services.reporting.seeing`.
"""


def has(principal: Principal, right: Right) -> bool:
    """Return whether a principal's role has a right."""
    return principal.role in RIGHTS[right]
