"""Is everything delivered at least once and put on record, is nobody in another's way, and is what fails given up?"""

import asyncio
from dataclasses import replace
from pathlib import Path

from services.reporting.delivery.schedule import PAUSES, Outcome
from services.reporting.delivery.sender import Channel, Sender
from services.reporting.delivery.subscriptions import Subscription
from services.reporting.delivery.webhook import Webhook
from tests.reporting.delivery.desk import (
    MAIL,
    MISSED,
    NEAR,
    WEBHOOK,
    Clock,
    Desk,
    Receiver,
    answer,
    receiving,
    sending,
    until,
)

OK, BUSY = answer(204), answer(500)


def at(receiver: Receiver, name: str = "法规科") -> Subscription:
    return replace(WEBHOOK, name=name, address=receiver.url)


async def rested(sender: Sender, desk: Desk) -> None:
    """Wait until the sender has looked at all there is and has nothing under way."""
    sender.nudge()
    await until(lambda: sender._looked_at == desk.position and not sender._busy)


async def test_a_message_is_delivered_once_and_put_on_record(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    async with receiving(OK) as receiver:
        desk = Desk([at(receiver)], [NEAR])
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            await until(lambda: desk.findings)
            await rested(sender, desk)
            clock.at += 200_000
            await rested(sender, desk)
        assert desk.said == ["法规科 defence near-1@2026-12-01 delivered 1"]
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            await rested(sender, desk)
        assert len(receiver.requests) == 1


async def test_what_is_not_settled_is_not_told(tmp_path: Path, clock: Clock, webhook: Webhook) -> None:
    async with receiving(OK) as receiver:
        desk = Desk([at(receiver)], [MISSED], settled=False)
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            for _ in range(20):
                sender.nudge()
                await asyncio.sleep(0)
            desk.deadlines, desk.position = [replace(MISSED, state="met", done_on=MISSED.due_on)], 2
            desk.settled = True
            await rested(sender, desk)
        assert receiver.requests == []


async def test_what_the_log_may_say_was_told_is_waited_for(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    async with receiving(OK) as receiver:
        desk = Desk([at(receiver)], [NEAR], unread=True)
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            for _ in range(20):
                sender.nudge()
                await asyncio.sleep(0.005)
            assert (receiver.requests, desk.said) == ([], [])
            desk.unread = False
            sender.nudge()
            await until(lambda: desk.said)


async def test_what_fails_is_tried_again_under_the_same_id(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    async with receiving(BUSY, answer(302, Location="http://127.0.0.1:1/"), OK) as receiver:
        desk = Desk([at(receiver)], [NEAR])
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            for number, pause in enumerate(PAUSES[:2], start=1):
                await until(lambda number=number: len(receiver.requests) == number)
                await rested(sender, desk)
                (failing,) = sender.status()["failing"]
                assert failing["tries"] == number
                clock.at += pause - 1
                await rested(sender, desk)
                assert len(receiver.requests) == number
                clock.at += 1
                sender.nudge()
            await until(lambda: desk.findings)
        assert desk.said == ["法规科 defence near-1@2026-12-01 delivered 3"]
        assert len({request.headers["webhook-id"] for request in receiver.requests}) == 1
        assert len({request.headers["webhook-timestamp"] for request in receiver.requests}) == 3


async def test_tries_are_counted_over_a_restart(tmp_path: Path, clock: Clock, webhook: Webhook) -> None:
    async with receiving(BUSY) as receiver:
        desk = Desk([at(receiver)], [NEAR])
        for number in (1, 2, 3):
            async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
                await until(lambda number=number: len(receiver.requests) == number)
                await rested(sender, desk)
                assert sender.status()["failing"][0]["tries"] == number
            clock.at += PAUSES[number - 1]


async def test_after_the_eighth_failure_it_is_given_up_and_the_subscription_disabled(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    async with receiving(BUSY) as receiver:
        desk = Desk([at(receiver)], [NEAR])
        began = clock.at
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            for number in range(1, 9):
                await until(lambda number=number: len(receiver.requests) == number)
                await rested(sender, desk)
                clock.at += PAUSES[number - 1] if number < 8 else 0
                sender.nudge()
            await until(lambda: len(desk.findings) == 2)
            await rested(sender, desk)
            assert 48 * 3600 <= clock.at - began <= 49 * 3600
            assert desk.said == [
                "法规科 defence near-1@2026-12-01 given up 8",
                "法规科 disabled 1: 8 tries failed, at last: answered 500",
            ]
            assert sender.status()["disabled"][0]["subscription"] == "法规科"
            desk.deadlines.append(MISSED)
            desk.position += 1
            clock.at += 200_000
            await rested(sender, desk)
            assert len(receiver.requests) == 8
            receiver.replies = [OK]
            desk.subscriptions = [replace(at(receiver), version=2)]
            desk.position += 1
            sender.nudge()
            await until(lambda: len(desk.findings) == 3)
        assert desk.said[2:] == ["法规科 draft escalated@2026-11-24 delivered 1"]


async def test_410_ends_it_at_once(tmp_path: Path, clock: Clock, webhook: Webhook) -> None:
    async with receiving(answer(410)) as receiver:
        desk = Desk([at(receiver)], [NEAR, MISSED])
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            await until(lambda: desk.findings)
            clock.at += 200_000
            await rested(sender, desk)
        assert desk.said == ["法规科 disabled 1: answered 410"]
        assert len(receiver.requests) == 1


async def test_a_receiver_that_asks_for_time_is_given_it(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    async with receiving(answer(429, Retry_After="1800"), OK) as receiver:
        desk = Desk([at(receiver)], [NEAR, MISSED])
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            await until(lambda: receiver.requests)
            await rested(sender, desk)
            clock.at += 1799
            await rested(sender, desk)
            assert len(receiver.requests) == 1
            clock.at += 1
            sender.nudge()
            await until(lambda: len(desk.findings) == 2)


async def test_one_who_is_slow_is_in_nobodys_way_and_told_one_thing_at_a_time(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    async def never(_writer: asyncio.StreamWriter) -> None:
        await asyncio.Event().wait()

    async with receiving(never) as slow, receiving(OK) as quick:
        rows = [replace(NEAR, case=f"（2026）鄂0117行初{n}号") for n in range(30)]
        desk = Desk([at(slow, "慢"), at(quick, "快")], rows)
        async with sending(desk, tmp_path, clock, webhook=webhook):
            await until(lambda: len(desk.findings) == 30)
            assert slow.waiting == slow.most == 1
        assert quick.most == 1
        assert len(quick.requests) == 30
        assert {one.partition(" ")[0] for one in desk.said} == {"快"}


async def test_a_death_between_delivery_and_record_delivers_again_under_the_same_id(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    async with receiving(OK) as receiver:
        desk = Desk([at(receiver)], [NEAR])
        desk.recording.clear()
        async with sending(desk, tmp_path, clock, webhook=webhook):
            await until(lambda: receiver.requests)
        assert desk.said == []
        desk.recording.set()
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            await until(lambda: desk.findings)
            await rested(sender, desk)
        first, second = receiver.requests
        assert first.headers["webhook-id"] == second.headers["webhook-id"]
        assert first.body == second.body
        assert desk.said == ["法规科 defence near-1@2026-12-01 delivered 1"]


async def test_what_is_under_way_when_it_stops_is_recorded(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    release = asyncio.Event()

    async def slowly(writer: asyncio.StreamWriter) -> None:
        await release.wait()
        writer.write(OK)

    async with receiving(slowly) as receiver:
        desk = Desk([at(receiver)], [NEAR])
        async with sending(desk, tmp_path, clock, webhook=webhook):
            await until(lambda: receiver.waiting)
            asyncio.get_running_loop().call_later(0.05, release.set)
        assert desk.said == ["法规科 defence near-1@2026-12-01 delivered 1"]


async def test_until_the_record_is_read_back_nothing_is_sent_again(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    async with receiving(OK) as receiver:
        desk = Desk([at(receiver)], [NEAR], lagging=1)
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            await until(lambda: desk.findings)
            desk.position = 2  # what came before it, which is all that is noted yet
            for _ in range(20):
                sender.nudge()
                await asyncio.sleep(0.005)
            desk.lagging, desk.position = 0, desk.findings[-1][0]
            await rested(sender, desk)
        assert len(receiver.requests) == 1


async def test_what_is_done_meanwhile_is_told_no_more(tmp_path: Path, clock: Clock, webhook: Webhook) -> None:
    async with receiving(BUSY) as receiver:
        desk = Desk([at(receiver)], [NEAR])
        async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
            await until(lambda: receiver.requests)
            await rested(sender, desk)
            desk.deadlines, desk.position = [replace(NEAR, state="met", done_on=desk.day)], 2
            clock.at += 200_000
            await rested(sender, desk)
            assert sender.status()["waiting"] == 0
            assert list(sender._tries) == []
        assert len(receiver.requests) == 1


async def test_without_a_mail_server_mails_wait_and_it_is_said(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    desk = Desk([MAIL], [NEAR])
    async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
        await rested(sender, desk)
        (told,) = sender.status()["undeliverable"]
        assert (told["subscription"], sender.status()["waiting"]) == ("值班", 1)
        assert "YINGSU_SMTP_URL" in told["reason"]
    sent: list[str] = []
    async with sending(desk, tmp_path, clock, email=_taking(sent)) as sender:
        await until(lambda: desk.findings)
        await rested(sender, desk)
        assert sender.status()["undeliverable"] == []
    assert sent == ["near-1@2026-12-01"]


async def test_an_address_whose_key_was_erased_is_not_sent_to(
    tmp_path: Path, clock: Clock, webhook: Webhook
) -> None:
    desk = Desk([replace(WEBHOOK, address="sealed:v1:abc", secret="sealed:v1:def")], [NEAR])
    async with sending(desk, tmp_path, clock, webhook=webhook) as sender:
        await rested(sender, desk)
        await until(lambda: sender.status()["undeliverable"])
        assert "erased" in sender.status()["undeliverable"][0]["reason"]
    assert desk.said == []


async def test_a_bug_in_one_delivery_ends_no_other(tmp_path: Path, clock: Clock) -> None:
    sent: list[str] = []
    taking = _taking(sent)

    class Broken:
        async def __call__(self, to: Subscription, message: object) -> Outcome:
            raise ZeroDivisionError

        test = __call__

    desk = Desk([WEBHOOK, MAIL], [NEAR])
    async with sending(desk, tmp_path, clock, webhook=Broken(), email=taking) as sender:
        await until(lambda: desk.findings)
        await rested(sender, desk)
        assert sender.status()["waiting"] == 1
    assert desk.said == ["值班 defence near-1@2026-12-01 delivered 1"]


def _taking(sent: list[str]) -> Channel:
    class Taking:
        async def __call__(self, to: Subscription, message: object) -> Outcome:
            sent.append(message.notice)  # type: ignore[attr-defined]
            return Outcome(True)

        async def test(self, to: Subscription, id_: str) -> Outcome:
            return Outcome(True)

    return Taking()
