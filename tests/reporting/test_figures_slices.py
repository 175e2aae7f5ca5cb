"""Figures by kind of act, court, instance and officer (docs: figures)."""

import json
from collections import defaultdict
from dataclasses import replace
from functools import cache

import pytest

from services.reporting.figures import FIGURES, SLICES, Count
from shared.events.agency import OfficerNamed
from shared.events.bureau import OfficerCoordinated
from shared.events.court import Attendee, HearingScheduled
from tests.given import Given
from tests.reporting import by_hand
from tests.reporting.test_examples_in_memory import DISTRICTS, EXAMPLES, told
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    HOUSING,
    POLICE,
    SECOND,
    TOWN,
    act,
    asked_again,
    day,
    docketed,
    hearing,
    huancui,
    judgment,
    officer,
    xinzhou,
)

Place = by_hand.Place


@cache
def sums(district: str) -> dict[Place, tuple[int, int]]:
    return summed(told(district).counts())


def summed(counts: list[Count]) -> dict[Place, tuple[int, int]]:
    found: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
    for one in counts:
        for period in (f"{one.on:%Y}", f"{one.on:%Y-%m}", f"{one.on:%Y}-Q{(one.on.month + 2) // 3}"):
            both = found[period, one.by, one.agency, one.metric]
            both[0] += one.counted
            both[1] += 1
    return {place: (both[0], both[1]) for place, both in found.items()}


@pytest.mark.parametrize("district", DISTRICTS)
def test_every_slice_is_what_a_count_of_the_ledgers_rows_gives(district: str) -> None:
    by_rows = by_hand.counted(district)
    assert {by for _, by, _, _ in by_rows} == {*SLICES}
    found = sums(district)
    wrong = {
        place: (counts, found.get(place)) for place, counts in by_rows.items() if found.get(place) != counts
    }
    assert wrong == {}
    metrics = {metric for _, _, _, metric in by_rows}
    assert {place for place in found if place[1] in SLICES and place[3] in metrics} <= by_rows.keys()


@pytest.mark.parametrize("district", DISTRICTS)
@pytest.mark.parametrize("by", ["act", "court", "instance"])
def test_slices_add_up_to_every_published_figure_of_the_district(by: str, district: str) -> None:
    expected = json.loads((EXAMPLES / f"{district}-2023" / "expected.json").read_text(encoding="utf-8"))
    added: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for (period, of, _, metric), counts in sums(district).items():
        if of == by:
            both = added[period, metric]
            both[0] += counts[0]
            both[1] += counts[1]
    for row in expected:
        if row["agency"] == "*" and row["period"].count("H") == 0:
            both = added[row["period"], row["metric"]]
            assert both == [row["numerator"], row["denominator"]], row


@pytest.mark.parametrize("district", DISTRICTS)
@pytest.mark.parametrize("by", ["act", "court", "instance"])
def test_every_figure_but_the_parts_of_docketing_is_there_by_what_a_case_is(by: str, district: str) -> None:
    counts = told(district).counts()
    whole = {one.metric for one in counts if one.by == "*"}
    assert {one.metric for one in counts if one.by == by} == {
        one for one in whole if not one.startswith("docketed:")
    }


@pytest.mark.parametrize("district", DISTRICTS)
def test_an_officer_has_every_figure_but_single_duties(district: str) -> None:
    found = {one.metric for one in told(district).counts() if one.by == "leader"}
    assert {one for one in found if one.startswith(("on_time_rate:", "docketed:"))} == set()
    assert {"loss_rate", "on_time_rate", "heard", "concluded"} <= found
    assert {*FIGURES} - found <= {"suggestion_reply_rate", "chief_duty_rate", "performance_rate"}


def named(name: str, organ: str = POLICE, **more: object) -> Attendee:
    return replace(officer(organ), name=name, **more)  # type: ignore[arg-type]


def of(given: Given, metric: str, name: str, organ: str = POLICE) -> tuple[int, int] | None:
    """Return a figure of an officer."""
    return summed(given.counts()).get(("2023", "leader", f"{organ} {name}", metric))


