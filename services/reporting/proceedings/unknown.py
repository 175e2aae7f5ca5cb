"""What can a question about proceedings name that is not there, and what is expected instead?"""

from collections.abc import Iterable

from shared.problems import Problem


class NoProceedingError(Problem):
    """No proceeding follows a loss in the case, or none against the unit asked for."""

    def __init__(self, case: str, unit: str, units: Iterable[str]) -> None:
        known = tuple(units)
        named = f" of {unit!r}" if unit else ""
        expected = f"one of the units {' / '.join(known)}" if known else "one of GET /proceedings"
        super().__init__(
            404,
            "No proceeding",
            f"no proceeding{named} after a loss is on record in {case!r}: the case was not lost, its loss no longer "
            "stands and nothing had begun, or the law asks for no proceeding",
            errors=[
                {
                    "parameter": "unit" if unit and known else "case",
                    "detail": f"found {unit if unit and known else case!r}",
                    "expected": expected,
                }
            ],
        )


class UnknownStageError(Problem):
    """No law of the district has such a stage."""

    def __init__(self, stage: str, known: Iterable[str]) -> None:
        expected = " / ".join(known) or "none: no law of the district has stages"
        super().__init__(
            404,
            "Unknown stage",
            f"no stage {stage!r} in the law of the district",
            errors=[{"parameter": "stage", "detail": f"found {stage!r}", "expected": expected}],
        )


class NoPlaceError(Problem):
    """A text names no place in a list of proceedings."""

    def __init__(self, after: str) -> None:
        super().__init__(
            422,
            "No place in the list",
            f"{after!r} is no place in a list of proceedings",
            errors=[
                {"parameter": "after", "detail": f"found {after!r}", "expected": "`next` of the page before"}
            ],
        )
