"""What hangs on the line from a loss to its closure: documents, deadlines, subjects, what is parked and why."""

from datetime import date

import pytest

from services.reporting.proceedings.detail import proceeding
from services.reporting.proceedings.shapes import Proceeding, Stage
from services.reporting.proceedings.unknown import NoProceedingError
from services.reporting.reader import Reader
from services.reporting.unknown import UnknownDistrictError
from shared.codec import encode, type_of
from shared.events.aftermath import ConductRecorded
from shared.events.intake import FactCorrected
from shared.events.proceeding import DecisionMade, ReferralDeclined, ReviewCompleted
from tests.reporting.proceedings.lost import (
    BUREAU,
    CITY,
    CLOSED,
    DISCIPLINE,
    GOVERNMENT,
    HOUSING,
    LABOUR,
    LAND,
    MAJOR,
    POLICE,
    RETRIAL,
    REVERSED,
    SHARED,
    TOLERATED,
    TOWN,
    TWO,
    UNFOUNDED,
    WAITING,
    inquired,
    number,
    reported,
    step,
)
from tests.reporting.proceedings.lost import (
    lost as lost_case,
)
from tests.reporting.told import Told
from tests.words import day, docketed, judgment


async def of(reader: Reader, case: str, unit: str = "") -> Proceeding:
    return await proceeding(reader, "xinzhou", case, unit)


def stage(found: Proceeding, name: str) -> Stage:
    (one,) = [one for one in found.stages if one.stage == name]
    return one


async def test_the_stages_come_in_the_order_of_the_law_with_article_and_day(lost: Reader) -> None:
    found = await of(lost, CLOSED)
    assert [(one.stage, one.reached, str(one.on), one.article) for one in found.stages] == [
        ("inquiry", "done", "2026-02-27", "32(1)"),
        ("report", "done", "2026-03-04", "32(1); 32(2)"),
        ("review", "done", "2026-03-13", "32(2)"),
        ("feedback", "done", "2026-03-18", "32(2)"),
        ("decision", "done", "2026-04-16", "32(3)"),
    ]
    assert all(one.summary and one.summary["zh"] and one.summary["en"] for one in found.stages)


async def test_each_document_hangs_on_its_stage(lost: Reader) -> None:
    found = await of(lost, CLOSED)
    assert {one.stage: [document.type for document in one.documents] for one in found.stages} == {
        "inquiry": ["inquiry-opened", "inquiry-completed"],
        "report": ["inquiry-reported", "inquiry-approved"],
        "review": ["review-completed"],
        "feedback": ["review-fed-back"],
        "decision": ["decision-made"] * 3,
    }
    report = stage(found, "report").documents[0]
    assert (report.by, report.on, report.parked) == (HOUSING, date(2026, 3, 4), None)
    assert report.data["causes"]
    assert [one["conclusion"] for one in report.data["proposals"]] == [
        "held_accountable",
        "held_accountable",
        "not_held_accountable",
    ]


async def test_each_deadline_hangs_on_the_stage_that_meets_it(lost: Reader) -> None:
    found = await of(lost, CLOSED)
    assert {
        one.stage: [(row.duty, row.light, row.soft) for row in one.deadlines] for one in found.stages
    } == {
        "inquiry": [("inquiry", "done", True)],
        "report": [("inquiry_report", "done", False)],
        "review": [],
        "feedback": [("review_feedback", "done", False)],
        "decision": [("decision", "done", True)],
    }


async def test_who_is_competent_is_named(lost: Reader) -> None:
    found = await of(lost, WAITING)
    assert [(one.office, one.agencies) for one in stage(found, "review").offices] == [("bureau", (BUREAU,))]
    deciding = {one.office: one for one in stage(found, "decision").offices}
    assert (deciding["unit"].on_unit, deciding["unit"].on_person) == (False, True)
    assert deciding["superior"].agencies == (GOVERNMENT,)
    assert deciding["competent_organ"].agencies == ()
    assert stage(found, "report").needs == ("causes", "fault", "proposals")


async def test_each_subject_says_on_which_grounds_it_was_decided(lost: Reader) -> None:
    subjects = {one.person: one for one in (await of(lost, CLOSED)).subjects}
    unit, officer, other = subjects[""], subjects["曹某"], subjects["方某"]
    assert (unit.conclusion, unit.decided_by, unit.manner) == (
        "held_accountable",
        GOVERNMENT,
        "责令书面检查并通报",
    )
    assert [(one.ground, one.article) for one in officer.grounds] == [("duty-not-performed", "29(1)")]
    assert officer.grounds[0].summary
    assert (other.conclusion, other.grounds[0].article) == ("not_held_accountable", "30(3)")
    assert other.reasons.startswith("仅负责")
    assert all(one.position for one in subjects.values())


