"""How is a question answered with somebody's own part alone? Of each question that is known here."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from pydantic_core import to_json
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from services.reporting.activities import listing as activities
from services.reporting.answers import Cases, FigureCases, LawEntries, Worklist
from services.reporting.feeds import listing as feeds
from services.reporting.feeds.unknown import UnknownFeedError
from services.reporting.known import Known
from services.reporting.outlook.asking import outlook
from services.reporting.parked import listing as parked
from services.reporting.proceedings import listing as proceedings
from services.reporting.publishing import asking as publishing
from services.reporting.reader import deadlines, events, lawbook, listing
from services.reporting.reader import feeds as calendars
from services.reporting.rows import DISTRICT
from services.reporting.scorecards import asking as scorecards
from services.reporting.seeing import published
from services.reporting.seeing.opened import AGENCIES_BY
from services.reporting.seeing.refused import NotShownError, part_of
from services.reporting.seeing.viewer import Viewer
from services.reporting.suggestions import listing as suggestions
from services.reporting.tables import cases, marks
from services.reporting.uncounted.sentences import without_case
from services.reporting.uncounted.shapes import LeftOut, Uncounted
from services.reporting.worklist import asked as waiting
from shared.access import Principal
from shared.case_number import CaseNumberError, normalise_case_number
from shared.organs import Organs

NUMBER_AT = len("（2023）") + 1
"""Where in a case number the code of the court begins, counted from 1."""


class Own:
    """What is somebody's own in a district."""

    def __init__(self, connection: Connection, known: Known, viewer: Viewer) -> None:
        self.connection = connection
        self.known = known
        self.principal: Principal = viewer.principal
        self.names = full_names(known.world.organs, self.principal.names)
        """Full names of an agency, or the codes of a court."""

    @property
    def is_agency(self) -> bool:
        """Return whether it is an agency, and not a court."""
        return self.principal.role == "agency"

    def agency(self, asked: str, place: str = "agency") -> str:
        """Return the name of an agency asked for: its own where none is, or the whole. Raises NotShownError."""
        if not self.is_agency:
            raise self.refused("figures and lists of agencies", place)
        if asked in ("", DISTRICT):
            return self.names[0]
        (name,) = full_names(self.known.world.organs, [asked])
        if name not in self.names:
            raise self.refused(f"what concerns {asked}", place)
        return name

    def by(self, asked: str) -> str:
        """Return by what rows are counted. Raises NotShownError where they are not of agencies."""
        if asked not in AGENCIES_BY:
            raise self.refused(f"rows by {asked}", "by")
        return asked

    def feed(self, asked: str) -> str:
        """Return the name of a feed: its own where none is asked for. Raises NotShownError."""
        own = [f"court/{name}" for name in self.principal.names] if self.principal.role == "court" else []
        if not own or asked not in ("", *own):
            raise self.refused(f"the feed {asked}" if asked else "feeds", "feed")
        return asked or own[0]

    def case(self, asked: str) -> str:
        """Return the number of a case of its own. Raises NotShownError, also where there is no such case."""
        number = _written(asked)
        if not self.cases([number]):
            raise self.refused(f"the case {asked}", "case")
        return number

    def cases(self, numbers: Iterable[str], *, named: bool = False) -> frozenset[str]:
        """Return which of these are cases of its own; with `named` those in which it sees names of persons."""
        query = select(cases.c.case_number).where(
            cases.c.district == self.known.id, cases.c.case_number.in_(sorted(set(numbers)))
        )
        where = self.answering if named else self.among
        return frozenset(self.connection.execute(query.where(where)).scalars())

    @property
    def among(self) -> ColumnElement[bool]:
        """Return the condition that a case is its own: an agency is named in it, a court gave it its number."""
        if self.is_agency:
            return or_(self.answering, self._in(cases.c.accountable))
        return or_(*(self._of_court(code) for code in self.principal.names))

    @property
    def answering(self) -> ColumnElement[bool]:
        """Return the condition that it is a party, or the court: in these cases it sees who the claimants are."""
        if self.is_agency:
            return or_(self._in(cases.c.defendants), self._in(cases.c.responsible))
        return self.among

    def refused(self, what: str, place: str = "") -> NotShownError:
        """Return the refusal of what it does not see."""
        return NotShownError(self.principal, what, part_of(self.principal), place)

    def _in(self, column: Any) -> ColumnElement[bool]:
        named = (column.contains(to_json(name).decode(), autoescape=True) for name in self.names)
        return or_(*named)

    @staticmethod
    def _of_court(code: str) -> ColumnElement[bool]:
        behind = func.substr(cases.c.case_number, NUMBER_AT + len(code), 1)
        return and_(
            func.substr(cases.c.case_number, NUMBER_AT, len(code)) == code,
            or_(behind < "0", behind > "9"),  # 鄂01 is another court than 鄂0117
        )


