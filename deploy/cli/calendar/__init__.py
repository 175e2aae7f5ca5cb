"""Which days are worked, which years are official, and what moves when a year is published?"""

import typer

from deploy.cli.calendar import publishing, showing

commands = typer.Typer(
    name="calendar",
    no_args_is_help=True,
    add_completion=False,
    help="The working days: list the years, show one, check a file, publish a year.",
)
commands.command("list")(showing.list_)
commands.command()(showing.show)
commands.command()(showing.check)
commands.command()(publishing.publish)
