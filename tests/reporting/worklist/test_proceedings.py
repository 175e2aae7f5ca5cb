"""Who must act in the proceeding after a loss, stage by stage, and who is told that it does not come on?"""

from datetime import date

from shared.events.aftermath import LossAnalysed
from shared.events.agency import DefenceFiled
from shared.events.proceeding import (
    FaultShared,
    JointReviewRequired,
    ReferralDeclined,
    Referred,
    ReviewCompleted,
)
from tests.reporting.worklist.told import (
    decided,
    fed_back,
    inquired,
    kinds,
    lost,
    only,
    opened,
    reported,
    reviewed,
    revoked,
    waiting,
)
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    RETRIAL,
    act,
    conduct,
    day,
    docketed,
    effective,
    huancui,
    judgment,
    notice,
    xinzhou,
)

STAGES = {"inquiry", "report", "review", "feedback", "decision", "stage"}


def stage(*facts: object, on: str = "2023-09-01") -> tuple[str, tuple[str, ...], date | None, date | None]:
    """Return which stage is open after these facts, who must act, since when and until when."""
    given = lost(on).facts(FIRST, *facts)  # type: ignore[arg-type]
    (item,) = (item for item in waiting(given) if item.kind in STAGES)
    return item.kind, item.agencies, item.since, item.by


def test_after_a_loss_the_unit_inquires_within_the_days_of_the_deadline() -> None:
    assert stage() == ("inquiry", (POLICE,), date(2023, 6, 28), date(2023, 8, 9))
    item = only(lost(), "inquiry")
    assert (item.article, item.who) == ("32(1)", "losing_agency")
    assert item.says == {
        "unit": POLICE,
        "stage": "inquiry",
        "expected": ["inquiry-opened", "inquiry-completed"],
        "soft": True,
    }


def test_each_stage_waits_for_whoever_is_competent_for_it_until_the_day_of_its_deadline() -> None:
    told = [opened(), inquired(), reported(), reviewed(), fed_back()]
    assert stage(*told[:2]) == ("report", (POLICE,), date(2023, 7, 20), date(2023, 7, 27))
    assert stage(*told[:3]) == ("review", (BUREAU,), date(2023, 7, 25), None)
    assert stage(*told[:4]) == ("feedback", (BUREAU,), date(2023, 8, 1), date(2023, 8, 8))
    assert stage(*told[:5]) == ("decision", (POLICE, GOVERNMENT), date(2023, 8, 4), date(2023, 9, 15))


def test_on_persons_alone_the_unit_decides_without_its_superior() -> None:
    told = [opened("2023-07-03", "甲科长"), inquired(), reported(), reviewed(), fed_back()]
    both = stage(*told)
    assert both[:2] == ("decision", (POLICE, GOVERNMENT))
    left = lost().facts(FIRST, *told, decided(by=GOVERNMENT))
    item = only(left, "decision")
    assert item.agencies == (POLICE,)
    assert item.says["subjects"] == [{"unit": POLICE, "person": "甲科长"}]


def test_a_joint_review_says_so() -> None:
    told = [opened(), inquired(), reported(), JointReviewRequired(required_on=day("2023-07-26"))]
    assert only(lost().facts(FIRST, *told), "review").says["joint"] is True


def test_a_closed_proceeding_waits_for_nobody() -> None:
    told = [opened(), inquired(), reported(), reviewed(), fed_back()]
    assert not STAGES & set(kinds(lost().facts(FIRST, *told, decided(by=GOVERNMENT))))
    handed = Referred(referred_on=day("2023-08-10"), kind="decision", agency=POLICE, recipient="区监察委员会")
    assert not STAGES & set(kinds(lost().facts(FIRST, *told, handed)))


def test_in_huancui_the_one_step_is_the_report_of_whoever_answered() -> None:
    given = huancui().facts(FIRST, docketed(POLICE, on="2023-07-03"), notice("2023-07-05"), revoked())
    given.facts(FIRST, effective("2023-08-01")).on("2023-08-02")
    item = only(given, "report")
    assert (item.agencies, item.by, item.article) == ((POLICE,), date(2023, 8, 11), "27")
    given.facts(FIRST, LossAnalysed(reported_on=day("2023-08-05"), agency=POLICE))
    assert "report" not in kinds(given)


def test_a_stage_whose_deadline_is_over_stalls_and_the_bureau_sees_to_it() -> None:
    assert "stalled" not in kinds(lost("2023-08-09"))
    given = lost("2023-08-10")
    item = only(given, "stalled")
    assert (item.agencies, item.since) == ((BUREAU,), date(2023, 8, 9))
    assert item.says == {"unit": POLICE, "stage": "inquiry", "because": ["late"]}
    assert only(given, "inquiry").by == date(2023, 8, 9)
    assert "stalled" not in kinds(given.facts(FIRST, opened(), inquired("2023-08-21")).on("2023-08-21"))


def test_a_fact_out_of_order_waits_for_who_must_do_what_comes_before_it() -> None:
    given = lost().facts(FIRST, opened(), inquired(), reviewed())
    item = only(given, "parked")
    assert (item.who, item.agencies) == ("losing_agency", (POLICE,))
    assert (item.says["reason"], item.says["released_by"]) == ("stage-out-of-order", "inquiry-reported")
    assert item.since == date(2023, 8, 1)
    because = only(given, "stalled").says
    assert because["because"] == ["parked"]
    assert because["parked"] == [f"stage-out-of-order review-completed {POLICE}"]
    assert "parked" not in kinds(given.facts(FIRST, reported()))


