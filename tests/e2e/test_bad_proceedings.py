"""Does what does not fit into a proceeding stay on the log, parked with a reason, and fit by itself once it does?"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from pydantic_core import to_jsonable_python

from shared.events.base import Fact
from shared.events.proceeding import JointReviewRequired, Proposal, Referred
from tests.e2e.town import Town
from tests.e2e.walking import (
    BUREAU,
    COURT,
    DISTRICT,
    Walk,
    decided_on_person,
    decided_on_unit,
    fed_back,
    inquired,
    lost,
    reported,
    reviewed,
    suit,
    up_to,
    walk,
)
from tests.words import day

pytestmark = pytest.mark.timeout(300)

UNIT = "新洲区自然资源和规划局"
OVERSIGHT = "武汉市监察委员会"


class Bad(NamedTuple):
    """A fact that does not fit, and what makes it fit."""

    stood: Mapping[str, Fact]
    """What was told before."""
    fact: Fact
    reason: str
    lacks: tuple[str, ...]
    """Of a decision its problems, of a report what it must hold."""
    expected: tuple[str, ...]
    released: Mapping[str, Fact]
    """What is told later; a fact named `bad` is the correction of this one."""
    stage: str
    """The stage it is in before."""
    then: str
    """The stage it is in once the fact fits; empty where the proceeding is closed."""


def _of_unit(**other: Any) -> tuple[Mapping[str, Fact], Fact]:
    """Return all up to the decision on the unit, and that one."""
    stood = {**up_to("decision", UNIT), "person": decided_on_person(UNIT)}
    return stood, decided_on_unit(UNIT, **other)


_ON_UNIT = {"bad": decided_on_unit(UNIT)}
_BOTH = ("duty-not-performed", "slight-fault")
_HANDED = Referred(
    referred_on=day("2024-07-01"), kind="decision", agency=UNIT, recipient=OVERSIGHT, person=""
)
_UNREASONED = (Proposal(conclusion="not_held_accountable"),)

BAD: Mapping[str, Bad] = {
    "a review before the report": Bad(
        *(up_to("inquiry", UNIT), reviewed(UNIT), "stage-out-of-order", ()),
        *(("inquiry-reported",), {"inquired": inquired(UNIT), "reported": reported(UNIT)}),
        *("inquiry", "feedback"),
    ),
    "a review of a day before the report": Bad(
        *(up_to("review", UNIT), reviewed(UNIT, completed_on=day("2024-06-04")), "stage-out-of-order", ()),
        *(("fact-corrected",), {"bad": reviewed(UNIT)}, "review", "feedback"),
    ),
    "a decision before the feedback": Bad(
        *(up_to("feedback", UNIT), decided_on_unit(UNIT), "stage-out-of-order", ()),
        *(("review-fed-back",), {"fed_back": fed_back(UNIT), "person": decided_on_person(UNIT)}),
        *("feedback", ""),
    ),
    "a review by an office without competence": Bad(
        *(up_to("review", UNIT), reviewed(UNIT, by=UNIT), "office-not-competent", ()),
        *(("fact-corrected",), {"bad": reviewed(UNIT)}, "review", "feedback"),
    ),
    "a decision of the unit on itself": Bad(
        *(*_of_unit(by=UNIT), "office-not-competent", (), ("fact-corrected",), _ON_UNIT, "decision", ""),
    ),
    "a decision of an organ to which nothing was handed": Bad(
        *(*_of_unit(by=OVERSIGHT), "office-not-competent", (), ("referred",), {"handed": _HANDED}),
        *("decision", ""),
    ),
    "no ground": Bad(
        *(*_of_unit(grounds=()), "unfounded", ("no_ground",), ("fact-corrected",), _ON_UNIT, "decision", ""),
    ),
    "a ground nobody knows": Bad(
        *(*_of_unit(grounds=("bad-luck",)), "unfounded", ("unknown_ground",), ("fact-corrected",), _ON_UNIT),
        *("decision", ""),
    ),
    "grounds of two articles": Bad(
        *(*_of_unit(grounds=_BOTH, reasons="x"), "unfounded", ("several_articles",), ("fact-corrected",)),
        *(_ON_UNIT, "decision", ""),
    ),
    "a ground of another conclusion": Bad(
        *(*_of_unit(grounds=("slight-fault",), reasons="x"), "unfounded", ("other_conclusion",)),
        *(("fact-corrected",), _ON_UNIT, "decision", ""),
    ),
    "reasons missing": Bad(
        {**up_to("decision", UNIT), "unit": decided_on_unit(UNIT)},
        *(decided_on_person(UNIT, reasons=" "), "unfounded", ("no_reasons",), ("fact-corrected",)),
        *({"bad": decided_on_person(UNIT)}, "decision", ""),
    ),
    "a report that says neither why nor whose fault it was": Bad(
        *(up_to("report", UNIT), reported(UNIT, causes="", fault=""), "content-missing", ("causes", "fault")),
        *(("fact-corrected",), {"bad": reported(UNIT)}, "report", "review"),
    ),
    "a proposal without reasons": Bad(
        *(up_to("report", UNIT), reported(UNIT, proposals=_UNREASONED), "content-missing", ("reasons",)),
        *(("fact-corrected",), {"bad": reported(UNIT)}, "report", "review"),
    ),
    "a disputed case reviewed by the bureau alone": Bad(
        {
            **up_to("review", UNIT),
            "joint": JointReviewRequired(required_on=day("2024-06-10"), because="disputed"),
        },
        *(reviewed(UNIT), "content-missing", ("jointly_with",), ("fact-corrected",)),
        *({"bad": reviewed(UNIT, jointly_with=("court",))}, "review", "feedback"),
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_is_parked_and_fits_by_itself_later(town: Town, name: str) -> None:
    bad = BAD[name]
    case = walk(town, UNIT)
    case.tell(**bad.stood)
    stood, due = case.proceeding(), case.due()
    assert stood is not None
    assert (stood["state"], stood["stage"], stood["parked"]) == ("open", bad.stage, [])

    case.tell(bad=bad.fact)
    found = case.proceeding()
    assert found is not None
    assert (found["state"], found["stage"]) == ("parked", bad.stage)
    (parked,) = found["parked"]
    assert parked["reason"] == bad.reason
    assert tuple(parked["problems"] or parked["missing"]) == bad.lacks
    assert tuple(parked["expected"]) == bad.expected
    assert parked["article"]
    assert concluded(found) == concluded(stood), "nothing is decided from it"
    assert case.due() == due, "nothing runs from it, and nothing is met by it"
    assert parked["fact"] in on_the_log(case)
    waiting = "unfounded" if bad.reason == "unfounded" else "parked"
    assert {waiting, "stalled"} <= {kind for kind, *_ in case.work()}

    later = {name: fact for name, fact in bad.released.items() if name != "bad"}
    if later:
        case.tell(**later)
    else:
        case.correct("bad", bad.released["bad"])
    found = case.proceeding()
    assert found is not None
    assert (found["state"], found["stage"]) == ("open" if bad.then else "closed", bad.then)
    assert found["parked"] == []
    assert not {"parked", "unfounded"} & {kind for kind, *_ in case.work()}


def test_an_inquiry_about_a_case_that_is_not_lost_waits_for_the_loss(town: Town) -> None:
    case = walk(town, UNIT)
    case.tell(**suit(UNIT), inquired=inquired(UNIT))
    assert case.proceeding() is None
    (waiting,) = (one for one in case.waiting() if one["kind"] == "parked")
    assert (waiting["says"]["reason"], waiting["says"]["released_by"]) == ("no-loss", "document-took-effect")
    assert waiting["agencies"] == [BUREAU]
    case.tell(**lost(UNIT))
    found = case.proceeding()
    assert found is not None
    assert (found["state"], found["stage"]) == ("open", "report")
    assert not [one for one in case.waiting() if one["kind"] == "parked"]


def test_a_fact_about_another_unit_waits_for_a_correction(town: Town) -> None:
    case = walk(town, UNIT)
    case.tell(**up_to("inquiry", UNIT), inquired=inquired("新洲区行政审批局"))
    found = case.proceeding()
    assert found is not None
    assert (found["stage"], found["acting"]) == ("inquiry", [UNIT])
    case.correct("inquired", inquired(UNIT))
    found = case.proceeding()
    assert found is not None
    assert (found["state"], found["stage"]) == ("open", "report")


REFUSED: Mapping[str, tuple[str, Mapping[str, Any], str, str]] = {
    "a conclusion that is none": ("decision-made", {"conclusion": "guilty"}, "/data/conclusion", "tolerated"),
    "a decision about nobody": ("decision-made", {"unit": ""}, "/data/unit", "not empty"),
    "a decision without a day": ("decision-made", {"decided_on": None}, "/data/decided_on", "YYYY-MM-DD"),
    "a day that is none": ("decision-made", {"decided_on": "2024-02-30"}, "/data/decided_on", "YYYY-MM-DD"),
    "a referral of no kind": ("referred", {"kind": "gossip"}, "/data/kind", "discipline"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_fact_of_a_proceeding_is_refused_with_its_place(town: Town, name: str) -> None:
    kind, wrong, pointer, expected = REFUSED[name]
    good = _HANDED if kind == "referred" else decided_on_unit(UNIT)
    number = f"（2024）鄂0117行初{town.serial()}号"
    before = town.house.get("intake", "/status")["position"]
    answer = town.house.report(
        [
            {
                "specversion": "1.0",
                "source": COURT,
                "id": f"{number}/{name}",
                "type": f"yingsu.{kind}.v1",
                "subject": number,
                "district": DISTRICT,
                "data": {**to_jsonable_python(good), **wrong},
            }
        ]
    )
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    (error,) = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert expected in error["expected"]
    assert town.house.get("intake", "/status")["position"] == before


def test_an_unknown_proceeding_or_stage_is_refused(town: Town) -> None:
    url = town.house.url("reporting") + "/proceedings"
    answer = town.house.http.get(f"{url}/（1999）鄂0117行初1号", params={"district": DISTRICT})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    answer = town.house.http.get(url, params={"district": DISTRICT, "stage": "luncheon"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    (error,) = answer.json()["errors"]
    assert "inquiry / report / review / feedback / decision" in error["expected"]


def concluded(found: Mapping[str, Any]) -> dict[tuple[str, str], str | None]:
    """Return the conclusion on each subject that there is one on."""
    return {
        (one["unit"], one["person"]): one["conclusion"]
        for one in found["subjects"]
        if one["conclusion"] is not None
    }


def on_the_log(case: Walk) -> set[int]:
    """Return the positions of the facts of a case."""
    return {one["position"] for one in case.town.case(DISTRICT, case.number)["timeline"]}
