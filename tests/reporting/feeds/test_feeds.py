"""What is said of a source: what came, what was late, what its manifest says, and what it says of itself later?"""

from datetime import date

import pytest
from sqlalchemy import select

from services.reporting.feeds.keeping import Tally
from services.reporting.feeds.tables import feed_counts, feed_days
from services.reporting.tables import metadata
from shared.codec import encode, type_of
from shared.events.base import Fact
from shared.events.court import CaseDocketed, HearingHeld
from shared.events.feeds import FeedRegistered, ManifestReported
from shared.events.intake import FactCorrected, FactRetracted
from shared.log.notes import Notes
from tests.reporting.feeds.town import (
    BUREAU,
    FEED,
    FRIDAY,
    MONDAY,
    OTHER,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Town,
    answer,
    day_of,
    feed,
    number,
)


def correction(target: str, to: Fact, source: str = FEED) -> FactCorrected:
    return FactCorrected(
        target_source=source, target_id=target, replaces=target, type=type_of(type(to)), data=encode(to)
    )


def retraction(target: str, kind: type[Fact], source: str = FEED) -> FactRetracted:
    return FactRetracted(target_source=source, target_id=target, replaces=target, type=type_of(kind))


async def test_what_came_is_counted_by_day_in_china_and_by_type(told: Town) -> None:
    told.begin(MONDAY).registered().docketed(1, MONDAY).heard(1, MONDAY)
    told.on(MONDAY, 15).docketed(2, MONDAY)  # eleven at night
    told.on(MONDAY, 16).docketed(3, MONDAY)  # midnight: Tuesday
    told.begin(TUESDAY)
    monday, tuesday = await day_of(told, MONDAY), await day_of(told, TUESDAY)
    assert monday["by_type"] == {"case-docketed": 2, "hearing-held": 1}
    assert tuesday["by_type"] == {"case-docketed": 1}
    row = await feed(told)
    assert (row["received_today"], row["received_week"], row["received_month"]) == (1, 4, 4)
    assert (row["state"], row["heard_on"]) == ("regular", str(TUESDAY))


async def test_corrections_and_retractions_are_types_of_their_own(told: Town) -> None:
    told.begin(MONDAY).registered().docketed(1, MONDAY).heard(1, MONDAY)
    told.said(correction("heard/1", HearingHeld(held_on=TUESDAY)), "heard/1#2", about=number(1))
    told.said(retraction("docketed/1", CaseDocketed), "docketed/1#2", about=number(1))
    monday = await day_of(told, MONDAY)
    assert monday["by_type"] == {
        "case-docketed": 1,
        "fact-corrected": 1,
        "fact-retracted": 1,
        "hearing-held": 1,
    }
    assert (monday["received"], monday["corrected"], monday["retracted"]) == (4, 1, 1)


async def test_late_is_what_was_recorded_more_days_after_its_own_than_the_registration_allows(
    told: Town,
) -> None:
    told.begin(FRIDAY).docketed(1, FRIDAY).docketed(2, TUESDAY).docketed(3, MONDAY)
    told.docketed(4, date(2019, 1, 2)).docketed(5, date(2026, 12, 1))
    assert (await feed(told))["late_month"] is None  # nobody said what late is
    told.registered(late_after=3)  # only now
    assert (await day_of(told, FRIDAY))["late"] == 2
    told.said(
        correction("feed/1", FeedRegistered(feed=FEED, from_on=MONDAY, late_after=2), BUREAU),
        "feed/1#2",
        BUREAU,
    )
    assert (await feed(told))["late_month"] == 3
    told.said(
        correction("feed/1", FeedRegistered(feed=FEED, from_on=MONDAY, late_after=366), BUREAU),
        "feed/1#3",
        BUREAU,
    )
    # of two corrections of the same one counts, whichever came first; so it is corrected once more
    again = FactCorrected(
        target_source=BUREAU,
        target_id="feed/1",
        replaces="feed/1#2",
        type=type_of(FeedRegistered),
        data=encode(FeedRegistered(feed=FEED, from_on=MONDAY, late_after=366)),
    )
    told.said(again, "feed/1#4", BUREAU)
    assert (await feed(told))["late_month"] == 1


