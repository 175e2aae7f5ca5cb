"""Who should appear for the district government, by the roster (Xinzhou 12)?"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from shared.events.bureau import OfficerCoordinated
from shared.events.findings.routing import (
    ChiefRequired,
    OfficerCoordinationRequested,
    OfficerProposed,
    OfficerRequired,
)
from shared.law.attributes import attributes_of
from shared.law.case_view import CaseView
from shared.law.conditions import holds
from shared.law.hearings import scheduled
from shared.law.model import Law, RosterRule
from shared.law.tried import Tried, tried
from shared.world import World

Proposal = OfficerProposed | OfficerCoordinationRequested


def proposed(
    answering: Mapping[str, tuple[str, ...]],
    required: Sequence[ChiefRequired | OfficerRequired],
    view: CaseView,
    law: Law,
    world: World,
) -> Iterator[Proposal]:
    """Return who is proposed for each hearing that is fixed, or that the government office must settle it.

    What the office has settled stands. Else, where only a chief may come, that chief and nobody else; else the
    leader in charge of the responsible agency, A before B, whoever is not away on the day. The first rule that
    applies counts.
    """
    for defendant, agencies in answering.items():
        rules = (rule for rule in law.pack.roster if holds(rule.when, attributes_of(view, defendant)))
        if (rule := next(rules, None)) is not None:
            posts = next((one.accepted for one in required if one.defendant == defendant), ())
            for day in scheduled(view.case):
                yield _for(defendant, agencies, posts, day, rule, view, world)


def asked_for(defendant: str, view: CaseView, law: Law) -> Iterator[tuple[RosterRule, Tried]]:
    """Return the roster's rules, each with whether it applies to a defendant and why not."""
    if law.pack.roster:
        yield from tried("roster", law.pack.roster, "roster", attributes_of(view, defendant))


def _for(
    defendant: str,
    agencies: tuple[str, ...],
    posts: tuple[str, ...],
    day: date,
    rule: RosterRule,
    view: CaseView,
    world: World,
) -> Proposal:
    settled = next((fact for fact in view.case.all(OfficerCoordinated) if fact.hearing_on == day), None)
    if settled is not None:
        return OfficerProposed(
            defendant=defendant,
            hearing_on=day,
            officer=settled.officer,
            role="coordinated",
            article=rule.article,
        )
    whose = _whose_chief(defendant, posts, view)
    if whose is not None:
        chief = world.roster.chief(whose, day)
        if world.roster.is_available(chief, day):
            return OfficerProposed(
                defendant=defendant, hearing_on=day, officer=chief, role="chief", article=rule.article
            )
        return _coordination(defendant, day, known=bool(chief), rule=rule)
    found = [leaders for agency in agencies if (leaders := world.roster.leaders(agency, day))]
    for role in rule.roles:
        for leaders in found:
            leader = leaders.a if role == "A" else leaders.b
            if world.roster.is_available(leader, day):
                return OfficerProposed(
                    defendant=defendant, hearing_on=day, officer=leader, role=role, article=rule.article
                )
    return _coordination(defendant, day, known=bool(found), rule=rule)


def _coordination(defendant: str, day: date, known: bool, rule: RosterRule) -> OfficerCoordinationRequested:
    return OfficerCoordinationRequested(
        defendant=defendant,
        hearing_on=day,
        reason="nobody-available" if known else "no-roster",
        article=rule.article,
    )


def _whose_chief(defendant: str, posts: tuple[str, ...], view: CaseView) -> str | None:
    """Return whose chief must come where only a chief may (full name), or None where others may too."""
    if posts == ("chief",):
        return defendant
    bureau = view.organs.the("bureau")
    return (bureau.name if bureau else "") if posts == ("bureau_chief",) else None
