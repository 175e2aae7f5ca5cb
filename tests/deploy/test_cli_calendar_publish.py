"""Is a year published once, as a version that counts, and is it said what would move and what did?"""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deploy.cli.calendar.years import SOURCE
from services.intake.cloudevents import check
from shared.calendar import bundled_schedules
from shared.codec import encode, type_of
from shared.events.base import Event
from shared.events.findings.deadlines import DeadlineMoved, DeadlineSet
from shared.events.intake import FactRetracted
from tests.deploy.calendars import (
    NOTICE,
    OFF,
    PUBLISHED,
    WORKED,
    about,
    case,
    file,
    log,
    opened,
    published,
    rows,
    sent,
)
from tests.deploy.conftest import Said, Yingsu
from tests.deploy.stub import Answer, Asked, Stub


@pytest.fixture
def house(stub: Stub) -> Stub:
    return opened(stub)


# --- publish ------------------------------------------------------------------------------------------------


def publish(house: Stub, yingsu: Yingsu, told: Path, *more: object) -> Said:
    return yingsu("calendar", "publish", told, "--notice", NOTICE, *more, "--data", house.data)


def test_a_year_is_reported_as_its_first_version_and_the_door_would_take_it(
    house: Stub, yingsu: Yingsu, tmp_path: Path
) -> None:
    said = publish(house, yingsu, file(tmp_path))
    assert said.code == 0, said.err
    (event,) = sent(house)
    assert check(event).faults == ()
    assert (event["id"], event["source"], event["subject"]) == ("calendar/2027/1", SOURCE, "2027")
    assert event["data"] == {
        "version": 1,
        "year": 2027,
        "holidays": list(map(str, OFF)),
        "make_up_days": list(map(str, WORKED)),
        "notice": NOTICE,
    }
    assert "calendar/2027/1 is on the log at position" in said.out
    assert "No deadline moves; 0 stay on their day and are official now." in said.out


