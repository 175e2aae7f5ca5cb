"""What does a scenario file hold? Facts told, a day, and what the regulation says then follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from deploy.law.expecting import Expectation
from shared.envelope import Draft
from shared.law.faults import Fault

DEFAULT_CASE = "（2023）示0101行初1号"
"""The case a scenario is about unless it says otherwise."""


class ScenarioError(ValueError):
    """A text is no scenario file; says each place, what is wrong and what was expected."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Step:
    """Facts that are told, the day that has begun, and what must then stand."""

    given: tuple[Draft, ...]
    """All facts told so far, those of earlier steps first."""
    day: date
    then: tuple[Expectation, ...]
    since: date
    """The first day of the log: that of the scenario's first step."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One provision as it works out in a case."""

    title: str
    article: str
    line: int
    """1-based, in its file."""
    steps: tuple[Step, ...]
    judged_as: str
    """The pack it is judged by."""
    reading: Mapping[str, bool | int | str] = field(default_factory=dict)
    """Parameters of the pack read otherwise than the pack does."""


@dataclass(frozen=True, slots=True)
class ScenarioFile:
    """The scenarios of one pack."""

    of: str
    """Id of the pack."""
    scenarios: tuple[Scenario, ...]
