"""Is a feed pulled whole, whatever the other side does, and from where it was left?"""

import gzip
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from structlog.testing import capture_logs

from services.intake.feeds.configured import Configured
from services.intake.feeds.fetching import Fetcher
from services.intake.feeds.memory import Memory, Page
from tests.intake.feeds.court import Court, Odd, open_court
from tests.intake.feeds.given import record
from tests.intake.feeds.pulling import WAYS, configuration, desk
from tests.intake.imports.memory import BrokenError, MemoryLog

JSON = {"Content-Type": "application/json"}


def case(number: int) -> str:
    return f"（2023）鄂0117行初{number}号"


PAGES = [[record(ah=case(2 * page + one)) for one in (1, 2)] for page in range(3)]


@pytest.fixture
def court() -> Iterator[Court]:
    with open_court(PAGES) as court:
        yield court


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """What goes wrong here on purpose is not printed with all that surrounds it, which takes seconds."""
    with capture_logs():
        yield


def page_of(*records: Any) -> bytes:
    return json.dumps({"data": {"list": list(records)}}, ensure_ascii=False).encode()


@pytest.mark.parametrize("way", sorted(WAYS))
async def test_all_pages_are_followed_and_every_payload_is_kept(court: Court, way: str) -> None:
    court.way = way
    async with desk(configuration(court.url, next=WAYS[way])) as at:
        state = await at.pull()

        assert state["last_error"] == ""
        assert state["counts"] == {"records": 6, "accepted": 12}
        hashes = {f"sha256:{hashed}" for hashed in at.payloads.kept}
        assert {event.causationid for event in at.log.events} <= hashes
        told = at.puller.memory.payloads("xz", 2**53, 10)
        assert sum(one.records for one in told) == 6
        assert json.loads(at.payloads.kept[told[-1].sha256])["data"]["list"] == PAGES[0]


