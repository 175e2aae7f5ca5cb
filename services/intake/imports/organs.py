"""Which organ does one row of an organ register put on record?"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from services.intake.imports.cells import OneOf, UnreadableError, compact, day, names, plain
from services.intake.imports.columns import DATE, BadCell, Column, Columns, Values, one_of
from services.intake.imports.ledger import source
from shared.codec import decode, encode, type_of
from shared.envelope import Draft
from shared.events.district import OrganRegistered
from shared.events.words import OrganKind
from shared.organs import Organ, Organs

NAME: Literal["ledger", "organs"] = "organs"
KEY = "代码"

KINDS: Mapping[str, OrganKind] = {
    "区政府": "government",
    "政府办公室": "office",
    "司法局": "bureau",
    "工作部门": "department",
    "街镇": "street",
    "授权组织": "organisation",
}
_ONE_OF = ("区政府", "政府办公室", "司法局")
"""What a district has one of."""


def _code(text: str) -> str:
    code = compact(text)
    if len(code) > 64 or "/" in code or "#" in code:
        raise UnreadableError(text)
    return code


COLUMNS = Columns(
    (
        Column("代码", _code, "单位代码，不含 / 和 # (the organ's code, without / and #)", required=True),
        Column("名称", plain, "单位全称 (the organ's full name)", required=True),
        Column("别名", names, "别名，用、分隔 (other names, separated by 、)"),
        Column("类别", OneOf(KINDS), one_of(KINDS), required=True),
        Column("上级", plain, "上级单位名称 (the superior organ)"),
        Column("设立日期", day, DATE),
        Column("撤销日期", day, DATE),
        Column("承继单位", plain, "承继单位名称 (the organ that continues its functions)"),
    )
)


def drafts(district: str, values: Values) -> list[Draft]:
    """Return the one fact a row of the register states."""
    fact = OrganRegistered(
        code=values["代码"],
        name=values["名称"],
        kind=values["类别"],
        aliases=values.get("别名", ()),
        superior=values.get("上级", ""),
        established_on=values.get("设立日期"),
        abolished_on=values.get("撤销日期"),
        successor=values.get("承继单位", ""),
    )
    return [
        Draft(
            source=source(district),
            id=fact.code,
            type=type_of(OrganRegistered),
            subject=fact.code,
            district=district,
            data=encode(fact),
        )
    ]


def first(code: str) -> str:
    """Return the id of an organ's fact."""
    return code


def series(_code: str) -> list[str]:
    """Return what the ids of an organ's numbered facts begin with: it has none."""
    return []


def contradictions(values: Values, cells: Mapping[str, str]) -> list[BadCell]:
    """Return the cells of a row that can be read but not together with its others."""
    established, abolished = values.get("设立日期"), values.get("撤销日期")
    if established and abolished and abolished < established:
        expected = f"不早于设立日期 {established} 的日期 (a date not before the organ was established)"
        return [BadCell("撤销日期", cells["撤销日期"], expected)]
    return []


def unused(_values: Values, _cells: Mapping[str, str]) -> list[BadCell]:
    """Return the filled cells from which no fact follows: there are none in a register."""
    return []


def clashes(drafts: Iterable[Draft]) -> Iterator[tuple[str, BadCell]]:
    """Yield by code the names, and the kinds a district has one of, that mean another organ of the file."""
    facts = [decode(draft.type, draft.data) for draft in drafts]
    register = Organs.of(fact for fact in facts if isinstance(fact, OrganRegistered))
    for organ in register.organs:
        names_ = [("名称", organ.name), *(("别名", alias) for alias in organ.aliases)]
        meant = [(column, name, register.find(name)) for column, name in names_]
        meant += [("类别", word, register.the(KINDS[word])) for word in _ONE_OF if KINDS[word] == organ.kind]
        for column, text, counts in meant:
            if counts and counts.code != organ.code:
                yield organ.code, BadCell(column, text, _for_whom(counts))


def _for_whom(counts: Organ) -> str:
    chinese = f"以“{counts.name}”（{counts.code}）为准，先看全称，再看较小的代码"
    return f"{chinese} (it means that organ: full names go first, then the lower code)"
