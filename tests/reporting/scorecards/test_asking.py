"""Does a scorecard follow from what is on the log, change with it, and stand still once it is published?"""

from datetime import date

import pytest

from services.reporting.reader import Reader
from services.reporting.scorecards.asking import all_cards, one_card
from services.reporting.scorecards.shapes import Item, Scorecard, Scorecards
from services.reporting.unknown import UnknownAgencyError
from shared.codec import decode
from tests.reporting.scorecards.town import (
    BUREAU,
    GOVERNMENT,
    HOUSING,
    LAND,
    POLICE,
    TO_RECORD,
    decide,
    drafts_due,
    file_in_time,
    freeze,
    number,
    publish,
    record,
    sue,
    withdraw,
)
from tests.reporting.told import Told

LATE, IN_TIME = date(2024, 4, 1), date(2024, 3, 20)


async def one(reader: Reader, agency: str = POLICE, year: int = 2024) -> Scorecard:
    return await reader.about(one_card, "xinzhou", agency, year)


async def everyone(reader: Reader, year: int = 2024) -> Scorecards:
    return await reader.about(all_cards, "xinzhou", year)


def item(card: Scorecard, id_: str) -> Item:
    (found,) = (one for one in card.items if one.item == id_)
    return found


async def test_an_item_names_its_figures_and_the_way_to_their_cases(told: Told, reader: Reader) -> None:
    sue(told, 1)
    sue(told, 2, filed_on=LATE)
    await told.settle()
    found = item(await one(reader), "own-cases")
    assert (found.numerator, found.denominator, found.value, found.points) == (1, 2, "0.5000", "50.00")
    assert (found.measured, found.by, found.article, found.weight) == (True, "defendant", "26(2)", "1")
    figure = found.figures[0]
    assert (figure.figure, figure.numerator, figure.denominator) == ("on_time_rate:defence", 1, 2)
    assert figure.cases.startswith(
        "/figures/on_time_rate%3Adefence/cases?district=xinzhou&period=2024&by=defendant&agency="
    )
    behind = await reader.figure_cases("xinzhou", figure.figure, "2024", by="defendant", agency=POLICE)
    assert set(behind.denominator) == {number(1), number(2)}


async def test_what_is_recorded_says_by_whom_and_why(told: Told, reader: Reader) -> None:
    record(told, "区公安分局", "system-building", "92.5")
    record(told, POLICE, "own-cases", "100")
    await told.settle()
    card = await one(reader)
    found = item(card, "system-building")
    assert (found.points, found.office, found.reason, found.recorded_on) == (
        "92.50",
        BUREAU,
        "查阅台账",
        date(2025, 2, 20),
    )
    assert (found.measured, found.numerator, found.value, found.figures) == (False, None, None, ())
    assert (card.total, card.complete, card.unused) == ("92.50", False, ("own-cases",))
    assert item(card, "digitisation").left_out == "not_recorded"
    assert item(card, "own-cases").left_out == "nothing_to_measure"


async def test_once_everything_to_be_recorded_is_the_card_is_complete(told: Told, reader: Reader) -> None:
    for id_ in TO_RECORD:
        record(told, POLICE, id_, "80")
    await told.settle()
    card = await one(reader)
    assert (card.total, card.complete) == ("80.00", True)


async def test_all_agencies_but_the_government_are_listed_the_best_first(told: Told, reader: Reader) -> None:
    sue(told, 1)
    sue(told, 2, HOUSING, filed_on=LATE)
    record(told, "没有登记的局", "system-building", "10")
    await told.settle()
    found = await everyone(reader)
    assert [(line.agency, line.rank) for line in found.items][:2] == [(POLICE, 1), (HOUSING, 2)]
    assert [line.agency for line in found.items if line.rank is None] == sorted([BUREAU, LAND])
    assert GOVERNMENT not in {line.agency for line in found.items}
    assert (found.items[2].agency, found.items[2].total) == ("没有登记的局", "10.00")
    assert [asked.item for asked in found.asked][:2] == ["system-building", "own-cases"]
    assert found.items[0].missing == TO_RECORD
    assert (found.pack, found.published_on, found.frozen) == ("xinzhou", None, False)


