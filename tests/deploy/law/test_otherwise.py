"""In which ways can the entries of a proceeding after a loss, and of what leads to liability, be wrong?"""

from deploy.law.mutations import mutations
from tests.deploy.law.example import PACK, known

SUMMARY = "summary: {zh: 一, en: One}"


def made(section: str) -> list[tuple[str, str]]:
    """Return how the entries of a section can be wrong beside being left out, each with its mark."""
    found = ((one.mark, one.how) for one in mutations(known(PACK + section)["example"]))
    name = section.partition(":")[0]
    return [(mark, how) for mark, how in found if mark.startswith(name) and how != "left out"]


def test_a_stage_may_ask_for_less_and_come_too_early() -> None:
    stages = (
        "proceeding:\n"
        f"  - {{stage: one, article: '6', {SUMMARY}, done_by: inquiry-reported, by: [unit, superior], "
        "needs: [causes]}\n"
        f"  - {{stage: two, article: '6', {SUMMARY}, done_by: review-completed, by: [bureau], "
        "joint_with: [court], joint_when: {major_impact: true}}\n"
        f"  - {{stage: three, article: '6', {SUMMARY}, done_by: decision-made, by: [unit], on_unit: [superior]}}\n"
    )
    assert made(stages) == [
        ("proceeding/one", "without unit in by"),
        ("proceeding/one", "without superior in by"),
        ("proceeding/one", "by nothing for unit, superior"),
        ("proceeding/one", "needs nothing for causes"),
        ("proceeding/two", "by nothing for bureau"),
        ("proceeding/two", "joint_with nothing for court"),
        ("proceeding/two", "joint whatever major_impact"),
        ("proceeding/two", "before one"),
        ("proceeding/three", "by nothing for unit"),
        ("proceeding/three", "on_unit nothing for superior"),
        ("proceeding/three", "before two"),
    ]


def test_a_ground_may_lead_elsewhere_or_ask_for_nothing() -> None:
    ground = (
        f"grounds: [{{ground: slight, article: '7', {SUMMARY}, conclusion: tolerated, needs: reasons}}]\n"
    )
    assert made(ground) == [
        ("grounds/slight", "conclusion held_accountable for tolerated"),
        ("grounds/slight", "conclusion not_held_accountable for tolerated"),
        ("grounds/slight", "needs nothing for reasons"),
    ]


def test_a_trigger_may_be_shown_by_less_and_count_more() -> None:
    triggers = (
        "liability:\n"
        f"  - {{trigger: away, article: '8', {SUMMARY}, conduct: [nobody_sent, refused_to_appear], "
        "without_reason: true, adverse_effect: true}\n"
        f"  - {{trigger: silent, article: '8', {SUMMARY}, deadline_missed: papers, "
        "suggestions: [judicial, normative]}\n"
    )
    assert made(triggers) == [
        ("liability/away", "without nobody_sent in conduct"),
        ("liability/away", "without refused_to_appear in conduct"),
        ("liability/away", "not without_reason"),
        ("liability/away", "not adverse_effect"),
        ("liability/silent", "without judicial in suggestions"),
        ("liability/silent", "without normative in suggestions"),
        ("liability/silent", "suggestions nothing for judicial, normative"),
    ]


def test_every_kind_of_suggestion_named_is_as_good_as_none() -> None:
    every = (
        f"liability: [{{trigger: silent, article: '8', {SUMMARY}, deadline_missed: papers, "
        "suggestions: [judicial, procuratorial, normative]}]\n"
    )
    assert "suggestions nothing" not in " ".join(how for _, how in made(every))


def test_an_item_of_the_assessment_is_wrong_where_it_says_how_it_weighs_and_measures() -> None:
    items = (
        "assessment:\n"
        f"  - {{item: plain, article: '10', {SUMMARY}}}\n"
        f"  - {{item: losses, article: '10', {SUMMARY}, figures: [loss_rate, appearance_rate], by: accountable, "
        "weight: 2, full: 0.05, none: 0.25}\n"
    )
    assert made(items) == [
        ("assessment/losses", "without loss_rate in figures"),
        ("assessment/losses", "without appearance_rate in figures"),
        ("assessment/losses", "figures nothing for loss_rate, appearance_rate"),
        ("assessment/losses", "weight 3 for 2"),
        ("assessment/losses", "full 0.06 for 0.05"),
        ("assessment/losses", "none 0.26 for 0.25"),
        ("assessment/losses", "by responsible for accountable"),
    ]
