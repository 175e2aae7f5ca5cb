"""Who writes the log? The keeper alone: it gives each event its position, time and link to the one before."""

from services.intake.keeper.group import (
    EventTooLargeError,
    Outcome,
    SourceError,
    TakenError,
    TooMuchAtOnceError,
)
from services.intake.keeper.keeper import PORTION, Keeper

__all__ = [
    "PORTION",
    "EventTooLargeError",
    "Keeper",
    "Outcome",
    "SourceError",
    "TakenError",
    "TooMuchAtOnceError",
]
