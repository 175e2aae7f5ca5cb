"""What can a question about sources name that is not there, and what is expected instead?"""

from collections.abc import Collection
from datetime import date

from shared.problems import Problem


class UnknownFeedError(Problem):
    """Nothing ever came from a source of this name, and nobody registered it."""

    def __init__(self, feed: str, district: str, known: Collection[str]) -> None:
        expected = " / ".join(known) or "none: nothing has been reported yet"
        super().__init__(
            404,
            "Unknown source",
            f"nothing ever came from {feed!r} in {district}, and nobody registered it",
            errors=[{"parameter": "feed", "detail": f"found {feed!r}", "expected": expected}],
        )


class NoDaysError(Problem):
    """The last of the days asked for lies before the first."""

    def __init__(self, since: date, until: date) -> None:
        expected = f"a day from {since} on"
        super().__init__(
            422,
            "No days",
            f"{until} is before {since}",
            errors=[{"parameter": "to", "detail": f"found '{until}'", "expected": expected}],
        )


class TooManyDaysError(Problem):
    """More days are asked for than are answered at once."""

    def __init__(self, since: date, until: date, most: int) -> None:
        super().__init__(
            422,
            "Too many days",
            f"from {since} to {until} are {(until - since).days + 1} days",
            errors=[
                {
                    "parameter": "from",
                    "detail": f"found '{since}'",
                    "expected": f"at most {most} days at once",
                }
            ],
        )
