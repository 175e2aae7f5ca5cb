"""How does a file of the bureau get in, and what became of its rows?"""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.progress import Progress

from deploy.cli.options import DATA, Data, District
from deploy.cli.output import case_names, errors, screen, table, texts, write_json
from deploy.cli.running import House
from deploy.cli.settling import progress_bar, wait_settled
from deploy.cli.trouble import ATTENTION, REFUSED, Trouble

LOOK = 0.5
"""Seconds between two looks at how far intake is."""

PATIENCE = 120.0
"""Seconds for which a lost connection is taken up again: importing twice changes nothing."""

ASIDE = {
    "unknown_columns": "Columns kept aside, for nothing reads them",
    "skipped_sheets": "Sheets that hold no such table",
    "conflicts": "Facts somebody else reported otherwise at the same moment; import again to see both",
}
PLACES = {
    "parked_rows": "Rows that could not be read",
    "unused": "Values that nothing follows from",
    "remarks": "Values that mean another organ",
}

commands = typer.Typer(no_args_is_help=True, help="Import a file: the organ register or the case ledger.")

File = Annotated[Path, typer.Argument(help="CSV (UTF-8 or GB18030) or XLSX.", metavar="FILE")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, record nothing.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]


@commands.command()
def organs(
    file: File, district: District, dry_run: DryRun = False, as_json: AsJson = False, data: Data = DATA
) -> None:
    """Import an organ register."""
    _import("organs", file, district, dry_run, as_json, data)


@commands.command()
def ledger(
    file: File, district: District, dry_run: DryRun = False, as_json: AsJson = False, data: Data = DATA
) -> None:
    """Import a case ledger; done when the figures include it."""
    _import("ledger", file, district, dry_run, as_json, data)


def _import(kind: str, file: Path, district: str, dry_run: bool, as_json: bool, data: Path) -> None:
    content = _content(file)
    house = House(data, PATIENCE)
    district = house.district(district)
    with progress_bar(errors()) as progress:
        with _watched(house, file, district, progress):
            form = {"district": district, "dry_run": dry_run}
            answer = _upload(house, kind, file, content, form, progress)
        stalled: list[str] = []
        if not dry_run:
            stalled = wait_settled(house, "The file", answer["position"], progress, PATIENCE)
            # Only now is it known which facts the law could not use.
            answer = house.get("intake", f"/imports/{answer['import']}")
    copy = _fetch_copy(house, answer, file)
    if as_json:
        write_json({**answer, "stalled": stalled, "copy_file": str(copy) if copy else None})
    else:
        _show(answer, file, district, stalled, copy, screen())
    if answer["parked_rows"] or answer["parked_facts"] or answer.get("conflicts") or stalled:
        sys.exit(ATTENTION)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Trouble(f"The file {file} cannot be read: {error.strerror}.", REFUSED) from error


class Watched(io.BytesIO):
    """A file in memory that says how much of it has been read."""

    def __init__(self, content: bytes, read: Callable[[int], None]) -> None:
        """Call `read` with the number of bytes handed out each time."""
        super().__init__(content)
        self._told = read

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes."""
        piece = super().read(size)
        self._told(len(piece))
        return piece


@contextmanager
def _watched(house: House, file: Path, district: str, progress: Progress) -> Iterator[None]:
    """Show how far intake is with a file while the body sends it and waits for the answer."""
    answered = Event()

    def look() -> None:
        task = None
        while not answered.wait(LOOK):
            with suppress(httpx.HTTPError, OSError, ValueError, KeyError, TypeError):
                found = house.http.get(f"{house.state.url('intake')}/imports/running", timeout=5.0).json()
                for one in found:
                    if (one["file"], one["district"]) == (file.name, district) and one["of"]:
                        task = (
                            progress.add_task("recording", total=None, unit="cases") if task is None else task
                        )
                        progress.update(task, total=one["of"], completed=one["done"])

    watching = Thread(target=look, daemon=True)
    watching.start()
    try:
        yield
    finally:
        answered.set()
        watching.join()


def _upload(
    house: House, kind: str, file: Path, content: bytes, form: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Send the whole file, again when the connection is lost, and return the answer."""
    task = progress.add_task(f"sending {file.name}", total=len(content), unit="bytes")

    def send() -> httpx.Response:
        progress.reset(task, description=f"sending {file.name}")
        watched = Watched(content, lambda size: progress.advance(task, size))
        return house.http.post(
            f"{house.state.url('intake')}/imports/{kind}",
            data={**form, "dry_run": str(form["dry_run"]).lower(), "wait": "none"},
            files={"file": (file.name, watched)},
            timeout=httpx.Timeout(600.0, connect=5.0),
        )

    def noticed(why: object) -> None:
        progress.console.print(f"intake is away ({why}); sending again", soft_wrap=True, markup=False)

    answer: dict[str, Any] = house.again("intake", send, noticed).json()
    return answer


def _fetch_copy(house: House, answer: dict[str, Any], file: Path) -> Path | None:
    """Write the copy with the error column beside the file, when there is one; return where it is."""
    if not answer.get("copy"):
        return None
    content = house.again(
        "intake", lambda: house.http.get(house.state.url("intake") + answer["copy"])
    ).content
    suffix = ".xlsx" if content.startswith(b"PK") else ".csv"
    copy = file.with_name(f"{file.stem}.错误{suffix}")
    try:
        copy.write_bytes(content)
    except OSError as error:
        raise Trouble(
            f"The copy with the remarks beside each row cannot be written to {copy}: {error.strerror}.",
            ATTENTION,
        ) from error
    return copy


def _show(
    answer: dict[str, Any], file: Path, district: str, stalled: list[str], copy: Path | None, console: Console
) -> None:
    counts = table(
        "", "rows#", "accepted#", "known#", "corrected#", "retracted#", "parked rows#", "parked facts#"
    )
    counts.add_row(
        *(str(answer[key]) for key in ("rows", "accepted", "known", "corrected", "retracted")),
        str(len(answer["parked_rows"])),
        str(len(answer["parked_facts"])),
    )
    done = "dry run, nothing was recorded" if answer["dry_run"] else f"position {answer['position']}"
    console.print(f"{file.name} → {district}: {done}", markup=False, soft_wrap=True)
    console.print(counts)
    for key, said in ASIDE.items():
        if answer.get(key):
            console.print(f"{said}: {'、'.join(answer[key])}", markup=False, soft_wrap=True)
    if answer.get("duplicates"):
        rows = [f"{one['row']} (as {one['same_as_row']})" for one in answer["duplicates"]]
        console.print(f"Rows that repeat another: {', '.join(rows)}", markup=False, soft_wrap=True)
    for key, said in PLACES.items():
        if answer.get(key):
            shown = table(said, "sheet", "row#", "column", "value", "expected")
            for place in answer[key]:
                shown.add_row(
                    *texts(*(place[name] for name in ("sheet", "row", "column", "value", "expected")))
                )
            console.print(shown)
    if answer["parked_facts"]:
        facts = table(
            "Facts that wait until they can be used",
            "sheet",
            "row#",
            "case",
            "about",
            "reason",
            "released by",
        )
        for fact in answer["parked_facts"]:
            told = (fact.get(key) for key in ("sheet", "row", "case", "about", "reason", "released_by"))
            facts.add_row(*texts(*told))
        console.print(facts)
    if stalled:
        console.print(
            f"Cases that could not be judged: {case_names(stalled)}; see yingsu status.", markup=False
        )
    if copy is not None:
        console.print(f"A copy with the reasons beside each row: {copy}", markup=False, soft_wrap=True)
