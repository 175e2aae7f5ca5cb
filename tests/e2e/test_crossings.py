"""Is somebody told by webhook when a figure of the year crosses its target, once each way, whatever is restarted?"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from deploy.local.control import ask
from tests import ledgers
from tests.e2e.conftest import Houses
from tests.e2e.house import House, until
from tests.e2e.test_delivery import (
    AGENCY,
    SECRET,
    Receiver,
    at_rest,
    delivered,
    event,
    is_signed,
    receiving,
    report,
    subscription,
    today,
)

METRIC = "voiced_appearance_rate"
"""The one that Xinzhou 16 wants at 80 %."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def heard(*numbers: int, spoke: bool) -> list[dict[str, Any]]:
    """Return cases heard today, in which an officer of the agency spoke or nobody of it came."""
    told = []
    for n in numbers:
        number, day = f"（{today().year}）鄂0117行初{n}号", str(today())
        officer = {"organ": AGENCY, "name": "李某", "rank": "chief", "spoke": True}
        docketed = {"instance": "first", "defendants": [AGENCY], "docketed_on": day}
        told += [
            event("case-docketed", f"{n}/d", "court/鄂0117", number, **docketed),
            event("hearing-held", f"{n}/h", "court/鄂0117", number, held_on=day, attendees=[officer] * spoke),
        ]
    return told


def news(receiver: Receiver) -> list[tuple[bool, int, int]]:
    """Return what was told of the rate of the district: how it stands, and its counts."""
    told = [json.loads(body) for _, body in receiver.requests]
    own = [one["data"] for one in told if (one["data"]["agency"], one["data"]["metric"]) == ("*", METRIC)]
    return [(one["met"], one["numerator"], one["denominator"]) for one in own]


def stands(house: House) -> tuple[int, int]:
    """Return the rate of the district, as counts."""
    rows = house.get("reporting", "/figures", district="xinzhou", period=today().year, agency="*")
    (row,) = (one for one in rows if one["metric"] == METRIC)
    return row["numerator"], row["denominator"]


def test_each_crossing_is_told_once_and_signed_over_deaths_and_restarts(
    houses: Houses, receiver: Receiver
) -> None:
    house = houses(YINGSU_WEBHOOK_PRIVATE="true")
    # given: four of five is just enough
    house.upload("organs", ledgers.example_bytes("xinzhou", "organs"), "xinzhou").raise_for_status()
    report(house, subscription(receiver, duties=[], told_of=["crossed"]), *heard(1, 2, 3, 4, spoke=True))
    report(house, *heard(5, spoke=False))
    at_rest(house)
    assert stands(house) == (4, 5)
    assert news(receiver) == []
    # when it falls below, and reporting dies after it was sent and before that is on record
    house.crash_at("reporting", "after-deliver")
    house.wait_ready()
    assert house.report(heard(6, spoke=False)).status_code == 200
    until(lambda: len(news(receiver)) == 2, "the same news again, after the death")
    house.wait_ready()
    at_rest(house)
    # then it was sent again under the same id, and is on record once
    assert news(receiver) == [(False, 4, 6)] * 2
    first = {id_ for id_, told in zip(receiver.ids, _told(receiver), strict=True) if told == (False, 4, 6)}
    assert len(first) == 1
    assert _recorded(house) == [False]
    # when nothing changes but that reporting is restarted
    receiver.requests.clear()
    assert ask(house.place.control, {"ask": "restart", "part": "reporting"})["ok"]
    house.wait_ready()
    at_rest(house)
    assert news(receiver) == []
    # when it stays below, and then rises to the target
    report(house, *heard(7, spoke=True))
    at_rest(house)
    assert (stands(house), news(receiver)) == ((5, 7), [])
    report(house, *heard(8, 9, 10, spoke=True))
    until(lambda: news(receiver), "the news that it is met")
    at_rest(house)
    assert news(receiver) == [(True, 8, 10)]
    # then every message was signed, and has an id of its own
    assert all(is_signed(receiver, n, SECRET) for n in range(len(receiver.requests)))
    assert not first & set(receiver.ids)
    assert _recorded(house) == [False, True]


def _told(receiver: Receiver) -> list[tuple[bool, int, int]]:
    told = (json.loads(body)["data"] for _, body in receiver.requests)
    return [
        (one["met"], one["numerator"], one["denominator"])
        if (one["agency"], one["metric"]) == ("*", METRIC)
        else (one["met"], -1, -1)
        for one in told
    ]


def _recorded(house: House) -> list[bool]:
    """Return what is on record of the rate of the district having been told, the first first."""
    own = (one["data"] for one in delivered(house) if one["type"] == "yingsu.crossing-delivered.v1")
    return [one["met"] for one in own if (one["agency"], one["metric"]) == ("*", METRIC)]
