"""What can a question name that reporting does not know, and what does it expect instead?"""

from collections.abc import Iterable

from services.reporting.periods import Period, PeriodError
from shared.problems import Problem


class UnknownPageError(Problem):
    """There is no page at an address."""

    def __init__(self, path: str) -> None:
        super().__init__(
            404,
            "Unknown page",
            f"there is no page at {path}",
            errors=[
                {"parameter": "path", "detail": f"found {path!r}", "expected": "one of GET /districts/…"}
            ],
        )


class UnknownDistrictError(Problem):
    """Nothing on the log is about this district."""

    def __init__(self, district: str, known: Iterable[str]) -> None:
        expected = " / ".join(known) or "none: no district's law is on the log yet"
        super().__init__(
            404,
            "Unknown district",
            f"no district {district!r}; districts are named by the id of their law pack or their division code",
            errors=[{"parameter": "district", "detail": f"found {district!r}", "expected": expected}],
        )


class UnknownMetricError(Problem):
    """There is no such figure."""

    def __init__(self, metric: str, known: Iterable[str]) -> None:
        super().__init__(
            404,
            "Unknown figure",
            f"no figure {metric!r}",
            errors=[{"parameter": "metric", "detail": f"found {metric!r}", "expected": " / ".join(known)}],
        )


class UnknownPeriodError(Problem):
    """A text names no period."""

    def __init__(self, error: PeriodError) -> None:
        expected = "2023, 2023-H1, 2023-Q2 or 2023-05"
        super().__init__(
            422,
            "Unknown period",
            str(error),
            errors=[{"parameter": "period", "detail": f"found {error.label!r}", "expected": expected}],
        )


def period_of(period: str | Period) -> Period:
    """Return the period of a label, or the one given. Raises UnknownPeriodError."""
    if isinstance(period, Period):
        return period
    try:
        return Period.parse(period)
    except PeriodError as error:
        raise UnknownPeriodError(error) from error


class UnknownCaseError(Problem):
    """There is no such case in the district."""

    def __init__(self, district: str, number: str) -> None:
        super().__init__(
            404,
            "Unknown case",
            f"no case {number!r} in {district}; a case number reads like （2023）鲁1002行初12号",
            errors=[{"parameter": "case", "detail": f"found {number!r}", "expected": "one of GET /cases"}],
        )


class UnknownEventError(Problem):
    """No event of the district, nor of the log as a whole, stands at this position."""

    def __init__(self, district: str, asked: str, position: int) -> None:
        expected = f"the position of an event of {district}, 1 to {position}"
        super().__init__(
            404,
            "Unknown event",
            f"no event of {district} at position {asked}",
            errors=[{"parameter": "position", "detail": f"found {asked!r}", "expected": expected}],
        )


class NotKnownThenError(Problem):
    """A case or an event was not known yet at the moment asked for."""

    def __init__(self, what: str, found: object, position: int) -> None:
        super().__init__(
            404,
            "Not known then",
            f"the {what} {found} was not known yet at position {position}",
            errors=[
                {
                    "parameter": "as_of",
                    "detail": f"found {str(found)!r}",
                    "expected": "a later moment, or none for what is known now",
                }
            ],
            position=position,
        )


class UnknownAgencyError(Problem):
    """The district's register has no such agency, and nothing counts for one of this name."""

    def __init__(self, agency: str, district: str) -> None:
        super().__init__(
            404,
            "Unknown agency",
            f"no agency {agency!r} in the register of {district}, and none of that name counts in this period",
            errors=[
                {
                    "parameter": "agency",
                    "detail": f"found {agency!r}",
                    "expected": "a name or alias of the organ register, or * for the district",
                }
            ],
        )


class UnknownRowError(Problem):
    """There is no such kind of act, court, instance or officer among the rows of the figures."""

    def __init__(self, by: str, row: str, district: str, known: Iterable[str]) -> None:
        expected = " / ".join(known) or f"one that GET /figures?by={by} has"
        super().__init__(
            404,
            "Unknown row of figures",
            f"no row {row!r} by {by} in the figures of {district}",
            errors=[
                {
                    "parameter": "agency",
                    "detail": f"found {row!r}",
                    "expected": f"{expected}, or * for the district",
                }
            ],
        )


class UnknownPackError(Problem):
    """No law pack of this name is on the log."""

    def __init__(self, pack: str, known: Iterable[str]) -> None:
        expected = " / ".join(known) or "none: no law is on the log yet"
        super().__init__(
            404,
            "Unknown law pack",
            f"no law pack {pack!r} is on the log",
            errors=[{"parameter": "pack", "detail": f"found {pack!r}", "expected": expected}],
        )


class UnknownMarkError(Problem):
    """The law of a district has no such entry."""

    def __init__(self, mark: str, district: str) -> None:
        super().__init__(
            404,
            "Unknown entry of the law",
            f"the law of {district} has no entry {mark!r}; entries are named by section and id, as routing/own-act",
            errors=[
                {"parameter": "mark", "detail": f"found {mark!r}", "expected": "one of GET /law/entries"}
            ],
        )


class NotSettledError(Problem):
    """What follows from a position is not visible yet."""

    def __init__(self, position: int, settled: int, timeout_s: float) -> None:
        super().__init__(
            503,
            "Not settled yet",
            f"everything that follows is visible up to position {settled}, asked for {position}; "
            f"waited {timeout_s:g} seconds",
            headers={"Retry-After": "1"},
            settled=settled,
        )
