"""Do a court's feed and what agencies publish end in the same figures as the ledger of the same cases?

The court's system fails, repeats itself, sends late and wrong records; agencies report over HTTP and NATS meanwhile.
"""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any

import httpx
import nats
import pytest
from pydantic_core import from_json, to_json

from services.intake.feeds.webhooks import signature
from shared.envelope import Draft
from shared.outbound import secret_bytes
from tests import ledgers
from tests.e2e.house import House, until
from tests.e2e.town import facts_of, told_beside
from tests.intake.feeds.court import Court, Odd, open_court
from tests.intake.feeds.rows import OF_THE_COURT, record_of

pytestmark = pytest.mark.timeout(300)

DISTRICT = "xinzhou"
COURTS = ("鄂0117", "鄂01", "鄂")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

FEEDS = """
feeds:
  - name: xz
    title: 新洲区人民法院
    mapping: court-standard
    names: [鄂0117, 鄂01, 鄂]
    district: "420117"
    url: {url}
    records: data.list
    next: {{link: data.next}}
    headers: {{Authorization: "Bearer ${{COURT_TOKEN}}"}}
    every: 10080
    private: true
    timeout: 20
    webhook: {{secrets: [COURT_WEBHOOK]}}
    expects: {{from_on: 2023-01-03, every: 1, reports: [case-docketed, hearing-held]}}
"""

OF_THE_BUREAU = frozenset({"yingsu.papers-forwarded.v1"})


