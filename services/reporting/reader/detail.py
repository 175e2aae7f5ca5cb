"""What is everything known of one case? Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.answers import CaseDetail
from services.reporting.rows import case_figures, case_row, routings
from services.reporting.timeline import Note, timeline
from services.reporting.worklist.asked import work_item
from services.reporting.worklist.kinds import items_of
from shared.dispute import Dispute, disputes
from shared.envelope import case_key
from shared.events.court import HearingHeld
from shared.law.attendance import Attendance, attendances
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from shared.sealing import Seal
from shared.world import World


def detail(
    position: int,
    row: Mapping[str, Any],
    notes: Sequence[Note],
    seals: Mapping[str, Seal],
    stalled: str,
    world: World,
) -> CaseDetail:
    """Return what the row of a case and the events of its dispute say, names opened as far as there are keys."""
    number = row["case_number"]
    found = disputes([note.record for note in notes], world.orders)
    here = (one for one in found if one.district == row["district"])
    dispute = next((one for one in here if number in one.by_number), None)
    return CaseDetail(
        position=position,
        row=case_row(row),
        chain=tuple(case.number for case in dispute.cases) if dispute else (number,),
        routing=routings(dispute, dispute.by_number[number]) if dispute else (),
        figures=case_figures(row["contribution"]),
        stalled=stalled,
        timeline=timeline(case_key(row["district"], number), notes, seals, world.orders),
        attendance=_attended(dispute, number, world) if dispute else (),
        waiting=tuple(work_item(item, case_row(row), world.day) for item in items_of(row["open"])),
    )


def _attended(dispute: Dispute, number: str, world: World) -> tuple[Attendance, ...]:
    """Return who came for each defendant to each hearing; nothing is said where no law governs the case."""
    case = dispute.by_number[number]
    if case.docketed is None or not case.all(HearingHeld):
        return ()
    view = CaseView(case, dispute, world.organs)
    law = law_governing(view, world)
    return attendances(view, world, law) if law else ()
