"""Can every item of the yearly assessment be measured or recorded as it says?"""

from typing import Final

from shared.law.faults.fault import Found, Place
from shared.law.faults.values import RATES
from shared.law.model import AssessmentItem, Pack

ON_TIME: Final = "on_time_rate"
FOR_GOVERNMENT: Final = "for=government"
"""What stands in the place of a duty where all of them count, in cases handled for the district government."""

OF_MEASURES: Final = ("by", "full", "none")
"""What is said only of items that are measured."""


def assessment(pack: Pack) -> Found:
    """Find items that name figures nobody counts, whose scale has no length, or that say how nothing is measured."""
    for number, item in enumerate(pack.assessment):
        place: Place = ("assessment", number)
        for n, figure in enumerate(item.figures):
            if figure not in RATES and not figure.startswith(f"{ON_TIME}:"):
                expected = f"{', '.join(RATES)}, {ON_TIME}:<duty> or {ON_TIME}:{FOR_GOVERNMENT}"
                yield (*place, "figures", n), f"no figure {figure!r}; expected one of {expected}"
        if item.full == item.none:
            expected = "expected full and none apart, all points at one and none at the other"
            yield place, f"{item.item!r} has full and none at {item.full}; {expected}"
        for name in OF_MEASURES:
            if name in item.model_fields_set and not item.figures:
                yield (*place, name), f"{name} of what is recorded; expected it only beside figures"


def duties_named(item: AssessmentItem) -> list[tuple[int, str]]:
    """Return the duties whose figures an item names, by their places."""
    parts = ((number, figure.partition(":")) for number, figure in enumerate(item.figures))
    return [
        (number, duty)
        for number, (figure, colon, duty) in parts
        if figure == ON_TIME and colon and duty != FOR_GOVERNMENT
    ]
