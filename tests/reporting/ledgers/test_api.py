"""Who asks for a ledger gets all of it, with its claimants, or is told why not."""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import httpx
import pytest

from services.reporting.ledgers import rows
from services.reporting.ledgers.api import routes
from shared.access import Principal
from shared.codec import encode
from shared.events.court import CaseDocketed, CaseStayed, ClosingDocumentServed
from shared.events.intake import FactCorrected
from shared.ledger.words import MARK
from shared.log.append import LogUnavailable
from shared.sealing import KeysUnavailableError, Seal
from tests.callers import SHOWN, guard_of
from tests.reporting.ledgers.back import lines
from tests.reporting.served import served
from tests.reporting.told import Told

FIRST, SECOND, THIRD = (
    f"（{year}）鲁1002行初{number}号" for year, number in ((2022, 9), (2023, 1), (2023, 2))
)
CALLERS = {
    "bureau": Principal(id="1", role="bureau", districts=("huancui",), names=("环翠区司法局",)),
    "other": Principal(id="2", role="bureau", districts=("xinzhou",), names=("新洲区司法局",)),
    "auditor": Principal(id="3", role="auditor", names=("审计局",)),
    "agency": Principal(id="4", role="agency", districts=("huancui",), names=("区住建局",)),
    "court": Principal(id="5", role="court", districts=("huancui",), names=("鲁1002",)),
}


def docketed(*claimants: str, on: date | None = None) -> CaseDocketed:
    return CaseDocketed(instance="first", defendants=("区住建局",), claimants=claimants, docketed_on=on)


def begun(folder: Path) -> Told:
    told = Told(folder)
    told.fact(FIRST, docketed("张某"))
    told.fact(SECOND, docketed("李某", on=date(2024, 1, 9)), CaseStayed(stayed_on=date(2024, 2, 1)))
    told.fact(THIRD, docketed("王某", "赵某"))
    told.note()
    return told


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """Give what was told once, for tests that only read."""
    told = begun(tmp_path_factory.mktemp("told"))
    yield told
    told.close()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Told]:
    """Give what was told to this test alone."""
    told = begun(tmp_path)
    yield told
    told.close()


@asynccontextmanager
async def asked(told: Told, *, away: str = "") -> AsyncIterator[httpx.AsyncClient]:
    async def keys(_district: str, cases: Iterable[str]) -> Mapping[str, Seal]:
        if away == "keys":
            raise KeysUnavailableError("intake did not hand out keys")
        return {case: told.keys[case] for case in cases if case in told.keys}

    async def log() -> str:
        if away == "log":
            raise LogUnavailable("nobody answered")
        return "0" * 64

    async with served(told, lambda reader: routes(reader, keys, log, guard_of(CALLERS))) as client:
        client.headers.update(SHOWN)
        yield client


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("together", [1, 2, 200])
async def test_every_case_is_a_row_with_its_claimants(
    told: Told, monkeypatch: pytest.MonkeyPatch, form: str, together: int
) -> None:
    monkeypatch.setattr(rows, "TOGETHER", together)
    async with asked(told) as client:
        answer = await client.get("/exports/ledger", params={"district": "371002", "format": form})
    assert (answer.headers["x-yingsu-rows"], answer.headers["x-yingsu-left-out"]) == ("3", "1")
    found = lines(answer.content)
    assert [(row["案号"], row["原告"]) for row in found] == [
        (FIRST, "张某"),
        (SECOND, "李某"),
        (THIRD, "王某、赵某"),
    ]
    assert all(row[MARK].startswith("1-") for row in found)


async def test_what_does_not_fit_is_named(own: Told) -> None:
    own.fact("（2023）鲁1002行初3号", ClosingDocumentServed(served_on=date(2023, 5, 5)))
    own.note()
    async with asked(own) as client:
        answer = await client.get("/exports/ledger/left-out", params={"district": "huancui"})
    assert answer.json() == [
        {"case": SECOND, "row": True, "facts": ["case-stayed"]},
        {"case": "（2023）鲁1002行初3号", "row": False, "facts": ["closing-document-served"]},
    ]


async def test_a_year_is_of_the_docketing_or_else_of_the_number(told: Told) -> None:
    async with asked(told) as client:
        found = {
            year: [
                row["案号"]
                for row in lines((await client.get(f"/exports/ledger?district=huancui&year={year}")).content)
            ]
            for year in (2021, 2022, 2023, 2024)
        }
    assert found == {2021: [], 2022: [FIRST], 2023: [THIRD], 2024: [SECOND]}


async def test_claimants_whose_key_was_erased_are_left_out_and_named(own: Told) -> None:
    del own.keys[FIRST]
    async with asked(own) as client:
        found = lines((await client.get("/exports/ledger?district=huancui")).content)
        named = (await client.get("/exports/ledger/left-out?district=huancui")).json()
    assert found[0]["案号"] == FIRST
    assert found[0]["原告"] == ""
    assert {"case": FIRST, "row": True, "facts": ["case-docketed"]} in named


async def test_a_fact_that_was_corrected_to_another_case_stands_in_that_row(own: Told) -> None:
    closing = ClosingDocumentServed(served_on=date(2023, 5, 5))
    own.fact(FIRST, closing, id_="closing")
    correction = FactCorrected(
        target_source="court/鲁1002",
        target_id="closing",
        replaces="closing",
        type="yingsu.closing-document-served.v1",
        data=encode(closing),
    )
    own.fact(THIRD, correction)
    own.note()
    async with asked(own) as client:
        found = lines((await client.get("/exports/ledger?district=huancui")).content)
    assert [row["结案文书收到日期"] for row in found] == ["", "", "2023-05-05"]


@pytest.mark.parametrize("away", ["keys", "log"])
async def test_without_keys_or_log_there_is_no_ledger_rather_than_half_of_one(told: Told, away: str) -> None:
    async with asked(told, away=away) as client:
        answer = await client.get("/exports/ledger?district=huancui")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.parametrize(
    ("by", "status"),
    {"bureau": 200, "auditor": 200, "other": 403, "agency": 403, "court": 403, "nobody": 401}.items(),
)
@pytest.mark.parametrize("path", ["/exports/ledger", "/exports/ledger/left-out"])
async def test_who_may_have_it(told: Told, path: str, by: str, status: int) -> None:
    async with asked(told) as client:
        headers = {"Authorization": f"Bearer {by}"}
        answer = await client.get(path, params={"district": "huancui"}, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("query", "status"),
    {
        "district=nowhere": 404,
        "district=huancui&format=doc": 422,
        "": 422,
        "district=huancui&year=x": 422,
    }.items(),
)
async def test_what_cannot_be_meant_is_told(told: Told, query: str, status: int) -> None:
    async with asked(told) as client:
        assert (await client.get(f"/exports/ledger?{query}")).status_code == status
