"""What is expected next in a case, of whom, by which day, and on which form is it entered?

What is due stands first: it follows from the law. After it comes what usually happens next, which is no duty: a small
table of how cases go on, from the facts that are there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from urllib.parse import quote, urlencode

from services.reporting.answers import CaseDetail, Entry, WorkItem
from services.reporting.deadlines.shapes import Deadlines
from services.reporting.pages.deadlines import rule_of
from shared.events.catalogue import FACTS
from shared.law.model import Law

MOST = 12
"""Things shown; a case in which more is due has a list of its deadlines below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step cases usually take."""

    fact: str
    after: tuple[str, ...]
    """The facts of which one must be there."""
    until: tuple[str, ...] = ()
    """The facts after which it is no longer looked for, beside itself."""


COURSE = (
    Step(fact="case-docketed", after=()),
    Step(fact="act-described", after=("case-docketed",), until=("archived",)),
    Step(fact="notice-served", after=("case-docketed",), until=("document-served", "archived")),
    Step(
        fact="hearing-scheduled",
        after=("notice-served",),
        until=("hearing-held", "document-served", "closing-document-served", "archived"),
    ),
    Step(
        fact="hearing-held",
        after=("hearing-scheduled", "hearing-rescheduled"),
        until=("document-served", "closing-document-served", "archived"),
    ),
    Step(fact="document-served", after=("hearing-held",), until=("closing-document-served", "archived")),
    Step(
        fact="document-took-effect",
        after=("document-served",),
        until=("effect-determined", "appeal-filed", "archived"),
    ),
    Step(
        fact="closing-document-served",
        after=("document-took-effect", "effect-determined"),
        until=("case-ended", "archived"),
    ),
    Step(fact="archived", after=("closing-document-served", "case-ended")),
)
"""How a case goes on, from docketing to archive. Not law: what is due, and by when, follows from the packs."""

WAITING: Mapping[str, str] = {
    "designation": "agency-designated",
    "coordination": "officer-coordinated",
    "forward-urgent": "papers-forwarded",
    "papers": "papers-enclosed",
    "agents": "agents-authorised",
    "answer": "suggestion-answered",
    "circular": "circular-issued",
    "referral": "referred",
}
"""By the kind of what waits on the worklist: the fact that settles it."""


_OVER = frozenset({"effective", "concluded", "closed"})
"""States of a case in which nobody waits any more for a step on the way to what was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One fact that is expected next."""

    fact: str
    by: date | None = None
    """The last day in time, where it is due."""
    late: bool = False
    duty: str = ""
    """The duty it meets; empty for what merely comes next."""
    may: bool = False
    """It may be done and need not be."""
    article: str = ""
    who: tuple[str, ...] = ()
    """Who owes it, by full name; empty for what merely comes next, or while nobody is known to."""
    role: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)
    """What the form is filled in with."""

    @property
    def mark(self) -> str:
        """Return which entry of the law asks for it; empty for what merely comes next."""
        return f"duties/{self.duty}" if self.duty else ""

    def form(self, door: str, district: str, case: str) -> str:
        """Return the address of its form."""
        asked = f"?{urlencode(self.filled)}" if self.filled else ""
        return f"{door}/enter/{quote(district, safe='')}/{quote(case, safe='')}/{self.fact}{asked}"


def expected(detail: CaseDetail, deadlines: Deadlines, law: Law | None) -> tuple[Expected, ...]:
    """Return what is expected next in a case: what is due by day, what else waits, then what usually comes next."""
    due = list(_due(detail, deadlines, law))
    due += [one for one in _waiting(detail) if one.fact not in {other.fact for other in due}]
    due.sort(key=lambda one: (one.by or date.max, one.may))
    asked = {one.fact for one in due}
    usual = [one for one in _usual(detail) if one.fact not in asked]
    return (*due, *usual)[:MOST]


def _due(detail: CaseDetail, deadlines: Deadlines, law: Law | None) -> Iterator[Expected]:
    over = detail.row.state in _OVER
    for row in deadlines.items:
        rule = rule_of(law, row)
        if rule is None:
            continue
        if not row.done_on and row.light not in ("done", "off", "waiting") and _enterable(rule.met_by):
            yield Expected(
                fact=rule.met_by,
                by=row.due_on,
                late=row.light == "overdue",
                duty=row.duty,
                may=rule.right,
                article=row.article,
                who=row.agencies,
                role=row.obligor,
                filled=_filled(rule.met_by, detail, row.obligor, row.agencies, row.of),
            )
        elif row.done_on and row.pending and not over and _enterable(row.pending[0]):
            yield Expected(fact=row.pending[0], duty=row.duty, article=row.article)


def _waiting(detail: CaseDetail) -> Iterator[Expected]:
    for item in detail.waiting:
        if fact := WAITING.get(item.kind):
            about = {"agency": str(item.says["agency"])} if _concerns_an_agency(fact, item) else {}
            yield Expected(
                fact=fact,
                by=item.by,
                late=item.overdue,
                article=item.article,
                who=item.agencies,
                role=item.who,
                filled=about | _filled(fact, detail, item.who, item.agencies),
            )


def _concerns_an_agency(fact: str, item: WorkItem) -> bool:
    return bool(item.says.get("agency")) and "agency" in {one.name for one in fields(FACTS[fact])}


def _usual(detail: CaseDetail) -> Iterator[Expected]:
    told = _told(detail.timeline)
    there = told.keys()
    for step in COURSE:
        if step.fact == "case-docketed":
            if "case-docketed" not in there:
                yield Expected(fact=step.fact)
        elif there & set(step.after) and not there & set(step.until):
            if step.fact in ("notice-served", "document-served"):
                yield from _each_defendant(step.fact, told)
            elif step.fact == "hearing-held":
                yield from _hearings(told)
            elif step.fact not in there:
                yield Expected(fact=step.fact)


def _told(timeline: Iterable[Entry]) -> dict[str, list[Mapping[str, object]]]:
    """Return what the reports and findings that count say, by type; a corrected fact as it was corrected."""
    told: dict[str, list[Mapping[str, object]]] = {}
    for entry in timeline:
        if not entry.counts:
            continue
        if entry.type == "fact-corrected":
            name = str(entry.data.get("type", "")).removeprefix("yingsu.").removesuffix(".v1")
            told.setdefault(name, []).append(entry.data.get("data") or {})
        else:
            told.setdefault(entry.type, []).append(entry.data)
    return told


def _each_defendant(fact: str, told: Mapping[str, list[Mapping[str, object]]]) -> Iterator[Expected]:
    """Yield the defendants who have not received something yet; of a document only while nobody has."""
    defendants = [
        str(name) for docketed in told.get("case-docketed", ()) for name in _listed(docketed, "defendants")
    ]
    received = {str(one.get("recipient", "")) for one in told.get(fact, ())}
    if fact == "document-served" and received:
        return
    for name in dict.fromkeys(defendants):
        if name not in received:
            yield Expected(fact=fact, who=(name,), filled={"recipient": name})
    if not defendants and not received:
        yield Expected(fact=fact)


def _hearings(told: Mapping[str, list[Mapping[str, object]]]) -> Iterator[Expected]:
    """Yield the hearings that were fixed and of which nothing is told yet."""
    moved = {str(one.get("from_on")): str(one.get("to_on")) for one in told.get("hearing-rescheduled", ())}
    gone = {str(one.get("held_on")) for one in told.get("hearing-held", ())}
    gone |= {str(one.get("hearing_on")) for one in told.get("hearing-cancelled", ())}
    days = {str(one.get("hearing_on")) for one in told.get("hearing-scheduled", ())} | set(moved.values())
    for day in sorted(days - moved.keys() - gone):
        yield Expected(fact="hearing-held", by=date.fromisoformat(day), filled={"held_on": day})


def _listed(data: Mapping[str, object], name: str) -> list[object]:
    value = data.get(name)
    return list(value) if isinstance(value, list | tuple) else []


def _enterable(fact: str) -> bool:
    return fact in FACTS and bool(FACTS[fact].REPORTED_BY)


def _filled(
    fact: str, detail: CaseDetail, role: str, agencies: tuple[str, ...], of: str = ""
) -> dict[str, str]:
    """Return what a form can be filled in with, as far as that is certain.

    Who owes it speaks for itself; what a unit owes after a loss is about that unit; papers are forwarded to who
    answers; the hearing is that of the deadline.
    """
    cls = FACTS[fact]
    names = {one.name for one in fields(cls)}
    filled = {}
    if len(agencies) == 1:
        filled = {name: agencies[0] for name in cls.SPEAKS_IN[:1] if name in names}
        if role == "losing_agency" and "agency" in names:
            filled["agency"] = agencies[0]
    if fact == "papers-forwarded":
        answering = {name for routing in detail.routing for name in routing.agencies}
        if len(answering) == 1:
            filled["recipient"] = answering.pop()
    day = next((part for part in of.split("/") if _is_day(part)), "")
    if day:
        filled.update({name: day for name in ("hearing_on", "received_on") if name in names})
    return filled


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text)) and len(text) == 10
    except ValueError:
        return False
