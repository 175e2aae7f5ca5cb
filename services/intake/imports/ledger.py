"""How is a case ledger imported: its rows as facts, and what of a row cannot be used?"""

from collections.abc import Iterable, Mapping
from typing import Literal

from services.intake.imports.columns import LEDGER, NUMBER, BadCell, Values
from shared.codec import encode, type_of
from shared.envelope import Draft
from shared.events.catalogue import name_of
from shared.events.court import CaseDocketed
from shared.ledger.stating import STATED, facts

NAME: Literal["ledger", "organs"] = "ledger"
COLUMNS = LEDGER
KEY = "案号"

_OF_A_HEARING = ("再次通知出庭", "出庭负责人", "出庭次数", "是否发声")


def drafts(district: str, values: Values) -> list[Draft]:
    """Return the facts a row states, each with the identity it has whenever the row is imported again."""
    case: str = values["案号"]
    return [
        Draft(
            source=source(district),
            id=f"{case}/{name_of(type(fact))}/{ordinal}",
            type=type_of(type(fact)),
            subject=case,
            district=district,
            data=encode(fact),
        )
        for ordinal, fact in facts(values)
    ]


def source(district: str) -> str:
    """Return who reports what stands in the ledger and the register of a district."""
    return f"ledger/{district}"


def first(case: str) -> str:
    """Return the id of the fact that every readable row of a case states."""
    return f"{case}/{name_of(CaseDocketed)}/1"


def series(case: str) -> list[str]:
    """Return what the ids of all facts of a case begin with, before the slash and the ordinal."""
    return [f"{case}/{name_of(kind)}" for kind in STATED]


def contradictions(values: Values, cells: Mapping[str, str]) -> list[BadCell]:
    """Return the cells of a row that can be read but not together with its others."""
    bad = []
    if "关联案号" in values and values["关联案号"] == values.get("案号"):
        bad.append(BadCell("关联案号", cells["关联案号"], f"前一审级的{NUMBER}, not the row's own"))
    hearings = values.get("开庭日期", ())
    times = values.get("出庭次数", 0)
    if hearings and times > len(hearings):
        most = f"0 至 {len(hearings)} 的整数，因为开庭 {len(hearings)} 次"
        bad.append(BadCell("出庭次数", cells["出庭次数"], f"{most} (at most the number of hearings)"))
    if "出庭负责人" in values and "负责人职务" not in values:
        words = "正职 / 副职 / 其他分管 / 无，因为填写了出庭负责人"
        bad.append(BadCell("负责人职务", "", f"{words} (the rank of the person named)"))
    return bad


def unused(values: Values, cells: Mapping[str, str]) -> list[BadCell]:
    """Return the filled cells of a row from which no fact follows, with what they wait for."""
    idle = list[BadCell]()
    if "开庭日期" not in values:
        columns = [column for column in _OF_A_HEARING if column in values]
        if values.get("负责人职务", "none") != "none":
            columns.append("负责人职务")
        wanted = "填写开庭日期后生效 (used once there is a hearing date)"
        idle.extend(BadCell(column, cells[column], wanted) for column in columns)
    if values.get("理由证明") and "未出庭理由" not in values:
        wanted = "填写未出庭理由后生效 (used once there is a reason for the absence)"
        idle.append(BadCell("理由证明", cells["理由证明"], wanted))
    return idle


def clashes(_drafts: Iterable[Draft]) -> list[tuple[str, BadCell]]:
    """Return where another row counts: nowhere, for rows of a ledger are about different cases."""
    return []
