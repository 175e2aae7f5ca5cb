"""Are years listed and shown, and is a file checked with every fault?"""

import csv
import io
import json
from pathlib import Path

import pytest

from deploy.cli.calendar.years import SOURCE
from shared.calendar import statutory_days
from shared.envelope import NO_DISTRICT
from tests.deploy.calendars import (
    DAYS,
    NOTICE,
    file,
    log,
    opened,
    published,
    rows,
)
from tests.deploy.conftest import Yingsu
from tests.deploy.stub import Stub


@pytest.fixture
def house(stub: Stub) -> Stub:
    return opened(stub)


# --- list and show ----------------------------------------------------------------------------------------


def test_years_are_listed_with_their_notices_and_the_next_is_provisional(house: Stub, yingsu: Yingsu) -> None:
    said = yingsu("calendar", "list", "--data", house.data)
    assert said.code == 0
    assert rows(said)[-2][:6] == ["2026", "已公布 official", "国办发明电〔2025〕7号", "248", "33", "6"]
    assert rows(said)[-1][:3] == ["2027", "暂定 provisional", ""]
    assert house.queries("/log")[0]["district"] == NO_DISTRICT


def test_a_year_published_since_is_listed_with_its_revision_and_source(house: Stub, yingsu: Yingsu) -> None:
    log(house, [published(), published(version=2)])
    told = json.loads(yingsu("calendar", "list", "--format", "json", "--data", house.data).out)
    (row,) = [row for row in told if row["year"] == 2027]
    assert (row["status"], row["notice"], row["revision"], row["source"]) == ("official", NOTICE, 2, SOURCE)
    assert told[-1]["year"] == 2028


def test_a_year_is_shown_with_its_days_off_and_made_up(house: Stub, yingsu: Yingsu) -> None:
    told = list(
        csv.DictReader(
            io.StringIO(yingsu("calendar", "show", 2026, "--format", "csv", "--data", house.data).out)
        )
    )
    kinds = {row["date"]: row["kind"] for row in told}
    assert kinds["2026-02-14"] == "make-up"
    assert kinds["2026-02-17"] == "holiday"
    assert len(told) == 39
    said = yingsu("calendar", "show", 2026, "--data", house.data)
    assert ["2026-02-14", "周六", "班 make-up"] in rows(said)
    assert "248 working days, 33 days off, 6 make-up days." in said.out
    assert "provisional" not in said.out


def test_a_year_that_is_not_published_is_shown_as_provisional(house: Stub, yingsu: Yingsu) -> None:
    said = yingsu("calendar", "show", 2027, "--data", house.data)
    assert said.code == 0
    assert {row[0] for row in rows(said)} == set(map(str, statutory_days(2027)))
    assert "2027 is provisional" in said.out
    told = json.loads(yingsu("calendar", "show", 2027, "--format", "json", "--data", house.data).out)
    assert (told["status"], told["notice"]) == ("provisional", "")


def test_a_year_outside_the_calendar_is_refused(house: Stub, yingsu: Yingsu) -> None:
    said = yingsu("calendar", "show", 2100, "--data", house.data)
    assert (said.code, "expected 1990 to 2099" in said.err) == (2, True)


# --- check --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", [DAYS, {"year": 2027, "papers": ["https://…"], "days": DAYS}])
def test_a_file_without_fault_is_printed_and_no_house_need_run(
    yingsu: Yingsu, tmp_path: Path, told: object
) -> None:
    said = yingsu("calendar", "check", file(tmp_path, told))
    assert said.code == 0
    assert ["2027-02-20", "周六", "班 make-up"] in rows(said)
    assert "2027.json: no fault." in said.out


def test_every_fault_of_a_file_is_said_with_its_entry(yingsu: Yingsu, tmp_path: Path) -> None:
    told = [*DAYS[1:], DAYS[5], {"date": "2027-02-22", "name": "班", "isOffDay": False}]
    said = yingsu("calendar", "check", file(tmp_path, told))
    assert said.code == 2
    assert said.err.splitlines() == [
        f"{tmp_path}/2027.json is no schedule of 2027: 3 faults.",
        f"  entry {len(DAYS)}: {DAYS[5]['date']} a second time; expected every day once",
        f"  entry {len(DAYS) + 1}: Monday 2027-02-22 as a make-up day; expected a Saturday or Sunday",
        "  no day off on 2027-01-01; expected every statutory holiday",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"[", "is no JSON"), (b"\xff\xfe", "is not in UTF-8"), (b"{}", "is no schedule of a year: one fault.")],
)
def test_what_is_no_such_file_is_refused(yingsu: Yingsu, tmp_path: Path, content: bytes, said: str) -> None:
    written = tmp_path / "x.json"
    written.write_bytes(content)
    for command in (("check", written), ("publish", written, "--notice", NOTICE)):
        refused = yingsu("calendar", *command)
        assert (refused.code, said in refused.err) == (2, True)
    assert yingsu("calendar", "check", tmp_path / "none.json").code == 2
