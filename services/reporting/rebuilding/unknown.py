"""What is answered where nothing can be rebuilt, switched or discarded?"""

from shared.problems import Problem


class CannotRebuildError(Problem):
    """What is asked of rebuilding cannot be done now."""

    def __init__(self, found: str, allowed: str) -> None:
        super().__init__(
            409,
            "Nothing to be done now",
            found + (f"; {allowed}" if allowed else ""),
            errors=[{"parameter": "", "detail": found, "expected": allowed or "nothing"}],
        )
