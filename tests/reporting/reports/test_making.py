"""Are reports the same bytes whoever makes them, harmless whatever they say, and plain where there is nothing?"""

import asyncio
import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import Connection

from services.reporting.answers import Figures
from services.reporting.known import Known
from services.reporting.periods import Period
from services.reporting.printing.packing import apart
from services.reporting.printing.report import Chart, Number, Para, Report
from services.reporting.reports import NotWrittenError, ReportData, Texts, gather, process, render, rendered
from services.reporting.reports.composing import composed
from services.reporting.reports.listed import Listed
from services.reporting.unknown import UnknownDistrictError, UnknownPeriodError
from shared.problems import Problem
from tests.reporting.reports.conftest import Api, Made
from tests.reporting.reports.test_numbers import cells

EVIL = '</td><script>alert(1)</script>#panic("x")$x$ \\u{41}{{7*7}}&amp;"\'＝cmd|\x07\u202e=1+1𪚥\U000e0101\ue000局'


@pytest.mark.parametrize("which", [("xinzhou", "2023"), ("huancui", "2023-Q3")], ids="-".join)
def test_the_same_data_is_the_same_bytes_in_another_process(
    all_made: dict[tuple[str, str], Made], which: tuple[str, str]
) -> None:
    """Hashes are drawn differently there, it is another time zone, and nobody has a home."""
    made = all_made[which]
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima", "LANG": "C", "HOME": "/nowhere"}
    data = ReportData.read(made.data.as_json())
    asked = composed(data).as_json()
    made_there = subprocess.run(
        [sys.executable, "-m", "services.reporting.printing"],
        input=asked,
        env=env,
        capture_output=True,
        check=True,
    )
    files = {file.name.rpartition(".")[2]: file.content for file in apart(made_there.stdout)}
    assert {ending: files[ending] == content for ending, content in made.files.items()} == dict.fromkeys(
        files, True
    )


def test_no_file_knows_when_it_was_made(made: Made) -> None:
    day = made.data.day.isoformat()
    for ending in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(made.files[ending])) as archive:
            assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            core = archive.read("docProps/core.xml").decode()
        assert core.count(f">{day}T00:00:00Z<") == 2
    information = PdfReader(io.BytesIO(made.files["pdf"])).metadata
    assert information is not None
    assert str(information["/CreationDate"]).startswith(f"D:{day.replace('-', '')}")


def test_data_is_read_again_as_it_was(made: Made) -> None:
    assert ReportData.read(made.data.as_json()) == made.data
    assert Report.read(made.report.as_json()) == made.report


@pytest.fixture
def one(all_made: dict[tuple[str, str], Made]) -> Made:
    return all_made["huancui", "2023-Q3"]


async def test_as_known_at_the_last_position_is_as_known_now(made: Made) -> None:
    texts = made.data.texts
    again = await gather(
        made.api.reader, made.data.district, made.data.period, as_of=str(made.data.position), texts=texts
    )
    assert again.as_json() == made.data.as_json()


async def test_what_is_listed_is_the_same_from_views_and_from_notes(made: Made) -> None:
    def both(connection: Connection, known: Known, position: int) -> tuple[Listed, Listed]:
        period = Period.parse(made.data.period)
        then = Listed.then(connection, known.id, period, position, known.world)
        return Listed.now(connection, known, period, position), then

    now, then = await made.api.reader.about(both, made.data.district)
    assert set(now.numbers()) == set(then.numbers())
    assert sum(number.numerator for number in now.numbers()) > 5
    assert now.done() == then.done()
    law = now.world.law_on(made.data.last)
    assert now.circulars(law) == then.circulars(law)


async def test_figures_of_before_are_those_known_before(apis: dict[str, Api]) -> None:
    reader, district, period = apis["huancui"].reader, "huancui", "2023-Q3"
    position = len(apis["huancui"].told.stored) // 2
    data = await gather(reader, district, period, as_of=str(position))
    then: Figures = await reader.figures(district, period, as_of=str(position), agency="*")
    assert data.position == position
    for figure in then.items:
        assert data.number(figure.metric).numerator == figure.numerator
    now = await gather(reader, district, period)
    assert 0 < data.number("docketed").numerator < now.number("docketed").numerator
    assert data.number("on_time_rate").denominator == 0  # nothing was judged yet


@pytest.mark.parametrize("period", ["2020", "2020-Q1", "2020-05", "2020-H1"])
async def test_an_empty_period_says_so_and_divides_by_nothing(apis: dict[str, Api], period: str) -> None:
    report = composed(await gather(apis["huancui"].reader, "huancui", period))
    said = " ".join(cell.text for cell in cells(report)) + report.as_json().decode()
    assert "没有开庭审理的案件，不计算负责人出庭应诉率" in said
    assert "没有终结的行政争议，也没有作出的一审裁判，不计算败诉率" in said
    assert "没有收到司法建议" in said
    assert "没有发出通报的记录" in said
    assert not any("%" in cell.text for cell in cells(report))
    assert not any(isinstance(block, Chart) for block in report.blocks)


