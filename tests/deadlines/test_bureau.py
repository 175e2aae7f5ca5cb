"""What the bureau owes beside all cases: Xinzhou 19 every year; Huancui 27, 31 every quarter and year."""

from datetime import date
from pathlib import Path

import pytest

from services.deadlines.api import routes
from services.deadlines.rules import RULES
from shared.calendar import Calendar
from shared.dispute import with_bureau
from shared.envelope import BUREAU
from shared.events.district import BulletinPublished
from shared.events.findings.common import FactParked
from shared.events.findings.deadlines import DeadlineEscalated, DeadlineNear, PeriodDoubted
from shared.law.loader import laws_of
from shared.organs import Organs
from shared.world import World
from tests.explained import explaining, registered, told
from tests.given import Given, drafted, packs
from tests.words import FIRST, POLICE, day, docketed, huancui, xinzhou

SOURCE = "bureau/示范区司法局"
QINGSHUI = Path(__file__).parents[2] / "examples/qingshui/pack.yaml"


def bulletin(period: str, on: str) -> BulletinPublished:
    return BulletinPublished(period=period, published_on=day(on))


def quarter(given: Given) -> str:
    return given.deadline(BUREAU, "quarterly_bulletin")


def year(given: Given) -> str:
    return given.deadline(BUREAU, "annual_report")


def test_27_the_quarter_is_due_from_the_day_after_its_end_without_anything_reported() -> None:
    given = huancui().begun("2024-08-05")
    assert quarter(given.on("2024-09-30")) == "no duty"
    assert quarter(given.on("2024-10-01")) == "due 2024-10-30"
    assert quarter(given.on("2024-10-31")) == "missed, due 2024-10-30"


def test_19_the_year_is_due_and_in_xinzhou_no_quarter() -> None:
    given = xinzhou().begun("2024-08-05").on("2025-01-01")
    assert (year(given), quarter(given)) == ("due 2025-03-31", "no duty")
    assert year(given.on("2025-04-01")) == "missed, due 2025-03-31"


@pytest.mark.parametrize(("begun", "found"), [("2024-09-30", "due 2024-10-30"), ("2024-10-01", "no duty")])
def test_what_ended_before_the_first_day_of_the_log_is_not_owed(begun: str, found: str) -> None:
    assert quarter(huancui().begun(begun).on("2024-10-02")) == found


def test_a_bulletin_of_an_older_period_is_kept_with_its_deadline() -> None:
    given = huancui().begun("2024-10-01").on("2024-12-01")
    given.fact(BUREAU, bulletin("2024-Q2", "2024-07-31"), SOURCE)
    assert quarter(given) == "late 2024-07-31, due 2024-07-30"


def test_every_period_is_met_by_its_own_bulletin() -> None:
    given = huancui().begun("2024-07-01").on("2025-04-01")
    given.fact(BUREAU, bulletin("2024-Q3", "2024-10-08"), SOURCE)
    given.fact(BUREAU, bulletin("2024", "2025-03-31"), SOURCE)
    assert quarter(given) == "met 2024-10-08, due 2024-10-30; missed, due 2025-02-05; due 2025-04-30"
    assert year(given) == "met 2025-03-31, due 2025-03-31"


def test_what_is_published_before_the_period_ends_meets_it_when_it_has_ended() -> None:
    given = huancui().begun("2024-07-01").fact(BUREAU, bulletin("2024-Q3", "2024-09-27"), SOURCE)
    assert quarter(given.on("2024-09-30")) == "no duty"
    assert quarter(given.on("2024-10-01")) == "met 2024-09-27, due 2024-10-30"
    assert given.found("deadlines", PeriodDoubted) == []


def test_whatever_subject_it_has_it_is_the_bureaus_and_the_weightier_report_counts() -> None:
    given = huancui().begun("2024-07-01").on("2024-11-15")
    given.fact("2024-Q3", bulletin("2024-Q3", "2024-10-20"), SOURCE)
    given.fact("三季度通报", bulletin("2024-Q3", "2024-11-10"), "ledger/huancui")
    assert quarter(given) == "met 2024-10-20, due 2024-10-30"
    assert [one.key for one in given.judged()] == [BUREAU]


