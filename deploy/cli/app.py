"""Which commands are there?"""

import asyncio
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from deploy.cli import (
    exporting,
    figures,
    importing,
    keys,
    mending,
    operating,
    outlook,
    parked,
    publishing,
    rebuilding,
    reports,
)
from deploy.cli.options import DATA, Data
from deploy.cli.trouble import REFUSED, Trouble
from deploy.local.place import VERSION
from shared.settings import PORT

LATER = ("calendar", "feeds", "law", "subscriptions")
"""Groups of commands that bring the rules of every service, or all events; they are loaded when asked for."""


class Commands(TyperGroup):
    """All commands."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, as help shows them."""
        return [*super().list_commands(ctx), *LATER]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return the command of a name."""
        if cmd_name not in LATER:
            return super().get_command(ctx, cmd_name)
        return typer.main.get_command(import_module(f"deploy.cli.{cmd_name}").commands)


app = typer.Typer(
    name="yingsu",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="应诉: from a bureau's ledger to the district's figures. "
    "Exit codes: 0 fine, 1 something needs a look, 2 refused, 3 not running or not answering.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"yingsu {VERSION}")
        raise typer.Exit


@app.callback()
def yingsu(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that stand before any command."""


@app.command()
def up(
    data: Data = DATA,
    port: Annotated[int, typer.Option(help="The first of six ports; the page is on it.", metavar="N")] = PORT,
) -> None:
    """Start nats-server and the five services, and keep them running until Ctrl-C.

    Exit codes: 0 stopped; 2 cannot start here (folder, ports, already running); 3 a part does not start.
    """
    # Only this command needs the supervisor with all it can start.
    from deploy.local.checks import CannotStart
    from deploy.local.house import supervisor
    from deploy.local.supervisor import Screen

    try:
        sys.exit(asyncio.run(supervisor(data, port, Screen(highlight=False)).run()))
    except CannotStart as error:
        raise Trouble(str(error), REFUSED) from error


app.add_typer(importing.commands, name="import")
app.command()(publishing.publish)
app.add_typer(exporting.commands, name="export")
app.command()(figures.figures)
app.command()(figures.cases)
app.command()(outlook.outlook)
app.add_typer(parked.commands, name="parked")
app.add_typer(reports.commands, name="reports")
app.add_typer(keys.commands, name="keys")
app.command()(operating.status)
app.command()(mending.verify)
app.command()(mending.repair)
app.command()(rebuilding.rebuild)
