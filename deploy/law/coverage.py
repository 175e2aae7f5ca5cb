"""Which entries of a pack does no scenario stand for? Those that can be wrong without any scenario failing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from deploy.law.articles import cites
from deploy.law.laws import Packs
from deploy.law.mutations import Mutation, mutations
from deploy.law.running import holds
from deploy.law.scenarios import Scenario

NO_SCENARIO, NONE_FAILS = "no scenario cites its article", "no scenario of its article fails"


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
    holding = [scenario for scenario in scenarios if holds(scenario, packs)]
    return list(_unnoticed(mutations(packs[pack]), holding, pack, packs))


def _unnoticed(
    wrong: Iterable[Mutation], holding: Sequence[Scenario], pack: str, packs: Packs
) -> Iterator[Uncovered]:
    for mutation in wrong:
        asked = [scenario for scenario in holding if cites(mutation.article, scenario.article)]
        mutated = {**packs, pack: mutation.pack}
        if all(holds(scenario, mutated) for scenario in asked):
            why = NONE_FAILS if asked else NO_SCENARIO
            yield Uncovered(mutation.mark, mutation.article, mutation.how, why)