def test_a_correction_moves_it_and_a_retraction_takes_it_back() -> None:
    given = huancui().begun("2024-07-01").on("2024-11-15")
    given.fact("x", bulletin("2024-Q3", "2024-10-20"), SOURCE, "1")
    given.corrected("y", "1", "1", bulletin("2024-Q3", "2024-11-04"), SOURCE)
    assert quarter(given) == "late 2024-11-04, due 2024-10-30"
    given.retracted("z", "1", "1#1", BulletinPublished, SOURCE)
    assert quarter(given) == "missed, due 2024-10-30"


def test_the_law_is_that_of_the_last_day_of_the_period() -> None:
    """Huancui is in force from 19 June 2023: of the first quarter nothing was asked."""
    assert quarter(huancui().begun("2023-01-01").on("2023-06-30")) == "no duty"
    assert quarter(huancui().begun("2023-01-01").on("2023-07-01")) == "due 2023-07-31"


def test_a_law_without_such_duties_asks_for_nothing_and_wakes_nobody() -> None:
    texts = {"national": packs()["national"], "qingshui": QINGSHUI.read_text(encoding="utf-8")}
    given = Given("qingshui", texts=texts).begun("2024-01-01").on("2026-01-05")
    given.fact(BUREAU, bulletin("2024-Q3", "2024-10-20"), SOURCE)
    assert given.world.law is not None
    assert given.findings("deadlines") == {}
    assert given.next_day("deadlines") is None


def test_it_wakes_on_the_first_day_of_a_quarter_on_the_days_of_reminding_and_after_the_last_day() -> None:
    given = huancui().begun("2024-08-05").on("2024-08-05")
    days = list[str]()
    while (following := given.next_day("deadlines")) and following < date(2025, 1, 2):
        days.append(str(following))
        given.on(str(following))
    expected = ["2024-10-01", "2024-10-25", "2024-10-29", "2024-10-30", "2024-10-31", "2025-01-01"]
    assert days == expected


def test_it_is_near_and_after_a_miss_nobody_is_called() -> None:
    given = huancui().begun("2024-08-05").on("2024-10-29")
    (near,) = given.found("deadlines", DeadlineNear, BUREAU)
    assert (near.duty, near.of, near.step, near.due_on) == (
        "quarterly_bulletin",
        "2024-Q3",
        1,
        date(2024, 10, 30),
    )
    given.on("2024-10-31")
    assert given.found("deadlines", DeadlineNear) == []
    assert given.found("deadlines", DeadlineEscalated) == []


def test_before_any_day_has_begun_the_first_wakes_it() -> None:
    world = World(
        laws=laws_of("huancui", packs()),
        calendar=Calendar.bundled(),
        organs=Organs(),
        day=date(2023, 7, 1),
    )
    follows = RULES.follows(*with_bureau([], "huancui"), world)
    assert (follows.findings, follows.next_day) == ({}, date(2023, 7, 2))


@pytest.mark.parametrize("period", ["1900", "1990-Q4", "2099-Q1"])
def test_a_period_from_which_nothing_can_be_counted_is_passed_over(period: str) -> None:
    given = huancui().begun("2024-01-01").on("2024-02-01")
    given.fact(BUREAU, bulletin(period, "2024-01-10"), SOURCE)
    assert given.findings("deadlines") == {}


def test_nobody_else_finds_anything_on_it_and_nothing_counts() -> None:
    given = huancui().begun("2024-08-05").fact(BUREAU, bulletin("2024-Q3", "2024-10-20"), SOURCE)
    assert quarter(given) != "no duty"
    assert given.findings("routing") == {}
    assert given.findings("accountability") == {}
    assert given.counts() == []


