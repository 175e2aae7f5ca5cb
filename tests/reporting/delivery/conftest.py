"""A clock, names that may lead to this machine, and a webhook over both, for the tests of deliveries."""

from collections.abc import AsyncIterator, Iterator

import pytest

from services.reporting.delivery.webhook import Webhook
from shared.outbound import Outbound
from tests.reporting.delivery.desk import PAGE, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def names() -> Iterator[Outbound]:
    made = Outbound(private=True)
    yield made
    made.close()


@pytest.fixture
async def webhook(names: Outbound, clock: Clock) -> AsyncIterator[Webhook]:
    made = Webhook(names, PAGE, clock)
    yield made
    await made.close()
