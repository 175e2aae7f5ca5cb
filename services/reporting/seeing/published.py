"""What of a district's reports is for those who oversee nothing? What was published, and no case that moved it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Protocol

from sqlalchemy import Connection

from services.reporting.known import Known
from services.reporting.publishing import asking
from services.reporting.publishing.keeping import published
from services.reporting.publishing.shapes import EditionRow, PublishedReport, ReportList, Restatement
from services.reporting.publishing.unknown import no_report


class Own(Protocol):
    """Whose part of a district is asked for (`narrowing.py`)."""

    connection: Connection
    known: Known


def reports(own: Own, ask: Callable[..., Any], said: dict[str, Any]) -> ReportList:
    """Return the reports that were published; what is waiting or owed is between the bureau and its overseers."""
    found: ReportList = ask(**said)
    return replace(found, items=_shown(found.items), waiting=(), due=())


def report(own: Own, ask: Callable[..., Any], said: dict[str, Any]) -> PublishedReport:
    """Return a published report without the cases by which it moved. Raises Problem for one that was taken back."""
    found: PublishedReport = ask(**said)
    if found.report.state == "withdrawn":
        kept = published(own.connection, own.known.id)
        known = [period for period, one in kept.items() if one.current]
        raise no_report(found.district, found.report.period, known)
    moved = found.restatement and _moved(found.restatement)
    return replace(found, report=_without(found.report), editions=_shown(found.editions), restatement=moved)


def restatement(own: Own, ask: Callable[..., Any], said: dict[str, Any]) -> Restatement:
    """Return which figures of a published report are otherwise since. Raises as `report` does."""
    report(own, lambda **asked: asking.report(own.connection, own.known, **asked), said)
    return _moved(ask(**said))


def _moved(found: Restatement) -> Restatement:
    """Leave out the facts that caused it."""
    return replace(found, causes=(), caused=0, world=())


def _shown(rows: Iterable[EditionRow]) -> tuple[EditionRow, ...]:
    return tuple(_without(one) for one in rows if one.state != "withdrawn")


def _without(row: EditionRow) -> EditionRow:
    """Return an edition without how many facts moved it, its files where everybody has them."""
    files = tuple(replace(one, address=one.address.replace("/reports/", "/public/", 1)) for one in row.files)
    return replace(row, caused=0, files=files)
