"""Does a log begin with the bundled laws and calendars, once, whatever happens in between?"""

from dataclasses import replace

from services.intake.index import Index
from services.intake.seed import bundled, seed
from shared.calendar import bundled_schedules
from shared.codec import decode
from shared.events.district import CalendarPublished, LawAdopted
from shared.law.loader import law_of
from tests.intake.door import Door


def test_what_is_bundled_makes_a_law_for_each_district() -> None:
    packs = {}
    for draft in bundled():
        event = decode(draft.type, draft.data)
        if isinstance(event, LawAdopted):
            packs[event.pack] = event.text
    assert all(law_of(district, packs) for district in ("xinzhou", "huancui"))


def test_what_is_bundled_has_every_published_year() -> None:
    events = [decode(draft.type, draft.data) for draft in bundled()]
    years = {event.year: event for event in events if isinstance(event, CalendarPublished)}
    assert years.keys() == bundled_schedules().keys()
    assert set(years[2023].make_up_days) == bundled_schedules()[2023].make_up_days


async def test_a_beginning_that_was_broken_off_is_completed(door: Door) -> None:
    await door.keeper.record(bundled()[:5])
    await seed(door.keeper)
    assert [stored["id"] for stored in await door.log()] == [draft.id for draft in bundled()]


async def test_a_log_begins_only_once(door: Door) -> None:
    await seed(door.keeper)
    await seed(door.keeper)
    assert door.keeper.position == len(bundled())


async def test_a_law_that_was_adopted_in_another_version_stays(door: Door) -> None:
    first = bundled()[0]
    await door.keeper.record([replace(first, data={**first.data, "text": "another"})])
    await seed(door.keeper)
    assert (await door.log())[0]["data"]["text"] == "another"
    assert door.keeper.position == len(bundled())


async def test_the_districts_with_a_law_are_known_and_still_are_when_the_index_is_filled_anew(
    door: Door,
) -> None:
    await seed(door.keeper)
    assert door.keeper.index.divisions == {"xinzhou": "420117", "huancui": "371002"}
    anew = Index("sqlite://")
    anew.catch_up(door.keeper.store)
    assert anew.divisions == door.keeper.index.divisions
    anew.close()
