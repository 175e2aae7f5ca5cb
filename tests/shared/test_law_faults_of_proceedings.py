"""What may be wrong with the stages of a proceeding after a loss in a law pack?"""

import pytest

from shared.law.loader import load
from tests.shared.example_pack import fault, faults, written

LAST = "appearance:"

STAGE = 'article: "32", summary: {zh: 一, en: x}'


def stages(*said: str) -> str:
    """Return a section of stages, each with what is said of it beside its article."""
    entries = "".join(
        f"  - {{stage: s{number}, {STAGE}, {one}}}\n" for number, one in enumerate(said, start=1)
    )
    return f"proceeding:\n{entries}{LAST}"


@pytest.mark.parametrize(
    ("said", "field", "detail"),
    [
        ("done_by: inquired", "done_by", "no dated fact type 'inquired'; expected one of"),
        ("done_by: annual-report-published", "done_by", "no dated fact type"),
        ("done_by: work-report-filed", "done_by", "no dated fact type"),
        ("done_by: loss-analysed, by: [unit]", "by", "does not say which unit it is about and who did it"),
        ("done_by: inquiry-approved, by: [unit]", "by", "expected no by, or one of decision-made"),
        (
            "done_by: review-completed, on_unit: [superior], by: [unit]",
            "on_unit",
            "is asked of decision-made",
        ),
        ("done_by: decision-made, on_unit: [superior]", "on_unit", "expected by beside it"),
        ("done_by: inquiry-completed, needs: [causes]", "needs", "is asked of inquiry-reported"),
        ("done_by: review-fed-back, joint_with: [court]", "joint_with", "is asked of review-completed"),
        (
            "done_by: review-completed, joint_when: {group: true}",
            "joint_when",
            "expected joint_with beside it",
        ),
        (
            "done_by: review-completed, joint_with: [court], joint_when: {grave: true}",
            "joint_when",
            "unknown attribute 'grave'",
        ),
        (
            "done_by: review-completed, joint_with: [court], joint_when: {first_heard_of_year: true}",
            "joint_when",
            "unknown attribute",
        ),
        (
            "done_by: review-completed, joint_with: [court], "
            "joint_when: {act: penalty, any: [{act: licence}, {act: inaction}]}",
            "joint_when",
            "can never apply",
        ),
        ("done_by: inquiry-completed, category: []", "category", "expected one or more of litigation"),
        ("done_by: inquiry-completed, category: civil", "category", "civil is not governed here"),
    ],
)
def test_a_stage_that_could_never_be_done_or_asks_for_what_nothing_holds(
    said: str, field: str, detail: str
) -> None:
    found = fault(LAST, stages(said))
    assert (found.where, detail in found.detail) == (f"proceeding.0.{field}", True), found


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("done_by: inquiry-completed, by: [court]", "by.0"),
        ("done_by: decision-made, by: [unit], on_unit: [leader]", "on_unit.0"),
        ("done_by: inquiry-reported, needs: [signature]", "needs.0"),
        ("done_by: review-completed, joint_with: [police]", "joint_with.0"),
        ("done_by: inquiry-completed, category: criminal", "category.0"),
    ],
)
def test_words_that_no_stage_may_use(said: str, field: str) -> None:
    assert fault(LAST, stages(said)).where == f"proceeding.0.{field}"


def test_a_fact_completes_one_stage_of_a_kind_of_proceeding() -> None:
    found = fault(LAST, stages("done_by: loss-analysed", "done_by: loss-analysed"))
    assert (found.where, found.detail) == (
        "proceeding.1.done_by",
        "'loss-analysed' completes 's1' already; expected another fact type",
    )


def test_a_stage_that_stands_twice() -> None:
    twice = stages("done_by: inquiry-completed", "done_by: loss-analysed").replace("s2", "s1")
    assert [one.where for one in faults((LAST, twice))] == ["proceeding.1"]


def test_for_another_kind_of_proceeding_the_same_fact_may_complete_another_stage() -> None:
    civil = "categories: [{category: civil, article: '34', summary: {zh: 一, en: x}}]\n"
    two = stages("done_by: loss-analysed", "done_by: loss-analysed, category: civil")
    pack = load(written((LAST, civil + two)))
    assert [stage.category for stage in pack.proceeding] == [("litigation",), ("civil",)]
