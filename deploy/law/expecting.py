"""What does a scenario expect to follow, and if it does not: what was found instead?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Protocol

from deploy.law.judging import counts, figures
from services.reporting.figures import Count, Figure
from shared.codec import encode
from shared.dispute import Dispute, Key
from shared.events.base import Finding
from shared.events.catalogue import name_of
from shared.world import World

UNSEEN = frozenset({"law", "calendar", "rules", "passed_over", "tried"})
"""Fields of findings that are not shown when something else was found."""


@dataclass(frozen=True)
class Outcome:
    """All that follows from the facts told."""

    disputes: tuple[Dispute, ...]
    world: World

    @cached_property
    def findings(self) -> Mapping[tuple[str, Key], Finding]:
        """Return what stands, by service and key."""
        return {
            (service, key): finding
            for dispute in self.disputes
            for service, found in sorted(dispute.findings.items())
            for key, finding in sorted(found.items(), key=lambda item: item[0])
        }

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """Return what the disputes contribute to the figures."""
        return tuple(counts(self.disputes, self.world))


class Expectation(Protocol):
    """Something a scenario expects."""

    @property
    def line(self) -> int:
        """Return the line of the file that says so."""
        ...

    def unmet(self, outcome: Outcome) -> str:
        """Return what was expected and what was found instead; empty when it holds."""
        ...


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """A finding that must stand, or must not."""

    kind: type[Finding]
    fields: Mapping[str, Any]
    """The fields that matter, as JSON has them."""
    line: int
    case: str = ""
    """Empty: of any case."""
    stands: bool = True

    def unmet(self, outcome: Outcome) -> str:
        """Return what was expected and what was found instead; empty when it holds."""
        found = [finding for _, finding in self._concerned(outcome, (self.kind,))]
        matching = [finding for finding in found if self._matches(finding, outcome.world)]
        if bool(matching) == self.stands:
            return ""
        name = name_of(self.kind)
        if not self.stands:
            return f"expected no {name}{_shown(self.fields)}\nfound {_listed(matching, self.fields)}"
        where = f" in {self.case}" if self.case else ""
        return f"expected {name}{_shown(self.fields)}{where}\nfound {self._instead(outcome)}"

    def _concerned(self, outcome: Outcome, types: tuple[type[Finding], ...]) -> Iterable[tuple[Key, Finding]]:
        return (
            (key, finding)
            for (_, key), finding in outcome.findings.items()
            if isinstance(finding, types) and self.case in ("", key.case)
        )

    def _matches(self, finding: Finding, world: World) -> bool:
        return within(self.fields, encode(finding), world)

    def _instead(self, outcome: Outcome) -> str:
        about = [
            finding for _, finding in self._concerned(outcome, (Finding,)) if finding.TOPIC == self.kind.TOPIC
        ]
        asked = {name: value for name, value in self.fields.items() if name in self.kind.SLOT}
        near = [finding for finding in about if within(asked, encode(finding), outcome.world)]
        if near or about:
            return _listed(near or about, self.fields)
        others = sorted({name_of(type(finding)) for _, finding in self._concerned(outcome, (Finding,))})
        return f"nothing about {self.kind.TOPIC}; what stands: {', '.join(others) or 'nothing'}"


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A figure that must come out."""

    metric: str
    period: str
    line: int
    agency: str = "*"
    by: str = "defendant"
    fraction: tuple[int, int | None] | None = None
    """Numerator and denominator, which a plain count does not have; None: nothing counts in it."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Other fields of the figure that matter, such as `met` or `target`."""

    def unmet(self, outcome: Outcome) -> str:
        """Return what was expected and what was found instead; empty when it holds."""
        agency = self.agency if self.agency == "*" else outcome.world.organs.full_name(self.agency)
        found = figures(outcome.counts, self.period, self.by, outcome.world)
        one = found.get((agency, self.metric))
        if _fraction(one) == self.fraction and all(
            _equal(value, getattr(one, name)) for name, value in self.fields.items()
        ):
            return ""
        row = "" if agency == "*" else f" of {agency} as {self.by}"
        what = f"{self.metric} {self.period}{row}"
        had = {name: getattr(one, name, None) for name in self.fields}
        return (
            f"expected {what} = {_ratio(self.fraction)}{_shown(self.fields)}\n"
            f"found {_ratio(_fraction(one))}{_shown(had) if one else ''}"
        )


def within(expected: Any, found: Any, world: World) -> bool:
    """Return whether what is found holds all that is expected.

    Of a mapping only the fields named matter. Lists of plain values are equal in any order; of a list of mappings
    each expected one must be among those found. An organ may be named by any of its names.
    """
    if isinstance(expected, Mapping):
        return isinstance(found, Mapping) and all(
            name in found and within(value, found[name], world) for name, value in expected.items()
        )
    if isinstance(expected, list):
        if not isinstance(found, list):
            return False
        if any(isinstance(each, Mapping) for each in expected):
            return all(any(within(each, one, world) for one in found) for each in expected)
        return sorted(_plain(each, world) for each in expected) == sorted(_plain(one, world) for one in found)
    return type(expected) is type(found) and _plain(expected, world) == _plain(found, world)


def _plain(value: Any, world: World) -> str:
    return world.organs.full_name(value) if isinstance(value, str) else str(value)


def _fraction(one: Figure | None) -> tuple[int, int | None] | None:
    return (one.numerator, one.denominator) if one else None


def _ratio(fraction: tuple[int, int | None] | None) -> str:
    if fraction is None:
        return "nothing"
    return str(fraction[0]) if fraction[1] is None else f"{fraction[0]}/{fraction[1]}"


def _equal(expected: Any, found: Any) -> bool:
    """Return whether a field of a figure is as expected; decimal strings are numbers."""
    try:
        return Decimal(str(expected)) == Decimal(str(found))
    except InvalidOperation:
        return bool(expected == found)


def _listed(found: Iterable[Finding], asked: Mapping[str, Any]) -> str:
    lines = []
    for finding in found:
        data = encode(finding)
        said = {
            name: value
            for name, value in data.items()
            if name in asked or (name not in UNSEEN and value not in ("", None, [], False))
        }
        lines.append(f"{name_of(type(finding))}{_shown(said)}")
    return "\n  and ".join(lines)


def _shown(value: Mapping[str, Any]) -> str:
    return f" {{{', '.join(f'{name}: {_text(each)}' for name, each in value.items())}}}" if value else ""


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return _shown(value).strip() or "{}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    return '""' if value == "" else "none" if value is None else str(value)
