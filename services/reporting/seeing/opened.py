"""Which routes are open to others than overseers, and how do they ask for their own part there?"""

from collections.abc import Mapping
from typing import NamedTuple

from shared.access import Right


class Opened(NamedTuple):
    """How a route is open to more than overseers."""

    right: Right
    agency: str = ""
    """The parameter by which an agency is named: the own name is put there for one that leaves it out, and
    another is refused."""
    unless: str = ""
    """A parameter that narrows the question to a case: with it no agency need be named."""


_OF_AGENCY = Opened("read an agency", "agency")
_CASES = Opened("read a case")

OPENED: Mapping[str, Opened] = {
    "/": _CASES,
    "/districts": _CASES,
    "/districts/{district}": _CASES,
    "/settled": Opened("look"),
    "/static/{name}": Opened("look"),
    # By these keys everybody can check what was published.
    "/reports/key": Opened("look"),
    # The law is published, and the log names what it says.
    "/law": Opened("look"),
    "/law/{pack}": Opened("look"),
    "/law/entries": _CASES,
    "/law/entries/{mark:path}/cases": _CASES,
    "/districts/{district}/law": _CASES,
    "/districts/{district}/law/{mark:path}": _CASES,
    "/calendar": _CASES,
    # Where there is no page.
    "/districts/{district}/{rest:path}": _CASES,
    # Cases.
    "/cases": _CASES,
    "/cases/{case:path}": _CASES,
    "/districts/{district}/cases": _CASES,
    "/districts/{district}/cases/{case:path}": _CASES,
    "/districts/{district}/deadlines/{case}/{duty}": _CASES,
    "/districts/{district}/events/{position}": _CASES,
    # Figures of an agency.
    "/figures": _OF_AGENCY,
    "/figures/{metric}/cases": _OF_AGENCY,
    "/figures/{metric}/uncounted": _OF_AGENCY,
    "/districts/{district}/agencies/{name:path}": Opened("read an agency", "name"),
    "/districts/{district}/figures/{metric}": _OF_AGENCY,
    # What is due from an agency, waits for it, or was said to it.
    "/deadlines": Opened("read a case", "agency", unless="case"),
    "/districts/{district}/deadlines": _OF_AGENCY,
    "/outlook": _OF_AGENCY,
    "/districts/{district}/outlook": _OF_AGENCY,
    "/districts/{district}/deadlines/calendar": _OF_AGENCY,
    "/calendars/{district}.ics": _OF_AGENCY,
    "/worklists": Opened("read an agency", "who"),
    "/worklist": Opened("read an agency", "who"),
    "/districts/{district}/worklist": Opened("read an agency", "who"),
    "/parked": _OF_AGENCY,
    "/districts/{district}/parked": _OF_AGENCY,
    "/activities": _OF_AGENCY,
    "/districts/{district}/activities": _OF_AGENCY,
    "/suggestions": _OF_AGENCY,
    "/districts/{district}/suggestions": _OF_AGENCY,
    "/proceedings": _OF_AGENCY,
    "/districts/{district}/proceedings": _OF_AGENCY,
    "/proceedings/{case:path}": Opened("read an agency"),
    "/districts/{district}/proceedings/{case:path}": Opened("read an agency"),
    "/scorecards": Opened("read an agency"),
    "/districts/{district}/scorecards": Opened("read an agency"),
    "/scorecards/{agency:path}": _OF_AGENCY,
    "/districts/{district}/scorecards/{agency:path}": _OF_AGENCY,
    # What was published, and nothing of it that names cases.
    "/reports": _CASES,
    "/reports/{district}/{period}": _CASES,
    "/reports/{district}/{period}/restatement": _CASES,
    "/districts/{district}/reports": _CASES,
    "/districts/{district}/reports/{period}": _CASES,
    # What is told as it changes: of an agency its figures, of a case of one's own its events.
    "/stream": Opened("read a case", "agency", unless="case"),
    # What came from a court.
    "/feeds": Opened("read a feed"),
    "/feeds/days": Opened("read a feed"),
    "/districts/{district}/feeds": Opened("read a feed"),
    "/districts/{district}/feeds/{feed:path}": Opened("read a feed"),
}
"""By the path of the route. What is not here asks for the right to read a district."""

PUBLIC = "/public/"
"""What lies below is published: everybody sees it."""

AGENCIES_BY = frozenset({"defendant", "responsible", "accountable"})
"""By which of the ways to count a row is that of an agency."""

WITHOUT_DISTRICT = frozenset(
    {
        *(
            "/",
            "/districts",
            "/settled",
            "/static/{name}",
            "/law",
            "/law/{pack}",
            "/calendar",
            "/reports/key",
        ),
        "/comparison",
    }
)
"""Routes that may be asked without a district by those who see some only: their answer holds no more than those."""


def is_published(path: str) -> bool:
    """Return whether a route shows what was published."""
    return path.startswith(PUBLIC) or path == PUBLIC.rstrip("/")


def right_of(path: str) -> Right:
    """Return the right that a route of this path asks for."""
    if is_published(path):
        return "look"
    return OPENED[path].right if path in OPENED else "read a district"
