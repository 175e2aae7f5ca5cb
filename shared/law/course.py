"""How far has the proceeding of one unit after a loss come, and which facts do not fit into it yet (Xinzhou 32)?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, get_args

from shared.events.base import Fact
from shared.events.catalogue import FACTS, name_of
from shared.events.findings.accountability import StageDone, Subject
from shared.events.proceeding import (
    DecisionMade,
    InquiryCompleted,
    InquiryOpened,
    InquiryReported,
    Referred,
    ReviewCompleted,
)
from shared.law.case_view import CaseView
from shared.law.competence import competent, expected_of, unit_of
from shared.law.model import Stage
from shared.law.told import day_of

Reason = Literal["no-loss", "stage-out-of-order", "office-not-competent", "content-missing"]
MISFITS: frozenset[str] = frozenset(get_args(Reason))
"""Why facts of a proceeding are parked."""

Key = tuple[str, str]
"""A subject: the unit (full name), and the person; empty for the unit itself."""

INQUIRED, DECIDED = name_of(InquiryCompleted), name_of(DecisionMade)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A fact of a proceeding that does not fit yet, and what would release it."""

    fact: Fact
    reason: Reason
    expected: str
    """The fact type that would release it."""
    article: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """How far the proceeding of one accountable unit has come."""

    unit: str
    stages: tuple[Stage, ...]
    done: tuple[StageDone, ...]
    subjects: tuple[Subject, ...]
    joint: bool
    opened: bool = False
    """Its inquiry was opened."""
    deciding: tuple[Fact, ...] = ()
    """What decides on its subjects or hands one of them over, as far as it fits."""
    misfits: tuple[Misfit, ...] = ()
    named: tuple[str, ...] = ()
    """The units that its report names beside it."""

    @property
    def is_closed(self) -> bool:
        """Return whether nothing is left to be done here."""
        return len(self.done) == len(self.stages)

    @property
    def stage(self) -> Stage:
        """Return the stage that it is in; of a closed one the last."""
        return self.stages[min(len(self.done), len(self.stages) - 1)]


