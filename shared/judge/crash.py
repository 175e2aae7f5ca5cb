"""Where may a test let a service die? At the named points of the loop, of deliveries, and of saving."""

import os
from collections.abc import Callable

POINTS = ("after-note", "after-enter", "before-append", "after-append", "after-settle")
"""Those every judge passes."""

DELIVERING = ("before-deliver", "after-deliver")
"""Those reporting passes when it tells somebody something; only then is it put on record."""

PUBLISHING = ("before-archive", "after-archive")
"""Those reporting passes with the files of a report: only then is it put on record that there are any."""

KEEPING = ("before-save", "after-save", "after-index")
"""Those intake's keeper passes with each group: only then are facts acknowledged."""

REBUILDING = ("after-fill", "before-follow", "after-compare", "before-switch", "after-switch")
"""Those a rebuild of reporting passes: the first three in the process that fills, the others in reporting itself."""

ALL = POINTS + DELIVERING + PUBLISHING + KEEPING + REBUILDING


def dying_at(where: str) -> Callable[[str], None]:
    """Return what is told of each point passed, and ends the process as a crash would at `name` or `name:nth`.

    Raises ValueError for a point that does not exist. The empty string names none.
    """
    name, _, nth = where.partition(":")
    if name and name not in ALL:
        expected = ", ".join(ALL)
        raise ValueError(f"no point named {name!r}; expected one of {expected}")
    left = int(nth or 1)

    def passing(point: str) -> None:
        nonlocal left
        if point == name:
            left -= 1
            if left == 0:
                os._exit(9)

    return passing
