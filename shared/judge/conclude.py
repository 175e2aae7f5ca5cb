"""What does the loop hand to a service, and what does it want back?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from shared.dispute import Dispute
from shared.index import Entry
from shared.log.notes import Save
from shared.world import World

FEW = 5
"""Up to so many disputes are judged for somebody who waits: at once, with those whose answer they change."""


@dataclass(frozen=True, slots=True)
class Due:
    """Disputes to be judged together, because something joins their cases, or once did."""

    keys: tuple[str, ...]
    """Their case keys (district|number)."""
    disputes: tuple[Dispute, ...]
    world: World
    position: int
    """Position of the last event noted about them."""


@dataclass(frozen=True, slots=True)
class Concluded:
    """What is to be saved in one transaction when a group of disputes has been judged."""

    own: Sequence[tuple[int, bytes]] = ()
    """Findings appended to the log, with their positions."""
    wake: Mapping[str, date | None] = field(default_factory=dict)
    """When each case has to be judged again by the passing of time alone."""
    stalled: Mapping[str, str] = field(default_factory=dict)
    """Case keys that could not be judged, with the error."""
    save: Save | None = None


class Concluder(Protocol):
    """What a service makes of disputes that are due."""

    @property
    def service(self) -> str:
        """Return who concludes."""
        ...

    @property
    def version(self) -> str:
        """Return the version of what it concludes by."""
        ...

    @property
    def most(self) -> int:
        """Return how many cases are concluded between two transactions."""
        ...

    def entries(self, dispute: Dispute, world: World) -> Iterable[Entry]:
        """Return what other disputes must know of this one; it depends on facts alone."""
        ...

    async def conclude(self, due: Sequence[Due], own_last: int) -> Concluded:
        """Say what follows. Raises Refused or LogUnavailable: then everything stays due."""
        ...


def say(error: Exception) -> str:
    """Return what an error says, with its kind."""
    return f"{type(error).__name__}: {error}"[:2000]
