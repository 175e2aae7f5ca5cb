"""What does intake's OpenAPI document say of events and of what is answered to them?"""

from typing import Any

from services.intake.single import paths
from shared.openapi import Paths, problem

SINGLE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"
STREAM = "application/x-ndjson"
BINARY = "application/json"

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_EXAMPLE = {
    "specversion": "1.0",
    "id": "2024-000123/docketed",
    "source": "court/鄂0117",
    "type": "yingsu.case-docketed.v1",
    "subject": "（2024）鄂0117行初1号",
    "district": "xinzhou",
    "data": {"instance": "first", "defendants": ["武汉市新洲区人民政府"], "docketed_on": "2024-01-15"},
}
_EVENT = {
    "type": "object",
    "description": "A CloudEvent 1.0 in JSON",
    "required": ["specversion", "id", "source", "type", "subject", "district", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {
            **_TEXT,
            "minLength": 1,
            "maxLength": 512,
            "description": "the source's own name for the fact",
        },
        "source": {**_TEXT, "description": "<kind>/<name>, such as court/鄂0117"},
        "type": {**_TEXT, "description": "yingsu.<name>.v1, a fact of GET /schemas"},
        "subject": {**_TEXT, "maxLength": 512, "description": "what it is about, such as the case number"},
        "district": {**_TEXT, "description": "the id of the district; _ for what concerns all"},
        "time": {**_TEXT, "format": "date-time", "description": "the reporter's own instant"},
        "data": {"type": "object", "description": "the fields of the type, see GET /schemas/{name}"},
    },
}
_RESULT = {
    "type": "object",
    "required": ["index", "source", "id", "status", "position", "warnings"],
    "properties": {
        "index": _COUNT,
        "line": {**_COUNT, "description": "in a stream, which line, from 1"},
        "source": _TEXT,
        "id": _TEXT,
        "status": {"enum": ["accepted", "known", "conflict", "rejected", "refused"]},
        "position": {
            "type": ["integer", "null"],
            "description": "where it stands on the log, or what has its identity",
        },
        "warnings": {"type": "array", "items": _TEXT},
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
        "replaces": {**_TEXT, "description": "of a revision, which one it replaces"},
    },
}
_ANSWER = {
    "type": "object",
    "required": ["position", "accepted", "known", "conflicts", "rejected", "refused", "results"],
    "properties": {
        "position": {
            **_COUNT,
            "description": "the last position of these facts; the log's where none is there",
        },
        **dict.fromkeys(("accepted", "known", "conflicts", "rejected", "refused"), _COUNT),
        "results": {"type": "array", "items": {"$ref": "#/components/schemas/Result"}},
        "unlisted": {**_COUNT, "description": "in a stream, results beyond the first 1,000"},
    },
}
_SAID = {
    "position": _COUNT,
    **dict.fromkeys(("id", "source", "actor", "recordedat", "type", "subject", "district", "time"), _TEXT),
}
_REVISION = {
    "type": "object",
    "required": [*_SAID, "replaces", "reason", "data", "counts", "rivals"],
    "properties": {
        **_SAID,
        "replaces": {**_TEXT, "description": "the id of the revision, or of the fact, that it replaces"},
        "reason": _TEXT,
        "data": {"type": ["object", "null"], "description": "the new content; null where it is taken back"},
        "counts": {"type": "boolean"},
        "rivals": {"type": "array", "items": _TEXT, "description": "ids of others that replace the same one"},
    },
}
_FACT = {
    "type": "object",
    "required": [*_SAID, "data", "revision", "retracted", "now", "revisions"],
    "properties": {
        **_SAID,
        "data": {"type": "object", "description": "what it said at first"},
        "revision": {**_TEXT, "description": "the id that the next revision replaces"},
        "retracted": {"type": "boolean"},
        "now": {
            "type": ["object", "null"],
            "description": "what it says now; null where it was taken back",
            "properties": {"type": _TEXT, "subject": _TEXT, "district": _TEXT, "data": {"type": "object"}},
        },
        "revisions": {"type": "array", "items": {"$ref": "#/components/schemas/Revision"}},
    },
}

_EVENT_HERE = {"$ref": "#/components/schemas/Event"}
EVENTS: dict[str, Any] = {
    "parameters": [
        {
            "name": "atomic",
            "in": "query",
            "schema": {"enum": ["all", "each"]},
            "description": "all events or none, or each for itself; `each` for a stream unless said, else `all`",
        },
        {
            "name": "mode",
            "in": "query",
            "schema": {"enum": ["validate", "commit"], "default": "commit"},
            "description": "`validate` says what would become of them, and records nothing",
        },
    ],
    "requestBody": {
        "required": True,
        "content": {
            SINGLE: {"schema": _EVENT_HERE, "example": _EXAMPLE},
            BATCH: {"schema": {"type": "array", "items": _EVENT_HERE}, "example": [_EXAMPLE]},
            STREAM: {"schema": {"type": "string", "description": "one CloudEvent as JSON on each line"}},
            BINARY: {
                "schema": {"type": "object", "description": "the data; the attributes in ce-* headers"},
                "example": _EXAMPLE["data"],
            },
        },
    },
    "responses": {
        "200": {
            "description": "what became of the events",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}},
        },
        "409": problem(409),
    },
}
"""How `POST /events` is described."""


def described() -> Paths:
    """Return the paths of single facts, and all schemas of events and answers."""
    found, schemas = paths()
    return found, {
        "Event": _EVENT,
        "Result": _RESULT,
        "Answer": _ANSWER,
        "Fact": _FACT,
        "Revision": _REVISION,
        **schemas,
    }