def test_a_report_that_lacks_what_it_must_hold_waits_for_the_unit_to_correct_it() -> None:
    item = only(lost().facts(FIRST, opened(), inquired(), reported(causes="")), "parked")
    assert (item.agencies, item.says["missing"]) == ((POLICE,), ["causes"])


def test_a_review_of_an_office_without_competence_waits_for_the_bureau() -> None:
    item = only(lost().facts(FIRST, opened(), inquired(), reported(), reviewed(by=LAND)), "parked")
    assert (item.who, item.agencies, item.says["reason"]) == ("bureau", (BUREAU,), "office-not-competent")


def test_a_decision_the_unit_may_not_make_waits_for_the_unit() -> None:
    told = [opened(), inquired(), reported(), reviewed(), fed_back(), decided(by=POLICE)]
    item = only(lost().facts(FIRST, *told), "parked")
    assert (item.agencies, item.says["reason"]) == ((POLICE,), "office-not-competent")


def test_a_fact_of_a_proceeding_without_a_loss_waits_for_the_bureau() -> None:
    given = lost()
    given.records.clear()
    item = only(given.facts(FIRST, docketed(POLICE), inquired()), "parked")
    assert (item.agencies, item.says["reason"]) == ((BUREAU,), "no-loss")


def test_of_a_loss_that_was_reversed_only_who_was_held_accountable_waits_for_the_bureau() -> None:
    told = [opened(), inquired(), reported(), reviewed(), fed_back(), decided(by=GOVERNMENT)]
    given = lost().facts(FIRST, *told)
    given.facts(
        RETRIAL, docketed(instance="retrial", earlier=FIRST), judgment("claims_rejected", served="2023-09-01")
    )
    left = waiting(given) + waiting(given, RETRIAL)
    assert {one.kind for one in left} == {"parked", "circular"}  # what was late before the loss fell away
    item = only(given, "parked")
    assert (item.agencies, item.says["about"]) == ((BUREAU,), f"decision-made {POLICE}")


def test_a_decision_without_a_ground_waits_for_who_made_it_and_stalls() -> None:
    told = [opened(), inquired(), reported(), reviewed(), fed_back()]
    made = decided(by=GOVERNMENT)
    bare = type(made)(unit=POLICE, decided_on=day("2023-08-20"), conclusion="held_accountable", by="区政府")
    given = lost().facts(FIRST, *told, bare)
    item = only(given, "unfounded")
    assert (item.agencies, item.since, item.says["problems"]) == (
        (GOVERNMENT,),
        date(2023, 8, 20),
        ["no_ground"],
    )
    assert only(given, "stalled").says["because"] == ["unfounded"]


def test_a_trigger_waits_for_the_bureau_until_it_is_handed_over_or_declined() -> None:
    given = lost().facts(FIRST, conduct("refused_performance"))
    item = only(given, "referral")
    assert (item.agencies, item.article, item.says["trigger"]) == ((BUREAU,), "33(4)", "refused-performance")
    other = Referred(
        referred_on=day("2023-07-01"),
        kind="discipline",
        agency=POLICE,
        recipient="区纪委",
        trigger="other-conduct",
    )
    assert "referral" in kinds(given.facts(FIRST, other))
    declined = ReferralDeclined(
        declined_on=day("2023-07-02"), agency="区公安分局", trigger="refused-performance", reason="已履行"
    )
    assert "referral" not in kinds(given.facts(FIRST, declined))


def test_a_trigger_handed_to_discipline_waits_no_longer() -> None:
    handed = Referred(
        referred_on=day("2023-07-01"),
        kind="discipline",
        agency=POLICE,
        recipient="区纪委",
        trigger="refused-performance",
    )
    assert "referral" not in kinds(lost().facts(FIRST, conduct("refused_performance"), handed))


def test_where_two_units_are_accountable_each_has_its_own_stage_and_stalls_by_itself() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, LAND), judgment("revoked", served="2023-06-12"))
    given.facts(FIRST, effective("2023-06-28"), opened(), inquired(), reviewed()).on("2023-07-25")
    items = {(item.kind, item.says["unit"]): item for item in waiting(given) if "stage" in item.says}
    assert set(items) == {("report", POLICE), ("inquiry", LAND), ("stalled", POLICE)}
    assert items["report", POLICE].agencies == (POLICE,)
    assert items["inquiry", LAND].agencies == (LAND,)
    assert items["report", POLICE].by == date(2023, 7, 27)


def test_a_fact_about_the_nominal_body_at_fault_holds_up_the_proceeding_it_counts_in() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(implementing=LAND, in_government_name=True))
    given.facts(FIRST, judgment("revoked", served="2023-06-12", to=GOVERNMENT), effective("2023-06-28"))
    shared = FaultShared(found_on=day("2023-07-01"), unit="区政府")
    early = ReviewCompleted(completed_on=day("2023-07-10"), agency="区政府", by=BUREAU)
    item = only(given.facts(FIRST, shared, early).on("2023-07-12"), "stalled")
    assert (item.says["unit"], item.says["because"]) == (LAND, ["parked"])


def test_facts_of_another_kind_do_not_touch_a_stage() -> None:
    assert stage(DefenceFiled(filed_on=day("2023-04-01"), agency=POLICE))[0] == "inquiry"
