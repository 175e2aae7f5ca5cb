"""Which forms of messages does no class in the code describe? Those said here, as JSON Schemas by name."""

from collections.abc import Mapping
from typing import Any

Form = dict[str, Any]

PLACE = "#/components/schemas/"


def ref(name: str) -> Form:
    """Return a reference to a form by its name."""
    return {"$ref": f"{PLACE}{name}"}


def _object(description: str = "", *, also: Form | None = None, **members: Form) -> Form:
    """Return the form of an object that has all of these members, perhaps some of `also`, and no others."""
    told = {"description": description} if description else {}
    return {
        "type": "object",
        **told,
        "required": list(members),
        "properties": {**members, **(also or {})},
        "additionalProperties": False,
    }


def _list(of: Form) -> Form:
    return {"type": "array", "items": of}


_TEXT: Form = {"type": "string"}
_COUNT: Form = {"type": "integer", "minimum": 0}
_INSTANT: Form = {"type": "string", "format": "date-time"}


def _text(description: str) -> Form:
    return {**_TEXT, "description": description}


_NAMED: Mapping[str, Form] = {
    "specversion": {"const": "1.0"},
    "id": _text("the source's own name for the fact; with the source, its identity"),
    "source": _text("in whose name: <kind>/<name>, such as court/鄂0117; of a finding, the service"),
    "type": _text("such as yingsu.hearing-held.v1"),
    "subject": _text("the case number, or what else it is about"),
    "district": _TEXT,
    "time": {**_INSTANT, "description": "the reporter's own instant"},
    "data": {"type": "object"},
}

_FIGURE: Form = _object(
    "as in GET /figures",
    district=_TEXT,
    period=_TEXT,
    by=_text("* for the district's own row"),
    agency=_text("* for the district's own row"),
    metric=_TEXT,
    numerator={"type": "integer"},
    denominator={"type": ["integer", "null"]},
    value={"type": ["string", "null"]},
    target={"type": ["string", "null"]},
    met={"type": ["boolean", "null"]},
    indicative={"type": "boolean"},
    compare={"type": ["string", "null"]},
    article={"type": ["string", "null"]},
    position={**_COUNT, "description": "up to where the log was settled when it was written"},
)

_KEPT: Mapping[str, Form] = {
    "datacontenttype": {"const": "application/json"},
    "dataschema": _TEXT,
    "actor": _text("whose key was shown: <role>/<name>#<key>; of a finding, the service"),
    "causationid": _text("the position of the event that led to it"),
    "position": {"type": "integer", "minimum": 1, "description": "also its sequence in the stream"},
    "recordedat": _INSTANT,
    "prevhash": _text("digest of the bytes of the event before; empty for the first"),
}

_FAULT = _object(pointer=_TEXT, detail=_TEXT, expected=_TEXT, also={"index": _COUNT})

WRITTEN: Mapping[str, Form] = {
    "figure": _FIGURE,
    "sent": {
        "type": "object",
        "description": "A fact as a CloudEvent in JSON; its district is that in the subject of the message.",
        "required": ["specversion", "id", "source", "type", "district", "data"],
        "properties": _NAMED,
    },
    "event": _object(
        "An event as it stands on the log; stream and store hold the same bytes.", **_NAMED, **_KEPT
    ),
    "answer": _object(
        "What POST /events answers.",
        position={**_COUNT, "description": "the highest position of the facts named"},
        accepted=_COUNT,
        known=_COUNT,
        conflicts=_COUNT,
        rejected=_COUNT,
        refused=_COUNT,
        results=_list(ref("result")),
        also={"unlisted": _COUNT},
    ),
    "result": _object(
        "What became of one event.",
        index=_COUNT,
        source=_TEXT,
        id=_TEXT,
        status={"enum": ["accepted", "known", "conflict", "rejected", "refused"]},
        position={"type": ["integer", "null"]},
        warnings=_list(_TEXT),
        also={"errors": _list(_FAULT)},
    ),
    "refusal": _object(
        "Nothing was recorded, and why.",
        problem={
            "type": "object",
            "description": "Problem details as RFC 9457 has them; some have more members than these.",
            "required": ["type", "title", "status", "detail"],
            "properties": {
                **dict.fromkeys(("type", "title", "detail"), _TEXT),
                "status": {"type": "integer", "description": "as over HTTP"},
                "retry_after": {**_COUNT, "description": "seconds after which to send the same again"},
                "errors": _list(_FAULT),
                "unlisted": {**_COUNT, "description": "how many errors more there are"},
            },
        },
    ),
    "not-appended": {
        "description": "Nothing was appended: read on and judge again, ask again later, or never ask that again.",
        "oneOf": [
            _object(refused={**_COUNT, "description": "position of the service's own last finding"}),
            _object(unavailable=_TEXT),
            _object(error=_TEXT),
        ],
    },
    "range": _object("Positions, both included.", first=_COUNT, last=_COUNT),
    "lines": {**_TEXT, "description": "Stored events, one a line, as many as fit; empty beyond the end."},
    "cases-of-a-district": _object(district=_TEXT, cases=_list(_TEXT)),
    "keys": _object(
        keys={
            "type": "object",
            "description": "By case number: the key in base64, or null where it was erased.",
            "additionalProperties": {"type": ["string", "null"]},
        }
    ),
    "mark": _object(fingerprint={**_TEXT, "description": "SHA-256 of the key, in hexadecimal"}),
    "known": _object(principal={"oneOf": [ref("principal"), {"type": "null"}]}),
    "question": _object(district=_TEXT, case=_TEXT),
    "not-explained": _object(error=_TEXT),
    "token": _text("a JSON Web Token, signed by the server; answered by one that intake signs"),
}
