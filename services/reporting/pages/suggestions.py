"""What does the page of suggestions show: how they stand, and each with its answer, its case and the loss?"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.answers import District
from services.reporting.pages.deadlines import agencies_of
from services.reporting.pages.source import Source
from services.reporting.suggestions.listing import Asked, listed
from services.reporting.suggestions.shapes import STATES, State, Suggestions
from shared.events.words import SuggestionKind
from shared.law.model import Law

PAGE = 50

ALWAYS: tuple[State, ...] = ("overdue", "open", "in_time", "late")
"""States that are shown also where nothing stands so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters; empty for any."""

    year: int | None = None
    state: State | str = ""
    kind: SuggestionKind | str = ""
    agency: str = ""
    lost: bool | None = None

    @property
    def any(self) -> bool:
        """Return whether anything but a year is asked for."""
        return bool(self.state or self.kind or self.agency or self.lost is not None)

    def query(self, **other: str) -> Mapping[str, str]:
        """Return the filters as an address has them, with others in their place."""
        lost = "" if self.lost is None else str(self.lost).lower()
        own = {"year": str(self.year or ""), "state": self.state, "kind": self.kind, "agency": self.agency}
        return {**own, "lost": lost, **other}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionsPage:
    """Everything on the page of suggestions."""

    district: District
    law: Law | None
    found: Suggestions
    asked: Filters
    states: tuple[State, ...]
    """Those on the board: what anything stands so, and what one always looks for."""
    years: tuple[int, ...]
    """Those that may be chosen, the earliest first."""
    agencies: tuple[str, ...]
    """Those that may be chosen."""
    registered: frozenset[str]
    """Those that have a page of their own."""
    after: str

    @property
    def ended(self) -> int:
        """Return how many were answered, or should have been by now."""
        counts = self.found.counts
        return counts["in_time"] + counts["late"] + counts["overdue"]

    @property
    def answered(self) -> int:
        """Return how many were answered."""
        counts = self.found.counts
        return counts["in_time"] + counts["late"] + counts["answered"]


async def suggestions_page(reader: Source, district: District, asked: Filters, after: str) -> SuggestionsPage:
    """Return the page of suggestions."""
    world = await reader.world(district.id)
    law = await reader.law(district.id)
    wanted = Asked(asked.year, asked.state, asked.kind, asked.agency, None, asked.lost, after, PAGE)
    found: Suggestions = await reader.about(listed, district.id, wanted)
    shown = (*ALWAYS, asked.state)
    return SuggestionsPage(
        district=district,
        law=law,
        found=found,
        asked=asked,
        states=tuple(one for one in STATES if found.counts[one] or one in shown),
        years=tuple(sorted({*found.years, *([asked.year] if asked.year else [])})),
        agencies=agencies_of(world.organs, asked.agency),
        registered=frozenset(organ.name for organ in world.organs.organs),
        after=after,
    )
