"""Which facts, corrections and retractions lead from what a reporter has said to what a file says now?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from pydantic_core import to_json

from services.intake.imports.reading import ROW_PARKED, Reading, Wanted, unkeyed_series
from services.intake.imports.said import Current
from shared.codec import decode, encode, type_of
from shared.envelope import Draft
from shared.events.intake import FactCorrected, FactRetracted

Step = Literal["accepted", "known", "corrected", "retracted", "parked", "parked_known", "released"]
"""What becomes of a fact, or (the last three) of a row that cannot be read."""


class Reporting(Protocol):
    """Who says what is compared, and of which district."""

    @property
    def source(self) -> str:
        """Return the source of the facts."""

    @property
    def district(self) -> str:
        """Return the district they are about."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact compared with the log."""

    step: Step
    draft: Draft | None = None
    """What is to be recorded; None when the log says so already."""


def changes(reading: Reporting, wanted: Wanted, said: Mapping[str, Current]) -> list[Change]:
    """Return what the rows about one case or organ change. `said` is all their reporter has said of it.

    Sealed is compared with sealed: `wanted` is sealed as the log keeps it.
    The facts of a row that cannot be read stay as they are. A fact that a readable row no longer states is
    retracted; it is corrected back to life when it is stated again.
    """
    found = []
    if wanted.facts is not None:
        found += [_compared(draft, said.get(id_)) for id_, draft in wanted.facts.items()]
        facts = {id_: fact for id_, fact in said.items() if fact.type != ROW_PARKED}
        found += _retracted(reading, "retracted", facts, wanted.facts)
    found += [_parked(draft, said.get(id_)) for id_, draft in wanted.parked.items()]
    parked = {id_: row for id_, row in said.items() if row.type == ROW_PARKED}
    return found + _retracted(reading, "released", parked, wanted.parked)


def changes_of_unkeyed(
    reading: Reading, unkeyed: Sequence[Draft], rows: Sequence[Draft], said: Mapping[str, Current]
) -> list[Change]:
    """Return what changes among the rows whose case number or code cannot be read.

    `unkeyed` are those of the file, `rows` all its rows as if they were such ones, both sealed with the same key.
    They are told apart by what they say. One of an earlier file is released when a row of this file takes its
    place: all its other cells are the same, or it stands where that stood and two thirds of them are.
    """
    standing = {id_: row for id_, row in said.items() if row.stated is not None}
    by_content: dict[bytes, list[str]] = {}
    for id_, row in standing.items():
        by_content.setdefault(_content(row.stated), []).append(id_)
    found, again = list[Change](), set[str]()
    number = len(said)
    for draft in unkeyed:
        if same := by_content.get(_content(draft.data)):
            again.add(same.pop())
            found.append(Change("parked_known"))
        else:
            number += 1
            id_ = f"{unkeyed_series(reading.kind.NAME)}/{number}"
            found.append(Change("parked", replace(draft, id=id_)))
    mended = _mended(reading.kind.KEY, rows, {id_: row for id_, row in standing.items() if id_ not in again})
    return found + _retracted(reading, "released", mended, ())


def _content(row: Mapping[str, Any] | None) -> bytes:
    """Return what tells rows without readable key apart; where they stand does not."""
    told = row or {}
    return to_json([told["column"], told["value"], sorted(told["cells"].items())])


def _mended(key: str, rows: Sequence[Draft], parked: Mapping[str, Current]) -> dict[str, Current]:
    at = {(row.data["sheet"], row.data["row"]): _without(key, row.data["cells"]) for row in rows}
    contents = {frozenset(cells.items()) for cells in at.values()}
    result = {}
    for id_, row in parked.items():
        told = row.stated or {}
        before = _without(key, told["cells"])
        here = at.get((told["sheet"], told["row"]), {})
        alike = 3 * len(before.items() & here.items()) >= 2 * len(before)
        if before and (alike or frozenset(before.items()) in contents):
            result[id_] = row
    return result


def _without(key: str, cells: Mapping[str, str]) -> dict[str, str]:
    return {column: text for column, text in cells.items() if column != key}


def _parked(draft: Draft, said: Current | None) -> Change:
    change = _compared(draft, said)
    return Change("parked" if change.draft else "parked_known", change.draft)


def _compared(draft: Draft, said: Current | None) -> Change:
    if said is None:
        return Change("accepted", draft)
    if said.stated is not None and _says_the_same(draft.type, draft.data, said.stated):
        return Change("known")
    correction = FactCorrected(
        target_source=draft.source,
        target_id=draft.id,
        replaces=said.revision,
        type=draft.type,
        data=draft.data,
    )
    id_ = _next_revision(draft.id, said)
    return Change("corrected", replace(draft, id=id_, type=type_of(FactCorrected), data=encode(correction)))


def _retracted(
    reading: Reporting, step: Step, said: Mapping[str, Current], wanted: Collection[str]
) -> list[Change]:
    found = []
    for id_, fact in said.items():
        if id_ in wanted or fact.stated is None:
            continue
        retraction = FactRetracted(
            target_source=reading.source, target_id=id_, replaces=fact.revision, type=fact.type
        )
        draft = Draft(
            source=reading.source,
            id=_next_revision(id_, fact),
            type=type_of(FactRetracted),
            subject=fact.subject,
            district=reading.district,
            data=encode(retraction),
        )
        found.append(Change(step, draft))
    return found


def _next_revision(id_: str, said: Current) -> str:
    return f"{id_}#{said.revisions + 1}"


def _says_the_same(type_: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two contents mean the same to this release: an older one lacks newer fields.

    Where a row stands is no part of what it says.
    """
    if type_ == ROW_PARKED:
        one, other = ({**data, "sheet": "", "row": 0} for data in (one, other))
    return one == other or decode(type_, dict(one)) == decode(type_, dict(other))
