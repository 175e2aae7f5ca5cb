"""What is a person told of an import, and what stands in the error column of each row?

Answers are plain JSON, kept beside the uploaded file, so that they can be read again after a restart.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from services.intake.imports.difference import Step
from services.intake.imports.importing import Imported
from services.intake.imports.reading import Reading, Remark

Answer = dict[str, Any]
RowTexts = dict[tuple[str, int], str]
"""What is said of rows, by sheet and row number."""

_COUNTED: tuple[Step, ...] = ("accepted", "known", "corrected", "retracted", "released")
_REASONS: Mapping[str, str] = {
    "unknown-organ": "名录中没有“{}”",
    "case-not-docketed": "“{}”还没有立案信息",
    "unusable-date": "日期无法使用：{}",
    "contradiction": "相互矛盾：{}",
}

_RELEASED_BY: Mapping[str, str] = {
    "organ-registered": "导入列有该单位的名录后生效 (released by a register that names it)",
    "case-docketed": "导入该案所在的行后生效 (released by the row of that case)",
    "fact-corrected": "更正后生效 (released by a correction)",
}


class ParkedFact(Protocol):
    """A fact that is on the log and that the law cannot use yet."""

    @property
    def case(self) -> str:
        """Return the case number."""

    @property
    def reason(self) -> str:
        """Return why, as one of the reasons of `fact-parked`."""

    @property
    def about(self) -> str:
        """Return what cannot be used, such as the name of an unknown organ."""

    @property
    def released_by(self) -> str:
        """Return what would release it, in words."""


def answer(id_: str, filename: str, reading: Reading, imported: Imported, *, dry_run: bool) -> Answer:
    """Return what is said of an import before the law has looked at its facts."""
    return {
        "import": id_,
        "kind": reading.kind.NAME,
        "district": reading.district,
        "file": filename,
        "dry_run": dry_run,
        "position": imported.position,
        "settled": False,
        "rows": sum(len(sheet.rows) for sheet in reading.table.sheets),
        "unchanged_rows": len(reading.unchanged),
        **{step: imported.steps.get(step, 0) for step in _COUNTED},
        "parked_rows": [_remark(remark) for remark in reading.parked],
        "parked_facts": [],
        "duplicates": [
            {"sheet": place.sheet, "row": place.row, "same_as_sheet": first.sheet, "same_as_row": first.row}
            for place, first in reading.duplicates
        ],
        "unused": [_remark(remark) for remark in reading.unused],
        "remarks": [_remark(remark) for remark in reading.remarks],
        "unknown_columns": list(reading.table.unknown),
        "skipped_sheets": list(reading.table.skipped),
        "conflicts": list(imported.conflicts),
        "copy": f"/imports/{id_}/copy" if reading.parked or reading.remarks else None,
    }


def with_parked_facts(
    told: Answer, rows: Mapping[str, Collection[Any]], parked: Iterable[ParkedFact]
) -> Answer:
    """Return an answer with the facts that are parked now. `rows` gives sheet and row of each case."""
    facts = {}
    for fact in parked:
        sheet, row = rows[fact.case]
        facts[fact.case, fact.reason, fact.about] = {
            "sheet": sheet,
            "row": row,
            "case": fact.case,
            "reason": fact.reason,
            "about": fact.about,
            "released_by": fact.released_by,
        }
    in_order = sorted(facts.values(), key=lambda fact: (fact["sheet"], fact["row"]))
    copy = told["copy"] or (f"/imports/{told['import']}/copy" if facts else None)
    return {**told, "parked_facts": in_order, "copy": copy}


def row_texts(told: Answer) -> RowTexts:
    """Return what the error column says: what cannot be read, what is not usable yet, what does not count."""
    texts: dict[tuple[str, int], list[str]] = {}
    for cell in told["parked_rows"]:
        value = f"“{cell['value']}”" if cell["value"] else "为空"
        text = f"未导入：{_where(cell)}：{value}；应为：{cell['expected']}"
        texts.setdefault((cell["sheet"], cell["row"]), []).append(text)
    for fact in told["parked_facts"]:
        reason = _REASONS.get(fact["reason"], fact["reason"] + "：{}").format(fact["about"])
        text = f"已导入，待更正：{reason}；{_RELEASED_BY.get(fact['released_by'], fact['released_by'])}"
        texts.setdefault((fact["sheet"], fact["row"]), []).append(text)
    for cell in told.get("remarks", ()):  # answers kept by an earlier release have none
        text = f"已导入，请核对：{_where(cell)}：“{cell['value']}”；{cell['expected']}"
        texts.setdefault((cell["sheet"], cell["row"]), []).append(text)
    return {place: "\n".join(lines) for place, lines in texts.items()}


def _where(cell: Mapping[str, Any]) -> str:
    place = f"工作表“{cell['sheet']}”第{cell['row']}行"
    return f"{place}“{cell['column']}”" if cell["column"] else place


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "sheet": remark.place.sheet,
        "row": remark.place.row,
        "column": remark.cell.column,
        "value": remark.cell.value,
        "expected": remark.cell.expected,
    }
