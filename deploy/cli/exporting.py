"""How does a bureau get its ledger back, to go on with its spreadsheet?"""

import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Annotated, Any

import httpx
import typer

from deploy.cli.options import DATA, Data, District
from deploy.cli.output import errors
from deploy.cli.running import House
from deploy.cli.trouble import REFUSED, Trouble

PATIENT = 3600.0
"""Seconds the ledger of a large district may take."""

NAMED = 20
"""Cases named one by one of which something is left out."""

commands = typer.Typer(no_args_is_help=True, help="Export the case ledger from the facts that count.")

Target = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="FILE.csv or FILE.xlsx; without it CSV is printed.", metavar="FILE"),
]


@commands.callback()
def _group() -> None:
    """Keep the name of the only command there is."""


@commands.command()
def ledger(
    district: District,
    output: Target = None,
    year: Annotated[
        int | None, typer.Option(help="Only cases docketed, or else numbered, in this year.", metavar="YEAR")
    ] = None,
    data: Data = DATA,
) -> None:
    """Write the ledger of a district; imported again as it is, it adds nothing.

    What a row cannot hold is named on standard error.
    """
    form = output.suffix.lower().removeprefix(".") if output else "csv"
    if form not in ("csv", "xlsx"):
        raise Trouble(f"{output} ends in neither .csv nor .xlsx", REFUSED)
    house = House(data)
    asked: dict[str, Any] = {"district": house.district(district), "format": form}
    if year is not None:
        asked["year"] = year
    if output is None:
        with tempfile.TemporaryFile() as target:
            answer = _fetch(house, asked, target)
            target.seek(0)
            shutil.copyfileobj(target, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        # A ledger that breaks off must not stand in the place of a whole one.
        part = output.with_name(f".{output.name}.part")
        try:
            with part.open("wb") as target:
                answer = _fetch(house, asked, target)
            part.replace(output)
        except OSError as error:
            raise Trouble(f"{output} cannot be written: {error.strerror or error}", REFUSED) from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        errors().print(f"{output}: {answer.headers['X-Yingsu-Rows']} rows")
    if int(answer.headers["X-Yingsu-Left-Out"]):
        asked.pop("format")
        _tell(house.get("reporting", "/exports/ledger/left-out", asked, timeout=PATIENT))


def _fetch(house: House, asked: dict[str, Any], target: IO[bytes]) -> httpx.Response:
    url = house.state.url("reporting") + "/exports/ledger"

    def send() -> httpx.Response:
        with house.http.stream("GET", url, params=asked, timeout=PATIENT) as answer:
            if not answer.is_success:
                answer.read()
                return answer
            target.seek(0)
            target.truncate()
            for piece in answer.iter_bytes():
                target.write(piece)
        return answer

    with errors().status("reading the facts of every case"):
        answer = house.again("reporting", send)
    target.flush()
    return answer


def _tell(left_out: list[dict[str, Any]]) -> None:
    """Say of which cases the ledger does not hold all that is known."""
    screen = errors()
    screen.print(f"Of {len(left_out)} cases a row does not hold every fact as it is:")
    for one in left_out[:NAMED]:
        row = "" if one["row"] else " (no row: its docketing is not known)"
        screen.print(f"  {one['case']}{row}: {', '.join(one['facts'])}", markup=False)
    if len(left_out) > NAMED:
        screen.print(f"  … and {len(left_out) - NAMED} more (GET /exports/ledger/left-out names all)")
