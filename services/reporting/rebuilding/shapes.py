"""In which shapes is told how far a rebuild is, and how the new version compares with the old?"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

Phase = Literal["", "starting", "folding", "putting together", "catching up", "comparing", "switching"]


class Shape(BaseModel):
    """What is told, as JSON."""

    model_config = ConfigDict(frozen=True)


class Progress(Shape):
    """How far a rebuild is."""

    phase: Phase = ""
    """What is being done; empty while nothing is."""
    done: int = 0
    """Events that are folded."""
    of: int = 0
    """Events there are."""


class Difference(Shape):
    """A row that the two versions hold differently."""

    key: dict[str, Any]
    old: dict[str, Any] | None
    """The values that differ; nothing where the old version has no such row."""
    new: dict[str, Any] | None


class Compared(Shape):
    """How a table of the views compares."""

    table: str
    old: int
    """How many rows it has in the old version."""
    new: int
    differ: int
    first: tuple[Difference, ...] = ()
    """The first of the rows that differ, by key."""


class Comparison(Shape):
    """How a new version compares with the old one, both read up to the same position."""

    position: int
    old: str
    """The file of the version that is asked."""
    new: str
    equal: bool
    tables: tuple[Compared, ...]
    """Sums first, then every list."""
    cases: int = 0
    """How many cases differ anywhere."""
    first_cases: tuple[str, ...] = ()
    """The first of them, as `district|number`."""
    due: int = 0
    """How many cases the old version still had to judge; where that is not none, it may differ for that."""
    columns: tuple[str, ...] = ()
    """What only one of the versions has, as `table` or `table.column`; it is not compared."""


class Rebuilding(Shape):
    """How rebuilding stands."""

    state: Literal["none", "running", "waiting", "before", "failed"]
    """Nothing beside what is asked, a rebuild under way, a new version that waits for the switch, the version before
    kept for a rollback, or a rebuild that failed."""
    current: str
    """The file of the version that is asked."""
    other: str = ""
    """The file of the version that waits, or of the one before."""
    progress: Progress = Progress()
    events: int = 0
    """Events the last rebuild folded."""
    seconds: float = 0.0
    """How long it took until the new version had caught up."""
    comparison: Comparison | None = None
    """How the new version compared with the old one."""
    report: str = ""
    """The file that holds the comparison."""
    error: str = ""
    """Why the last rebuild failed."""
