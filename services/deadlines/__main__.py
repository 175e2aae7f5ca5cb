"""How is deadlines started? With `python -m services.deadlines`."""

from services.deadlines.app import create
from shared.service import run

run(create)