async def test_a_risk_that_was_on_record_is_named(lost: Reader) -> None:
    (unit,) = (await of(lost, TOLERATED)).subjects
    assert (unit.conclusion, unit.grounds[0].article) == ("tolerated", "31(5)")
    assert (unit.risk_registered_on, unit.risk) == (date(2025, 4, 8), "旧城片区收回土地使用权试点方案")


async def test_what_does_not_fit_says_why_and_what_releases_it(lost: Reader) -> None:
    found = await of(lost, WAITING)
    (parked,) = found.parked
    assert (parked.type, parked.reason, parked.expected) == (
        "review-completed",
        "stage-out-of-order",
        ("inquiry-reported",),
    )
    (document,) = stage(found, "review").documents
    assert document.parked == parked
    assert document.position == parked.fact
    assert stage(found, "review").reached == "ahead"


async def test_a_decision_without_what_its_ground_asks_for_is_parked_like_the_rest(lost: Reader) -> None:
    (parked,) = (await of(lost, UNFOUNDED)).parked
    assert (parked.reason, parked.unit, parked.person) == ("unfounded", LABOUR, "邓某")
    assert "several_articles" in parked.problems
    assert parked.expected == ("fact-corrected",)
    assert set(parked.grounds) == {"duty-not-performed", "key-work-with-errors"}


async def test_what_is_reviewed_jointly_says_with_whom_it_must_be(lost: Reader) -> None:
    found = await of(lost, MAJOR)
    review = stage(found, "review")
    assert "court" in review.joint_with
    assert [one.type for one in review.documents] == ["joint-review-required", "review-completed"]
    (parked,) = found.parked
    assert (parked.reason, parked.missing) == ("content-missing", ("jointly_with",))


async def test_the_loss_names_who_lost_who_is_accountable_and_who_shares(lost: Reader) -> None:
    loss = (await of(lost, SHARED)).loss
    assert loss is not None
    assert (loss.losing, loss.accountable, loss.sharing, loss.stands) == (
        (GOVERNMENT,),
        (HOUSING,),
        (GOVERNMENT,),
        True,
    )
    assert [one.type for one in loss.documents] == [
        "document-served",
        "document-took-effect",
        "fault-shared",
    ]


async def test_what_is_due_of_a_decision_ends_with_the_part_of_the_nominal_body(lost: Reader) -> None:
    (due,) = stage(await of(lost, SHARED), "decision").deadlines
    assert (due.state, due.light) == ("lifted", "off")


async def test_of_two_units_each_is_asked_for_by_name(lost: Reader) -> None:
    police, town = await of(lost, TWO, POLICE), await of(lost, TWO, TOWN)
    assert police.units == town.units
    assert set(police.units) == {POLICE, TOWN}
    assert (police.row.stage, town.row.stage) == ("review", "inquiry")
    assert [one.type for one in stage(town, "inquiry").documents] == []
    assert (await of(lost, TWO)).row.unit == police.units[0]


async def test_triggers_referrals_and_suggestions_stand_beside_the_line(lost: Reader) -> None:
    found = await of(lost, CLOSED)
    assert {one.trigger: (one.state, one.recipient) for one in found.triggers} == {
        "interfered-with-court": ("open", ""),
        "refused-to-appear": ("referred", DISCIPLINE),
    }
    assert all(one.article.startswith("33") and one.summary for one in found.triggers)
    assert [(one.kind, one.recipient, one.trigger) for one in found.referrals] == [
        ("discipline", DISCIPLINE, "refused-to-appear")
    ]
    (suggested,) = found.suggestions
    assert (suggested.kind, suggested.addressee, suggested.received_on) == (
        "judicial",
        HOUSING,
        date(2026, 2, 2),
    )
    assert suggested.deadline is not None
    assert (suggested.deadline.light, suggested.deadline.done_on) == ("done", date(2026, 3, 20))


async def test_a_trigger_the_bureau_declined_says_so(told: Told, reader: Reader) -> None:
    lost_case(told, number(1), CITY, on="2026-02-02")
    step(told, number(1), ConductRecorded(recorded_on=day("2026-02-05"), agency=CITY, kind="interfered"))
    declined = ReferralDeclined(
        declined_on=day("2026-03-02"), agency=CITY, trigger="interfered-with-court", reason="情节轻微"
    )
    step(told, number(1), declined, source="bureau/xinzhou")
    await told.settle()
    (trigger,) = (await of(reader, number(1))).triggers
    assert (trigger.state, trigger.on, trigger.reason) == ("declined", date(2026, 3, 2), "情节轻微")


async def test_a_withdrawn_one_keeps_its_history_and_waits_for_nothing(lost: Reader) -> None:
    found = await of(lost, REVERSED)
    assert (found.row.state, found.parked) == ("withdrawn", ())
    assert found.loss is not None
    assert not found.loss.stands
    assert [one.reached for one in found.stages] == ["done"] * 4 + ["ahead"]
    assert found.history[-1].type == "finding-withdrawn"
    assert found.chain == (REVERSED, RETRIAL)