async def test_a_fact_told_late_changes_points_and_places(told: Told, reader: Reader) -> None:
    sue(told, 1, filed_on=LATE)
    sue(told, 2, HOUSING)
    await told.settle()
    assert [line.agency for line in (await everyone(reader)).items][:2] == [HOUSING, POLICE]
    file_in_time(told, 1, IN_TIME)
    decide(told, 2, "revoked", recipient=HOUSING)
    await told.settle()
    assert [line.agency for line in (await everyone(reader)).items][:2] == [POLICE, HOUSING]
    assert item(await one(reader), "own-cases").points == "100.00"


async def test_who_is_not_in_the_register_and_has_nothing_is_unknown(told: Told, reader: Reader) -> None:
    await told.settle()
    assert (await one(reader, GOVERNMENT)).rank is None
    for unknown in ("某局", "*"):
        with pytest.raises(UnknownAgencyError):
            await one(reader, unknown)


async def test_in_a_year_without_law_nothing_is_assessed(told: Told, reader: Reader) -> None:
    record(told, POLICE, "system-building", "90", year=2021)
    publish(told, 2021)
    await told.settle()
    found = await everyone(reader, 2021)
    assert (found.items, found.asked, found.pack) == ((), (), "")
    assert await drafts_due(told) == []


async def test_what_is_published_stands_still_and_says_what_differs_today(told: Told, reader: Reader) -> None:
    sue(told, 1, filed_on=LATE)
    sue(told, 2, HOUSING)
    record(told, POLICE, "system-building", "92.5")
    publish(told)
    await told.settle()
    before = await one(reader)
    assert (before.published_on, before.published_by, before.frozen) == (date(2025, 3, 14), BUREAU, False)
    assert await freeze(told) == 4
    frozen = await one(reader)
    assert (frozen.frozen, frozen.differs, frozen.today) == (True, False, None)
    assert (frozen.items, frozen.total, frozen.rank) == (before.items, before.total, before.rank)
    file_in_time(told, 1, IN_TIME)
    await told.settle()
    later = await one(reader)
    assert (later.items, later.total, later.rank, later.differs) == (
        before.items,
        before.total,
        before.rank,
        True,
    )
    assert later.today is not None
    assert later.today.total is not None
    assert later.total is not None
    assert float(later.today.total) > float(later.total)
    assert [line.agency for line in (await everyone(reader)).items if line.differs] == [POLICE]


async def test_each_scorecard_is_put_on_the_log_once_however_often_is_looked(
    told: Told, reader: Reader
) -> None:
    sue(told, 1)
    publish(told)
    await told.settle()
    assert await freeze(told) == 4
    assert await freeze(told) == 0
    file_in_time(told, 1, LATE)
    told.organ("n", "新洲区新设局")
    await told.settle()
    assert await freeze(told) == 0
    found = await everyone(reader)
    assert found.frozen
    new = next(line for line in found.items if line.agency == "新洲区新设局")
    assert (new.frozen, new.rank) == (False, None)


async def test_what_a_death_left_out_is_put_on_record_afterwards(told: Told, reader: Reader) -> None:
    sue(told, 1)
    publish(told)
    await told.settle()
    first, *rest = await drafts_due(told)
    told._append(decode(first.type, first.data), first.source, "", first.subject, first.district)  # type: ignore[arg-type]
    await told.settle()
    assert not (await everyone(reader)).frozen
    assert [draft.data["agency"] for draft in await drafts_due(told)] == [
        draft.data["agency"] for draft in rest
    ]
    assert await freeze(told) == 3
    assert (await everyone(reader)).frozen


async def test_a_publication_taken_back_takes_its_scorecards_back_and_the_next_freezes_anew(
    told: Told, reader: Reader
) -> None:
    sue(told, 1, filed_on=LATE)
    publish(told)
    await told.settle()
    await freeze(told)
    old = await one(reader)
    file_in_time(told, 1, IN_TIME)
    withdraw(told)
    await told.settle()
    now = await one(reader)
    assert (now.published_on, now.frozen, now.differs) == (None, False, False)
    assert now.total != old.total
    assert await freeze(told) == 4
    assert await freeze(told) == 0
    publish(told, id_="again", on=date(2025, 3, 18))
    await told.settle()
    assert await freeze(told) == 4
    again = await one(reader)
    assert (again.published_on, again.frozen, again.total) == (date(2025, 3, 18), True, now.total)


async def test_the_years_are_published_each_by_itself(told: Told, reader: Reader) -> None:
    record(told, POLICE, "system-building", "90", year=2023)
    publish(told, 2023)
    await told.settle()
    assert await freeze(told) == 4
    assert (await one(reader, year=2023)).frozen
    assert not (await one(reader, year=2024)).frozen
