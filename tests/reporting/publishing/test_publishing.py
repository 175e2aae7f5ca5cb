"""Is a report that is published put on record once, frozen, and restated by what is known later?"""

from datetime import date

import pytest

from services.reporting.publishing.asking import reports
from shared.envelope import case_key
from shared.log.append import LogUnavailable
from tests.reporting.delivery.desk import until
from tests.reporting.keeper import Death
from tests.reporting.publishing.office import QUARTER, YEAR, Office
from tests.reporting.scorecards.town import decide, number, sue

IN_TIME, LATE = date(2024, 3, 20), date(2024, 4, 20)


def counts(edition: dict, metric: str, by: str = "*", agency: str = "*") -> tuple[int, int]:  # type: ignore[type-arg]
    (row,) = (one for one in edition["figures"] if (one["by"], one["agency"]) == (by, agency))
    (found,) = (one for one in row["counts"] if one[0] == metric)
    return found[1], found[2]


async def test_what_is_published_is_put_on_record_once_with_its_figures_and_files(office: Office) -> None:
    seen = len(office.told.stored)
    office.publish(YEAR, seen, number="新司〔2025〕1号")
    await office.settle()
    await office.settle()
    (edition,) = office.published
    assert (edition["kind"], edition["edition"], edition["at_position"]) == ("annual", 1, seen)
    assert (edition["number"], edition["published_on"]) == ("新司〔2025〕1号", "2025-03-14")
    assert counts(edition, "docketed") == (3, 3)
    assert [file["name"] for file in edition["files"]] == ["2024.txt", "2024.html", "xinzhou-2024.json"]
    assert "新司〔2025〕1号".encode() in (await office.bytes_of())["2024.txt"]
    assert office.restated == []


async def test_a_quarter_counts_what_its_months_do(office: Office) -> None:
    office.publish(QUARTER)
    position = len(office.told.stored)
    await office.settle()
    (edition,) = office.published
    assert (edition["kind"], edition["period"]) == ("bulletin", QUARTER)
    assert edition["as_known_at"] == 0
    assert position <= edition["at_position"] < len(office.told.stored)
    assert counts(edition, "heard") == (3, 3)
    assert not any(metric == "docketed" for row in edition["figures"] for metric, _, _ in row["counts"])


async def test_what_came_after_the_position_is_not_in_it(office: Office) -> None:
    seen = len(office.told.stored)
    sue(office.told, 4)
    office.publish(YEAR, seen)
    await office.settle()
    (edition,) = office.published
    assert counts(edition, "docketed") == (3, 3)
    assert b'"position":%d' % seen in (await office.bytes_of())["2024.txt"]


async def test_a_later_correction_restates_and_leaves_every_byte_as_it_was(office: Office) -> None:
    office.publish(YEAR, len(office.told.stored))
    await office.settle()
    before, said = await office.bytes_of(), office.published
    corrected = len(office.told.stored) + 1
    office.correct_defence(2, LATE)
    await office.settle()
    (restated,) = office.restated
    assert restated["causes"] == [{"position": corrected, "case": number(2), "type": "fact-corrected"}]
    assert (restated["caused"], restated["edition"], restated["period"]) == (1, 1, YEAR)
    moved = {
        (one["by"], one["metric"]): (one["was_numerator"], one["numerator"]) for one in restated["changes"]
    }
    assert moved["*", "on_time_rate"][0] - 1 == moved["*", "on_time_rate"][1]
    assert await office.bytes_of() == before
    assert office.published == said


async def test_more_that_changes_is_said_and_what_is_as_published_again_is_withdrawn(office: Office) -> None:
    office.publish(YEAR, len(office.told.stored))
    await office.settle()
    office.correct_defence(2, LATE)
    await office.settle()
    sue(office.told, 4)
    await office.settle()
    first, second = office.restated
    assert first["changed"] < second["changed"]
    assert {one["case"] for one in second["causes"]} == {number(2), number(4)}
    found = await office.kept()
    assert found.restated[1].changed == second["changed"]


async def test_a_correction_that_is_corrected_back_leaves_nothing_restated(office: Office) -> None:
    office.publish(YEAR, len(office.told.stored))
    await office.settle()
    office.correct_defence(2, LATE)
    await office.settle()
    assert len(office.restated) == 1
    office.correct_defence(2, IN_TIME, before="defence/2#2", id_="defence/2#3")
    await office.settle()
    (gone,) = office.found("finding-withdrawn")
    assert (gone["topic"], gone["of_slot"]) == ("restatement", "2024/1")
    assert (await office.kept()).restated == {}


