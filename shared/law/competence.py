"""Who may take a step of the proceeding after a loss (Xinzhou 32(1), (3))?"""

from shared.events.base import Fact
from shared.events.proceeding import DecisionMade, Referred
from shared.law.case_view import CaseView
from shared.law.model import Office, Stage
from shared.law.told import day_of
from shared.organs import Organs


def competent(fact: Fact, stage: Stage, view: CaseView) -> bool:
    """Return whether whoever did it may; a report that does not say who did it is not doubted.

    On a unit itself its superior decides, not the unit. The organ to which a matter was handed is competent from
    that day on, and only for the subjects that were.
    """
    by = getattr(fact, "by", "")
    if not by or not stage.by:
        return True
    offices = stage.on_unit if _of_unit_itself(fact) and stage.on_unit else stage.by
    name = view.organs.full_name(by)
    return any(name in _filling(office, fact, view) for office in offices)


def expected_of(fact: Fact, stage: Stage, view: CaseView) -> str:
    """Return what makes somebody competent who is not: that the matter is handed over, where that may be.

    Nothing can be handed to the unit itself: there the report is to be corrected.
    """
    may_be_handed = "competent_organ" in (*stage.by, *stage.on_unit)
    itself = view.organs.full_name(getattr(fact, "by", "")) == unit_of(fact, view.organs)
    return "referred" if may_be_handed and not itself else "fact-corrected"


def unit_of(fact: Fact | None, organs: Organs) -> str:
    """Return the unit that a fact is about (full name); empty where it says none."""
    return organs.full_name(getattr(fact, "unit", "") or getattr(fact, "agency", ""))


def _of_unit_itself(fact: Fact) -> bool:
    return isinstance(fact, DecisionMade) and not fact.person


def _filling(office: Office, fact: Fact, view: CaseView) -> tuple[str, ...]:
    organs, of = view.organs, unit_of(fact, view.organs)
    match office:
        case "unit":
            return (of,)
        case "superior":
            superior = organs.superior(of)
            return (superior,) if superior else ()
        case "bureau":
            bureau = organs.the("bureau")
            return (bureau.name,) if bureau else ()
    return tuple(
        organs.full_name(one.recipient)
        for one in view.case.all(Referred)
        if one.kind == "decision"
        and organs.full_name(one.agency) == of
        and (not isinstance(fact, DecisionMade) or one.person == fact.person)
        and one.referred_on <= day_of(fact)
    )
