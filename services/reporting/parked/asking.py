"""How is asked what is parked: first the list, then the keys that open its cells?"""

from services.reporting.parked.listing import Asked, Listed, listed
from services.reporting.parked.shapes import ParkedPage
from services.reporting.reader import Reader


async def parked_page(reader: Reader, district: str, asked: Asked, door: str = "") -> ParkedPage:
    """Return what is parked in a district, cells opened as far as there are keys; `door` is the address of intake.

    Raises UnknownDistrictError, UnknownWordError, UnknownAgencyError, NoPlaceError.
    """
    found: Listed = await reader.about(listed, district, asked)
    subjects = set(found.subjects.values())
    seals = await reader.seals(found.district, subjects) if subjects else {}
    return found.shown(seals, door)
