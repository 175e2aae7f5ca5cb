"""What of published reports can a question name that is not there, and what can be asked instead?"""

from collections.abc import Iterable

from shared.problems import Problem

EXPECTED = "a year or a quarter, such as 2023 or 2023-Q2"


def _problem(
    status: int, title: str, detail: str, parameter: str, found: object, expected: str, said_as: str = ""
) -> Problem:
    errors = [{"parameter": parameter, "detail": f"found {found!r}", "expected": expected}]
    return Problem(status, title, detail, errors=errors, said_as=said_as)


def no_report(district: str, period: str, known: Iterable[str]) -> Problem:
    """Return the refusal of a period of which nothing was published."""
    expected = " / ".join(known) or "none: nothing was published of this district yet"
    detail = f"no report of {district} on {period!r} was published"
    return _problem(404, "Not published", detail, "period", period, expected)


def no_edition(period: str, edition: int, known: Iterable[int]) -> Problem:
    """Return the refusal of an edition that is not there."""
    detail = f"the report on {period} has no edition {edition}"
    return _problem(404, "No such edition", detail, "edition", edition, " / ".join(map(str, known)))


def no_file(period: str, name: str, known: Iterable[str]) -> Problem:
    """Return the refusal of a file that a report does not have."""
    detail = f"the report on {period} has no file {name!r}"
    return _problem(404, "No such file", detail, "name", name, " / ".join(known))


def no_kind(found: str, known: Iterable[str]) -> Problem:
    """Return the refusal of a form in which no report is made."""
    return _problem(
        422, "Unknown form", f"no report is made as {found!r}", "format", found, " / ".join(known)
    )


def no_period(period: str) -> Problem:
    """Return the refusal of a period no report is about."""
    detail = f"no report is about {period!r}"
    return _problem(422, "Unknown period", detail, "period", period, EXPECTED, "Unknown period of reports")


def not_begun(period: str, day: object) -> Problem:
    """Return the refusal of a period that lies ahead."""
    detail = f"{period} has not begun: the last day on the log is {day}"
    return _problem(422, "Period in the future", detail, "period", period, "one that has begun")


def nothing_known(district: str, period: str, first: object, last: object) -> Problem:
    """Return the refusal of a period in which nothing counts."""
    expected = f"a period from {first} to {last}" if first else "none: nothing counts in this district yet"
    detail = f"nothing of {district} counts in {period}, so there is nothing to report on"
    return _problem(404, "Nothing known", detail, "period", period, expected)


class DamagedFileError(Problem):
    """A file of a published report is not what it was, and could not be made again."""

    def __init__(self, period: str, name: str, sha256: str, found: str, why: str) -> None:
        super().__init__(
            500,
            "Published file damaged",
            f"the file {name} of the report on {period} is {found} in the archive, and {why}; "
            "put it back from a copy under its hash, `yingsu reports verify` tells when it is right",
            errors=[
                {"parameter": "name", "detail": f"{found}", "expected": f"bytes with the SHA-256 {sha256}"}
            ],
        )