def test_each_officer_counts_with_what_that_very_person_did() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    given.facts(
        FIRST, hearing("2023-05-10", named("张某", rank="chief", spoke=False), named("李某", spoke=True))
    )
    assert of(given, "appearance_rate", "张某") == (1, 1)
    assert of(given, "voiced_appearance_rate", "张某") == (0, 1)
    assert of(given, "chief_appearance_rate", "张某") == (1, 1)
    assert of(given, "voiced_appearance_rate", "李某") == (1, 1)
    assert of(given, "chief_appearance_rate", "李某") == (0, 1)
    assert given.rate("chief_voiced_appearance_rate") == (0, 1)


def test_who_was_named_and_did_not_come_has_the_case_in_the_denominator_alone() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    given.facts(FIRST, OfficerNamed(named_on=day("2023-05-01"), agency=POLICE, officer="王某", rank="deputy"))
    given.facts(FIRST, hearing("2023-05-10", named("张某")))
    assert of(given, "appearance_rate", "王某") == (0, 1)
    assert of(given, "appearance_rate", "张某") == (1, 1)


def test_an_agency_that_answers_names_the_officer_of_the_government() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=HOUSING))
    given.facts(
        FIRST, OfficerNamed(named_on=day("2023-05-01"), agency=HOUSING, officer="王某", rank="deputy")
    )
    given.facts(FIRST, hearing("2023-05-10"))
    assert of(given, "appearance_rate", "王某", GOVERNMENT) == (0, 1)


def test_who_was_found_to_have_to_come_has_the_case() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=HOUSING))
    given.facts(FIRST, HearingScheduled(hearing_on=day("2023-05-10")))
    given.facts(
        FIRST, OfficerCoordinated(hearing_on=day("2023-05-10"), officer="赵某"), hearing("2023-05-10")
    )
    assert of(given, "appearance_rate", "赵某", GOVERNMENT) == (0, 1)


def test_who_came_without_fit_proof_has_not_appeared() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    given.facts(FIRST, hearing("2023-05-10", named("张某", identity_fit=False), named("李某")))
    assert of(given, "appearance_rate", "张某") == (0, 1)


def test_where_nobody_came_again_when_asked_nobody_appeared() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing("2023-05-10", named("张某")))
    given.facts(FIRST, asked_again("2023-06-10"), hearing("2023-06-10"))
    assert of(given, "appearance_rate", "张某") == (0, 1)


def test_staff_and_people_without_a_name_have_no_row() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    given.facts(
        FIRST, hearing("2023-05-10", officer(), named("周某", role="staff"), named("吴某", rank="none"))
    )
    assert {one.agency for one in given.counts() if one.by == "leader"} == set()


def test_the_bureaus_chief_has_no_rate_of_appearance() -> None:
    given = huancui().facts(
        FIRST, docketed(POLICE), hearing("2023-08-30", named("郑某", BUREAU, rank="chief"))
    )
    assert of(given, "appearance_rate", "郑某", BUREAU) is None
    assert of(given, "heard", "郑某", BUREAU) == (1, 1)


def test_an_officer_shares_the_loss_of_the_own_agency_only() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN))
    given.facts(FIRST, hearing("2023-05-10", named("张某"), named("李某", TOWN)))
    given.facts(FIRST, judgment("revoked", served="2023-06-01", losing=(TOWN,)))
    assert of(given, "loss_rate", "张某") == (0, 1)
    assert of(given, "loss_rate", "李某", TOWN) == (1, 1)
    assert of(given, "first_instance_loss_rate", "张某") == (0, 1)


def test_a_dispute_counts_at_the_court_and_instance_of_its_final_document() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), act("licence"), judgment("revoked", served="2023-06-01"))
    given.facts(SECOND, docketed(POLICE, on="2023-07-01", instance="second", earlier=FIRST))
    given.facts(SECOND, judgment("appeal_rejected", served="2023-10-16"))
    found = {
        (by, row): counts
        for (period, by, row, metric), counts in summed(given.counts()).items()
        if (period, metric) == ("2023", "loss_rate") and by in SLICES
    }
    assert found == {("act", "licence"): (1, 1), ("court", "示01"): (1, 1), ("instance", "second"): (1, 1)}
