"""What is the law, what does it say of a case, and what would another one say?"""

import typer

from deploy.cli.law import adopting, check, comparing, explaining, showing, trying

commands = typer.Typer(
    name="law",
    no_args_is_help=True,
    add_completion=False,
    help="The law: read it, compare it, adopt it, try another one.",
)
commands.command("list")(showing.list_)
commands.command()(showing.show)
commands.command()(showing.schema)
commands.command()(check.check)
commands.command()(explaining.explain)
commands.command()(comparing.diff)
commands.command()(adopting.adopt)
commands.command("try")(trying.try_)
