"""Was the chief there where the chief was required? Xinzhou 13, 14; Huancui 20 (docs: figures)."""

import pytest

from shared.events.agency import AbsenceExplained
from shared.events.bureau import ChiefAdvised
from shared.events.court import Attendee, CaseClassified
from shared.events.words import Flag
from tests.given import Given
from tests.words import (
    ANEW,
    BUREAU,
    FIRST,
    GOVERNMENT,
    HOUSING,
    LAND,
    POLICE,
    SECOND,
    TOWN,
    act,
    asked_again,
    day,
    docketed,
    hearing,
    huancui,
    officer,
    xinzhou,
)

ONE, TWO, THREE = "2023-05-08", "2023-06-12", "2024-01-08"
DUTY = "chief_duty_rate"
CHIEF = officer(rank="chief")


def marked(*flags: Flag) -> CaseClassified:
    """Say of what weight a case is."""
    return CaseClassified(flags=flags, by="court")


def after_an_earlier(given: Given) -> Given:
    """Let the police have been heard in the year before: what is asked of the first case is not asked again."""
    return given.facts(SECOND, docketed(POLICE, on="2023-01-03"), hearing("2023-02-06", CHIEF))


def duty(given: Given, agency: str = "*", by: str = "defendant", period: str = "2023-05") -> object:
    """Return the figure of the month in which the case told of here was heard first."""
    return given.rate(DUTY, period, agency, by)


def test_xinzhou_13_the_chief_required_in_a_heard_case_is_counted_and_was_there() -> None:
    given = after_an_earlier(xinzhou()).facts(
        FIRST, docketed(POLICE), marked("major_foreign"), hearing(ONE, CHIEF)
    )
    assert duty(given) == duty(given, POLICE) == (1, 1)


@pytest.mark.parametrize("rank", ["deputy", "sharing"])
def test_xinzhou_13_another_officer_does_not_do_but_is_one_who_appeared(rank: str) -> None:
    sat = officer(rank=rank)  # type: ignore[arg-type]
    given = after_an_earlier(xinzhou()).facts(
        FIRST, docketed(POLICE), marked("major_foreign"), hearing(ONE, sat)
    )
    assert duty(given) == (0, 1)
    assert given.rate("appearance_rate", "2023-05") == (1, 1)


def test_xinzhou_13_where_no_chief_is_required_nothing_is_counted() -> None:
    given = after_an_earlier(xinzhou()).facts(FIRST, docketed(POLICE), hearing(ONE, CHIEF))
    assert duty(given) is None


def test_xinzhou_13_a_case_not_heard_is_not_counted() -> None:
    assert xinzhou().facts(FIRST, docketed(POLICE), marked("major_foreign")).rate(DUTY) is None


@pytest.mark.parametrize(
    "sat",
    [
        officer(rank="chief", identity_fit=False),
        officer(TOWN, rank="chief"),
        officer(BUREAU, rank="chief"),
        Attendee(organ=POLICE, role="staff", rank="chief"),
    ],
)
def test_xinzhou_13_who_is_no_chief_of_the_defendant_with_fit_proof_does_not_count(sat: Attendee) -> None:
    given = after_an_earlier(xinzhou()).facts(
        FIRST, docketed(POLICE), marked("major_foreign"), hearing(ONE, sat)
    )
    assert duty(given) == (0, 1)


def test_app_7_asked_again_the_chief_comes_again_or_has_not_appeared() -> None:
    def told(*sat: Attendee) -> Given:
        given = after_an_earlier(xinzhou()).facts(FIRST, docketed(POLICE), marked("major_foreign"))
        return given.facts(FIRST, hearing(ONE, CHIEF), hearing(TWO, *sat), asked_again(TWO))

    assert duty(told(CHIEF)) == (1, 1)
    assert duty(told(officer())) == (0, 1)


def test_xinzhou_14_the_first_heard_case_of_the_year_asks_for_the_agencys_chief() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE, officer()))
    given.facts(ANEW, docketed(POLICE, on="2023-04-03"), hearing(TWO, officer()))
    assert duty(given, POLICE, period="2023") == (0, 1)
    assert duty(given.facts(ANEW, hearing(THREE, CHIEF)), POLICE, period="2024") is None


