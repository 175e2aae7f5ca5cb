"""What was published of a district, what is otherwise since, and what is owed?"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from urllib.parse import quote

from sqlalchemy import Connection

from services.reporting.figures.figure import rounded
from services.reporting.history.replay import counts_at
from services.reporting.known import Known
from services.reporting.periods import Period, PeriodError
from services.reporting.publishing.editions import Wanted, hindrance, next_of
from services.reporting.publishing.freezing import frozen, thawed
from services.reporting.publishing.keeping import Edition, Publication, published
from services.reporting.publishing.shapes import (
    Cause,
    DueReport,
    EditionRow,
    FigureThenAndNow,
    FileOfReport,
    FrozenFigure,
    PublishedReport,
    ReportList,
    Restatement,
    Signature,
    State,
    WaitingRow,
    WhyNot,
)
from services.reporting.publishing.signing import signed_of
from services.reporting.publishing.unknown import no_edition, no_period, no_report
from services.reporting.reader.deadlines import Asked, worklist
from services.reporting.unknown import UnknownCaseError
from shared.envelope import BUREAU
from shared.events.findings.reporting import FiguresRestated


def reports(connection: Connection, known: Known, held: Callable[[str], bool], position: int) -> ReportList:
    """Return the published reports of a district; `held` tells whether a case of one cannot be judged."""
    found = published(connection, known.id)
    latest = sorted(found.values(), key=lambda one: _order(one.period), reverse=True)
    return ReportList(
        position=position,
        district=known.id,
        items=tuple(row for one in latest for row in reversed(rows(one))),
        waiting=tuple(_waiting(connection, known, latest, held(known.id), position)),
        due=tuple(_due(connection, known, position)),
    )


def report(connection: Connection, known: Known, period: str, edition: int, position: int) -> PublishedReport:
    """Return an edition of a report; without a number the one that counts, or else the last. Raises Problem."""
    found = publication(connection, known, period)
    one = edition_of(found, edition)
    all_rows = rows(found)
    row = next(row for row in all_rows if row.edition == one.number)
    restatement = found.restated.get(one.number)
    return PublishedReport(
        position=position,
        district=known.id,
        report=row,
        editions=all_rows,
        figures=tuple(
            FrozenFigure(by=by, agency=agency, metric=metric, numerator=n, denominator=d, value=rounded(n, d))
            for (by, agency, metric), (n, d) in thawed(one.says.figures).items()
        ),
        signed=signed_of(known.id, one.data),
        signature=Signature(
            algorithm="Ed25519", key=one.says.key, public_key=one.says.public_key, value=one.says.signature
        ),
        restatement=_restatement(known.id, restatement, position) if restatement else None,
    )


def restatement(
    connection: Connection, known: Known, period: str, edition: int, position: int
) -> Restatement:
    """Return what of a report is otherwise by what is known now. Raises Problem."""
    found = publication(connection, known, period)
    one = edition_of(found, edition)
    said = found.restated.get(one.number) or FiguresRestated(
        period=period, edition=one.number, at_position=one.says.at_position, changes=(), changed=0
    )
    return _restatement(known.id, said, position)


def publication(connection: Connection, known: Known, period: str) -> Publication:
    """Return all that is said of the reports of a period. Raises Problem where nothing was put on record."""
    try:
        label = Period.parse(period).label
    except PeriodError as error:
        raise no_period(period) from error
    found = published(connection, known.id)
    if label not in found or not found[label].editions:
        raise no_report(known.id, period, (of for of, one in found.items() if one.editions))
    return found[label]


def edition_of(found: Publication, number: int) -> Edition:
    """Return an edition; for 0 the one that counts, or else the last. Raises Problem."""
    if not number:
        return found.current or found.editions[-1]
    for one in found.editions:
        if one.number == number:
            return one
    raise no_edition(found.period, number, (one.number for one in found.editions))


def everything(connection: Connection, known: Known, _position: int) -> tuple[Edition, ...]:
    """Return every edition of a district, also those withdrawn."""
    return tuple(one for found in published(connection, known.id).values() for one in found.editions)


def rows(found: Publication) -> tuple[EditionRow, ...]:
    """Return the editions of a period as they are listed."""
    return tuple(_row(found, one) for one in found.editions)


def address(district: str, period: str, *steps: str, edition: int = 0) -> str:
    """Return where something of a published report is answered."""
    path = "/".join(quote(step, safe="") for step in (district, period, *steps))
    return f"/reports/{path}" + (f"?edition={edition}" if edition else "")


def _row(found: Publication, one: Edition) -> EditionRow:
    says, restated = one.says, found.restated.get(one.number)
    state: State = "withdrawn"
    if one.stands:
        state = "published" if one is found.current else "superseded"
    return EditionRow(
        period=found.period,
        kind=says.kind,
        edition=one.number,
        state=state,
        published_on=says.published_on,
        at_position=says.at_position,
        known_at=says.known_at,
        number=says.number,
        files=tuple(
            FileOfReport(
                name=file.name,
                media_type=file.media_type,
                size=file.size,
                sha256=file.sha256,
                address=address(found.district, found.period, "files", file.name, edition=one.number),
            )
            for file in says.files
        ),
        changed=restated.changed if restated else 0,
        caused=restated.caused if restated else 0,
        address=address(found.district, found.period, edition=one.number),
    )


def _restatement(district: str, said: FiguresRestated, position: int) -> Restatement:
    return Restatement(
        position=position,
        district=district,
        period=said.period,
        edition=said.edition,
        at_position=said.at_position,
        changed=said.changed,
        changes=tuple(
            FigureThenAndNow(
                by=one.by,
                agency=one.agency,
                metric=one.metric,
                was_numerator=one.was_numerator,
                was_denominator=one.was_denominator,
                was=rounded(one.was_numerator, one.was_denominator),
                numerator=one.numerator,
                denominator=one.denominator,
                value=rounded(one.numerator, one.denominator),
            )
            for one in said.changes
        ),
        caused=said.caused,
        causes=tuple(Cause(position=one.position, case=one.case, type=one.type) for one in said.causes),
        world=said.world,
        days=said.days,
    )


def _waiting(
    connection: Connection, known: Known, found: Iterable[Publication], stalled: bool, position: int
) -> Iterator[WaitingRow]:
    for one in found:
        if wanted := next_of(one).wanted:
            yield WaitingRow(
                period=one.period,
                published_on=wanted.fact.published_on,
                as_known_at=wanted.fact.as_known_at,
                why=_why(connection, known, wanted, stalled, position),
                position=position,
            )


def _why(connection: Connection, known: Known, wanted: Wanted, stalled: bool, position: int) -> WhyNot:
    if hindered := hindrance(wanted.fact, position):
        return hindered
    if stalled:
        return "held"
    at, period = wanted.fact.as_known_at or position, Period.parse(wanted.fact.period)
    return "in_the_making" if frozen(counts_at(connection, known, at, period)) else "nothing_known"


def _due(connection: Connection, known: Known, position: int) -> Iterator[DueReport]:
    """Yield the reports the bureau owes or owed, the last first."""
    try:
        found = worklist(connection, known, Asked(case=BUREAU, limit=1000), position)
    except UnknownCaseError:  # no law asks for any
        return
    duties = {duty.duty for law in known.world.laws for duty in law.bureau_duties}
    for one in sorted(found.items, key=lambda one: one.due_on, reverse=True):
        if one.duty in duties:
            yield DueReport(
                period=one.of,
                duty=one.duty,
                article=one.article,
                due_on=one.due_on,
                done_on=one.done_on,
                state=one.state,
            )


def _order(period: str) -> tuple[date, date]:
    """Return the place of a period among others: by its last day, a year after its last quarter."""
    read = Period.parse(period)
    return read.last, date.min + (read.until - read.since)
