"""What does a client of `/imports` get to see?"""

import asyncio
import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.intake.imports import routes as imports
from services.intake.imports.running import Imports
from shared.problems import Problem, install
from tests import ledgers
from tests.callers import SHOWN, guard_of
from tests.intake.imports.memory import MemoryLog, Parked
from tests.ledgers import as_csv, as_xlsx, case, organ


@dataclass
class Intake:
    """The routes of imports over a log in memory."""

    folder: Path
    log: MemoryLog = field(default_factory=MemoryLog)
    asked: list[int] = field(default_factory=list)
    in_time: bool = True
    app: FastAPI = field(init=False)
    imports: Imports = field(init=False)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Start the service anew."""
        self.app = FastAPI()
        install(self.app)
        self.imports = Imports(self.log, lambda _principal: self.log, self.folder, settled=self.settled)
        routes = imports.routes(self.imports, guard_of(), district_id=self.district_id)
        self.app.include_router(routes)

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://intake", headers=SHOWN
        )

    async def settled(self, position: int) -> bool:
        self.asked.append(position)
        return self.in_time

    @staticmethod
    def district_id(said: str) -> str:
        if said in ("xinzhou", "420117"):
            return "xinzhou"
        raise Problem(422, "没有这个区", f"found {said!r}")

    async def hand_in(
        self, data: bytes, kind: str = "ledger", filename: str = "台账.csv", **form: str
    ) -> httpx.Response:
        async with self.client() as client:
            return await client.post(
                f"/imports/{kind}", files={"file": (filename, data)}, data={"district": "xinzhou", **form}
            )

    async def get(self, path: str) -> httpx.Response:
        async with self.client() as client:
            return await client.get(path)


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    return Intake(tmp_path / "imports")


async def test_a_good_ledger_needs_no_further_words(intake: Intake) -> None:
    response = await intake.hand_in(as_csv([case(1), case(2)]))
    told = response.json()
    assert response.status_code == 200
    assert told == {
        "import": told["import"],
        "kind": "ledger",
        "district": "xinzhou",
        "file": "台账.csv",
        "dry_run": False,
        "position": 12,
        "settled": True,
        "rows": 2,
        "unchanged_rows": 0,
        "accepted": 12,
        "known": 0,
        "corrected": 0,
        "retracted": 0,
        "released": 0,
        "parked_rows": [],
        "parked_facts": [],
        "duplicates": [],
        "unused": [],
        "remarks": [],
        "unknown_columns": [],
        "skipped_sheets": [],
        "conflicts": [],
        "copy": None,
    }
    assert intake.asked == [12]


async def test_everything_the_person_should_look_at_is_named_with_its_place(intake: Intake) -> None:
    rows = [case(1, 立案日期="2023-02-30"), case(2, 备注="急"), case(2, 备注="不急"), case(3, 开庭日期="")]
    told = (await intake.hand_in(as_csv(rows))).json()
    assert (told["rows"], told["accepted"], told["known"]) == (4, 11, 6)
    (cell,) = told["parked_rows"]
    assert cell == {
        "sheet": "台账",
        "row": 2,
        "column": "立案日期",
        "value": "2023-02-30",
        "expected": cell["expected"],
    }
    assert told["duplicates"] == [{"sheet": "台账", "row": 4, "same_as_sheet": "台账", "same_as_row": 3}]
    assert {(cell["row"], cell["column"]) for cell in told["unused"]} >= {(5, "出庭负责人")}
    assert told["unknown_columns"] == ["备注"]
    assert told["copy"] == f"/imports/{told['import']}/copy"


async def test_rows_not_read_and_facts_not_usable_are_told_apart_in_the_copy(intake: Intake) -> None:
    intake.log.waiting = [Parked(case(2)["案号"]), Parked(case(9)["案号"])]
    told = (await intake.hand_in(as_csv([case(1, 立案日期="昨天"), case(2), case(3)]))).json()
    assert told["parked_facts"] == [
        {
            "sheet": "台账",
            "row": 3,
            "case": case(2)["案号"],
            "reason": "unknown-organ",
            "about": "新洲区某局",
            "released_by": "organ-registered",
        }
    ]
    response = await intake.get(told["copy"])
    assert response.headers["content-type"].startswith("text/csv")
    assert "%E5%8F%B0%E8%B4%A6.%E9%94%99%E8%AF%AF.csv" in response.headers["content-disposition"]
    header, *rows = csv.reader(io.StringIO(response.content.decode(), newline=""))
    place = header.index("错误")
    first, second, third = ([*row, ""][place] for row in rows)
    assert first.startswith("未导入：工作表“台账”第2行“立案日期”：“昨天”；应为：日期")
    assert second.startswith("已导入，待更正：名录中没有“新洲区某局”；导入列有该单位的名录后生效")
    assert third == ""


async def test_what_another_row_counts_for_is_remarked_and_recorded_all_the_same(intake: Intake) -> None:
    rows = [organ(), organ(代码="xinzhou-d04", 别名="")]
    told = (await intake.hand_in(as_csv(rows), "organs", "名录.csv")).json()
    assert (told["accepted"], told["parked_rows"], len(told["remarks"])) == (2, [], 1)
    copy = (await intake.get(told["copy"])).content.decode()
    assert (
        "已导入，请核对：工作表“名录”第3行“名称”：“新洲区公安分局”；以“新洲区公安分局”（xinzhou-d03）为准"
        in copy
    )


async def test_the_person_sees_in_clear_what_the_log_keeps_sealed(intake: Intake) -> None:
    told = (await intake.hand_in(as_csv([case(1, 立案日期="欧阳某某")]))).json()
    assert told["parked_rows"][0]["value"] == "欧阳某某"
    assert "欧阳" not in repr(intake.log.events)


async def test_an_import_is_found_after_a_restart_with_what_is_parked_now(intake: Intake) -> None:
    intake.log.waiting = [Parked(case(1)["案号"])]
    told = (await intake.hand_in(as_xlsx([case(1)]), filename="台账.xlsx")).json()
    intake.restart()
    assert (await intake.get(f"/imports/{told['import']}")).json() == {**told, "settled": False}
    intake.log.waiting = []
    later = (await intake.get(f"/imports/{told['import']}?wait=settled")).json()
    assert (later["parked_facts"], later["copy"], later["settled"]) == ([], None, True)
    assert (await intake.get(told["copy"])).content.startswith(b"PK")


async def test_what_is_kept_is_not_for_other_users(intake: Intake) -> None:
    told = (await intake.hand_in(as_csv([case(1)]))).json()
    assert (intake.folder / told["import"]).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("id_", ["0" * 32, "..", "%2e%2e", "x"])
async def test_an_unknown_import_is_said_to_be_unknown(intake: Intake, id_: str) -> None:
    for path in (f"/imports/{id_}", f"/imports/{id_}/copy"):
        assert (await intake.get(path)).status_code == 404


async def test_a_dry_run_takes_the_same_path_and_waits_for_nothing(intake: Intake) -> None:
    data = as_csv([case(1), case(2, 立案日期="昨天")])
    dry = (await intake.hand_in(data, dry_run="true")).json()
    assert (intake.log.position, intake.asked, dry["dry_run"], dry["accepted"]) == (0, [], True, 6)
    assert (await intake.get(dry["copy"])).status_code == 200
    wet = (await intake.hand_in(data)).json()
    different = {"import", "copy", "dry_run", "position", "settled"}
    assert {k: v for k, v in dry.items() if k not in different} == {
        k: v for k, v in wet.items() if k not in different
    }


@pytest.mark.parametrize("where", ["form", "query"])
async def test_parameters_stand_in_the_form_or_in_the_query(intake: Intake, where: str) -> None:
    parameters = {"district": "420117", "dry_run": "true", "wait": "none"}
    async with intake.client() as client:
        response = await client.post(
            "/imports/organs",
            files={"file": ("名录.csv", as_csv([organ()]))},
            data=parameters if where == "form" else {},
            params=parameters if where == "query" else {},
        )
    told = response.json()
    assert (told["district"], told["dry_run"], told["accepted"], told["kind"]) == (
        "xinzhou",
        True,
        1,
        "organs",
    )


async def test_who_does_not_want_to_wait_does_not(intake: Intake) -> None:
    told = (await intake.hand_in(as_csv([case(1)]), wait="none")).json()
    assert (told["settled"], intake.asked) == (False, [])


async def test_what_takes_too_long_is_not_settled(intake: Intake) -> None:
    intake.in_time = False
    assert (await intake.hand_in(as_csv([case(1)]))).json()["settled"] is False


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空的"),
        (b"%PDF-1.7", "不是可以读取的表格"),
        (as_csv([{"案号": "1", "原告": "张某"}]), "缺少必需的列"),
        (as_csv([case(1)], encoding="utf-8-sig") + b"\xff\xfe", "编码"),
        (as_csv([case(1)]).replace("原告".encode(), "案号".encode(), 1), "表头"),
    ],
)
async def test_a_file_that_is_no_ledger_is_refused_whole(intake: Intake, data: bytes, said: str) -> None:
    response = await intake.hand_in(data)
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, problem["status"]) == (422, 422)
    assert said in problem["title"]
    assert problem["errors"][0]["expected"]
    assert (intake.log.position, list(intake.folder.glob("*"))) == (0, [])


async def test_a_file_above_32_mb_is_refused(intake: Intake) -> None:
    response = await intake.hand_in(bytes(imports.MOST + 1))
    assert (response.status_code, "32 MB" in response.json()["detail"]) == (413, True)
    assert (await intake.hand_in(bytes(imports.MOST))).status_code == 422


async def test_an_unknown_district_and_a_missing_file_are_refused(intake: Intake) -> None:
    assert (await intake.hand_in(as_csv([case(1)]), district="海淀")).status_code == 422
    async with intake.client() as client:
        response = await client.post("/imports/ledger", data={"district": "xinzhou"})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "/file")


async def test_a_file_sent_without_filename_is_told_what_to_do(intake: Intake) -> None:
    async with intake.client() as client:
        response = await client.post("/imports/ledger", files={"file": (None, as_csv([case(1)]))})
    problem = response.json()
    assert (response.status_code, problem["errors"][0]["pointer"]) == (422, "/file")
    assert "send the file with a filename" in problem["detail"]


async def test_imports_of_one_district_at_the_same_time_correct_a_cell_once(intake: Intake) -> None:
    rows = ledgers.example("xinzhou")
    await intake.hand_in(as_csv(rows))
    changed = as_csv([{**row, "立案日期": "2023-01-01"} for row in rows])
    answers: list[dict[str, Any]] = [
        response.json() for response in await asyncio.gather(*(intake.hand_in(changed) for _ in range(3)))
    ]
    assert sorted(answer["corrected"] for answer in answers) == [0, 0, 74]
    assert intake.log.position == 874


async def test_how_far_an_import_is_can_be_asked_for_while_it_runs(intake: Intake) -> None:
    told: list[Any] = []
    record = intake.log.record

    async def slowly(drafts: Any) -> Any:
        async with intake.client() as client:
            told.append((await client.get("/imports/running")).json())
        return await record(drafts)

    intake.log.record = slowly  # type: ignore[method-assign]
    rows = [case(number) for number in range(1, 401)]
    await intake.hand_in(as_csv(rows))
    assert len(told) > 1
    seen = [(one["kind"], one["district"], one["file"], one["of"]) for (one,) in told]
    assert seen[-1] == ("ledger", "xinzhou", "台账.csv", 401)
    assert [one["done"] for (one,) in told] == sorted({one["done"] for (one,) in told})
    async with intake.client() as client:
        assert (await client.get("/imports/running")).json() == []
