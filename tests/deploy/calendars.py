"""Which events and files do tests of `yingsu calendar` speak of, and in which house?"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from deploy.cli.calendar.years import SOURCE
from shared.calendar import Calendar, bundled_schedules, statutory_days
from shared.codec import encode, type_of
from shared.envelope import NO_DISTRICT, Draft
from shared.events.base import Event
from shared.events.court import CaseDocketed, NoticeServed
from shared.events.district import CalendarPublished
from tests.deploy.conftest import Said
from tests.deploy.stub import Answer, Asked, Stub
from tests.stored import stored

NOTICE = "国办发明电〔2026〕9号"
OFF = sorted({*statutory_days(2027), date(2027, 1, 4), date(2027, 2, 9), date(2027, 2, 10)})
WORKED = [date(2027, 1, 9), date(2027, 2, 20)]
DAYS = [
    *({"name": "假", "date": str(day), "isOffDay": True} for day in OFF),
    *({"name": "班", "date": str(day), "isOffDay": False} for day in WORKED),
]


def published(year: int = 2027, version: int = 1, source: str = SOURCE, off: Sequence[date] = OFF) -> Draft:
    fact = CalendarPublished(
        version=version, year=year, holidays=tuple(off), make_up_days=tuple(WORKED), notice=NOTICE
    )
    return Draft(
        source=source,
        id=f"calendar/{year}/{version}",
        type=type_of(CalendarPublished),
        subject=str(year),
        district=NO_DISTRICT,
        data=encode(fact),
    )


PUBLISHED = Calendar.bundled().with_year(
    replace(
        bundled_schedules()[2026],
        year=2027,
        notice=NOTICE,
        holidays=frozenset(OFF),
        make_up_days=frozenset(WORKED),
    )
)


def about(case: str, event: Event, source: str = "court/鄂0117", district: str = "xinzhou") -> Draft:
    of = "/".join((case, type(event).__name__, event.slot))
    id_ = of if "/" in source else ""
    return Draft(
        source=source, id=id_, type=type_of(type(event)), subject=case, district=district, data=encode(event)
    )


def case(number: int, served: date) -> list[Draft]:
    """Return a case whose notice was served on a day."""
    subject, defendant = f"（2026）鄂0117行初{number}号", "区人社局"
    docketed = CaseDocketed(instance="first", defendants=(defendant,), docketed_on=served - timedelta(days=3))
    return [
        about(subject, docketed),
        about(subject, NoticeServed(recipient=defendant, served_on=served)),
    ]


def log(stub: Stub, drafts: Sequence[Draft]) -> list[bytes]:
    """Let the stub give a log with these events on it, as reporting does, and return it."""
    bodies = stored(drafts)

    def answer(asked: Asked) -> Answer:
        own = (asked.query["district"], NO_DISTRICT)
        after, limit = int(asked.query["after"]), int(asked.query["limit"])
        told = [(from_json(body), body) for body in bodies]
        page = [
            (one["position"], body)
            for one, body in told
            if one["position"] > after and one["district"] in own
        ][:limit]
        headers = {
            "X-Yingsu-Last": str(page[-1][0] if page else after),
            "X-Yingsu-Position": str(len(bodies)),
        }
        body = b"".join(body + b"\n" for _, body in page)
        return Answer(body, content_type="application/x-ndjson", headers=headers)

    stub.answers["reporting", "GET /log"] = answer
    return bodies


def opened(stub: Stub) -> Stub:
    """Give a house with the bundled years on its log."""
    end = len(log(stub, []))
    stub.answers["intake", "POST /events"] = Answer({"position": end + 1, "accepted": 1, "known": 0})
    for service in ("routing", "deadlines", "accountability", "reporting"):
        stub.answers[service, "GET /status"] = [
            Answer({"position": end, "due": 0}),
            Answer({"position": end + 1, "due": 7}),
            Answer({"position": end + 1, "due": 0}),
        ]
    stub.answers["reporting", "GET /settled"] = Answer(
        {"settled": end + 9, "position": end + 9, "stalled": []}
    )
    return stub


def file(folder: Path, told: object = DAYS) -> Path:
    written = folder / "2027.json"
    written.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return written


def sent(stub: Stub) -> list[dict[str, Any]]:
    return [from_json(asked.body) for asked in stub.asked if asked.method == "POST"]


def rows(said: Said) -> list[list[str]]:
    """Return the cells of all tables that were printed."""
    return [
        [cell.strip() for cell in line.split("│")[1:-1]]
        for line in said.out.splitlines()
        if line.startswith("│")
    ]
