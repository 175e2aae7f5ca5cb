"""Must the chief appear, or an officer in any case, and on which grounds (Xinzhou 13, 14; Huancui 20; APP 4)?"""

from collections.abc import Iterable, Iterator

from shared.events.findings.routing import ChiefRequired, Ground, OfficerRequired
from shared.events.words import Post
from shared.index import Entry, first_heard
from shared.law.attributes import attributes_of
from shared.law.case_view import CaseView
from shared.law.conditions import Attributes, holds
from shared.law.hearings import first_hearing
from shared.law.model import AppearingRule, Law
from shared.law.tried import Tried, tried
from shared.world import World

KINDS: tuple[type[ChiefRequired] | type[OfficerRequired], ...] = (ChiefRequired, OfficerRequired)


def must_appear(
    defendant: str, view: CaseView, law: Law, world: World
) -> Iterator[ChiefRequired | OfficerRequired]:
    """Return who must appear for a defendant: every ground that applies counts, and any post one of them accepts."""
    if view.organs.find(defendant) is None:
        return
    attributes = seen_from(defendant, view, law, world)
    since = view.since
    grounds = [rule for rule in law.appearing if holds(rule.when, attributes) and rule.covers(since)]
    for kind, required in zip(KINDS, ("chief", "officer"), strict=True):
        if applying := [rule for rule in grounds if rule.required == required]:
            yield kind(
                defendant=defendant,
                grounds=tuple(Ground(ground=rule.ground, article=rule.article) for rule in applying),
                accepted=_accepted(applying),
            )


def asked_for(defendant: str, view: CaseView, law: Law, world: World) -> list[tuple[AppearingRule, Tried]]:
    """Return all grounds in force when the case began, each with whether it applies and why not."""
    attributes = seen_from(defendant, view, law, world)
    return list(tried("appearing", _in_force(view, law), "ground", attributes))


def _in_force(view: CaseView, law: Law) -> list[AppearingRule]:
    since = view.since
    return [rule for rule in law.appearing if rule.covers(since)]


def seen_from(defendant: str, view: CaseView, law: Law, world: World) -> Attributes:
    """Return the attributes of a case seen from a defendant; also whether it is its first heard one of the year."""
    return attributes_of(view, defendant, any(map(world.index.is_first, _entered(view, law, [defendant]))))


def entries_of(view: CaseView, law: Law) -> Iterator[Entry]:
    """Return the entries of a case among the first heard ones of the year, one for each defendant (Xinzhou 14).

    A case belongs to the year of its first hearing; one still to be heard to that of the first that is fixed.
    """
    return _entered(view, law, view.defendants)


def _entered(view: CaseView, law: Law, defendants: Iterable[str]) -> Iterator[Entry]:
    day = first_hearing(view.case)
    only_first = law.parameter("first_heard_instances") == "first"
    if day is None or view.docketed.category != "litigation":
        return
    if only_first and view.docketed.instance != "first":
        return
    for name in defendants:
        if view.organs.find(name):
            yield first_heard(view.case.district, name, day, view.case.number)


def _accepted(grounds: list[AppearingRule]) -> tuple[Post, ...]:
    """Return whom every ground accepts; where they have nobody in common, the chief fulfils all."""
    common = [post for post in grounds[0].accepted if all(post in rule.accepted for rule in grounds)]
    return tuple(common) or ("chief",)
