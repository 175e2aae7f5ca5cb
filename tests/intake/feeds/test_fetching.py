"""Is a court believed by its certificate, and are we by ours? And is a feed pulled in its time?"""

import asyncio
import ssl
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.intake.feeds.court import Odd, open_court
from tests.intake.feeds.given import record
from tests.intake.feeds.pulling import Desk, configuration, desk
from tests.reporting.delivery.test_webhook import certificate


@pytest.mark.parametrize(
    ("host", "good"), [("localhost", True), ("court.example.cn", False), ("127.0.0.1", False)]
)
async def test_a_certificate_is_that_of_the_name_not_of_the_address(
    tmp_path: Path, host: str, good: bool
) -> None:
    server, _ = certificate(tmp_path, host)
    with open_court([[record()]], server) as court, capture_logs():
        async with desk(configuration(court.url, ca=str(tmp_path / "server.pem"))) as at:
            state = await at.pull()

    assert bool(state["last_error"]) != good
    assert good or "CERTIFICATE_VERIFY_FAILED" in state["last_error"]


async def test_a_court_that_asks_for_a_certificate_is_shown_the_one_configured(tmp_path: Path) -> None:
    server, _ = certificate(tmp_path, "localhost")
    file = str(tmp_path / "server.pem")
    server.verify_mode = ssl.CERT_REQUIRED
    server.load_verify_locations(file)
    with open_court([[record()]], server) as court, capture_logs():
        async with desk(configuration(court.url, ca=file)) as at:
            without = await at.pull()
        async with desk(configuration(court.url, ca=file, certificate={"file": file})) as at:
            shown = await at.pull()

    assert without["last_error"]
    assert shown["last_error"] == ""


async def test_a_feed_is_pulled_in_its_time_and_sooner_after_a_failure() -> None:
    waited: list[float] = []

    class EnoughError(Exception):
        pass

    async def run(at: Desk) -> None:
        async def sleep(seconds: float) -> None:
            if len(waited) == 70:
                raise EnoughError
            waited.append(seconds)
            at.clock.move(seconds)

        at.puller.sleep = sleep
        with pytest.raises(EnoughError):
            await at.puller.run()

    with open_court([[record()]]) as court, capture_logs():
        court.odd.append(Odd(503, headers={"Retry-After": "120"}))
        async with desk(configuration(court.url, every=60)) as at:
            await run(at)

    assert court.statuses()[:3] == [503, 200, 304]
    assert sum(waited[:2]) == 120.0, "as long as it was asked to stay away"
    assert sum(waited[2:62]) == 3600.0, "then an hour"


async def test_two_pulls_at_once_are_one_after_the_other() -> None:
    with open_court([[record()]]) as court:
        async with desk(configuration(court.url)) as at:
            states: list[Any] = await asyncio.gather(at.pull(), at.pull())

    assert court.statuses() == [200, 304]
    assert states[-1]["counts"] == {"records": 1, "accepted": 2}
