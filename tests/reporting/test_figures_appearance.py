"""Appearance figures: heard cases in which an officer appeared, spoke, was the chief, and both (docs: figures)."""

import pytest

from shared.events.agency import AbsenceExplained
from shared.events.base import Fact
from shared.events.court import Attendee, HearingHeld
from shared.events.words import Rank
from tests.given import Given
from tests.words import (
    FIRST,
    POLICE,
    SECOND,
    TOWN,
    asked_again,
    day,
    docketed,
    hearing,
    judgment,
    officer,
    xinzhou,
)

FOUR = (
    "appearance_rate",
    "voiced_appearance_rate",
    "chief_appearance_rate",
    "chief_voiced_appearance_rate",
)
ONE, TWO, THREE = "2023-05-08", "2023-06-12", "2024-01-08"


def told(*facts: Fact) -> Given:
    """Return a case against the police of which these facts are told."""
    return xinzhou().facts(FIRST, docketed(POLICE), *facts)


def counted(given: Given, period: str = "2023") -> str:
    """Return which of the four count, a letter each: appeared, voiced, chief, both; a dot for one that does not."""
    rates = [given.rate(metric, period) for metric in FOUR]
    assert all(rate is not None and rate[1] == 1 for rate in rates), "all four have one denominator"
    return "".join(letter if rate and rate[0] else "." for letter, rate in zip("avcb", rates, strict=True))


@pytest.mark.parametrize(
    ("rank", "spoke", "counts"),
    [
        ("chief", True, "avcb"),
        ("chief", False, "a.c."),
        ("deputy", True, "av.."),
        ("deputy", False, "a..."),
        ("sharing", True, "av.."),
        ("none", True, "...."),
    ],
)
def test_rank_and_voice_decide(rank: Rank, spoke: bool, counts: str) -> None:
    assert counted(told(hearing(ONE, officer(rank=rank, spoke=spoke)))) == counts


def test_somebody_must_both_be_the_chief_and_speak() -> None:
    both = hearing(ONE, officer(rank="chief", spoke=False), officer(rank="deputy", spoke=True))
    assert counted(told(both)) == "avc."


def test_a_case_counts_in_the_period_of_its_first_hearing_whatever_happens_later() -> None:
    given = told(hearing(THREE, officer()), hearing(ONE))
    assert counted(given, "2023") == "av.."
    assert given.rate("appearance_rate", "2024") is None


def test_a_case_decided_on_papers_is_not_in_the_denominator() -> None:
    given = told(hearing(ONE, officer()))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST))
    given.facts(SECOND, judgment("appeal_rejected", served="2023-09-11"))
    assert given.rate("appearance_rate") == (1, 1)
    assert given.rate("heard") == (1, None)


def test_each_instance_is_a_case_of_its_own() -> None:
    given = told(hearing(ONE, officer()))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST), hearing(TWO))
    assert given.rate("appearance_rate") == (1, 2)


@pytest.mark.parametrize("sat", [ONE, TWO])
def test_of_several_hearings_one_is_enough(sat: str) -> None:
    given = told(*(hearing(on, *([officer()] if on == sat else [])) for on in (ONE, TWO)))
    assert counted(given) == "av.."


def test_speaking_at_one_of_the_hearings_attended_is_enough() -> None:
    given = told(hearing(ONE, officer(spoke=False)), hearing(TWO, officer(rank="chief")))
    assert counted(given) == "avcb"


def test_a_case_that_fails_the_new_notice_counts_in_none_of_the_three() -> None:
    given = told(hearing(ONE, officer(rank="chief")), hearing(TWO), asked_again(TWO))
    assert counted(given) == "...."


def test_who_comes_again_after_each_new_notice_appeared() -> None:
    given = told(hearing(ONE, officer()), hearing(TWO, officer()), asked_again(TWO))
    assert counted(given) == "av.."


def test_a_later_hearing_without_a_new_notice_asks_nothing() -> None:
    given = told(hearing(ONE, officer()), hearing(TWO), hearing(THREE), asked_again(THREE))
    assert counted(given) == "...."
    assert counted(told(hearing(ONE, officer()), hearing(TWO))) == "av.."


