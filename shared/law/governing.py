"""By which law is a case judged, and why by none?"""

from dataclasses import dataclass
from typing import Literal

from shared.law.attributes import of_case
from shared.law.case_view import CaseView
from shared.law.conditions import holds
from shared.law.model import Law
from shared.world import World


@dataclass(frozen=True, slots=True)
class Ungoverned:
    """No law adopted for the district governs a case."""

    reason: Literal["not-in-force", "not-covered"]
    pack: str
    """The pack that comes nearest."""
    article: str


def governing(view: CaseView, world: World) -> Law | Ungoverned | None:
    """Return the law by which a case is judged, or why it is by none; None while no pack is adopted at all.

    A case is governed by the pack in force on its day (Xinzhou 35, Huancui 40). Litigation is what the regulations
    are about; other proceedings only where an article extends them to these (Xinzhou 34, Huancui 38).
    """
    law = world.law_for(view.case)
    if law is None:
        nearest = world.law
        return nearest and Ungoverned("not-in-force", nearest.pack.pack, nearest.in_force.article)
    category = view.docketed.category
    if category == "litigation":
        return law
    attributes = of_case(view)
    rules = [rule for rule in law.pack.categories if rule.category == category]
    if any(holds(rule.when, attributes) for rule in rules):
        return law
    articles = "; ".join(rule.article for rule in law.pack.categories) or law.in_force.article
    return Ungoverned("not-covered", law.pack.pack, articles)


def law_governing(view: CaseView, world: World) -> Law | None:
    """Return the law by which a case is judged, or None where it is judged by none."""
    law = governing(view, world)
    return law if isinstance(law, Law) else None
