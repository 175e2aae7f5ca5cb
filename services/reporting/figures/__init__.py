"""What does a dispute contribute to the figures, and how does a figure compare with its target? Pure."""

from services.reporting.figures.contribution import APART, FOR_GOVERNMENT, additions, contribution
from services.reporting.figures.counts import SLICES, Addition, Count
from services.reporting.figures.figure import (
    AVERAGES,
    COUNTS,
    FIGURES,
    Before,
    By,
    Counts,
    Empty,
    Figure,
    figure,
)
from services.reporting.figures.reads import can_change, changed_by

__all__ = [
    "APART",
    "AVERAGES",
    "COUNTS",
    "FIGURES",
    "FOR_GOVERNMENT",
    "SLICES",
    "Addition",
    "Before",
    "By",
    "Count",
    "Counts",
    "Empty",
    "Figure",
    "additions",
    "can_change",
    "changed_by",
    "contribution",
    "figure",
]
