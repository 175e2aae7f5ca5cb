"""How do many facts of another system get in from a file, and what became of each line?"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
from rich.progress import Progress

from deploy.cli.options import DATA, Data, Output
from deploy.cli.output import Format, errors, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.settling import progress_bar
from deploy.cli.trouble import ATTENTION, REFUSED, Problem, Trouble, Unreachable, place_and_reason
from shared.client import AwayError, Client, ProblemError, Published

PATIENCE = 120.0
"""Seconds for which a portion is sent again while intake is away."""

COLUMNS = ("number", "id", "status", "why")
SHOWN = 20
"""Lines that are shown of those that were not taken; `--format json` has up to 1,000."""


def publish(
    file: Annotated[
        str, typer.Argument(help="One CloudEvent as JSON on each line; - for standard input.", metavar="FILE")
    ],
    url: Annotated[
        str,
        typer.Option("--url", help="Intake's address, where it is not the house of --data.", metavar="URL"),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, record nothing.")
    ] = False,
    output: Output = Format.TABLE,
    data: Data = DATA,
) -> None:
    """Report the facts of a file, one on each line, each for itself; given again, it goes on where it was broken off.

    Shows the key of YINGSU_KEY, else the operator's. Exit codes: 0 all are on the log; 1 some were not taken;
    2 refused as a whole; 3 intake does not answer.
    """
    with _opened(file) as (lines, size), _client(url, data) as client, progress_bar(errors()) as progress:
        published = _publish(client, lines, size, progress, dry_run=dry_run)
    match output:
        case Format.JSON:
            write_json({**asdict(published), "dry_run": dry_run})
        case Format.CSV:
            rows = [{**fault, "why": _why(fault)} for fault in published.faults]
            write_csv([{name: row[name] for name in COLUMNS} for row in rows], COLUMNS)
        case Format.TABLE:
            _show(published, dry_run)
    if not published.complete:
        sys.exit(ATTENTION)


@contextmanager
def _opened(file: str) -> Iterator[tuple[BinaryIO, int | None]]:
    """Give the lines of a file and its size in bytes, None where that is not known. Raises Trouble."""
    if file == "-":
        yield sys.stdin.buffer, None
        return
    try:
        with Path(file).open("rb") as lines:
            yield lines, Path(file).stat().st_size
    except OSError as error:
        raise Trouble(f"The file {file} cannot be read: {error.strerror}.", REFUSED) from error


def _client(url: str, data: Path) -> Client:
    if url:
        return Client(url, patience=PATIENCE)
    house = House(data)
    key = house.http.headers.get("authorization", "").partition(" ")[2]
    # Nothing leaves the machine: a proxy named in the environment has no say.
    return Client(house.state.url("intake"), key, patience=PATIENCE, trust_env=False)


def _publish(
    client: Client, lines: BinaryIO, size: int | None, progress: Progress, *, dry_run: bool
) -> Published:
    """Send all lines; raise Problem and Unreachable, which say how far it came."""
    task = progress.add_task("publishing", total=size, unit="bytes" if size else "lines")
    so_far = Published()

    def noticed(published: Published) -> None:
        nonlocal so_far
        so_far = published
        if size is None:
            progress.update(task, completed=published.sent)

    def read() -> Iterator[bytes]:
        for number, line in enumerate(lines):
            if size is not None:
                progress.advance(task, len(line))
            yield line.removeprefix(b"\xef\xbb\xbf") if number == 0 else line

    try:
        return client.publish(read(), validate=dry_run, noticed=noticed)
    except ProblemError as error:
        problem = Problem("intake", error.status, error.body)
        raise Trouble(problem.message, problem.code, (*problem.details, *_came(so_far))) from error
    except AwayError as error:
        away = Unreachable("intake", str(client.url), error.why)
        raise Trouble(away.message, away.code, _came(so_far)) from error


def _why(fault: Mapping[str, Any]) -> str:
    return "; ".join(place_and_reason(error) for error in fault.get("errors", ()))


def _came(published: Published) -> tuple[str, ...]:
    if not published.sent:
        return ()
    return (f"{published.sent:,} lines before that were taken in; give the same file again to go on.",)


def _show(published: Published, dry_run: bool) -> None:
    say = screen()
    counts = ("sent", "accepted", "known", "conflicts", "rejected", "refused")
    shown = table("", *(f"{name}#" for name in counts))
    shown.add_row(*(f"{getattr(published, name):,}" for name in counts))
    done = "dry run, nothing was recorded" if dry_run else f"position {published.position}"
    say.print(f"published: {done}", markup=False)
    say.print(shown)
    if published.faults:
        wrong = table("Lines that were not taken", "line#", "id", "status", "why")
        for fault in published.faults[:SHOWN]:
            wrong.add_row(*texts(fault["number"], fault.get("id") or "", fault["status"], _why(fault)))
        say.print(wrong)
    more = len(published.faults[SHOWN:]) + published.unlisted
    if more:
        say.print(f"and {more:,} more; --format json lists the first 1,000.", markup=False)
