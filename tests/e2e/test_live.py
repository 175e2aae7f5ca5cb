"""Reporting dies while facts stream in and programs listen: they hear the rest, each event once."""

import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.errors import Error as NatsError

from deploy.local.place import SERVICES
from shared.access.accounts import FIGURES, OUTSIDE_JETSTREAM
from tests import ledgers
from tests.e2e.conftest import Houses
from tests.e2e.deaths import in_background
from tests.e2e.house import House, until
from tests.e2e.listening import Listener, Row
from tests.e2e.test_nats import address
from tests.e2e.town import Town, example_sums

DISTRICT = "huancui"
GRAFANA = Path(__file__).parents[2] / "deploy" / "grafana" / "yingsu.json"
YEAR, WAYS = "2023", ("*", "defendant", "responsible", "accountable")
PARTS = 6
TOLD = ("numerator", "denominator", "value", "target", "met")


def portions() -> list[bytes]:
    """Return the example ledger in parts; appeals may come before what they appeal against."""
    rows = ledgers.example(DISTRICT)
    return [ledgers.as_csv(rows[start::PARTS]) for start in range(PARTS)]


def recorded(house: House, after: int) -> list[int]:
    """Return the positions of all events of the district and of the log after one."""
    found = []
    for district in (DISTRICT, "_"):
        asked = {"district": district, "after": str(after), "limit": "10000"}
        lines = (
            house.http.get(house.url("reporting") + "/log", params=asked).raise_for_status().text.splitlines()
        )
        found += [json.loads(line) for line in lines]
    own = {one["position"] for one in found if one["district"] in (DISTRICT, "_") and one["position"] > after}
    return sorted(own)


def heard_everything(house: House, listeners: Sequence[Listener], begun: int) -> None:
    """See that each listener was told every event once, in order, and of figures what they are."""
    end = house.wait_settled()
    for one in listeners:
        until(lambda: one.position >= end or one.refused, "all of it was heard")  # noqa: B023
        assert one.refused == []
    whole = recorded(house, begun)
    assert len(whole) > 500
    told = [event["position"] for event in listeners[0].events]
    assert told == whole
    for one in listeners:
        wanted = one.query.get("case")
        expected = [event["position"] for event in listeners[0].events if wanted in (None, event["subject"])]
        assert [event["position"] for event in one.events] == (
            expected if "cases" in one.query["kinds"] else []
        )
        of_the_year = {key: told for key, told in one.figures.items() if key[0] == YEAR and key[1] in WAYS}
        assert figures_of(house, of_the_year) == {
            key: tuple(told[name] for name in TOLD) for key, told in of_the_year.items()
        }


def figures_of(house: House, rows: Collection[Row]) -> dict[Row, tuple[Any, ...]]:
    """Return how figures stand by what reporting answers."""
    found = {}
    for by in WAYS[1:]:
        for row in house.get("reporting", "/figures", district=DISTRICT, period=YEAR, by=by):
            key = (YEAR, "*" if row["agency"] == "*" else by, row["agency"], row["metric"])
            if key in rows:
                found[key] = tuple(row[name] for name in TOLD)
    return found


def stream_in_while_it_dies(house: House, deaths: int) -> tuple[Town, list[Listener]]:
    house.upload("organs", ledgers.example_bytes(DISTRICT, "organs"), DISTRICT).raise_for_status()
    begun = house.wait_settled()
    everything = {"district": DISTRICT, "kinds": "figures,cases"}
    listeners = [
        Listener(house, everything).start(),
        Listener(house, {"district": DISTRICT, "kinds": "cases"}).start(),
        Listener(house, {**everything, "agency": "*", "kinds": "figures"}).start(),
    ]

    def send() -> None:
        for part in portions():
            house.upload("ledger", part, DISTRICT).raise_for_status()

    with in_background(send):
        for _ in range(deaths):
            # In the middle of it: what became visible just now has perhaps been told, or not.
            heard = listeners[0].position
            until(lambda: listeners[0].position > heard, "more was heard")  # noqa: B023
            house.kill("reporting")
            house.wait_ready()
            if listeners[0].position >= int(house.get("intake", "/status")["position"]):
                break
    heard_everything(house, listeners, begun)
    assert all(one.times_cut_off for one in listeners)
    for one in listeners:
        one.stop()
    return Town(house), listeners


