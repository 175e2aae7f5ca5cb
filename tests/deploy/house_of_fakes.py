"""Runs a supervisor with fakes as a process of its own: `python -m tests.deploy.house_of_fakes DIR PORT [forked]`."""

import asyncio
import sys
from pathlib import Path

from deploy.local.checks import CannotStart
from deploy.local.place import Place, ports_from
from deploy.local.supervisor import Screen, Supervisor
from tests.deploy.fakes import DEAF, QUICK, RUNS, forked, program


def main() -> int:
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    services = [program("intake", RUNS, folder), program("routing", DEAF, folder)]
    if "forked" in sys.argv:
        services = [forked(service) for service in services]
    stages = [[program("nats", RUNS, folder)], services]
    try:
        return asyncio.run(Supervisor(Place(folder), ports_from(port), lambda: stages, Screen(), QUICK).run())
    except CannotStart as error:
        print(error)
        return 2


if __name__ == "__main__":
    sys.exit(main())
