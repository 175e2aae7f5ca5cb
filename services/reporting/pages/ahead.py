"""What does the page of the outlook show: what a year will end at, what is still needed, which hearings decide it?"""

from dataclasses import dataclass

from services.reporting.answers import District
from services.reporting.outlook.asking import outlook
from services.reporting.outlook.shapes import Deciding, Expected
from services.reporting.outlook.shapes import Outlook as Found
from services.reporting.pages.choice import Choice
from services.reporting.pages.source import Source

_ORDER = {"out_of_reach": 0, "open": 1, "certain": 2, "nothing": 3}
HEARINGS = 40
"""Hearings named at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadPage:
    """What a year will end at, for a district and its agencies or for one of them."""

    district: District
    choice: Choice
    agency: str
    """Empty for the district."""
    found: Found
    lead: tuple[Expected, ...]
    """The rows of the district, or of the one agency asked for."""
    others: tuple[Expected, ...]
    """Those of the agencies for which anything is open or lost: the worst first."""
    hearings: tuple[Deciding, ...]

    @property
    def more(self) -> int:
        """Return how many more hearings there are."""
        return len(self.found.hearings) - len(self.hearings)


async def ahead_page(reader: Source, district: District, choice: Choice, agency: str) -> AheadPage:
    """Return what the year of a choice will end at. Raises UnknownAgencyError."""
    found = await reader.about(outlook, district.id, choice.year.label, agency)
    whole = "*" if not agency else None
    lead = tuple(one for one in found.items if whole is None or one.agency == whole)
    others = [
        one
        for one in found.items
        if whole and one.agency != whole and (one.entering or one.changing or one.standing == "out_of_reach")
    ]
    others.sort(key=lambda one: (_ORDER[one.standing], -(one.needed or 0), one.agency, one.metric))
    return AheadPage(
        district=district,
        choice=choice,
        agency=agency,
        found=found,
        lead=lead,
        others=tuple(others),
        hearings=found.hearings[:HEARINGS],
    )
