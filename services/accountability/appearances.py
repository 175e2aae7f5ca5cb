"""Who failed to appear (Xinzhou 13-17, Huancui 19)?"""

from collections.abc import Iterator

from services.accountability.matter import Matter
from shared.events.findings.accountability import AppearanceFailed
from shared.law.appearance import appearance, excuse


def failed_appearances(matter: Matter) -> Iterator[AppearanceFailed]:
    """Find that no officer sat where one should have; an excuse is noted, not ignored."""
    case, law = matter.view.case, matter.law
    appeared = appearance(case, matter.world.organs, law)
    if appeared is None or appeared.appeared:
        return
    excused = excuse(case, appeared.missed)
    yield AppearanceFailed(
        hearings=appeared.missed,
        article=law.appearance,
        excused=excused is not None,
        reason=excused.reason if excused else "",
    )