@dataclass(slots=True)
class Following:
    """Follows the proceeding of one accountable unit from stage to stage."""

    unit: str
    stages: tuple[Stage, ...]
    view: CaseView
    joint: bool
    belonging: Mapping[str, str]
    """The units that lost, each with the accountable one in whose proceeding it counts."""
    lacking: tuple[DecisionMade, ...]
    """The decisions that do not rest on what the law asks of them."""
    done: list[StageDone] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)
    named: dict[str, None] = field(default_factory=dict)
    subjects: dict[Key, Subject] = field(default_factory=dict)

    def course(self) -> Course:
        """Return how far it has come."""
        units = (self.unit, *(name for name, of in self.belonging.items() if of == self.unit))
        self._within((name, "") for name in units)
        opened = list(self._opened())
        deciding: tuple[Fact, ...] = ()
        for number, stage in enumerate(self.stages):
            fitting = [fact for fact in self._facts(stage) if self._fits(fact, stage, number, opened)]
            self._report_names(fitting)
            if stage.done_by == DECIDED:
                deciding = self._deciding(fitting)
            if len(self.done) == number:
                on = self._decided_on(deciding) if stage.done_by == DECIDED else self._done_on(stage, fitting)
                self.done += [StageDone(stage=stage.stage, on=on)] if on else []
        return Course(
            unit=self.unit,
            stages=self.stages,
            done=tuple(self.done),
            subjects=tuple(self.subjects.values()),
            joint=self.joint,
            opened=any(unit_of(fact, self.view.organs) == self.unit for fact in opened),
            deciding=deciding,
            misfits=tuple(self.misfits),
            named=tuple(self.named),
        )

    def _counts(self, fact: Fact) -> bool:
        of = unit_of(fact, self.view.organs)
        return self.belonging.get(of) == self.unit or (of not in self.belonging and of in self.named)

    def _facts(self, stage: Stage) -> Iterator[Fact]:
        """Return the facts that may complete a stage; where the law does not ask who, whosever they are."""
        told: tuple[Fact, ...] = self.view.told(FACTS[stage.done_by])
        return (fact for fact in told if not stage.by or self._counts(fact))

    def _opened(self) -> Iterator[InquiryOpened]:
        """Return the inquiries that were opened by whoever may, and take in whom they are about."""
        stage = next((one for one in self.stages if one.done_by == INQUIRED), None)
        for fact in self.view.told(InquiryOpened) if stage else ():
            if stage and self._counts(fact):
                if competent(fact, stage, self.view):
                    self._within((unit_of(fact, self.view.organs), person) for person in fact.persons)
                    yield fact
                else:
                    expected = expected_of(fact, stage, self.view)
                    self.misfits.append(Misfit(fact, "office-not-competent", expected, stage.article))

    def _fits(self, fact: Fact, stage: Stage, number: int, opened: list[InquiryOpened]) -> bool:
        """Return whether a fact fits; what does not is parked."""
        misfit = self._misfit(fact, stage, number, opened)
        self.misfits += [misfit] if misfit else []
        return misfit is None

    def _misfit(self, fact: Fact, stage: Stage, number: int, opened: list[InquiryOpened]) -> Misfit | None:
        """Return why a fact does not fit: out of order, of an office not competent, or without what it must hold."""
        if len(self.done) < number:
            before = self.stages[number - 1]
            return Misfit(fact, "stage-out-of-order", before.done_by, stage.article)
        since = self.done[-1].on if number else _opened_on(fact, stage, opened, self.view)
        if since and day_of(fact) < since:
            return Misfit(fact, "stage-out-of-order", "fact-corrected", stage.article)
        if not competent(fact, stage, self.view):
            expected = expected_of(fact, stage, self.view)
            return Misfit(fact, "office-not-competent", expected, stage.article)
        missing = tuple(dict.fromkeys(self._missing(fact, stage)))
        return Misfit(fact, "content-missing", "fact-corrected", stage.article, missing) if missing else None

    def _missing(self, fact: Fact, stage: Stage) -> Iterator[str]:
        yield from (part for part in stage.needs if _blank(getattr(fact, part, "")))
        said = dict[Key, str]()
        for one in fact.proposals if isinstance(fact, InquiryReported) else ():
            held = one.conclusion == "held_accountable"
            if _blank(one.manner if held else one.reasons):
                yield "manner" if held else "reasons"
            subject = (self.view.organs.full_name(one.unit) or unit_of(fact, self.view.organs), one.person)
            if said.setdefault(subject, one.conclusion) != one.conclusion:
                yield "proposals"
        joint = isinstance(fact, ReviewCompleted) and stage.joint_with and self.joint
        if joint and not set(stage.joint_with).intersection(getattr(fact, "jointly_with", ())):
            yield "jointly_with"

    def _report_names(self, fitting: list[Fact]) -> None:
        """Take in whom a report is about; a unit that it names beside the one that lost is within its proceeding."""
        for fact in fitting:
            for one in fact.proposals if isinstance(fact, InquiryReported) else ():
                unit = self.view.organs.full_name(one.unit) or unit_of(fact, self.view.organs)
                if unit not in self.belonging:
                    self.named[unit] = None
                if unit in self.named or self.belonging[unit] == self.unit:
                    self._within([(unit, one.person)])

    def _within(self, keys: Iterable[Key]) -> None:
        for unit, person in keys:
            self.subjects.setdefault((unit, person), Subject(unit=unit, person=person))

    def _deciding(self, fitting: list[Fact]) -> tuple[Fact, ...]:
        """Return what decides on the subjects or hands one over, and take down what is decided."""
        decisions = [fact for fact in fitting if not any(fact is one for one in self.lacking)]
        handed = [fact for fact in self.view.told(Referred) if fact.kind == "decision" and self._counts(fact)]
        for fact in (*handed, *decisions):
            key = (unit_of(fact, self.view.organs), getattr(fact, "person", ""))
            self._within([key])
            self.subjects[key] = _after(fact, self.subjects[key], self.view)
        return (*decisions, *handed)

    def _decided_on(self, deciding: tuple[Fact, ...]) -> date | None:
        """Return the day on which the last subject was decided upon or handed over; None while one is left."""
        if not all(one.conclusion or one.referred_to for one in self.subjects.values()):
            return None
        return max([*map(day_of, deciding), *(one.on for one in self.done[-1:])])

    def _done_on(self, stage: Stage, fitting: list[Fact]) -> date | None:
        """Return the day of the first fact that completes a stage: one of the unit itself, where it says whose."""
        own = (fact for fact in fitting if not stage.by or unit_of(fact, self.view.organs) == self.unit)
        return min(map(day_of, own), default=None)


def _opened_on(fact: Fact, stage: Stage, opened: list[InquiryOpened], view: CaseView) -> date | None:
    """Return when the inquiry was opened that a fact completes, where that is on record."""
    if stage.done_by != INQUIRED:
        return None
    own = (one.opened_on for one in opened if unit_of(one, view.organs) == unit_of(fact, view.organs))
    return next(own, None)


def _after(fact: Fact, subject: Subject, view: CaseView) -> Subject:
    if isinstance(fact, DecisionMade):
        return replace(subject, conclusion=fact.conclusion, grounds=fact.grounds, decided_on=fact.decided_on)
    assert isinstance(fact, Referred), "nothing else decides or hands over"
    return replace(subject, referred_to=view.organs.full_name(fact.recipient))


def _blank(value: object) -> bool:
    return not (value.strip() if isinstance(value, str) else value)
