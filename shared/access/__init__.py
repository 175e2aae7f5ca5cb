"""Who is calling, and what may they do?

A *principal* is a court, an agency, a bureau or another body whose key or token was checked. `rights` says which
roles may ask for what, `speaking` whose facts a principal may report; `guard` stands before the routes of services.
The last two are imported by their names: who only asks for roles need not load what routes and events need.
"""

from shared.access.principals import ANYBODY, EVERYWHERE, PUBLIC, Principal, Role, operator
from shared.access.rights import RIGHTS, Right, has

__all__ = [
    "ANYBODY",
    "EVERYWHERE",
    "PUBLIC",
    "RIGHTS",
    "Principal",
    "Right",
    "Role",
    "has",
    "operator",
]
