"""How is accountability started? With `python -m services.accountability`."""

from services.accountability.app import create
from shared.service import run

run(create)
