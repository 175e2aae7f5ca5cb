"""Is a period of appeal as long as the time after which a document takes effect? Nowhere may the two differ."""

import pytest

from shared.law.loader import PackError, load
from tests.given import packs
from tests.shared.example_pack import unresolved

TEN_DAYS = "appeal_days_ruling:\n    value: 10"


def test_an_appeal_that_runs_otherwise_than_the_time_after_which_a_document_takes_effect() -> None:
    national = packs()["national"]
    assert national.count(TEN_DAYS) == 1
    with pytest.raises(PackError) as raised:
        load(national.replace(TEN_DAYS, TEN_DAYS.replace("10", "11")))
    (found,) = raised.value.faults
    assert found.where == "parameters.appeal_days_ruling.value"
    assert found.detail == "11, where an appeal from a ruling has 10 calendar days; expected the same"


def test_a_district_that_gives_another_time_for_an_appeal_than_the_law_takes_effect_by() -> None:
    again = """\
duties:
  - duty: appeal
    article: "21"
    summary: {zh: 上诉, en: appeal}
    when: {document: judgment}
    starts: appealable_document
    due: {calendar_days: 14}
    obligor: responsible_agency
    met_by: appeal-filed
    right: true
"""
    (found,) = unresolved(("duties:\n", again))
    assert found.where == "duties.0.due"
    assert (
        found.detail == "an appeal from a judgment; expected calendar_days 15, as appeal_days_judgment says"
    )
