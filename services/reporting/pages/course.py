"""How did the figures of a row go through a year, part by part?"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from services.reporting.figures import Figure, figure
from services.reporting.pages.source import Source
from services.reporting.periods import Period
from shared.law.model import Law

Step = Literal["quarter", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The figures of one row in each part of a period, the earliest first."""

    step: Step
    periods: tuple[Period, ...]
    figures: Mapping[str, tuple[Figure, ...]]
    """One figure per period, by metric."""

    def of(self, metric: str) -> tuple[Figure, ...]:
        """Return the course of one figure; empty when it never counts anything."""
        return self.figures.get(metric, ())


async def course_of(
    reader: Source,
    district: str,
    year: Period,
    step: Step,
    law: Law | None,
    *,
    by: str = "defendant",
    agency: str = "*",
) -> Course:
    """Return the course of every figure of a row through a year."""
    periods = year.parts(step)
    parts = await asyncio.gather(
        *(reader.figures(district, period, by=by, agency=agency) for period in periods)
    )
    found = [{figure.metric: figure for figure in part.items} for part in parts]
    metrics = {metric: None for part in found for metric in part}
    return Course(
        step=step,
        periods=periods,
        figures={
            metric: tuple(
                part.get(metric) or figure(metric, 0, 0, period, by, agency, law)
                for part, period in zip(found, periods, strict=True)
            )
            for metric in metrics
        },
    )
