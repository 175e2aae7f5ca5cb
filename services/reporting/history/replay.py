"""Which figures and cases were there at an earlier position, and what has changed them since?"""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, func, select

from services.reporting.answers import CountedCase, FigureCases
from services.reporting.contribution import Contribution, Counted, counts_of, kept, sum_up
from services.reporting.figures import Figure
from services.reporting.history.bounds import with_bounds_then
from services.reporting.history.moments import instant
from services.reporting.history.past import Past, Pasts, Rows, contributions_now
from services.reporting.history.shapes import Changed, ChangedCase, CountThen
from services.reporting.known import Known
from services.reporting.periods import Period
from services.reporting.reader.rates import check, full_name, row_name
from services.reporting.rows import DISTRICT, counted
from services.reporting.tables import cases, sums
from services.reporting.unknown import UnknownAgencyError
from shared.envelope import case_key
from shared.log.database import parts
from shared.log.filing import DAY_KEY, LOG_KEY
from shared.log.joining import joined
from shared.log.tables import NOTES

AT_ONCE = 1000
"""Cases looked at at once for those behind a figure."""


def counts_at(
    connection: Connection, known: Known, position: int, period: Period, pasts: Pasts | None = None
) -> Rows:
    """Return what was counted in a period as the log was known up to a position."""
    past = (pasts or Pasts()).at(connection, known, position, period)
    return _rows(connection, past, period)


def figures_at(
    connection: Connection,
    known: Known,
    position: int,
    period: Period,
    by: str = "defendant",
    agency: str = "",
    metric: str = "",
    *,
    pasts: Pasts | None = None,
) -> tuple[Figure, ...]:
    """Return the figures of a period as they were known at a position, with the targets of the law as known then.

    Which sources were silent is said of now alone. Raises UnknownMetricError, UnknownAgencyError, UnknownRowError.
    """
    past = (pasts or Pasts()).at(connection, known, position, period)
    check(past.known, metric)
    rows = _rows(connection, past, period)
    name = _named(connection, known, past, rows, by, agency)
    whose = {"": {DISTRICT, by}, DISTRICT: {DISTRICT}}.get(name, {by})
    asked = (
        (of, figure, *both)
        for (row, of, figure), both in rows.items()
        if row in whose and name in ("", of) and metric in ("", figure)
    )
    found = past.known.measures.figures(period, by, asked, name or DISTRICT, metric)
    return with_bounds_then(connection, past, period, by, found, rows)


def cases_at(
    connection: Connection,
    known: Known,
    position: int,
    metric: str,
    period: Period,
    by: str,
    agency: str,
    after: str,
    limit: int,
    *,
    pasts: Pasts | None = None,
) -> FigureCases:
    """Return the cases behind one figure of one row as it was known at a position. Raises UnknownMetricError."""
    past = (pasts or Pasts()).at(connection, known, position, period)
    check(past.known, metric)
    name = row_name(past.known, by, agency)
    replayed = (
        (case, found)
        for case, text in past.replayed.items()
        if case > after and (found := counted(case, text, metric, period, by, name))
    )
    behind = dict(replayed)
    if not past.is_whole(period):
        behind |= _as_now(connection, past, metric, period, by, name, after, limit)
    page = sorted(behind)[:limit]
    items = tuple(item for case in page for item in behind[case])
    return FigureCases.of(position, items, page[-1] if len(behind) > limit else None)


def changed_since(
    connection: Connection,
    known: Known,
    position: int,
    period: Period | None,
    now: int = 0,
    *,
    pasts: Pasts | None = None,
) -> Changed:
    """Return the cases that count otherwise in a period (None: in any) than they did, with what was noted since.

    `now` is up to where the log had been read.
    """
    past = (pasts or Pasts()).at(connection, known, position, period)
    current = contributions_now(connection, known.id, past.numbers | _counting(connection, past, period))
    found: dict[str, tuple[tuple[CountThen, ...], tuple[CountThen, ...]]] = {}
    for case in sorted(past.replayed.keys() | current.keys()):
        if past.replayed.get(case) != current.get(case):
            then, since = (set(_within(texts.get(case), period)) for texts in (past.replayed, current))
            if then != since:
                found[case] = _shown(then - since), _shown(since - then)
    noted = _noted_since(connection, known.id, list(found), position)
    return Changed(
        since=instant(connection, position),
        position=now,
        items=tuple(
            ChangedCase(case=case, then=then, now=since, facts=noted[case][0], findings=noted[case][1])
            for case, (then, since) in found.items()
        ),
        world=_positions(connection, (LOG_KEY, case_key(known.id, "")), position),
        days=_positions(connection, (DAY_KEY,), position),
    )


