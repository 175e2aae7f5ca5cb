"""What do the pages know of the law in tests? Marks and what waits, made from the cases of the fixture."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from services.reporting.adopted import Adopted, pack_row
from services.reporting.answers import AdoptedPack, CaseRow, WorkItem
from services.reporting.worklist.kinds import WHO, Kind
from shared.events.district import LawAdopted
from shared.events.words import AttendanceProblem
from shared.law.attendance import Attendance, Came

Case = dict[str, Any]

CHIEF = "（2023）鄂01行初5号"
"""The case in which the chief is required, and a leader proposed."""
TROUBLED = "（2023）鄂0117行初4号"
"""The case whose papers, agents and roster are not as the law asks."""
ORGANS = {"bureau": "新洲区司法局", "government_office": "新洲区人民政府办公室"}
ADOPTED = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)


def adopted_packs(texts: Mapping[str, str]) -> tuple[AdoptedPack, ...]:
    """Return these packs as if each had been adopted as the log began."""
    found = {
        pack: Adopted(LawAdopted(pack=pack, text=text, sha256=pack), position, "intake", ADOPTED)
        for position, (pack, text) in enumerate(sorted(texts.items()), 1)
    }
    return tuple(pack_row(one, found) for one in found.values())


def marks(case: Case, government: str) -> set[str]:
    """Return which entries of the law decided a case."""
    found = {f"duties/{duty}" for duty, *_ in case.get("deadlines", ())}
    if case.get("earlier"):
        found.add("routing/follows-first-instance")
    else:
        own = any(name != government for name in case["defendants"])
        found.add("routing/own-act" if own else "routing/implementing-department")
    return found | {mark for kind, data in _extra(case) for mark in _named(kind, data)}


def _named(kind: str, data: Mapping[str, Any]) -> Iterator[str]:
    if kind == "chief-required":
        yield from (f"appearing/{ground['ground']}" for ground in data["grounds"])
    if kind == "liability-triggered":
        yield f"liability/{data['trigger']}"
    if kind == "papers-incomplete":
        yield f"checklists/{data['checklist']}"


_WAITS: Mapping[str, Kind] = {
    "officer-coordination-requested": "coordination",
    "papers-incomplete": "papers",
    "agents-unfit": "agents",
    "liability-triggered": "referral",
    "circular-proposed": "circular",
}


def waiting(case: Case, about: CaseRow) -> Iterator[WorkItem]:
    """Yield what waits in a case."""
    found = list(_extra(case))
    counts = case.get("counts", {})
    if counts.get("appearance_rate", [0, 1])[1] == 0:
        said = {"ground": "no-officer", "agencies": case["responsible"], "article": "17"}
        found.append(("circular-proposed", said))
    for type_, data in found:
        if kind := _WAITS.get(type_):
            by = data.get("hearing_on")
            yield WorkItem(
                kind=kind,
                who=WHO[kind],
                agencies=(ORGANS[WHO[kind]],) if WHO[kind] in ORGANS else tuple(case["responsible"]),
                case=case["number"],
                since=date.fromisoformat(case["docketed"]),
                by=date.fromisoformat(by) if by else None,
                overdue=bool(by),
                article=data["article"],
                says={name: value for name, value in data.items() if name != "article"},
                about=about,
            )


def attended(case: Case) -> Iterator[Attendance]:
    """Yield who came to the hearings of a case: of the troubled one somebody left."""
    troubled = case["number"] == TROUBLED
    officer = Came(
        name=case.get("officer", ""),
        rank=case.get("rank") or "none",
        post="局长" if case.get("rank") == "chief" else "",
        organ=case["defendants"][0],
        spoke=bool(case.get("spoke")),
        identity_fit=True,
        left_without_leave=troubled,
    )
    came = officer.rank != "none"
    problems: list[AttendanceProblem] = [] if came else ["absent", "lawyer_alone"]
    problems += ["left_without_leave"] if troubled else []
    for day in case.get("hearings", ()):
        yield Attendance(
            agency=case["defendants"][0],
            hearing_on=date.fromisoformat(day),
            required="chief" if case["number"] == CHIEF else "",
            officers=(officer,) if came else (),
            staff=int(came),
            lawyers=1,
            appeared=came,
            excused=False,
            problems=tuple(problems),
        )


def extra(case: Case, version: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the findings beyond deadlines and who answers, with the version of the law they rest on."""
    return [
        (kind, {**data, "law": version, "calendar": "26ffceb829d4", "rules": "2"})
        for kind, data in _extra(case)
    ]


def _extra(case: Case) -> Iterator[tuple[str, dict[str, Any]]]:
    if case["number"] == CHIEF:
        ground = {"ground": "first-of-year-government", "article": "14"}
        sued = case["defendants"][0]
        yield (
            "chief-required",
            {"defendant": sued, "grounds": [ground], "accepted": ["chief", "deputy", "sharing"]},
        )
        day = case["hearings"][0]
        said = {"defendant": sued, "hearing_on": day, "officer": "蒋某", "role": "A", "article": "12"}
        yield "officer-proposed", said
        yield "observers-called", {"organs": ["新洲区财政局"], "article": "15"}
    if case["number"] == TROUBLED:
        agency = case["defendants"][0]
        said = {"defendant": agency, "hearing_on": case["hearings"][0], "reason": "nobody-available"}
        yield "officer-coordination-requested", {**said, "article": "12"}
        said = {"checklist": "papers-to-court", "agency": agency, "missing": ["evidence", "legal_basis"]}
        yield "papers-incomplete", {**said, "article": "11(2)-(3)"}
        said = {"agency": agency, "problems": ["outside_lawyer_alone"], "article": "ALL 31"}
        yield "agents-unfit", said
        said = {"problem": "left_without_leave", "agency": agency, "hearing_on": case["hearings"][0]}
        shown = ["court/xinzhou 4-9"]
        yield "attendance-irregular", {**said, "persons": ["许某"], "article": "APP 12(5)", "shown_by": shown}
        said = {"trigger": "left-hearing", "agency": agency, "shown_by": ["hearing-held 2023-05-08"]}
        yield "liability-triggered", {**said, "article": "33(2)"}
