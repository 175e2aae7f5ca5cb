"""How long does the rule on repeated losses take for a new one, after 100,000 lost disputes (Huancui 37(7))?"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from statistics import median

from services.accountability.rules import RULES
from shared.dispute import Dispute
from shared.envelope import case_key
from shared.events.words import ActKind
from shared.index import Entry, loss, months_before
from shared.log.database import put
from shared.log.notes import Notes
from shared.log.tables import INDEX
from shared.world import World
from tests.words import CENTRE, HOUSING, LAND, POLICE, TOWN, act, docketed, effective, huancui, judgment

AGENCIES = (POLICE, HOUSING, LAND, TOWN, CENTRE)
KINDS: tuple[ActKind, ...] = ("penalty", "licence", "inaction", "coercion", "demolition")
HEADINGS = tuple(product(AGENCIES, KINDS))
SINCE, YEARS, MONTHS = date(2014, 1, 1), 10, 24


@dataclass(frozen=True, slots=True)
class Took:
    """How long one new loss took, in seconds, and how many losses counted for it."""

    what: float
    """Entering it, and what judging its case takes longer because of the others."""
    raw: float
    """The rows of its months read by the driver alone."""
    counted: int


def repeated(disputes: int, new: int = 200) -> Took:
    """Let so many disputes be entered as lost, then lose another and another, each later than all before."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Notes(f"sqlite:///{Path(folder) / 'notes.db'}", RULES.service)) as notes,
    ):
        _fill(notes, disputes)
        taken, bare, counted = list[float](), list[float](), list[int]()
        for number in range(new + len(HEADINGS)):
            dispute, world = _lost(number)
            (entry,) = RULES.entries(dispute, world)
            key = case_key(dispute.district, entry.case)
            raw = _bare(notes, entry)
            began = time.perf_counter()
            index, _ = notes.enter([key], {key: [entry]})
            entered = time.perf_counter() - began
            knowing = replace(world, index=index)
            longer = _follows(dispute, knowing) - _follows(dispute, world)
            if number >= len(HEADINGS):  # the first of each heading reads it, those after it go on
                taken.append(entered + longer)
                bare.append(raw)
                counted.append(len(index.upto(entry, months_before(entry.day, MONTHS))))
    return Took(median(taken), median(bare), int(median(counted)))


def _fill(notes: Notes, disputes: int) -> None:
    notes.enter([], {"": [_entry(Random(0), 0)]})  # from here on something is entered
    with notes._connection.begin():
        put(notes._connection, INDEX, [_row(entry) for entry in _entries(disputes)])


def _entries(disputes: int) -> Iterator[Entry]:
    chance = Random(37)
    return (_entry(chance, number) for number in range(disputes))


def _entry(chance: Random, number: int) -> Entry:
    agency, kind = HEADINGS[number % len(HEADINGS)]
    day = SINCE + timedelta(days=chance.randrange(365 * YEARS))
    return loss("huancui", agency, kind, day, f"（{day.year}）鲁1002行初{number}号", MONTHS)


def _row(entry: Entry) -> dict[str, object]:
    return {"of": entry.of, "day": entry.day, "case_key": case_key("huancui", entry.case)}


def _lost(number: int) -> tuple[Dispute, World]:
    agency, kind = HEADINGS[number % len(HEADINGS)]
    on = SINCE + timedelta(days=365 * YEARS + number)
    told = huancui().facts(
        f"（2024）鲁1002行初{200_000 + number}号",
        docketed(agency, on=str(on - timedelta(days=90))),
        act(kind, acting=agency),
        judgment("revoked", served=str(on - timedelta(days=20)), to=agency),
        effective(str(on)),
    )
    (dispute,) = told.judged()
    return dispute, told.world


def _follows(dispute: Dispute, world: World) -> float:
    """Return how long judging takes; of several times the shortest, as only the difference matters."""
    return min(_once(dispute, world) for _ in range(3))


def _once(dispute: Dispute, world: World) -> float:
    fresh = replace(dispute)
    began = time.perf_counter()
    RULES.follows(fresh, world)
    return time.perf_counter() - began


def _bare(notes: Notes, entry: Entry) -> float:
    asked: Sequence[str] = (entry.of, str(months_before(entry.day, MONTHS)), str(entry.day))
    with notes._connection.begin():
        cursor = notes._connection.connection.cursor()
        began = time.perf_counter()
        cursor.execute("SELECT day, case_key FROM crossing WHERE of = ? AND day >= ? AND day <= ?", asked)
        cursor.fetchall()
        return time.perf_counter() - began
