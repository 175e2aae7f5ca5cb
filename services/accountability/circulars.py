"""For what should the bureau ask for a circular (Xinzhou 17, 20)?"""

from collections.abc import Iterable, Iterator
from itertools import chain

from services.accountability.matter import Matter
from shared.events.findings.accountability import AppearanceFailed, CircularProposed
from shared.law.model import CircularRule


def circulars(matter: Matter, failed: Iterable[AppearanceFailed]) -> Iterator[CircularProposed]:
    """Propose a circular where the pack asks for one: about who did not appear unexcused, or was not in time."""
    unexcused = any(not one.excused for one in failed)
    for rule in matter.law.circulars:
        agencies = _of_kind(_concerned(rule, matter, unexcused), rule, matter)
        if agencies:
            yield CircularProposed(ground=rule.ground, agencies=agencies, article=rule.article)


def _concerned(rule: CircularRule, matter: Matter, unexcused: bool) -> tuple[str, ...]:
    if rule.upon == "appearance_failed":
        return matter.view.defendants if unexcused else ()
    owing = [matter.owing(missed) for missed in matter.missed if missed.duty == rule.duty]
    return tuple(dict.fromkeys(chain.from_iterable(owing))) if owing else ()


def _of_kind(agencies: tuple[str, ...], rule: CircularRule, matter: Matter) -> tuple[str, ...]:
    organs = matter.world.organs
    return tuple(name for name in agencies if not rule.kinds or organs.kind(name) in rule.kinds)
