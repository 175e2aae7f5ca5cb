"""What of a district's reports is for those who oversee nothing? What was published, and no case that moved it."""

from collections.abc import Iterable
from dataclasses import replace

from services.reporting.publishing.shapes import EditionRow, PublishedReport, ReportList, Restatement
from services.reporting.publishing.unknown import no_report


def listed(found: ReportList) -> ReportList:
    """Return the reports that were published; what is waiting or owed is between the bureau and its overseers."""
    return replace(found, items=_shown(found.items), waiting=(), due=())


def shown(found: PublishedReport, periods: Iterable[str]) -> PublishedReport:
    """Return a published report without the cases by which it moved. Raises Problem for one that was taken back.

    `periods` are those of which something was published that still counts.
    """
    editions = _shown(found.editions)
    if found.report.state == "withdrawn":
        raise no_report(found.district, found.report.period, periods)
    restated = moved(found.restatement) if found.restatement else None
    return replace(found, report=_without(found.report), editions=editions, restatement=restated)


def moved(found: Restatement) -> Restatement:
    """Return which figures are otherwise since, without the facts that caused it."""
    return replace(found, causes=(), caused=0, world=())


def _shown(rows: Iterable[EditionRow]) -> tuple[EditionRow, ...]:
    return tuple(_without(one) for one in rows if one.state != "withdrawn")


def _without(row: EditionRow) -> EditionRow:
    """Return an edition without how many facts moved it, its files where everybody has them."""
    files = tuple(replace(one, address=one.address.replace("/reports/", "/public/", 1)) for one in row.files)
    return replace(row, caused=0, files=files)
