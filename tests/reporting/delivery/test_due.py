"""Is each subscriber told what concerns it, once, and nothing that is past?"""

from dataclasses import replace
from datetime import date

from services.reporting.deadlines.shapes import DeadlineRow
from services.reporting.delivery.due import Message, messages
from services.reporting.delivery.subscriptions import Subscription
from tests.reporting.delivery.desk import AGENCY, BUREAU, DAY, MAIL, MISSED, NEAR, WEBHOOK


def told(
    *subscriptions: Subscription, rows: tuple[DeadlineRow, ...] = (NEAR, MISSED), day: date = DAY
) -> list[str]:
    return [f"{one.subscription.name} {one.notice}" for one in messages(subscriptions, rows, (), day)]


def one(**fields: object) -> Message:
    (message,) = messages([WEBHOOK], [replace(NEAR, **fields)], (), DAY)
    return message


def test_everybody_is_told_of_what_is_near_and_of_what_was_missed() -> None:
    assert told(WEBHOOK, MAIL) == [
        "值班 escalated@2026-11-24",
        "法规科 escalated@2026-11-24",
        "值班 near-1@2026-12-01",
        "法规科 near-1@2026-12-01",
    ]


def test_on_the_day_itself_it_is_told_and_the_day_after_no_more() -> None:
    on_the_day = replace(NEAR, step=0)
    assert told(WEBHOOK, rows=(on_the_day,), day=NEAR.due_on) == ["法规科 near-0@2026-12-01"]
    assert told(WEBHOOK, rows=(on_the_day,), day=date(2026, 12, 2)) == []


def test_nothing_is_told_of_what_is_not_near_or_was_done() -> None:
    rows = (
        replace(NEAR, step=None),
        replace(NEAR, state="met", done_on=DAY),
        replace(NEAR, state="suspended"),
        replace(MISSED, escalated_to=()),
        replace(MISSED, done_on=DAY),
    )
    assert told(WEBHOOK, rows=rows) == []


def test_five_years_of_missed_deadlines_that_call_nobody_tell_nothing() -> None:
    old = [replace(MISSED, case=f"c{n}", due_on=date(2021, 1, 4), escalated_to=()) for n in range(1000)]
    assert messages([WEBHOOK], old, (), DAY) == []


def test_what_was_told_is_not_told_again_and_a_day_that_moved_is_told_anew() -> None:
    message = one()
    assert messages([WEBHOOK], [NEAR], {message.told}, DAY) == []
    assert one(due_on=date(2026, 12, 3)).told != message.told
    assert one(step=0).told != message.told


def test_an_agency_is_told_of_its_own_and_of_what_calls_it() -> None:
    assert told(replace(WEBHOOK, agency=AGENCY)) == [
        "法规科 escalated@2026-11-24",
        "法规科 near-1@2026-12-01",
    ]
    assert told(replace(WEBHOOK, agency=BUREAU)) == ["法规科 escalated@2026-11-24"]
    assert told(replace(WEBHOOK, agency="新洲区财政局")) == []


def test_duties_and_kinds_of_news_can_be_chosen() -> None:
    assert told(replace(WEBHOOK, duties=("draft",))) == ["法规科 escalated@2026-11-24"]
    assert told(replace(WEBHOOK, told_of=("near",))) == ["法规科 near-1@2026-12-01"]


def test_a_subscription_that_was_disabled_is_told_nothing() -> None:
    assert told(replace(WEBHOOK, disabled="410")) == []


def test_an_id_is_that_of_the_news_and_the_subscriber_and_of_nothing_else() -> None:
    message = one()
    assert one(sequence=99, light="today", provisional=True).id == message.id
    renewed = messages([replace(WEBHOOK, version=2, address="https://b.example.cn/")], [NEAR], (), DAY)
    assert [again.id for again in renewed] == [message.id]
    others = [
        one(duty="draft"),
        one(case="（2026）鄂0117行初13号"),
        one(of="first"),
        one(step=0),
        *messages([MAIL], [NEAR], (), DAY),
    ]
    assert message.id not in {other.id for other in others}
