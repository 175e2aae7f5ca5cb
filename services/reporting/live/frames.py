"""How does a stream of server-sent events read? Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic_core import to_json

from services.reporting.figures import Figure
from services.reporting.live.asked import Asked
from services.reporting.live.moved import Step, Sum
from services.reporting.rows import DISTRICT
from services.reporting.timeline import opened

T = TypeVar("T")

FEW = 100
"""Cases and agencies that are named; of more is only said that there are many."""

BOUNDS = ("parked", "low", "high")
"""What is told beside it in a stream: how much is parked that can change it, and between what it then lies."""

TOLD = (
    "metric",
    "numerator",
    "denominator",
    "value",
    "target",
    "met",
    "indicative",
    "compare",
    "article",
)
"""What is told of a figure beside the row it is of."""


def frame(event: str, data: bytes, position: int | None = None) -> bytes:
    """Return one event. Whoever is cut off after it resumes after its position, where it has one."""
    id_ = b"id: %d\n" % position if position is not None else b""
    return b"%sevent: %s\ndata: %s\n\n" % (id_, event.encode(), data)


def opening(retry_ms: int) -> bytes:
    """Return what a stream begins with: after how long whoever is cut off comes back."""
    return b"retry: %d\n\n" % retry_ms


def beat(position: int) -> bytes:
    """Return a sign of life that carries a position and is no event."""
    return b": still here\nid: %d\n\n" % position


def figure_data(of: Sum, figure: Figure) -> dict[str, Any]:
    """Return what is told of a figure. The district's row is `*` by `*`."""
    row = {"district": of.district, "period": of.period, "by": of.by, "agency": of.agency}
    return {**row, **{name: getattr(figure, name) for name in TOLD}}


def figure_frame(data: Mapping[str, Any], position: int) -> bytes:
    """Return that a figure moved. It has no id: only what ends the step tells that all of it was read."""
    return frame("figure", to_json({**data, "position": position}))


def bounds_data(figure: Figure) -> dict[str, Any]:
    """Return between what a figure lies once everything parked is released."""
    return {name: getattr(figure, name) for name in BOUNDS}


def reset(position: int) -> bytes:
    """Return that figures may have moved of which nothing is known any more: read them again."""
    return frame("reset", to_json({"position": position}))


def case_frame(envelope: Mapping[str, Any]) -> bytes:
    """Return a stored event; names of persons are masked, whoever reads."""
    told = {name: value for name, value in envelope.items() if name != "prevhash"}
    told["data"] = opened(envelope["data"], None)
    return frame("case", to_json(told), envelope["position"])


def settled_frame(asked: Asked, steps: Sequence[Step] | None, position: int, spread_ms: int) -> bytes:
    """Return that all that follows up to a position is visible, and in short what that concerns.

    `cases` and `agencies` are null where they are too many to name, or nobody knows them any more (`steps` None); and
    where one case or one agency is asked for: whoever sees that alone is told of no other.
    `spread_ms` is over how long pages that look on should spread their asking again.
    """
    whole = steps is not None and not asked.case and asked.agency in ("", DISTRICT)
    cases = _union(step.cases for step in steps or ()) if whole else None
    agencies = _union(step.agencies for step in steps or ()) if whole else None
    own = f"{asked.district}|"
    numbers = None if cases is None else sorted(key[len(own) :] for key in cases if key.startswith(own))
    names = None if agencies is None else sorted(name for of, name in agencies if of == asked.district)
    told = {
        "position": position,
        "district": asked.district,
        "cases": numbers if numbers is None or len(numbers) <= FEW else None,
        "agencies": names if names is None or len(names) <= FEW else None,
        "world": steps is None or any(asked.district in step.world for step in steps),
        "spread_ms": spread_ms,
    }
    return frame("settled", to_json(told), position)


def _union(sets: Iterable[frozenset[T] | None]) -> frozenset[T] | None:
    found: frozenset[T] = frozenset()
    for one in sets:
        if one is None:
            return None
        found |= one
    return found
