"""How does a deadline read as rows, one for each organ that owes it, and rows as answers? Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from services.reporting.deadlines.lights import MEANING, RUNNING, light, stands
from services.reporting.deadlines.obligors import Obligors, called
from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.summary import DEADLINES
from shared.dispute import Dispute, Key
from shared.events.base import Finding
from shared.events.findings.deadlines import (
    Deadline,
    DeadlineEscalated,
    DeadlineMoved,
    DeadlineNear,
    DeadlineSuspended,
    StepsTaken,
)
from shared.law.model import Law
from shared.world import World


class Row(NamedTuple):
    """A row of the table, in the order of its columns."""

    district: str
    case_number: str
    duty: str
    of: str
    place: int
    agency: str
    stands: str
    due_on: date
    cause: str
    sequence: int
    says: str


class Says(NamedTuple):
    """What a row says beside what it is looked for by; days are texts when read back."""

    article: str
    obligor: str
    agencies: tuple[str, ...]
    starts_on: date | None
    done_on: date | None
    step: int | None
    escalated_to: tuple[str, ...]
    provisional: bool
    soft: bool
    was_due_on: date | None
    taken: tuple[str, ...]
    pending: tuple[str, ...]
    left: int | None
    pack: str
    """Id of the pack whose duty it is."""


@dataclass(frozen=True, slots=True)
class _About:
    """What the deadlines of one case are read with."""

    obligors: Obligors
    law: Law | None


def deadline_rows(dispute: Dispute, world: World) -> Iterator[Row]:
    """Return the rows of all deadlines of a dispute, those that were withdrawn too."""
    standing, told_at = dispute.standing(DEADLINES), dispute.told_at.get(DEADLINES, {})
    withdrawn = dispute.withdrawn.get(DEADLINES, {})
    cases: dict[str, _About] = {}
    for found in (standing, withdrawn):
        for key, finding in found.items():
            if not isinstance(finding, Deadline):
                continue
            about = cases.get(key.case)
            if about is None:
                case = dispute.by_number[key.case]
                law = world.law if case.of_bureau else world.law_for(case)
                about = cases[key.case] = _About(Obligors(case, dispute, world.organs), law)
            reminder = found.get(Key(key.case, DeadlineNear.TOPIC, key.slot))
            steps = found.get(Key(key.case, StepsTaken.TOPIC, key.slot))
            how = stands(finding, reminder) if found is standing else "withdrawn"
            says = _says(finding, how, reminder, steps, about)
            text = to_json(says).decode()
            cause = finding.cause if isinstance(finding, DeadlineMoved) else ""
            for place, agency in enumerate(says.agencies or ("",)):
                yield Row(
                    dispute.district,
                    key.case,
                    finding.duty,
                    finding.of,
                    place,
                    agency,
                    how,
                    finding.due_on,
                    cause,
                    told_at.get(key, 0),
                    text,
                )


def _says(found: Deadline, how: str, reminder: Finding | None, steps: Finding | None, about: _About) -> Says:
    agencies = about.obligors.filling(found.obligor, found.of)
    near = reminder if isinstance(reminder, DeadlineNear) and how in RUNNING else None
    escalated = reminder if isinstance(reminder, DeadlineEscalated) else None
    return Says(
        article=found.article,
        obligor=found.obligor,
        agencies=agencies,
        starts_on=found.starts_on,
        done_on=found.done_on,
        step=near.step if near else None,
        escalated_to=called(agencies, escalated.to, about.obligors.organs) if escalated else (),
        provisional=found.provisional,
        soft=about.law is not None and found.duty in about.law.soft,
        was_due_on=found.was_due_on if isinstance(found, DeadlineMoved) else None,
        taken=steps.taken if isinstance(steps, StepsTaken) else (),
        pending=steps.pending if isinstance(steps, StepsTaken) else (),
        left=found.left if isinstance(found, DeadlineSuspended) else None,
        pack=about.law.pack.pack if about.law else "",
    )


def answer(row: Mapping[str, Any], day: date) -> DeadlineRow:
    """Return a row as it is answered on a day; what was withdrawn reads like what was lifted."""
    says = said(row)
    state, _ = MEANING[row["stands"]]
    return DeadlineRow(
        case=row["case_number"],
        duty=row["duty"],
        of=row["of"],
        article=says.article,
        obligor=says.obligor,
        agencies=tuple(says.agencies),
        starts_on=says.starts_on,
        due_on=row["due_on"],
        done_on=says.done_on,
        state=state,
        light=light(row["stands"], row["due_on"], day),
        late=row["stands"] == "late",
        step=says.step,
        escalated_to=tuple(says.escalated_to),
        provisional=says.provisional,
        soft=says.soft,
        was_due_on=says.was_due_on,
        cause=row["cause"],
        taken=tuple(says.taken),
        pending=tuple(says.pending),
        left=says.left,
        sequence=row["sequence"],
    )


def said(row: Mapping[str, Any]) -> Says:
    """Return what a row says beside what it is looked for by."""
    says = Says(*from_json(row["says"]))
    return says._replace(
        starts_on=_day(says.starts_on), done_on=_day(says.done_on), was_due_on=_day(says.was_due_on)
    )


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
