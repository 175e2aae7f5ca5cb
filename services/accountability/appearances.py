"""Who failed to appear (Xinzhou 13-17, Huancui 19)?"""

from collections.abc import Collection, Iterator
from datetime import date

from services.accountability.matter import Matter
from shared.events.court import AppearanceNoticeServed
from shared.events.findings.accountability import AppearanceFailed
from shared.law.appearance import excuse


def failed_appearances(matter: Matter) -> Iterator[AppearanceFailed]:
    """Find that no officer sat where one should have; an excuse is noted, not ignored."""
    case, organs, appeared = matter.view.case, matter.world.organs, matter.sittings.together
    if appeared is None or appeared.appeared:
        return
    excused = excuse(case, organs, appeared.missed)
    yield AppearanceFailed(
        hearings=appeared.missed,
        article=matter.law.appearance,
        excused=excused is not None,
        reason=excused.reason if excused else "",
        shown_by=tuple(_shown(matter, appeared.missed)),
    )


def _shown(matter: Matter, missed: Collection[date]) -> Iterator[str]:
    """Name the record of each hearing missed, and the notices that asked for an officer at it."""
    case = matter.view.case
    for hearing in matter.sittings.hearings:
        if hearing.held_on in missed:
            yield case.source_of(hearing)
    for notice in case.all(AppearanceNoticeServed):
        if notice.hearing_on in missed:
            yield case.source_of(notice)
