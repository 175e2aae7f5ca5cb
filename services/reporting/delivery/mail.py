"""How is a message sent as e-mail? One plain mail each, in Chinese, over the district's own server."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

import aiosmtplib

from services.reporting.delivery.crossing import Crossing
from services.reporting.delivery.due import Message
from services.reporting.delivery.noted import News
from services.reporting.delivery.schedule import Outcome
from services.reporting.delivery.subscriptions import Subscription
from services.reporting.delivery.webhook import link
from services.reporting.pages.words import Words
from shared.outbound import is_mailbox
from shared.settings import Settings, StartError

TOTAL = 30.0
"""Seconds for all of a try."""

PORTS = {"smtp": 25, "smtps": 465}


class MailSettingsError(StartError):
    """The mail server or the sender is not named in a way that can be used."""

    def __init__(self, setting: str, expected: str) -> None:
        # What was found is not shown: it may hold a password.
        super().__init__(
            f"the setting {setting} cannot be used; expected {expected}; unset it to send no mails"
        )


class Mail:
    """Sends mails over one server."""

    def __init__(self, settings: Settings, page: str, now: Callable[[], float]) -> None:
        """Raise MailSettingsError when server or sender cannot be used."""
        server = urlsplit(settings.smtp_url.get_secret_value())
        try:
            port = server.port
        except ValueError:
            port = 0
        if server.scheme not in PORTS or not server.hostname or port == 0:
            raise MailSettingsError(
                "YINGSU_SMTP_URL", "smtp://host, smtp://user:password@host:587 or smtps://host"
            )
        if not is_mailbox(settings.smtp_from):
            raise MailSettingsError("YINGSU_SMTP_FROM", "one mail address in ASCII")
        self._sender = settings.smtp_from
        self._host, self._port = server.hostname, port or PORTS[server.scheme]
        self._tls = server.scheme == "smtps"
        self._user = unquote(server.username) if server.username else None
        self._password = unquote(server.password) if server.password else None
        self._page = page
        self._now = now

    async def __call__(self, to: Subscription, message: News) -> Outcome:
        """Send a message to a subscriber whose address is open."""
        return await self.send(to, message.id, *words(message, self._page))

    async def test(self, to: Subscription, id_: str) -> Outcome:
        """Send a mail that says nothing but that it arrives."""
        return await self.send(to, id_, f"【测试】订阅“{to.name}”", "收到本邮件，说明期限提醒可以送达。\n")

    async def send(self, to: Subscription, id_: str, subject: str, text: str) -> Outcome:
        """Send one mail. It counts as delivered when the server has taken it."""
        if not is_mailbox(to.address):
            return Outcome(False, "its address cannot be used")
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(display_name="应诉提醒", addr_spec=self._sender)
        mail["To"] = Address(addr_spec=to.address)
        mail["Subject"] = _one_line(subject)
        mail["Date"] = datetime.fromtimestamp(self._now(), UTC)
        mail["Message-ID"] = f"<{id_}@{self._sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text)
        try:
            async with asyncio.timeout(TOTAL):
                await aiosmtplib.send(
                    mail,
                    hostname=self._host,
                    port=self._port,
                    username=self._user,
                    password=self._password,
                    use_tls=self._tls,
                    start_tls=False if self._tls else None,  # None: where the server offers it
                    timeout=TOTAL,
                )
        except TimeoutError:
            return Outcome(False, f"the mail server {self._host} did not answer in time")
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            return Outcome(False, f"the mail server {self._host}: {error}"[:300])
        return Outcome(True)


def words(message: News, page: str) -> tuple[str, str]:
    """Return subject and text of a mail."""
    if isinstance(message, Crossing):
        return _crossed(message, page)
    return _of_deadline(message, page)


def _crossed(message: Crossing, page: str) -> tuple[str, str]:
    of = message.figure
    name, whose = Words("zh").metric(of.metric), "全区" if of.agency == "*" else of.agency
    sign = "不低于" if of.compare == "at_least" else "不高于"
    value, target = (f"{Decimal(text) * 100:.2f}%" for text in (of.value or "0", of.target or "0"))
    state = "已达到目标" if of.met else "未达到目标"
    lines = [
        f"{of.period}年{whose}的{name}现为{value}（{of.numerator}/{of.denominator}），{state}：",
        "",
        f"目标：{sign}{target}" + ("（该目标按年度约束各单位，本行仅供参考）" if of.indicative else ""),
        f"依据：{of.article or ''}",
        f"截至日志第{message.position}号事件",
        "",
        f"详情：{link(message, page)}",
        "",
        f"本邮件由系统按订阅“{message.subscription.name}”自动发送。",
    ]
    return f"【指标{'达标' if of.met else '未达标'}】{whose} {name} {value}", "\n".join(lines) + "\n"


def _of_deadline(message: Message, page: str) -> tuple[str, str]:
    row = message.deadline
    what = message.title or row.duty
    case = "" if row.case == "bureau" else row.case
    if message.kind == "near":
        today = row.due_on == message.day
        left = "今日到期" if today else f"将在{row.step}个工作日内到期"
        subject = f"【期限临近】{case} {what}，{row.due_on}到期"
        lines = [f"下列期限{left}："]
    else:
        subject = f"【逾期督促】{case} {what}，{row.due_on}已到期"
        lines = [f"下列期限已于{row.due_on}届满，尚未完成，现提请{'、'.join(row.escalated_to)}督促："]
    lines += [
        "",
        *([f"案号：{case}"] if case else []),
        f"事项：{what}",
        f"到期日：{row.due_on}" + ("（暂定：当年放假安排尚未公布）" if row.provisional else ""),
        f"责任单位：{'、'.join(row.agencies) or '尚未确定'}",
        f"依据：{row.article}",
        "",
        f"详情：{link(message, page)}",
        "",
        f"本邮件由系统按订阅“{message.subscription.name}”自动发送。",
    ]
    return subject, "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    """Return a text that can stand in a header: without line ends and other control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
