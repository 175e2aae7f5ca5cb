"""Does a newcomer find in every service the files that are in the others, and no file that is too long?"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = ("intake", "routing", "deadlines", "accountability", "reporting")

EVERYWHERE = frozenset({"__init__", "__main__", "app", "api", "rules"})
"""What any service may have: its question, its process, its wiring, its routes, its law."""

ALONE: Mapping[str, Mapping[str, str]] = {
    "intake": {
        "keeper": "writes the log",
        "store": "where the events of the log lie",
        "index": "what the keeper must find fast",
        "relay": "carries the log to the stream",
        "subscribers": "what others ask over NATS",
        "clock": "says that a day began",
        "seed": "with what a new log begins",
        "verify": "is the log whole?",
        "districts": "which district somebody means",
        "reception": "the way of every fact from the door to the log",
        "cloudevents": "is this event a fact the log can take?",
        "data": "is its data of its type's form?",
        "binary": "events in headers",
        "bulk": "streams of lines",
        "laws": "does a pack that is adopted fit the others?",
        "addresses": "may reminders be sent where a subscription wants them?",
        "keys": "the keys of sealed names",
        "imports": "ledgers and registers",
        "callers": "whose keys are known",
        "callers_api": "routes by which keys are made, listed and revoked",
        "permits": "may whoever calls report this fact?",
        "described": "what the OpenAPI document says of events",
        "parsing": "JSON in UTF-8, each name once",
        "submitting": "all of them or none, or each for itself; or only looked at",
        "shortcut": "a single posted event, with the least ado",
        "submissions": "facts that come over NATS",
        "feeds": "what courts' systems offer: pulled, or told by webhooks",
        "attachments": "the documents of cases, named by their content",
        "single": "one route for each fact type",
        "revising": "corrections and retractions of facts by their position",
        "limits": "how much a caller may send, and when all must wait",
        "entry": "pages by which people without a system of their own report",
    },
    "routing": {
        "answering": "who answers, for each defendant",
        "appearing": "must the chief appear, and why",
        "officers": "which leader, by the roster",
        "connected": "who observes and assists",
        "explain": "which rules were asked, and what each said",
    },
    "deadlines": {
        "starts": "from which day a duty runs, or why not yet; one small function each",
        "counting": "the day that is due, forwards or back",
        "bureau": "what the bureau owes for every quarter and year, whatever the cases",
        "stays": "when the proceeding stood still, and what ran of a period",
        "standing": "what met or lifted a duty, and how it stands",
        "running": "one deadline today: how it stands, what is told, when it changes",
        "reminding": "how near it is, and who is called after a miss",
        "doubts": "what on record about a period cannot be so",
        "answers": "the shapes in which it is explained",
        "explain": "every duty of the law, and each day of its counting",
    },
    "accountability": {
        "matter": "what every rule here is asked about: a case, its law, what was found upstream",
        "appearances": "who failed to appear",
        "losses": "what was lost and by whom; what other disputes must know of it",
        "attendance": "what was wrong at a hearing, and what shows it",
        "circulars": "for what a circular is proposed",
        "papers": "what is missing in papers submitted",
        "agents": "whether litigation agents are fit",
        "liability": "what may lead to liability",
        "decisions": "whether a decision on liability rests on a ground",
        "proceedings": "how far the proceeding after a loss has come, and what of it does not fit",
    },
    "reporting": {
        "figures": "what counts, and what it is compared with",
        "uncounted": "why a case does not count in a figure, or only in its denominator",
        "contribution": "how a case's counts are kept and moved",
        "marks": "which entry of the law decided which case",
        "views": "the difference that judging makes in figures and lists",
        "tables": "where the views lie",
        "writing": "many rows at once",
        "deadlines": "what is due, from whom, and how that is asked",
        "activities": "what was done for the work itself",
        "suggestions": "how suggestions stand",
        "lists": "plain lists: kept by differences, read a page at a time",
        "summary": "a case in one row",
        "timeline": "a case's events",
        "periods": "the days of a period",
        "reader": "answers from the views",
        "rows": "views back into answers",
        "known": "which districts and cases there are",
        "adopted": "which law packs count",
        "law_api": "routes for the law and for the log itself",
        "entries_api": "routes for what the law says, and whom it decided",
        "worklist": "what waits for somebody, who must act, and by which day",
        "unknown": "what is asked for and not there",
        "answers": "the shapes of all answers",
        "pages": "what people see",
        "proceedings": "how far the proceeding after each loss has come",
        "delivery": "who is told of a deadline, by webhook or mail",
        "live": "what has just changed: told to streams, open pages and the bus",
        "feeds": "what each source sent, what was expected of it, and which are silent",
        "parked": "what waits until it can be used",
        "ledgers": "the ledger, from the facts",
        "seeing": "who sees what: which routes, and which part of each answer",
        "scorecards": "how agencies stand in the yearly assessment",
        "rebuilding": "the views filled anew beside those that are asked, compared, and put in their place",
        "recorder": "puts on record once what follows from a publication",
        "publishing": "reports of a quarter or year: previewed, frozen, signed, restated",
        "serving": "the form of an answer: fields, CSV, workbook, ETag",
        "workbooks": "a table as a workbook, loaded when one is asked for",
        "cursors": "where the next page begins, and of which query",
        "outlook": "what the year will end at, and which hearings decide it",
        "history": "what was known at an earlier moment, and what has changed since",
        "reports": "what the quarterly bulletin and the annual report say",
        "printing": "a report as files: DOCX, PDF, XLSX, CSV and a page",
    },
}
"""What a service alone has, each with the reason why it is a file of its own."""

LONGEST = 350
"""Lines. Aim at 300: what outgrows that becomes a package of the same name."""

VAGUE = frozenset({"utils", "util", "helpers", "helper", "manager", "common", "misc", "base", "service"})
"""Names that say nothing of what is inside."""

NAMED_ALL_THE_SAME: Mapping[str, str] = {
    "shared/events/base.py": "what all events have in common",
    "shared/events/findings/common.py": "what every service can find",
    "shared/service": "the chassis is of services, not one itself",
}


def modules(folder: Path) -> Iterator[Path]:
    return (path for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists())


def sources() -> list[Path]:
    return sorted(path for top in ("shared", "services", "deploy") for path in (ROOT / top).rglob("*.py"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_only_the_files_a_newcomer_expects(service: str) -> None:
    found = {path.stem for path in modules(ROOT / "services" / service)}
    assert found - EVERYWHERE - ALONE[service].keys() == set()


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_service_alone_has_is_there(service: str) -> None:
    found = {path.stem for path in modules(ROOT / "services" / service)}
    assert ALONE[service].keys() - found == set()


def test_there_is_no_sixth_service() -> None:
    assert {path.name for path in modules(ROOT / "services")} == {"__init__.py", *SERVICES}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_says_in_one_sentence_which_question_it_answers(service: str) -> None:
    text = (ROOT / "services" / service / "__init__.py").read_text(encoding="utf-8")
    assert text.count("\n") == 1
    assert text.rstrip().endswith('?"""')


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_starts_in_three_lines(service: str) -> None:
    text = (ROOT / "services" / service / "__main__.py").read_text(encoding="utf-8")
    code = [line for line in text.splitlines() if line and not line.startswith('"""')]
    assert code == [
        f"from services.{service}.app import create",
        "from shared.service import run",
        "run(create)",
    ]


def test_no_file_is_longer_than_a_reader_bears() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_every_file_says_which_question_it_answers() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []


def test_no_name_is_vague() -> None:
    found = {
        str(path.relative_to(ROOT))
        for source in sources()
        for path in (source, source.parent)
        if path.stem in VAGUE
    }
    assert found - NAMED_ALL_THE_SAME.keys() == set()


def test_nobody_asks_what_day_it_is_but_the_clock() -> None:
    asking = {
        str(path.relative_to(ROOT))
        for path in sources()
        if any(word in path.read_text(encoding="utf-8") for word in ("date.today(", "datetime.today("))
    }
    assert asking == set()
