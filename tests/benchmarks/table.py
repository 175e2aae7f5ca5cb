"""How is what was measured shown, on the terminal and in the documentation?"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
ABOVE = "<!-- make bench writes below this line, the newest first -->\n"
COLUMNS = ("row", "project", "raw limit", "share", "aim", "reached")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what was measured, beside what the machine can do and what was aimed at."""

    what: str
    project: float
    unit: str
    raw: float | None = None
    aim: float | None = None
    at_most: bool = False
    """Whether less is better."""

    def cells(self) -> tuple[str, ...]:
        """Return the row as texts."""
        share = f"{self._share():.0%}" if self.raw else ""
        sign = "≤" if self.at_most else "≥"
        aim = f"{sign} {_number(self.aim)} {self.unit}" if self.aim is not None else ""
        raw = f"{_number(self.raw)} {self.unit}" if self.raw else ""
        return self.what, f"{_number(self.project)} {self.unit}", raw, share, aim, self._reached()

    def _share(self) -> float:
        assert self.raw
        return self.raw / self.project if self.at_most else self.project / self.raw

    def _reached(self) -> str:
        if self.aim is None:
            return ""
        return "yes" if (self.project <= self.aim if self.at_most else self.project >= self.aim) else "no"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"


def show(console: Console, title: str, lines: Sequence[Line]) -> None:
    """Print the table."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(COLUMNS):
        table.add_column(column, justify="left" if number == 0 else "right")
    for line in lines:
        table.add_row(*line.cells())
    console.print(table)


def write(title: str, about: str, lines: Sequence[Line], notes: Sequence[str]) -> None:
    """Write the table into the documentation, above those of before."""
    rows = [COLUMNS, ("---", *["--:"] * (len(COLUMNS) - 1)), *(line.cells() for line in lines)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    remarks = "".join(f"\n- {note}" for note in notes)
    before, mark, after = PAGE.read_text(encoding="utf-8").partition(ABOVE)
    entry = f"\n### {title}\n\n{about}.\n\n{table}\n{remarks}\n"
    PAGE.write_text(before + mark + entry + after, encoding="utf-8")
