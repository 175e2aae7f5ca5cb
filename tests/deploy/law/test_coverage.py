"""Is an entry found that can be wrong without any scenario of its article failing?"""

import pytest

from deploy.law.coverage import ALL_FAIL, NO_SCENARIO, NONE_FAILS, uncovered
from deploy.law.mutations import mutations
from shared.law.model import entries_of
from tests.deploy.law.example import PACK, SCENARIOS, known, scenarios
from tests.given import packs


def found(text: str = SCENARIOS, pack: str = PACK) -> set[tuple[str, str, str]]:
    return {(one.mark, one.how, one.why) for one in uncovered("example", scenarios(text), known(pack))}


def without(title: str) -> str:
    before, _, rest = SCENARIOS.partition(f"  - scenario: {title}\n")
    _, next_, after = rest.partition("  - scenario: ")
    return before + next_ + after


def test_scenarios_that_say_what_every_entry_decides_cover_the_pack() -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (
            "自行应诉",
            {
                ("routing/own-act", "left out", NO_SCENARIO),
                ("routing/own-act", "whatever defendant", NO_SCENARIO),
            },
        ),
        ("指定", {("routing/other", "left out", NO_SCENARIO)}),
        (
            "报备",
            {
                ("duties/papers", "left out", NO_SCENARIO),
                ("duties/papers", "working_days 3 for 2", NO_SCENARIO),
            },
        ),
        ("撤销", {("lost/revoked", "left out", NONE_FAILS)}),
        ("责令履行", {("lost/duty_ordered", "left out", NONE_FAILS)}),
        ("变更不算", {("lost/varied", "switched", NONE_FAILS)}),
        ("施行之日", {("in_force/since", "2023-01-02 for 2023-01-01", NONE_FAILS)}),
    ],
)
def test_an_entry_without_its_scenario_is_uncovered(title: str, expected: set[tuple[str, str, str]]) -> None:
    assert found(without(title)) == expected


def test_a_scenario_that_does_not_say_what_the_entry_decides_covers_nothing() -> None:
    vague = SCENARIOS.replace("is: 1/1, met: false, target: 0.05, article", "is: 1/1, article")
    assert found(vague) == {("targets/loss_rate", "0.06 for 0.05", NONE_FAILS)}


def test_a_scenario_of_another_article_covers_nothing() -> None:
    moved = SCENARIOS.replace("article: 1(1)", "article: 1(2)")
    assert found(moved) == {
        ("routing/own-act", "left out", NO_SCENARIO),
        ("routing/own-act", "whatever defendant", NO_SCENARIO),
    }


def test_a_scenario_that_fails_already_covers_nothing() -> None:
    wrong = "designation-requested: {rule: own-act}"
    broken = SCENARIOS.replace("designation-requested: {defendant: 区政府, rule: other}", wrong)
    assert found(broken) == {("routing/other", "left out", ALL_FAIL)}


def test_a_condition_that_an_earlier_rule_makes_needless_need_not_be_shown() -> None:
    penalty = "  - {rule: penalty, article: 1(3), summary: {zh: 罚, en: Fines}, "
    penalty += "when: {defendant: government, act: penalty}}\n"
    pack = PACK.replace("  - rule: other\n", f"{penalty}  - rule: other\n")
    made = [one.how for one in mutations(known(pack)["example"]) if one.mark == "routing/penalty"]
    assert made == ["left out", "whatever act"]


def test_what_an_entry_lists_and_its_days_can_be_wrong_one_by_one() -> None:
    summary = "summary: {zh: 一, en: One}"
    text = PACK + (
        f"appearing: [{{ground: weighty, article: 5(1), {summary}, accepted: [chief, deputy], since: 2023-02-01, "
        "when: {act: [penalty, coercion], any: [{group: true}, {attention: true}]}}]\n"
        f"cooperation: [{{rule: together, article: 5(2), {summary}, who: [lead_agency, bureau]}}]\n"
        f"agents: [{{rule: agents, article: 5(3), {summary}}}]\n"
        f"circulars: [{{ground: late, article: 5(4), {summary}, upon: deadline_missed, duty: papers, "
        "kinds: [street]}]\n"
        f"checklists: [{{checklist: papers, article: 5(5), {summary}, to: bureau, "
        "parts: [{part: defence, article: 5(6)}]}]\n"
    )
    more = [
        (one.mark, one.article, one.how) for one in mutations(known(text)["example"]) if "5(" in one.article
    ]
    assert [one for one in more if one[2] != "left out"] == [
        ("appearing/weighty", "5(1)", "without chief in accepted"),
        ("appearing/weighty", "5(1)", "without deputy in accepted"),
        ("appearing/weighty", "5(1)", "since 2023-02-02 for 2023-02-01"),
        ("appearing/weighty", "5(1)", "without penalty in act"),
        ("appearing/weighty", "5(1)", "without coercion in act"),
        ("appearing/weighty", "5(1)", "whatever act"),
        ("appearing/weighty", "5(1)", "without group true in any"),
        ("appearing/weighty", "5(1)", "without attention true in any"),
        ("cooperation/together", "5(2)", "without lead_agency in who"),
        ("cooperation/together", "5(2)", "without bureau in who"),
        ("checklists/papers", "5(6)", "without defence"),
        ("agents/agents", "5(3)", "one more at most"),
        ("agents/agents", "5(3)", "outside_lawyer_alone true"),
        ("circulars/late", "5(4)", "for every kind of organ"),
    ]


@pytest.mark.parametrize("pack", packs())
def test_every_entry_of_a_pack_can_be_wrong(pack: str) -> None:
    wrong = {mutation.mark for mutation in mutations(known()[pack])}
    assert wrong >= {entry.mark for entry in entries_of(known()[pack])}


@pytest.mark.parametrize("pack", packs())
def test_a_pack_that_is_wrong_in_one_entry_is_another_pack(pack: str) -> None:
    made = list(mutations(known()[pack]))
    assert [mutation.how for mutation in made if mutation.pack == known()[pack]] == []
