"""What does a whole file want the log to say, case by case, and which of its rows cannot be read?

Nothing here depends on the order of rows, nor on what the log already says.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType
from typing import Literal, Protocol

from pydantic_core import to_json

from services.intake.imports import ledger, organs, tables
from services.intake.imports.cells import compact
from services.intake.imports.columns import BadCell, Columns, Values
from services.intake.imports.tables import Row, Table
from shared.codec import encode, type_of
from shared.envelope import Draft
from shared.events.catalogue import name_of
from shared.events.intake import RowParked
from shared.ledger.marking import mark
from shared.ledger.words import MARK

ROW_PARKED = type_of(RowParked)
UNKEYED = ""
"""The subject of rows whose case number or code cannot be read."""
_LONGEST = 1000
"""Characters of a cell that are repeated on the log and in answers."""
_SHIFTED = (
    "行内单元格不多于表头；含逗号的内容须加引号 (no more cells than headers; quote cells that hold a comma)"
)


class Kind(Protocol):
    """What kind of file is read; the modules `ledger` and `organs` are the two there are."""

    NAME: Literal["ledger", "organs"]
    COLUMNS: Columns
    KEY: str
    """The column that says what a row is about."""

    def drafts(self, district: str, values: Values, /) -> list[Draft]:
        """Return the facts a row states."""

    def contradictions(self, values: Values, cells: Mapping[str, str], /) -> list[BadCell]:
        """Return the cells of a row that can be read but not together with its others."""

    def unused(self, values: Values, cells: Mapping[str, str], /) -> list[BadCell]:
        """Return the filled cells of a row from which no fact follows."""

    def clashes(self, drafts: Iterable[Draft], /) -> Iterable[tuple[str, BadCell]]:
        """Yield by subject what a row says and another row's counts for, though each of them reads well."""

    def first(self, subject: str, /) -> str:
        """Return the id of the fact that every readable row of a subject states."""

    def series(self, subject: str, /) -> Sequence[str]:
        """Return what the ids of a subject's numbered facts begin with, before the slash and the number."""


KINDS: Mapping[str, Kind] = MappingProxyType({"ledger": ledger, "organs": organs})


def parked_series(subject: str) -> str:
    """Return what the ids of the rows of a subject that cannot be read begin with."""
    return f"{subject}/{name_of(RowParked)}"


def unkeyed_series(kind: str) -> str:
    """Return what the ids of rows whose case number or code cannot be read begin with."""
    return f"?{kind}/{name_of(RowParked)}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in the file."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Remark:
    """A cell the person should look at, and where it stands."""

    place: Place
    cell: BadCell


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the rows about one subject want the log to say."""

    facts: Mapping[str, Draft] | None
    """By id; None when a row cannot be read, for then what the log says stays as it is."""
    parked: Mapping[str, Draft] = field(default_factory=dict)
    """The rows that cannot be read, by id."""


@dataclass(slots=True)
class Reading:
    """A file, read. Filled while it is read and left alone from then on."""

    kind: Kind
    district: str
    table: Table
    wanted: dict[str, Wanted] = field(default_factory=dict)
    """By case number or organ code."""
    unkeyed: list[Draft] = field(default_factory=list)
    """The rows whose case number or code cannot be read; they have no id yet."""
    places: dict[str, Place] = field(default_factory=dict)
    """Where each subject that reads well stands."""
    parked: list[Remark] = field(default_factory=list)
    """Every cell that cannot be read, in the order of the file."""
    duplicates: list[tuple[Place, Place]] = field(default_factory=list)
    """Rows that repeat another, which counts."""
    unused: list[Remark] = field(default_factory=list)
    """Filled cells from which nothing follows."""
    remarks: list[Remark] = field(default_factory=list)
    """Cells that read well and yet do not count, for another row's do."""
    unchanged: list[Place] = field(default_factory=list)
    """Rows that this log exported and nobody has changed since: they say nothing that it does not know."""
    unchanged_facts: int = 0
    """How many facts these rows state."""

    @property
    def source(self) -> str:
        """Return who reports what the file says."""
        return ledger.source(self.district)


@dataclass(frozen=True, slots=True)
class _Line:
    row: Row
    values: Values
    bad: tuple[BadCell, ...]
    drafts: tuple[Draft, ...]
    key: str
    """The case number or code; for a row without a readable one a digest of the row, after a question mark."""
    exported: bool = False
    """Whether it still fits the mark it was exported with."""

    @property
    def place(self) -> Place:
        return Place(self.row.sheet, self.row.number)

    @property
    def content(self) -> bytes:
        """Return what tells two rows of one key apart: what they state, or their cells if they cannot be read."""
        if self.bad:
            return to_json([self.row.surplus, *sorted(self.row.cells.items())])
        return to_json([[draft.id, draft.data] for draft in self.drafts])


