"""What can a question about deadlines name that is not there, and what is expected instead?"""

from collections.abc import Iterable
from datetime import date

from shared.problems import Problem


class UnknownDutyError(Problem):
    """No law of the district has such a duty, and no deadline is of it."""

    def __init__(self, duty: str, known: Iterable[str]) -> None:
        super().__init__(
            404,
            "Unknown duty",
            f"no duty {duty!r} in the law of the district",
            errors=[{"parameter": "duty", "detail": f"found {duty!r}", "expected": " / ".join(known)}],
        )


class UnknownObligorError(Problem):
    """The register has no such agency, and nothing was ever due from one of this name."""

    def __init__(self, agency: str, district: str) -> None:
        super().__init__(
            404,
            "Unknown agency",
            f"no agency {agency!r} in the register of {district}, and no deadline is one's of that name",
            errors=[
                {
                    "parameter": "agency",
                    "detail": f"found {agency!r}",
                    "expected": "a name or alias of the organ register",
                }
            ],
        )


class UnknownLeaderError(Problem):
    """Nobody of this name is in charge of an organ."""

    def __init__(self, leader: str, known: Iterable[str]) -> None:
        expected = " / ".join(known) or "none: no leaders in charge are on the log yet"
        super().__init__(
            404,
            "Unknown leader",
            f"no leader in charge {leader!r} in the roster of the district",
            errors=[{"parameter": "leader", "detail": f"found {leader!r}", "expected": expected}],
        )


class UnknownWordError(Problem):
    """A filter has a word that means nothing."""

    def __init__(self, parameter: str, found: str, expected: Iterable[str]) -> None:
        super().__init__(
            422,
            "Unknown filter",
            f"{parameter}={found!r} is none of the words of this filter",
            errors=[{"parameter": parameter, "detail": f"found {found!r}", "expected": " / ".join(expected)}],
        )


class NoDaysError(Problem):
    """A window of days ends before it begins."""

    def __init__(self, due_from: date, due_to: date) -> None:
        super().__init__(
            422,
            "No such days",
            f"no day is both from {due_from} and up to {due_to}",
            errors=[
                {
                    "parameter": "due_to",
                    "detail": f"found {due_to}",
                    "expected": f"{due_from} or a later day: both days are inclusive",
                }
            ],
        )


class NoPlaceError(Problem):
    """A text names no place in a list of deadlines."""

    def __init__(self, after: str) -> None:
        super().__init__(
            422,
            "No place in the list",
            f"{after!r} is no place in a list of deadlines",
            errors=[
                {"parameter": "after", "detail": f"found {after!r}", "expected": "`next` of the page before"}
            ],
        )