async def test_pages_that_did_not_change_are_not_sent_again(court: Court) -> None:
    async with desk(configuration(court.url)) as at:
        await at.pull()
        court.pages[1][0] = record(ah=case(3), gxsj="20231201", larq="20230511")
        state = await at.pull()

    assert court.statuses() == [200, 200, 200, 304, 200, 304]
    assert state["counts"]["corrected"] == 1


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (Odd(500), "answered 500"),
        (Odd(429, headers={"Retry-After": "120"}), "answered 429"),
        (Odd(200, b"<html>", JSON), "no JSON"),
        (Odd(200, b"", JSON), "no JSON"),
        (Odd(200, page_of(record())[:-3], JSON), "no JSON"),
        (Odd(200, b'{"data": {"list": [NaN]}}', JSON), "no JSON"),
        (Odd(200, page_of(record()), JSON, cut=5), ""),
        (Odd(200, page_of(record()), {"Content-Type": "application/json; charset=GBK"}), "gbk"),
        (Odd(200, json.dumps([record()], ensure_ascii=False).encode("gb18030"), JSON), "not utf-8"),
        (Odd(200, b"[" * 100_000, JSON), "deep"),
        (Odd(200, b'{"data": {"list": ' + b"[" * 60 + b"]" * 60 + b"}}", JSON), "deep"),
        (Odd(200, b'{"data": {"list": {}}}', JSON), "expected the list of records"),
        (Odd(200, b'{"data": []}', JSON), "expected the list of records"),
        (Odd(200, b"x", {"Content-Encoding": "br"}), "gzip"),
        (Odd(200, b"x", {"Content-Encoding": "gzip"}), ""),
        (Odd(200, gzip.compress(page_of(record()))[:-12], {"Content-Encoding": "gzip"}), ""),
        (Odd(302, headers={"Location": "http://169.254.169.254/latest"}), "leads to http://169.254.169.254"),
        (Odd(302, headers={"Location": "file:///etc/passwd"}), "no URL"),
        (Odd(302, headers={"Location": "https://127.0.0.1/cases"}), "leads to https://127.0.0.1"),
        (Odd(302, headers={"Location": "/cases"}), ""),
        (Odd(204), "answered 204"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
async def test_a_page_that_cannot_be_had_stops_the_pull_and_the_next_goes_on_there(
    court: Court, odd: Odd, said: str
) -> None:
    async with desk(configuration(court.url)) as at:
        times = 4 if odd.headers.get("Location") == "/cases" else 1
        court.odd.extend([None, *[odd] * times])
        state = await at.pull()

        assert said in state["last_error"]
        assert state["last_error"]
        assert state["failures"] == 1
        assert len(at.standing()) == 4, "what came before is kept"
        wait = 120 if odd.status == 429 else 15
        assert state["next_pull"] >= f"2026-03-02T09:0{wait // 60}:{wait % 60:02}Z"

        again = await at.pull()
        assert again["last_error"] == ""
        assert again["failures"] == 0
        assert len(at.standing()) == 12
        assert again["counts"] == {"records": 6, "accepted": 12}, "no page is taken twice"


async def test_after_many_failures_the_pauses_have_grown_and_have_an_end(court: Court) -> None:
    async with desk(configuration(court.url)) as at:
        court.odd.extend([Odd(503)] * 20)
        first = await at.pull()
        for _ in range(19):
            last = await at.pull()

    assert "2026-03-02T09:00:15Z" <= first["next_pull"] <= "2026-03-02T09:00:30Z"
    assert "2026-03-02T09:30:00Z" <= last["next_pull"] <= "2026-03-02T10:00:00Z"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_a_bomb_is_not_unpacked_to_its_end(court: Court, coding: str) -> None:
    bomb = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
    packed = bomb.compress(b"[" + b" " * 50_000_000) + bomb.flush()
    async with desk(configuration(court.url, largest=1)) as at:
        court.odd.append(Odd(200, packed, {"Content-Encoding": coding}))
        state = await at.pull()

    assert "more than 1 MB" in state["last_error"]


async def test_a_page_that_is_too_large_is_not_read_to_its_end(court: Court) -> None:
    async with desk(configuration(court.url, largest=1)) as at:
        court.odd.append(Odd(200, b"[" + b" " * 3_000_000 + b"]", JSON))
        state = await at.pull()

    assert "more than 1 MB" in state["last_error"]


async def test_who_is_slow_is_waited_for_no_longer_than_configured(court: Court) -> None:
    async with desk(configuration(court.url, timeout=0.1)) as at:
        court.odd.append(Odd(200, page_of(record()), JSON, pause=1.0))
        state = await at.pull()

    assert "did not answer in time" in state["last_error"]


async def test_pages_that_lead_round_are_noticed(court: Court) -> None:
    body = json.dumps({"data": {"list": [record()], "next": "/cases"}}).encode()
    async with desk(configuration(court.url)) as at:
        court.odd.append(Odd(200, body, JSON))
        state = await at.pull()

    assert "lead round" in state["last_error"]


@pytest.mark.parametrize(
    "link", ["http://10.0.0.1/cases", "//evil.example/cases", "http://127.0.0.1:1/cases", "gopher://x/"]
)
async def test_a_next_page_elsewhere_is_not_asked_for(court: Court, link: str) -> None:
    body = json.dumps({"data": {"list": [record()], "next": link}}).encode()
    async with desk(configuration(court.url)) as at:
        court.odd.append(Odd(200, body, JSON))
        state = await at.pull()
        assert "expected" in state["last_error"] or "no URL" in state["last_error"]
        assert len(at.standing()) == 2, "the page itself is kept"
        again = await at.pull()

    assert again["last_error"] == "", "the next pull begins anew"


async def test_a_feed_that_is_not_private_is_not_pulled_from_a_private_address(court: Court) -> None:
    async with desk(configuration(court.url, private=False)) as at:
        state = await at.pull()

    assert "no public address" in state["last_error"]
    assert "private: true" in state["last_error"]
    assert court.asked == []


async def test_only_what_changed_since_is_asked_for_with_an_overlap(court: Court) -> None:
    since = {"parameter": "gxsj_from", "overlap": 30}
    async with desk(configuration(court.url, since=since, next={"page": {"parameter": "page"}})) as at:
        court.pages[2].append(record(ah=case(9), gxsj="20231201120000"))
        await at.pull()
        await at.pull()

    first, *_, last = court.queries()
    assert "gxsj_from" not in first
    assert last["gxsj_from"] == ["20231201113000"]


async def test_lines_are_records_and_one_that_is_none_parks_alone(court: Court) -> None:
    lines = [json.dumps(record(ah=case(1))), '{"ah": ', json.dumps(record(ah=case(2)))]
    async with desk(configuration(court.url, format="ndjson", records="", next={})) as at:
        court.odd.append(Odd(200, "\n".join([*lines, ""]).encode(), {}))
        whole = await at.pull()
        court.odd.append(Odd(200, "\n".join([lines[0], lines[1]]).encode(), {}))
        cut = await at.pull()

    assert whole["counts"] == {"records": 3, "accepted": 4, "parked": 1}
    assert "line 2" in cut["last_error"]


async def test_a_key_that_stands_twice_parks_the_record(court: Court) -> None:
    twice = json.dumps(record(ah=case(1)))[:-1] + ', "spcx": "二审"}'
    async with desk(configuration(court.url)) as at:
        court.odd.append(Odd(200, b'{"data": {"list": [' + twice.encode() + b"]}}", JSON))
        state = await at.pull()
        [parked] = [said for id_, said in at.standing().items() if "/row-parked/" in id_]

    assert state["counts"] == {"records": 1, "parked": 1}
    assert parked["column"] == "spcx"


async def test_gb18030_is_read_where_it_is_configured(court: Court) -> None:
    body = json.dumps({"data": {"list": [record()]}}, ensure_ascii=False).encode("gb18030")
    async with desk(configuration(court.url, encoding="gb18030")) as at:
        court.odd.append(Odd(200, body, {"Content-Type": "application/json;charset=GBK"}))
        state = await at.pull()

    assert state["counts"] == {"records": 1, "accepted": 2}


async def test_a_secret_in_the_url_is_shown_to_nobody(court: Court) -> None:
    feed = configuration(court.url)
    secret = Configured(
        form=feed.form, mapping=feed.mapping, url=f"{court.url}?token=s3cr3t", hidden=("s3cr3t",)
    )
    async with desk(secret) as at:
        court.odd.extend([None, Odd(500)])
        state = await at.pull()
        [told] = at.puller.memory.payloads("xz", 2**53, 10)

    assert "s3cr3t" not in json.dumps(state)
    assert told.url == f"{court.url}?token=***"
    assert "token=s3cr3t" in court.asked[0][0]


@pytest.mark.parametrize("after", [0, 1, 4, 7, 11])
async def test_a_death_at_any_fact_is_made_good_by_the_next_start(court: Court, after: int) -> None:
    feed, log, memory = configuration(court.url), MemoryLog(break_after=after), Memory(":memory:")
    async with desk(feed, log=log, memory=memory) as at:
        state = await at.pull()
        assert state["last_error"]
    log.break_after = -1

    async with desk(feed, log=log, memory=memory) as at:
        state = await at.pull()
        assert state["last_error"] == ""
        assert len(at.standing()) == 12
        assert len(log.events) == 12


@pytest.mark.parametrize("dies_at", ["page", "state"])
async def test_a_death_between_a_page_and_its_cursor_reads_the_page_again_and_adds_nothing(
    court: Court, dies_at: str
) -> None:
    class Dying(Memory):
        armed = True

        def keep_page(self, feed: str, page: str, told: Page) -> None:
            if self.armed and dies_at == "page":
                raise BrokenError
            super().keep_page(feed, page, told)

        def keep_state(self, feed: str, state: Any) -> None:
            if self.armed and dies_at == "state":
                raise BrokenError
            super().keep_state(feed, state)

    memory, log, feed = Dying(":memory:"), MemoryLog(), configuration(court.url)
    async with desk(feed, log=log, memory=memory) as at:
        with suppress(BrokenError):
            await at.pull()
        assert 4 <= len(log.events) < 12
    memory.armed = False

    async with desk(feed, log=log, memory=memory) as at:
        state = await at.pull()
        assert state["last_error"] == ""
        assert len(log.events) == 12


async def test_another_mapping_reads_everything_again(court: Court) -> None:
    log, memory = MemoryLog(), Memory(":memory:")
    async with desk(configuration(court.url), log=log, memory=memory) as at:
        await at.pull()
    async with desk(configuration(court.url, names=["鄂0117", "鄂01"]), log=log, memory=memory) as at:
        state = await at.pull()

    assert court.statuses() == [200] * 6
    assert state["counts"]["known"] == 12


async def test_certificates_that_are_not_there_are_told_at_start() -> None:
    with pytest.raises(Exception, match="the certificates of xz cannot be used"):
        Fetcher(configuration("https://court.example/cases", ca="missing.pem"))
