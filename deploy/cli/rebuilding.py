"""How is what a service keeps filled again, and which version of the views is asked afterwards?"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any

import typer

from deploy.cli.mending import Shape, progress
from deploy.cli.options import DATA, Data
from deploy.cli.output import case_names, screen, table, texts, write_json
from deploy.cli.running import House
from deploy.cli.trouble import ATTENTION, REFUSED, UNREACHABLE, Trouble
from deploy.local.place import FOLLOWERS

PATIENCE = 120.0
"""Seconds without any progress after which waiting for a rebuilt service ends."""

BESIDE = "reporting"
"""Whose views are filled anew beside the old ones, which are asked meanwhile."""

Switch = Annotated[
    bool,
    typer.Option(
        "--switch", help="Ask the new version even if it differs; or the one that waits, if one does."
    ),
]
Discard = Annotated[bool, typer.Option("--discard", help="Take away the version that is not asked.")]
Rollback = Annotated[bool, typer.Option("--rollback", help="Ask the version before again.")]
FromNothing = Annotated[
    bool,
    typer.Option(
        "--from-nothing", help="Delete its database and let it fill from the log, which takes longer."
    ),
]


def rebuild(
    service: Annotated[str, typer.Argument(help=f"One of {', '.join(FOLLOWERS)}.", metavar="SERVICE")],
    switch: Switch = False,
    discard: Discard = False,
    rollback: Rollback = False,
    from_nothing: FromNothing = False,
    output: Shape = "table",
    data: Data = DATA,
) -> None:
    """Fill again what a service keeps. Nothing on the log changes.

    The views of reporting are filled beside the old ones, which go on answering; the new ones are asked as soon as
    they say the same. If they do not, what differs is shown, the exit code is 1, and they wait for --switch or
    --discard. Of every other service the database is deleted and fills from the log.
    """
    if service not in FOLLOWERS:
        why = "intake keeps the log itself, which is never deleted. " if service == "intake" else ""
        raise Trouble(f"{why}Services that can be rebuilt are {', '.join(FOLLOWERS)}.", REFUSED)
    asked = [
        name
        for name, given in (
            ("--switch", switch),
            ("--discard", discard),
            ("--rollback", rollback),
            ("--from-nothing", from_nothing),
        )
        if given
    ]
    if len(asked) > 1:
        raise Trouble(f"{' and '.join(asked)} cannot be asked for together.", REFUSED)
    if service != BESIDE and asked not in ([], ["--from-nothing"]):
        raise Trouble(f"{asked[0]} is for {BESIDE} only: no other service keeps views.", REFUSED)
    house = House(data, PATIENCE)
    if service != BESIDE or from_nothing:
        _from_nothing(house, service)
    else:
        _beside(house, asked[0] if asked else "", output)


def _from_nothing(house: House, service: str) -> None:
    end = house.get("intake", "/status")["position"]
    house.ask({"ask": "rebuild", "part": service})
    with progress("events") as shown:
        task = shown.add_task(f"rebuilding {service}", total=end)
        _wait(house, service, end, lambda position: shown.update(task, completed=min(position, end)))
    screen().print(f"{service} has read the log again up to position {end} and has nothing left to judge.")


def _beside(house: House, asked: str, output: str) -> None:
    before = house.get(BESIDE, "/rebuilding")
    if asked == "--discard":
        house.again(BESIDE, lambda: house.http.delete(house.state.url(BESIDE) + "/rebuilding"))
        screen().print(f"{before['other']} was taken away; {before['current']} is asked.")
        return
    if asked == "--rollback" and before["state"] != "before":
        raise Trouble("There is no version before the one that is asked.", REFUSED)
    if asked == "--rollback" or (asked and before["state"] == "waiting"):
        house.post(BESIDE, "/rebuilding/switch")
    else:
        house.post(BESIDE, f"/rebuilding?switch={str(bool(asked)).lower()}")
    told = _followed(house)
    if told["state"] == "failed":
        raise Trouble(f"{told['error']}. {told['current']} is asked as before.", UNREACHABLE)
    switched = told["current"] != before["current"]
    if output == "json":
        write_json(told)
    else:
        _show(told, switched)
    if not switched:
        sys.exit(ATTENTION)


def _followed(house: House) -> Mapping[str, Any]:
    """Return how a rebuild ended, showing how far it is meanwhile."""
    with progress("events") as shown:
        task = shown.add_task("starting", total=None)
        while (told := house.get(BESIDE, "/rebuilding"))["state"] == "running":
            at = told["progress"]
            shown.update(task, description=at["phase"], completed=at["done"], total=at["of"] or None)
            time.sleep(0.2)
    answer: Mapping[str, Any] = told
    return answer


def _show(told: Mapping[str, Any], switched: bool) -> None:
    if events := told["events"]:
        rate = events / max(told["seconds"], 0.001)
        screen().print(f"{events:,} events were folded in {told['seconds']:.1f} s ({rate:,.0f} a second).")
    if comparison := told["comparison"]:
        _compare(comparison)
        screen().print(f"All of it stands in {told['report']}.")
    if switched:
        screen().print(f"{told['current']} is asked now; --rollback asks {told['other']} again.")
    else:
        screen().print(
            f"{told['current']} is asked as before; {told['other']} waits for --switch or --discard."
        )


def _compare(comparison: Mapping[str, Any]) -> None:
    shown = table(
        f"{comparison['old']} beside {comparison['new']}, both up to position {comparison['position']}",
        *("", "old#", "new#", "differ#"),
    )
    for one in comparison["tables"]:
        shown.add_row(*texts(one["table"].removeprefix("view_"), one["old"], one["new"], one["differ"]))
    screen().print(shown)
    for line in _differences(comparison):
        screen().print(line)
    if comparison["equal"]:
        screen().print("They say the same.")
    elif comparison["due"]:
        screen().print(f"The old one still had {comparison['due']} cases to judge; it may differ for that.")


def _differences(comparison: Mapping[str, Any]) -> Iterator[str]:
    for one in comparison["tables"]:
        for row in one["first"]:
            key = " ".join(str(value) for value in row["key"].values())
            yield f"{one['table'].removeprefix('view_')} {key}: {_said(row['old'])} → {_said(row['new'])}"
    if comparison["cases"]:
        yield f"{comparison['cases']} cases differ: {case_names(comparison['first_cases'])}"
    if comparison["columns"]:
        yield f"only one of them has {', '.join(comparison['columns'])}"


def _said(values: Mapping[str, Any] | None) -> str:
    if values is None:
        return "nothing"
    return ", ".join(f"{name} {str(value)[:60]}" for name, value in values.items())


def _wait(house: House, service: str, end: int, tell: Callable[[int], None]) -> None:
    """Return once the service has read up to `end` and judged all of it; raise Trouble when nothing moves."""
    seen: tuple[int, int] | None = None
    moved = time.monotonic()
    while True:
        said = house.get(service, "/status")
        now = (said["position"], said.get("due") or 0)
        tell(now[0])
        if now[0] >= end and now[1] == 0:
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
