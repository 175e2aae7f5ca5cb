"""How is reporting started? With `python -m services.reporting`."""

from services.reporting.app import create
from shared.service import run

run(create)
