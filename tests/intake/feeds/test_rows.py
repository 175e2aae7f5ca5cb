"""Do the fields courts send carry all that a ledger holds of what a court knows?"""

from typing import Any

import pytest

from services.intake.feeds.stating import read
from tests import ledgers
from tests.e2e.town import facts_of
from tests.intake.feeds.given import standard
from tests.intake.feeds.rows import OF_THE_COURT, record_of


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
def test_a_record_states_what_the_row_of_the_same_case_states(district: str) -> None:
    rows = ledgers.example(district)
    instances = {row["案号"]: row["审级"] for row in rows}
    wanted: dict[tuple[str, str], list[Any]] = {}
    for draft in facts_of(district, "ledger", ledgers.example_bytes(district, "ledger")):
        if draft.type in OF_THE_COURT:
            wanted.setdefault((draft.subject, draft.type), []).append(draft.data)

    found: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        told = read(standard(), record_of(row, instances, "20240301"))
        assert not told.bad, (row, told.bad)
        assert not told.strays
        for fact in told.facts:
            found.setdefault((told.case, f"yingsu.{fact.name}.v1"), []).append(fact.data)

    ended = {key: said for key, said in found.items() if key[1] == "yingsu.case-ended.v1"}
    assert {key: said for key, said in found.items() if key not in ended} == wanted
    assert len(ended) == sum(bool(row["裁判日期"]) for row in rows), "which no ledger says"
