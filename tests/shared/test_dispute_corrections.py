"""What does a fact say after corrections and retractions, in whatever order they arrived?"""

from itertools import permutations

import pytest

from shared.codec import encode, type_of
from shared.dispute import effective
from shared.envelope import Draft
from shared.events.agency import DefenceFiled
from shared.events.base import Fact
from shared.events.court import CaseDocketed, HearingHeld
from shared.events.district import OrganRegistered
from shared.events.findings.common import FactParked
from shared.events.intake import FactCorrected, FactRetracted
from tests.given import Given
from tests.words import (
    FIRST,
    POLICE,
    REGISTER,
    SECOND,
    STRANGER,
    TOWN,
    docketed,
    filed,
    hearing,
    judgment,
    officer,
    xinzhou,
)

COURT = "court/test"


def fact(fact: Fact, id_: str, case: str = FIRST, source: str = COURT) -> Draft:
    """Return a report."""
    return Draft(
        source=source, id=id_, type=type_of(type(fact)), subject=case, district="xinzhou", data=encode(fact)
    )


def correction(of: str, replaces: str, id_: str, to: Fact, case: str = FIRST, source: str = COURT) -> Draft:
    """Return a correction of the court's fact `of`."""
    event = FactCorrected(
        target_source=COURT, target_id=of, replaces=replaces, type=type_of(type(to)), data=encode(to)
    )
    return fact(event, id_, case, source)


def retraction(of: str, replaces: str, id_: str, kind: type[Fact], source: str = COURT) -> Draft:
    """Return a retraction of the court's fact `of`."""
    event = FactRetracted(target_source=COURT, target_id=of, replaces=replaces, type=type_of(kind))
    return fact(event, id_, source=source)


def told(*drafts: Draft) -> Given:
    """Return a district of which these drafts are told."""
    given = xinzhou()
    for draft in drafts:
        given.told(draft)
    return given


def says(given: Given, kind: type[Fact], case: str = FIRST) -> list[Fact]:
    """Return the facts of a type that stand in a case."""
    cases = {one.number: one for dispute in given.judged() for one in dispute.cases}
    return list(cases[case].all(kind)) if case in cases else []


CHAIN = (
    fact(filed("2023-05-10"), "f"),
    correction("f", "f", "f#1", filed("2023-05-11")),
    retraction("f", "f#1", "f#2", DefenceFiled),
    correction("f", "f#2", "f#3", filed("2023-05-13")),
)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_corrected_taken_back_and_stated_again_in_any_order_of_arrival(order: tuple[int, ...]) -> None:
    assert says(told(*(CHAIN[number] for number in order)), DefenceFiled) == [filed("2023-05-13")]


@pytest.mark.parametrize(
    ("revisions", "stands"), [(1, ["2023-05-10"]), (2, ["2023-05-11"]), (3, []), (4, ["2023-05-13"])]
)
def test_each_revision_replaces_the_one_before(revisions: int, stands: list[str]) -> None:
    found = says(told(fact(docketed(), "d"), *CHAIN[:revisions]), DefenceFiled)
    assert found == [filed(on) for on in stands]


def test_a_correction_that_arrives_before_its_target_says_it_already() -> None:
    assert says(told(CHAIN[1]), DefenceFiled) == [filed("2023-05-11")]
    assert says(told(CHAIN[1], CHAIN[0]), DefenceFiled) == [filed("2023-05-11")]


def test_a_retraction_that_arrives_before_its_target_is_not_forgotten() -> None:
    taken_back = retraction("f", "f", "f#1", DefenceFiled)
    assert says(told(taken_back, CHAIN[0], fact(docketed(), "d")), DefenceFiled) == []


