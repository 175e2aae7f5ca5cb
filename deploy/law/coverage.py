"""Which entries of a pack does no scenario stand for? Those that can be wrong without any scenario failing."""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.law.articles import cites
from deploy.law.laws import Packs
from deploy.law.mutations import mutations
from deploy.law.running import holds
from deploy.law.scenarios import Scenario

NO_SCENARIO = "no scenario cites its article"
NONE_FAILS = "no scenario of its article fails"
ALL_FAIL = "the scenarios of its article fail already"


@dataclass(frozen=True, slots=True)
class Uncovered:
    """An entry that can be wrong in a way no scenario notices."""

    mark: str
    article: str
    how: str
    """In which way: `left out`, `working_days 3 for 2`."""
    why: str

    def __str__(self) -> str:
        return f"{self.mark} ({self.article}) {self.how}: {self.why}"


def uncovered(pack: str, scenarios: Sequence[Scenario], packs: Packs) -> list[Uncovered]:
    """Return in which ways the entries of a pack can be wrong unnoticed by the scenarios of their articles.

    A scenario that fails already stands for nothing. Scenarios are told once, as written.
    """
    holding = {scenario.title for scenario in scenarios if holds(scenario, packs)}
    found = []
    for mutation in mutations(packs[pack]):
        citing = [scenario for scenario in scenarios if cites(mutation.article, scenario.article)]
        asked = [scenario for scenario in citing if scenario.title in holding]
        mutated = {**packs, pack: mutation.pack}
        if all(holds(scenario, mutated) for scenario in asked):
            why = NONE_FAILS if asked else ALL_FAIL if citing else NO_SCENARIO
            found.append(Uncovered(mutation.mark, mutation.article, mutation.how, why))
    return found
