"""How do scenarios and trials tell of what the bureau owes, which belongs to no case?"""

import pytest

from deploy.law.running import failures
from deploy.law.scenarios import Scenario, ScenarioError
from deploy.law.trying import attempt
from services.reporting.periods import Period
from shared.envelope import BUREAU
from shared.events.district import BulletinPublished
from tests.deploy.law.example import PACK, known, scenario
from tests.deploy.law.test_trying import replayed
from tests.given import drafted, packs
from tests.stored import edited, named
from tests.words import day

OWN = """duties:
  - duty: bulletin
    article: "5"
    summary: {zh: 季度通报, en: The bulletin on every quarter}
    starts: quarter_end
    due: {months: 1}
    obligor: bureau
    met_by: bulletin-published
"""
TOLD = """
scenarios-of: example
day: 2024-12-01
scenarios:
  - scenario: 季度通报
    article: "5"
    when: 2024-09-30
    then:
      - none: deadline-set
    and-then:
      - when: 2024-10-08
        then:
          - deadline-set: {duty: bulletin, of: 2024-Q3}
            case: bureau
          - none: deadline-set
            with: {of: 2024-Q2}
      - given:
          - bulletin-published: {period: 2024-Q3, published_on: 2024-10-09}
        then:
          - deadline-met: {duty: bulletin, of: 2024-Q3}
            case: bureau
"""
PUBLISHED = BulletinPublished(period="2023", published_on=day("2023-06-01"))


def told(text: str = TOLD) -> Scenario:
    assert PACK.count("duties:\n") == 1
    return scenario("季度通报", text, known(PACK.replace("duties:\n", OWN)))


def failing(old: str, new: str) -> str:
    assert old in TOLD
    (failure,) = failures(told(TOLD.replace(old, new)), known(PACK.replace("duties:\n", OWN)))
    return failure.detail


def test_the_log_of_a_scenario_begins_with_the_day_of_its_first_step() -> None:
    one = told()
    assert {str(step.since) for step in one.steps} == {"2024-09-30"}
    assert failures(one, known(PACK.replace("duties:\n", OWN))) == []
    assert (
        "found nothing about deadline" in failing("when: 2024-09-30", "when: 2024-10-01").split("\n  and")[0]
    )


def test_what_is_expected_of_the_bureau_is_not_found_on_a_case() -> None:
    assert "expected deadline-set {duty: bulletin" in failing(
        "of: 2024-Q3}\n            case: bureau\n          - none",
        "of: 2024-Q3}\n            case: （2023）示0101行初1号\n          - none",
    )


def test_a_bulletin_is_told_of_no_case() -> None:
    beside = TOLD.replace("published_on: 2024-10-09}", "published_on: 2024-10-09}\n            case: 一审")
    with pytest.raises(ScenarioError, match="bulletin-published is about no case"):
        told(beside)


def test_a_trial_shows_the_bureaus_deadlines_and_counts_them_as_no_case() -> None:
    bulletin = drafted(PUBLISHED, "bureau/示", "b1", "年报", "xinzhou")
    replay, without = replayed("xinzhou", bulletin), replayed()
    assert replay.cases == without.cases

    def longer(pack: dict[str, object]) -> None:
        named(pack["duties"], "annual_report")["due"]["months"] = 4  # type: ignore[arg-type]

    year = Period.parse("2023")
    trial = attempt(replay, edited("xinzhou", longer, packs()), year)
    assert trial.cases == attempt(without, packs()["xinzhou"], year).cases
    assert [(one.case, one.what, one.of) for one in trial.changes] == [
        (BUREAU, "deadline", "annual_report 2023")
    ]