async def test_what_the_bureau_does_not_write_is_left_out(apis: dict[str, Api]) -> None:
    reader = apis["huancui"].reader
    bare = composed(await gather(reader, "huancui", "2023-Q3"))
    told = composed(
        await gather(reader, "huancui", "2023-Q3", texts=Texts(problems="准备不足。", number="环司发1号"))
    )
    assert "存在的问题" not in bare.as_json().decode()
    assert bare.number == ""
    assert "、存在的问题" in told.as_json().decode()
    assert "工作措施" not in told.as_json().decode()
    assert told.number == "环司发1号"


@pytest.mark.parametrize("period", ["2023-Q5", "", "x"])
async def test_a_period_that_is_none_is_a_problem(apis: dict[str, Api], period: str) -> None:
    with pytest.raises(UnknownPeriodError):
        await gather(apis["huancui"].reader, "huancui", period)


async def test_so_is_a_district_or_a_moment_nobody_knows(apis: dict[str, Api]) -> None:
    reader = apis["huancui"].reader
    with pytest.raises(UnknownDistrictError):
        await gather(reader, "nowhere", "2023")
    with pytest.raises(Problem, match="future"):
        await gather(reader, "huancui", "2023", as_of="999999999")


def test_names_are_taken_for_nothing_but_names(all_made: dict[tuple[str, str], Made]) -> None:
    data = evil(all_made["huancui", "2023-Q3"].data)
    files = {file.name.rpartition(".")[2]: file.content for file in render(data)}
    page = files["html"].decode()
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;#panic(" in page
    assert "{{7*7}}" in page
    book = load_workbook(io.BytesIO(files["xlsx"]))
    found = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert all(cell.data_type == "s" for cell in found)
    assert any(str(cell.value).startswith("'=HYPERLINK") for cell in found)
    assert "\"'=HYPERLINK" in files["csv"].decode() or ",'=HYPERLINK" in files["csv"].decode()
    pdf = "".join(page.extract_text() for page in PdfReader(io.BytesIO(files["pdf"])).pages)
    assert '#panic("x")$x$' in pdf.replace("\n", "").replace(" ", "")
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as archive:
        assert b"<script" not in archive.read("word/document.xml")


def evil(data: ReportData) -> ReportData:
    """Return a report in which an agency is called what harms, and another is a formula."""
    names = sorted({one.agency for one in data.numbers if one.by == "defendant" and one.agency != "*"})
    bad = dict(zip(names, (EVIL, '=HYPERLINK("http://x")'), strict=False))
    numbers = tuple(replace(one, agency=bad.get(one.agency, one.agency)) for one in data.numbers)
    return replace(data, numbers=numbers, issuer=EVIL, texts=Texts(number=EVIL, problems=EVIL, measures=EVIL))


async def test_what_goes_wrong_in_the_process_is_a_problem(
    one: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = next(block for block in one.report.blocks if isinstance(block, Chart))
    broken = replace(one.report, blocks=(replace(chart, svg="<svg"),))
    monkeypatch.setattr(process, "composed", lambda data: broken)
    with pytest.raises(NotWrittenError, match="the process ended with 1"):
        await rendered(one.data)


async def test_what_takes_too_long_is_given_up(one: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "SECONDS", 0.01)
    with pytest.raises(NotWrittenError, match="longer than"):
        await rendered(one.data)


async def test_not_more_than_two_are_written_at_once(one: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0
    begin = asyncio.create_subprocess_exec

    async def counted(*args: str, **how: object) -> asyncio.subprocess.Process:
        nonlocal running, most
        running += 1
        most = max(most, running)
        child = await begin(sys.executable, "-c", "import sys; sys.stdin.read(); sys.exit(3)", **how)  # type: ignore[arg-type]
        wait = child.communicate

        async def communicate(told: bytes | None = None) -> tuple[bytes, bytes]:
            nonlocal running
            found = await wait(told)
            running -= 1
            return found

        monkeypatch.setattr(child, "communicate", communicate)
        return child

    monkeypatch.setattr(asyncio, "create_subprocess_exec", counted)
    found = await asyncio.gather(*(rendered(one.data) for _ in range(5)), return_exceptions=True)
    assert all(isinstance(one, NotWrittenError) for one in found)
    assert most == 2


def test_between_what_a_rate_lies_is_said_while_something_waits(one: Made) -> None:
    waiting = tuple(
        replace(number, low=(12, 16), high=(13, 16)) if number.metric == "appearance_rate" else number
        for number in one.data.numbers
    )
    report = composed(replace(one.data, numbers=waiting))
    (said,) = (
        block.text for block in report.blocks if isinstance(block, Para) and "仍可能变化" in block.text
    )
    assert said.endswith("负责人出庭应诉率75.00%至81.25%。")
    assert "仍可能变化" not in one.report.as_json().decode()


def test_numbers_are_json_that_others_can_read(one: Made) -> None:
    told = json.loads(one.data.as_json())
    assert told["period"] == one.data.period
    assert {field.name for field in Number.__dataclass_fields__.values()} == set(told["numbers"][0])
