"""Who came for each defendant to each hearing: the rows shown with a case."""

from shared.events.agency import AbsenceExplained
from shared.events.bureau import ChiefAdvised
from shared.events.court import Attendee, CaseClassified
from shared.law.attendance import Attendance, Came, attendances
from shared.law.case_view import CaseView
from shared.law.governing import law_governing
from tests.given import Given
from tests.words import (
    BUREAU,
    CENTRE,
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    TOWN,
    day,
    docketed,
    hearing,
    officer,
    sat,
    xinzhou,
)

ONE, TWO = "2023-05-08", "2023-06-12"


def rows(given: Given) -> tuple[Attendance, ...]:
    """Return the rows of the first case, as routing found who must come."""
    world = given.world
    dispute = next(one for one in given.judged() if FIRST in one.by_number)
    view = CaseView(dispute.by_number[FIRST], dispute, world.organs)
    law = law_governing(view, world)
    assert law is not None
    return attendances(view, world, law)


def test_a_case_not_heard_has_no_rows() -> None:
    assert rows(xinzhou().facts(FIRST, docketed(POLICE))) == ()


def test_each_hearing_has_a_row_for_each_defendant_by_day() -> None:
    given = xinzhou().facts(FIRST, docketed(TOWN, POLICE), hearing(TWO, officer()), hearing(ONE))
    assert [(str(row.hearing_on), row.agency) for row in rows(given)] == [
        (ONE, TOWN),
        (ONE, POLICE),
        (TWO, TOWN),
        (TWO, POLICE),
    ]


def test_a_row_names_officers_and_counts_the_others() -> None:
    chief = Attendee(organ="区公安分局", name="吴某", rank="chief", post="局长", spoke_on_settlement=True)
    given = xinzhou().facts(FIRST, docketed(POLICE))
    given.facts(FIRST, hearing(ONE, chief, sat("staff"), sat("public_lawyer"), sat("outside_lawyer")))
    assert rows(given) == (
        Attendance(
            agency=POLICE,
            hearing_on=day(ONE),
            required="chief",
            officers=(
                Came(
                    name="吴某",
                    rank="chief",
                    post="局长",
                    organ=POLICE,
                    spoke=True,
                    identity_fit=True,
                    left_without_leave=False,
                ),
            ),
            staff=2,
            lawyers=1,
            appeared=True,
            excused=False,
            problems=(),
        ),
    )


def test_somebody_of_a_body_below_is_shown_and_is_no_officer_of_the_defendant() -> None:
    given = xinzhou().facts(FIRST, docketed(LAND), hearing(ONE, officer(CENTRE, rank="chief")))
    (row,) = rows(given)
    assert ([one.organ for one in row.officers], row.appeared) == ([CENTRE], False)
    assert row.problems == ("absent", "chief_absent")


def test_an_excused_row_says_so_and_has_no_problem() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(ONE, sat()))
    given.facts(FIRST, AbsenceExplained(reason="accident", proof_fit=True))
    (row,) = rows(given)
    assert (row.appeared, row.excused, row.problems) == (False, True, ())


def test_who_must_come_is_asked_of_each_defendant_as_routing_found() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN, category="civil"), hearing(ONE, officer()))
    assert [row.required for row in rows(given)] == ["", ""]
    given.facts(FIRST, ChiefAdvised(by="court", organ=TOWN, advised_on=day("2023-04-03")))
    assert [row.required for row in rows(given)] == ["", "chief"]


def test_an_officer_is_required_where_national_law_asks_for_one() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), hearing(TWO, officer()))
    given.facts("（2023）示0101行初2号", docketed(POLICE), hearing(ONE, officer(rank="chief")))
    given.facts(FIRST, CaseClassified(flags=("public_interest",)))
    assert [row.required for row in rows(given)] == ["officer"]


def test_the_bureaus_chief_comes_for_the_government_and_is_shown_with_it() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), hearing(ONE, officer(BUREAU, rank="chief")))
    (row,) = rows(given)
    assert (row.agency, [one.organ for one in row.officers]) == (GOVERNMENT, [BUREAU])
