"""How is the stream of the log declared? By an operator, once, before the log's first event.

`python -m deploy.nats.stream [nats://127.0.0.1:4222] [replicas]`. A stream that is there is never changed. Without an
address that of YINGSU_NATS is taken: an address with a password is better not given on a command line.
"""

import asyncio
import sys

import nats
from nats.errors import Error as NatsError
from nats.js.errors import NotFoundError

from shared.log.stream import STREAM, configuration, create
from shared.service.connection import without_passwords
from shared.settings import read_settings


async def ensure_stream(url: str, replicas: int = 1) -> bool:
    """Create the stream if it is missing, and return whether it was. Raises nats.errors.Error."""
    nc = await nats.connect(
        url.split(","), connect_timeout=5, max_reconnect_attempts=3, reconnect_time_wait=1
    )
    try:
        await nc.jetstream().stream_info(STREAM)
    except NotFoundError:
        await create(nc, replicas)
        return True
    else:
        return False
    finally:
        await nc.close()


def main() -> None:
    """Declare the stream at the address given on the command line, or in the environment."""
    match sys.argv[1:]:
        case []:
            url, replicas = read_settings().nats, 1
        case [number] if number.isdigit():
            url, replicas = read_settings().nats, int(number)
        case [url]:
            replicas = 1
        case [url, number]:
            replicas = int(number)
        case _:
            raise SystemExit(__doc__)
    try:
        created = asyncio.run(ensure_stream(url, replicas))
    except (NatsError, OSError) as error:
        where = without_passwords(url)
        raise SystemExit(f"the stream {STREAM} could not be declared at {where}: {error}") from error
    subjects = ", ".join(configuration().subjects or ())
    print(f"stream {STREAM} ({subjects}) {'created' if created else 'is there already'}")


if __name__ == "__main__":
    main()
