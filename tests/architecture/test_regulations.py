"""Does the page on the regulations name every entry of the packs, in the row of its article, and nothing else?"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest
import yaml

from deploy.law.articles import Named, cites, named_in
from services.reporting.figures import AVERAGES, COUNTS, FIGURES
from shared.events.catalogue import TYPES
from shared.events.court import Attendee
from shared.events.words import Role
from shared.law.conditions import VOCABULARY
from shared.law.loader import load
from shared.law.model import DutyRule, LawEntry, Pack, entries_of
from shared.law.model.words import Section
from tests.given import PACKS, packs

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/regulations.md"
TABLES = {"xinzhou": "A", "huancui": "B", "national": "C"}

SPAN = re.compile(r"`([^`\n]+)`")
WORD = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
FIELDS = frozenset({"losing", "accountable", "sharing", "adverse_effect", "law"})
"""Fields of events, and their values, that the rows of items name."""
MARK = re.compile(rf"(?:{'|'.join(get_args(Section))})/([a-z0-9_-]+)")


@cache
def part(letter: str) -> str:
    """Return the text of one lettered section of the page."""
    found = re.search(rf"^## {letter}\. .*?(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.M | re.S)
    assert found is not None
    return found[0]


def ids(text: str) -> set[str]:
    """Return what is written as code, a mark by its id."""
    return {mark[1] if (mark := MARK.fullmatch(span)) else span for span in SPAN.findall(text)}


def rows(letter: str) -> list[tuple[str, set[str]]]:
    """Return the rows of a table: the article, and the entries named."""
    lines = [line.split("|") for line in part(letter).splitlines() if line.startswith("| ")]
    return [(cells[1].strip(), ids("|".join(cells[2:]))) for cells in lines[1:]]


@cache
def pack(name: str) -> Pack:
    return load(packs()[name])


def everything() -> Iterable[LawEntry]:
    return chain.from_iterable(entries_of(pack(name)) for name in TABLES)


def articles(name: str) -> set[str]:
    """Return the articles of which a pack has scenarios."""
    found = yaml.safe_load((PACKS / f"{name}.scenarios.yaml").read_text(encoding="utf-8"))
    return {str(scenario["article"]) for scenario in found["scenarios"]}


@cache
def words() -> set[str]:
    """Return every word the system knows by itself, beside the ids of entries."""
    told = {*TYPES, *Attendee.__dataclass_fields__, *get_args(Role), "not-covered"}
    figures = {*FIGURES, *COUNTS, *AVERAGES, "accountable"}
    return {*told, *figures, *VOCABULARY, *get_args(Section), *packs(), "confirmed", "uncertain"}


def test_every_bundled_pack_has_its_table() -> None:
    assert TABLES.keys() == packs().keys()


@pytest.mark.parametrize("name", TABLES)
def test_every_entry_is_named_in_the_row_of_its_article(name: str) -> None:
    table, readings = rows(TABLES[name]), ids(part("D"))
    missing = [
        f"{entry.mark} ({entry.article})"
        for entry in entries_of(pack(name))
        if not any(entry.id in named and cites(article, entry.article) for article, named in table)
        and not (entry.section == "parameters" and entry.id in readings)
    ]
    assert missing == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_names_only_what_there_is(name: str) -> None:
    own = {entry.id for pack_name in {name, "national"} for entry in entries_of(pack(pack_name))}
    named = [word for _, named in rows(TABLES[name]) for word in named if WORD.fullmatch(word)]
    assert named
    assert sorted({word for word in named if word not in own | words()}) == []


def test_every_mark_there_is_exists() -> None:
    marks = {entry.mark for entry in everything()}
    named = {span for span in SPAN.findall(PAGE.read_text(encoding="utf-8")) if MARK.fullmatch(span)}
    assert named
    assert named - marks == set()


def test_the_readings_name_only_what_there_is() -> None:
    known = {entry.id for entry in everything()} | words()
    assert sorted(word for word in ids(part("D")) if WORD.fullmatch(word) and word not in known) == []


def test_every_uncertain_entry_and_every_open_reading_stands_among_the_readings() -> None:
    readings = ids(part("D"))
    open_ = [entry for entry in everything() if entry.status == "uncertain"]
    assert open_
    assert [entry.mark for entry in open_ if entry.id not in readings and entry.section not in readings] == []


def test_every_duty_stands_in_the_table_of_duties_with_all_that_meets_it() -> None:
    table = ids(part("G"))
    duties = [entry.entry for entry in everything() if isinstance(entry.entry, DutyRule)]
    assert duties
    asked = {name for duty in duties for name in (duty.duty, duty.met_by, *duty.steps)}
    assert sorted(asked - table) == []


def test_every_article_of_which_the_table_of_duties_names_scenarios_has_some() -> None:
    cells = [line.split("|")[-2].strip() for line in part("G").splitlines() if line.startswith("| ")][1:]
    assert cells
    shown = {"X": articles("xinzhou"), "H": articles("huancui"), "": articles("national")}
    for named in (one.strip() for cell in cells for one in cell.split(";")):
        district, _, article = named.rpartition(" ") if named[:2] in ("X ", "H ") else ("", "", named)
        assert any(cites(one, article) or one.startswith(article) for one in shown[district]), named


@pytest.mark.parametrize("name", ["xinzhou", "huancui"])
def test_the_first_day_and_the_division_are_those_of_the_pack(name: str) -> None:
    text = part(TABLES[name])
    assert f"in force since {pack(name).in_force.since}" in text
    assert f"division {pack(name).division}" in text.splitlines()[0]


OUTCOME = frozenset({"attendance", "circulars", "lost", "liability", "proceeding", "grounds", "assessment"})
"""The sections of a pack that the table of items holds whole."""
ITEMS = {
    "xinzhou": [
        *(f"13({number})" for number in range(1, 8)), "14", "15", "16", "17", "20", "21", "22", "23", "25",
        *(f"26({number})" for number in range(1, 9)), *(f"27({number})" for number in range(1, 6)), "28",
        *(f"29({number})" for number in range(1, 4)), *(f"30({number})" for number in range(1, 5)),
        *(f"31({number})" for number in range(1, 6)), *(f"32({number})" for number in range(1, 5)),
        *(f"33({number})" for number in range(1, 7)),
    ],
    "huancui": [
        "19", *(f"20({number})" for number in range(1, 7)), "21", "22", "27", "29", "35", "36",
        *(f"37({number})" for number in range(1, 11)),
    ],
    "national": [],
}  # fmt: skip


def items(name: str) -> list[tuple[str, set[str]]]:
    """Return the rows of the table of items of a pack: the item, and the marks and words named."""
    title = {"xinzhou": "Xinzhou", "huancui": "Huancui", "national": "National law"}[name]
    text = part("H").partition(f"\n### {title}\n")[2].partition("\n### ")[0]
    lines = [line.split("|") for line in text.splitlines() if line.startswith("| ")]
    return [(cells[1].strip(), {*SPAN.findall("|".join(cells[2:]))}) for cells in lines[1:]]


@pytest.mark.parametrize("name", TABLES)
def test_every_entry_on_appearance_loss_and_liability_stands_in_the_row_of_its_item(name: str) -> None:
    missing = [
        f"{entry.mark} ({entry.article})"
        for entry in entries_of(pack(name))
        if entry.section in OUTCOME
        and not any(entry.mark in named and cites(item, entry.article) for item, named in items(name))
    ]
    assert missing == []


@pytest.mark.parametrize("name", TABLES)
def test_every_item_on_appearance_loss_and_liability_has_its_row(name: str) -> None:
    rows_ = frozenset[Named]().union(*(named_in(item) for item, _ in items(name)))
    assert [item for item in ITEMS[name] if not named_in(item) <= rows_] == []


@pytest.mark.parametrize("name", TABLES)
def test_the_rows_of_items_name_only_what_there_is(name: str) -> None:
    marks = {entry.mark for one in {name, "national"} for entry in entries_of(pack(one))}
    words_ = words() | {entry.id for entry in everything()} | FIELDS
    wrong = {span for _, named in items(name) for span in named if span not in marks | words_}
    assert wrong == set()
