"""Does a mail arrive, in Chinese, and is it one mail whatever a name holds?"""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from services.reporting.delivery.due import Message
from services.reporting.delivery.mail import Mail, MailSettingsError, words
from shared.settings import Settings
from tests.reporting.delivery.desk import BUREAU, DAY, MAIL, MISSED, NEAR, PAGE, Clock
from tests.servers import free_port

MESSAGE = Message(MAIL, "near", "near-1@2026-12-01", NEAR, DAY, "15日内提交答辩状")


class Postbox:
    """Takes mails, or refuses them."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[Any] = []
        self.refusal = ""

    async def handle_RCPT(  # noqa: N802  # aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def serving(postbox: Postbox, **options: Any) -> Controller:
    controller = Controller(postbox, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    return controller


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def server(postbox: Postbox) -> Iterator[Controller]:
    controller = serving(postbox)
    yield controller
    controller.stop()


def mail(url: str, sender: str = "yingsu@example.gov.cn") -> Mail:
    return Mail(Settings(smtp_url=url, smtp_from=sender), PAGE, Clock())


async def test_a_mail_says_what_is_due_when_and_by_whom(server: Controller, postbox: Postbox) -> None:
    outcome = await mail(f"smtp://127.0.0.1:{server.port}")(MAIL, MESSAGE)
    assert outcome.delivered, outcome.detail
    (sent,) = postbox.mails
    assert sent["To"] == "flk@example.gov.cn"
    assert "yingsu@example.gov.cn" in sent["From"]
    assert sent["Subject"] == "【期限临近】（2026）鄂0117行初12号 15日内提交答辩状，2026-12-01到期"
    assert sent["Message-ID"] == f"<{MESSAGE.id}@example.gov.cn>"
    text = sent.get_content()
    assert "将在1个工作日内到期" in text
    assert "责任单位：新洲区住房和城乡建设局" in text
    assert f"{PAGE}/districts/xinzhou/deadlines/" in text


def test_on_the_last_day_and_after_a_miss_it_says_so() -> None:
    last = replace(MESSAGE, deadline=replace(NEAR, step=0), day=NEAR.due_on)
    assert "今日到期" in words(last, PAGE)[1]
    subject, text = words(Message(MAIL, "escalated", "escalated@2026-11-24", MISSED, DAY), PAGE)
    assert subject.startswith("【逾期督促】")
    assert f"现提请{BUREAU}督促" in text


async def test_what_a_name_holds_makes_no_second_header(server: Controller, postbox: Postbox) -> None:
    wicked = replace(MESSAGE, title="答辩\r\nBcc: c@d.cn\r\n\r\n正文\x00")
    assert (await mail(f"smtp://127.0.0.1:{server.port}")(MAIL, wicked)).delivered
    (sent,) = postbox.mails
    assert sent["Bcc"] is None
    assert postbox.envelopes[0].rcpt_tos == ["flk@example.gov.cn"]
    assert "Bcc: c@d.cn" in sent["Subject"]


async def test_an_address_that_is_more_than_one_is_not_sent_to(server: Controller, postbox: Postbox) -> None:
    outcome = await mail(f"smtp://127.0.0.1:{server.port}")(
        replace(MAIL, address="a@b.cn\nBcc: c@d.cn"), MESSAGE
    )
    assert (outcome.delivered, postbox.mails) == (False, [])


async def test_a_refusal_is_no_delivery(server: Controller, postbox: Postbox) -> None:
    postbox.refusal = "550 no such user"
    outcome = await mail(f"smtp://127.0.0.1:{server.port}")(MAIL, MESSAGE)
    assert not outcome.delivered
    assert "no such user" in outcome.detail


async def test_a_server_that_is_away_is_no_delivery() -> None:
    outcome = await mail(f"smtp://127.0.0.1:{free_port()}")(MAIL, MESSAGE)
    assert not outcome.delivered
    assert "127.0.0.1" in outcome.detail


async def test_user_and_password_are_given_where_they_are_set(postbox: Postbox) -> None:
    seen: list[LoginPassword] = []

    def check(
        _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        seen.append(data)
        return AuthResult(success=True)

    controller = serving(postbox, auth_require_tls=False, authenticator=check)
    url = f"smtp://flk%40example.gov.cn:p%3Ass@127.0.0.1:{controller.port}"
    outcome = await mail(url)(MAIL, MESSAGE)
    controller.stop()
    assert outcome.delivered, outcome.detail
    assert (seen[0].login, seen[0].password) == (b"flk@example.gov.cn", b"p:ss")


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("mail.example.cn", "a@b.cn"),
        ("http://mail.example.cn", "a@b.cn"),
        ("smtp://", "a@b.cn"),
        ("smtp://geheim:99999999@h:99999999", "a@b.cn"),
        ("smtp://mail.example.cn", ""),
        ("smtp://mail.example.cn", "a@b.cn\nBcc: c@d.cn"),
    ],
)
def test_settings_that_cannot_be_used_are_said_without_the_password(url: str, sender: str) -> None:
    with pytest.raises(MailSettingsError, match="YINGSU_SMTP_") as refused:
        mail(url, sender)
    assert "geheim" not in str(refused.value)
