"""What do all services say in the same way: what was found, by which law and calendar, or why nothing follows?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shared.codec import encode, type_of
from shared.dispute import Case, Dispute
from shared.explaining.shapes import CalendarUsed, Found, NotJudged, Value
from shared.explaining.used import Watched, law_used, watched
from shared.judge.findings import Rules, stamped
from shared.law.case_view import CaseView
from shared.law.governing import Ungoverned, governing
from shared.world import World


@dataclass(frozen=True, slots=True)
class Question:
    """The cases of which is asked what follows, in the world they are judged in."""

    district: str
    disputes: tuple[Dispute, ...]
    world: World
    cases: frozenset[str]
    """Their numbers; the other cases of the disputes are judged with them, but not explained."""
    position: int | None = None
    warnings: tuple[str, ...] = ()

    def views(self) -> Iterator[tuple[CaseView, World]]:
        """Yield the cases, earlier ones first, each in a world whose laws remember what they were asked of it."""
        for dispute in self.disputes:
            for case in dispute.cases:
                if case.reported or case.of_bureau:
                    world = replace(self.world, laws=tuple(map(watched, self.world.laws)))
                    yield CaseView(case, dispute, world.organs), world


def law_for(view: CaseView, world: World) -> tuple[Watched | None, NotJudged | None]:
    """Return the law by which a case is judged, or why it is by none."""
    if not world.laws:
        because = f"no law pack is adopted for the district {view.case.district}"
        return None, NotJudged(reason="law-missing", because=because)
    if view.case.of_bureau:
        because = "it is no case, but what the bureau owes beside all cases: deadlines says what"
        return None, NotJudged(reason="no-case", because=because)
    if view.case.docketed is None:
        because = "no docketing is on record; case-docketed would start the judging"
        return None, NotJudged(reason="case-not-docketed", because=because)
    match governing(view, world):
        case Watched() as law:
            return law, None
        case Ungoverned() as why:
            return None, NotJudged(
                reason=why.reason, because=_ungoverned(why, view.case), pack=why.pack, article=why.article
            )
    raise AssertionError("a district with laws has one that governs, or a reason why none does")


def said_of(view: CaseView, world: World, values: Iterable[Value] = ()) -> dict[str, Any]:
    """Return the fields that every service's explanation of a case has."""
    law, not_judged = law_for(view, world)
    docketed = view.case.docketed
    return {
        "case": view.case.number,
        "dispute": tuple(case.number for case in view.dispute.cases),
        "category": docketed.category if docketed else "",
        "instance": docketed.instance if docketed else "",
        "began_on": view.case.began_on,
        "law": law_used(law) if law else None,
        "not_judged": not_judged,
        "values": (*(law.asked() if law else ()), *values),
    }


def said_of_all(asked: Question, rules: Rules, years: Iterable[int] = ()) -> dict[str, Any]:
    """Return the fields that every service's answer has. `years` are those counted through without a schedule."""
    world = asked.world
    return {
        "service": rules.service,
        "rules": rules.version,
        "district": asked.district,
        "day": world.day,
        "position": asked.position,
        "calendar": CalendarUsed(version=world.calendar.version, provisional_years=tuple(sorted(set(years)))),
        "warnings": asked.warnings,
        "findings": tuple(_found(asked, rules)),
    }


def _found(asked: Question, rules: Rules) -> Iterator[Found]:
    world = asked.world
    for dispute in asked.disputes:
        for key, finding in sorted(rules.follows(dispute, world).findings.items()):
            if key.case in asked.cases:
                noted = stamped(finding, dispute.by_number[key.case], world, rules)
                yield Found(
                    type=type_of(type(noted)),
                    case=key.case,
                    topic=key.topic,
                    slot=key.slot,
                    data=encode(noted),
                )


def _ungoverned(why: Ungoverned, case: Case) -> str:
    began: date | str = case.began_on or "an unknown day"
    if why.reason == "not-in-force":
        return f"the case began on {began}, when no adopted pack was in force; the nearest is {why.pack}"
    category = case.docketed.category if case.docketed else ""
    return f"{why.pack} does not govern proceedings of the kind {category}"