def full_names(organs: Organs, names: Iterable[str]) -> tuple[str, ...]:
    """Return organs as the register calls them in full, each once; a key may name one by alias or code."""
    by_code = {organ.code: organ.name for organ in organs.organs}
    return tuple(dict.fromkeys(by_code.get(name) or organs.full_name(name) for name in names))


Question = Callable[..., Any]


def _figure_cases(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    said["agency"], said["by"] = own.agency(said["agency"]), own.by(said["by"])
    found: FigureCases = ask(**said)
    return replace(found, left_out=_own_left_out(own, found.left_out))


def _uncounted(own: Own, ask: Question, said: dict[str, Any]) -> Uncounted:
    said["agency"], said["by"] = own.agency(said["agency"]), own.by(said["by"])
    found: Uncounted = ask(**said)
    return replace(found, items=_own_left_out(own, found.items))


def _own_left_out(own: Own, items: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
    """Return those of its own, which name no case of others at which their dispute may count."""
    named = {one.reason.params["case"] for one in items if "case" in one.reason.params}
    seen = own.cases({one.case for one in items} | named)
    return tuple(
        one
        if one.reason.params.get("case", one.case) in seen
        else replace(one, reason=without_case(one.reason))
        for one in items
        if one.case in seen
    )


def _some_cases(own: Own, ask: Question, said: dict[str, Any]) -> Cases:
    return ask(**said, among=own.among)  # type: ignore[no-any-return]


def _entries(own: Own, ask: Question, said: dict[str, Any]) -> LawEntries:
    found: LawEntries = ask(**said)
    query = select(marks.c.mark, func.count()).where(marks.c.district == own.known.id, own.among)
    same = (marks.c.district == cases.c.district) & (marks.c.case_number == cases.c.case_number)
    query = query.join(cases, same).group_by(marks.c.mark)
    decided = {mark: int(number) for mark, number in own.connection.execute(query).all()}
    return replace(found, items=tuple(replace(one, cases=decided.get(one.mark, 0)) for one in found.items))


def _worklist(own: Own, ask: Question, said: dict[str, Any]) -> Worklist:
    said["who"] = own.agency(said["who"], "who")
    return ask(**said)  # type: ignore[no-any-return]


def _everybody(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    name = own.agency("", "who")
    return tuple(one for one in ask(**said) if one.who == name)


def _deadlines(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    asked: deadlines.Asked = said["asked"]
    if asked.case:
        said["asked"] = replace(asked, case=own.case(asked.case))
    elif own.is_agency:
        said["asked"] = replace(asked, agency=own.agency(asked.agency))
    elif asked.cause == "calendar":  # what a new calendar moved, beside the calendar itself
        return _nothing(own, ask, said)
    else:
        raise own.refused("deadlines of other cases", "case")
    return ask(**said)


def _nothing(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    found = ask(**{**said, "asked": replace(said["asked"], limit=1)})
    return replace(found, items=(), next="", counts=dict.fromkeys(found.counts, 0), provisional_years=())


def _calendar(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    said["agency"] = own.agency(said["agency"])
    return ask(**said)


def _of_agency(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    said["asked"] = replace(said["asked"], agency=own.agency(said["asked"].agency))
    return ask(**said)


def _suggestions(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    found = _of_agency(own, ask, said)
    asked = replace(said["asked"], state="", kind="", copied=None, lost=None, after="", limit=1)
    years = {
        year: number
        for year in found.years
        if (number := sum(ask(**{**said, "asked": replace(asked, year=year)}).counts.values()))
    }
    return replace(found, years=years)


def _parked(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    found = _of_agency(own, ask, said)
    sources: dict[str, int] = {}
    for one in found.page.items:
        sources[one.source] = sources.get(one.source, 0) + 1
    return replace(found, page=replace(found.page, sources=sources))


def _proceeding(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    said["case"] = own.case(said["case"])
    return ask(**said)


def _all_cards(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    name, found = own.agency(""), ask(**said)
    return replace(found, items=tuple(one for one in found.items if one.agency == name))


def _one_card(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    said["agency"] = own.agency(said["agency"])
    return ask(**said)


def _asked_as_is(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    """Answer what says nothing of anybody: how old the log is."""
    return ask(**said)


def _instances(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    said["numbers"] = tuple(sorted(own.cases(said["numbers"])))
    return ask(**said)


def _event(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    found = ask(**said)
    if not found.case or not own.cases([found.case]):
        raise own.refused(f"the event at position {said['asked']}", "position")
    return found


def _feeds(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    said["asked"] = replace(said["asked"], feed=own.feed(said["asked"].feed))
    found = _of_own_feed(own, ask, said)
    counts = dict.fromkeys(found.counts, 0)
    for one in found.items:
        counts[one.state] += 1
    return replace(found, counts=counts)


def _feed_days(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    said["asked"] = replace(said["asked"], feed=own.feed(said["asked"].feed))
    return _of_own_feed(own, ask, said)


def _of_own_feed(own: Own, ask: Question, said: dict[str, Any]) -> Any:
    try:
        return ask(**said)
    except UnknownFeedError as error:  # which would name the others
        raise UnknownFeedError(said["asked"].feed, own.known.id, ()) from error


NARROWED: Mapping[Question, Callable[[Own, Question, dict[str, Any]], Any]] = {
    listing.figure_cases: _figure_cases,
    listing.whole_figure: _figure_cases,
    listing.uncounted_cases: _uncounted,
    listing.some_cases: _some_cases,
    events.instances: _instances,
    events.placed: _event,
    events.begun: _asked_as_is,
    lawbook.entries: _entries,
    lawbook.decided: _some_cases,
    waiting.worklist: _worklist,
    waiting.everybody: _everybody,
    deadlines.worklist: _deadlines,
    calendars.feed: _calendar,
    activities.listed: _of_agency,
    suggestions.listed: _suggestions,
    proceedings.listed: _of_agency,
    proceedings.of_case: _proceeding,
    outlook: _calendar,
    parked.listed: _parked,
    scorecards.all_cards: _all_cards,
    scorecards.one_card: _one_card,
    publishing.reports: published.reports,
    publishing.report: published.report,
    publishing.restatement: published.restatement,
    feeds.listed: _feeds,
    feeds.listed_days: _feed_days,
}
"""How each question is narrowed, by the question; one that is not here is answered to overseers alone.

Each gets what is somebody's own, the question with its connection and what is known, and what else was said, by name.
"""


def narrowed(
    question: Question,
    viewer: Viewer,
    names: tuple[str, ...],
    connection: Connection,
    known: Known,
    *args: Any,
) -> Any:
    """Answer a question with somebody's own part; `names` are those of its parameters behind the first two."""
    own, said = Own(connection, known, viewer), dict(zip(names, args, strict=False))
    if question not in NARROWED:
        raise own.refused("this")
    return NARROWED[question](own, partial(question, connection, known), said)


def _written(number: str) -> str:
    try:
        return normalise_case_number(number)
    except CaseNumberError:
        return number