def test_a_later_revision_waits_for_the_one_between() -> None:
    assert says(told(CHAIN[0], CHAIN[3]), DefenceFiled) == [filed("2023-05-10")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_two_corrections_of_the_same_revision_always_the_same_counts_and_people_are_told(
    order: tuple[int, ...],
) -> None:
    ledger = correction("f", "f", "f#a", filed("2023-05-11"), source="ledger/x")
    bureau = correction("f", "f", "f#b", filed("2023-05-12"), source="bureau/x")
    given = told(*((CHAIN[0], ledger, bureau)[number] for number in order))
    assert says(given, DefenceFiled) == [filed("2023-05-12")]
    assert given.judged()[0].cases[0].contested == (f"{COURT} f",)
    found = [one for one in given.found("routing", FactParked) if one.reason == "contradiction"]
    assert [one.about for one in found] == ["f"]


def test_whoever_revises_a_contested_fact_once_more_has_settled_it() -> None:
    ledger = correction("f", "f", "f#a", filed("2023-05-11"), source="ledger/x")
    bureau = correction("f", "f", "f#b", filed("2023-05-12"), source="bureau/x")
    settled = correction("f", "f#b", "f#c", filed("2023-05-11"), source="bureau/x")
    given = told(CHAIN[0], ledger, bureau, settled)
    assert says(given, DefenceFiled) == [filed("2023-05-11")]
    assert given.judged()[0].cases[0].contested == ()


@pytest.mark.parametrize("reverse", [False, True])
def test_two_corrections_alike_in_source_kind_and_id_are_decided_too(reverse: bool) -> None:
    rivals = [
        correction("f", "f", "f#1", filed("2023-05-11"), source="bureau/a"),
        correction("f", "f", "f#1", filed("2023-05-12"), source="bureau/b"),
    ]
    given = told(CHAIN[0], *(rivals[::-1] if reverse else rivals))
    assert says(given, DefenceFiled) == [filed("2023-05-11")]


def test_the_same_correction_twice_is_no_conflict() -> None:
    given = told(CHAIN[0], CHAIN[1], CHAIN[1])
    assert says(given, DefenceFiled) == [filed("2023-05-11")]
    assert given.judged()[0].cases[0].contested == ()


def test_corrections_that_replace_one_another_in_a_circle_end() -> None:
    one = correction("f", "f", "f#1", filed("2023-05-11"))
    two = correction("f", "f#1", "f", filed("2023-05-12"))
    assert effective(told(CHAIN[0], one, two).records)[1] == ()


def test_a_corrected_fact_keeps_the_weight_of_who_reported_it() -> None:
    ledgers = fact(docketed(TOWN), "1", source="ledger/x")
    courts = fact(docketed(POLICE), "2")
    mended = correction("2", "2", "2#1", docketed(POLICE, on="2023-02-01"), source="ledger/x")
    assert says(told(ledgers, courts, mended), CaseDocketed) == [docketed(POLICE, on="2023-02-01")]


def test_a_correction_may_move_a_fact_to_another_case() -> None:
    given = told(
        fact(docketed(), "d1"),
        fact(docketed(TOWN), "d2", SECOND),
        fact(hearing("2023-05-08", officer(TOWN)), "h"),
    )
    assert given.rate("appearance_rate") == (0, 1)
    given.told(correction("h", "h", "h#1", hearing("2023-05-08", officer(TOWN)), SECOND))
    assert says(given, HearingHeld) == []
    assert given.rate("appearance_rate", agency=TOWN) == (1, 1)
    assert given.rate("appearance_rate", agency=POLICE) is None


def test_a_docketing_moved_to_another_number_leaves_what_else_was_told_parked() -> None:
    given = told(fact(docketed(), "d"), fact(hearing("2023-05-08", officer()), "h"))
    given.told(correction("d", "d", "d#1", docketed(), SECOND))
    assert given.parked(FIRST) == [("case-not-docketed", FIRST)]
    assert given.answer(SECOND)[2] == (POLICE,)
    assert given.rate("appearance_rate") is None


def test_a_correction_may_join_two_disputes_and_another_part_them() -> None:
    lost, won = judgment("revoked", served="2023-06-26"), judgment("claims_rejected", served="2023-10-16")
    given = told(
        fact(docketed(), "d1"),
        fact(lost, "j1"),
        fact(docketed(instance="second"), "d2", SECOND),
        fact(won, "j2", SECOND),
    )
    assert given.rate("loss_rate") == (1, 2)
    linked = docketed(instance="second", earlier=FIRST)
    given.told(correction("d2", "d2", "d2#1", linked, SECOND))
    assert given.rate("loss_rate") == (0, 1)
    given.told(correction("d2", "d2#1", "d2#2", docketed(instance="second"), SECOND))
    assert given.rate("loss_rate") == (1, 2)


def test_a_correction_may_change_the_organ_and_release_what_was_parked() -> None:
    given = told(fact(docketed(STRANGER), "d"))
    assert given.parked(FIRST) == [("unknown-organ", STRANGER)]
    given.told(correction("d", "d", "d#1", docketed("区公安分局")))
    assert given.parked(FIRST) == []
    assert given.answer(FIRST)[2] == (POLICE,)


def test_an_organ_registered_otherwise_judges_its_cases_otherwise() -> None:
    given = told(fact(docketed(STRANGER), "d"))
    assert given.parked(FIRST) != []
    given.registered(*REGISTER, OrganRegistered(code="x", name=STRANGER, kind="street"))
    assert given.parked(FIRST) == []
    assert given.answer(FIRST)[2] == (STRANGER,)


def test_a_retracted_docketing_leaves_nothing_that_counts() -> None:
    given = told(fact(docketed(), "d"), fact(judgment("revoked", served="2023-06-26"), "j"))
    assert given.rate("loss_rate") == (1, 1)
    given.told(retraction("d", "d", "d#1", CaseDocketed))
    assert given.counts() == []
    assert given.parked(FIRST) == [("case-not-docketed", FIRST)]


def test_when_the_last_fact_of_a_case_is_taken_back_nothing_of_it_is_left() -> None:
    given = told(fact(docketed(), "d"), retraction("d", "d", "d#1", CaseDocketed))
    assert given.judged() == []