def _rows(connection: Connection, past: Past, period: Period) -> Rows:
    if period.label not in past.rows:
        added: dict[tuple[str, str, str], list[int]] = {}
        if not past.is_whole(period):
            for of, n, d in _rows_now(connection, past.known.id, period):
                added[of] = [n, d]
            now = contributions_now(connection, past.known.id, past.numbers)
            sum_up(now.values(), period, added, -1)
        sum_up(past.replayed.values(), period, added)
        past.rows[period.label] = {of: (n, d) for of, (n, d) in added.items() if d}
    return past.rows[period.label]


def _rows_now(
    connection: Connection, district: str, period: Period
) -> Iterator[tuple[tuple[str, str, str], int, int]]:
    query = (
        select(
            sums.c.by, sums.c.agency, sums.c.metric, func.sum(sums.c.numerator), func.sum(sums.c.denominator)
        )
        .where(sums.c.district == district, sums.c.period.in_(kept(period)))
        .group_by(sums.c.by, sums.c.agency, sums.c.metric)
    )
    for by, agency, metric, n, d in connection.execute(query):
        yield (by, agency, metric), int(n), int(d)


def _named(connection: Connection, known: Known, past: Past, rows: Rows, by: str, row: str) -> str:
    """Return how a row that is asked for is named. Raises UnknownAgencyError, UnknownRowError."""
    if row in ("", DISTRICT) or any((whose, name) == (by, row) for whose, name, _ in rows):
        return row
    try:
        return full_name(connection, past.known, by, row)
    except UnknownAgencyError:  # registered since: it is none of those that nobody knows
        return full_name(connection, known, by, row)


def _as_now(
    connection: Connection,
    past: Past,
    metric: str,
    period: Period,
    by: str,
    agency: str,
    after: str,
    limit: int,
) -> dict[str, list[CountedCase]]:
    """Return the cases behind a figure that count as they did then, by number: one more than `limit` if there are."""
    found: dict[str, list[CountedCase]] = {}
    query = (
        select(cases.c.case_number, cases.c.contribution)
        .where(cases.c.district == past.known.id)
        .where(cases.c.last_on >= period.since, cases.c.first_on < period.until)
        .order_by(cases.c.case_number)
        .limit(AT_ONCE)
    )
    replayed, following = past.numbers, after
    while len(found) <= limit:
        rows = connection.execute(query.where(cases.c.case_number > following)).all()
        for number, text in rows:
            behind = [] if number in replayed else counted(number, text, metric, period, by, agency)
            if behind:
                found[number] = behind
        if len(rows) < AT_ONCE:
            break
        following = rows[-1].case_number
    return found


def _counting(connection: Connection, past: Past, period: Period | None) -> frozenset[str]:
    """Return the cases that can count in a period now: where all was replayed, those among them that did not then."""
    if not past.is_whole(period):
        return frozenset()
    query = select(cases.c.case_number).where(cases.c.district == past.known.id)
    if period is not None:
        query = query.where(cases.c.last_on >= period.since, cases.c.first_on < period.until)
    return frozenset(connection.execute(query).scalars())


def _within(text: str | None, period: Period | None) -> Iterator[Counted]:
    return (one for one in counts_of(text or Contribution().text) if period is None or one.on in period)


def _shown(counts: Iterable[Counted]) -> tuple[CountThen, ...]:
    return tuple(CountThen(**one._asdict()) for one in sorted(counts))


def _noted_since(
    connection: Connection, district: str, numbers: list[str], position: int
) -> Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return the positions of facts and of findings noted since of the disputes of these cases."""
    own = {case_key(district, number): number for number in numbers}
    noted: dict[str, tuple[list[int], list[int]]] = {}
    groups = joined(connection, sorted(own))
    for part in parts([key for group in groups for key in group]):
        query = select(NOTES.c.case_key, NOTES.c.position, NOTES.c.fact).where(
            NOTES.c.case_key.in_(part), NOTES.c.position > position
        )
        for key, at, fact in connection.execute(query):
            noted.setdefault(key, ([], []))[0 if fact is not None else 1].append(at)
    found: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
    for group in groups:
        both = [noted[key] for key in group if key in noted]
        facts, findings = (tuple(sorted(at for one in both for at in one[kind])) for kind in (0, 1))
        found |= {own[key]: (facts, findings) for key in group if key in own}
    return found


def _positions(connection: Connection, keys: tuple[str, ...], position: int) -> tuple[int, ...]:
    query = select(NOTES.c.position).where(NOTES.c.case_key.in_(keys), NOTES.c.position > position)
    return tuple(connection.execute(query.order_by(NOTES.c.position)).scalars())
