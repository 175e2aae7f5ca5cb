"""Huancui art. 37(7): an agency lost the same kind of case several times, and did not remedy why."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from shared.events.base import Fact
from shared.events.district import OrganRegistered
from shared.events.findings.accountability import LiabilityTriggered
from shared.law.faults import PackError
from tests.given import Given
from tests.words import (
    GOVERNMENT,
    LAND,
    POLICE,
    REGISTER,
    TOWN,
    act,
    conduct,
    docketed,
    effective,
    huancui,
    judgment,
    remedied,
    xinzhou,
)

A, B, C, D = (f"（2023）示0101行初{number}号" for number in (1, 2, 3, 4))
RETRIED = "（2025）示01行再2号"

Told = tuple[str, Fact]


def lost(case: str, on: str, agency: str = POLICE, kind: str = "penalty") -> list[Told]:
    """Tell of a case lost from a day."""
    return [
        (case, docketed(agency, on="2023-07-01")),
        (case, act(kind, acting=agency)),  # type: ignore[arg-type]
        (case, judgment("revoked", on=on, to=agency)),
        (case, effective(on)),
    ]


def told(*groups: Sequence[Told], given: Given | None = None) -> Given:
    """Return a district of which all this is told."""
    district = given or huancui()
    for case, fact in (one for group in groups for one in group):
        district.fact(case, fact)
    return district


def repeated(given: Given) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return agency and losses, by the case on which the trigger is found."""
    return {
        key.case: (finding.agency, finding.shown_by)
        for key, finding in given.findings("accountability").items()
        if isinstance(finding, LiabilityTriggered) and finding.trigger == "repeated-losses"
    }


def test_the_third_loss_within_two_years_triggers_on_its_case() -> None:
    given = told(lost(A, "2023-09-01"), lost(B, "2024-03-01"), lost(C, "2025-01-10"))
    assert repeated(given) == {C: (POLICE, (A, B, C))}
    (found,) = given.found("accountability", LiabilityTriggered)
    assert found.article == "37(7)"


def test_two_losses_are_not_several() -> None:
    assert repeated(told(lost(A, "2023-09-01"), lost(B, "2024-03-01"))) == {}


def test_every_further_loss_triggers_again() -> None:
    given = told(lost(A, "2023-09-01"), lost(B, "2024-03-01"), lost(C, "2025-01-10"), lost(D, "2025-06-01"))
    assert repeated(given) == {C: (POLICE, (A, B, C)), D: (POLICE, (A, B, C, D))}


@pytest.mark.parametrize(("third", "within"), [("2025-09-01", True), ("2025-09-02", False)])
def test_the_first_may_lie_two_years_back_to_the_day(third: str, within: bool) -> None:
    given = told(lost(A, "2023-09-01"), lost(B, "2024-03-01"), lost(C, third))
    assert (C in repeated(given)) is within


@pytest.mark.parametrize(("first", "within"), [("2024-02-29", True), ("2024-02-28", False)])
def test_half_a_year_before_the_end_of_a_long_month_is_the_end_of_a_short_one(
    first: str, within: bool
) -> None:
    given = huancui().reading("huancui", "months:\n    value: 24", "months:\n    value: 6")
    losses = told(lost(A, first), lost(B, "2024-03-01"), lost(C, "2024-08-31"), given=given)
    assert (C in repeated(losses)) is within


def test_the_number_and_the_span_are_the_packs() -> None:
    two = huancui().reading("huancui", "min_losses:\n    value: 3", "min_losses:\n    value: 2")
    assert repeated(told(lost(A, "2023-09-01"), lost(B, "2024-03-01"), given=two)) == {B: (POLICE, (A, B))}
    short = huancui().reading("huancui", "months:\n    value: 24", "months:\n    value: 6")
    years = told(lost(A, "2023-09-01"), lost(B, "2024-03-01"), lost(C, "2025-01-10"), given=short)
    assert repeated(years) == {}


def test_another_kind_of_act_or_agency_is_not_the_same() -> None:
    given = told(lost(A, "2023-09-01"), lost(B, "2024-03-01", TOWN), lost(C, "2025-01-10", kind="licence"))
    assert repeated(given) == {}


def test_it_concerns_the_unit_accountable_for_the_loss() -> None:
    cases = [
        (case, fact)
        for case, on in ((A, "2023-09-01"), (B, "2024-03-01"), (C, "2025-01-10"))
        for fact in (
            docketed(GOVERNMENT, on="2023-07-01"),
            act(in_government_name=True, implementing=LAND),
            judgment("revoked", on=on, to=GOVERNMENT),
            effective(on),
        )
    ]
    assert repeated(told(cases)) == {C: (LAND, (A, B, C))}