def wrong(record: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return a record as it was before, with something in it that cannot be read or was not so."""
    before = {**record, "gxsj": "20240101080000"}
    match number % 4:
        case 0:
            return {**before, "spcx": "壹审"}
        case 1:
            return {**before, "larq": "20230230"}
        case 2:
            return {
                **before,
                "larq": "20230101",
                "bg": "武汉市新洲区人民政府",
                "cprq": "",
                "jafs": "",
                "jarq": "",
            }
        case _:
            return {**before, "xzjgsfct": "未知", "gxsj": "20240101080000"}


@dataclass(frozen=True)
class Key:
    id: str
    secret: str


@pytest.fixture(scope="module")
def court() -> Iterator[Court]:
    with open_court() as court:
        yield court


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, court: Court) -> Iterator[House]:
    """Give a house with a feed, in which only the register of organs is there."""
    data = tmp_path_factory.mktemp("feeds") / "data"
    data.mkdir()
    (data / "feeds.yaml").write_text(FEEDS.format(url=court.url), encoding="utf-8")
    house = House(data, {"COURT_TOKEN": "t0ken-of-the-court", "COURT_WEBHOOK": SECRET}).start()
    try:
        house.import_("organs", ledgers.EXAMPLES / f"{DISTRICT}-2023" / "organs.csv", DISTRICT)
        yield house
    finally:
        house.stop()


def pull(house: House) -> dict[str, Any]:
    told: dict[str, Any] = house.http.post(house.url("intake") + "/feeds/xz/pull").raise_for_status().json()
    return told


def key(house: House, role: str, name: str) -> Key:
    wanted = {"role": role, "names": [name], "districts": [DISTRICT], "label": name}
    told = house.http.post(house.url("intake") + "/keys", json=wanted).raise_for_status().json()
    return Key(told["id"], told["secret"])


def event(draft: Draft, source: str) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": draft.id,
        "source": source,
        "type": draft.type,
        "subject": draft.subject,
        "district": draft.district,
        "data": draft.data,
    }


def publish_over_http(house: House, key: Key, events: Sequence[Mapping[str, Any]]) -> None:
    headers = {
        "Authorization": f"Bearer {key.secret}",
        "content-type": "application/cloudevents-batch+json",
    }
    with httpx.Client(trust_env=False, timeout=60) as http:
        answer = http.post(house.url("intake") + "/events", content=to_json(events), headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.json()["accepted"] == len(events)


def publish_over_nats(house: House, key: Key, events: Sequence[Mapping[str, Any]]) -> None:
    async def publish() -> None:
        client = await nats.connect(
            f"nats://127.0.0.1:{house.state.ports['nats']}",
            user=key.id,
            password=key.secret,
            inbox_prefix=f"_INBOX_{key.id}".encode(),
        )
        for start in range(0, len(events), 20):
            some = events[start : start + 20]
            answer = await client.request(f"submit.{DISTRICT}", to_json(some), timeout=30)
            assert from_json(answer.data)["accepted"] == len(some), answer.data
        await client.close()

    asyncio.run(publish())


def test_feed_and_publishers_at_once_end_in_the_figures_of_the_ledger(house: House, court: Court) -> None:
    rows = ledgers.example(DISTRICT)
    instances = {row["案号"]: row["审级"] for row in rows}
    records = [record_of(row, instances, f"202403{1 + n % 28:02}093000") for n, row in enumerate(rows)]
    before = [wrong(one, n) if n % 3 == 0 else one for n, one in enumerate(records)]
    facts = facts_of(DISTRICT, "ledger", ledgers.example_bytes(DISTRICT, "ledger"))
    defendant = {row["案号"]: row["被告"].split("、")[0] for row in rows}
    agencies: dict[str, list[Draft]] = {}
    bureau = [fact for fact in facts if fact.type in OF_THE_BUREAU]
    for fact in facts:
        if fact.type not in OF_THE_COURT | OF_THE_BUREAU:
            agencies.setdefault(defendant[fact.subject], []).append(fact)

    def of_the_court() -> dict[str, Any]:
        # First with much that is wrong, in pages that break off; then the same, mended, beside what came late.
        court.pages = _pages(before)
        court.odd.extend([None, Odd(500), None, Odd(200, b"<html>busy</html>"), Odd(503, cut=0)])
        first = _until_good(house)
        assert first["counts"]["parked"] > 0
        court.pages = _pages([*records, *before[::3]])
        court.odd.extend([None, Odd(502), None, Odd(200, b'{"data": {"list": [', {}, cut=3)])
        return _until_good(house)

    ways = count()
    with ThreadPoolExecutor(4) as pool:
        feed = pool.submit(of_the_court)
        sent = [
            pool.submit(
                publish_over_nats if next(ways) % 2 else publish_over_http,
                house,
                key(house, "agency", name),
                [event(fact, f"agency/{name}") for fact in said],
            )
            for name, said in agencies.items()
        ]
        by_hand = [event(fact, f"bureau/{DISTRICT}") for fact in bureau]
        sent.append(pool.submit(publish_over_http, house, key(house, "bureau", DISTRICT), by_hand))
        told = feed.result()
        for one in sent:
            one.result()

    assert told["counts"]["released"] == told["counts"]["parked"], "what was wrong was mended"
    assert told["counts"]["outdated"] > 0
    asked = len(court.asked)
    assert pull(house)["counts"] == told["counts"]
    assert set(court.statuses()[asked:]) == {304}, "what did not change is not even sent"
    house.wait_settled()
    expected = told_beside(DISTRICT, "expected.json")
    for period in sorted({row["period"] for row in expected}):
        found = {
            (row["agency"], row["metric"]): (row["numerator"], row["denominator"])
            for row in house.figures(DISTRICT, period)
        }
        wanted = {
            (row["agency"], row["metric"]): (row["numerator"], row["denominator"])
            for row in expected
            if row["period"] == period
        }
        assert {key: found.get(key) for key in wanted} == wanted
    who = {row["case_number"]: set(row["responsible"]) for row in house.cases(DISTRICT)}
    responsible = told_beside(DISTRICT, "responsible.json")
    assert {number: who.get(number) for number in responsible} == {
        number: set(names) for number, names in responsible.items()
    }


def _pages(records: Sequence[Any], size: int = 10) -> list[list[Any]]:
    return [list(records[start : start + size]) for start in range(0, len(records), size)]


def _until_good(house: House) -> dict[str, Any]:
    told: dict[str, Any] = {}

    def is_good() -> bool:
        told.update(pull(house))
        return not told["last_error"]

    until(is_good, "the feed pulled to its end")
    return told


def test_what_a_feed_sent_and_how_it_stands_is_shown(house: House, court: Court) -> None:
    pull(house)
    [told] = house.get("intake", "/feeds")["items"]
    payloads = house.get("intake", "/feeds/xz/payloads")["items"]

    assert (told["state"], told["districts"], told["waiting"]) == ("good", [DISTRICT], 0)
    assert told["sources"] == [f"court/{name}" for name in COURTS]
    body = house.http.get(f"{house.url('intake')}/feeds/xz/payloads/{payloads[0]['number']}")
    assert sha256(body.content).hexdigest() == payloads[0]["sha256"]
    gone = house.http.get(f"{house.url('intake')}/feeds/xz/payloads/999999")
    assert gone.status_code == 404
    assert "t0ken" not in house.http.get(house.url("intake") + "/feeds").text
    assert house.yingsu("feeds", "pull", "xz").returncode == 0
    assert house.yingsu("feeds", "list").stdout.count("good") == 1
    assert all(headers["authorization"] == "Bearer t0ken-of-the-court" for _, headers, _ in court.asked)


def test_what_is_expected_of_each_court_is_on_the_log_once(house: House) -> None:
    house.wait_settled()
    lines = house.http.get(house.url("intake") + "/log", params={"limit": 10_000}).text.splitlines()
    found = [json.loads(line) for line in lines if "feed-registered" in line]

    assert [one["data"]["feed"] for one in found] == [f"court/{name}" for name in COURTS]
    assert {(one["district"], one["actor"], one["data"]["every"]) for one in found} == {
        (DISTRICT, "feed/xz", 1)
    }


def test_a_court_tells_by_signed_messages_and_nobody_else_does(house: House) -> None:
    record = {
        "ah": "（2023）鄂0117行初901号",
        "gxsj": "20240301",
        "spcx": "一审",
        "bg": "新洲区公安分局",
        "larq": "20230301",
    }
    body = json.dumps(record, ensure_ascii=False).encode()
    url = house.url("intake") + "/feeds/xz/webhook"
    secret, now = secret_bytes(SECRET), int(time.time())
    assert secret is not None

    def signed(id_: str, at: int, signed: bytes = body) -> dict[str, str]:
        return {
            "webhook-id": id_,
            "webhook-timestamp": str(at),
            "webhook-signature": signature(secret, id_, at, signed),
        }

    with httpx.Client(trust_env=False) as http:
        first = http.post(url, content=body, headers=signed("m1", now))
        again = http.post(url, content=body, headers=signed("m1", now))
        other = http.post(url, content=body, headers=signed("m2", now))
        bad = [
            http.post(url, content=body),
            http.post(url, content=body, headers=signed("m3", now - 400)),
            http.post(url, content=body + b" ", headers=signed("m4", now)),
            http.post(url.replace("/xz/", "/none/"), content=body, headers=signed("m5", now)),
        ]
        no_json = http.post(url, content=b"{", headers=signed("m6", now, b"{"))

    assert (first.status_code, first.json()["accepted"]) == (200, 1)
    assert again.json()["seen"]
    assert other.json()["unchanged"] == 1
    assert [one.status_code for one in bad] == [401] * 4
    assert no_json.status_code == 400
    house.wait_settled()
    [case] = [row for row in house.cases(DISTRICT) if row["case_number"] == record["ah"]]
    assert case["responsible"] == ["新洲区公安分局"]


@pytest.mark.long
@pytest.mark.chaos
def test_killed_in_the_middle_of_a_pull_intake_goes_on_and_nothing_stands_twice(
    house: House, court: Court
) -> None:
    cases = [f"（2023）鄂0117行初{number}号" for number in range(2000, 2120)]
    court.pages = _pages(
        [{"ah": case, "gxsj": "20240301", "spcx": "一审", "bg": "新洲区公安分局"} for case in cases],
        size=5,
    )
    for more in (3, 6):
        _pull_and_kill(house, court, len(court.asked) + more)
    _until_good(house)
    house.wait_settled()

    lines = house.http.get(house.url("intake") + "/log", params={"limit": 100_000}).text.splitlines()
    told = [json.loads(line) for line in lines if "case-docketed" in line]
    assert sorted(one["subject"] for one in told if one["subject"] in cases) == sorted(cases)


def _pull_and_kill(house: House, court: Court, asked: int) -> None:
    """Kill intake in the middle of a pull, when so many pages were asked for, and wait until it is there again."""

    def answers() -> bool:
        try:
            return bool(house.get("intake", "/feeds")["items"])
        except httpx.HTTPError:
            return False

    with ThreadPoolExecutor(1) as pool:
        pulled = pool.submit(pull, house)
        until(lambda: len(court.asked) >= asked or pulled.done(), "some pages were asked for")
        house.kill("intake")
        assert isinstance(pulled.exception(), httpx.HTTPError), "it was in the middle"
    until(answers, "intake answers again")