async def test_a_manifest_is_compared_with_what_came_by_type(told: Town) -> None:
    told.begin(MONDAY).registered().docketed(1, MONDAY).docketed(2, MONDAY).heard(1, MONDAY)
    told.manifest(MONDAY, case_docketed=3, document_served=1)
    monday = await day_of(told, MONDAY)
    assert monday["manifest"] == {"case-docketed": 3, "document-served": 1}
    assert monday["missing"] == {"case-docketed": 1, "document-served": 1}
    assert monday["surplus"] == {"hearing-held": 1}  # the manifest itself is none
    row = await feed(told)
    assert (row["differing_days"], row["missing"], row["surplus"]) == (1, 2, 1)
    told.docketed(3, MONDAY)
    told.said(
        correction(
            f"manifest/{MONDAY}",
            ManifestReported(feed=FEED, day=MONDAY, counts={"case-docketed": 3, "hearing-held": 1}),
        ),
        "manifest#2",
    )
    monday = await day_of(told, MONDAY)
    assert (monday["missing"], monday["surplus"]) == ({}, {"fact-corrected": 1})
    told.said(retraction("other", ManifestReported), "other#2")  # of one that never came
    told.manifest(TUESDAY, id_="other")
    tuesday = await answer(told, "/feeds/days", feed=FEED, **{"from": str(TUESDAY), "to": str(TUESDAY)})
    assert [row["manifest"] for row in tuesday["items"]] == [None]


async def test_a_manifest_of_nothing_is_a_sign_of_life(told: Town) -> None:
    told.begin(MONDAY).registered().docketed(1, MONDAY)
    told.on(THURSDAY).manifest(WEDNESDAY, source=BUREAU)
    told.begin(FRIDAY)
    assert (await feed(told))["state"] == "regular"
    told.said(retraction(f"manifest/{WEDNESDAY}", ManifestReported, BUREAU), "m#2", BUREAU)
    row = await feed(told)
    assert (row["state"], row["since"]) == ("silent", str(TUESDAY))


async def test_who_reports_without_being_registered_is_listed_without_expectation(told: Town) -> None:
    told.begin(MONDAY).registered().docketed(1, MONDAY)
    told.heard(1, MONDAY, source=OTHER)
    told.begin(WEDNESDAY)
    found = await answer(told, "/feeds")
    assert [(row["feed"], row["state"]) for row in found["items"]] == [
        (FEED, "silent"),
        (OTHER, "unregistered"),
        (BUREAU, "unregistered"),
    ]
    assert found["counts"]["unregistered"] == 2
    told.said(retraction("feed/1", FeedRegistered, BUREAU), "feed/1#2", BUREAU)
    assert (await feed(told))["state"] == "unregistered"


async def test_of_two_registrations_of_a_feed_that_of_the_later_day_counts(told: Town) -> None:
    told.begin(MONDAY).registered("feed/2", from_on=TUESDAY, title="新")
    told.registered("feed/1", from_on=MONDAY, title="旧")
    assert (await feed(told))["title"] == "新"


async def test_a_fact_that_waits_for_its_case_is_parked_of_its_source_and_day(told: Town) -> None:
    told.begin(MONDAY).registered().heard(1, MONDAY)
    assert (await day_of(told, MONDAY))["parked"] == 1
    assert (await feed(told))["parked"] == 1
    told.begin(TUESDAY).docketed(1, MONDAY, source=OTHER)
    assert (await day_of(told, MONDAY))["parked"] == 0
    assert (await feed(told))["parked"] == 0


async def test_another_version_is_counted_anew_from_the_notes(
    told: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.begin(MONDAY).registered().docketed(1, MONDAY).manifest(MONDAY, case_docketed=2)
    before = await feed(told), await day_of(told, MONDAY)
    monkeypatch.setattr(Tally, "version", "another")
    told.notes.close()
    told.notes = Notes(told.url, "reporting", [metadata], Tally())
    assert (await feed(told), await day_of(told, MONDAY)) == before


def test_a_batch_that_fails_halfway_is_counted_once_when_it_is_noted_again(
    told: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.begin(MONDAY).docketed(1, MONDAY).docketed(2, MONDAY)
    take = Tally.take

    def failing(self: Tally, *args: object) -> None:
        take(self, *args)  # type: ignore[arg-type]
        raise OSError("the disk is full")

    with monkeypatch.context() as failure:
        failure.setattr(Tally, "take", failing)
        with pytest.raises(OSError, match="full"):
            told.note()
    told.note()
    told.note()  # nothing new
    engine = told.notes._engine
    with engine.connect() as connection:
        received = connection.execute(select(feed_days.c.received).where(feed_days.c.feed == FEED)).scalar()
        counted = connection.execute(select(feed_counts.c.number).where(feed_counts.c.feed == FEED)).scalars()
        assert (received, list(counted)) == (2, [2])
