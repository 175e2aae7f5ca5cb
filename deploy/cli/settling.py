"""How does a command wait until the figures include what was sent?"""

import time

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from deploy.cli.running import House
from deploy.cli.trouble import UNREACHABLE, Trouble


def wait_settled(house: House, what: str, position: int, progress: Progress, patience: float) -> list[str]:
    """Wait until the figures include all up to this position; return the cases that could not be judged.

    Raise Trouble when nothing moves for `patience` seconds: `what` was sent is kept all the same.
    """
    task: TaskID | None = None
    settled, read, moved, pause = -1, -1, time.monotonic(), 0.05
    while True:
        answer = house.get("reporting", "/settled")
        if answer["settled"] > settled:
            settled, moved, pause = answer["settled"], time.monotonic(), 0.05
        if answer["position"] > read:
            read, moved = answer["position"], time.monotonic()
        if task is None:
            task = progress.add_task("judging", total=position, completed=settled, unit="events")
        progress.update(task, completed=min(settled, position))
        if settled >= position:
            return list(answer["stalled"])
        if time.monotonic() - moved > patience:
            raise Trouble(
                f"{what} is on the log (position {position}), but the figures include only what came up to "
                f"{settled} and have not moved for {patience:.0f} s. yingsu status shows which service waits.",
                UNREACHABLE,
            )
        time.sleep(pause)
        pause = min(0.5, pause * 1.5)


def progress_bar(console: Console) -> Progress:
    """Return a bar that counts what its tasks name in the field `unit`."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}"),
        TimeElapsedColumn(),
        console=console,
    )
