"""Is it told from the log alone who is to be told what, whatever was lost or built anew?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.reporting.delivery.noted import Notebook
from services.reporting.delivery.recording import disabled
from services.reporting.delivery.recording import told as delivered
from shared.codec import decode
from shared.envelope import Draft
from shared.events.agency import DefenceFiled
from shared.events.court import CaseDocketed, NoticeServed
from shared.events.district import SubscriptionMade
from shared.events.intake import DayBegan
from tests.reporting.delivery.desk import SECRET
from tests.reporting.told import Told

AGENCY = "环翠区住房和城乡建设局"
CASE = "（2024）鲁1002行初1号"
DAY = date(2024, 6, 1)
"""A Saturday; the defence below is due on Tuesday."""


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    told = Told(tmp_path)
    told.log(DayBegan(day=DAY), id_="day/2024-06-01")
    told.organ("h", AGENCY, aliases=("区住建局",))
    told.organ("b", "环翠区司法局", kind="bureau")
    case(told, CASE, date(2024, 5, 20))
    yield told
    told.close()


@pytest.fixture
def notebook(told: Told) -> Iterator[Notebook]:
    opened = Notebook(told.url)
    yield opened
    opened.close()


def case(told: Told, number: str, served_on: date) -> None:
    docketed = CaseDocketed(instance="first", defendants=(AGENCY,), docketed_on=served_on)
    told.fact(number, docketed, NoticeServed(recipient=AGENCY, served_on=served_on))


def subscribe(told: Told, **fields: object) -> None:
    made = SubscriptionMade(
        name="法规科", channel="webhook", address="https://a.cn/", secret=SECRET, duties=("defence",)
    )
    told.fact("法规科", replace(made, **fields), source="bureau/huancui")


def find(told: Told, draft: Draft) -> None:
    event = decode(draft.type, draft.data)
    told._append(event, "reporting", "", draft.subject, told.district)  # type: ignore[arg-type]


async def test_what_is_near_is_found_and_its_subscriber_sealed(told: Told, notebook: Notebook) -> None:
    subscribe(told)
    await told.settle()
    noted = notebook.look()
    (message,) = noted.messages
    assert (message.notice, message.deadline.case, message.day) == ("near-3@2024-06-04", CASE, DAY)
    assert message.deadline.agencies == (AGENCY,)
    assert "答辩" in message.title
    (subscription,) = noted.subscriptions
    assert subscription.address.startswith("sealed:")


async def test_an_agency_may_be_named_as_people_call_it(told: Told, notebook: Notebook) -> None:
    subscribe(told, agency="区住建局")
    subscribe(told, name="另一个", agency="区公安分局")
    await told.settle()
    assert [one.subscription.name for one in notebook.look().messages] == ["法规科"]


async def test_what_was_told_is_told_no_more_also_when_all_but_the_log_is_lost(
    told: Told, notebook: Notebook, tmp_path: Path
) -> None:
    subscribe(told)
    await told.settle()
    (message,) = notebook.look().messages
    find(told, delivered(message, delivered=True, tries=1))
    await told.settle()
    assert notebook.look().messages == ()
    (tmp_path / "again").mkdir()
    again = Told(tmp_path / "again", stored=list(told.stored))
    again.stored = list(told.stored)
    again.note()
    await again.show()
    lost = Notebook(again.url)
    assert lost.look().messages == ()
    assert len(lost.look().subscriptions) == 1
    lost.close()
    again.close()


async def test_the_next_step_is_told_anew(told: Told, notebook: Notebook) -> None:
    subscribe(told)
    await told.settle()
    find(told, delivered(notebook.look().messages[0], delivered=True, tries=1))
    told.log(DayBegan(day=date(2024, 6, 3)), id_="day/2024-06-03")
    await told.settle()
    assert [one.notice for one in notebook.look().messages] == ["near-1@2024-06-04"]


async def test_what_is_done_is_not_told(told: Told, notebook: Notebook) -> None:
    subscribe(told)
    told.fact(CASE, DefenceFiled(filed_on=DAY))
    await told.settle()
    assert notebook.look().messages == ()


async def test_a_miss_is_told_while_it_calls_somebody(told: Told, notebook: Notebook) -> None:
    subscribe(told)
    case(told, "（2024）鲁1002行初2号", date(2024, 5, 8))
    await told.settle()
    assert {one.notice for one in notebook.look().messages} == {"near-3@2024-06-04", "escalated@2024-05-23"}


async def test_five_years_that_are_imported_remind_nobody(told: Told, notebook: Notebook) -> None:
    subscribe(told, duties=())
    await told.settle()
    before = {one.id for one in notebook.look().messages}
    for year in range(2019, 2024):
        for month in range(1, 13):
            case(told, f"（{year}）鲁1002行初{1000 + month}号", date(year, month, 5))
    await told.settle()
    assert before
    assert {one.id for one in notebook.look().messages} == before


async def test_a_subscription_that_was_disabled_is_seen_to_be(told: Told, notebook: Notebook) -> None:
    subscribe(told)
    await told.settle()
    ((subscription,), _) = notebook.subscriptions()
    find(told, disabled(subscription, "answered 410"))
    await told.settle()
    noted = notebook.look()
    assert (noted.subscriptions[0].disabled, noted.messages) == ("answered 410", ())
    subscribe(told, version=1)
    await told.settle()
    assert len(notebook.look().messages) == 1