def test_losses_of_one_day_stand_by_their_numbers() -> None:
    given = told(*(lost(case, "2024-03-01") for case in (C, A, B)))
    assert repeated(given) == {C: (POLICE, (A, B, C))}


def test_a_loss_whose_problems_were_remedied_does_not_count() -> None:
    losses = [lost(A, "2023-09-01"), lost(B, "2024-03-01"), lost(C, "2025-01-10")]
    assert repeated(told(*losses, [(A, remedied("2023-11-01"))])) == {}
    assert repeated(told(*losses, [(C, remedied("2025-02-01", agency="区公安分局"))])) == {}
    assert C in repeated(told(*losses, [(A, remedied("2023-11-01", agency=TOWN))]))
    assert C in repeated(told(*losses, [(D, remedied("2023-11-01"))]))


def test_the_others_still_do() -> None:
    losses = [lost(A, "2023-09-01"), lost(B, "2024-03-01"), lost(C, "2025-01-10"), lost(D, "2025-06-01")]
    given = told(*losses, [(B, remedied("2024-04-01"))])
    assert repeated(given) == {D: (POLICE, (A, C, D))}


def test_a_loss_reversed_on_retrial_does_not_count() -> None:
    losses = [lost(A, "2023-09-01"), lost(B, "2024-03-01"), lost(C, "2025-01-10")]
    reversed_: list[Told] = [
        (RETRIED, docketed(POLICE, on="2025-02-01", instance="retrial", earlier=A)),
        (RETRIED, judgment("claims_rejected", served="2025-05-01")),
    ]
    assert repeated(told(*losses, reversed_)) == {}


def test_a_loss_confirmed_on_retrial_counts_once_from_the_day_of_the_last_document() -> None:
    losses = [lost(A, "2023-09-01"), lost(B, "2024-03-01"), lost(C, "2025-01-10")]
    confirmed: list[Told] = [
        (RETRIED, docketed(POLICE, on="2025-02-01", instance="retrial", earlier=A)),
        (RETRIED, judgment("revoked", served="2025-05-06")),
    ]
    assert repeated(told(*losses, confirmed)) == {RETRIED: (POLICE, (B, C, RETRIED))}


def test_what_is_won_or_still_open_does_not_count() -> None:
    won: list[Told] = [
        (C, docketed(POLICE, on="2023-07-01")),
        (C, act("penalty", acting=POLICE)),
        (C, judgment("claims_rejected", on="2025-01-10")),
        (C, effective("2025-01-10")),
    ]
    assert repeated(told(lost(A, "2023-09-01"), lost(B, "2024-03-01"), won)) == {}


def test_reconsideration_is_not_counted_with_the_suits() -> None:
    decided: list[Told] = [
        (C, docketed(GOVERNMENT, on="2023-07-01", category="reconsideration")),
        (C, act("penalty", acting=POLICE)),
        (C, judgment("revoked", served="2025-01-10", to=GOVERNMENT, losing=(POLICE,))),
    ]
    assert repeated(told(lost(A, "2023-09-01"), lost(B, "2024-03-01"), decided)) == {}


def test_an_agency_is_named_in_full_whatever_stands_in_its_name() -> None:
    odd = "示范区甲|乙局"
    given = huancui().registered(
        *REGISTER, OrganRegistered(code="d9", name=odd, kind="department", superior=GOVERNMENT)
    )
    losses = [lost(case, on, odd) for case, on in ((A, "2023-09-01"), (B, "2024-03-01"), (C, "2025-01-10"))]
    assert repeated(told(*losses, given=given)) == {C: (odd, (A, B, C))}


def test_in_any_order_of_arrival() -> None:
    groups: list[list[Told]] = [lost(A, "2023-09-01"), lost(B, "2024-03-01"), lost(C, "2025-01-10")]
    groups.append([(A, conduct("other"))])
    for order in permutations(groups):
        assert repeated(told(*order)) == {C: (POLICE, (A, B, C))}


def test_xinzhou_has_no_such_trigger() -> None:
    given = told(lost(A, "2023-09-01"), lost(B, "2024-03-01"), lost(C, "2025-01-10"), given=xinzhou())
    assert given.found("accountability", LiabilityTriggered) == []


@pytest.mark.parametrize("name", ["min_losses", "months"])
def test_a_pack_that_counts_losses_says_how_many_and_within_which_time(name: str) -> None:
    given = huancui().reading("huancui", f"  {name}:\n", f"  {name}_unread:\n")
    with pytest.raises(PackError, match="min_losses and months"):
        _ = given.world
