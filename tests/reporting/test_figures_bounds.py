"""However what is parked is released, every figure ends between its bounds; what nothing parked concerns stays."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from services.reporting.feeds.keeping import Tally
from services.reporting.figures import Counts, Figure, figure
from services.reporting.figures.bounds import Open, bounded
from services.reporting.known import Known
from services.reporting.parked.bounding import with_bounds
from services.reporting.parked.rows import parked_row
from services.reporting.parked.tables import parked, unsettled
from services.reporting.periods import Period
from services.reporting.reader import rates
from services.reporting.rows import Measures
from services.reporting.tables import metadata
from services.reporting.views import Views
from shared.dispute import Report
from shared.envelope import Recorded, case_key
from shared.events.base import Fact
from shared.events.district import OrganRegistered
from shared.events.intake import RowParked
from shared.events.words import OrganKind
from shared.log.database import open_database
from shared.log.notes import Notes
from shared.organs import Organs
from tests.given import Given
from tests.words import (
    FIRST,
    GOVERNMENT,
    HOUSING,
    POLICE,
    REGISTER,
    SECOND,
    STRANGER,
    TOWN,
    act,
    archived,
    docketed,
    hearing,
    huancui,
    judgment,
    notice,
    officer,
    papers,
    xinzhou,
)

OTHERS = tuple(f"（2023）示0101行初{number}号" for number in (11, 12, 13))
LATER = "（2023）示01行终17号"
PERIODS = ("2022", "2023", "2023-H1", "2023-05")
BYS = ("defendant", "responsible", "accountable", "act", "court", "instance", "leader")
FAR = date(2203, 5, 10)
"""A mistyped year."""

Place = tuple[str, str, str, str]
Release = Callable[[Given], Given]


def town(given: Given) -> Given:
    """Tell of some cases of which nothing is parked."""
    one, two, three = OTHERS
    given.facts(one, docketed(POLICE, on="2023-02-01"), act("penalty", acting=POLICE), notice("2023-02-03"))
    came = replace(officer(POLICE, "chief"), name="张某")
    given.facts(one, hearing("2023-05-20", came), judgment("revoked", served="2023-06-01"))
    given.facts(
        two, docketed(GOVERNMENT, on="2023-03-01"), act("demolition", acting=GOVERNMENT, implementing=HOUSING)
    )
    given.facts(two, hearing("2023-05-25"), judgment("claims_rejected", served="2023-06-10", to=GOVERNMENT))
    given.facts(
        three, docketed(GOVERNMENT, TOWN, on="2023-04-01"), hearing("2023-06-20", officer(TOWN, spoke=False))
    )
    return given.facts(LATER, docketed(GOVERNMENT, on="2023-07-01", instance="second", earlier=two))


def copied(given: Given) -> Given:
    """Return the same facts, to tell more of them."""
    return replace(given, records=list(given.records))


class Kept:
    """What reporting keeps of a district, and the bounds it gives."""

    def __init__(self, given: Given, folder: Path, rows: tuple[RowParked, ...] = ()) -> None:
        url = f"sqlite:///{folder}/notes.db"
        Notes(url, "reporting", [metadata], Tally()).close()
        self.engine = open_database(url)
        world = given.world
        self.known = Known(given.district, world, Measures(world))
        with self.engine.begin() as connection:
            Views().conclude(connection, set(), given.judged(), world)
            for number, row in enumerate(rows):
                report = Report(row, "bureau/示范", f"row/{number}", "", given.district)
                record = Recorded(
                    event=row,
                    source=report.source,
                    id=report.id,
                    type="yingsu.row-parked.v1",
                    subject="",
                    district=given.district,
                    position=1,
                    recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
                )
                connection.execute(parked.insert().values(parked_row(report, record)[0]))

    def figure(self, place: Place, zero: Figure) -> Figure:
        period, by, _, _ = place
        with self.engine.connect() as connection:
            (found,) = with_bounds(connection, self.known, Period.parse(period), by, [zero])
        return found

    def figures(self) -> dict[Place, Figure]:
        with self.engine.connect() as connection:
            return {
                (period, by, one.agency, one.metric): one
                for period, by in product(PERIODS, BYS)
                for one in rates.figures(connection, self.known, Period.parse(period), by)
            }


def counted(given: Given) -> dict[Place, Figure]:
    """Return all figures of what was told, without what reporting keeps."""
    sums: dict[Place, list[int]] = {}
    for count, label in product(given.counts(), PERIODS):
        if count.on in Period.parse(label):
            for by in BYS if count.by == "*" else (count.by,):
                both = sums.setdefault((label, by, count.agency, count.metric), [0, 0])
                both[0] += count.counted
                both[1] += 1
    return {place: nothing(place, *both) for place, both in sums.items()}


def nothing(place: Place, numerator: int = 0, denominator: int = 0) -> Figure:
    """Return a figure without a target."""
    period, by, agency, metric = place
    return figure(metric, numerator, denominator, Period.parse(period), by, agency, None)


def outside(before: Mapping[Place, Figure], after: Mapping[Place, Figure], kept: Kept) -> Iterator[str]:
    """Yield each figure that is not where its bounds say."""
    for place in before.keys() | after.keys():
        metric, zero = place[3], nothing(place)
        was = before[place] if place in before else kept.figure(place, zero)
        now = after.get(place, zero)
        if metric.startswith("average_days"):
            if was.low is None and (was.numerator, was.denominator) != (now.numerator, now.denominator):
                yield f"{place} is not open: {was} {now}"
            if was.low and was.high and not _holds_average(was.low, was.high, now):
                yield f"{place}: {was.low} {now} {was.high}"
        elif was.low is None or was.high is None:
            if (was.numerator, was.denominator or 0) != (now.numerator, now.denominator or 0):
                yield f"{place} is not open: {was} {now}"
        elif now.denominator is None:
            if not (was.low.numerator or 0) <= now.numerator <= (was.high.numerator or 0):
                yield f"{place}: {was.low} {now.numerator} {was.high}"
        elif now.denominator and not _rate(was.low) <= Fraction(now.numerator, now.denominator) <= _rate(
            was.high
        ):
            yield f"{place}: {was.low} {now.numerator}/{now.denominator} {was.high}"


def _holds_average(low: Counts, high: Counts, now: Figure) -> bool:
    """Tell whether days, cases and average are each no less, and the cases no more than is said."""
    assert (high.numerator, high.value) == (None, None), "a day that is not known may be any"
    assert low.numerator is not None
    assert low.denominator is not None
    assert high.denominator is not None
    average = low.value is None or now.value is None or Decimal(low.value) <= Decimal(now.value)
    cases = low.denominator <= (now.denominator or 0) <= high.denominator
    return average and cases and low.numerator <= now.numerator


def _rate(counts: object) -> Fraction:
    numerator, denominator = counts.numerator, counts.denominator  # type: ignore[attr-defined]
    return Fraction(numerator, denominator) if denominator else Fraction(0)


def registered(kind: OrganKind, of: str = "") -> Release:
    """Register the organ nobody knew, or let it be another name of one that is known."""

    def release(given: Given) -> Given:
        known = [
            replace(one, aliases=(*one.aliases, STRANGER)) if one.name == of else one for one in REGISTER
        ]
        own = [] if of else [OrganRegistered(code="x9", name=STRANGER, kind=kind)]
        return replace(copied(given), organs=Organs.of((*known, *own)))

    return release


def told(case: str, *facts: Fact) -> Release:
    """Tell what was missing."""
    return lambda given: copied(given).facts(case, *facts)


def corrected(case: str, id_: str, to: Fact) -> Release:
    """Correct a fact."""
    return lambda given: copied(given).corrected(case, id_, id_, to)


def unknown_organ(given: Given) -> tuple[Given, list[Release]]:
    given.facts(
        FIRST, docketed(STRANGER, on="2023-03-05"), notice("2023-03-07", STRANGER), papers("2023-03-30")
    )
    given.facts(
        FIRST, hearing("2023-05-02", officer(STRANGER, "chief")), judgment("revoked", served="2023-06-05")
    )
    given.facts(SECOND, docketed(STRANGER, on="2023-08-01", instance="second", earlier=FIRST))
    given.facts(SECOND, hearing("2023-10-09", officer(STRANGER)), archived("2024-01-09"))
    kinds: tuple[OrganKind, ...] = ("department", "street", "organisation")
    return given, [
        *map(registered, kinds),
        registered("department", POLICE),
        registered("department", GOVERNMENT),
    ]


def unknown_acting(given: Given) -> tuple[Given, list[Release]]:
    given.facts(
        FIRST,
        docketed(GOVERNMENT, on="2023-03-05"),
        act("demolition", acting=GOVERNMENT, implementing=STRANGER),
    )
    given.facts(
        FIRST, hearing("2023-05-02", officer(GOVERNMENT, "chief")), judgment("revoked", served="2023-06-05")
    )
    return given, [registered("department"), registered("department", HOUSING)]


def unusable_hearing(given: Given) -> tuple[Given, list[Release]]:
    given.facts(FIRST, docketed(GOVERNMENT, on="2023-03-05"))
    came = replace(officer(GOVERNMENT, "deputy"), name="李某")
    given.fact(FIRST, replace(hearing("2023-05-02", came), held_on=FAR), id_="h")
    days = ("2022-12-30", "2023-01-04", "2023-05-02", "2023-05-28", "2023-11-01", "2024-02-01")
    return given, [corrected(FIRST, "h", hearing(on, came)) for on in days]


def unusable_second_hearing(given: Given) -> tuple[Given, list[Release]]:
    given.facts(FIRST, docketed(POLICE, on="2023-03-05"), hearing("2023-05-10", officer()))
    given.fact(FIRST, replace(hearing("2023-05-02"), held_on=FAR), id_="h")
    return given, [corrected(FIRST, "h", hearing(on)) for on in ("2022-12-30", "2023-05-02", "2023-06-01")]


def unusable_document(given: Given) -> tuple[Given, list[Release]]:
    given.facts(FIRST, docketed(POLICE, on="2023-03-05"), hearing("2023-05-10", officer()))
    given.fact(FIRST, replace(judgment("revoked", served="2023-06-01"), served_on=FAR), id_="d")
    days = ("2023-05-20", "2023-06-01", "2023-12-28")
    return given, [corrected(FIRST, "d", judgment("revoked", served=on)) for on in days]


def unusable_docketing(given: Given) -> tuple[Given, list[Release]]:
    given.fact(
        SECOND, replace(docketed(POLICE, instance="second", earlier=OTHERS[0]), docketed_on=FAR), id_="c"
    )
    given.facts(SECOND, hearing("2023-09-01"), judgment("appeal_rejected", served="2023-10-16"))
    days = ("2022-11-01", "2023-06-05", "2023-08-01")
    return given, [
        corrected(SECOND, "c", docketed(POLICE, on=on, instance="second", earlier=OTHERS[0])) for on in days
    ]


def not_docketed(given: Given) -> tuple[Given, list[Release]]:
    given.facts(
        FIRST, hearing("2023-05-02", officer(POLICE, "chief")), judgment("revoked", served="2023-06-05")
    )
    against = ((POLICE,), (GOVERNMENT,), (POLICE, GOVERNMENT))
    first = [docketed(*sued, on="2023-03-05") for sued in (*against, (STRANGER,))]
    second = [
        docketed(*sued, on="2022-12-01", instance="second", earlier=earlier)
        for sued, earlier in product(against, (OTHERS[0], LATER))
    ]
    return given, [told(FIRST, one) for one in (*first, *second)]


SCENARIOS = (
    *(unknown_organ, unknown_acting, unusable_hearing, unusable_second_hearing),
    *(unusable_document, unusable_docketing, not_docketed),
)


TOWNS = [pytest.param(xinzhou, id="xinzhou"), pytest.param(huancui, id="huancui", marks=pytest.mark.long)]


@pytest.mark.parametrize("begin", TOWNS)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.__name__)
def test_whatever_is_released_ends_within_the_bounds(
    scenario: Callable[[Given], tuple[Given, list[Release]]], begin: Callable[[], Given], tmp_path: Path
) -> None:
    given, releases = scenario(town(begin()))
    kept = Kept(given, tmp_path)
    before = kept.figures()
    now = counted(given)
    assert [place for place, one in now.items() if before[place].numerator != one.numerator] == []
    assert max(one.parked for one in before.values()) >= 1
    found = [counted(release(given)) for release in releases]
    assert [line for after in found for line in outside(before, after, kept)] == []
    assert any(after != now for after in found), "a release that changes nothing shows nothing"


ROW = RowParked(
    file="ledger", row_key=FIRST, sheet="", row=7, column="开庭日期", value="五月", expected="a day", cells={}
)


@pytest.mark.parametrize("begin", TOWNS)
@pytest.mark.parametrize("case", [FIRST, OTHERS[0]], ids=["new", "known"])
def test_a_row_that_is_mended_ends_within_the_bounds(
    case: str, begin: Callable[[], Given], tmp_path: Path
) -> None:
    given = town(begin())
    kept = Kept(given, tmp_path, (replace(ROW, row_key=case),))
    before = kept.figures()
    for sued, link, heard in product(
        (POLICE, TOWN, GOVERNMENT), (None, OTHERS[1]), ("2023-01-03", "2023-11-03")
    ):
        mended = copied(given).facts(
            case, docketed(sued, on="2023-01-01", earlier=link), act("licence", acting=sued)
        )
        mended.facts(case, hearing(heard, officer(sued, "chief")), judgment("mediated", served="2023-12-05"))
        assert list(outside(before, counted(mended), kept)) == []


def test_where_nothing_is_parked_there_are_no_bounds(tmp_path: Path) -> None:
    found = Kept(town(xinzhou()), tmp_path).figures()
    assert {(one.low, one.high, one.parked) for one in found.values()} == {(None, None, 0)}


def test_what_is_released_leaves_nothing_open(tmp_path: Path) -> None:
    given, releases = unknown_organ(town(xinzhou()))
    kept, released = Kept(given, tmp_path), releases[0](given)
    with kept.engine.begin() as connection:
        assert connection.execute(unsettled.select()).first() is not None
        disputes = released.judged()
        keys = {case_key(one.district, case.number) for one in disputes for case in one.cases}
        Views().conclude(connection, keys, disputes, released.world)
        assert connection.execute(unsettled.select()).first() is None


def test_one_case_against_an_unknown_organ_opens_a_figure_by_one_case(tmp_path: Path) -> None:
    given = town(xinzhou()).facts(FIRST, docketed(STRANGER, on="2023-03-05"), hearing("2023-05-02"))
    found = Kept(given, tmp_path).figures()["2023", "defendant", "*", "appearance_rate"]
    assert (found.numerator, found.denominator, found.parked) == (2, 3, 1)
    assert found.low is not None
    assert found.high is not None
    assert (found.low.numerator, found.low.denominator, found.low.value) == (2, 4, "0.5000")
    assert (found.high.numerator, found.high.denominator, found.high.value) == (3, 4, "0.7500")


@pytest.mark.parametrize(
    ("open_", "low", "high"),
    [
        (Open(adds=1, things=1), (5, 11), (6, 11)),
        (Open(1, 2, 2, 0, 1), (4, 10), (6, 10)),
        (Open(loose=2, things=1), (3, 10), (7, 10)),
        (Open(loose=7, things=1), (0, 12), (12, 12)),
    ],
)
def test_what_is_open_counts_against_a_figure_and_for_it(
    open_: Open, low: tuple[int, int], high: tuple[int, int]
) -> None:
    found = bounded(figure("loss_rate", 5, 10, Period.parse("2023"), "defendant", "*", None), open_)
    assert found.low is not None
    assert found.high is not None
    assert (found.low.numerator, found.low.denominator) == low
    assert (found.high.numerator, found.high.denominator) == high


@pytest.mark.parametrize(
    ("open_", "low", "most"),
    [
        (Open(adds=1, things=1), (900, 10, "81.8182"), 11),
        (Open(100, 1, 1, 0, 1), (800, 9, "80.0000"), 10),
        (Open(loose=2, things=1), (0, 8, "0.0000"), 12),
        (Open(900, 10, 0, 0, 1), (0, 0, None), 0),
    ],
)
def test_an_average_is_bounded_from_below_and_its_cases_from_both_sides(
    open_: Open, low: tuple[int, int, str | None], most: int
) -> None:
    found = bounded(
        figure("average_days:first", 900, 10, Period.parse("2023"), "defendant", "*", None), open_
    )
    assert found.low == Counts(*low)
    assert found.high == Counts(None, most, None)
    assert (found.unbounded, found.parked) == ("any_days", 1)
