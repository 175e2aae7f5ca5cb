"""What happened in a case of the fixture? Its facts and findings, with a correction and a withdrawn finding."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.reporting.answers import Entry, Revision, Routing
from tests.reporting.pages.lawful import extra

LEARNT = datetime(2024, 4, 8, 1, 30, tzinfo=UTC)

FACTS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("notice", "notice-served", "served_on", {"recipient": "defendant"}),
    ("forwarded", "papers-forwarded", "forwarded_on", {"recipient": "responsible"}),
    ("papers", "papers-reported", "reported_on", {"agency": "responsible"}),
    ("draft", "defence-submitted", "submitted_on", {"agency": "responsible"}),
    ("defence", "defence-filed", "filed_on", {"agency": "responsible"}),
    ("on_record", "officer-named", "named_on", {"agency": "responsible"}),
    ("reported", "document-reported", "reported_on", {"agency": "responsible"}),
    ("analysed", "loss-analysed", "reported_on", {"agency": "responsible"}),
    ("appealed", "appeal-filed", "filed_on", {}),
    ("effective", "document-took-effect", "took_effect_on", {}),
    ("performed", "performed", "performed_on", {"agency": "responsible"}),
    ("closing", "closing-document-served", "served_on", {}),
    ("archived", "archived", "archived_on", {"agency": "responsible"}),
)

Case = dict[str, Any]


class _Log:
    """Events of one case as they were appended."""

    def __init__(self, source: str) -> None:
        self.entries: list[Entry] = []
        self._source = source

    def add(self, kind: str, type_: str, on: str | None, data: dict[str, Any], **more: Any) -> int:
        position = 120 + 3 * len(self.entries)
        said = {
            "source": self._source,
            "actor": self._source,
            "slot": "",
            "article": str(data.get("article", "")),
            "counts": True,
            "replaced_by": None,
            "replaces": None,
            "was": None,
            "withdrawn_by": None,
            **more,
        }
        day = datetime.fromisoformat(on).date() if on else None
        at = LEARNT + timedelta(seconds=position)
        self.entries.append(
            Entry(position=position, recorded_at=at, kind=kind, type=type_, on=day, data=data, **said)  # type: ignore[arg-type]
        )
        return position


def timeline(case: Case, routings: tuple[Routing, ...], district: str, version: str) -> tuple[Entry, ...]:
    log = _Log(f"ledger/{district}")
    log.add("fact", "case-docketed", case["docketed"], _docketed(case))
    log.add("fact", "act-described", None, _act(case))
    for key, type_, field, names in FACTS:
        if case.get(key):
            who = {
                name: (case["defendants"] if of == "defendant" else case["responsible"])[0]
                for name, of in names.items()
            }
            log.add("fact", type_, case[key], {**who, field: case[key]})
    for held in case.get("hearings", ()):
        log.add("fact", "hearing-held", held, {"held_on": held, "attendees": _attendees(case)})
    if case.get("decided"):
        log.add("fact", "document-served", case["decided"], _document(case))
    _corrected(log, case)
    for routing in routings:
        data = {
            "defendant": routing.defendant,
            "agencies": list(routing.agencies),
            "rule": routing.rule,
            "article": routing.article,
        }
        log.add("finding", "responsible-agency-determined", case["docketed"], data, source="routing")
    _found(log, case, version)
    return tuple(log.entries)


def _docketed(case: Case) -> dict[str, Any]:
    return {
        "instance": case["instance"],
        "defendants": case["defendants"],
        "category": "litigation",
        "claimants": ["***"],
        "docketed_on": case["docketed"],
        "earlier_case": case.get("earlier"),
    }


def _act(case: Case) -> dict[str, Any]:
    return {
        "kind": case["act"],
        "acting": case.get("acting", ""),
        "implementing": case.get("implementing", ""),
        "in_government_name": case.get("government_name", False),
        "reconsideration": case["reconsideration"],
    }


def _attendees(case: Case) -> list[dict[str, Any]]:
    if case.get("rank") in (None, "", "none"):
        return []
    return [
        {
            "organ": case["defendants"][0],
            "role": "officer",
            "name": case.get("officer", ""),
            "rank": case["rank"],
            "spoke": case.get("spoke", False),
        }
    ]


def _document(case: Case) -> dict[str, Any]:
    return {
        "recipient": case["defendants"][0],
        "kind": "judgment",
        "decided_on": case["decided"],
        "served_on": case.get("served"),
        "outcomes": case.get("outcomes", []),
        "perform_by": case.get("perform_by"),
    }


def _corrected(log: _Log, case: Case) -> None:
    """Correct when the defence was filed: a first report had named a day too late."""
    place = next((n for n, entry in enumerate(log.entries) if entry.type == "defence-filed"), None)
    if place is None or int("".join(filter(str.isdigit, case["number"])) or 0) % 5:
        return
    wrong = log.entries[place]
    agency = wrong.data["agency"]
    right = wrong.data["filed_on"]
    late = str(datetime.fromisoformat(right).date() + timedelta(days=20))
    said = {"agency": agency, "filed_on": late}
    data = {"type": "yingsu.defence-filed.v1", "data": wrong.data, "reason": "台账录入有误", "replaces": "x"}
    at = log.add("fact", "fact-corrected", right, data, replaces=wrong.position, was=said)
    by = log.entries[-1]
    revision = Revision(
        position=at,
        type="fact-corrected",
        source=by.source,
        actor=by.actor,
        recorded_at=by.recorded_at,
        reason="台账录入有误",
    )
    log.entries[place] = _replaced(wrong, data=said, counts=False, replaced_by=revision)
    missed = {
        "duty": "defence",
        "article": "ALL 67",
        "obligor": "defendant",
        "due_on": case["deadlines"][-1][3],
    }
    log.add("finding", "deadline-missed", None, missed, source="deadlines", counts=False, withdrawn_by=at + 3)


def _replaced(entry: Entry, **changes: Any) -> Entry:
    fields = {name: getattr(entry, name) for name in Entry.__slots__}
    return Entry(**{**fields, **changes})


def _found(log: _Log, case: Case, version: str) -> None:
    for duty, article, starts, due, done in case.get("deadlines", ()):
        met = bool(done) and done <= due
        data = {
            "duty": duty,
            "article": article,
            "obligor": "responsible_agency",
            "starts_on": starts,
            "due_on": due,
            "done_on": done or None,
            "provisional": False,
        }
        log.add("finding", "deadline-met" if met else "deadline-missed", due, data, source="deadlines")
    if case.get("effective"):
        data = {"took_effect_on": case["effective"], "reason": "stated", "article": "INT 101"}
        log.add("finding", "effect-determined", case["effective"], data, source="deadlines")
    for kind, data in extra(case, version):
        log.add("finding", kind, data.get("hearing_on"), data, source="routing")
    counts = case.get("counts", {})
    if counts.get("appearance_rate", [0, 1])[1] == 0:
        data = {"hearings": case["hearings"], "article": "13-17", "excused": False, "reason": ""}
        log.add("finding", "appearance-failed", case["hearings"][0], data, source="accountability")
        data = {"ground": "no-officer", "agencies": case["responsible"], "article": "17"}
        log.add("finding", "circular-proposed", case["hearings"][0], data, source="accountability")
    if counts.get("loss_rate", [0, 0])[1]:
        data = {
            "outcomes": case["outcomes"],
            "losing": case["defendants"],
            "accountable": case["responsible"],
            "article": "27",
            "took_effect_on": case["effective"],
        }
        log.add("finding", "loss-found", case["effective"], data, source="accountability")
