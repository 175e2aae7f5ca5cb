"""Does what the regulation says follow from the facts of a scenario, in whatever order they are told?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from deploy.law.expecting import Outcome
from deploy.law.judging import judged, world_under
from deploy.law.laws import Packs, law
from deploy.law.scenarios import Scenario, Step
from shared.calendar import Calendar
from shared.codec import encode
from shared.dispute import disputes, with_bureau
from shared.envelope import Draft, as_recorded
from shared.events.catalogue import name_of
from shared.law.model import Law
from shared.world import world_of

ORDERS: Mapping[str, Callable[[Sequence[Draft]], list[Draft]]] = {
    "told in reverse order": lambda drafts: list(reversed(drafts)),
    "told twice": lambda drafts: [draft for draft in drafts for _ in range(2)],
}
"""Ways of telling the same that must end in the same."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that did not follow."""

    line: int
    """1-based, in the scenario file."""
    article: str
    scenario: str
    detail: str
    """What was expected and what was found, a line each."""

    def __str__(self) -> str:
        return f"line {self.line}, {self.article} {self.scenario}:\n{self.detail}"


def failures(scenario: Scenario, packs: Packs) -> list[Failure]:
    """Return what did not follow in a scenario, told as written, in reverse order, and each fact twice."""

    def failed(line: int, detail: str) -> Failure:
        return Failure(line, scenario.article, scenario.title, detail)

    asked = law(packs, scenario.judged_as, scenario.reading)
    found: list[Failure] = []
    for step in scenario.steps:
        try:
            outcome = outcome_of(step.given, step, asked)
            found += [failed(one.line, unmet) for one in step.then if (unmet := one.unmet(outcome))]
            for order, arranged in ORDERS.items():
                other = outcome_of(arranged(step.given), step, asked)
                found += [
                    failed(scenario.line, f"{order}: {different}")
                    for different in _differences(outcome, other)
                ]
        except Exception as error:  # a bug of the rules: said beside what else fails
            found.append(failed(scenario.line, f"cannot be judged: {type(error).__name__}: {error}"))
    return found


def holds(scenario: Scenario, packs: Packs) -> bool:
    """Return whether everything a scenario expects follows from its facts as told."""
    asked = law(packs, scenario.judged_as, scenario.reading)
    try:
        outcomes = ((step, outcome_of(step.given, step, asked)) for step in scenario.steps)
        return not any(one.unmet(outcome) for step, outcome in outcomes for one in step.then)
    except Exception:  # what cannot be judged does not hold
        return False


def outcome_of(told: Sequence[Draft], step: Step, asked: Law) -> Outcome:
    """Return what follows from facts told in this order, on the day of a step."""
    records = [as_recorded(draft, position) for position, draft in enumerate(told, 1)]
    base = replace(world_of(asked.pack.district, records), since=step.since)
    world = world_under(base, asked, _calendar(), step.day)
    found = with_bureau(disputes(records, world.orders), asked.pack.district)
    return Outcome(tuple(judged(found, world)), world)


def _differences(outcome: Outcome, other: Outcome) -> Iterator[str]:
    for key in sorted({*outcome.findings, *other.findings}):
        one, two = outcome.findings.get(key), other.findings.get(key)
        if one is None or two is None or one.standing != two.standing:
            said = [f"{name_of(type(each))} {encode(each)}" if each else "nothing" for each in (one, two)]
            yield f"another finding on {key[1].topic} of {key[1].case}\nexpected {said[0]}\nfound {said[1]}"
    if set(outcome.counts) != set(other.counts):
        yield "other figures"


@cache
def _calendar() -> Calendar:
    return Calendar.bundled()
