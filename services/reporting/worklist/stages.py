"""What of the proceedings after a loss waits for whom: an open stage, one that stalls, a fact that does not fit?"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from services.reporting.worklist.acting import About, Who
from services.reporting.worklist.kinds import STAGES, WHO, OpenItem
from shared.envelope import fact_key
from shared.events.base import Fact, Finding
from shared.events.catalogue import name_of
from shared.events.findings.accountability import (
    UNDER_WAY,
    DecisionUnfounded,
    LiabilityTriggered,
    LossFound,
    Proceeding,
)
from shared.events.findings.common import FactParked
from shared.events.findings.deadlines import DeadlineMissed
from shared.events.proceeding import DecisionMade, ReferralDeclined, Referred
from shared.law.competence import unit_of
from shared.law.course import MISFITS
from shared.law.lost import may_be_lost
from shared.law.model import Stage


def open_stage(found: UNDER_WAY, about: About) -> Iterator[OpenItem]:
    """Yield what the stage asks that a proceeding is in, and that the bureau looks after it where it stalls."""
    stage = _stage(found.stage, about)
    if stage is None:
        return
    deadline = about.pending(stage.done_by, found.unit)
    since = max((one.on for one in found.done), default=None) or _lost_on(about)
    undecided = [one for one in found.subjects if not one.conclusion and not one.referred_to]
    deciding = stage.done_by == name_of(DecisionMade)
    kind = STAGES.get(stage.done_by, "stage")
    says: dict[str, Any] = {"unit": found.unit, "stage": found.stage, "expected": list(found.expected)}
    if kind == "review" and found.joint:
        says["joint"] = True
    law = about.law()
    if deadline and law and deadline.duty in law.soft:
        says["soft"] = True
    if deciding:
        says["subjects"] = [{"unit": one.unit, "person": one.person} for one in undecided]
    who = about.of_stage(stage, found.unit)
    if deciding and any(not one.person for one in undecided):
        who = _with(who, about.in_office(stage.on_unit or stage.by, found.unit))
    due_on = deadline.due_on if deadline else None
    yield OpenItem(kind, since, due_on, found.article, says, who.role, who.agencies)
    yield from _stalled(found, about, since, late=due_on if isinstance(deadline, DeadlineMissed) else None)


def _stalled(found: UNDER_WAY, about: About, since: date | None, late: date | None) -> Iterator[OpenItem]:
    """Yield that a stage does not come on: its deadline is over, or facts of it are parked."""
    parked = [
        one for one in about.found if isinstance(one, FactParked) and one.reason in MISFITS - {"no-loss"}
    ]
    others = {one.unit for one in about.found if isinstance(one, Proceeding) and one.unit != found.unit}
    own = [
        one
        for one in parked
        if (fact := _fact(one, about)) and unit_of(fact, about.world.organs) not in others
    ]
    unfounded = any(isinstance(one, DecisionUnfounded) and one.unit == found.unit for one in about.found)
    why = (("late", late), ("parked", own), ("unfounded", unfounded))
    because = [name for name, is_so in why if is_so]
    if because:
        says = {"unit": found.unit, "stage": found.stage, "because": because}
        if own:
            says["parked"] = sorted({f"{one.reason} {one.about}" for one in own})
        bureau = about.filling("bureau")
        yield OpenItem("stalled", late or since, None, found.article, says, *bureau)


def parked(found: FactParked, about: About) -> Iterator[OpenItem]:
    """Yield that a fact cannot be used yet: whoever can release it must act, the bureau where nobody else can.

    What is left of a proceeding whose loss was reversed waits for nobody, but that somebody was held accountable.
    """
    fact = _fact(found, about) if found.reason in MISFITS else None
    if found.reason == "no-loss" and _reversed(about) and not _holds_somebody(fact):
        return
    says = {"reason": found.reason, "about": found.about, "released_by": found.released_by}
    if found.missing:
        says["missing"] = list(found.missing)  # type: ignore[assignment]
    who = _releasing(found.released_by, fact, about) if fact else about.filling(WHO["parked"])
    since = getattr(fact, fact.DECIDES) if fact else about.case.began_on
    yield OpenItem("parked", since, None, found.article, says, *who)


def _reversed(about: About) -> bool:
    """Return whether a document of the dispute said that something was lost, and nothing is, or not yet."""
    stands = any(about.dispute.found("accountability", LossFound))
    return not stands and may_be_lost(about.dispute, about.world)


def _holds_somebody(fact: Fact | None) -> bool:
    return isinstance(fact, DecisionMade) and fact.conclusion == "held_accountable"


def unfounded(found: DecisionUnfounded, about: About) -> OpenItem:
    """Return that a decision on liability does not rest on what the law asks of one; who made it must act."""
    organs = about.world.organs
    made = (one for one in about.case.all(DecisionMade) if unit_of(one, about.world.organs) == found.unit)
    fact = next((one for one in made if one.person == found.person), None)
    by = organs.full_name(fact.by) if fact and fact.by else found.unit
    role = "losing_agency" if by == found.unit else "competent_organ"
    says = {"unit": found.unit, "person": found.person, "problems": list(found.problems)}
    says |= {"grounds": list(found.grounds), "expected": list(found.expected)}
    since = fact.decided_on if fact else about.case.began_on
    return OpenItem("unfounded", since, None, found.article, says, role, (by,))


def referral(found: LiabilityTriggered, about: About, shown_on: Callable[[], date | None]) -> OpenItem | None:
    """Return that the bureau must hand over what triggers liability, or say why not; None once it did either."""
    organs = about.world.organs
    agency = organs.full_name(found.agency)
    settled = {(organs.full_name(one.agency), one.trigger) for one in about.case.all(ReferralDeclined)}
    handed = (one for one in about.case.all(Referred) if one.kind == "discipline")
    settled |= {(organs.full_name(one.agency), one.trigger) for one in handed}
    if (agency, found.trigger) in settled:
        return None
    says = {"trigger": found.trigger, "agency": found.agency, "shown_by": list(found.shown_by)}
    since = shown_on() or about.case.began_on
    return OpenItem("referral", since, None, found.article, says, *about.filling("bureau"))


def _releasing(released_by: str, fact: Fact, about: About) -> Who:
    """Return who can release a fact: who must do what is waited for, else who reported it."""
    unit = unit_of(fact, about.world.organs)
    stages = _stages(about)
    stage = stages.get(released_by) or stages.get(name_of(type(fact)))
    if released_by == "referred":
        return about.unit(unit)
    if stage is None or released_by == "document-took-effect":
        return about.filling("bureau")
    return about.of_stage(stage, unit)


def _fact(found: Finding, about: About) -> Fact | None:
    """Return the fact that is parked."""
    key = getattr(found, "fact", "")
    reports = (report for slots in about.case.reports.values() for report in slots.values())
    return next((one.fact for one in reports if fact_key(one.source, one.id) == key), None)


def _stages(about: About) -> Mapping[str, Stage]:
    """Return the stages that the law asks for, by the fact type that completes each."""
    law, docketed = about.law(), about.case.docketed
    stages = law.stages(docketed.category) if law and docketed else ()
    return {stage.done_by: stage for stage in stages}


def _stage(name: str, about: About) -> Stage | None:
    return next((stage for stage in _stages(about).values() if stage.stage == name), None)


def _with(who: Who, other: Who) -> Who:
    return Who(who.role or other.role, tuple(dict.fromkeys((*who.agencies, *other.agencies))))


def _lost_on(about: About) -> date | None:
    return next(
        (one.took_effect_on for one in about.found if isinstance(one, LossFound)), about.case.began_on
    )
