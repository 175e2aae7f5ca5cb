"""Does a lost case lead through its proceeding in a whole house, with all that is counted and due after each step?"""

from collections.abc import Iterator

import pytest

from shared.events.court import DocumentServed
from shared.events.proceeding import RiskRegistered
from tests import ledgers, words
from tests.e2e.house import House
from tests.e2e.town import Town
from tests.e2e.walking import (
    BUREAU,
    DISTRICT,
    GOVERNMENT,
    HANDLER,
    decided_on_person,
    decided_on_unit,
    fed_back,
    inquired,
    lost,
    opened,
    reported,
    reviewed,
    suit,
    tolerated,
    up_to,
    walk,
)
from tests.words import day

pytestmark = pytest.mark.timeout(300)

HOUSING, MARKET, STREETS, FARMS, HEALTH = (
    "新洲区住房和城乡建设局",
    "新洲区市场监督管理局",
    "新洲区城市管理执法局",
    "新洲区农业农村局",
    "新洲区卫生健康局",
)
NO_POINTS, ALL_POINTS = "0.00", "100.00"


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give a house of these tests alone, whose services may be killed; each walk is about another agency."""
    house = House(tmp_path_factory.mktemp("proceedings") / "data").start()
    try:
        house.upload("organs", ledgers.example_bytes(DISTRICT, "organs"), DISTRICT).raise_for_status()
        house.wait_settled()
        yield Town(house)
    finally:
        house.stop()


def test_a_lost_case_is_walked_to_a_closed_proceeding(own_town: Town) -> None:
    case = walk(own_town, HOUSING)
    case.tell(**suit(HOUSING))
    assert case.proceeding() is None
    assert case.loss_rate() == (0, 0)
    assert case.points()["losses"] is None
    assert {case.points()[item] for item in ("own-cases", "reporting", "appearance")} == {ALL_POINTS}

    case.tell(**lost(HOUSING))
    found = case.stands(
        "open",
        "inquiry",
        work={("inquiry", HOUSING), ("stalled", BUREAU)},
        due={"inquiry": "missed"},
        scores={"losses": NO_POINTS, "own-cases": ALL_POINTS, "reporting": ALL_POINTS},
    )
    assert (found["lost_on"], found["article"]) == ("2024-04-26", "32(1)")
    assert found["expected"] == ["inquiry-opened", "inquiry-completed"]

    case.tell(opened=opened(HOUSING))
    found = case.stands(
        "open", "inquiry", work={("inquiry", HOUSING), ("stalled", BUREAU)}, due={"inquiry": "missed"}
    )
    assert [one["person"] for one in found["subjects"]] == ["", HANDLER]

    case.tell(inquired=inquired(HOUSING))
    due = {"inquiry": "met", "inquiry_report": "missed"}
    case.stands("open", "report", work={("report", HOUSING), ("stalled", BUREAU)}, due=due)
    assert case.points()["own-cases"] != ALL_POINTS

    case.tell(reported=reported(HOUSING))
    due["inquiry_report"] = "met"
    case.stands("open", "review", work={("review", BUREAU)}, due=due, scores={"own-cases": ALL_POINTS})

    case.tell(reviewed=reviewed(HOUSING))
    due["review_feedback"] = "missed"
    bureau_late = {("feedback", BUREAU), ("stalled", BUREAU)}
    case.stands("open", "feedback", work=bureau_late, due=due, scores={"own-cases": ALL_POINTS})

    case.tell(fed_back=fed_back(HOUSING))
    due |= {"review_feedback": "met", "decision": "missed"}
    waiting = {("decision", HOUSING, GOVERNMENT), ("stalled", BUREAU)}
    case.stands("open", "decision", work=waiting, due=due)

    case.tell(person=decided_on_person(HOUSING))
    found = case.stands("open", "decision", work=waiting, due=due)
    assert [(one["person"], one["conclusion"]) for one in found["subjects"]] == [
        ("", None),
        (HANDLER, "not_held_accountable"),
    ]

    case.tell(unit=decided_on_unit(HOUSING))
    due["decision"] = "met"
    found = case.stands("closed", due=due, scores={"losses": NO_POINTS, "own-cases": ALL_POINTS})
    assert (found["how"], found["closed_on"]) == ("decided", "2024-07-18")
    assert [one["on"] for one in found["stages"]] == [
        "2024-05-31",
        "2024-06-05",
        "2024-06-20",
        "2024-06-25",
        "2024-07-18",
    ]
    concluded = {
        one["person"]: (one["conclusion"], one["grounds"][0]["article"]) for one in found["subjects"]
    }
    assert concluded == {
        "": ("held_accountable", "29(1)"),
        HANDLER: ("not_held_accountable", "30(3)"),
    }
    told = [one["type"] for one in found["history"]]
    assert told[0] == "proceeding-opened"
    assert told[-1] == "proceeding-closed"
    assert set(told[1:-1]) == {"proceeding-advanced"}


def test_an_error_is_tolerated_once_the_risk_turns_out_to_have_been_registered(own_town: Town) -> None:
    case = walk(own_town, MARKET)
    case.tell(**up_to("decision", MARKET), person=decided_on_person(MARKET))
    due = {"inquiry": "met", "inquiry_report": "met", "review_feedback": "met", "decision": "missed"}
    waiting = {("decision", MARKET, GOVERNMENT), ("stalled", BUREAU)}
    case.stands("open", "decision", work=waiting, due=due)

    case.tell(unit=tolerated(MARKET, risk_registered_on=day("2023-12-01")))
    unfounded = ("decision-made", "unfounded", "risk-registered", "fact-corrected")
    waiting |= {("unfounded", GOVERNMENT)}
    found = case.stands("parked", "decision", work=waiting, due=due, parked={unfounded})
    assert [one["problems"] for one in found["parked"]] == [["no_risk_or_rule"]]

    late = RiskRegistered(registered_on=day("2024-02-01"), agency=MARKET, matter="甲路改造")
    case.tell("xinzhou-d05", "agency/xinzhou-d05", late=late)
    case.stands("parked", "decision", work=waiting, due=due, parked={unfounded})

    before = RiskRegistered(registered_on=day("2023-12-01"), agency=MARKET, matter="乙路改造")
    case.tell("xinzhou-d05", "agency/xinzhou-d05", before=before)
    found = case.stands("closed", due=due | {"decision": "met"}, scores={"losses": NO_POINTS})
    (unit,) = (one for one in found["subjects"] if not one["person"])
    assert (unit["conclusion"], unit["grounds"][0]["article"], unit["risk"]) == (
        "tolerated",
        "31(5)",
        "乙路改造",
    )


def test_an_error_is_tolerated_by_another_rule_that_is_cited(own_town: Town) -> None:
    case = walk(own_town, STREETS)
    case.tell(**up_to("decision", STREETS), person=decided_on_person(STREETS), unit=tolerated(STREETS))
    due = {"inquiry": "met", "inquiry_report": "met", "review_feedback": "met", "decision": "missed"}
    case.stands(
        "parked",
        "decision",
        work={("decision", STREETS, GOVERNMENT), ("stalled", BUREAU), ("unfounded", GOVERNMENT)},
        due=due,
        parked={("decision-made", "unfounded", "fact-corrected")},
    )
    case.correct("unit", tolerated(STREETS, rule="《武汉市容错纠错实施办法》第6条"))
    found = case.stands("closed", due=due | {"decision": "met"}, scores={"losses": NO_POINTS})
    (unit,) = (one for one in found["subjects"] if not one["person"])
    assert (unit["conclusion"], unit["rule"]) == ("tolerated", "《武汉市容错纠错实施办法》第6条")


def test_a_loss_reversed_on_retrial_takes_the_proceeding_with_it_and_back(own_town: Town) -> None:
    case = walk(own_town, FARMS)
    case.tell(**up_to("feedback", FARMS))
    due = {"inquiry": "met", "inquiry_report": "met", "review_feedback": "missed"}
    waiting = {("feedback", BUREAU), ("stalled", BUREAU)}
    case.stands("open", "feedback", work=waiting, due=due, scores={"losses": NO_POINTS})

    retrial = case.number.replace("鄂0117行初", "鄂01行再")
    docketed = words.docketed(FARMS, on="2024-09-02", instance="retrial", earlier=case.number)
    case.tell(retrial, retried=docketed)
    case.stands("open", "feedback", work=waiting, due=due)

    upheld = DocumentServed(
        recipient=FARMS,
        decided_on=day("2024-11-29"),
        served_on=day("2024-12-04"),
        outcomes=("claims_rejected",),
    )
    case.tell(retrial, "court/鄂01", upheld=upheld)
    found = case.stands(
        "withdrawn",
        loss=(0, 1),
        scores={"losses": ALL_POINTS},
        work=set(),
    )
    assert found["loss"]["stands"] is False

    case.retract("upheld")
    case.stands("open", "feedback", work=waiting, due=due, scores={"losses": NO_POINTS})


@pytest.mark.long
def test_whoever_dies_as_soon_as_a_step_is_reported_the_proceeding_is_closed_in_the_end(
    own_town: Town,
) -> None:
    case = walk(own_town, HEALTH)
    before = up_to("inquiry", HEALTH)
    case.tell(**before)
    steps = {name: fact for name, fact in up_to("decision", HEALTH).items() if name not in before}
    steps |= {"person": decided_on_person(HEALTH), "unit": decided_on_unit(HEALTH)}
    dying = ("accountability", "deadlines", "nats", "reporting", "accountability", "intake")
    for part, (name, fact) in zip(dying, steps.items(), strict=True):
        case.send_and_kill(part, **{name: fact})
    case.figures_follow()
    due = {"inquiry": "met", "inquiry_report": "met", "review_feedback": "met", "decision": "met"}
    case.stands("closed", due=due, scores={"losses": NO_POINTS, "own-cases": ALL_POINTS})
