"""How is asked what is parked: first the list, then the keys that open its cells?"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from services.reporting.parked.listing import Asked, Listed, listed
from services.reporting.parked.shapes import ParkedPage
from shared.sealing import Seal

T = TypeVar("T")


class Asks(Protocol):
    """The reader, as far as it is asked here."""

    async def about(self, question: Callable[..., T], district: str, *args: Any) -> T:
        """Ask any question about a district."""

    async def seals(self, district: str, subjects: Iterable[str]) -> Mapping[str, Seal]:
        """Return the keys by which names in events of these subjects are opened."""


async def parked_page(reader: Asks, district: str, asked: Asked, door: str = "") -> ParkedPage:
    """Return what is parked in a district, cells opened as far as there are keys; `door` is the address of intake.

    Raises UnknownDistrictError, UnknownWordError, UnknownAgencyError, NoPlaceError.
    """
    found: Listed = await reader.about(listed, district, asked)
    subjects = set(found.subjects.values())
    seals = await reader.seals(found.district, subjects) if subjects else {}
    return found.shown(seals, door)
