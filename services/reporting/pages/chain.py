"""How is the chain of instances drawn: on one line of time, a lane for each case, and what came of it?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.reporting.pages.words import Words
from services.reporting.reader.events import Instance
from shared.law.model import Law
from shared.law.outcome import KEEPS_EARLIER, NOT_FINAL, is_lost

WIDTH = 1200
LEFT, RIGHT = 274, 846
"""Between these the days are drawn; before them stands which case it is, behind them what came of it."""
LANE = 104
TOP = 30
APART = 70
"""Two days need as much room beside one another; closer ones stand one above the other."""

Result = Literal["won", "lost", "kept", "open", "unjudged", "pending", "unknown"]

UNJUDGED = frozenset({"withdrawn", "deemed_withdrawn", "withdrawn_after_change", "mediated", "terminated"})
"""Outcomes by which nobody won."""
WON = frozenset({"claims_rejected", "suit_dismissed", "docketing_refused"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One day of a case."""

    kind: Literal["docketed", "heard", "decided", "effective"]
    on: date
    x: float
    low: bool
    """Its words stand one line lower, where the day beside it is near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One case of the dispute."""

    number: str
    instance: Instance | None
    """None where no facts of it are known here."""
    y: float
    marks: tuple[Mark, ...]
    result: Result
    current: bool

    @property
    def ends(self) -> tuple[float, float] | None:
        """Return where the line of the case begins and ends; None for one without any day."""
        return (self.marks[0].x, self.marks[-1].x) if self.marks else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All that is drawn."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    years: tuple[tuple[str, float], ...]
    """Where a year begins, or a quarter of one in a short dispute."""

    @property
    def steps(self) -> tuple[tuple[float, float, float, float], ...]:
        """Return the lines from what one case ended with to where the next began."""
        found = []
        for before, after in zip(self.lanes, self.lanes[1:], strict=False):
            if before.marks and after.marks:
                decided = next((one.x for one in before.marks if one.kind == "decided"), before.marks[-1].x)
                found.append((decided, before.y, after.marks[0].x, after.y))
        return tuple(found)


def picture(
    chain: Sequence[str], known: Mapping[str, Instance], current: str, law: Law | None
) -> Picture | None:
    """Return the picture of a dispute; None while no day of it is known."""
    days = [on for one in known.values() for _, on in _days(one)]
    if not days:
        return None
    first, last = min(days), max(days)
    spread = max((last - first).days, 1)

    def across(on: date) -> float:
        return round(LEFT + 40 + (RIGHT - LEFT - 90) * (on - first).days / spread, 1)

    lanes: list[Lane] = []
    for place, number in enumerate(chain):
        instance = known.get(number)
        lanes.append(
            Lane(
                number=number,
                instance=instance,
                y=TOP + place * LANE + 40,
                marks=tuple(_marks(instance, across)) if instance else (),
                result=_result(instance, law, lanes[-1].result if lanes else "unknown"),
                current=number == current,
            )
        )
    return Picture(
        width=WIDTH,
        height=TOP + len(lanes) * LANE,
        lanes=tuple(lanes),
        years=tuple(_years(first, last, across)),
    )


def _days(instance: Instance) -> Iterator[tuple[Literal["docketed", "heard", "decided", "effective"], date]]:
    row = instance.row
    if row.docketed_on:
        yield "docketed", row.docketed_on
    if row.first_heard_on:
        yield "heard", row.first_heard_on
    if row.decided_on:
        yield "decided", row.decided_on
    if row.took_effect_on:
        yield "effective", row.took_effect_on


def _marks(instance: Instance, across: Callable[[date], float]) -> Iterator[Mark]:
    before, low = -1000.0, False
    for kind, on in sorted(_days(instance), key=lambda one: one[1]):
        x = across(on)
        low = not low if x - before < APART else False
        yield Mark(kind=kind, on=on, x=x, low=low)
        before = x


def _years(first: date, last: date, across: Callable[[date], float]) -> Iterator[tuple[str, float]]:
    """Yield the beginnings of years, of quarters where there are few of them."""
    months = (1, 4, 7, 10) if (last - first).days < 550 else (1,)
    for year in range(first.year, last.year + 1):
        for month in months:
            on = date(year, month, 1)
            if first < on <= last:
                yield f"{on:%Y-%m}" if len(months) > 1 else str(year), across(on)


def _result(instance: Instance | None, law: Law | None, before: Result) -> Result:
    """Return who won by the document of a case; an upheld appeal keeps what was decided before."""
    if instance is None:
        return "unknown"
    outcomes = set(instance.row.outcomes)
    if not outcomes:
        return "pending"
    if outcomes & NOT_FINAL:
        return "open"
    if KEEPS_EARLIER in outcomes:
        return "kept" if before in ("won", "lost", "kept") else "unjudged"
    if law and is_lost(tuple(outcomes), law):
        return "lost"
    if outcomes <= WON:
        return "won"
    return "unjudged" if outcomes <= UNJUDGED else "unknown"


def says(lane: Lane, words: Words) -> str:
    """Return who won, in words."""
    return words.name("results", lane.result)


def counts(lane: Lane, words: Words) -> str:
    """Return how the dispute counts through this case; empty where it does not."""
    if lane.instance is None or lane.instance.concluded is None:
        return ""
    on, lost = lane.instance.concluded
    return words.t(
        f"争议于 {on} 终结，{'计为败诉' if lost else '不计为败诉'}",
        f"ended the dispute on {on}, {'counted lost' if lost else 'not counted lost'}",
    )


def told(picture: Picture, words: Words) -> str:
    """Return the picture as a sentence a screen reader reads."""
    parts = []
    for lane in picture.lanes:
        row = lane.instance.row if lane.instance else None
        named = words.name("instances", row.instance) if row else words.t("未知审级", "unknown instance")
        days = [f"{words.name('chain_days', mark.kind)} {mark.on}" for mark in lane.marks]
        outcome = [words.names("outcomes", row.outcomes)] if row and row.outcomes else []
        said = [*days, *outcome, says(lane, words), counts(lane, words)]
        parts.append(f"{named} {lane.number}{words.t('：', ': ')}{words.join([one for one in said if one])}")
    return words.t("；然后", "; then ").join(parts) + words.t("。", ".")
