"""Who is calling, and what may they do?

A *principal* is a court, an agency, a bureau or another body whose key or token was checked. `rights` says which
roles may ask for what, `speaking` whose facts a principal may report; `guard` stands before the routes of services.
"""

from shared.access.guard import Guard
from shared.access.principals import ANYBODY, EVERYWHERE, PUBLIC, Principal, Role, operator
from shared.access.rights import RIGHTS, Right, has
from shared.access.speaking import NotAllowed, refusal

__all__ = [
    "ANYBODY",
    "EVERYWHERE",
    "PUBLIC",
    "RIGHTS",
    "Guard",
    "NotAllowed",
    "Principal",
    "Right",
    "Role",
    "has",
    "operator",
    "refusal",
]
