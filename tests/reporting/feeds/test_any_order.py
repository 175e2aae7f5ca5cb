"""Does it matter in which order registrations, manifests, facts and what revises them arrive? It does not."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.feeds.listing import Asked, AskedDays, listed, listed_days
from services.reporting.parked.listing import Asked as AskedParked
from services.reporting.parked.listing import listed as listed_parked
from shared.codec import encode, type_of
from shared.events.base import Fact
from shared.events.court import CaseDocketed, HearingHeld
from shared.events.feeds import FeedRegistered, ManifestReported
from shared.events.intake import FactCorrected, FactRetracted, RowParked
from tests.reporting.feeds.town import BUREAU, FEED, FRIDAY, MONDAY, POLICE, TUESDAY, Town, number, town

ROW = RowParked(
    file="ledger",
    row_key=number(3),
    sheet="台账",
    row=4,
    column="立案日期",
    value="二月三十",
    expected="a day",
    cells={"案号": number(3), "立案日期": "二月三十"},
)


def corrected(target: str, to: Fact, source: str, replaces: str = "") -> FactCorrected:
    return FactCorrected(
        target_source=source,
        target_id=target,
        replaces=replaces or target,
        type=type_of(type(to)),
        data=encode(to),
    )


def retracted(target: str, kind: type[Fact], source: str) -> FactRetracted:
    return FactRetracted(target_source=source, target_id=target, replaces=target, type=type_of(kind))


REGISTERED = FeedRegistered(feed=FEED, from_on=MONDAY, late_after=2, every=3)
SAID = ManifestReported(feed=FEED, day=MONDAY, counts={"hearing-held": 1})
LEDGER = "ledger/huancui"

Sent = tuple[date, str, str, str, Fact]
"""The day of recording, source, id and subject of a fact."""

FACTS: tuple[Sent, ...] = (
    (MONDAY, BUREAU, "feed", "", REGISTERED),
    (TUESDAY, BUREAU, "feed#2", "", corrected("feed", replace(REGISTERED, every=1), BUREAU)),
    (TUESDAY, BUREAU, "feed/later", "", replace(REGISTERED, from_on=TUESDAY, late_after=5)),
    (TUESDAY, BUREAU, "feed/later#2", "", retracted("feed/later", FeedRegistered, BUREAU)),
    (MONDAY, FEED, "manifest", "", SAID),
    (
        TUESDAY,
        FEED,
        "manifest#2",
        "",
        corrected("manifest", replace(SAID, counts={"case-docketed": 2}), FEED),
    ),
    (MONDAY, FEED, "one", number(1), HearingHeld(held_on=date(2026, 11, 9))),
    (
        MONDAY,
        FEED,
        "two",
        number(2),
        CaseDocketed(instance="first", defendants=(POLICE,), docketed_on=MONDAY),
    ),
    (TUESDAY, FEED, "one#2", number(1), corrected("one", HearingHeld(held_on=MONDAY), FEED)),
    (TUESDAY, LEDGER, "row", number(3), ROW),
    (FRIDAY, LEDGER, "row#2", number(3), corrected("row", replace(ROW, row=7), LEDGER)),
    (FRIDAY, LEDGER, "other", number(4), replace(ROW, row_key=number(4))),
    (FRIDAY, LEDGER, "other#2", number(4), retracted("other", RowParked, LEDGER)),
)


def told_in(order: Sequence[Sent], cut: int) -> Any:
    """Return what is answered after facts were told in an order, noted in two parts, apart from positions."""
    with TemporaryDirectory() as folder:
        made = town(Path(folder))
        for place, (day, source, id_, subject, fact) in enumerate(order):
            made.on(day).fact(subject, fact, source=source, id_=id_)
            if place == cut:
                made.note()
        made.begin(FRIDAY)
        answers = asyncio.run(_answers(made))
        made.close()
        return answers


async def _answers(made: Town) -> Any:
    await made.settle()
    reader = made.reader()
    days = AskedDays("", MONDAY, FRIDAY)
    asked = ((listed, Asked()), (listed_days, days), (listed_parked, AskedParked()))
    feeds, by_day, parked = [await reader.about(ask, "huancui", what) for ask, what in asked]
    reader.close()
    rows = [replace(one, position=0) for one in parked.page.items]  # type: ignore[attr-defined]
    shown = (
        [replace(one, row=None) for one in rows],
        [(one.row.row, one.row.row_key) for one in rows if one.row],
    )
    return feeds.items, feeds.counts, by_day.items, shown  # type: ignore[attr-defined]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(order=st.permutations(FACTS), cut=st.integers(0, len(FACTS) - 1))
def test_whatever_comes_first_the_same_is_answered(order: Sequence[Sent], cut: int) -> None:
    assert told_in(order, cut) == told_in(FACTS, len(FACTS))


def test_what_is_answered_is_what_was_said_last() -> None:
    feeds, counts, days, (parked, rows) = told_in(FACTS, 0)
    court = next(one for one in feeds if one.feed == FEED)
    assert (court.state, court.every, court.late_after) == ("silent", 1, 2)
    assert counts["silent"] == 1
    monday = next(one for one in days if (one.feed, one.day) == (FEED, MONDAY))
    assert monday.late == 1
    assert monday.manifest == {"case-docketed": 2}
    assert (monday.missing, monday.surplus) == ({"case-docketed": 1}, {"hearing-held": 1})
    assert sorted(one.reason for one in parked) == ["case-not-docketed", "row-unreadable"]
    assert rows == [(7, number(3))]
