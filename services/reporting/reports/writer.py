"""How is a report written block by block, its headings, tables and drawings numbered as in official papers?"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from services.reporting.printing.report import Block, Cell, Chart, Column, Heading, Para, Part, Table
from services.reporting.reports.saying import period_name
from services.reporting.reports.shapes import ReportData

if TYPE_CHECKING:
    from services.reporting.pages.words import Words

_UNITS = "零一二三四五六七八九"
_WHICH = {
    "year": ("本年", "上年", "上年"),
    "half": ("本期", "上期", "上年同期"),
    "quarter": ("本季度", "上季度", "上年同期"),
    "month": ("本月", "上月", "上年同月"),
}


@cache
def words() -> "Words":
    """Return what everything is called, as the pages call it."""
    from services.reporting.pages.words import Words

    return Words("zh")


class Writer:
    """Collects the blocks of a report on some data."""

    def __init__(self, data: ReportData) -> None:
        self.data = data
        self.blocks = list[Block]()
        self.this, self.last, self.year_ago = _WHICH[data.kind]
        self.is_year = data.kind == "year"
        self._chapter = self._section = self._tables = self._charts = 0

    def chapter(self, text: str) -> None:
        """Begin a chapter: 一、."""
        self._chapter, self._section = self._chapter + 1, 0
        self.blocks.append(Heading(level=1, text=f"{spelt(self._chapter)}、{text}"))

    def section(self, text: str) -> None:
        """Begin a section: （一）."""
        self._section += 1
        self.blocks.append(Heading(level=2, text=f"（{spelt(self._section)}）{text}"))

    def say(self, *parts: Part) -> None:
        """Write a paragraph."""
        self.blocks.append(Para(parts=parts))

    def remark(self, *parts: Part) -> None:
        """Write a note."""
        self.blocks.append(Para(parts=parts, is_note=True))

    def table(
        self,
        id_: str,
        caption: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        *,
        total: bool = False,
        note: str = "",
    ) -> None:
        """Put in a table, numbered; none without rows."""
        found = tuple(tuple(row) for row in rows)
        if not found:
            return
        self._tables += 1
        self.blocks.append(
            Table(
                id=id_,
                caption=f"表{self._tables}　{caption}",
                columns=tuple(columns),
                rows=found,
                total=total,
                note=note,
            )
        )

    def chart(self, chart: Chart | None) -> None:
        """Put in a drawing, numbered, if there is any."""
        if chart is not None:
            self._charts += 1
            self.blocks.append(
                Chart(
                    id=chart.id,
                    caption=f"图{self._charts}　{chart.caption}",
                    alt=chart.alt,
                    svg=chart.svg,
                    width=chart.width,
                    height=chart.height,
                    cells=chart.cells,
                )
            )

    @property
    def compared(self) -> tuple[tuple[str, str], ...]:
        """Return with what the period is compared, as far as there is a record of it: how it is called, its label."""
        data = self.data
        both = ((self.last, data.before), *(() if self.is_year else ((self.year_ago, data.year_before),)))
        return tuple((name, label) for name, label in both if label)

    @property
    def labels(self) -> tuple[str, ...]:
        """Return how the periods of the course are called in charts."""
        names = [period_name(one) for one in self.data.parts]
        years = {name[:5] for name in names}
        return tuple(name[5:] if len(years) == 1 else f"{name[2:4]}年{name[5:]}" for name in names)


def spelt(number: int) -> str:
    """Return a number below a hundred in Chinese."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_UNITS[tens]}十") + (
        _UNITS[ones] if ones or not tens else ""
    )


def numbers(*heads: str) -> tuple[Column, ...]:
    """Return columns of numbers, as wide as heads and rates need."""
    return tuple(
        Column(head=head, width=max(1.2 if head[-1] in "率比" else 0.95, 0.285 * len(head))) for head in heads
    )
