"""How does the AsyncAPI document come about? FastStream says what it serves; the rest is said beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import yaml
from faststream.nats import NatsBroker
from faststream.specification import AsyncAPI

from deploy.nats.described.forms import event_of, forms
from deploy.nats.described.written import ref
from services.intake import callers, keys, submissions, subscribers
from services.intake.submissions.answering import ATOMIC, MODE
from services.intake.submissions.callout import ASKED
from shared.access.accounts import DOOR, FIGURES, HOUSE, OUTSIDE, SUBMIT
from shared.access.asking import WHO
from shared.events.catalogue import TYPES
from shared.explaining.over_nats import SUBJECT as EXPLAIN
from shared.log.append import APPEND, READ
from shared.log.settled import SETTLED
from shared.sealing import SUBJECT as KEYS

JSON = "application/json"
LINES = "application/x-ndjson"
JWT = "application/jwt"

OF_NATS: Mapping[str, str] = {
    "$JS.>": "requests to JetStream, acknowledgements and flow control: how the relay fills and followers read it",
    "_INBOX.>": "answers to whoever asked, and what followers read of the stream",
    "_R_.>": "answers on their way back to a publisher's account",
}
"""Subjects that NATS and its clients use for themselves; what they carry is NATS's own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """What is said on one subject."""

    id: str
    address: str
    """The subject, with names in braces for the tokens that differ."""
    summary: str = ""
    """Empty where FastStream says it."""
    accounts: tuple[str, ...] = (HOUSE,)
    parameters: Mapping[str, str]
    asked: tuple[str, ...]
    """Names of the forms of the messages."""
    answered: tuple[str, ...] = ()
    as_: tuple[str, str] = (JSON, JSON)
    """Media types of message and answer."""
    headers: Mapping[str, tuple[str, ...]] | None = None
    sends: bool = False
    """Whether the house says it by itself."""
    unheard: str = ""
    """Why the house's services never hear it."""


_DISTRICT = {"district": "the id of a district, or _ for what concerns the whole log"}
_SERVICE = {"service": "routing, deadlines, accountability or reporting"}

CHANNELS = (
    Channel(
        id="submit",
        address=f"{SUBMIT}.{{district}}",
        accounts=(OUTSIDE, HOUSE),
        parameters=_DISTRICT,
        asked=("fact", "facts"),
        answered=("answer", "refusal"),
        headers={ATOMIC: ("all", "each"), MODE: ("commit", "validate")},
    ),
    Channel(
        id="append",
        address=f"{APPEND}.{{service}}",
        parameters=_SERVICE,
        asked=("append-request",),
        answered=("appended", "not-appended"),
    ),
    Channel(id="read", address=READ, parameters={}, asked=("range",), answered=("lines",), as_=(JSON, LINES)),
    Channel(id="keys", address=KEYS, parameters={}, asked=("cases-of-a-district",), answered=("keys",)),
    Channel(id="who", address=WHO, parameters={}, asked=("mark",), answered=("known",)),
    Channel(
        id="explain",
        address=f"{EXPLAIN}.{{service}}",
        summary="Ask a service what follows from a case as it has noted it, and why.",
        parameters={"service": "deadlines"},
        asked=("question",),
        answered=("deadlines-explained", "not-explained"),
    ),
    Channel(
        id="cases",
        address="cases.{district}.{type}",
        summary="The log: every event at the sequence of its position, kept for ever in the stream CASES.",
        parameters={**_DISTRICT, "type": "the name of the event's type, such as hearing-held"},
        asked=tuple(event_of(name) for name in sorted(TYPES)),
        sends=True,
    ),
    Channel(
        id="figures",
        address=f"$KV.{FIGURES}.{{district}}.{{period}}.{{by}}.{{agency}}.{{metric}}",
        summary="A figure that moved, as it stands now: the bucket FIGURES, in the server's memory (docs/live.md).",
        accounts=(OUTSIDE, HOUSE),
        parameters={
            "district": "the id of a district",
            "period": "a year, or a month such as 2023-05",
            "by": "what the row is by; district for the district's own",
            "agency": "the name of the row, = and base64url where it is not plain ASCII; all for the district's own",
            "metric": "the figure, with a slash for a colon",
        },
        asked=("figure",),
        sends=True,
    ),
    Channel(
        id="settled",
        address=f"{SETTLED}.{{service}}",
        summary="Each service says, every second, up to where everything that follows is on the log.",
        parameters={"service": "intake, routing, deadlines, accountability or reporting"},
        asked=("announcement",),
        sends=True,
    ),
    Channel(
        id="door",
        address=ASKED,
        summary="The server asks whether somebody may connect, and what they may do.",
        accounts=(DOOR,),
        parameters={},
        asked=("token",),
        answered=("token",),
        as_=(JWT, JWT),
        unheard="it is said in an account that only intake is in",
    ),
)


