"""Which conditions of a pack say what no case can have, and which routing rules come too late?"""

from collections.abc import Sequence
from typing import Any, Final

from shared.law.conditions import IntertwinedError, leaves, remaining, unknown_words
from shared.law.faults.fault import Found
from shared.law.model import Pack, RoutingRule

CONDITIONAL: Final = (
    "categories",
    "routing",
    "appearing",
    "roster",
    "observers",
    "cooperation",
    "checklists",
    "duties",
)
"""The sections whose entries have conditions."""

MOST_RULES: Final = 200
"""Routing rules of one pack: each is compared with all above it."""

_MEETABLE: Final = "expected conditions that one case can meet"


def words(pack: Pack) -> Found:
    """Find attributes and values that no case has."""
    for section in CONDITIONAL:
        for number, rule in enumerate(getattr(pack, section)):
            for wrong in unknown_words(rule.when, across=section == "appearing"):
                yield (section, number, "when"), wrong


def never(pack: Pack) -> Found:
    """Find conditions that no case can meet. Routing is asked in order and looks further."""
    for section in CONDITIONAL:
        for number, rule in enumerate(getattr(pack, section)):
            if section != "routing" and not leaves(rule.when, ()):
                yield (section, number, "when"), f"can never apply; {_MEETABLE}"


def routing(pack: Pack) -> Found:
    """Find routing rules that decide nothing, and packs whose rules do not decide every case."""
    if pack.district and (not pack.routing or pack.routing[-1].when):
        yield ("routing",), "no final rule; expected a last one without conditions"
    if len(pack.routing) > MOST_RULES:
        yield ("routing",), f"{len(pack.routing)} rules; expected at most {MOST_RULES}"
        return
    for number, rule in enumerate(pack.routing):
        if reason := _idle(pack, number):
            yield ("routing", number), reason
        if "earlier_case" in rule.responsible and (
            len(rule.responsible) > 1 or rule.when.get("earlier_case") != "known"
        ):
            detail = (
                "earlier_case answers alone; expected no other role and the condition earlier_case: known"
            )
            yield ("routing", number, "responsible"), detail


def _idle(pack: Pack, number: int) -> str:
    """Return why a routing rule never decides; empty for one that does."""
    try:
        return _why_idle(pack.routing[number], pack.routing[:number])
    except IntertwinedError:
        return "cannot be compared with all rules above within reason; expected fewer rules or simpler conditions"


def _why_idle(rule: RoutingRule, earlier: Sequence[RoutingRule]) -> str:
    if not leaves(rule.when, ()):
        return f"{rule.rule!r} can never apply; {_MEETABLE}"
    if equal := next((one for one in earlier if _same(one.when, rule.when)), None):
        return f"{rule.rule!r} is equal in force to {equal.rule!r} above; expected one, or other conditions"
    if not leaves(rule.when, [one.when for one in earlier]):
        covering = _covering(rule.when, [(one.rule, one.when) for one in earlier])
        return f"{rule.rule!r} is never reached; expected a condition that {covering} above does not cover"
    return ""


def _same(left: Any, right: Any) -> bool:
    return not leaves(left, [right]) and not leaves(right, [left])


def _covering(when: Any, earlier: Sequence[tuple[str, Any]]) -> str:
    """Return the rules above that leave nothing to a condition: one that does alone, else all that take a part."""
    alone = [repr(name) for name, other in earlier if not leaves(when, [other])]
    whole = list(remaining(when, ()))
    parts = [repr(name) for name, other in earlier if list(remaining(when, [other])) != whole]
    return alone[0] if alone else " and ".join(parts)
