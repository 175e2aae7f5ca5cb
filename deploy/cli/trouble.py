"""What can go wrong for somebody at the command line, and how is it said?"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from deploy.local.place import read_state

ATTENTION, REFUSED, UNREACHABLE = 1, 2, 3
"""Exit codes beside 0; `deploy.cli` says what they mean."""


class Trouble(Exception):  # noqa: N818 - not always an error
    """Something the person at the command line should know, in plain words, with the exit code it leads to."""

    def __init__(self, message: str, code: int, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.details = tuple(details)

    def show(self, console: Console) -> None:
        """Print what is wrong, and the places where."""
        console.print(Text(self.message, style="bold red"), soft_wrap=True)
        for detail in self.details:
            console.print(Text(f"  {detail}"), soft_wrap=True)


class NotRunning(Trouble):
    """No house runs on the data folder."""

    def __init__(self, data: Path) -> None:
        start = "yingsu up" if data == Path("data") else f"yingsu up --data {data}"
        states = {found.parent: read_state(found) for found in sorted(data.glob("*/local.toml"))}
        others = [folder for folder, state in states.items() if state is not None and state.alive]
        hint = f" One runs in {others[0]}: add --data {others[0]}." if others else ""
        super().__init__(f"Yingsu does not run on {data}: start it with {start}.{hint}", UNREACHABLE)


class Unreachable(Trouble):
    """A service does not answer."""

    def __init__(self, service: str, url: str, why: object) -> None:
        super().__init__(
            f"{service} does not answer at {url} ({why}). "
            "If it was just restarted, try again; yingsu status and its log in DIR/logs say more.",
            UNREACHABLE,
        )


class Problem(Trouble):
    """A service refused or failed and said why (RFC 9457)."""

    def __init__(self, service: str, status: int, body: Mapping[str, Any]) -> None:
        title = str(body.get("title") or f"{service} answered {status}")
        detail = str(body.get("detail") or "")
        errors = body.get("errors") or ()
        super().__init__(
            title if not detail or detail == title else f"{title}: {detail}",
            REFUSED if status < 500 else UNREACHABLE,
            [line for error in errors if (line := place_and_reason(error, detail))],
        )


class UnknownDistrict(Trouble):
    """No pack and no division is called this."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        super().__init__(f"No district is called {asked}. Known are: {', '.join(known)}.", REFUSED)


def place_and_reason(error: Any, already: str = "") -> str:
    """Return one entry of a problem's `errors` as a line: where, what is wrong, what was expected.

    What was said `already` is not said again.
    """
    if not isinstance(error, Mapping):
        return str(error)
    where = [
        f"{label}{error[key]}"
        for key, label in (
            ("index", "event "),
            ("place", ""),
            ("sheet", "sheet "),
            ("row", "row "),
            ("column", "column "),
            ("pointer", ""),
            ("value", "value "),
        )
        if error.get(key) not in (None, "")
    ]
    said = str(error.get("detail") or error.get("reason") or "")
    if said and said in already:
        said = ""
    expected = f"expected {error['expected']}" if error.get("expected") else ""
    return ": ".join(part for part in (", ".join(where), "; ".join(filter(None, (said, expected)))) if part)
