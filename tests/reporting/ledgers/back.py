"""How do tests import a ledger, export it from the facts, and import that again? In memory, with the real files."""

import asyncio
import csv
import io
from hashlib import sha512

import openpyxl

from services.intake.imports.importing import Imported, import_file
from services.intake.imports.reading import KINDS, Reading, read
from services.reporting.ledgers.files import SHEETS, Format
from services.reporting.ledgers.rows import _opened
from shared.codec import encode, type_of
from shared.dispute import Case, disputes
from shared.envelope import Draft, digest
from shared.events.base import Fact
from shared.ledger.marking import mark
from shared.ledger.words import MARK
from shared.ledger.writing import Written, written
from shared.sealing import Seal
from tests.intake.imports.memory import MemoryLog

CASE = "（2023）鲁1002行初12号"


def take_in(log: MemoryLog, data: bytes, district: str = "huancui", *, marks: bool = True) -> Imported:
    return asyncio.run(import_file(reading(log, data, district, marks=marks), log, log))


def reading(log: MemoryLog, data: bytes, district: str = "huancui", *, marks: bool = True) -> Reading:
    begun = asyncio.run(log.read(1, 1))
    return read(KINDS["ledger"], district, data, "台账", digest(begun[0]) if begun and marks else "")


def tell(log: MemoryLog, source: str, *facts: Fact, case: str = CASE) -> None:
    """Let somebody report facts of a case, as events."""
    drafts = [
        Draft(
            source=source,
            id=f"{source} {len(log.events)} {number}",
            type=type_of(type(fact)),
            subject=case,
            district="huancui",
            data=encode(fact),
        )
        for number, fact in enumerate(facts)
    ]
    asyncio.run(log.record(drafts))


def cases(log: MemoryLog, district: str = "huancui") -> list[Case]:
    found = [one for dispute in disputes(log.recorded()) for one in dispute.cases]
    return [_opened(one, Seal(sha512(f"{district}/{one.number}".encode()).digest())) for one in found]


def rows(log: MemoryLog, district: str = "huancui") -> dict[str, Written]:
    return {case.number: written(case) for case in cases(log, district)}


def export(log: MemoryLog, district: str = "huancui", form: Format = "csv") -> bytes:
    sheet = SHEETS[form]()
    name = digest(asyncio.run(log.read(1, 1))[0])
    told = [one.cells for one in rows(log, district).values() if one.cells]
    sheet.add([{**cells, MARK: mark(name, district, cells)} for cells in told])
    with sheet.done() as file:
        return file.read()


def lines(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a file as texts, empty cells too."""
    if data.startswith(b"PK"):
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        header, *rest = sheet.iter_rows(values_only=True)
        return [
            {str(name): "" if cell is None else str(cell) for name, cell in zip(header, row, strict=True)}
            for row in rest
        ]
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
