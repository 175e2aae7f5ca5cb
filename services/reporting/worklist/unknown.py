"""Whom can a worklist be asked for that is not there, and what is expected instead?"""

from shared.problems import Problem


class UnknownWhoError(Problem):
    """The register has no such organ, and nothing waits for one of this name."""

    def __init__(self, who: str, district: str) -> None:
        super().__init__(
            404,
            "Unknown organ",
            f"no organ {who!r} in the register of {district}, and nothing waits for one of that name",
            errors=[
                {
                    "parameter": "who",
                    "detail": f"found {who!r}",
                    "expected": "bureau / government_office / a name or alias of the organ register",
                }
            ],
        )


class NoPlaceInWorklistError(Problem):
    """A text names no place in a worklist."""

    def __init__(self, after: str) -> None:
        super().__init__(
            422,
            "No place in the list",
            f"{after!r} is no place in a worklist",
            errors=[
                {"parameter": "after", "detail": f"found {after!r}", "expected": "`next` of the page before"}
            ],
        )
