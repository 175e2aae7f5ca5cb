"""What do the pages show in tests? A reader over the two example districts, with realistic figures.

`fixture.json` holds the cases of the example ledgers with their deadlines and what each counts in; the district
rows of Xinzhou 2023 therefore equal the published expectation. Sums, lists and timelines are made from it here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic_core import from_json

from services.reporting.answers import (
    AdoptedPack,
    CaseDetail,
    CaseFigure,
    CaseRow,
    Cases,
    CountedCase,
    District,
    Figure,
    FigureCases,
    Figures,
    LawEntries,
    Routing,
    Settled,
    WorkFor,
    WorkItem,
    Worklist,
)
from services.reporting.answers import PassedOver as Passed
from services.reporting.deadlines.shapes import DeadlineRow, Deadlines
from services.reporting.figures import figure
from services.reporting.history.asking import History
from services.reporting.history.shapes import Changed, HistoryOfFigure, Instant
from services.reporting.periods import Period
from services.reporting.reader import Reader
from services.reporting.reader.events import Instance, instances
from services.reporting.reader.lawbook import entry_row
from services.reporting.reader.listing import uncounted_cases
from services.reporting.uncounted.shapes import Uncounted
from services.reporting.unknown import UnknownPackError
from services.reporting.worklist.asked import everybody
from services.reporting.worklist.kinds import KINDS
from shared.law.loader import law_of
from shared.law.model import Law
from shared.sealing import Seal
from shared.world import World
from tests.reporting.pages.lawful import adopted_packs, attended, marks, waiting
from tests.reporting.pages.pressing import DAY, Pressing
from tests.reporting.pages.timeline import timeline

GOVERNMENTS = {"xinzhou": "武汉市新洲区人民政府", "huancui": "威海市环翠区人民政府"}
USUAL = {"performance": "performance_rate", "archive": "archive_rate"}
POSITION = 8412

Case = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Count:
    metric: str
    case: str
    on: date
    by: str
    agency: str
    counted: int


def packs() -> dict[str, str]:
    folder = files("shared.law").joinpath("packs")
    names = ("national", *GOVERNMENTS)
    return {name: folder.joinpath(f"{name}.yaml").read_text("utf-8") for name in names}


class NothingBefore:
    """What a log answers that began today: nothing was known before, and nothing has changed since."""

    async def of_figure(self, *_asked: object) -> HistoryOfFigure:
        return HistoryOfFigure(position=POSITION, items=())

    async def changed_since(self, *_asked: object) -> Changed:
        begun = Instant(position=0, at=None)
        return Changed(since=begun, position=POSITION, items=(), world=(), days=())


class FixtureReader:
    """Answers as the reader of the views does, from a file."""

    history = cast(History, NothingBefore())

    def __init__(self, districts: Sequence[str] = ("xinzhou", "huancui"), *, empty: bool = False) -> None:
        told = from_json((Path(__file__).parent / "fixture.json").read_bytes())
        self._cases: dict[str, list[Case]] = {name: [] if empty else told[name] for name in districts}
        self._law = {name: law_of(name, packs()) for name in districts}
        self._pressing = {name: Pressing(name) for name in districts}

    @cached_property
    def _counts(self) -> dict[str, list[Count]]:
        return {
            name: [count for case in cases for count in _counts(case)] for name, cases in self._cases.items()
        }

    async def districts(self) -> tuple[District, ...]:
        return tuple(self._district(name) for name in self._cases)

    def _district(self, id: str) -> District:
        law = self._law[id]
        assert law
        days = [count.on.replace(day=1) for count in self._counts[id]]
        return District(
            id=id,
            code=law.pack.division,
            name=law.pack.name.zh,
            name_en=law.pack.name.en,
            first=min(days, default=None),
            last=max(days, default=None),
        )

    def _version(self, district: str) -> str:
        law = self._law[district]
        return law.version if law else ""

    async def law(self, district: str, on: date | None = None) -> Law | None:
        return self._law[district]

    async def laws(self) -> tuple[AdoptedPack, ...]:
        return adopted_packs(packs())

    async def entries(self, district: str, pack: str = "") -> LawEntries:
        law = self._law[district]
        assert law
        if pack not in ("", law.pack.pack):
            raise UnknownPackError(pack, [law.pack.pack])
        items = tuple(entry_row(one, law, len(self._marked(district, one.mark))) for one in law.entries())
        return LawEntries(position=POSITION, pack=law.pack.pack, version=law.version, items=items)

    async def decided(self, district: str, mark: str, *, after: str = "", limit: int = 100) -> Cases:
        rows = [self._row(district, case) for case in self._marked(district, mark)]
        found = sorted((row for row in rows if row.case_number > after), key=lambda row: row.case_number)
        more = found[limit - 1].case_number if len(found) > limit else None
        return Cases(position=POSITION, items=tuple(found[:limit]), next=more)

    async def worklist(
        self, district: str, kind: str = "", *, who: str = "", after: str = "", limit: int = 100
    ) -> Worklist:
        name = (await (await self._live(district)).worklist(district, who=who, limit=1)).who
        every = [item for item in await self._waiting(district) if name in ("", *item.agencies)]
        counts = {str(one): sum(item.kind == one for item in every) for one in KINDS}
        found = sorted(
            (item for item in every if kind in ("", item.kind) and f"{item.kind}|{item.case}" > after),
            key=lambda item: (item.kind, item.case),
        )
        last = found[limit - 1] if len(found) > limit else None
        following = f"{last.kind}|{last.case}" if last else None
        items = tuple(found[:limit])
        return Worklist(position=POSITION, day=DAY, who=name, counts=counts, items=items, next=following)

    async def _waiting(self, district: str) -> list[WorkItem]:
        found = [item for case in self._cases[district] for item in waiting(case, self._row(district, case))]
        return [*found, *(await (await self._live(district)).worklist(district, limit=1000)).items]

    def _marked(self, district: str, mark: str) -> list[Case]:
        government = GOVERNMENTS[district]
        return [case for case in self._cases[district] if mark in marks(case, government)]

    async def figures(
        self,
        district: str,
        period: str | Period,
        *,
        by: str = "defendant",
        agency: str = "",
        metric: str = "",
        as_of: str = "",
    ) -> Figures:
        when = Period.parse(period) if isinstance(period, str) else period
        sums: dict[tuple[str, str], tuple[int, int]] = {}
        metrics = sorted({count.metric for count in self._counts[district]})
        if agency in ("", "*"):
            sums = {("*", name): (0, 0) for name in metrics}
        for count in self._counts[district]:
            if count.on in when and (count.agency == "*" or count.by == by) and agency in ("", count.agency):
                n, d = sums.get((count.agency, count.metric), (0, 0))
                sums[count.agency, count.metric] = (n + count.counted, d + 1)
        rows = [
            self._figure(district, when, by, who, name, n, d)
            for (who, name), (n, d) in sorted(sums.items(), key=lambda item: (item[0][0] != "*", item[0]))
            if metric in ("", name)
        ]
        return Figures(position=POSITION, items=tuple(rows))

    def _figure(
        self, district: str, when: Period, by: str, agency: str, metric: str, n: int, d: int
    ) -> Figure:
        return figure(metric, n, d, when, by, agency, self._law[district])

    async def trend(
        self,
        district: str,
        metric: str,
        periods: Sequence[Period],
        *,
        by: str = "defendant",
        agency: str = "*",
    ) -> tuple[Figure, ...]:
        found = []
        for period in periods:
            items = (await self.figures(district, period, by=by, agency=agency, metric=metric)).items
            found.append(items[0] if items else self._figure(district, period, by, agency, metric, 0, 0))
        return tuple(found)

    async def figure_cases(
        self,
        district: str,
        metric: str,
        period: str | Period,
        *,
        by: str = "defendant",
        agency: str = "*",
        after: str = "",
        limit: int = 1000,
        as_of: str = "",
        left_out: bool = False,
    ) -> FigureCases:
        when = Period.parse(period) if isinstance(period, str) else period
        named = {case["number"]: tuple(case["defendants"]) for case in self._cases[district]}
        found = [
            CountedCase(
                case=one.case,
                on=one.on,
                counted=one.counted > 0,
                amount=one.counted,
                agencies=named[one.case],
            )
            for one in self._counts[district]
            if one.metric == metric and one.on in when and one.agency == agency and one.by in ("*", by)
        ]
        found.sort(key=lambda one: (one.on, one.case))
        start = int(after or 0)
        page = tuple(found[start : start + limit])
        return FigureCases(
            position=POSITION,
            numerator=tuple(one.case for one in page if one.counted),
            denominator=tuple(one.case for one in page),
            items=page,
            next=str(start + limit) if len(found) > start + limit else None,
        )

    async def cases(
        self, district: str, *, state: str = "", search: str = "", after: str = "", limit: int = 100
    ) -> Cases:
        rows = sorted(
            (self._row(district, case) for case in self._cases[district]), key=lambda row: row.case_number
        )
        found = [
            row
            for row in rows
            if search in row.case_number and state in ("", row.state) and row.case_number > after
        ]
        more = found[limit - 1].case_number if len(found) > limit else None
        return Cases(position=POSITION, items=tuple(found[:limit]), next=more)

    def _row(self, district: str, case: Case) -> CaseRow:
        hearings, effective = case.get("hearings", []), case.get("effective")
        state = "heard" if hearings else "docketed"
        for key, reached in (("decided", "decided"), ("effective", "effective"), ("closing", "closed")):
            state = reached if case.get(key) else state
        routed = next(_routings(case, GOVERNMENTS[district]))
        return CaseRow(
            case_number=case["number"],
            district=district,
            instance=case["instance"],
            category="litigation",
            act=case["act"],
            defendants=tuple(case["defendants"]),
            responsible=tuple(case["responsible"]),
            rule=routed.rule,
            article=routed.article,
            docketed_on=_day(case.get("docketed")),
            first_heard_on=_day(min(hearings, default=None)),
            decided_on=_day(case.get("decided")),
            outcomes=tuple(case.get("outcomes", ())),
            took_effect_on=_day(effective),
            state=state,  # type: ignore[arg-type]
            dispute=case.get("earlier") or case["number"],
        )

    async def case(self, district: str, number: str) -> CaseDetail:
        case = next((case for case in self._cases[district] if case["number"] == number), None)
        if case is None:
            return await (await self._live(district)).case(district, number)
        row = self._row(district, case)
        return CaseDetail(
            position=POSITION,
            row=row,
            chain=tuple(
                one["number"]
                for one in self._cases[district]
                if row.dispute in (one["number"], one.get("earlier"))
            ),
            routing=tuple(_routings(case, GOVERNMENTS[district])),
            figures=tuple(
                CaseFigure(
                    metric=one.metric,
                    by=one.by,
                    agency=one.agency,
                    on=one.on,
                    counted=one.counted,
                )
                for one in _counts(case)
            ),
            stalled="",
            timeline=timeline(
                case, tuple(_routings(case, GOVERNMENTS[district])), district, self._version(district)
            ),
            attendance=tuple(attended(case)),
            waiting=tuple(waiting(case, row)),
        )

    async def world(self, district: str) -> World:
        return await (await self._live(district)).world(district)

    async def deadlines(self, district: str, *, case: str = "", **asked: Any) -> Deadlines:
        old = next((one for one in self._cases[district] if one["number"] == case), None)
        if old is None:
            return await (await self._live(district)).deadlines(district, case=case, **asked)
        rows = tuple(_deadlines(old))
        return Deadlines(position=POSITION, day=DAY, items=rows, counts={"done": len(rows)})

    async def about(self, question: Callable[..., T], district: str, *args: Any) -> T:
        if question is everybody:
            return cast(T, await self._everybody(district))
        if question is uncounted_cases:
            return cast(T, Uncounted(position=POSITION, items=(), next=None))
        if question is instances:
            found = {case["number"]: case for case in self._cases[district] if case["number"] in args[0]}
            rows = {number: self._row(district, case) for number, case in found.items()}
            return cast(
                T,
                {
                    number: Instance(row=row, concluded=_concluded(found[number]))
                    for number, row in rows.items()
                },
            )
        return await (await self._live(district)).about(question, district, *args)

    async def _everybody(self, district: str) -> tuple[WorkFor, ...]:
        every = await self._waiting(district)
        names = dict.fromkeys(name for item in every for name in item.agencies)
        own = {name: [item for item in every if name in item.agencies] for name in names}
        found = [
            WorkFor(who=name, number=len(items), overdue=sum(item.overdue for item in items))
            for name, items in own.items()
        ]
        return tuple(sorted(found, key=lambda one: (-one.number, one.who)))

    async def explain(self, district: str, case: str) -> Mapping[str, Any]:
        """Return what deadlines says of a case, as it comes over NATS."""
        return await self._pressing[district].explain(case)

    async def _live(self, district: str) -> Reader:
        await self._pressing[district].ready()
        return self._pressing[district].reader

    async def seals(self, district: str, subjects: Iterable[str]) -> Mapping[str, Seal]:
        return await (await self._live(district)).seals(district, subjects)

    async def settled(self) -> Settled:
        return Settled(settled=POSITION, position=POSITION, stalled=())


def _concluded(case: Case) -> tuple[str, bool] | None:
    on, counted = case.get("counts", {}).get("loss_rate", ("", 0))
    return (on, counted > 0) if on else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _counts(case: Case) -> Iterator[Count]:
    rows = [("*", "*"), *(("defendant", name) for name in case["defendants"])]
    rows += [("responsible", name) for name in case["responsible"]]
    for metric, on, counted in _contributions(case):
        losing = (
            [("accountable", name) for name in case["responsible"]]
            if metric == "loss_rate" and counted
            else []
        )
        for by, agency in [*rows, *losing]:
            yield Count(metric, case["number"], date.fromisoformat(on), by, agency, counted)


def _contributions(case: Case) -> Iterator[tuple[str, str, int]]:
    counts = case.get("counts", {})
    yield "docketed", case["docketed"], 1
    yield f"docketed:act={case['act']}", case["docketed"], 1
    yield f"docketed:instance={case['instance']}", case["docketed"], 1
    if case.get("decided"):
        since, until = date.fromisoformat(case["docketed"]), date.fromisoformat(case["decided"])
        yield f"average_days:{case['instance']}", case["decided"], (until - since).days
    for metric, (on, counted) in counts.items():
        yield metric, on, counted
    if "appearance_rate" in counts:
        yield "heard", counts["appearance_rate"][0], 1
    if "loss_rate" in counts:
        yield "concluded", counts["loss_rate"][0], 1
        for outcome in case.get("outcomes", ()):
            yield f"concluded:outcome={outcome}", counts["loss_rate"][0], 1
    for duty, _article, _starts, due, done in case.get("deadlines", ()):
        for metric in filter(None, ("on_time_rate", f"on_time_rate:{duty}", USUAL.get(duty))):
            yield metric, due, int(bool(done) and done <= due)


def _deadlines(case: Case) -> Iterator[DeadlineRow]:
    """Yield the deadlines of a case of the fixture: all of them are long over."""
    for duty, article, starts, due, done in sorted(case.get("deadlines", ()), key=lambda one: one[3]):
        met = bool(done) and done <= due
        yield DeadlineRow(
            case=case["number"],
            duty=duty,
            of="",
            article=article,
            obligor="responsible_agency",
            agencies=tuple(case["responsible"]),
            starts_on=_day(starts),
            due_on=date.fromisoformat(due),
            done_on=_day(done or None),
            state="met" if met else "missed",
            light="done" if done else "overdue",
            late=bool(done) and not met,
            step=None,
            escalated_to=(),
            provisional=False,
            soft=False,
            was_due_on=None,
            cause="",
            taken=(),
            pending=(),
            left=None,
            sequence=0,
        )


def _routings(case: Case, government: str) -> Iterator[Routing]:
    earlier = case.get("earlier")
    for name in case["defendants"]:
        own = name != government
        rule, article = ("own-act", "8") if own else ("implementing-department", "9(2)")
        rule, article = ("follows-first-instance", "9(4)") if earlier else (rule, article)
        passed = (
            Passed(
                rule="follows-first-instance",
                article="9(4)",
                because="instance = first, asked for second / retrial",
            ),
            Passed(rule="own-act", article="8", because="defendant = government, asked for agency"),
            Passed(
                rule="after-reconsideration-alone",
                article="9(1)",
                because="reconsideration = none, asked for upheld / changed / mixed",
            ),
        )
        yield Routing(
            defendant=name,
            agencies=(name,) if own and not earlier else tuple(case["responsible"]),
            rule=rule,
            article=article,
            designated=False,
            passed_over=() if earlier else passed[:1] if own else passed,
        )
