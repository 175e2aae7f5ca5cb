"""Is bad input told from good, with its place and what was expected, and nothing half done?"""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.house import House
from tests.e2e.town import Town, sums_of_rows
from tests.ledgers import ORGAN, Row, as_csv, as_xlsx, case

pytestmark = pytest.mark.timeout(300)

UNKNOWN = "新洲区河道堤防管理处"


@pytest.fixture
def nothing_recorded(town: Town) -> Iterator[None]:
    """See that the log is as long as before, and no file was kept."""
    before = position(town.house), kept(town.house)
    yield
    assert (position(town.house), kept(town.house)) == before


def position(house: House) -> int:
    """Return the length of the log once all that follows is on it."""
    house.wait_settled()
    return int(house.get("intake", "/status")["position"])


def kept(house: House) -> list[Path]:
    return sorted(house.data.glob("intake/imports/*"))


def rows_of(town: Town, count: int, **cells: str) -> list[Row]:
    return [case(f"（2023）鄂0117行初{town.serial()}号", **cells) for _ in range(count)]


def zipped(name: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, "x")
    return target.getvalue()


PLAIN = as_csv([case()])
WITHOUT = as_csv([{name: text for name, text in case().items() if name not in ("审级", "被告")}])
NO_LEDGERS: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty": (b"", ("empty", "header row")),
    "blank": (b"\r\n \r\n", ("empty",)),
    "no header": (b"1,2,3\n4,5,6\n", ("missing", "案号、审级、被告", "1、2、3")),
    "required columns missing": (WITHOUT, ("missing", "审级、被告", "台账!1")),
    "a column twice": (PLAIN.replace("原告".encode(), "案号".encode(), 1), ("案号", "A, C", "row 1")),
    "Latin-1": (PLAIN + "Größe,é\n".encode("latin-1"), ("line 3", "byte", "UTF-8")),
    "half a character": (as_csv([case()], encoding="gb18030")[:-2] + b"\xff\xff", ("line 2", "GB18030")),
    "an open quote": (PLAIN + '"（2023）'.encode(), ("row", "damaged")),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), ("a picture", ".xlsx")),
    "a PDF": (b"%PDF-1.7\n", ("a PDF", "CSV")),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), (".xls", "save it as .xlsx")),
    "another archive": (zipped("letter.txt"), ("archive", ".xlsx")),
    "half a workbook": (as_xlsx([case()])[:2000], ("damaged", "export it again")),
    "a web page": (b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", ("web page",)),
    "bytes": (bytes(range(256)) * 8, ("binary",)),
}


@pytest.mark.usefixtures("nothing_recorded")
@pytest.mark.parametrize("name", NO_LEDGERS)
def test_what_is_no_ledger_is_refused_with_place_and_expectation(town: Town, name: str) -> None:
    content, said = NO_LEDGERS[name]
    answer = town.house.upload("ledger", content, "xinzhou")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    (error,) = problem["errors"]
    assert error["expected"]
    for word in said:
        assert word in answer.text, problem


@pytest.mark.usefixtures("nothing_recorded")
def test_more_than_32_mb_is_too_large_in_a_file_and_in_events(town: Town) -> None:
    answer = town.house.upload("ledger", PLAIN + b"\n" * 50_000_000, "xinzhou")
    assert (answer.status_code, "32 MB" in answer.json()["detail"]) == (413, True)
    answer = town.house.report([event(town) | {"data": {"held_on": "2023-04-20", "note": "x" * 34_000_000}}])
    assert (answer.status_code, "32 MB" in answer.json()["detail"]) == (413, True)


@pytest.mark.usefixtures("nothing_recorded")
def test_an_unknown_district_is_refused_with_those_there_are(town: Town) -> None:
    answer = town.house.upload("ledger", PLAIN, "海淀")
    assert answer.status_code == 422
    assert "xinzhou (420117)" in answer.json()["errors"][0]["expected"]


BAD_CELLS = {
    "案号": ("2023年第12号", "a case number"),
    "审级": ("初审", "一审 / 二审 / 再审"),
    "关联案号": ("12", "a case number"),
    "被告": ("、", "至少一个"),
    "立案日期": ("2023-02-30", "2023年5月6日"),
    "收到应诉通知日期": ("昨天", "Excel"),
    "开庭日期": ("2023-04-11、4月12日", "2023/5/6"),
    "出庭次数": ("2", "at most the number of hearings"),
    "负责人职务": ("局长", "正职 / 副职 / 其他分管 / 无"),
    "是否发声": ("有", "是 或 否"),
    "裁判结果": ("败诉", "全部撤销 / 部分撤销"),
}