def document() -> dict[str, Any]:
    """Return the document. Raises LookupError where FastStream serves what no channel here is for."""
    served = _served()
    channels, operations = dict[str, Any](), dict[str, Any]()
    messages = dict[str, Any]()
    for channel in CHANNELS:
        said = served.pop(_wild(channel.address), None)
        if said is None and not channel.summary:
            raise LookupError(f"nobody serves {channel.address}")
        channels[channel.id] = _channel(channel, said)
        operations[channel.id] = _operation(channel)
        if channel.answered:
            channels[f"{channel.id}-answer"] = {"address": None, "messages": _named(channel.answered)}
        for names, media in zip((channel.asked, channel.answered), channel.as_, strict=True):
            messages |= {name: _message(name, media, channel.headers) for name in names}
    if served:
        raise LookupError(f"FastStream serves {sorted(served)}, and no channel says what travels there")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "yingsu on NATS",
            "version": "1",
            "description": (
                "All that is said on the NATS of a house, but for what NATS says itself (x-of-nats). Publishers are "
                f"in the account {OUTSIDE} and may ask {SUBMIT}.<district> only, and hear the figures of districts "
                f"they oversee; the services are in {HOUSE}. Written by `python -m deploy.nats.described`."
            ),
            "x-of-nats": dict(OF_NATS),
        },
        "defaultContentType": JSON,
        "servers": {"house": {"host": "127.0.0.1:8005", "protocol": "nats"}},
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": forms()},
    }


def written() -> str:
    """Return the document as YAML."""
    text = yaml.dump(
        document(), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=118, default_flow_style=None
    )
    return f"# Written by `python -m deploy.nats.described`; do not change it here.\n{text}"


def _served() -> dict[str, Mapping[str, Any]]:
    """Return the channels that intake serves with FastStream, by subject."""
    broker = NatsBroker("nats://127.0.0.1:8005")
    nobody = cast(Any, None)  # nothing is asked, so nobody need answer
    for register in (subscribers.register, keys.register, callers.register, submissions.register):
        cast(Any, register)(broker, nobody)
    told = json.loads(AsyncAPI(broker).to_specification().to_json())
    return {one["address"]: {**one, "title": title} for title, one in told["channels"].items()}


def _channel(channel: Channel, said: Mapping[str, Any] | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "address": channel.address,
        "summary": said["description"] if said else channel.summary,
        "messages": _named(channel.asked),
        "x-accounts": list(channel.accounts),
    }
    if said:
        told |= {"title": said["title"], "bindings": said["bindings"]}
    if channel.parameters:
        told["parameters"] = {name: {"description": text} for name, text in channel.parameters.items()}
    if channel.unheard:
        told["x-unheard"] = channel.unheard
    return told


def _operation(channel: Channel) -> dict[str, Any]:
    told: dict[str, Any] = {
        "action": "send" if channel.sends else "receive",
        "channel": {"$ref": f"#/channels/{channel.id}"},
    }
    if channel.answered:
        told["reply"] = {
            "address": {
                "location": "$message.header#/reply",
                "description": "the reply subject of the message",
            },
            "channel": {"$ref": f"#/channels/{channel.id}-answer"},
        }
    return told


def _named(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/messages/{name}"} for name in names}


def _message(name: str, media: str, headers: Mapping[str, tuple[str, ...]] | None) -> dict[str, Any]:
    told: dict[str, Any] = {"contentType": media, "payload": ref(name)}
    if headers and name in ("fact", "facts"):
        properties = {
            header: {"enum": list(values), "default": values[0]} for header, values in headers.items()
        }
        told["headers"] = {"type": "object", "properties": properties}
    return told


def _wild(address: str) -> str:
    return ".".join("*" if token.startswith("{") else token for token in address.split("."))


class _Plain(yaml.SafeDumper):
    """Writes every value where it stands, without marks that refer to another place."""

    def ignore_aliases(self, data: Any) -> bool:
        """Return that nothing is referred to."""
        return True
