"""Is everything that should stand still standing, and how is what does not filled again?"""

import time
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.cli.options import DATA, Data
from deploy.cli.output import errors, screen
from deploy.cli.running import House
from deploy.cli.trouble import REFUSED, UNREACHABLE, Trouble
from deploy.local.place import FOLLOWERS

PATIENCE = 120.0
"""Seconds without any progress after which waiting for a rebuilt service ends."""


def verify(data: Data = DATA) -> None:
    """Check the chain of hashes, the stream against the store, and every follower; exit code 1 when one fails."""


def repair(data: Data = DATA) -> None:
    """Fill a damaged or deleted stream again from the store."""


def rebuild(
    service: Annotated[str, typer.Argument(help=f"One of {', '.join(FOLLOWERS)}.", metavar="SERVICE")],
    data: Data = DATA,
) -> None:
    """Delete a service's own database and let it fill again from the log. Nothing on the log changes."""
    if service not in FOLLOWERS:
        why = "intake keeps the log itself, which is never deleted. " if service == "intake" else ""
        raise Trouble(f"{why}Services that can be rebuilt are {', '.join(FOLLOWERS)}.", REFUSED)
    house = House(data, PATIENCE)
    end = house.get("intake", "/status")["position"]
    house.ask({"ask": "rebuild", "part": service})
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("events"),
        TimeElapsedColumn(),
        console=errors(),
    ) as progress:
        task = progress.add_task(f"rebuilding {service}", total=end)
        _wait(house, service, end, lambda position: progress.update(task, completed=min(position, end)))
    screen().print(f"{service} has read the log again up to position {end} and has nothing left to judge.")


def _wait(house: House, service: str, end: int, tell: Any) -> None:
    """Return once the service has read up to `end` and judged all of it; raise Trouble when nothing moves."""
    seen: tuple[int, int] | None = None
    moved = time.monotonic()
    while True:
        said = house.get(service, "/status")
        now = (said["position"], said.get("due") or 0)
        tell(now[0])
        if now[0] >= end and now[1] <= len(said.get("stalled") or ()):
            return
        if now != seen:
            seen, moved = now, time.monotonic()
        elif time.monotonic() - moved > PATIENCE:
            raise Trouble(
                f"{service} has read {now[0]} of {end} events, has {now[1]} cases due, and has not moved for "
                f"{PATIENCE:.0f} s; its log in {house.place.log(service)} says more.",
                UNREACHABLE,
            )
        time.sleep(0.2)