async def test_the_history_follows_each_step(told: Told, reader: Reader) -> None:
    lost_case(told, number(1), CITY, on="2026-02-02")
    await told.settle()
    for fact in (*inquired(CITY, "2026-02-09", "2026-03-02"), reported(CITY, "2026-03-05")):
        step(told, number(1), fact)
        await told.settle()
    history = (await of(reader, number(1))).history
    assert [(one.type, one.stage) for one in history] == [
        ("proceeding-opened", "inquiry"),
        ("proceeding-advanced", "inquiry"),
        ("proceeding-advanced", "report"),
        ("proceeding-advanced", "review"),
    ]


async def test_a_correction_releases_what_was_parked(told: Told, reader: Reader) -> None:
    lost_case(told, number(1), CITY, on="2026-02-02")
    step(told, number(1), *inquired(CITY, "2026-02-09", "2026-03-02"), reported(CITY, "2026-03-05"))
    stranger = ReviewCompleted(completed_on=day("2026-03-12"), agency=CITY, by=LABOUR)
    told.fact(number(1), stranger, source="bureau/xinzhou", id_="review")
    await told.settle()
    (parked,) = (await of(reader, number(1))).parked
    assert (parked.reason, parked.by, parked.expected) == (
        "office-not-competent",
        LABOUR,
        ("fact-corrected",),
    )
    right = ReviewCompleted(completed_on=day("2026-03-12"), agency=CITY, by="区司法局")
    corrected = FactCorrected(
        target_source="bureau/xinzhou",
        target_id="review",
        replaces="review",
        type=type_of(ReviewCompleted),
        data=encode(right),
    )
    told.fact(number(1), corrected, source="bureau/xinzhou", id_="review#2")
    await told.settle()
    found = await of(reader, number(1))
    assert (found.parked, found.row.state, found.row.stage) == ((), "open", "feedback")


async def test_a_corrected_fact_is_shown_as_it_was_corrected(told: Told, reader: Reader) -> None:
    lost_case(told, number(1), CITY, on="2026-02-02")
    told.fact(number(1), inquired(CITY, "2026-02-09", "2026-03-02")[1], source="agency/x", id_="inquired")
    right = inquired(CITY, "2026-02-09", "2026-03-03")[1]
    corrected = FactCorrected(
        target_source="agency/x",
        target_id="inquired",
        replaces="inquired",
        type=type_of(type(right)),
        data=encode(right),
    )
    told.fact(number(1), corrected, source="agency/x", id_="inquired#2")
    await told.settle()
    found = await of(reader, number(1))
    (document,) = stage(found, "inquiry").documents
    assert (document.type, document.on) == ("inquiry-completed", date(2026, 3, 3))
    assert document.data["completed_on"] == "2026-03-03"


async def test_what_names_another_case_of_the_dispute_hangs_on_the_line_too(
    told: Told, reader: Reader
) -> None:
    first, second = number(1), "（2026）鄂01行终7号"
    told.fact(first, docketed(POLICE, on="2026-01-05"), judgment("revoked", served="2026-03-02", to=POLICE))
    told.fact(second, docketed(POLICE, on="2026-04-01", instance="second", earlier=first))
    told.fact(second, judgment("appeal_rejected", served="2026-06-01", to=POLICE))
    early = ReviewCompleted(completed_on=day("2026-06-20"), agency=POLICE, by=BUREAU)
    step(told, first, *inquired(POLICE, "2026-06-08", "2026-06-15"), early)
    await told.settle()
    found = await of(reader, second)
    assert [(one.type, one.case) for one in stage(found, "inquiry").documents] == [
        ("inquiry-opened", first),
        ("inquiry-completed", first),
    ]
    (parked,) = found.parked
    assert (parked.case, parked.fact) == (first, stage(found, "review").documents[0].position)


async def test_a_fact_about_a_unit_that_lost_nothing_is_shown_where_somebody_looks_after_it(
    told: Told, reader: Reader
) -> None:
    lost_case(told, number(1), CITY, on="2026-02-02")
    stray = DecisionMade(
        decided_on=day("2026-03-02"),
        unit=LAND,
        conclusion="held_accountable",
        grounds=("duty-not-performed",),
        by=GOVERNMENT,
    )
    step(told, number(1), stray)
    await told.settle()
    found = await of(reader, number(1))
    (parked,) = found.parked
    assert (parked.reason, parked.unit) == ("no-loss", LAND)
    assert found.row.state == "parked"


@pytest.mark.parametrize(("case", "unit"), [(RETRIAL, ""), (CLOSED, TOWN), ("初99号", "")])
async def test_what_is_not_there_is_said_to_be_so(lost: Reader, case: str, unit: str) -> None:
    with pytest.raises(NoProceedingError, match="no proceeding"):
        await of(lost, case, unit)


async def test_a_district_nobody_knows_is_said_to_be_so(lost: Reader) -> None:
    with pytest.raises(UnknownDistrictError):
        await proceeding(lost, "atlantis", CLOSED)
