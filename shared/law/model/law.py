"""What is the law of a district: its pack on top of the national one?"""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Self, get_args

from pydantic import ConfigDict

from shared.events.words import AttendanceProblem, Category
from shared.law.conditions import Attributes, holds
from shared.law.model.consequences import (
    AttendanceRule,
    CircularRule,
    Ground,
    LossRule,
    Stage,
)
from shared.law.model.entries import (
    AgentsRule,
    AppearingRule,
    Checklist,
    DutyRule,
    Reminders,
    RoutingRule,
    Target,
)
from shared.law.model.pack import LawEntry, Pack, entries_of
from shared.law.model.said import (
    Entry,
    InForce,
    Parameter,
)


class Law(Entry):
    """The law of one district: its pack on top of the national one.

    A rule of the district replaces the national one of the same name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    pack: Pack
    national: Pack
    version: str
    """Hash of both texts."""

    @property
    def in_force(self) -> InForce:
        """Return which days it governs."""
        return self.pack.in_force

    def governs(self, day: date) -> bool:
        """Return whether it is in force on a day."""
        until = self.in_force.until
        return self.in_force.since <= day and (until is None or day < until)

    @property
    def routing(self) -> tuple[RoutingRule, ...]:
        """Return the routing rules in the order they are asked."""
        return self.pack.routing

    @cached_property
    def appearing(self) -> tuple[AppearingRule, ...]:
        """Return the grounds on which the chief or an officer must appear."""
        own = {rule.ground for rule in self.pack.appearing}
        return (*self.pack.appearing, *(rule for rule in self.national.appearing if rule.ground not in own))

    @cached_property
    def ranks(self) -> frozenset[str]:
        """Return the ranks that make a responsible officer."""
        return frozenset(rule.rank for rule in self.pack.officers or self.national.officers)

    @property
    def checklists(self) -> tuple[Checklist, ...]:
        """Return what submissions must hold."""
        own = {one.checklist for one in self.pack.checklists}
        return (*self.pack.checklists, *(one for one in self.national.checklists if one.checklist not in own))

    @property
    def agents(self) -> AgentsRule | None:
        """Return what litigation agents an agency may have."""
        return next(iter((*self.pack.agents, *self.national.agents)), None)

    @cached_property
    def duties(self) -> tuple[DutyRule, ...]:
        """Return all duties in cases; the district's version replaces the national one for its kinds of them."""
        return tuple(duty for duty in self._duties if not duty.of_period)

    def duties_in(self, category: Category) -> tuple[DutyRule, ...]:
        """Return the duties in cases of a kind of proceeding, in their order."""
        found = self._duties_in.get(category)
        if found is None:
            found = tuple(duty for duty in self.duties if category in duty.category)
            self._duties_in[category] = found
        return found

    @cached_property
    def _duties_in(self) -> dict[Category, tuple[DutyRule, ...]]:
        return {}

    @cached_property
    def bureau_duties(self) -> tuple[DutyRule, ...]:
        """Return what the bureau owes for every quarter or year, whatever its cases."""
        return tuple(duty for duty in self._duties if duty.of_period)

    @cached_property
    def _duties(self) -> tuple[DutyRule, ...]:
        rest = [
            duty.model_copy(update={"category": left})
            for duty in self.national.duties
            if (left := self._left_of(duty))
        ]
        return (*self.pack.duties, *rest)

    def _left_of(self, national: DutyRule) -> tuple[Category, ...]:
        """Return the kinds of proceeding for which the district has no duty of that name."""
        own = {
            category for duty in self.pack.duties if duty.duty == national.duty for category in duty.category
        }
        return tuple(category for category in national.category if category not in own)

    @cached_property
    def duty_names(self) -> tuple[str, ...]:
        """Return the ids of all duties in cases, each once."""
        return tuple(dict.fromkeys(duty.duty for duty in self.duties))

    def duty(self, name: str, attributes: Attributes, start: date) -> DutyRule | None:
        """Return the entry of a duty for a case with these attributes and the day it starts."""
        category = attributes["category"]
        return next(
            (
                duty
                for duty in self.duties
                if duty.duty == name
                and category in duty.category
                and duty.covers(start)
                and holds(duty.when, attributes)
            ),
            None,
        )

    @cached_property
    def soft(self) -> frozenset[str]:
        """Return the duties whose miss is no breach: what is asked in general, and rights."""
        return frozenset(duty.duty for duty in self._duties if duty.soft or duty.right)

    @cached_property
    def reminders(self) -> Reminders:
        """Return when somebody is reminded: as the district's pack says, else the national one, else by default."""
        return self.pack.reminders or self.national.reminders or Reminders(article="default")

    @property
    def lost(self) -> LossRule:
        """Return which outcomes are a loss here."""
        rule = self.pack.lost or self.national.lost
        assert rule is not None, "the loader requires a loss rule in the pack or the national one"
        return rule

    @property
    def appearance(self) -> str:
        """Return the article that asks an officer to appear."""
        return self.pack.appearance

    @property
    def circulars(self) -> tuple[CircularRule, ...]:
        """Return when a circular is to be proposed."""
        return self.pack.circulars

    @cached_property
    def attendance(self) -> Mapping[Category, Mapping[AttendanceProblem, AttendanceRule]]:
        """Return what may be wrong at a hearing of a kind of proceeding; district entries replace national ones."""
        rules = (*self.national.attendance, *self.pack.attendance)
        return {
            category: {rule.problem: rule for rule in rules if category in rule.category}
            for category in get_args(Category)
        }

    def stages(self, category: Category) -> tuple[Stage, ...]:
        """Return the stages of the proceeding after a loss, for a kind of proceeding; none where none is asked."""
        return tuple(stage for stage in self.pack.proceeding if category in stage.category)

    @cached_property
    def steps(self) -> frozenset[str]:
        """Return the fact types that complete the stages of the proceeding after a loss."""
        return frozenset(stage.done_by for stage in self.pack.proceeding)

    @cached_property
    def grounds(self) -> Mapping[str, Ground]:
        """Return the grounds on which somebody is held liable for a loss, is not, or is tolerated, by id."""
        return {ground.ground: ground for ground in self.pack.grounds}

    @cached_property
    def adverse(self) -> frozenset[str]:
        """Return the outcomes that are adverse to the agency: wider than lost where the pack says so, else those."""
        rule = self.pack.adverse or self.national.adverse
        return frozenset(rule.codes if rule else self.lost.codes)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """Return the open readings and choices; the district's replace the national ones."""
        return {**self.national.parameters, **self.pack.parameters}

    def as_of(self, day: date) -> Self:
        """Return the law with its parameters as they are read on a day."""
        last = max((since for since in self._changes if since <= day), default=None)
        if last is None:
            return self
        if last not in self._read:
            self._read[last] = self._reading_on(last)
        return self._read[last]

    def _reading_on(self, day: date) -> Self:
        pack, national = (
            pack.model_copy(
                update={"parameters": {name: one.on(day) for name, one in pack.parameters.items()}}
            )
            for pack in (self.pack, self.national)
        )
        return type(self)(pack=pack, national=national, version=self.version)

    @cached_property
    def _changes(self) -> frozenset[date]:
        return frozenset(
            reading.since
            for pack in (self.pack, self.national)
            for parameter in pack.parameters.values()
            for reading in parameter.later
        )

    @cached_property
    def _read(self) -> dict[date, Self]:
        return {}

    def parameter(self, name: str) -> bool | int | str:
        """Return the reading in use for an open question. Raises KeyError for an unknown one."""
        return self.parameters[name].value

    def reads(self, name: str, value: bool | int | str) -> bool:
        """Return whether an open question is read so; it is not where neither pack asks it."""
        one = self.parameters.get(name)
        return one is not None and one.value == value

    def target(self, figure: str) -> Target | None:
        """Return the target of a figure, where the regulation sets one."""
        return next((target for target in self.pack.targets if target.figure == figure), None)

    def entries(self) -> Iterator[LawEntry]:
        """Return everything the law says: the district's pack, and what it leaves of the national one."""
        own = {entry.mark for entry in entries_of(self.pack)}
        yield from entries_of(self.pack)
        yield from (entry for entry in entries_of(self.national) if not self._is_replaced(entry, own))

    def _is_replaced(self, entry: LawEntry, own: Container[str]) -> bool:
        """Return whether an entry of the national pack does not count here, given the marks of the district's own."""
        whole = {"officers": self.pack.officers, "agents": self.pack.agents, "adverse": self.pack.adverse}
        if entry.section == "lost":
            return self.pack.lost is not None
        if isinstance(entry.entry, DutyRule):
            return not self._left_of(entry.entry)
        if isinstance(entry.entry, AttendanceRule):
            rule = entry.entry
            return all(self.attendance[category].get(rule.problem) is not rule for category in rule.category)
        return entry.mark in own or bool(whole.get(entry.section))
