"""How does a suggestion read as a row, and a row as an answer? Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from services.reporting.deadlines.lights import light, stands
from services.reporting.deadlines.obligors import Obligors
from services.reporting.suggestions.shapes import Loss, State, Suggestion
from services.reporting.summary import ACCOUNTABILITY, DEADLINES
from shared.dispute import Case, Dispute, Key
from shared.events.aftermath import SuggestionAnswered
from shared.events.court import SuggestionIssued
from shared.events.findings.accountability import LossFound
from shared.events.findings.deadlines import Deadline, DeadlineNear
from shared.law.suggestions import answers
from shared.law.told import told
from shared.organs import Organs
from shared.world import World

DUTY = "suggestion_reply"
"""What the packs call the duty to answer."""

OWING = "addressee"
"""The role that must answer."""

RECEIVED, ANSWERED = "received", "answered"
"""How those stand for which no deadline was found."""

STATE_OF: Mapping[str, State] = {
    "overdue": "overdue",
    "near": "open",
    "due": "open",
    "waiting": "suspended",
    RECEIVED: "received",
    "met": "in_time",
    "late": "late",
    ANSWERED: "answered",
    "lifted": "lifted",
    "lapsed": "lifted",
}
"""The state, by how the deadline stands."""


class Row(NamedTuple):
    """A row of the table, in the order of its columns."""

    district: str
    case_number: str
    of: str
    on: date
    year: int
    kind: str
    agencies: str
    stands: str
    signed: int
    copied: int
    lost: int
    says: str


class Says(NamedTuple):
    """What a row says beside what it is looked for by; days are texts when read back."""

    category: str
    due_on: date | None
    article: str
    answered_on: date | None
    signed: bool | None
    urgent: bool
    provisional: bool
    copied_to: tuple[str, ...]
    loss: tuple[str, date, tuple[str, ...]] | None


def suggestion_rows(dispute: Dispute, world: World) -> Iterator[Row]:
    """Return the rows of all suggestions in the cases of a dispute."""
    for case in dispute.cases:
        if SuggestionIssued in case.reports:
            about = _About(case, dispute, world.organs)
            yield from (_row(asked, about) for asked in told(case, SuggestionIssued, world.organs))


def answer(row: Mapping[str, Any], day: date) -> Suggestion:
    """Return a row as it is answered on a day."""
    says = Says(*from_json(row["says"]))
    due_on = _day(says.due_on)
    return Suggestion(
        case=row["case_number"],
        category=says.category,
        kind=row["kind"],
        agencies=tuple(from_json(row["agencies"])),
        received_on=row["on"],
        state=STATE_OF[row["stands"]],
        light=light(row["stands"], due_on, day) if due_on else "",
        due_on=due_on,
        article=says.article,
        answered_on=_day(says.answered_on),
        signed=says.signed,
        urgent=says.urgent,
        provisional=says.provisional,
        copied_to=tuple(says.copied_to),
        copied=bool(row["copied"]),
        loss=_loss(says.loss),
        of=row["of"],
    )


@dataclass(frozen=True)
class _About:
    """What the suggestions in one case are read with."""

    case: Case
    dispute: Dispute
    organs: Organs

    @cached_property
    def category(self) -> str:
        """Return what kind of proceeding the case is."""
        return self.case.docketed.category if self.case.docketed else ""

    @cached_property
    def addressed(self) -> Obligors:
        """Return who is meant where a suggestion names nobody."""
        return Obligors(self.case, self.dispute, self.organs)

    def loss(self) -> tuple[str, date, tuple[str, ...]] | None:
        """Return the loss in which the proceedings of the case's kind ended."""
        for number, found in self.dispute.found(ACCOUNTABILITY, LossFound):
            docketed = self.dispute.by_number[number].docketed
            if docketed and docketed.category == self.category:
                units = tuple(map(self.organs.full_name, found.accountable))
                return number, found.took_effect_on, units
        return None

    def deadline(self, asked: SuggestionIssued) -> tuple[Deadline | None, str]:
        """Return the deadline of the answer and how it stands."""
        standing = self.dispute.standing(DEADLINES)
        slot = f"{DUTY}/{asked.slot}"
        found = standing.get(Key(self.case.number, Deadline.TOPIC, slot))
        if not isinstance(found, Deadline):
            return None, ""
        return found, stands(found, standing.get(Key(self.case.number, DeadlineNear.TOPIC, slot)))

    def answered(self, asked: SuggestionIssued) -> SuggestionAnswered | None:
        """Return the first answer to a suggestion; of two of one day the one that was signed off."""
        facts = told(self.case, SuggestionAnswered, self.organs)
        found = [fact for fact in facts if answers(fact, asked, self.organs)]
        return min(found, key=lambda one: (one.answered_on, not one.officer_signed), default=None)


def _row(asked: SuggestionIssued, about: _About) -> Row:
    deadline, stands = about.deadline(asked)
    answered, loss = about.answered(asked), about.loss()
    copied_to = tuple(dict.fromkeys(map(about.organs.full_name, asked.copied_to)))
    says = Says(
        category=about.category,
        due_on=deadline.due_on if deadline else None,
        article=deadline.article if deadline else "",
        answered_on=answered.answered_on if answered else None,
        signed=answered.officer_signed if answered else None,
        urgent=asked.urgent,
        provisional=deadline is not None and deadline.provisional,
        copied_to=copied_to,
        loss=loss,
    )
    return Row(
        about.case.district,
        about.case.number,
        asked.slot,
        asked.received_on,
        asked.received_on.year,
        asked.kind,
        to_json(about.addressed.filling(OWING, asked.slot)).decode(),
        stands or (ANSWERED if answered else RECEIVED),
        int(bool(says.signed)),
        int(any(about.organs.kind(name) == "government" for name in copied_to)),
        int(loss is not None),
        to_json(says).decode(),
    )


def _loss(said: Any) -> Loss | None:
    if said is None:
        return None
    case, on, units = said
    return Loss(case=case, took_effect_on=date.fromisoformat(on), accountable=tuple(units))


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
