"""What do the pages ask of the reader of the views?"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from services.reporting.answers import (
    AdoptedPack,
    CaseDetail,
    Cases,
    District,
    Figure,
    FigureCases,
    Figures,
    LawEntries,
    Settled,
    Worklist,
)
from services.reporting.deadlines.shapes import Deadlines
from services.reporting.history.asking import History
from services.reporting.periods import Period
from shared.law.model import Law
from shared.sealing import Seal
from shared.world import World

T = TypeVar("T")


class Source(Protocol):
    """The reader, as far as pages use it. Each answer is one consistent snapshot."""

    @property
    def history(self) -> History:
        """Return whom to ask what was known earlier, and what has changed since."""

    async def districts(self) -> tuple[District, ...]:
        """Return the districts whose law is on the log."""

    async def law(self, district: str, on: date | None = None) -> Law | None:
        """Return the law the log names for a district: on a day, else now or next."""

    async def laws(self) -> tuple[AdoptedPack, ...]:
        """Return the law packs on the log."""

    async def entries(self, district: str, pack: str = "") -> LawEntries:
        """Return all that a district's law says, that of one of its packs where one is named."""

    async def decided(self, district: str, mark: str, *, after: str = "", limit: int = 100) -> Cases:
        """Return the cases an entry of the law decided."""

    async def worklist(
        self, district: str, kind: str = "", *, who: str = "", after: str = "", limit: int = 100
    ) -> Worklist:
        """Return what waits for everybody, or for one who must act."""

    async def figures(
        self,
        district: str,
        period: str | Period,
        *,
        by: str = "defendant",
        agency: str = "",
        metric: str = "",
        as_of: str = "",
    ) -> Figures:
        """Return figures: of all rows, of the district's (`*`) or of one agency's; of now or as known at a moment."""

    async def trend(
        self,
        district: str,
        metric: str,
        periods: Sequence[Period],
        *,
        by: str = "defendant",
        agency: str = "*",
    ) -> tuple[Figure, ...]:
        """Return one figure in several periods."""

    async def figure_cases(
        self,
        district: str,
        metric: str,
        period: str | Period,
        *,
        by: str = "defendant",
        agency: str = "*",
        after: str = "",
        limit: int = 1000,
        as_of: str = "",
        left_out: bool = False,
    ) -> FigureCases:
        """Return the cases behind a figure, of now or as known at a moment; of now with what it leaves out."""

    async def cases(
        self, district: str, *, state: str = "", search: str = "", after: str = "", limit: int = 100
    ) -> Cases:
        """Return cases by number."""

    async def case(self, district: str, number: str) -> CaseDetail:
        """Return everything known of one case."""

    async def world(self, district: str) -> World:
        """Return what the log says of a district beside its cases: its laws, its organs, the calendar, the day."""

    async def deadlines(
        self,
        district: str,
        *,
        agency: str = "",
        state: str = "",
        light: str = "",
        duty: str = "",
        due_from: date | None = None,
        due_to: date | None = None,
        case: str = "",
        cause: str = "",
        after: str = "",
        limit: int = 100,
    ) -> Deadlines:
        """Return deadlines by due day, and how many of each light there are."""

    async def about(self, question: Callable[..., T], district: str, *args: Any) -> T:
        """Ask any other question about a district, as the packages of reporting have them."""

    async def seals(self, district: str, subjects: Iterable[str]) -> Mapping[str, Seal]:
        """Return the keys by which names in events of these subjects are opened; none while nobody has them."""

    async def settled(self) -> Settled:
        """Return how far everything that follows is visible."""
