"""May this principal report this fact? Courts speak for their cases, agencies for themselves, bureaus for a district.

What a fact type says of that stands at the type: who reports it, and in which fields an agency names itself only.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from shared.access.principals import Principal
from shared.codec import UnknownTypeError, class_of
from shared.envelope import Draft
from shared.events.base import Fact
from shared.events.feeds import FeedRegistered, ManifestReported
from shared.events.intake import FactCorrected, FactRetracted
from shared.problems import pointer

_COURT = re.compile(r"^（\d{4}）(最高法|[^\d（）]\d*)")
"""In a court's case number its code stands behind the year: a province, and digits for the court."""


class NotAllowed(NamedTuple):
    """Why a principal may not report a fact: where in it, what was found, and the right it lacks."""

    pointer: str
    detail: str
    expected: str


def court_of(case_number: str) -> str:
    """Return the code of the court that gave a case its number, such as 鄂0117; empty where none did."""
    match = _COURT.match(case_number)
    return match[1] if match else ""


def sources(principal: Principal, district: str = "") -> tuple[str, ...]:
    """Return the sources in whose name a principal may report; `district` is the one spoken of, if it is known."""
    own = tuple(f"{principal.role}/{name}" for name in principal.names)
    if principal.role != "bureau":
        return own
    districts = dict.fromkeys(principal.districts)
    if district and principal.may_speak_of(district):
        districts[district] = None  # that of every district also speaks for each
    return (*own, *(f"{kind}/{one}" for one in districts for kind in ("bureau", "ledger")))


def refusal(principal: Principal, draft: Draft) -> NotAllowed | None:
    """Return which right a principal lacks for reporting a draft; None when it may.

    Whether it may correct a fact of somebody else also hangs on that fact, which is not looked at here.
    """
    if principal.role == "operator":
        return None
    return next(_lacking(principal, draft), None)


def _lacking(principal: Principal, draft: Draft) -> Iterator[NotAllowed]:
    cls, data, place = _said(draft)
    if cls is None or principal.role not in cls.REPORTED_BY:
        may = "、".join((*cls.REPORTED_BY, "operator")) if cls else "operator"
        yield NotAllowed("/type", f"{principal.role} may not report {draft.type}", f"the role {may}")
        return
    if not principal.may_speak_of(draft.district):
        theirs = ", ".join(principal.districts) or "none"
        yield NotAllowed("/district", f"{draft.district!r} is none of its districts", f"one of {theirs}")
    own = sources(principal, draft.district)
    if draft.source not in own:
        yield NotAllowed("/source", f"it does not speak for {draft.source!r}", f"one of {', '.join(own)}")
    if draft.type in _REVISIONS and principal.role != "bureau" and draft.data["target_source"] not in own:
        detail = f"the fact is of {draft.data['target_source']!r}"
        yield NotAllowed("/data/target_source", detail, "a fact it reported itself, or the role bureau")
    if principal.role == "court" and cls.ABOUT == "case" and court_of(draft.subject) not in principal.names:
        detail = f"{draft.subject} is no case of {'、'.join(principal.names)}"
        yield NotAllowed("/subject", detail, "a case number with the code of its own court")
    if (
        cls in (FeedRegistered, ManifestReported)
        and principal.role != "bureau"
        and "feed" in data  # a retraction names no feed, but a fact of its own
        and data["feed"] not in own
    ):
        yield NotAllowed(pointer((*place, "feed")), f"it does not speak for {data['feed']!r}", "itself")
    if principal.role == "agency":
        folded = {_folded(name) for name in principal.names}
        if cls.ABOUT == "organ" and _folded(draft.subject) not in folded:
            detail = f"it is no fact about {'、'.join(principal.names)}"
            yield NotAllowed("/subject", detail, "its own name or code, as its key names them")
        for field in cls.SPEAKS_IN:
            for path, named in _named(data, field.split("."), place):
                if named and _folded(named) not in folded:
                    detail = f"it does not speak for {named!r}"
                    yield NotAllowed(pointer(path), detail, f"one of {'、'.join(principal.names)}")


_REVISIONS = frozenset({"yingsu.fact-corrected.v1", "yingsu.fact-retracted.v1"})


def _said(draft: Draft) -> tuple[type[Fact] | None, Mapping[str, Any], tuple[str, ...]]:
    """Return the class of the fact that is reported, corrected or retracted, what is said of it, and where."""
    try:
        cls = class_of(draft.type)
        if cls not in (FactCorrected, FactRetracted):
            return (cls if issubclass(cls, Fact) else None), draft.data, ("data",)
        target = class_of(draft.data["type"])
    except UnknownTypeError:
        return None, {}, ()
    fact = target if issubclass(target, Fact) else None
    return fact, draft.data.get("data", {}), ("data", "data")


def _named(
    data: Any, steps: list[str], path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield what stands where the steps lead, through every item of a list."""
    if isinstance(data, list | tuple):
        for index, one in enumerate(data):
            yield from _named(one, steps, (*path, index))
    elif not steps:
        yield path, str(data or "")
    elif isinstance(data, Mapping) and steps[0] in data:
        yield from _named(data[steps[0]], steps[1:], (*path, steps[0]))


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())