def test_a_bad_cell_fails_its_row_only_and_comes_back_with_place_and_expectation(town: Town) -> None:
    rows = rows_of(town, len(BAD_CELLS) + 1)
    wrong = [{**row, column: text} for row, (column, (text, _)) in zip(rows, BAD_CELLS.items(), strict=False)]
    before = town.sums("xinzhou")
    headers = [*rows[0], "关联案号", "出庭次数"]
    told = town.hand_in(
        "xinzhou", as_csv([*wrong, rows[-1]], headers=headers, encoding="gb18030"), "七月.csv"
    )
    assert town.sums("xinzhou") - before == sums_of_rows("xinzhou", rows[-1:])
    found = [(cell["sheet"], cell["row"], cell["column"], cell["value"]) for cell in told["parked_rows"]]
    assert found == [("七月", n, column, BAD_CELLS[column][0]) for n, column in enumerate(BAD_CELLS, 2)]
    for cell in told["parked_rows"]:
        assert BAD_CELLS[cell["column"]][1] in cell["expected"]

    copy = town.house.http.get(town.house.url("intake") + told["copy"]).content.decode("gb18030")
    header, *lines = csv.reader(io.StringIO(copy, newline=""))
    said = [
        [*line, ""][header.index("错误")] for line in lines
    ]  # a row without errors ends before that column
    for text, cell in zip(said, told["parked_rows"], strict=False):
        assert f"第{cell['row']}行“{cell['column']}”：“{cell['value']}”；应为：{cell['expected']}" in text
    assert said[-1] == ""

    mended = town.hand_in("xinzhou", as_csv(rows, headers=headers), "七月.csv")
    assert (mended["parked_rows"], mended["released"], mended["copy"]) == ([], len(BAD_CELLS), None)
    assert town.sums("xinzhou") - before == sums_of_rows("xinzhou", rows)


def test_unknown_columns_are_kept_aside_and_named(town: Town) -> None:
    (row,) = rows_of(town, 1)
    told = town.hand_in("xinzhou", as_csv([{**row, "承办人": "周某", "备注": "急"}]))
    assert (told["unknown_columns"], told["parked_rows"]) == (["承办人", "备注"], [])
    assert told["accepted"] > 0


def test_a_row_that_comes_twice_counts_once_and_rows_that_contradict_all_park(town: Town) -> None:
    twice, torn = rows_of(town, 2)
    before = town.sums("xinzhou")
    other = {**torn, "裁判结果": "全部撤销"}
    told = town.hand_in("xinzhou", as_csv([twice, torn, twice, other]))
    assert told["duplicates"] == [{"sheet": "台账", "row": 4, "same_as_sheet": "台账", "same_as_row": 2}]
    parked = [(cell["row"], cell["column"], cell["value"]) for cell in told["parked_rows"]]
    assert parked == [(3, "裁判结果", "驳回诉讼请求"), (5, "裁判结果", "全部撤销")]
    assert "同一案号" in told["parked_rows"][0]["expected"]
    assert town.sums("xinzhou") - before == sums_of_rows("xinzhou", [twice])


def test_a_fact_of_an_unknown_organ_waits_until_the_organ_is_registered(town: Town) -> None:
    (row,) = rows_of(town, 1, 被告=UNKNOWN)
    before = town.sums("xinzhou")
    told = town.hand_in("xinzhou", as_csv([row]))
    assert (told["accepted"] > 0, told["parked_rows"]) == (True, [])
    assert {(one["case"], one["row"], one["reason"], one["about"]) for one in told["parked_facts"]} == {
        (row["案号"], 2, "unknown-organ", UNKNOWN)
    }
    assert told["copy"] is not None
    assert town.sums("xinzhou") == before
    organ = {**ORGAN, "代码": f"xinzhou-{town.serial()}", "名称": UNKNOWN, "别名": ""}
    answer = town.house.upload("organs", as_csv([organ]), "xinzhou").raise_for_status().json()
    town.house.wait_settled(answer["position"])
    now = town.house.get("intake", f"/imports/{told['import']}")
    assert (now["parked_facts"], now["copy"]) == ([], None)
    gained = town.sums("xinzhou") - before
    known = {**row, "被告": "新洲区公安分局"}
    district = {key: counts for key, counts in sums_of_rows("xinzhou", [known]).items() if key[1] == "*"}
    assert {key: counts for key, counts in gained.items() if key[1] == "*"} == district
    assert gained["2023", UNKNOWN, "appearance_rate", "responsible"][1] == 1


