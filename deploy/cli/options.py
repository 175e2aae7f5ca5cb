"""Which options do several commands share?"""

from pathlib import Path
from typing import Annotated

import typer

from deploy.cli.output import Format

Data = Annotated[Path, typer.Option("--data", help="Data folder of the house.", metavar="DIR")]
District = Annotated[
    str,
    typer.Option("--district", help="Pack id (xinzhou) or division code (420117).", metavar="D"),
]
Output = Annotated[Format, typer.Option("--format", help="How to print.")]

DATA = Path("data")
