"""What do the facts and findings of one dispute say, whatever order they arrived in?

A *report* is what one fact says after its corrections. Reports of one type, case and slot are about the same thing;
the one that counts is chosen by who reported it and what it says, never by when it arrived. Cases are joined to
disputes by the earlier case their docketing names. What the bureau owes beside all cases stands like a dispute of one
case, with a name in the place of the number.
"""

from shared.dispute.chains import Case, Dispute, Key, disputes, with_bureau
from shared.dispute.handles import Handles, handles
from shared.dispute.reports import (
    FIRST_USABLE,
    LAST_USABLE,
    SOURCES,
    USUAL,
    Orders,
    Report,
    agency_first,
    counting,
    effective,
    facts_that_count,
    source_rank,
    successive,
    weighed,
)

__all__ = [
    "FIRST_USABLE",
    "LAST_USABLE",
    "SOURCES",
    "USUAL",
    "Case",
    "Dispute",
    "Handles",
    "Key",
    "Orders",
    "Report",
    "agency_first",
    "counting",
    "disputes",
    "effective",
    "facts_that_count",
    "handles",
    "source_rank",
    "successive",
    "weighed",
    "with_bureau",
]
