"""What is judged of one case: its facts, its law, and what routing and deadlines found on it?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from shared.dispute import Key
from shared.events.court import SuggestionIssued
from shared.events.findings.deadlines import DeadlineMissed
from shared.events.findings.routing import ResponsibleAgencyDetermined
from shared.law.attendance import Irregularity, irregularities
from shared.law.case_view import CaseView
from shared.law.gathered import gathered
from shared.law.lost import Lost
from shared.law.model import Law
from shared.law.proceeding import Courses
from shared.law.sittings import Sittings
from shared.world import World


@dataclass(frozen=True)
class Matter:
    """One case with all that the rules of accountability ask of it."""

    view: CaseView
    law: Law
    world: World
    lost: Lost | None = None
    """The loss of its dispute, where this case's document brought it."""

    @cached_property
    def proceedings(self) -> Courses:
        """Return how far the proceedings after its loss have come."""
        return Courses(gathered(self.view, self.world), self.world, self.law, self.lost)

    @cached_property
    def sittings(self) -> Sittings:
        """Return its hearings as they concern each defendant."""
        return Sittings(self.view, self.world.organs, self.law)

    @cached_property
    def irregularities(self) -> tuple[Irregularity, ...]:
        """Return what was wrong at its hearings; most have nothing of it."""
        return tuple(irregularities(self.sittings))

    @cached_property
    def answering(self) -> Mapping[str, tuple[str, ...]]:
        """Return who answers, by defendant, as routing found; a defendant for whom nobody does yet is not in it."""
        routed, number = self.view.dispute.standing("routing"), self.view.case.number
        found = ((name, routed.get(_answer(number, name))) for name in self.view.defendants)
        return {
            name: answer.agencies for name, answer in found if isinstance(answer, ResponsibleAgencyDetermined)
        }

    @cached_property
    def responsible(self) -> tuple[str, ...]:
        """Return everybody who answers in the case, each once."""
        return tuple(dict.fromkeys(name for agencies in self.answering.values() for name in agencies))

    @cached_property
    def missed(self) -> tuple[DeadlineMissed, ...]:
        """Return what was not done in time; what is due in general only leads to nothing."""
        number, soft = self.view.case.number, self.law.soft
        found = self.view.dispute.found("deadlines", DeadlineMissed)
        return tuple(one for case, one in found if case == number and one.duty not in soft)

    def owing(self, missed: DeadlineMissed) -> tuple[str, ...]:
        """Return which agencies did not do in time what was due; nobody where the law leaves open whose it was."""
        match missed.obligor:
            case "responsible_agency":
                defendant, _, _ = missed.of.partition("/")
                return self.answering.get(defendant, self.responsible)
            case "addressee":
                return self._addressed(missed)
            case "losing_agency":
                return self.lost.accountable if self.lost else self.responsible
            case "bureau":
                return self.view.filling("bureau", "")
        return ()

    def suggestion(self, missed: DeadlineMissed) -> SuggestionIssued | None:
        """Return the suggestion that was not answered in time."""
        report = self.view.case.reports.get(SuggestionIssued, {}).get(missed.of)
        return report.fact if report and isinstance(report.fact, SuggestionIssued) else None

    def _addressed(self, missed: DeadlineMissed) -> tuple[str, ...]:
        asked = self.suggestion(missed)
        if asked is None or not asked.addressee:
            return self.view.defendants
        return (self.view.organs.full_name(asked.addressee),)


def _answer(number: str, defendant: str) -> Key:
    return Key(number, ResponsibleAgencyDetermined.TOPIC, defendant)
