"""What is said on the NATS of a house, and does docs/asyncapi.yaml say so?"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import nats
import yaml
from jsonschema import Draft202012Validator
from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic_core import from_json
from referencing import Registry
from referencing.jsonschema import DRAFT202012

FILE = Path(__file__).parents[2] / "docs" / "asyncapi.yaml"


class Described:
    """The document, as far as messages are compared with it."""

    def __init__(self) -> None:
        self._told: Mapping[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
        described = DRAFT202012.create_resource(self._told)
        self._registry: Registry[Any] = Registry().with_resource("urn:nats", described)
        self.channels = {
            id_: _pattern(one["address"], r"\{\w+\}")
            for id_, one in self._told["channels"].items()
            if one["address"]
        }
        self.unheard = {id_ for id_, one in self._told["channels"].items() if "x-unheard" in one}
        self._of_nats = [_pattern(subject, r"(?!)") for subject in self._told["info"]["x-of-nats"]]

    def channel(self, subject: str) -> str | None:
        """Return on which channel a message was said."""
        return next((id_ for id_, pattern in self.channels.items() if pattern.fullmatch(subject)), None)

    def is_of_nats(self, subject: str) -> bool:
        """Return whether a subject is one that NATS uses for itself."""
        return any(pattern.fullmatch(subject) for pattern in self._of_nats)

    def answered(self, id_: str) -> str | None:
        """Return the channel of the answers to a channel."""
        return f"{id_}-answer" if f"{id_}-answer" in self._told["channels"] else None

    def message(self, channel: str, body: bytes) -> str | None:
        """Return the message of a channel whose form a body has; None where it has no message's."""
        for name in self._told["channels"][channel]["messages"]:
            message = self._told["components"]["messages"][name]
            said: Any
            try:
                said = from_json(body) if message["contentType"] == "application/json" else body.decode()
                if channel == "cases" and said["type"] != f"yingsu.{name.removesuffix('-event')}.v1":
                    continue  # the only form it could have is that of its type
            except ValueError:
                continue
            if not list(self.validator(message["payload"]).iter_errors(said)):
                return str(name)
        return None

    def validator(self, payload: Mapping[str, str]) -> Draft202012Validator:
        """Return what checks a message."""
        return Draft202012Validator({"$ref": f"urn:nats{payload['$ref']}"}, registry=self._registry)


@dataclass
class Heard:
    """All messages that the house's account could hear."""

    messages: list[Msg] = field(default_factory=list)

    @cached_property
    def described(self) -> Described:
        return Described()

    def channels(self) -> set[str]:
        """Return the channels on which something was said."""
        said = {self.described.channel(message.subject) for message in self.messages}
        return {id_ for id_ in said if id_}

    def types(self) -> set[str]:
        """Return the names of the event types that were said."""
        return {one.subject.rpartition(".")[2] for one in self.messages if one.subject.startswith("cases.")}

    def undescribed(self) -> list[str]:
        """Return what was said and is not described: on no channel, or in no form that the channel has.

        What somebody asked in no such form is left out where the answer says that it was refused.
        """
        wrong: list[str] = []
        asked_wrongly: dict[str, str] = {}
        answers: dict[str, str] = {}
        for message in self.messages:
            subject = message.subject
            channel = self.described.channel(subject)
            if channel is not None and message.reply and (answer := self.described.answered(channel)):
                answers[message.reply] = answer
            if channel is None and subject in answers:
                channel = answers[subject]
            if channel is None:
                if not self.described.is_of_nats(subject):
                    wrong.append(f"{subject}: {message.data[:200]!r}")
                continue
            found = self.described.message(channel, message.data)
            if found is None and message.reply in answers:
                asked_wrongly[message.reply] = f"{subject} ({channel}): {message.data[:400]!r}"
            elif found is None and not (message.headers and "Status" in message.headers):
                wrong.append(f"{subject} ({channel}): {message.data[:400]!r}")
            elif found == "refusal" or (found == "answer" and from_json(message.data)["rejected"]):
                asked_wrongly.pop(subject, None)
        return [*wrong, *asked_wrongly.values()]


@asynccontextmanager
async def listening(url: str) -> AsyncIterator[tuple[Client, Heard]]:
    """Connect as the house's services do, and hear all that is said from now on."""
    client, heard = await nats.connect(url), Heard()

    async def hear(message: Msg) -> None:
        heard.messages.append(message)

    await client.subscribe(">", cb=hear)
    await client.flush()
    try:
        yield client, heard
    finally:
        await client.close()


def _pattern(subject: str, any_token: str) -> re.Pattern[str]:
    tokens = [
        ".+" if token == ">" else "[^.]+" if re.fullmatch(any_token, token) else re.escape(token)
        for token in subject.split(".")
    ]
    return re.compile(r"\.".join(tokens))
