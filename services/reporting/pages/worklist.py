"""What does a worklist show: what waits in a district, or for one who must act, by kind and by day?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.reporting.answers import District, WorkFor, WorkItem
from services.reporting.pages.source import Source
from services.reporting.worklist.asked import everybody
from services.reporting.worklist.keeping import ORGANS, named
from services.reporting.worklist.kinds import KINDS
from shared.law.model import Law

SHORT = 10
"""Things of one kind shown where all kinds are."""
PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits of one kind."""

    kind: str
    number: int
    items: tuple[WorkItem, ...]
    next: str | None

    @property
    def who(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the roles that must act, with who fills each, as far as shown; one where all are for the same."""
        return tuple(dict.fromkeys((item.who, item.agencies) for item in self.items))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistPage:
    """Everything that waits in a district or for one who must act, or what of one kind does."""

    district: District
    law: Law | None
    day: date
    who: str
    """Whose worklist it is, by full name; empty for everybody's."""
    is_agency: bool
    """It is an agency's own: neither the bureau's nor the government office's."""
    kind: str
    groups: tuple[Waiting, ...]
    counts: Mapping[str, int]
    offices: tuple[tuple[str, str, WorkFor | None], ...]
    """The bureau and the government office: the word to ask for, the name, and how much waits for it."""
    agencies: tuple[WorkFor, ...]
    """All others for whom anything waits, the most first."""

    @property
    def number(self) -> int:
        """Return how much waits in all."""
        return sum(self.counts.values())


async def worklist_page(reader: Source, district: District, who: str, kind: str, after: str) -> WorklistPage:
    """Return what waits: a few of every kind, or of one kind all, a page at a time. Raises UnknownWhoError."""
    every = await reader.worklist(district.id, who=who, limit=1)
    groups = []
    for one in KINDS:
        if every.counts.get(one) and kind in ("", one):
            more = {"after": after, "limit": PAGE} if kind else {"limit": SHORT}
            found = await reader.worklist(district.id, one, who=who, **more)
            groups.append(Waiting(kind=one, number=every.counts[one], items=found.items, next=found.next))
    world = await reader.world(district.id)
    waiting = {one.who: one for one in await reader.about(everybody, district.id)}
    offices = tuple((word, name := named(word, world.organs), waiting.pop(name, None)) for word in ORGANS)
    return WorklistPage(
        district=district,
        law=world.law,
        day=every.day,
        who=every.who,
        is_agency=bool(every.who) and every.who not in {name for _, name, _ in offices},
        kind=kind,
        groups=tuple(groups),
        counts=every.counts,
        offices=offices,
        agencies=tuple(waiting.values()),
    )
