"""What was known of a case at an earlier position? Its events up to there, judged as they were then."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from services.reporting.answers import CaseDetail
from services.reporting.contribution import Contribution, contributions
from services.reporting.deadlines.lights import LISTED
from services.reporting.deadlines.rows import answer, deadline_rows
from services.reporting.deadlines.shapes import Deadlines
from services.reporting.figures import additions
from services.reporting.history.counting import world_at
from services.reporting.history.moments import instant
from services.reporting.known import Known
from services.reporting.marks import Marked, marked
from services.reporting.reader.deadlines import provisional_years
from services.reporting.reader.detail import detail
from services.reporting.reader.events import Instance, concluded
from services.reporting.rows import case_row as row_shown
from services.reporting.summary import case_row
from services.reporting.timeline import Note
from services.reporting.unknown import NotKnownThenError
from shared.dispute import Dispute, disputes
from shared.envelope import case_key
from shared.log.told import told_of_cases
from shared.sealing import Seal
from shared.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseThen:
    """A case as it was known at a position."""

    position: int
    at: datetime | None
    """When the last event up to there was recorded."""
    world: World
    """Law, organs and the day as they were known then."""
    notes: tuple[Note, ...]
    row: Mapping[str, Any]
    deadlines: Deadlines
    instances: Mapping[str, Instance]
    """The cases of its dispute of which anything was known, by number."""

    @property
    def subjects(self) -> frozenset[str]:
        """Return of whom events are: the keys of their names are asked for by these."""
        return frozenset(note.record.subject for note in self.notes)

    def detail(self, seals: Mapping[str, Seal]) -> CaseDetail:
        """Return all that was known, names opened as far as there are keys."""
        return detail(self.position, self.row, self.notes, seals, "", self.world)


def case_at(connection: Connection, known: Known, number: str, position: int) -> CaseThen:
    """Return a case as it was known at a position. Raises NotKnownThenError where nothing of it was."""
    (component,) = told_of_cases(connection, [case_key(known.id, number)], position)
    noted = (Note.of(body) for body in component.bodies)
    notes = tuple(note for note in noted if note.record.position <= position)
    world = world_at(connection, known.id, position)
    found = disputes([note.record for note in notes], world.orders)
    here = (one for one in found if one.district == known.id and number in one.by_number)
    dispute = next(here, None)
    if dispute is None or not dispute.by_number[number].reported:
        raise NotKnownThenError("case", number, position)
    rows = _rows(dispute, world)
    return CaseThen(
        position=position,
        at=instant(connection, position).at,
        world=world,
        notes=notes,
        row=rows[number],
        deadlines=_deadlines(dispute, number, world, position),
        instances={
            one: Instance(row=row_shown(row), concluded=concluded(row["contribution"]))
            for one, row in rows.items()
        },
    )


def _rows(dispute: Dispute, world: World) -> dict[str, dict[str, Any]]:
    """Return the rows of its cases as the views would have had them."""
    counted, marking = contributions(additions(dispute, world)), marked(dispute, world)
    return {
        case.number: case_row(dispute, case, world, counted.get(case.number, Contribution()))
        | marking.get(case.number, Marked())._asdict()
        for case in dispute.cases
        if case.reported
    }


def _deadlines(dispute: Dispute, number: str, world: World, position: int) -> Deadlines:
    rows = (row for row in deadline_rows(dispute, world) if row.case_number == number and row.place == 0)
    listed = sorted(
        (answer(row._asdict(), world.day) for row in rows if row.stands in LISTED),
        key=lambda one: (one.due_on, one.duty, one.of),
    )
    years = provisional_years(listed, world.calendar)
    return Deadlines(position=position, day=world.day, items=tuple(listed), provisional_years=years)
