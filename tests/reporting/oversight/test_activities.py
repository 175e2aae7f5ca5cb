"""What is done for the work itself is counted and listed by year (Xinzhou 15, 18, 21; Huancui 33, 34, 36)."""

from typing import Any

import pytest

from services.reporting.activities.listing import Asked, listed
from services.reporting.activities.shapes import KINDS, Activities, Activity, Sums
from services.reporting.reader import Reader
from shared.codec import encode, type_of
from shared.events.activities import HearingObserved, MeetingHeld, TrainingHeld, TypicalCasePublished
from shared.events.base import Fact
from shared.events.district import OrganRegistered
from shared.events.intake import FactCorrected, FactRetracted
from tests.reporting.deadlines.town import GOVERNMENT, HOUSING, POLICE, number
from tests.reporting.oversight.years import BUREAU, COURT, LOST, TOWN, TYPICAL, UNANSWERED, day, typical
from tests.reporting.told import Told


async def found(told: Told, **asked: Any) -> Activities:
    reader = told.reader()
    try:
        answer: Activities = await reader.about(listed, "xinzhou", Asked(**asked))
        return answer
    finally:
        reader.close()


def only(answer: Activities, kind: str) -> list[Activity]:
    return [one for one in answer.items if one.kind == kind]


async def test_each_kind_is_counted_by_year(told: Told) -> None:
    answer = await found(told, year=2024)
    assert answer.counts == {
        "typical_case": 2,
        "meeting": 2,
        "training": 2,
        "observed": 3,
        "commendation": 0,
        "work_report": 2,
    }
    assert list(answer.years) == [2025, 2024, 2023]
    assert answer.years[2024] == answer.counts
    assert sum(answer.years[2025].values()) == 4


async def test_observers_officers_among_them_and_comments_add_up(told: Told) -> None:
    answer = await found(told, year=2024)
    assert answer.sums["observed"] == Sums(people=70, leaders=3, expert_comments=2)
    assert answer.sums["training"] == Sums(people=205)
    assert answer.sums["commendation"] == Sums()


async def test_a_typical_case_is_listed_under_the_year_it_is_of(told: Told) -> None:
    answer = await found(told, year=2024, kind="typical_case")
    assert [(one.case, one.on, one.category, one.title) for one in answer.items] == [
        (LOST, day("2025-01-15"), "litigation", "行政处罚程序违法被撤销案"),
        (TYPICAL, day("2024-12-30"), "reconsideration", "信息公开复议变更案"),
    ]


async def test_a_meeting_names_who_took_part_and_belongs_to_no_case(told: Told) -> None:
    (one, _) = (await found(told, year=2024, kind="meeting")).items
    assert (one.case, one.organ, one.people) == ("", "", 4)
    assert one.present == (COURT, GOVERNMENT, POLICE, HOUSING)


async def test_a_commendation_is_of_a_person_or_of_the_unit(told: Told) -> None:
    found_ = only(await found(told, year=2025), "commendation")
    assert {(one.organ, one.person, one.by) for one in found_} == {
        (POLICE, "", GOVERNMENT),
        (HOUSING, "周某", GOVERNMENT),
    }


async def test_a_work_report_is_listed_under_the_year_it_reports_on(told: Told) -> None:
    found_ = (await found(told, year=2024, kind="work_report")).items
    assert [(one.organ, one.on) for one in found_] == [
        (TOWN, day("2025-01-14")),
        (POLICE, day("2025-01-10")),
    ]


async def test_an_agency_is_asked_for_by_any_of_its_names(told: Told) -> None:
    for name in (POLICE, "区公安分局"):
        answer = await found(told, agency=name)
        assert {one.organ for one in answer.items} == {POLICE}
        assert {kind for kind, count in answer.counts.items() if count} == {
            "training",
            "observed",
            "commendation",
            "work_report",
        }
        assert sum(answer.years[2024].values()) == 4


