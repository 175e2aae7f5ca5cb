"""Which rows of a ledger do the cases of a district make, and what do they not hold?"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import Connection, select

from services.reporting.known import Known
from services.reporting.reader import Reader
from shared.dispute import Case, disputes
from shared.envelope import BUREAU, case_key, read
from shared.events.court import CaseDocketed
from shared.ledger.writing import Written, written
from shared.log.joining import joined
from shared.log.statements import NOTED
from shared.log.tables import CASES
from shared.sealing import Seal, SealError, is_sealed

TOGETHER = 200
"""Cases read at once; so many are in memory."""

Keys = Callable[[str, Iterable[str]], Awaitable[Mapping[str, Seal]]]
"""Asks for the keys of cases of a district. Raises KeysUnavailableError."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a case gives to a ledger."""

    case: str
    written: Written
    """A row, or no cells where the case makes none."""


async def rows(reader: Reader, keys: Keys, district: str, year: int | None = None) -> AsyncIterator[Row]:
    """Yield the rows of a district by case number; with `year` those of the cases docketed, or numbered, in it.

    Raises UnknownDistrictError, and KeysUnavailableError: a ledger without its claimants is none.
    """
    after = ""
    while True:
        id_, cases, following = await reader.about(_some, district, after)
        wanted = [case for case in cases if year is None or _year(case) == year]
        seals = await keys(id_, [case.number for case in wanted if _sealed(case)])
        for case in wanted:
            yield Row(case.number, written(_opened(case, seals.get(case.number))))
        if following is None:
            return
        after = following


def _some(
    connection: Connection, known: Known, after: str, _position: int
) -> tuple[str, list[Case], str | None]:
    """Return some cases as their facts that count say, and after which key the next stand."""
    query = select(CASES.c.case_key).where(CASES.c.district == known.id, CASES.c.case_key > after)
    keys = list(connection.execute(query.order_by(CASES.c.case_key).limit(TOGETHER)).scalars())
    groups = joined(connection, keys)  # a correction may have moved a fact here from another case
    bodies = list[tuple[int, bytes]]()
    for group in groups:
        found = connection.execute(NOTED, {"keys": list(group)}).all()
        bodies += [(position, bytes(body)) for _, position, body in found]
    records = [read(body) for _, body in sorted(bodies)]
    here = {key for key in keys if key != case_key(known.id, BUREAU)}
    cases = [
        case
        for dispute in disputes(records, known.world.orders)
        for case in dispute.cases
        if case.reported and case_key(case.district, case.number) in here
    ]
    following = keys[-1] if len(keys) == TOGETHER else None
    return known.id, sorted(cases, key=lambda case: case.number), following


def _sealed(case: Case) -> bool:
    return case.docketed is not None and any(map(is_sealed, case.docketed.claimants))


def _opened(case: Case, seal: Seal | None) -> Case:
    """Return a case with its claimants in clear; whose key was erased, or never of this case, stays sealed."""
    if not _sealed(case):
        return case
    reports = {
        slot: replace(report, fact=replace(report.fact, claimants=_names(report.fact.claimants, seal)))  # type: ignore[attr-defined, call-arg]
        for slot, report in case.reports[CaseDocketed].items()
    }
    return replace(case, reports={**case.reports, CaseDocketed: reports})


def _names(names: tuple[str, ...], seal: Seal | None) -> tuple[str, ...]:
    if seal is None:
        return names
    try:
        return tuple(seal.open(name) for name in names)
    except SealError:
        return names


def _year(case: Case) -> int | None:
    docketed_on = case.docketed.docketed_on if case.docketed else None
    if docketed_on:
        return docketed_on.year
    digits = "".join(next((list(group) for digit, group in groupby(case.number, str.isdigit) if digit), []))
    return int(digits[:4]) if len(digits) >= 4 else None
