"""The reader says what the log says: figures with targets, the cases behind them, lists by page, timelines."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from services.reporting.periods import Period
from services.reporting.reader import Reader
from services.reporting.unknown import (
    UnknownAgencyError,
    UnknownCaseError,
    UnknownDistrictError,
    UnknownMetricError,
    UnknownPeriodError,
)
from shared.codec import encode, type_of
from shared.events.agency import ActDescribed, DefenceFiled
from shared.events.base import Fact
from shared.events.court import Attendee, CaseDocketed, DocumentServed, HearingHeld, NoticeServed
from shared.events.district import CalendarPublished
from shared.events.intake import DayBegan, FactCorrected
from tests.reporting.told import COURT, Told, kept_sums, sums_of_contributions

POLICE, HOUSING = "环翠区公安分局", "环翠区住房和城乡建设局"


def number(n: int) -> str:
    return f"（2023）鲁1002行初{n}号"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    told = Told(tmp_path)
    told.log(DayBegan(day=date(2024, 6, 1)), id_="day/2024-06-01")
    told.log(CalendarPublished(year=2023, holidays=(), make_up_days=()), id_="calendar/2023")
    told.organ("p", POLICE, aliases=("区公安分局",))
    told.organ("h", HOUSING)
    yield told
    told.close()


@pytest.fixture
def reader(told: Told) -> Iterator[Reader]:
    reader = told.reader()
    yield reader
    reader.close()


def docket(told: Told, n: int, defendant: str = POLICE, day: date = date(2023, 3, 1)) -> None:
    docketed = CaseDocketed(instance="first", defendants=(defendant,), docketed_on=day, claimants=("张某",))
    told.fact(number(n), docketed, id_=f"docketed/{n}")
    told.fact(number(n), ActDescribed(kind="penalty", acting=defendant), id_=f"act/{n}")


def hear(told: Told, n: int, day: date, defendant: str = POLICE, rank: str = "chief") -> None:
    officer = Attendee(organ=defendant, name="李某", rank=rank, spoke=True)  # type: ignore[arg-type]
    told.fact(number(n), HearingHeld(held_on=day, attendees=(officer,)), id_=f"heard/{n}")


def corrected(id_: str, fact: Fact, reason: str = "") -> FactCorrected:
    return FactCorrected(
        target_source=COURT,
        target_id=id_,
        replaces=id_,
        type=type_of(type(fact)),
        data=encode(fact),
        reason=reason,
    )


async def test_figures_stand_beside_their_targets_with_the_district_first(told: Told, reader: Reader) -> None:
    docket(told, 1)
    docket(told, 2, HOUSING)
    hear(told, 1, date(2023, 5, 6))
    hear(told, 2, date(2023, 8, 6), HOUSING, rank="none")
    await told.settle()
    answer = await reader.figures("huancui", "2023", metric="appearance_rate")
    found = {f.agency: (f.numerator, f.denominator, f.value, f.target, f.met) for f in answer.items}
    assert list(found) == ["*", HOUSING, POLICE]
    assert found["*"] == (1, 2, "0.5000", "1.0000", False)
    assert found[POLICE] == (1, 1, "1.0000", "1.0000", True)
    assert answer.position == len(told.stored)


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2023", (2, 2)), ("2023-H1", (1, 1)), ("2023-Q2", (1, 1)), ("2023-05", (1, 1)), ("2023-Q1", (0, 0))],
)
async def test_periods_of_every_kind_add_up(
    told: Told, reader: Reader, period: str, expected: tuple[int, int]
) -> None:
    for n, day in ((1, date(2023, 5, 31)), (2, date(2023, 7, 1))):
        docket(told, n)
        hear(told, n, day)
    await told.settle()
    (figure,) = (await reader.figures("371002", period, agency="*", metric="appearance_rate")).items
    assert (figure.numerator, figure.denominator) == expected
    behind = await reader.figure_cases("huancui", "appearance_rate", period)
    assert (len(behind.numerator), len(behind.denominator)) == expected


async def test_the_district_has_every_figure_also_with_nothing_to_count(told: Told, reader: Reader) -> None:
    await told.settle()
    found = {f.metric: f for f in (await reader.figures("huancui", "2023")).items}
    assert found["loss_rate"].value is None
    assert found["loss_rate"].met is None
    assert "on_time_rate:defence" in found


async def test_an_agency_may_be_named_by_its_alias(told: Told, reader: Reader) -> None:
    docket(told, 1)
    hear(told, 1, date(2023, 5, 6))
    await told.settle()
    answer = await reader.figures("huancui", "2023", agency="区公安分局", metric="appearance_rate")
    assert [(f.agency, f.denominator) for f in answer.items] == [(POLICE, 1)]
    nothing = await reader.figures("huancui", "2023", agency=HOUSING, metric="appearance_rate")
    assert [(f.agency, f.denominator) for f in nothing.items] == [(HOUSING, 0)]
    with pytest.raises(UnknownAgencyError, match="天文局"):
        await reader.figures("huancui", "2023", agency="天文局")


async def test_a_trend_has_a_figure_for_each_period(told: Told, reader: Reader) -> None:
    docket(told, 1)
    hear(told, 1, date(2023, 5, 6))
    await told.settle()
    trend = await reader.trend("huancui", "appearance_rate", Period.parse("2023").parts("quarter"))
    assert [(f.period, f.denominator) for f in trend] == [
        ("2023-Q1", 0),
        ("2023-Q2", 1),
        ("2023-Q3", 0),
        ("2023-Q4", 0),
    ]


async def test_the_cases_behind_a_figure_come_by_page_and_match_it(told: Told, reader: Reader) -> None:
    for n in range(1, 8):
        docket(told, n, POLICE if n % 2 else HOUSING)
        hear(told, n, date(2023, 5, n), POLICE if n % 2 else HOUSING, rank="chief" if n < 6 else "none")
    await told.settle()
    after, seen, counted = "", list[str](), 0
    while True:
        page = await reader.figure_cases("huancui", "appearance_rate", "2023", after=after, limit=3)
        seen += page.denominator
        counted += len(page.numerator)
        if page.next is None:
            break
        after = page.next
    assert seen == [number(n) for n in range(1, 8)]
    assert counted == 5
    of_police = await reader.figure_cases("huancui", "appearance_rate", "2023-05", agency=POLICE)
    assert of_police.denominator == tuple(number(n) for n in (1, 3, 5, 7))
    assert {item.agencies for item in of_police.items} == {(POLICE,)}


async def test_a_case_is_listed_as_often_as_it_counts(told: Told, reader: Reader) -> None:
    docket(told, 1)
    notice = NoticeServed(recipient=POLICE, served_on=date(2023, 3, 3))
    told.fact(number(1), notice, DefenceFiled(filed_on=date(2023, 3, 10), agency=POLICE))
    told.fact(
        number(1), DocumentServed(recipient=POLICE, decided_on=date(2023, 4, 3), served_on=date(2023, 4, 6))
    )
    await told.settle()
    (figure,) = (await reader.figures("huancui", "2023", agency="*", metric="on_time_rate")).items
    behind = await reader.figure_cases("huancui", "on_time_rate", "2023")
    assert (figure.numerator, figure.denominator) == (len(behind.numerator), len(behind.denominator))
    assert figure.numerator >= 1


async def test_sums_are_what_the_cases_contribute_whatever_was_corrected(told: Told, reader: Reader) -> None:
    for n in range(1, 6):
        docket(told, n)
        await told.settle()
        hear(told, n, date(2023, 5, n), rank="none")
    for n in range(1, 6, 2):
        held = HearingHeld(held_on=date(2022, 12, n))
        told.fact(number(n), corrected(f"heard/{n}", held), id_=f"heard/{n}#2")
    await told.settle()
    assert kept_sums(told.url) == sums_of_contributions(told.url)
    assert kept_sums(told.url)["2022", "*", "*", "heard"] == (3, 3)


async def test_cases_come_by_number_and_are_found_by_a_part_of_it(told: Told, reader: Reader) -> None:
    for n in (3, 1, 12, 2):
        docket(told, n)
    hear(told, 3, date(2023, 5, 6))
    await told.settle()
    first = await reader.cases("huancui", limit=3)
    rest = await reader.cases("huancui", after=first.next or "", limit=3)
    assert [row.case_number for row in (*first.items, *rest.items)] == sorted(map(number, (1, 2, 3, 12)))
    assert rest.next is None
    assert [row.case_number for row in (await reader.cases("huancui", search="初12")).items] == [number(12)]
    assert [row.case_number for row in (await reader.cases("huancui", state="heard")).items] == [number(3)]
    (row,) = (await reader.cases("huancui", search="初12")).items
    assert (row.responsible, row.act, row.state) == ((POLICE,), "penalty", "docketed")
    assert row.article


async def test_districts_say_from_when_to_when_they_have_figures(told: Told, reader: Reader) -> None:
    docket(told, 1, day=date(2022, 11, 3))
    hear(told, 1, date(2023, 5, 6))
    await told.settle()
    found = {district.id: district for district in await reader.districts()}
    assert (found["huancui"].code, found["huancui"].first, found["huancui"].last) == (
        "371002",
        date(2022, 11, 1),
        date(2023, 5, 1),
    )
    assert found["xinzhou"].first is None


async def test_what_is_unknown_is_told_what_is_expected(told: Told, reader: Reader) -> None:
    await told.settle()
    with pytest.raises(UnknownDistrictError) as district:
        await reader.figures("atlantis", "2023")
    assert "huancui (371002)" in district.value.body["errors"][0]["expected"]
    with pytest.raises(UnknownMetricError) as metric:
        await reader.figures("huancui", "2023", metric="los_rate")
    assert "loss_rate" in metric.value.body["errors"][0]["expected"]
    with pytest.raises(UnknownPeriodError, match="2023-Q2"):
        await reader.figures("huancui", "last year")
    with pytest.raises(UnknownCaseError, match="初99号"):
        await reader.case("huancui", number(99))


async def test_cases_of_a_district_without_a_law_are_listed_all_the_same(told: Told, reader: Reader) -> None:
    told.district = "atlantis"
    docket(told, 1)
    await told.settle()
    (row,) = (await reader.cases("atlantis")).items
    assert (row.case_number, row.responsible) == (number(1), ())
    (figure,) = (await reader.figures("atlantis", "2023", agency="*", metric="loss_rate")).items
    assert figure.value is None


async def test_a_timeline_shows_what_was_replaced_and_by_whom(told: Told, reader: Reader) -> None:
    docket(told, 1)
    hear(told, 1, date(2023, 5, 6), rank="none")
    await told.settle()
    before = await reader.figures("huancui", "2023", agency="*", metric="appearance_rate")
    held = HearingHeld(
        held_on=date(2023, 5, 6), attendees=(Attendee(organ=POLICE, name="李某", rank="chief"),)
    )
    told.fact(number(1), corrected("heard/1", held, "笔录有误"), source="bureau/huancui", id_="heard/1#2")
    await told.settle()
    after = await reader.figures("huancui", "2023", agency="*", metric="appearance_rate")
    assert [f.numerator for f in (*before.items, *after.items)] == [0, 1]
    entries = (await reader.case("huancui", number(1))).timeline
    assert [entry.position for entry in entries] == sorted(entry.position for entry in entries)
    (heard,) = (entry for entry in entries if entry.type == "hearing-held")
    (correction,) = (entry for entry in entries if entry.type == "fact-corrected")
    assert heard.replaced_by is not None
    assert (heard.replaced_by.source, heard.replaced_by.reason) == ("bureau/huancui", "笔录有误")
    assert (heard.counts, correction.counts) == (False, True)
    assert correction.replaces == heard.position
    assert correction.was == heard.data
    assert correction.on == heard.on == date(2023, 5, 6)
    (failed,) = (entry for entry in entries if entry.type == "appearance-failed")
    withdrawn = {entry.position for entry in entries if entry.type == "finding-withdrawn"}
    assert failed.withdrawn_by in withdrawn
    assert (failed.kind, failed.counts, bool(failed.article)) == ("finding", False, True)
    (responsible,) = (entry for entry in entries if entry.type == "responsible-agency-determined")
    assert (responsible.counts, responsible.source) == (True, "routing")


async def test_of_two_reports_the_timeline_says_which_counts(told: Told, reader: Reader) -> None:
    docket(told, 1)
    for source, rank in (("ledger/huancui", "none"), ("court/鲁1002", "chief")):
        officer = Attendee(organ=POLICE, name="李某", rank=rank)  # type: ignore[arg-type]
        told.fact(number(1), HearingHeld(held_on=date(2023, 5, 6), attendees=(officer,)), source=source)
    await told.settle()
    entries = (await reader.case("huancui", number(1))).timeline
    assert {e.source: e.counts for e in entries if e.type == "hearing-held"} == {
        "ledger/huancui": False,
        "court/鲁1002": True,
    }


async def test_names_are_shown_only_while_their_key_is_there(told: Told, reader: Reader) -> None:
    docket(told, 1)
    await told.settle()
    (docketed,) = (e for e in (await reader.case("huancui", number(1))).timeline if e.type == "case-docketed")
    assert docketed.data["claimants"] == ["张某"]
    del told.keys[number(1)]
    (docketed,) = (e for e in (await reader.case("huancui", number(1))).timeline if e.type == "case-docketed")
    assert docketed.data["claimants"] == ["***"]


async def test_a_case_whose_facts_move_to_another_number_leaves_the_views(told: Told, reader: Reader) -> None:
    docketed = CaseDocketed(instance="first", defendants=(POLICE,), docketed_on=date(2023, 3, 1))
    told.fact(number(1), docketed, id_="docketed/1")
    await told.settle()
    told.fact(number(2), corrected("docketed/1", docketed), id_="docketed/1#2")
    await told.settle()
    (figure,) = (await reader.figures("huancui", "2023", agency="*", metric="docketed")).items
    assert figure.numerator == 1
    assert (await reader.figure_cases("huancui", "docketed", "2023")).denominator == (number(2),)
    assert [row.case_number for row in (await reader.cases("huancui")).items] == [number(2)]
    (entry,) = (e for e in (await reader.case("huancui", number(2))).timeline if e.type == "fact-corrected")
    assert entry.counts
