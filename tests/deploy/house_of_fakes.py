"""Runs a supervisor with fakes as a process of its own: `python -m tests.deploy.house_of_fakes DIR PORT`."""

import asyncio
import sys
from pathlib import Path

from deploy.local.checks import CannotStart
from deploy.local.place import Place, ports_from
from deploy.local.supervisor import Screen, Supervisor
from tests.deploy.fakes import DEAF, QUICK, RUNS, program


def main() -> int:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    stages = [
        [program("nats", RUNS, folder)],
        [program("intake", RUNS, folder), program("routing", DEAF, folder)],
    ]
    try:
        return asyncio.run(Supervisor(Place(folder), ports_from(port), lambda: stages, Screen(), QUICK).run())
    except CannotStart as error:
        print(error)
        return 2


if __name__ == "__main__":
    sys.exit(main())