def test_what_is_on_the_log_already_is_not_sent_again(house: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    log(house, [published()])
    said = publish(house, yingsu, file(tmp_path))
    assert said.code == 0
    assert "2027 is on the log like this already" in said.out
    assert sent(house) == []


def test_a_changed_schedule_is_the_next_version_so_that_it_counts(
    house: Stub, yingsu: Yingsu, tmp_path: Path
) -> None:
    log(house, [published(version=4, off=[*OFF, date(2027, 12, 31)])])
    publish(house, yingsu, file(tmp_path))
    (event,) = sent(house)
    assert (event["id"], event["data"]["version"]) == ("calendar/2027/5", 5)


def test_a_bundled_year_is_replaced_by_a_later_version(house: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    schedule = bundled_schedules()[2026]
    days = [{"date": str(day), "isOffDay": off} for day, off in schedule.told if day != date(2026, 10, 10)]
    assert publish(house, yingsu, file(tmp_path, days)).code == 0
    (event,) = sent(house)
    assert (event["id"], event["subject"]) == ("calendar/2026/1", "2026")


def test_after_a_retraction_the_version_is_a_new_one(house: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    first = published()
    retracted = FactRetracted(
        target_source=first.source, target_id=first.id, replaces=first.id, type=first.type
    )
    retraction = replace(first, id="calendar/2027/1#1", type=type_of(FactRetracted), data=encode(retracted))
    log(house, [first, retraction])
    publish(house, yingsu, file(tmp_path))
    (event,) = sent(house)
    assert event["id"] == "calendar/2027/2"


def test_a_weightier_report_is_not_contradicted_in_vain(house: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    log(house, [published(source="court/最高人民法院", off=[*OFF, date(2027, 12, 31)])])
    said = publish(house, yingsu, file(tmp_path))
    assert said.code == 2
    assert "was reported by court/最高人民法院, whose word weighs more" in said.err
    assert sent(house) == []


def test_a_notice_without_a_number_is_refused(house: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    said = yingsu("calendar", "publish", file(tmp_path), "--notice", " ", "--data", house.data)
    assert (said.code, sent(house)) == (2, [])


def test_the_deadlines_that_moved_are_listed_and_those_that_became_official_counted(
    house: Stub, yingsu: Yingsu, tmp_path: Path
) -> None:
    def found(cls: type[Any], due: date, duty: str = "defence", **more: Any) -> Event:
        versions = {"law": "l", "rules": "r", "calendar": PUBLISHED.version}
        said = {"article": "67", "obligor": "responsible_agency", "starts_on": date(2026, 12, 20), **versions}
        found: Event = cls(**{**said, "duty": duty, "due_on": due, **more})
        return found

    one, two, new = "（2026）鄂0117行初1号", "（2026）鄂0117行初2号", "（2026）鄂0117行初3号"
    moved = found(DeadlineMoved, date(2027, 1, 5), was_due_on=date(2027, 1, 4), cause="calendar")
    after = [
        about(one, moved, "deadlines"),
        about(one, found(DeadlineMoved, date(2027, 1, 8), "papers", cause="start"), "deadlines"),
        about(
            one, found(DeadlineMoved, date(2027, 1, 9), "draft", cause="calendar", calendar="x"), "deadlines"
        ),
        about(two, found(DeadlineSet, date(2027, 3, 1)), "deadlines"),
        about(two, found(DeadlineSet, date(2027, 3, 1), "draft", provisional=True), "deadlines"),
        *case(3, date(2027, 3, 3)),
        about(new, found(DeadlineSet, date(2027, 3, 18)), "deadlines"),
    ]

    def take(_asked: Asked) -> Answer:
        bodies = log(house, [published(), *after])
        return Answer({"position": len(bodies) - len(after) - 1})

    owing = {"case": one, "duty": "defence", "of": "", "agencies": ["新洲区人力资源和社会保障局"]}
    house.answers["intake", "POST /events"] = take
    house.answers["reporting", "GET /deadlines"] = [
        Answer({"items": [{**owing, "duty": "papers"}], "next": "more"}),
        Answer({"items": [owing], "next": ""}),
    ]
    told = json.loads(publish(house, yingsu, file(tmp_path), "--format", "json").out)
    assert told["moved"] == [
        {
            "district": "xinzhou",
            "case": one,
            "duty": "defence",
            "of": "",
            "obligor": "responsible_agency",
            "was_due_on": "2027-01-04",
            "due_on": "2027-01-05",
            "provisional": False,
            "stands": "open",
            "agencies": ["新洲区人力资源和社会保障局"],
        }
    ]
    assert [query.get("after", "") for query in house.queries("/deadlines")] == ["", "more"]
    assert told["official"] == 1


def test_cases_that_cannot_be_judged_need_a_look(house: Stub, yingsu: Yingsu, tmp_path: Path) -> None:
    house.answers["reporting", "GET /settled"] = Answer(
        {"settled": 999, "position": 999, "stalled": ["xinzhou|案一"]}
    )
    said = publish(house, yingsu, file(tmp_path))
    assert said.code == 1
    assert "Cases that could not be judged: xinzhou 案一" in said.err


# --- publish --dry-run --------------------------------------------------------------------------------------


def test_what_would_move_is_found_in_memory_and_nothing_is_recorded(
    house: Stub, yingsu: Yingsu, tmp_path: Path
) -> None:
    log(house, [*case(1, date(2026, 12, 20)), *case(2, date(2027, 3, 1)), *case(3, date(2026, 11, 2))])
    asked = (file(tmp_path), "--dry-run")
    told = json.loads(publish(house, yingsu, *asked, "--format", "json").out)
    moved = {(one["case"], one["duty"]): (one["was_due_on"], one["due_on"]) for one in told["moved"]}
    assert moved["（2026）鄂0117行初1号", "defence"] == ("2027-01-04", "2027-01-05")
    assert not [number for number, _ in moved if number != "（2026）鄂0117行初1号"]
    assert told["official"] > 0
    assert sent(house) == []

    said = publish(house, yingsu, *asked)
    assert said.code == 0
    assert "Would be published as calendar/2027/1." in said.out
    assert "Nothing was recorded." in said.out
    assert f"{len(moved)} deadlines move (xinzhou {len(moved)}); {told['official']} stay" in said.out
    of = ["xinzhou", "（2026）鄂0117行初1号", "defence", "", "responsible_agency"]
    assert [*of, "2027-01-04", "2027-01-05", "open"] in rows(said)
    lines = list(csv.DictReader(io.StringIO(publish(house, yingsu, *asked, "--format", "csv").out)))
    assert len(lines) == len(moved)