def test_a_notice_for_a_hearing_that_was_not_held_asks_nothing() -> None:
    assert counted(told(hearing(ONE, officer()), asked_again(TWO))) == "av.."


def test_a_notice_for_a_hearing_before_the_one_at_which_they_sat_asks_nothing() -> None:
    assert counted(told(hearing(ONE), asked_again(ONE), hearing(TWO, officer()))) == "av.."


def test_a_notice_for_the_hearing_at_which_they_first_sat_is_kept() -> None:
    given = told(hearing(ONE), hearing(TWO, officer()), asked_again(TWO))
    assert counted(given) == "av.."


@pytest.mark.parametrize(
    "person",
    [
        officer(identity_fit=False),
        officer("邻县公安局"),
        officer(TOWN),
        Attendee(organ=POLICE, role="staff", rank="deputy"),
        Attendee(organ=POLICE, role="outside_lawyer"),
    ],
)
def test_who_is_no_officer_of_a_defendant_with_fit_proof_does_not_count(person: Attendee) -> None:
    assert counted(told(hearing(ONE, person))) == "...."


def test_an_officer_named_by_an_alias_of_the_defendant_counts() -> None:
    assert counted(told(hearing(ONE, officer("区公安分局")))) == "av.."


def test_a_validly_excused_absence_stays_in_the_denominator() -> None:
    excused = AbsenceExplained(reason="force_majeure", proof_fit=True)
    assert counted(told(hearing(ONE), excused)) == "...."


def test_read_otherwise_it_leaves_the_denominator_but_was_heard() -> None:
    given = told(hearing(ONE), AbsenceExplained(reason="force_majeure", proof_fit=True))
    given.reading("national", "value: stays", "value: leaves")
    assert given.rate("appearance_rate") is None
    assert given.rate("heard") == (1, None)


def test_read_otherwise_an_absence_that_is_not_excused_stays() -> None:
    given = told(hearing(ONE), AbsenceExplained(reason="accident", proof_fit=False))
    assert counted(given.reading("national", "value: stays", "value: leaves")) == "...."


def together() -> Given:
    """Return a case against police and town at which only the town's officer sat."""
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN))
    return given.facts(FIRST, hearing(ONE, officer(TOWN, rank="chief")))


def test_in_the_row_of_a_defendant_any_co_defendants_officer_satisfies() -> None:
    for agency in ("*", POLICE, TOWN):
        assert together().rate("chief_voiced_appearance_rate", agency=agency) == (1, 1)


def test_read_otherwise_each_needs_its_own_officer_and_the_district_any() -> None:
    given = together().reading("national", "value: any", "value: own")
    assert given.rate("appearance_rate", agency=POLICE) == (0, 1)
    assert given.rate("appearance_rate", agency=TOWN) == (1, 1)
    assert given.rate("appearance_rate") == (1, 1)


def test_a_corrected_hearing_moves_the_case_to_another_period() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE)).fact(FIRST, hearing(ONE, officer()), id_="h")
    given.corrected(FIRST, "h", "h", HearingHeld(held_on=day(THREE), attendees=(officer(spoke=False),)))
    assert given.rate("appearance_rate", "2023") is None
    assert counted(given, "2024") == "a..."


def test_read_apart_each_leaves_the_denominator_by_its_own_reason() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN), hearing(ONE))
    given.facts(FIRST, AbsenceExplained(reason="accident", proof_fit=True, organ="区公安分局"))
    given.reading("national", "value: stays", "value: leaves")
    assert [given.rate("appearance_rate", agency=name) for name in (POLICE, TOWN)] == [None, None]
    given.reading("national", "value: any", "value: own")
    assert [given.rate("appearance_rate", agency=name) for name in (POLICE, TOWN)] == [None, (0, 1)]


def test_read_apart_a_notice_to_one_asks_only_that_one_again() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN))
    given.facts(FIRST, hearing(ONE, officer(), officer(TOWN)), hearing(TWO), asked_again(TWO, organ=TOWN))
    given.reading("national", "value: any", "value: own")
    assert [given.rate("appearance_rate", agency=name) for name in (POLICE, TOWN)] == [(1, 1), (0, 1)]