async def test_taking_it_back_withdraws_it_and_its_files_stay(office: Office) -> None:
    office.publish(YEAR, len(office.told.stored))
    await office.settle()
    before = await office.bytes_of()
    office.correct_defence(2, LATE)
    await office.settle()
    office.take_back()
    await office.settle()
    gone = {(one["topic"], one["of_slot"]) for one in office.found("finding-withdrawn")}
    assert gone == {("figures", "2024/1"), ("restatement", "2024/1")}
    found = await office.kept()
    assert [edition.stands for edition in found.editions] == [False]
    assert found.current is None
    assert await office.bytes_of() == before


async def test_publishing_as_of_another_position_is_another_edition(office: Office) -> None:
    office.publish(YEAR, len(office.told.stored))
    await office.settle()
    first = await office.bytes_of()
    sue(office.told, 4)
    await office.settle()
    office.publish(YEAR, len(office.told.stored), on=date(2025, 5, 6), id_="again")
    await office.settle()
    assert [one["edition"] for one in office.published] == [1, 2]
    assert [counts(one, "docketed") for one in office.published] == [(3, 3), (4, 4)]
    found = await office.kept()
    assert (found.current and found.current.number, len(found.standing)) == (2, 2)
    assert await office.bytes_of(edition=1) == first
    assert list(found.restated) == [1]  # the first differs from what is known, the second does not


async def test_going_back_to_what_was_published_before_takes_the_later_edition_back(office: Office) -> None:
    office.publish(YEAR, len(office.told.stored))
    await office.settle()
    sue(office.told, 4)
    await office.settle()
    office.publish(YEAR, len(office.told.stored), on=date(2025, 5, 6), id_="again")
    await office.settle()
    office.take_back("again")
    await office.settle()
    found = await office.kept()
    assert [(one.number, one.stands) for one in found.editions] == [(1, True), (2, False)]
    assert len(office.published) == 2


async def test_what_cannot_be_published_is_not_and_says_why(office: Office) -> None:
    office.publish(YEAR, on=date(2024, 12, 31))
    office.publish(QUARTER, 9999)
    office.publish("2019")
    await office.settle()
    assert office.published == []
    found = await office.reader.about(reports, "xinzhou", lambda _: False)
    assert {one.period: one.why for one in found.waiting} == {
        YEAR: "not_over",
        QUARTER: "not_reached",
        "2019": "nothing_known",
    }


async def test_while_a_case_cannot_be_judged_nothing_is_frozen(office: Office) -> None:
    office.stalled = [case_key("xinzhou", number(1))]
    office.publish(YEAR)
    await office.told.settle()
    async with office.running() as recorder:
        await until(lambda: recorder.status()["waiting"])
        assert recorder.status()["waiting"] == ["xinzhou 2024"]
    assert office.published == []
    assert not list((office.folder / "published").glob("??/*"))
    office.stalled = []
    await office.settle()
    assert len(office.published) == 1


async def test_whoever_dies_on_the_way_leaves_one_edition_with_all_its_files(office: Office) -> None:
    points = ("before-archive", "after-archive", "before-append", "after-append")
    periods = (YEAR, "2024-Q1", QUARTER, YEAR)  # the year a second time, as known later
    for number_, (period, point) in enumerate(zip(periods, points, strict=True)):

        def dying(passed: str, point: str = point) -> None:
            if passed == point:
                raise Death

        office.publish(period, number=str(number_), id_=f"bulletin/{number_}", on=date(2025, 3, 1 + number_))
        await office.told.settle()
        dead = office.recorder(dying)
        with pytest.raises(Death):
            await dead._look()
        dead.close()
        await office.settle()
    assert [one["period"] for one in office.published] == list(periods)
    assert (await office.shelf.check()).ok


async def test_a_keeper_that_does_not_answer_is_asked_again(office: Office) -> None:
    for period, late in ((YEAR, False), (QUARTER, True)):
        office.keeper.late = late
        office.keeper.failures = [LogUnavailable("nobody answered")]
        office.publish(period)
        await office.settle()
    assert [one["period"] for one in office.published] == [YEAR, QUARTER]


async def test_a_report_that_cannot_be_rendered_is_told_and_tried_again(office: Office) -> None:
    async def broken(data: object) -> tuple[()]:
        raise RuntimeError("no fonts")

    whole = office.press.rendered
    object.__setattr__(office.press, "rendered", broken)
    office.publish(YEAR)
    await office.told.settle()
    async with office.running() as recorder:
        await until(lambda: "failed" in recorder.status())
        assert "no fonts" in recorder.status()["failed"]["xinzhou 2024"]
    object.__setattr__(office.press, "rendered", whole)
    await office.settle()
    assert len(office.published) == 1


async def test_a_case_that_goes_on_after_the_period_corrects_nothing(office: Office) -> None:
    office.publish("2024-Q1", len(office.told.stored))
    await office.settle()
    decide(office.told, 1, "revoked")  # in June
    await office.settle()
    assert office.restated == []
