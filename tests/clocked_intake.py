"""How does intake run when a test says what time it is? As always, but its clock reads a file."""

import os
from datetime import datetime
from pathlib import Path

from services.intake import app, clock
from services.intake.keeper import Keeper
from shared.service import run

TIME = "CLOCK_FILE"
"""The environment variable that names a file with an instant, such as `2026-11-26T20:00+08:00`."""


def told() -> datetime:
    """Return the instant that stands in the file."""
    return datetime.fromisoformat(Path(os.environ[TIME]).read_text(encoding="utf-8"))


def set_clock(file: Path, instant: str) -> None:
    """Let it be this instant from now on; the file is there whole or not at all."""
    fresh = file.with_suffix(".new")
    fresh.write_text(instant, encoding="utf-8")
    fresh.replace(file)


def _clock(keeper: Keeper) -> clock.Clock:
    return clock.Clock(keeper, now=told)


if __name__ == "__main__":
    clock.LOOK = 0.02
    app.Clock = _clock  # type: ignore[misc, assignment]
    run(app.create)
