"""Which figures of the year have crossed their targets, as far as a subscriber was told? Pure.

A target counts as met until it is told that it is not. So nothing has to be remembered of how a figure stood before:
what stands is compared with what was told last.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from services.reporting.delivery.subscriptions import Subscription
from services.reporting.figures import Figure
from services.reporting.rows import DISTRICT
from shared.events.words import Notice

BY: Collection[str] = (DISTRICT, "defendant")
"""The rows that are told of: the district's own, and agencies as defendants, as pages show them first."""


class Line(NamedTuple):
    """What names the figure of one row of a year to one subscriber."""

    district: str
    subscription: str
    period: str
    by: str
    agency: str
    metric: str


class Said(NamedTuple):
    """What a subscriber was told last of a figure."""

    met: bool
    at_position: int


@dataclass(frozen=True, slots=True)
class Crossing:
    """The news to one subscriber that a figure has crossed its target."""

    subscription: Subscription
    figure: Figure
    position: int
    """As of which position it is so."""
    after: int
    """The position that was named when it was told of last; 0 when it never was."""
    kind: Notice = "crossed"

    @property
    def line(self) -> Line:
        """Return what names the figure to the subscriber."""
        to, of = self.subscription, self.figure
        return Line(to.district, to.name, of.period, _by(of), of.agency, of.metric)

    @property
    def notice(self) -> str:
        """Return in a word what is told."""
        return f"{'met' if self.figure.met else 'missed'}@{self.figure.period}"

    @property
    def about(self) -> str:
        """Return what it is about."""
        return f"{self.figure.agency} {self.figure.metric}"

    @property
    def id(self) -> str:
        """Return the same id for the same news, whoever asks and however often it is sent."""
        told = "|".join((*self.line, self.notice, str(self.after)))
        return f"msg_{sha256(told.encode()).hexdigest()[:32]}"


def crossings(
    subscriptions: Iterable[Subscription],
    figures: Iterable[Figure],
    said: Mapping[Line, Said],
    position: int,
) -> list[Crossing]:
    """Return what the subscribers of one district are to be told, by figure and row.

    `figures` are those of the current year; only who names this kind of news is told of it. Subscriptions name
    agencies in full.
    """
    wanting = [one for one in subscriptions if "crossed" in one.told_of and not one.disabled]
    found = []
    for figure in figures:
        if figure.met is None or (figure.indicative and figure.agency != DISTRICT):
            continue
        for to in wanting:
            if to.agency not in ("", figure.agency):
                continue
            line = Line(to.district, to.name, figure.period, _by(figure), figure.agency, figure.metric)
            before = said.get(line, Said(True, 0))
            if before.met != figure.met:
                found.append(Crossing(to, figure, position, before.at_position))
    return sorted(found, key=lambda one: one.line)


def _by(figure: Figure) -> str:
    return DISTRICT if figure.agency == DISTRICT else figure.by