@pytest.mark.usefixtures("nothing_recorded")
def test_a_dry_run_says_the_same_and_records_nothing(town: Town) -> None:
    good, bad = rows_of(town, 2)
    content = as_csv([good, {**bad, "立案日期": "昨天"}])
    before = set(kept(town.house))
    told = town.house.upload("ledger", content, "xinzhou", dry_run=True).raise_for_status().json()
    assert (told["accepted"] > 0, len(told["parked_rows"])) == (True, 1)
    for folder in set(kept(town.house)) - before:  # what is said of it can be fetched again, and is no fact
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def event(town: Town, **changes: Any) -> dict[str, Any]:
    """Return a hearing as a CloudEvent, with these attributes changed."""
    number = town.serial()
    return {
        "specversion": "1.0",
        "id": f"{number}",
        "source": "court/鄂0117",
        "type": "yingsu.hearing-held.v1",
        "subject": f"（2023）鄂0117行初{number}号",
        "district": "xinzhou",
        "data": {"held_on": "2023-04-20", "attendees": []},
    } | changes


BAD_EVENTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown type": ({"type": "yingsu.comet-sighted.v1"}, "/type", "GET /schemas"),
    "a finding": ({"type": "yingsu.loss-found.v1"}, "/type", "GET /schemas"),
    "no date": ({"data": {"held_on": "2023-02-30"}}, "/data/held_on", "YYYY-MM-DD"),
    "a field missing": ({"data": {}}, "/data/held_on", "value"),
    "deep inside": (
        {"data": {"held_on": "2023-04-20", "attendees": [{"organ": "", "rank": "tsar"}]}},
        "/data/attendees/0/rank",
        "chief",
    ),
    "no case number": ({"subject": "12/2023"}, "/subject", "（2023）鲁1002行初12号"),
    "nobody we know": ({"source": "hospital/1"}, "/source", "court"),
}


@pytest.mark.usefixtures("nothing_recorded")
@pytest.mark.parametrize("name", BAD_EVENTS)
def test_one_bad_event_keeps_its_whole_batch_off_the_log(town: Town, name: str) -> None:
    changes, pointer, expected = BAD_EVENTS[name]
    answer = town.house.report([event(town), event(town, **changes)])
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    errors = answer.json()["errors"]
    assert [(error["index"], error["pointer"]) for error in errors] == [(1, pointer)]
    assert expected in errors[0]["expected"]
    assert "Nothing was recorded" in answer.json()["detail"]


def test_the_same_id_with_other_content_is_a_conflict_and_the_same_again_is_known(town: Town) -> None:
    first = event(town)
    assert town.house.report([first]).json()["accepted"] == 1
    before = position(town.house)
    other = {**first, "data": {**first["data"], "held_on": "2023-04-21"}}
    answer = town.house.report([event(town), other])
    assert (answer.status_code, answer.json()["errors"][0]["index"]) == (409, 1)
    assert "fact-corrected" in answer.json()["errors"][0]["expected"]
    again = town.house.report([first]).json()
    assert (again["accepted"], again["known"]) == (0, 1)
    assert position(town.house) == before


@pytest.mark.parametrize(
    ("content", "type_", "status"),
    [
        (b"{", "application/cloudevents+json", 400),
        (b"[]", "application/cloudevents+json", 422),
        (b"{}", "application/cloudevents-batch+json", 422),
        (b"<event/>", "application/xml", 415),
    ],
)
@pytest.mark.usefixtures("nothing_recorded")
def test_what_is_no_event_is_refused(town: Town, content: bytes, type_: str, status: int) -> None:
    url = f"{town.house.url('intake')}/events"
    answer = town.house.http.post(url, content=content, headers={"content-type": type_})
    assert (answer.status_code, answer.json()["status"]) == (status, status)
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        ("/figures?district=haidian&period=2023", 404, "xinzhou (420117)"),
        ("/figures?district=xinzhou&period=2023-13", 422, "2023-Q2"),
        ("/figures?district=xinzhou&period=2023&metric=luck", 404, "loss_rate"),
        ("/figures?district=xinzhou&period=2023&by=luck", 422, "defendant"),
        ("/figures?district=xinzhou", 422, "period"),
        ("/cases/（2023）鄂0117行初9号?district=xinzhou", 404, "GET /cases"),
        ("/figures?district=xinzhou&period=2023&min_position=99999999&timeout=0", 503, "waited 0 seconds"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(town: Town, path: str, status: int, word: str) -> None:
    answer = town.house.http.get(town.house.url("reporting") + path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert word in answer.text
