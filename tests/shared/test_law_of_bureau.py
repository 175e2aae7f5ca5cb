"""What may a pack say of the bureau's own duties, and what of them does the law of a district hold?"""

import pytest

from shared.law.loader import laws_of, load
from tests.given import packs
from tests.shared.example_pack import fault, faults, unresolved, written

DUTIES = "duties:\n"
OWN = """duties:
  - duty: bulletin
    article: "1"
    summary: {zh: 通报, en: bulletin}
    starts: quarter_end
    due: {months: 1}
    obligor: bureau
    met_by: bulletin-published
"""


def test_a_pack_may_hold_them() -> None:
    (duty,) = (one for one in load(written((DUTIES, OWN))).duties if one.of_period)
    assert (duty.duty, duty.starts) == ("bulletin", "quarter_end")


@pytest.mark.parametrize(
    ("old", "new", "where", "detail"),
    [
        (
            "met_by: bulletin-published",
            "met_by: archived",
            "met_by",
            "'archived' meets no quarter_end; expected one of bulletin-published",
        ),
        ("obligor: bureau", "obligor: finance", "obligor", "finance owes nothing for a quarter or a year"),
        ("{months: 1}", "{working_days: 3, before: start}", "due", "expected a length from the end"),
        ("{months: 1}", "{months: 1, calendar_days: 3}", "due", "expected exactly one length"),
        ("{months: 1}", "{months: 1}\n    when: {act: penalty}", "when", "expected no when"),
        ("{months: 1}", "{months: 1}\n    stays: true", "stays", "expected no stays"),
        ("{months: 1}", "{months: 1}\n    lifted_by: case-ended", "lifted_by", "expected no lifted_by"),
        ("{months: 1}", "{months: 1}\n    steps: [archived]", "steps", "expected no steps"),
        (
            "{months: 1}",
            "{months: 1}\n    since: 2024-01-01\n    until: 2024-01-01",
            "until",
            "expected a later day",
        ),
    ],
)
def test_what_would_need_a_case_is_refused(old: str, new: str, where: str, detail: str) -> None:
    assert old in OWN
    found = fault(DUTIES, OWN.replace(old, new))
    assert found.where == f"duties.0.{where}"
    assert detail in found.detail


def test_no_other_period_has_an_end() -> None:
    found = faults((DUTIES, OWN.replace("quarter_end", "month_end")))
    assert found[0].where == "duties.0.starts"
    assert "quarter_end, year_end" in found[0].detail


def test_a_duty_of_cases_is_met_by_no_bulletin() -> None:
    found = fault("met_by: papers-reported", "met_by: bulletin-published")
    assert "no dated fact type 'bulletin-published'" in found.detail


@pytest.mark.parametrize(
    ("pack", "duties"),
    [("xinzhou", ["annual_report"]), ("huancui", ["quarterly_bulletin", "annual_report"])],
)
def test_a_law_tells_the_bureaus_duties_from_those_in_cases(pack: str, duties: list[str]) -> None:
    (law,) = laws_of(pack, packs())
    assert [duty.duty for duty in law.bureau_duties] == duties
    assert set(duties).isdisjoint(law.duty_names)
    assert set(duties) <= law.soft


def test_a_circular_is_upon_no_duty_of_the_bureaus_own() -> None:
    (found,) = unresolved((DUTIES, OWN), ("duty: papers}", "duty: bulletin}"))
    assert found.where == "circulars.0.duty"
    assert "no duty 'bulletin'; expected one of papers" in found.detail
