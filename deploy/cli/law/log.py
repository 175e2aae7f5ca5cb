"""How does a command read a district's part of the log?"""

from collections.abc import Iterator
from dataclasses import dataclass

from deploy.cli.running import House

PAGE = 10_000
"""Events asked for at once."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some stored events of a district and of the log as a whole, by position."""

    lines: list[bytes]
    last: int
    """Position of the last one."""
    position: int
    """How far the log was read by whom we asked."""


def pages(house: House, district: str, *, after: int = 0, facts_only: bool = False) -> Iterator[Page]:
    """Return the stored events after a position, page by page. Raises Problem or Unreachable."""
    url = f"{house.state.url('reporting')}/log"
    while True:
        asked = {
            "district": district,
            "after": str(after),
            "limit": str(PAGE),
            "facts_only": str(facts_only).lower(),
        }
        answer = house.again("reporting", lambda asked=asked: house.http.get(url, params=asked))  # type: ignore[misc]
        lines = answer.content.splitlines()
        after = int(answer.headers["X-Yingsu-Last"])
        if lines:
            yield Page(lines, after, int(answer.headers["X-Yingsu-Position"]))
        if len(lines) < PAGE:
            return
