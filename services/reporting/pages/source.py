"""What do the pages ask of the reader of the views?"""

from collections.abc import Sequence
from typing import Protocol

from services.reporting.answers import CaseDetail, Cases, District, Figure, FigureCases, Figures, Settled
from services.reporting.periods import Period
from shared.law.model import Law


class Source(Protocol):
    """The reader, as far as pages use it. Each answer is one consistent snapshot."""

    async def districts(self) -> tuple[District, ...]:
        """Return the districts whose law is on the log."""

    async def law(self, district: str) -> Law | None:
        """Return the law the log names for a district."""

    async def figures(
        self,
        district: str,
        period: str | Period,
        *,
        by: str = "defendant",
        agency: str = "",
        metric: str = "",
    ) -> Figures:
        """Return figures: of all rows, of the district's (`*`) or of one agency's."""

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
    ) -> FigureCases:
        """Return the cases behind a figure."""

    async def cases(
        self, district: str, *, state: str = "", search: str = "", after: str = "", limit: int = 100
    ) -> Cases:
        """Return cases by number."""

    async def case(self, district: str, number: str) -> CaseDetail:
        """Return everything known of one case."""

    async def settled(self) -> Settled:
        """Return how far everything that follows is visible."""
