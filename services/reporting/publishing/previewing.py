"""What would a report say if it were published now, pinned to a position? Marked as a draft."""

import asyncio
from collections import OrderedDict
from datetime import date

from sqlalchemy import Connection, func, select

from services.reporting.known import Known
from services.reporting.periods import Period, PeriodError
from services.reporting.publishing.making import Renders
from services.reporting.publishing.unknown import no_kind, no_period, not_begun, nothing_known
from services.reporting.reader import Reader
from services.reporting.reports import ReportData, ReportFile, Texts
from services.reporting.tables import sums

DRAFT = "预览稿，尚未公布"
"""What stands in the place of the number of the document."""

KEPT = 4
"""Reports whose files are kept in memory: whoever looks at the PDF often wants the DOCX too."""


class Previews:
    """Drafts of reports, one at a time: rendering takes seconds."""

    def __init__(self, reader: Reader, press: Renders) -> None:
        self._reader, self._press = reader, press
        self._turn = asyncio.Lock()
        self._kept: OrderedDict[bytes, tuple[ReportFile, ...]] = OrderedDict()

    async def data(self, district: str, period: str, as_of: int = 0) -> ReportData:
        """Return what a report would say as known at a position; for 0 as known now.

        Raises Problem for what is no period of a report, lies ahead, or has nothing that counts.
        """
        id_, label, read = await self._reader.about(_checked, district, period)
        marked = Texts(number=DRAFT)
        return await self._press.gathered(id_, label, as_of or self._reader.upto or read, marked)

    async def check(self, district: str, period: str) -> None:
        """Raise Problem for a period no report can be made of."""
        await self._reader.about(_checked, district, period)

    async def file(self, data: ReportData, form: str) -> ReportFile:
        """Return the draft in a form: `docx`, `pdf`, `xlsx`, `csv`, `html` or `json`. Raises Problem."""
        files = await self._files(data)
        by_form = {file.name.rpartition(".")[2]: file for file in reversed(files)}
        if form not in by_form:
            raise no_kind(form, by_form)
        found = by_form[form]
        return ReportFile(f"draft-{found.name}", found.media_type, found.content)

    async def _files(self, data: ReportData) -> tuple[ReportFile, ...]:
        key = data.as_json()
        async with self._turn:
            if key not in self._kept:
                self._kept[key] = await self._press.files(data)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            return self._kept[key]


def checked(known: Known, period: str) -> Period:
    """Return the period of a report that has begun. Raises Problem."""
    try:
        found = Period.parse(period)
    except PeriodError as error:
        raise no_period(period) from error
    if found.kind not in ("year", "quarter"):
        raise no_period(period)
    day: date | None = known.world.day
    if day is not None and found.since > day:
        raise not_begun(period, day)
    return found


def _checked(connection: Connection, known: Known, period: str, position: int) -> tuple[str, str, int]:
    found = checked(known, period)
    here = sums.c.district == known.id
    within = here, sums.c.period >= f"{found.since:%Y-%m}", sums.c.period <= f"{found.last:%Y-%m}"
    if not connection.execute(select(select(sums).where(*within).exists())).scalar():
        first, last = connection.execute(
            select(func.min(sums.c.period), func.max(sums.c.period)).where(here)
        ).one()
        raise nothing_known(known.id, found.label, first, last)
    return known.id, found.label, position