def read(kind: Kind, district: str, data: bytes, filename: str, log: str = "") -> Reading:
    """Return what a file wants the log to say. Raises FileError when it is no table of this kind.

    `log` names the log (the digest of its first event), whose own exports are known by the marks of their rows.
    """
    reading = Reading(kind, district, tables.read(data, filename, kind.COLUMNS))
    lines: dict[str, list[_Line]] = {}
    for row in reading.table.rows:
        line = _line(kind, district, row, log)
        lines.setdefault(line.key, []).append(line)
    for key, group in lines.items():
        _take(reading, key, group)
    facts = [draft for wanted in reading.wanted.values() for draft in (wanted.facts or {}).values()]
    reading.remarks = [Remark(reading.places[subject], cell) for subject, cell in kind.clashes(facts)]
    sheets = {sheet.name: number for number, sheet in enumerate(reading.table.sheets)}
    for remarks in (reading.parked, reading.remarks):
        remarks.sort(key=lambda remark: (sheets[remark.place.sheet], remark.place.row))
    reading.duplicates.sort(key=lambda pair: (sheets[pair[0].sheet], pair[0].row))
    return reading


def as_unkeyed(reading: Reading, row: Row) -> Draft:
    """Return a row as it would be parked if its case number or code could not be read; it has no id."""
    return _parked_row(reading, _Line(row, {}, (), (), "?"), BadCell("", "", ""), 1)


def _open_cells(kind: Kind, row: Row) -> dict[str, str]:
    """Return the cells of a row as they are parked: without the claimants' column and endless texts."""
    return {column: text[:_LONGEST] for column, text in kind.COLUMNS.openly(row.cells).items()}


def _line(kind: Kind, district: str, row: Row, log: str) -> _Line:
    given = row.cells.get(MARK)
    if given is not None:
        row = replace(row, cells={column: text for column, text in row.cells.items() if column != MARK})
    exported = bool(log and given) and not row.surplus and given == mark(log, district, row.cells)
    values, bad = kind.COLUMNS.read(row.cells)
    if row.surplus:
        bad.insert(0, BadCell("", row.surplus, _SHIFTED))
    if not bad:
        bad = kind.contradictions(values, row.cells)
    key = None if row.surplus else values.get(kind.KEY)
    if key is None:
        key = "?" + sha256(to_json(sorted(_open_cells(kind, row).items()))).hexdigest()[:16]
    cut = tuple(BadCell(cell.column, cell.value[:_LONGEST], cell.expected) for cell in bad)
    return _Line(row, values, cut, () if bad else tuple(kind.drafts(district, values)), key, exported)


def _take(reading: Reading, key: str, group: Sequence[_Line]) -> None:
    """Take in the rows of one key. Rows that repeat another count once; rows that differ all park.

    Where all are as they were exported, nothing is wanted of the log.
    """
    if all(line.exported for line in group):
        reading.unchanged.extend(line.place for line in group)
        reading.unchanged_facts += sum(len(line.drafts) for line in group)
        return
    first: dict[bytes, _Line] = {}
    for line in group:
        counts = first.setdefault(line.content, line)
        if counts is not line:
            reading.duplicates.append((line.place, counts.place))
    line = group[0]
    if len(first) == 1 and not line.bad:
        reading.wanted[key] = Wanted({draft.id: draft for draft in line.drafts})
        reading.places[key] = line.place
        idle = reading.kind.unused(line.values, line.row.cells)
        reading.unused.extend(Remark(line.place, cell) for cell in idle)
        return
    parked = []
    for ordinal, content in enumerate(sorted(first), 1):
        line = first[content]
        cells = line.bad or (_disagreement(reading.kind, line, first.values()),)
        parked.append(_parked_row(reading, line, cells[0], ordinal))
        reading.parked.extend(Remark(line.place, cell) for cell in cells)
    if key.startswith("?"):
        reading.unkeyed.extend(parked)
    else:
        reading.wanted[key] = Wanted(None, {draft.id: draft for draft in parked})


def _disagreement(kind: Kind, line: _Line, group: Iterable[_Line]) -> BadCell:
    """Return the first cell in which a row differs from others of the same key."""
    for column in kind.COLUMNS.columns:
        name = column.name
        told = {
            repr(other.values.get(name)) if name in other.values else compact(other.row.cells.get(name, ""))
            for other in group
        }
        if len(told) > 1:
            break
    expected = f"与同一{kind.KEY}的其他行一致 (the same in every row of one {kind.KEY})"
    return BadCell(name, line.row.cells.get(name, "")[:_LONGEST], expected)


def _parked_row(reading: Reading, line: _Line, cell: BadCell, ordinal: int) -> Draft:
    named = reading.kind.COLUMNS.openly({cell.column: cell.value})
    row = RowParked(
        file=reading.kind.NAME,
        row_key=line.key if ordinal == 1 else f"{line.key}#{ordinal}",
        sheet=line.row.sheet,
        row=line.row.number,
        column=cell.column,
        value=named.get(cell.column, "" if cell.column else cell.value),
        expected=cell.expected,
        cells=_open_cells(reading.kind, line.row),
    )
    return Draft(
        source=reading.source,
        id=f"{parked_series(line.key)}/{ordinal}",
        type=ROW_PARKED,
        subject=UNKEYED if line.key.startswith("?") else line.key,
        district=reading.district,
        data=encode(row),
    )
