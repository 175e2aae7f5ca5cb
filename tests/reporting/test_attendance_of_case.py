"""What does reporting say of who came to the hearings of a case?"""

from datetime import date

from services.reporting.reader import Reader
from shared.events.court import Attendee, HearingHeld
from tests.reporting.deadlines.conftest import reader, told  # noqa: F401 - fixtures
from tests.reporting.deadlines.town import POLICE, number, serve
from tests.reporting.told import Told

SERVED = date(2025, 3, 5)


async def test_each_hearing_has_a_row_for_each_defendant_with_who_came(told: Told, reader: Reader) -> None:  # noqa: F811
    serve(told, 1, SERVED)
    chief = Attendee(organ="区公安分局", name="许某", rank="deputy", role="officer", spoke=True)
    lawyer = Attendee(organ="某律师事务所", represents=POLICE, role="outside_lawyer")
    told.fact(number(1), HearingHeld(held_on=date(2025, 3, 17), attendees=(chief, lawyer)))
    told.fact(number(1), HearingHeld(held_on=date(2025, 3, 10), attendees=(lawyer,)))
    await told.settle()
    first, second = (await reader.case("xinzhou", number(1))).attendance
    assert (first.hearing_on, second.hearing_on) == (date(2025, 3, 10), date(2025, 3, 17))
    assert {first.agency, second.agency} == {POLICE}
    assert (first.officers, first.lawyers, first.staff) == ((), 1, 0)
    assert "lawyer_alone" in first.problems
    assert [(one.name, one.organ, one.spoke) for one in second.officers] == [("许某", POLICE, True)]
    assert second.appeared


async def test_a_case_that_was_not_heard_says_nothing_of_it(told: Told, reader: Reader) -> None:  # noqa: F811
    serve(told, 2, SERVED)
    told.fact(number(3), HearingHeld(held_on=date(2025, 3, 10)))
    await told.settle()
    assert (await reader.case("xinzhou", number(2))).attendance == ()
    assert (await reader.case("xinzhou", number(3))).attendance == (), "it is not docketed"
