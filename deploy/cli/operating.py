"""How far has the house come, and what waits?"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.cli.options import DATA, Data, Output
from deploy.cli.output import Format, case_names, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.trouble import ATTENTION, Trouble
from deploy.local.place import SERVICES, Place

COLUMNS = (
    "part",
    "pid",
    "ready",
    "starts",
    "position",
    "lag",
    "settled",
    "due",
    "stalled",
    "parked",
    "error",
)


def status(output: Output = Format.TABLE, data: Data = DATA) -> None:
    """Print how far every service has come and what waits; exit code 1 when one is down or has stalled cases."""
    house = House(data, patience=0.0)
    told = gather(house)
    match output:
        case Format.JSON:
            write_json(told)
        case Format.CSV:
            write_csv(told["parts"], COLUMNS)
        case Format.TABLE:
            _show(told)
    if not all(part["ready"] and not part["stalled"] for part in told["parts"]):
        sys.exit(ATTENTION)


def gather(house: House) -> dict[str, Any]:
    """Return what the supervisor and all services say of themselves; one that does not answer has its error."""
    processes = house.ask({"ask": "processes"})["processes"]
    said = {name: _said(house, name) for name in SERVICES}
    end = said["intake"].get("position")
    return {
        "data": house.state.data,
        "version": house.state.version,
        "page": f"{house.state.url('reporting')}/",
        "position": end,
        "settled": said["reporting"].get("settled"),
        "parked": said["intake"].get("parked"),
        "districts": said["intake"].get("districts"),
        "parts": [_part(name, process, said.get(name, {}), end) for name, process in processes.items()],
    }


def _said(house: House, service: str) -> Mapping[str, Any]:
    try:
        told: Mapping[str, Any] = house.get(service, "/status")
    except Trouble as trouble:
        return {"error": trouble.message}
    return told


def _part(name: str, process: Mapping[str, Any], said: Mapping[str, Any], end: int | None) -> dict[str, Any]:
    position = said.get("position")
    return {
        "part": name,
        "pid": process["pid"],
        "ready": process["ready"],
        "starts": process["starts"],
        "waits_for": process["waits_for"],
        "position": position,
        "lag": end - position if end is not None and position is not None else None,
        "settled": said.get("settled"),
        "due": said.get("due"),
        "stalled": said.get("stalled") or [],
        "parked": said.get("parked"),
        "rules": said.get("rules"),
        "error": said.get("error"),
    }


def _show(told: Mapping[str, Any]) -> None:
    console = screen()
    shown = table(
        "", "part", "process#", "state", "starts#", "position#", "lag#", "settled#", "due#", "stalled#"
    )
    for part in told["parts"]:
        state = "ready" if part["ready"] else part["waits_for"] or "not ready"
        numbers = (part[key] for key in ("starts", "position", "lag", "settled", "due"))
        shown.add_row(*texts(part["part"], part["pid"], state, *numbers, len(part["stalled"]) or ""))
    console.print(f"{told['data']}: {told['page']}", markup=False, soft_wrap=True)
    console.print(shown)
    if told["parked"]:
        where = ", ".join(
            f"{name} {one['parked']}" for name, one in told["districts"].items() if one["parked"]
        )
        console.print(f"Facts that wait until they can be used: {where}", markup=False, soft_wrap=True)
    for part in told["parts"]:
        if not part["ready"]:
            log = Place(Path(told["data"])).log(part["part"])
            console.print(
                f"{part['part']} is not ready; its log says why: {log}", markup=False, soft_wrap=True
            )
        if part["error"]:
            console.print(part["error"], style="red", markup=False, soft_wrap=True)
        for stalled in part["stalled"]:
            console.print(
                f"{part['part']} cannot judge {case_names([stalled['case']])}: {stalled['error']}",
                style="red", markup=False, soft_wrap=True,
            )  # fmt: skip
