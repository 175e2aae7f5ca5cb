"""Is everything that should stand still standing, and how is the stream filled again?"""

import json
import sys
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import httpx
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from deploy.cli.options import DATA, Data
from deploy.cli.output import case_names, errors, screen, table, texts, write_json
from deploy.cli.reports import checked_in
from deploy.cli.running import House
from deploy.cli.trouble import ATTENTION, Unreachable

PATIENT = 3600.0
"""Seconds that reading or filling a whole log may take."""


Shape = Annotated[Literal["table", "json"], typer.Option("--format", help="How to print.")]


def verify(output: Shape = "table", data: Data = DATA) -> None:
    """Check the chain of hashes, the stream against the store, every follower, documents and published reports.

    Exit code 1 when anything is not as it should be.
    """
    house = House(data)
    with errors().status("reading the whole log twice"):
        told = house.get("intake", "/verify", timeout=PATIENT)
    _tell({**told, "documents": _documents(house), "reports": _reports(house)}, output)


def _documents(house: House) -> Mapping[str, Any]:
    """Return what was found of the documents, showing how far the check is; raise Problem or Unreachable."""
    said: Mapping[str, Any] = {}
    with progress("documents") as shown:
        task = shown.add_task("reading every document", total=None)

        def read() -> httpx.Response:
            nonlocal said
            with house.http.stream(
                "GET", house.state.url("intake") + "/attachments/verify", timeout=PATIENT
            ) as answer:
                if not answer.is_success:
                    answer.read()  # what it says is read when it is refused
                    return answer
                for line in answer.iter_lines():
                    said = json.loads(line)
                    shown.update(task, completed=said.get("done"), total=said.get("of"))
            return answer

        house.again("intake", read)
    return said


def _reports(house: House) -> Mapping[str, Any]:
    """Return what was found of the published reports; that reporting does not answer is told with all else."""
    try:
        return checked_in(house)
    except Unreachable as away:
        return {"ok": False, "editions": 0, "files": 0, "problems": [], "error": away.message}


def repair(output: Shape = "table", data: Data = DATA) -> None:
    """Fill a damaged or deleted stream again from the store and verify; exit code 1 when something is wrong."""
    house = House(data)
    with errors().status("filling the stream from the store"):
        told = house.post("intake", "/repair", timeout=PATIENT)
    if output == "table":
        screen().print(f"The stream was filled again with {told['filled']} events.")
    _tell(told, output)


def _tell(told: Mapping[str, Any], output: str) -> None:
    """Print what was checked and exit with 1 when anything is not as it should be."""
    unheard = [name for name, follower in told["followers"].items() if not follower["heard"]]
    beside = (told.get(what, {"ok": True})["ok"] for what in ("documents", "reports"))
    right = told["ok"] and not unheard and all(beside)
    if output == "json":
        write_json(told)
    else:
        sides = {"the store": told["store"], "the stream": told["stream"], **told["followers"]}
        shown = table("", "checked", "events#", "position#", "settled#", "found")
        for name, side in sides.items():
            events = side.get("events", side.get("notes"))
            position = side.get("last", side.get("position"))
            shown.add_row(*texts(name, events, position, side.get("upto"), _found(side)))
        if documents := told.get("documents"):
            shown.add_row(*texts("the documents", documents["named"], "", "", _of_documents(documents)))
        if reports := told.get("reports"):
            shown.add_row(*texts("the reports", reports["editions"], "", "", _of_reports(reports)))
        screen().print(shown)
        if documents and documents["unnamed"]:
            screen().print(f"No fact names {documents['unnamed']} of the files kept; that is no fault.")
        screen().print(
            f"All is as it should be up to position {told['position']}."
            if right
            else "Something is not as it should be; docs/operating.md says what to do."
        )
    if not right:
        sys.exit(ATTENTION)


def _of_documents(told: Mapping[str, Any]) -> str:
    """Return in words which documents are missing or damaged, with the cases that have them."""
    lines = [f"{told[what]} {what}" for what in ("missing", "damaged") if told[what]]
    for one in told["problems"]:
        cases = case_names(f"{document['district']}|{document['case']}" for document in one["documents"])
        lines.append(f"{one['what']}: {one['sha256']} of {cases}")
    return "\n".join(lines) or "✓"


def _of_reports(told: Mapping[str, Any]) -> str:
    """Return in words what of published reports is not as it was published."""
    wrong = [told["error"]] if told.get("error") else []
    for one in told["problems"]:
        what = f"{one['file']} is {one['what']}" if one["file"] else "its signature is wrong"
        wrong.append(f"{one['district']} {one['period']}, edition {one['edition']}: {what}")
    return "\n".join(wrong) or "✓"


def _found(side: Mapping[str, Any]) -> str:
    """Return in words what is wrong at one place."""
    if not side.get("heard", True):
        return "does not say how far it is; yingsu status tells whether it runs"
    problems = [f"{one['what']} ({_span(one['first'], one['last'])})" for one in side["problems"]]
    if stalled := side.get("stalled"):
        problems.append(f"cannot judge {case_names(stalled)}")
    return "\n".join(problems) or "✓"


def _span(first: int, last: int) -> str:
    return f"position {first}" if first == last else f"positions {first} to {last}"


def progress(what: str) -> Progress:
    """Return what shows how much is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(what))
    return Progress(*columns, TimeElapsedColumn(), console=errors())
