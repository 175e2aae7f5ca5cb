"""Of what does somebody who looks on want to hear?"""

from dataclasses import dataclass
from typing import Literal

from services.reporting.contribution import kept
from services.reporting.live.moved import Step, Sum
from services.reporting.periods import Period
from services.reporting.rows import DISTRICT

Kind = Literal["figures", "cases"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is told of a district; what is empty is not looked at."""

    district: str
    kinds: frozenset[Kind]
    agency: str = ""
    """In full; `*` for the district's own figures."""
    metric: str = ""
    case: str = ""
    period: Period | None = None

    def figure(self, moved: Sum) -> Sum | None:
        """Return which figure is to be told when a sum or its bounds moved.

        Without a period those of years and of months. Bounds may move in any period, or in any row of a kind: then
        it is that which is asked for, if one is.
        """
        if not moved.period or not moved.agency:
            period = moved.period or (self.period.label if self.period else "")
            moved = moved._replace(period=period, agency=moved.agency or self.agency)
            if not moved.is_one or (moved.agency == DISTRICT) != (moved.by == DISTRICT):
                return None
        if moved.district != self.district or (self.agency and moved.agency != self.agency):
            return None
        if self.metric and moved.metric != self.metric:
            return None
        if self.period is None or moved.period == self.period.label:
            return moved
        return moved._replace(period=self.period.label) if moved.period in kept(self.period) else None

    def concerns(self, step: Step) -> bool:
        """Return whether something became visible that somebody who looks at this may see."""
        if self.district not in step.districts:
            return False
        if self.district in step.world:
            return True
        if self.case:
            return step.cases is None or f"{self.district}|{self.case}" in step.cases
        if self.agency and self.agency != DISTRICT:
            return step.agencies is None or (self.district, self.agency) in step.agencies
        return True
