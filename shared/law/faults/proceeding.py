"""Which stages of a proceeding after a loss could never be done, or ask for what nothing can hold?"""

from collections.abc import Iterator
from typing import Final

from shared.codec import field_names
from shared.events.catalogue import FACTS, name_of
from shared.events.proceeding import DecisionMade, InquiryReported, ReviewCompleted
from shared.law.conditions import leaves, unknown_words
from shared.law.faults.duties import DATED
from shared.law.faults.fault import Found
from shared.law.model import Pack, Stage

SAID_BY: Final[tuple[str, ...]] = tuple(
    name for name in DATED if (named := field_names(FACTS[name])) & {"agency", "unit"} and "by" in named
)
"""The facts that say which unit they are about and who did it."""

ONLY_OF: Final = {
    "on_unit": name_of(DecisionMade),
    "needs": name_of(InquiryReported),
    "joint_with": name_of(ReviewCompleted),
}
"""What can be asked only of stages that one type of fact completes."""

BESIDE: Final = {"on_unit": "by", "joint_when": "joint_with"}
"""What says more of something else, which must stand beside it."""


def proceeding(pack: Pack) -> Found:
    """Find what is wrong with each stage, and stages that one fact would complete together."""
    for number, stage in enumerate(pack.proceeding):
        for field, detail in (*_done_by(pack, number), *_asked(stage), *_governed(pack, stage)):
            yield ("proceeding", number, field), detail


def conditions(pack: Pack) -> Found:
    """Find attributes and values no case has among those that make a review joint, and what no case can meet."""
    for number, stage in enumerate(pack.proceeding):
        place = ("proceeding", number, "joint_when")
        wrong = list(unknown_words(stage.joint_when))
        yield from ((place, detail) for detail in wrong)
        if not wrong and not leaves(stage.joint_when, ()):
            yield place, "can never apply; expected conditions that one case can meet"


def _done_by(pack: Pack, number: int) -> Iterator[tuple[str, str]]:
    stage = pack.proceeding[number]
    if stage.done_by not in DATED:
        yield "done_by", f"no dated fact type {stage.done_by!r}; expected one of {', '.join(DATED)}"
    elif stage.by and stage.done_by not in SAID_BY:
        expected = f"expected no by, or one of {', '.join(SAID_BY)}"
        yield "by", f"{stage.done_by} does not say which unit it is about and who did it; {expected}"
    for earlier in pack.proceeding[:number]:
        if earlier.done_by == stage.done_by and set(earlier.category) & set(stage.category):
            detail = f"{stage.done_by!r} completes {earlier.stage!r} already; expected another fact type"
            yield "done_by", detail


def _asked(stage: Stage) -> Iterator[tuple[str, str]]:
    for field, type_ in ONLY_OF.items():
        if getattr(stage, field) and stage.done_by != type_:
            yield field, f"{field} is asked of {type_}; {stage.done_by!r} has none, expected no {field}"
    for field, needed in BESIDE.items():
        if getattr(stage, field) and not getattr(stage, needed):
            yield field, f"{field} says more of {needed}; expected {needed} beside it"


def _governed(pack: Pack, stage: Stage) -> Iterator[tuple[str, str]]:
    governed = ("litigation", *(rule.category for rule in pack.categories))
    if not stage.category:
        yield "category", f"no kind of proceeding; expected one or more of {', '.join(governed)}"
    for category in stage.category:
        if category not in governed:
            yield "category", f"{category} is not governed here; expected one of {', '.join(governed)}"