async def test_the_latest_come_first_and_pages_show_each_once(told: Told) -> None:
    whole = (await found(told)).items
    assert [one.on for one in whole] == sorted((one.on for one in whole), reverse=True)
    assert len(whole) == 19
    seen, after, pages = list[Activity](), "", 0
    while True:
        page = await found(told, after=after, limit=2)
        assert page.counts == (await found(told)).counts
        seen += page.items
        after, pages = page.next, pages + 1
        if not after:
            break
    assert tuple(seen) == whole
    assert pages == 10


async def test_every_kind_and_year_shows_what_is_of_it_and_nothing_else(told: Told) -> None:
    whole = (await found(told)).items
    for kind in KINDS:
        for year in (None, 2023, 2024, 2025, 2026):
            answer = await found(told, kind=kind, year=year)
            expected = tuple(one for one in whole if one.kind == kind and year in (None, one.year))
            assert answer.items == expected
            assert answer.counts[kind] == len(expected)


async def test_a_name_and_its_alias_are_one_report_and_the_weightier_source_counts(told: Told) -> None:
    observed = HearingObserved(organ="区公安分局", hearing_on=day("2024-05-22"), observers=30)
    told.fact(LOST, observed, source="bureau/xinzhou")
    await told.settle()
    (one,) = (x for x in only(await found(told, agency=POLICE), "observed") if x.on == day("2024-05-22"))
    assert (one.people, one.leaders, one.expert_comment) == (30, 0, False)


async def test_what_is_corrected_or_retracted_is_counted_as_it_is_said_then(told: Told) -> None:
    met = MeetingHeld(held_on=day("2024-03-01"), topic="座谈")
    told.fact("bureau", met, source=BUREAU, id_="met")
    told.fact(number(8), typical("2024-03-05", "典型"), source=BUREAU, id_="typical")
    await told.settle()
    assert (await found(told, year=2024)).counts["meeting"] == 3
    revise(told, "bureau", "met", MeetingHeld(held_on=day("2023-03-01"), topic="座谈"))
    gone = FactRetracted(
        target_source=BUREAU, target_id="typical", replaces="typical", type=type_of(TypicalCasePublished)
    )
    told.fact(number(8), gone, source=BUREAU, id_="typical#2")
    await told.settle()
    answer = await found(told, year=2024)
    assert (answer.counts["meeting"], answer.counts["typical_case"]) == (2, 2)
    assert (await found(told, year=2023)).counts["meeting"] == 2


def revise(told: Told, case: str, what: str, fact: Fact) -> None:
    corrected = FactCorrected(
        target_source=BUREAU, target_id=what, replaces=what, type=type_of(type(fact)), data=encode(fact)
    )
    told.fact(case, corrected, source=BUREAU, id_=f"{what}#2")


async def test_what_concerns_the_bureau_does_so_whatever_subject_it_has(told: Told) -> None:
    trained = TrainingHeld(held_on=day("2024-07-01"), organ=POLICE, attended=7)
    told.fact(UNANSWERED, trained, source=BUREAU)
    await told.settle()
    (one,) = (x for x in only(await found(told), "training") if x.on == day("2024-07-01"))
    assert (one.case, one.people) == ("", 7)


async def test_an_organ_registered_later_gets_its_full_name(told: Told) -> None:
    trained = TrainingHeld(held_on=day("2024-07-01"), organ="水务局", attended=7)
    told.fact("bureau", trained, source=BUREAU)
    await told.settle()
    assert [one.organ for one in (await found(told, agency="水务局")).items] == ["水务局"]
    water = OrganRegistered(code="w", name="新洲区水务局", kind="department", aliases=("水务局",))
    told._append(water, "bureau/xinzhou", "organ/w", "w", "xinzhou")
    await told.settle()
    assert [one.organ for one in (await found(told, agency="水务局")).items] == ["新洲区水务局"]


async def test_nothing_of_another_district_is_shown(reader: Reader) -> None:
    answer: Activities = await reader.about(listed, "huancui", Asked())
    assert (answer.items, answer.years) == ((), {})
    assert set(answer.counts.values()) == {0}


@pytest.mark.parametrize("after", ["2024-01-01", "2024-01-01|a|b", "yesterday|a|b|c"])
async def test_a_text_that_names_no_place_is_refused(told: Told, after: str) -> None:
    with pytest.raises(Exception, match="No place in the list"):
        await found(told, after=after)