def test_one_with_a_day_that_cannot_be_is_parked() -> None:
    given = huancui().begun("2024-07-01").on("2024-11-15")
    given.fact("三季度通报", bulletin("2024-Q3", "0204-10-20"), SOURCE, "1")
    (parked,) = given.found("routing", FactParked, BUREAU)
    assert (parked.reason, parked.about, parked.fact) == ("unusable-date", "0204-10-20", f"{SOURCE} 1")
    assert quarter(given) == "missed, due 2024-10-30"


def test_corrections_that_contradict_each_other_are_parked_with_the_bureaus_matter() -> None:
    given = (
        huancui()
        .begun("2024-07-01")
        .on("2024-11-15")
        .fact("x", bulletin("2024-Q3", "2024-10-20"), SOURCE, "1")
    )
    given.corrected("y", "1", "1", bulletin("2024-Q3", "2024-10-21"), SOURCE)
    rival = given.records[-1]
    given.told(drafted(rival.event, SOURCE, "1#other", "z", "huancui"))  # type: ignore[arg-type]
    assert [(one.key, [case.contested for case in one.cases]) for one in given.judged()] == [
        (BUREAU, [(f"{SOURCE} 1",)])
    ]
    (parked,) = given.found("routing", FactParked, BUREAU)
    assert parked.reason == "contradiction"


def test_a_case_is_asked_for_no_bulletin() -> None:
    given = huancui().begun("2024-08-05").facts(FIRST, docketed(POLICE, on="2024-08-06"))
    assert given.deadline(FIRST, "quarterly_bulletin") == "no duty"
    assert {key.case for key in given.findings("deadlines") if "bulletin" in key.slot} == {BUREAU}


async def test_it_is_explained_by_the_law_of_each_period(tmp_path: Path) -> None:
    published = drafted(bulletin("2026-Q2", "2026-07-10"), SOURCE, "1", "二季度通报", "huancui")
    async with explaining(RULES, routes, tmp_path, [published], date(2026, 7, 11)) as service:
        asked = await service.http.get("/explain", params={"district": "huancui", "case": BUREAU})
    found = asked.json()
    (matter,) = found["cases"]
    assert (matter["case"], matter["not_judged"], matter["law"]["pack"]) == (BUREAU, None, "huancui")
    duties = {one["duty"]: one for one in matter["duties"]}
    (deadline,) = duties["quarterly_bulletin"]["deadlines"]
    assert (deadline["of"], deadline["state"], deadline["due_on"]) == ("2026-Q2", "met", "2026-07-30")
    assert [act["reported_by"] for act in deadline["met_by"]] == [f"{SOURCE} 1"]
    assert duties["annual_report"]["deadlines"] == []
    assert [why["reason"] for why in duties["annual_report"]["not_running"]] == ["start"]
    assert [one["case"] for one in found["findings"]] == [BUREAU]


async def test_it_is_explained_where_nothing_is_reported_of_it(tmp_path: Path) -> None:
    async with explaining(RULES, routes, tmp_path, registered(), date(2026, 7, 11)) as service:
        asked = await service.http.get("/explain", params={"district": "xinzhou", "case": BUREAU})
        elsewhere = await service.http.get("/explain", params={"district": "nowhere", "case": BUREAU})
    assert [one["duty"] for one in asked.json()["cases"][0]["duties"]] == ["annual_report"]
    assert elsewhere.json()["cases"][0]["not_judged"]["reason"] == "law-missing"


async def test_a_bulletin_that_is_handed_in_is_explained(tmp_path: Path) -> None:
    handed_in = told("", bulletin("2026-Q2", "2026-08-10"), source=SOURCE)
    async with explaining(RULES, routes, tmp_path, (), date(2026, 7, 1)) as service:
        found = await service.why(handed_in, district="huancui", day="2026-09-01")
        named = await service.why([{**handed_in[0], "case": BUREAU}], district="huancui", day="2026-09-01")
    assert found == named
    (state,) = (one["state"] for duty in found["cases"][0]["duties"] for one in duty["deadlines"])
    assert state == "missed"
