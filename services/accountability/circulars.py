"""For what should the bureau ask for a circular (Xinzhou 17, 20)?"""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from services.accountability.matter import Matter
from shared.events.findings.accountability import AppearanceFailed, CircularProposed
from shared.law.model import CircularRule

ABSENCES = frozenset({"absent", "absent_again", "chief_absent", "absence_unproven"})
"""What is wrong where somebody did not come."""


def circulars(matter: Matter, failed: Iterable[AppearanceFailed]) -> Iterator[CircularProposed]:
    """Propose a circular where the pack asks for one: about who did not appear unexcused, or was not in time.

    About an agency of which no officer came one is proposed for that, and none because the chief did not either.
    """
    unexcused = any(not one.excused for one in failed)
    if not (unexcused or matter.missed or matter.irregularities):
        return
    absent = set[str]()
    for rule in matter.law.circulars:
        if rule.upon == "appearance_failed" and unexcused:
            absent.update(_of_kind(matter.view.defendants, rule, matter))
    for rule in matter.law.circulars:
        agencies = _of_kind(_concerned(rule, matter, unexcused, absent), rule, matter)
        if agencies:
            yield CircularProposed(ground=rule.ground, agencies=agencies, article=rule.article)


def _concerned(
    rule: CircularRule, matter: Matter, unexcused: bool, absent: Collection[str]
) -> tuple[str, ...]:
    match rule.upon:
        case "appearance_failed":
            return matter.view.defendants if unexcused else ()
        case "attendance":
            said = absent if rule.problem in ABSENCES else ()
            found = (one.agency for one in matter.irregularities if one.rule.problem == rule.problem)
            return tuple(dict.fromkeys(name for name in found if name not in said))
    owing = [matter.owing(missed) for missed in matter.missed if missed.duty == rule.duty]
    return tuple(dict.fromkeys(chain.from_iterable(owing))) if owing else ()


def _of_kind(agencies: tuple[str, ...], rule: CircularRule, matter: Matter) -> tuple[str, ...]:
    organs = matter.world.organs
    return tuple(name for name in agencies if not rule.kinds or organs.kind(name) in rule.kinds)