def test_xinzhou_14_an_earlier_hearing_that_turns_up_takes_the_duty_over() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(TWO, officer()))
    given.facts(ANEW, docketed(POLICE, on="2023-04-03"), hearing(ONE, CHIEF))
    assert duty(given, POLICE, period="2023-05") == (1, 1)
    assert duty(given, POLICE, period="2023-06") is None


@pytest.mark.parametrize("rank", ["chief", "deputy", "sharing"])
def test_xinzhou_14_for_the_government_another_leader_in_charge_does(rank: str) -> None:
    sat = officer(GOVERNMENT, rank=rank)  # type: ignore[arg-type]
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), hearing(ONE, sat))
    assert duty(given, GOVERNMENT) == (1, 1)


def test_xinzhou_14_after_reconsideration_the_bureaus_chief_does_and_is_no_officer_of_the_government() -> (
    None
):
    def told(rank: str) -> Given:
        given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=POLICE, reconsideration="upheld"))
        return given.facts(FIRST, hearing(ONE, officer(BUREAU, rank=rank)))  # type: ignore[arg-type]

    assert duty(told("chief"), GOVERNMENT) == (1, 1)
    assert duty(told("deputy"), GOVERNMENT) == (0, 1)
    for metric in ("appearance_rate", "chief_appearance_rate"):
        assert told("chief").rate(metric, agency=GOVERNMENT) == (0, 1), "APP 2: an exception of the district"


def test_huancui_20_5_the_court_advises_that_the_chief_come() -> None:
    given = huancui().facts(FIRST, docketed(POLICE, on="2023-07-03"), hearing("2023-08-07", officer()))
    assert given.rate(DUTY) is None
    given.facts(FIRST, ChiefAdvised(by="court", advised_on=day("2023-07-10")))
    assert given.rate(DUTY) == (0, 1)


def test_huancui_20_a_correction_of_the_mark_takes_the_case_out() -> None:
    given = huancui().facts(FIRST, docketed(POLICE, on="2023-07-03"), hearing("2023-08-07", CHIEF))
    given.fact(FIRST, marked("attention"), id_="m")
    assert given.rate(DUTY) == (1, 1)
    assert given.corrected(FIRST, "m", "m", marked("foreign")).rate(DUTY) is None


def together(*sat: Attendee) -> Given:
    """Return a case of weight against police and town, and who sat for them."""
    given = huancui().facts(FIRST, docketed(POLICE, TOWN, on="2023-07-03"), marked("group"))
    return given.facts(FIRST, hearing("2023-08-07", *sat))


def test_in_the_row_of_a_defendant_any_co_defendants_chief_satisfies() -> None:
    for agency in ("*", POLICE, TOWN):
        assert together(officer(TOWN, rank="chief")).rate(DUTY, agency=agency) == (1, 1)


def test_read_otherwise_each_needs_its_own_chief_and_the_district_any() -> None:
    given = together(officer(TOWN, rank="chief")).reading("national", "value: any", "value: own")
    assert given.rate(DUTY, agency=POLICE) == (0, 1)
    assert given.rate(DUTY, agency=TOWN) == given.rate(DUTY) == (1, 1)


def test_it_counts_only_in_the_rows_of_those_for_whom_the_chief_is_required() -> None:
    given = huancui().facts(FIRST, docketed(POLICE, TOWN, on="2023-07-03"), hearing("2023-08-07"))
    given.facts(FIRST, ChiefAdvised(by="court", organ=POLICE, advised_on=day("2023-07-10")))
    assert given.rate(DUTY) == given.rate(DUTY, agency=POLICE) == (0, 1)
    assert given.rate(DUTY, agency=TOWN) is None
    assert given.rate(DUTY, agency=POLICE, by="responsible") == (0, 1)
    assert given.rate(DUTY, agency=TOWN, by="responsible") is None


def test_who_answers_for_the_government_has_the_case_in_its_row() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT, on="2023-07-03"), marked("attention"))
    given.facts(FIRST, act("demolition", implementing=HOUSING), hearing("2023-08-07", officer(LAND)))
    assert given.rate(DUTY, agency=HOUSING, by="responsible") == (0, 1)
    assert given.rate(DUTY, agency=HOUSING) is None


def test_app_8_a_validly_excused_absence_stays_unless_read_otherwise() -> None:
    given = together().facts(FIRST, AbsenceExplained(reason="force_majeure", proof_fit=True))
    assert given.rate(DUTY) == (0, 1)
    assert given.reading("national", "value: stays", "value: leaves").rate(DUTY) is None
