"""A moment is a position, an instant or the end of a day; what lies ahead is refused with what is allowed."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection

from services.reporting import api
from services.reporting.history import api as history_api
from services.reporting.history.api import month_ends
from services.reporting.history.moments import FutureError, MomentError, instant, position_of
from services.reporting.periods import Period
from shared.codec import encode, type_of
from shared.events.court import Attendee, CaseDocketed, HearingHeld
from shared.events.intake import FactCorrected
from shared.log.database import open_database
from tests.reporting.served import served
from tests.reporting.told import COURT, Told

CASE, POLICE = "（2023）鲁1002行初1号", "环翠区公安分局"
NOW = datetime(2024, 3, 10, 12, tzinfo=UTC)
FIGURE = "/figures?district=huancui&period=2023&agency=*&metric=appearance_rate"


def heard(rank: str) -> HearingHeld:
    officer = Attendee(organ=POLICE, name="李某", rank=rank, spoke=True)  # type: ignore[arg-type]
    return HearingHeld(held_on=date(2023, 5, 6), attendees=(officer,))


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Told]:
    """Something told in January, in February and in March; then the hearing is corrected."""
    told = Told(tmp_path)
    told.organ("p", POLICE)
    told.fact(CASE, CaseDocketed(instance="first", defendants=(POLICE,), docketed_on=date(2023, 3, 1)))
    await told.settle()
    told.minute = "2024-02-01T16:30"  # in Shanghai half past midnight of the second
    told.fact(CASE, heard("chief"), id_="heard")
    await told.settle()
    told.minute = "2024-03-05T08:00"
    corrected = encode(heard("none"))
    type_ = type_of(HearingHeld)
    told.fact(
        CASE,
        FactCorrected(target_source=COURT, target_id="heard", replaces="heard", type=type_, data=corrected),
    )
    await told.settle()
    yield told
    told.close()


@pytest.fixture
def connection(told: Told) -> Iterator[Connection]:
    engine = open_database(told.url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
async def client(told: Told) -> AsyncIterator[httpx.AsyncClient]:
    async with served(told, api.routes, history_api.routes) as client:
        yield client


def before(told: Told, minute: str) -> int:
    """Return the last position recorded before a minute."""
    return max(n for n, body in enumerate(told.stored, 1) if f'"recordedat":"{minute}' > _recorded(body))


def _recorded(body: bytes) -> str:
    text = body.decode()
    start = text.index('"recordedat":"')
    return text[start : start + 40]


@pytest.mark.parametrize(
    ("as_of", "upto"),
    [
        ("2024-02-01", "2024-02-01"),
        ("2024-02-02", "2024-03"),
        ("2024-02-01T16:29:59Z", "2024-02-01"),
        ("2024-02-02T00:29:59+08:00", "2024-02-01"),
        ("2024-02-02T00:29:59 08:00", "2024-02-01"),
        ("2024-02-02T00:29:59", "2024-02-01"),
        ("2024-02-02T00:31", "2024-03"),
        ("2024-03-10T12:00:00Z", "2099"),
    ],
)
def test_a_day_means_its_end_and_an_instant_without_offset_is_shanghais(
    told: Told, connection: Connection, as_of: str, upto: str
) -> None:
    assert position_of(connection, as_of, len(told.stored), NOW) == before(told, upto)


def test_before_the_first_event_nothing_was_known(told: Told, connection: Connection) -> None:
    assert position_of(connection, "2019-12-31", len(told.stored), NOW) == 0
    assert instant(connection, 0).at is None


@pytest.mark.parametrize("as_of", ["2024-03-10", "2024-03-10T12:00:01Z", "9999-12-31", "100000"])
def test_what_lies_ahead_is_refused_with_what_is_allowed(
    told: Told, connection: Connection, as_of: str
) -> None:
    read = len(told.stored)
    with pytest.raises(FutureError) as refused:
        position_of(connection, as_of, read, NOW)
    expected = refused.value.body["errors"][0]["expected"]
    assert expected == (
        f"a position up to {read}, an instant up to 2024-03-10T20:00:00+08:00, "
        "or a day that has ended, up to 2024-03-09"
    )


@pytest.mark.parametrize("as_of", ["yesterday", "2024-13-01", "-1", "1.5", "2024-02-30T00:00", "2024-W01-1x"])
def test_what_is_no_moment_is_refused(told: Told, connection: Connection, as_of: str) -> None:
    with pytest.raises(MomentError):
        position_of(connection, as_of, len(told.stored), NOW)


async def test_a_figure_is_answered_as_known_then(client: httpx.AsyncClient, told: Told) -> None:
    then = await client.get(f"{FIGURE}&as_of=2024-02-15")
    assert [(one["numerator"], one["denominator"]) for one in then.json()] == [(1, 1)]
    assert then.headers["X-Yingsu-Position"] == str(before(told, "2024-03"))
    assert then.headers["X-Yingsu-As-Of"].startswith("2024-02-01T16:30")
    now = await client.get(FIGURE)
    assert [(one["numerator"], one["denominator"]) for one in now.json()] == [(0, 1)]
    assert "X-Yingsu-As-Of" not in now.headers


async def test_the_cases_behind_it_are_those_of_then(client: httpx.AsyncClient, told: Told) -> None:
    path = "/figures/appearance_rate/cases?district=huancui&period=2023"
    then = (await client.get(f"{path}&as_of={before(told, '2024-03')}")).json()
    assert (then["numerator"], then["denominator"]) == ([CASE], [CASE])
    assert then["as_of"].startswith("2024-02-01T16:30")
    earlier = (await client.get(f"{path}&as_of=2024-01-31")).json()
    assert (earlier["denominator"], earlier["next"]) == ([], None)


async def test_a_figure_has_a_history_that_ends_now(client: httpx.AsyncClient, told: Told) -> None:
    path = "/figures/appearance_rate/history?district=huancui&period=2023&at=2024-01-15&at=2024-02-15"
    found = (await client.get(path)).json()["items"]
    assert [(one["figure"]["numerator"], one["figure"]["denominator"]) for one in found] == [
        (0, 0),
        (1, 1),
        (0, 1),
    ]
    assert found[-1]["as_of"]["position"] == len(told.stored)


async def test_what_changed_since_names_the_facts_that_changed_it(
    client: httpx.AsyncClient, told: Told
) -> None:
    since = before(told, "2024-03")
    found = (await client.get(f"/changes?district=huancui&since={since}&period=2023")).json()
    (one,) = found["items"]
    assert one["case"] == CASE
    assert one["facts"] == [since + 1]
    district = [(c["metric"], c["counted"]) for c in one["then"] if c["by"] == "*"]
    assert ("appearance_rate", 1) in district
    assert ("heard", 1) not in district
    nothing = (await client.get(f"/changes?district=huancui&since={len(told.stored)}")).json()
    assert nothing["items"] == []


@pytest.mark.parametrize("what", ["&as_of=tomorrow", "&as_of=2999-01-01", "&as_of=999999"])
async def test_over_http_a_moment_that_cannot_be_is_a_problem(client: httpx.AsyncClient, what: str) -> None:
    answer = await client.get(FIGURE + what)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["parameter"] == "as_of"


def test_the_ends_of_months_are_those_that_are_over() -> None:
    ends = month_ends(Period.parse("2023-Q4"), date(2024, 2, 29))
    assert ends == ["2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31"]