def test_listeners_resume_when_reporting_is_killed_and_figures_are_those_expected(houses: Houses) -> None:
    town, _ = stream_in_while_it_dies(houses(), deaths=2)
    assert town.sums(DISTRICT) == example_sums(DISTRICT)


@pytest.mark.long
def test_listeners_resume_however_often_reporting_is_killed(houses: Houses) -> None:
    house = houses()
    town, _ = stream_in_while_it_dies(house, deaths=6)
    assert town.sums(DISTRICT) == example_sums(DISTRICT)
    for point in ("after-note", "after-settle", "after-note:2"):
        house.crash_at("reporting", point)
        begun = house.wait_settled()
        listener = Listener(house, {"district": DISTRICT, "kinds": "figures,cases"}).start()
        rows = town.another(ledgers.example(DISTRICT))
        house.upload("ledger", ledgers.as_csv(rows), DISTRICT).raise_for_status()
        heard_everything(house, [listener], begun)
        listener.stop()
    assert town.sums(DISTRICT) == example_sums(DISTRICT) * 4


async def test_who_oversees_a_district_reads_its_figures_on_the_bus(example_house: House) -> None:
    def key(role: str, district: str, *names: str) -> dict[str, str]:
        asked = {"role": role, "districts": [district], "names": list(names)}
        made = example_house.http.post(f"{example_house.url('intake')}/keys", json=asked).raise_for_status()
        return {"user": made.json()["id"], "password": made.json()["secret"]}

    async def reads(shown: dict[str, str], name: str) -> dict[str, Any]:
        bus = await nats.connect(
            address(example_house),
            **shown,
            inbox_prefix=f"_INBOX_{shown['user']}".encode(),
            error_cb=quiet,
            allow_reconnect=False,
        )
        try:
            bucket = await bus.jetstream(prefix=OUTSIDE_JETSTREAM, timeout=1).key_value(FIGURES)
            found: dict[str, Any] = json.loads((await bucket.get(name)).value or b"{}")
            return found
        finally:
            await bus.close()

    async def quiet(_error: Exception) -> None: ...

    bureau = key("bureau", DISTRICT, "环翠区司法局")
    (rate,) = example_house.get(
        "reporting", "/figures", district=DISTRICT, period="2023", agency="*", metric="loss_rate"
    )
    told = await reads(bureau, f"{DISTRICT}.2023.district.all.loss_rate")
    assert {name: told[name] for name in TOLD} == {name: rate[name] for name in TOLD}
    with pytest.raises(NatsError):
        await reads(bureau, "xinzhou.2023.district.all.loss_rate")
    with pytest.raises(NatsError):
        await reads(key("agency", DISTRICT, "环翠区公安分局"), f"{DISTRICT}.2023.district.all.loss_rate")


def panels(kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Return what the panels of the dashboard ask of a kind of data source."""
    board = json.loads(GRAFANA.read_text(encoding="utf-8"))
    return [
        (panel["title"], target)
        for panel in board["panels"]
        for target in panel.get("targets", ())
        if target["datasource"]["type"] == kind
    ]


def test_every_metric_of_the_dashboard_is_there(example_house: House) -> None:
    measured: set[str] = set()
    for service in SERVICES:
        said = example_house.http.get(f"{example_house.url(service)}/metrics").text
        measured |= {line.split()[2] for line in said.splitlines() if line.startswith("# TYPE ")}
    asked = {name for _, target in panels("prometheus") for name in re.findall(r"yingsu_\w+", target["expr"])}
    assert len(asked) > 15
    assert {name.removesuffix("_bucket") for name in asked} - measured == set()


ASKED = panels("yesoreyeram-infinity-datasource")


@pytest.mark.parametrize(("title", "target"), ASKED, ids=[str(number) for number in range(len(ASKED))])
def test_every_address_of_the_dashboard_answers_with_its_columns(
    example_house: House, title: str, target: dict[str, Any]
) -> None:
    path = target["url"].replace("${district}", DISTRICT).replace("${period}", "2023")
    answer = example_house.http.get(example_house.url("reporting") + path).raise_for_status().json()
    for step in filter(None, target["root_selector"].split(".")):
        answer = answer[step]
    rows = answer if isinstance(answer, list) else [answer]
    assert rows, title
    assert {column["selector"] for column in target["columns"]} <= rows[0].keys()
