"""How is routing started? With `python -m services.routing`."""

from services.routing.app import create
from shared.service import run

run(create)
