"""Xinzhou art. 12: for the government the leader in charge appears, A before B, else its office settles who does."""

from tests.given import Given
from tests.routing.sayings import (
    away,
    called_off,
    coordinated,
    fixed,
    in_charge,
    in_office,
    marked,
    proposals,
    put_off,
)
from tests.words import BUREAU, FIRST, GOVERNMENT, LAND, POLICE, act, docketed, hearing, huancui, xinzhou

ON, LATER = "2023-05-08", "2023-06-12"
ROLES = in_charge("赵某", "钱某", of=LAND)


def sued(*defendants: str, on: str = ON) -> Given:
    """Return a case for which the land bureau answers, its hearing fixed; earlier in the year another was heard."""
    given = xinzhou().facts("（2023）示0101行初9号", docketed(*defendants), hearing("2023-01-09"))
    given.facts(FIRST, docketed(*defendants), act("information_disclosure", implementing=LAND))
    return given.facts(FIRST, fixed(on))


def test_12_the_a_leader_of_the_agency_that_answers() -> None:
    assert proposals(sued(GOVERNMENT).fact("", ROLES), FIRST) == [f"{ON} 赵某 (A)"]


def test_12_the_b_leader_where_a_is_away() -> None:
    given = sued(GOVERNMENT).facts("", ROLES, away("赵某", "2023-05-01", "2023-05-31"))
    assert proposals(given, FIRST) == [f"{ON} 钱某 (B)"]


def test_12_to_the_day_the_last_included() -> None:
    for since, until, who in (
        ("2023-05-01", "2023-05-07", "赵某 (A)"),
        ("2023-05-01", "2023-05-08", "钱某 (B)"),
        ("2023-05-08", "", "钱某 (B)"),
        ("2023-05-09", "", "赵某 (A)"),
    ):
        given = sued(GOVERNMENT).facts("", ROLES, away("赵某", since, until))
        assert proposals(given, FIRST) == [f"{ON} {who}"]


def test_12_neither_the_office_settles_it() -> None:
    given = sued(GOVERNMENT).facts("", ROLES, away("赵某", "2023-05-01"), away("钱某", "2023-05-01"))
    assert proposals(given, FIRST) == [f"{ON} nobody-available"]
    assert proposals(given.fact(FIRST, coordinated("孙某", ON)), FIRST) == [f"{ON} 孙某 (coordinated)"]


def test_12_no_b_leader_and_a_away() -> None:
    given = sued(GOVERNMENT).facts("", in_charge("赵某", of=LAND), away("赵某", "2023-05-01"))
    assert proposals(given, FIRST) == [f"{ON} nobody-available"]


def test_12_nobody_in_charge_on_record() -> None:
    given = sued(GOVERNMENT).fact("", in_charge("李某", of=POLICE))
    assert proposals(given, FIRST) == [f"{ON} no-roster"]


def test_12_the_roles_of_the_day_of_the_hearing() -> None:
    given = sued(GOVERNMENT).facts("", ROLES, in_charge("周某", of=LAND, since="2023-06-01"))
    assert proposals(given, FIRST) == [f"{ON} 赵某 (A)"]
    assert proposals(given.fact(FIRST, put_off(ON, LATER)), FIRST) == [f"{LATER} 周某 (A)"]


def test_12_each_hearing_that_is_fixed_and_none_that_is_called_off() -> None:
    given = sued(GOVERNMENT).facts("", ROLES, away("赵某", "2023-06-01"))
    given.fact(FIRST, fixed(LATER))
    assert proposals(given, FIRST) == [f"{ON} 赵某 (A)", f"{LATER} 钱某 (B)"]
    assert proposals(given.fact(FIRST, called_off(ON)), FIRST) == [f"{LATER} 钱某 (B)"]


def test_12_what_the_office_settled_holds_for_its_hearing_only() -> None:
    given = sued(GOVERNMENT).fact("", ROLES).facts(FIRST, coordinated("孙某", ON), fixed(LATER))
    assert proposals(given, FIRST) == [f"{ON} 孙某 (coordinated)", f"{LATER} 赵某 (A)"]


def test_12_concerns_the_government_alone() -> None:
    assert proposals(sued(POLICE).fact("", in_charge("李某", of=POLICE)), FIRST) == []


def test_12_as_long_as_nobody_answers_nobody_is_proposed() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), fixed(ON)).fact("", ROLES)
    assert proposals(given, FIRST) == []


def test_13_where_only_the_chief_may_come_the_chief_is_proposed() -> None:
    given = sued(GOVERNMENT).facts("", ROLES, in_office("吴某", GOVERNMENT))
    given.fact(FIRST, marked("major_foreign"))
    assert proposals(given, FIRST) == [f"{ON} 吴某 (chief)"]


def test_13_and_nobody_else_where_the_chief_is_away_or_not_on_record() -> None:
    given = sued(GOVERNMENT).fact("", ROLES).fact(FIRST, marked("major_foreign"))
    assert proposals(given, FIRST) == [f"{ON} no-roster"]
    given.facts("", in_office("吴某", GOVERNMENT), away("吴某", ON, ON))
    assert proposals(given, FIRST) == [f"{ON} nobody-available"]


def test_13_the_chief_of_the_day_of_the_hearing() -> None:
    given = sued(GOVERNMENT).fact(FIRST, marked("major_foreign"))
    given.facts(
        "", in_office("吴某", GOVERNMENT, until="2023-05-07"), in_office("郑某", GOVERNMENT, since=ON)
    )
    given.fact("", in_office("王某", GOVERNMENT, rank="deputy"))
    assert proposals(given, FIRST) == [f"{ON} 郑某 (chief)"]


def test_14_the_first_of_the_year_may_be_the_leader_in_charge() -> None:
    given = sued(GOVERNMENT, on="2023-01-03").facts("", ROLES, in_office("吴某", GOVERNMENT))
    assert proposals(given, FIRST) == ["2023-01-03 赵某 (A)"]


def test_14_after_reconsideration_the_bureaus_chief() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=POLICE, reconsideration="changed"))
    given.facts(FIRST, fixed(ON)).facts("", in_office("冯某", BUREAU), in_charge("赵某", of=BUREAU))
    assert proposals(given, FIRST) == [f"{ON} 冯某 (chief)"]


def test_huancui_has_no_roster() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT), act(implementing=LAND), fixed(ON)).fact("", ROLES)
    assert proposals(given, FIRST) == []
