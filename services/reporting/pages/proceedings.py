"""What does the page of the proceedings after losses show: how many stand how, and each with its line?"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.answers import District
from services.reporting.pages.deadlines import agencies_of
from services.reporting.pages.source import Source
from services.reporting.proceedings.listing import Asked, listed
from services.reporting.proceedings.shapes import Proceedings
from shared.law.model import Law

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingsPage:
    """Everything on the page of a district's proceedings after losses."""

    district: District
    law: Law | None
    asked: Asked
    found: Proceedings
    agencies: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Return whether anything is asked for."""
        return bool(self.asked.state or self.asked.stage or self.asked.agency or self.asked.year)

    def query(self, **other: str) -> Mapping[str, str]:
        """Return the filters as an address has them, with others in their place."""
        asked = self.asked
        own = {"state": asked.state, "stage": asked.stage, "agency": asked.agency}
        return {**own, "year": str(asked.year or ""), **other}


async def proceedings_page(reader: Source, district: District, asked: Asked) -> ProceedingsPage:
    """Return the page of a district's proceedings. Raises what a list of them does."""
    found, law, world = await asyncio.gather(
        reader.about(listed, district.id, asked), reader.law(district.id), reader.world(district.id)
    )
    return ProceedingsPage(
        district=district,
        law=law,
        asked=asked,
        found=found,
        agencies=agencies_of(world.organs, asked.agency),
    )
