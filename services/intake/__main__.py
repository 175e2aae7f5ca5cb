"""How is intake started? With `python -m services.intake`."""

from services.intake.app import create
from shared.service import run

run(create)
