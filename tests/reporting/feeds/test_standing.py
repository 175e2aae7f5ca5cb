"""When is a source silent? By working days that have ended, only while something is expected of it."""

from datetime import date

import pytest

from services.reporting.feeds.standing import Standing, expected, standing
from shared.calendar import FIRST, Calendar
from shared.events.feeds import FeedRegistered
from tests.reporting.feeds.town import (
    FEED,
    FRIDAY,
    MONDAY,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
)

CALENDAR = Calendar.bundled()
NEXT_MONDAY, NEXT_TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
NATIONAL_DAY = date(2025, 10, 1)


def feed(every: int = 1, from_on: date = MONDAY, until_on: date | None = None) -> FeedRegistered:
    return FeedRegistered(feed=FEED, from_on=from_on, every=every, until_on=until_on)


@pytest.mark.parametrize(
    ("told", "heard", "today", "stands"),
    [
        (None, MONDAY, FRIDAY, Standing("unregistered")),
        (feed(), THURSDAY, FRIDAY, Standing("regular")),
        (feed(), WEDNESDAY, THURSDAY, Standing("regular")),
        (feed(), WEDNESDAY, FRIDAY, Standing("silent", THURSDAY)),
        (feed(every=2), WEDNESDAY, FRIDAY, Standing("regular")),
        (feed(every=2), TUESDAY, FRIDAY, Standing("silent", WEDNESDAY)),
        # a weekend is waited for by nobody
        (feed(), FRIDAY, SUNDAY, Standing("regular")),
        (feed(), FRIDAY, NEXT_MONDAY, Standing("regular")),
        (feed(), FRIDAY, NEXT_TUESDAY, Standing("silent", NEXT_MONDAY)),
        # what came on a day of rest counts
        (feed(), SATURDAY, NEXT_TUESDAY, Standing("silent", NEXT_MONDAY)),
        # nothing ever came
        (feed(), None, MONDAY, Standing("awaited")),
        (feed(), None, TUESDAY, Standing("never", MONDAY)),
        (feed(every=3), None, WEDNESDAY, Standing("awaited")),
        (feed(from_on=SATURDAY), None, NEXT_TUESDAY, Standing("never", NEXT_MONDAY)),
        # nothing is expected before its first day, nor after its last
        (feed(from_on=FRIDAY), None, THURSDAY, Standing("awaited")),
        (feed(from_on=FRIDAY), MONDAY, THURSDAY, Standing("regular")),
        (feed(from_on=THURSDAY), MONDAY, FRIDAY, Standing("silent", THURSDAY)),
        (feed(until_on=TUESDAY), MONDAY, FRIDAY, Standing("ended")),
        (feed(until_on=FRIDAY), MONDAY, FRIDAY, Standing("silent", TUESDAY)),
        # before any day has begun, and with days no calendar has
        (feed(), None, FIRST, Standing("awaited")),
        (feed(from_on=date(1980, 1, 1)), FRIDAY, FRIDAY, Standing("regular")),
        (feed(from_on=date(2200, 1, 1)), None, FRIDAY, Standing("awaited")),
    ],
)
def test_how_a_source_stands(
    told: FeedRegistered | None, heard: date | None, today: date, stands: Standing
) -> None:
    assert standing(told, heard, today, CALENDAR) == stands


def test_a_week_of_holidays_makes_nobody_silent() -> None:
    last_before, first_after = date(2025, 9, 30), date(2025, 10, 9)
    told = feed(from_on=last_before)
    assert standing(told, last_before, first_after, CALENDAR).state == "regular"
    assert standing(told, last_before, date(2025, 10, 10), CALENDAR) == Standing("silent", first_after)


def test_something_is_expected_on_working_days_from_the_first_to_the_last() -> None:
    told = feed(from_on=TUESDAY, until_on=NEXT_MONDAY)
    days = [MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY, NEXT_MONDAY, NEXT_TUESDAY]
    assert [day for day in days if expected(told, day, CALENDAR)] == [TUESDAY, FRIDAY, NEXT_MONDAY]
    assert not expected(None, TUESDAY, CALENDAR)
    assert not expected(feed(from_on=NATIONAL_DAY), NATIONAL_DAY, CALENDAR)
