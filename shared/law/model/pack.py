"""What does one pack hold, entry by entry?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from shared.law.model.consequences import (
    AdverseRule,
    AssessmentItem,
    AttendanceRule,
    CircularRule,
    Ground,
    LiabilityRule,
    LossRule,
    Stage,
)
from shared.law.model.entries import (
    AgentsRule,
    AppearingRule,
    CategoryRule,
    Checklist,
    ConnectedRule,
    DutyRule,
    OfficerRule,
    Reminders,
    RosterRule,
    RoutingRule,
    Target,
)
from shared.law.model.said import (
    Entry,
    InForce,
    Parameter,
    Said,
    Text,
)
from shared.law.model.words import Article, Id, Section, Status, Words


class Pack(Entry):
    """One regulation, or the national law all regulations stand on."""

    pack: Id
    name: Text
    district: Annotated[str, Field(pattern=r"^([a-z][a-z0-9-]{0,63})?$")] = ""
    """The district whose law this is, as events name it; empty for the national pack."""
    division: str = ""
    """The district's code in the national list of divisions."""
    extends: str = ""
    source: Words
    in_force: InForce
    parameters: Mapping[Id, Parameter] = Field(default_factory=dict)
    categories: tuple[CategoryRule, ...] = ()
    """Kinds of proceeding it governs beside litigation."""
    routing: tuple[RoutingRule, ...] = ()
    appearing: tuple[AppearingRule, ...] = ()
    officers: tuple[OfficerRule, ...] = ()
    roster: tuple[RosterRule, ...] = ()
    observers: tuple[ConnectedRule, ...] = ()
    cooperation: tuple[ConnectedRule, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    agents: tuple[AgentsRule, ...] = ()
    duties: tuple[DutyRule, ...] = ()
    reminders: Reminders | None = None
    """Where neither a pack nor the one it extends has any: three working days before, one, and on the day."""
    targets: tuple[Target, ...] = ()
    lost: LossRule | None = None
    adverse: AdverseRule | None = None
    appearance: Article
    """The article that asks an officer to appear."""
    circulars: tuple[CircularRule, ...] = ()
    attendance: tuple[AttendanceRule, ...] = ()
    liability: tuple[LiabilityRule, ...] = ()
    proceeding: tuple[Stage, ...] = ()
    grounds: tuple[Ground, ...] = ()
    assessment: tuple[AssessmentItem, ...] = ()


@dataclass(frozen=True, slots=True)
class LawEntry:
    """One thing a law says, with the mark by which it is named everywhere: `routing/own-act`."""

    mark: str
    section: Section
    id: str
    article: str
    summary: Text | None
    status: Status
    note: str
    pack: str
    entry: object
    """The record itself; of a parameter, outcome or flag its value."""


def entries_of(pack: Pack) -> Iterator[LawEntry]:
    """Return everything one pack says, section by section."""

    def entry(section: Section, id_: str, said: Said, value: object = None) -> LawEntry:
        summary = getattr(said, "summary", None)
        what = said if value is None else value
        return LawEntry(
            f"{section}/{id_}", section, id_, said.article, summary, said.status, said.note, pack.pack, what
        )

    for name, parameter in pack.parameters.items():
        yield entry("parameters", name, parameter)
    yield from (entry("categories", rule.category, rule) for rule in pack.categories)
    yield from (entry("routing", rule.rule, rule) for rule in pack.routing)
    yield from (entry("appearing", rule.ground, rule) for rule in pack.appearing)
    yield from (entry("officers", rule.rank, rule) for rule in pack.officers)
    yield from (entry("roster", rule.roster, rule) for rule in pack.roster)
    yield from (entry("observers", rule.rule, rule) for rule in pack.observers)
    yield from (entry("cooperation", rule.rule, rule) for rule in pack.cooperation)
    yield from (entry("checklists", rule.checklist, rule) for rule in pack.checklists)
    yield from (entry("agents", rule.rule, rule) for rule in pack.agents)
    yield from (entry("duties", rule.duty, rule) for rule in pack.duties)
    if pack.reminders is not None:
        yield entry("reminders", "steps", pack.reminders)
    for target in pack.targets:
        for dated in target.values[-1:]:
            yield entry("targets", target.figure, dated, target)
    if pack.lost is not None:
        for code in pack.lost.codes:
            item = pack.lost.items.get(code, pack.lost.article)
            yield entry("lost", code, pack.lost.model_copy(update={"article": item}), code)
        for flag in pack.lost.flags:
            yield entry("lost", flag, pack.lost, flag)
    if pack.adverse is not None:
        for code in pack.adverse.codes:
            yield entry("adverse", code, pack.adverse, code)
    yield from (entry("circulars", rule.ground, rule) for rule in pack.circulars)
    yield from (entry("attendance", rule.problem, rule) for rule in pack.attendance)
    yield from (entry("liability", rule.trigger, rule) for rule in pack.liability)
    yield from (entry("proceeding", rule.stage, rule) for rule in pack.proceeding)
    yield from (entry("grounds", rule.ground, rule) for rule in pack.grounds)
    yield from (entry("assessment", rule.item, rule) for rule in pack.assessment)
