"""What do the pages of the law show: what it says, and which cases each entry decided?"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.answers import AdoptedPack, CaseRow, District, LawEntryRow
from services.reporting.pages.source import Source
from services.reporting.unknown import UnknownMarkError

ORDER = (
    "targets",
    "routing",
    "appearing",
    "officers",
    "roster",
    "observers",
    "cooperation",
    "checklists",
    "agents",
    "duties",
    "reminders",
    "lost",
    "adverse",
    "attendance",
    "circulars",
    "liability",
    "proceeding",
    "grounds",
    "assessment",
    "categories",
    "parameters",
)
"""The sections in the order people ask for them: what is measured, who acts, by when, what follows."""

DECIDING = frozenset(
    {
        "routing",
        "appearing",
        "roster",
        "observers",
        "cooperation",
        "checklists",
        "agents",
        "duties",
        "lost",
        "attendance",
        "circulars",
        "liability",
        "proceeding",
        "grounds",
    }
)
"""The sections whose entries decide cases."""

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LawPage:
    """Everything on the page of a district's law."""

    district: District
    pack: str
    packs: tuple[AdoptedPack, ...]
    """The district's packs by the day they are in force from, and the national one they stand on."""
    sections: Mapping[str, tuple[LawEntryRow, ...]]
    """Those that say anything, in order."""

    @property
    def uncertain(self) -> int:
        """Return how many entries are uncertain."""
        return sum(entry.status == "uncertain" for entries in self.sections.values() for entry in entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPage:
    """One entry of the law and the cases it decided."""

    district: District
    pack: str
    entries: tuple[LawEntryRow, ...]
    """What stands under the mark: mostly one, of a duty several."""
    cases: tuple[CaseRow, ...]
    next: str | None


async def law_page(reader: Source, district: District, pack: str) -> LawPage:
    """Return the page of a district's law. Raises UnknownPackError."""
    said = await reader.entries(district.id, pack)
    sections = {
        section: found
        for section in ORDER
        if (found := tuple(entry for entry in said.items if entry.section == section))
    }
    own = [one for one in await reader.laws() if one.district in (district.id, "")]
    own.sort(key=lambda one: (not one.district, str(one.since or ""), one.pack))
    return LawPage(district=district, pack=said.pack, packs=tuple(own), sections=sections)


async def entry_page(reader: Source, district: District, mark: str, pack: str, after: str) -> EntryPage:
    """Return the page of an entry of the law. Raises UnknownPackError, UnknownMarkError."""
    said = await reader.entries(district.id, pack)
    entries = tuple(entry for entry in said.items if entry.mark == mark)
    if not entries:
        raise UnknownMarkError(mark, district.id)
    found = await reader.decided(district.id, mark, after=after, limit=PAGE)
    return EntryPage(district=district, pack=said.pack, entries=entries, cases=found.items, next=found.next)
