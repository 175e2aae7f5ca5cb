"""Which entries of a pack stand twice, say too little to be used, or are uncertain without saying why?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel

from shared.law.faults.fault import Found, Place
from shared.law.model import LiabilityRule, Pack, Said

_NAMES: Final[Mapping[str, Callable[[Any], str]]] = {
    "categories": lambda one: one.category,
    "routing": lambda one: one.rule,
    "appearing": lambda one: one.ground,
    "officers": lambda one: one.rank,
    "roster": lambda one: one.roster,
    "observers": lambda one: one.rule,
    "cooperation": lambda one: one.rule,
    "checklists": lambda one: one.checklist,
    "agents": lambda one: one.rule,
    "targets": lambda one: one.figure,
    "circulars": lambda one: one.ground,
    "attendance": lambda one: one.problem,
    "liability": lambda one: one.trigger,
    "proceeding": lambda one: one.stage,
    "grounds": lambda one: one.ground,
    "assessment": lambda one: one.item,
}
"""By what the entries of a section are named. A duty may stand several times."""

_OF_DISTRICTS: Final = (
    "categories",
    "routing",
    "roster",
    "observers",
    "cooperation",
    "targets",
    "circulars",
    "liability",
    "proceeding",
    "grounds",
    "assessment",
)
"""The sections that count only in the pack of a district."""


def repetitions(pack: Pack) -> Found:
    """Find ids that stand twice in a section."""
    for section, name in _NAMES.items():
        ids = [name(one) for one in getattr(pack, section)]
        for number, id_ in enumerate(ids):
            if id_ in ids[:number]:
                yield (section, number), f"{id_!r} stands twice; expected one entry"


def unasked(pack: Pack) -> Found:
    """Find sections of a pack for no district of which the law of a district takes nothing."""
    if not pack.district:
        for section in _OF_DISTRICTS:
            if getattr(pack, section):
                yield (section,), f"{section} of no district; expected them in a pack with a district"


def notes(pack: Pack) -> Found:
    """Find what is uncertain without saying why: people must know what they decide."""
    for place, said in _said(pack, ()):
        if said.status == "uncertain" and not said.note.strip():
            yield place, "uncertain; expected a note that says what is and which readings there are"


def _said(at: Any, place: Place) -> Iterator[tuple[Place, Said]]:
    """Return all that cites an article, wherever in a pack it stands."""
    if isinstance(at, Said):
        yield place, at
    if isinstance(at, BaseModel):
        for name in type(at).model_fields:
            yield from _said(getattr(at, name), (*place, name))
    elif isinstance(at, Mapping):
        for name, inner in at.items():
            yield from _said(inner, (*place, name))
    elif isinstance(at, tuple):
        for number, inner in enumerate(at):
            yield from _said(inner, (*place, number))


def outcomes(pack: Pack) -> Found:
    """Find items of the article on losses for outcomes that are none."""
    if pack.lost is not None:
        for outcome in pack.lost.items:
            if outcome not in pack.lost.codes:
                expected = f"expected one of the codes: {', '.join(pack.lost.codes)}"
                yield ("lost", "items", outcome), f"{outcome!r} is no loss here; {expected}"


def circulars(pack: Pack) -> Found:
    """Find circulars that do not say upon what they are proposed, and what nobody asks of them."""
    for number, rule in enumerate(pack.circulars):
        if rule.upon == "deadline_missed" and not rule.duty:
            expected = "expected duty: and the id of the one whose miss it is about"
            yield ("circulars", number), f"no duty ''; {rule.ground!r} is upon deadline_missed, {expected}"
        elif rule.upon != "deadline_missed" and rule.duty:
            expected = "expected a duty only upon deadline_missed"
            yield ("circulars", number, "duty"), f"{rule.ground!r} is upon {rule.upon}; {expected}"
        if (rule.upon == "attendance") != bool(rule.problem):
            expected = "expected problem: upon attendance, and only there"
            yield ("circulars", number), f"{rule.ground!r} is upon {rule.upon}; {expected}"


def liability(pack: Pack) -> Found:
    """Find triggers of liability that nothing shows, or two things."""
    for number, rule in enumerate(pack.liability):
        if sum(map(bool, _shown_by(rule))) != 1:
            what = "conduct, deadline_missed, attendance or repeated_losses"
            detail = f"{rule.trigger!r} is shown by nothing, or by two things; expected one of {what}"
            yield ("liability", number), detail
        for name, needed in (
            ("without_reason", "conduct"),
            ("adverse_effect", "conduct"),
            ("suggestions", "deadline_missed"),
        ):
            if getattr(rule, name) and not getattr(rule, needed):
                yield (
                    ("liability", number, name),
                    f"{name} says more of {needed}; expected {needed} beside it",
                )


def _shown_by(rule: LiabilityRule) -> tuple[object, ...]:
    return rule.conduct, rule.deadline_missed, rule.attendance, rule.repeated_losses
