"""What a year will end at: every way in which the open cases can end is tried, and lies where the outlook says."""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path

import httpx
import pytest

from services.reporting.feeds.keeping import Tally
from services.reporting.known import Known
from services.reporting.outlook.api import routes
from services.reporting.outlook.asking import outlook
from services.reporting.outlook.ending import Rate, ending
from services.reporting.outlook.shapes import Outlook
from services.reporting.rows import Measures
from services.reporting.tables import metadata
from services.reporting.views import Views
from shared.events.court import HearingScheduled, SummonsServed
from shared.log.database import open_database
from shared.log.notes import Notes
from tests.given import Given, figures
from tests.reporting.served import is_not_there, served
from tests.reporting.told import Told
from tests.words import (
    FIRST,
    POLICE,
    TOWN,
    asked_again,
    closed,
    day,
    docketed,
    effective,
    ended,
    hearing,
    huancui,
    judgment,
    officer,
    on_record,
    ruling,
    xinzhou,
)

TODAY = "2023-11-20"
HEARD, OPEN, TOWNS, LOST = (f"（2023）示0101行初{number}号" for number in (21, 22, 23, 24))
CHIEF = officer(POLICE, "chief")
DEPUTY = officer(POLICE, "deputy", spoke=False)

Ending = Callable[[Given], Given]


def ahead(given: Given, folder: Path, agency: str = "", period: str = "2023") -> Outlook:
    """Return the outlook of what was told."""
    url = f"sqlite:///{folder}/notes.db"
    Notes(url, "reporting", [metadata], Tally()).close()
    engine, world = open_database(url), given.world
    with engine.begin() as connection:
        Views().conclude(connection, set(), given.judged(), world)
    with engine.connect() as connection:
        found = outlook(connection, Known(given.district, world, Measures(world)), period, agency, 1)
    engine.dispose()
    return found


def so_far() -> Given:
    """Tell of some cases of a year that is not over."""
    given = xinzhou().on(TODAY)
    given.facts(
        FIRST, docketed(POLICE), hearing("2023-05-10", CHIEF), judgment("revoked", served="2023-06-01")
    )
    given.facts(HEARD, docketed(POLICE, on="2023-08-01"), hearing("2023-10-10", CHIEF))
    given.facts(OPEN, docketed(POLICE, on="2023-09-01"))
    return given.facts(TOWNS, docketed(TOWN, POLICE, on="2023-10-01"), hearing("2023-11-01"))


def told(case: str, *facts: object) -> Ending:
    """Let a case go on so."""
    return lambda given: given.facts(case, *facts)  # type: ignore[arg-type]


def nothing(given: Given) -> Given:
    """Let nothing more be told of a case this year."""
    return given


ENDINGS: Mapping[str, tuple[Ending, ...]] = {
    HEARD: (
        nothing,
        told(HEARD, asked_again("2023-12-05"), hearing("2023-12-05")),
        told(HEARD, asked_again("2023-12-05"), hearing("2023-12-05", DEPUTY)),
        told(HEARD, judgment("revoked", on="2023-12-01"), effective("2023-12-20")),
        told(HEARD, ruling("withdrawn", served="2023-12-01")),
    ),
    OPEN: (
        nothing,
        told(OPEN, hearing("2023-12-12")),
        told(OPEN, hearing("2023-12-12", DEPUTY)),
        told(
            OPEN, hearing("2023-12-12", CHIEF), judgment("revoked", on="2023-12-14"), effective("2023-12-31")
        ),
        told(OPEN, ruling("withdrawn", served="2023-12-01")),
        told(OPEN, hearing("2024-01-12")),
    ),
    TOWNS: (
        nothing,
        told(TOWNS, hearing("2024-01-10", officer(TOWN, "chief"))),
        told(
            TOWNS,
            hearing("2023-12-10", DEPUTY),
            judgment("mediated", on="2023-12-12"),
            effective("2023-12-30"),
        ),
        told(TOWNS, judgment("revoked", on="2023-12-12"), effective("2023-12-30")),
    ),
}
"""How each open case may end."""


def every_ending() -> Iterator[dict[tuple[str, str], tuple[int, int]]]:
    """Yield the figures of the year after each way in which all open cases may end."""
    for way in product(*ENDINGS.values()):
        given = so_far().on("2024-03-01")
        for end in way:
            end(given)
        found = figures(given.counts(), "2023", "defendant", given.world)
        yield {at: (one.numerator, one.denominator or 0) for at, one in found.items()}


def test_every_way_in_which_open_cases_can_end_lies_between_the_worst_and_the_best(tmp_path: Path) -> None:
    items = {(one.agency, one.metric): one for one in ahead(so_far(), tmp_path).items}
    ends = list(every_ending())
    assert {metric for _, metric in items} == {
        *("voiced_appearance_rate", "chief_voiced_appearance_rate", "loss_rate"),
    }
    for at, one in items.items():
        rates = [Fraction(n, d) for n, d in (end.get(at, (0, 0)) for end in ends) if d]
        worst = Fraction(one.worst.numerator, one.worst.denominator or 1)
        best = Fraction(one.best.numerator, one.best.denominator or 1)
        low, high = sorted((worst, best))
        assert (min(rates), max(rates)) == (low, high), at
        few, target = one.compare == "at_most", Fraction(one.target)
        met = {rate <= target if few else rate >= target for rate in rates}
        assert one.standing == {(True,): "certain", (False,): "out_of_reach"}.get(tuple(met), "open"), at


RATES = [
    Rate(n, d, entering, kept, missed)
    for d, entering in product(range(4), range(3))
    for n in range(d + 1)
    for kept, missed in product(range(n + 1), range(d - n + 1))
]


def ways(rate: Rate) -> Iterator[tuple[int, int, int, int]]:
    """Yield numerator and denominator of every end, with how many came and how many of the kept were lost."""
    for entered in range(rate.entering + 1):
        for came, turned, lost in product(range(entered + 1), range(rate.missed + 1), range(rate.kept + 1)):
            yield rate.numerator + came + turned - lost, rate.denominator + entered, came + turned, lost


@pytest.mark.parametrize("target", [Fraction(0), Fraction(1, 3), Fraction(4, 5), Fraction(1)], ids=str)
@pytest.mark.parametrize("compare", ["at_least", "at_most"])
def test_what_is_needed_is_exactly_that(compare: str, target: Fraction) -> None:
    few = compare == "at_most"
    for rate in RATES:
        found = ending(rate, compare, target)  # type: ignore[arg-type]
        ends = [(Fraction(n, d), came) for n, d, came, _ in ways(rate) if d]
        if not ends:
            assert found.standing == "nothing"
            continue
        values = [value for value, _ in ends]
        worst, best = (max(values), min(values)) if few else (min(values), max(values))
        assert Fraction(found.worst.numerator, found.worst.denominator or 1) == worst
        assert Fraction(found.best.numerator, found.best.denominator or 1) == best
        met = [value <= target if few else value >= target for value in values]
        assert found.standing == ("certain" if all(met) else "open" if any(met) else "out_of_reach")
        all_ = rate.denominator + rate.entering
        kept = {came: Fraction(n, d) for n, d, came, lost in ways(rate) if d == all_ and not lost}
        enough = [came for came, value in kept.items() if (value <= target if few else value >= target)]
        if few:
            assert found.allowed == max((one for one in enough if one <= rate.entering), default=None)
        else:
            assert found.needed == min(enough, default=None)


def test_an_officer_who_did_not_come_again_when_asked_cannot_make_up_for_it(tmp_path: Path) -> None:
    given = so_far().facts(HEARD, asked_again("2023-11-10"), hearing("2023-11-10"))
    found = {(one.agency, one.metric): one for one in ahead(given, tmp_path).items}
    one = found[POLICE, "voiced_appearance_rate"]
    assert (one.numerator, one.denominator, one.entering, one.changing) == (1, 3, 1, 1)
    assert (one.best.numerator, one.best.denominator) == (3, 4)


def test_a_year_that_is_over_has_no_more_cases_to_come(tmp_path: Path) -> None:
    found = ahead(so_far().on("2024-03-01"), tmp_path)
    assert {one.entering for one in found.items} == {0}
    one = next(one for one in found.items if (one.agency, one.metric) == ("*", "loss_rate"))
    assert one.worst == one.best


def test_what_is_closed_without_a_hearing_comes_no_more(tmp_path: Path) -> None:
    given = so_far().facts(OPEN, ended("2023-10-30"))
    found = {(one.agency, one.metric): one for one in ahead(given, tmp_path).items}
    assert found["*", "voiced_appearance_rate"].entering == 0


def test_hearings_that_decide_a_target_are_named(tmp_path: Path) -> None:
    given = so_far().facts(
        OPEN,
        HearingScheduled(hearing_on=day("2023-12-12")),
        HearingScheduled(hearing_on=day("2024-01-12")),
        SummonsServed(recipient=POLICE, hearing_on=day("2023-12-12"), served_on=day("2023-11-15")),
        asked_again("2023-12-12"),
        on_record("2023-11-18"),
    )
    (one,) = ahead(given, tmp_path, POLICE).hearings
    assert (one.case, one.on, one.agencies) == (OPEN, day("2023-12-12"), (POLICE,))
    assert (one.summoned, one.noticed, one.on_record, one.proposed) == (True, True, True, "")
    assert one.metrics == ("voiced_appearance_rate", "chief_voiced_appearance_rate")
    assert ahead(given, tmp_path, TOWN).hearings == ()


def test_where_all_must_come_one_absence_puts_the_target_out_of_reach(tmp_path: Path) -> None:
    given = huancui().on(TODAY).facts(FIRST, docketed(POLICE), hearing("2023-08-10", CHIEF))
    given.facts(OPEN, docketed(POLICE, on="2023-09-01"))
    (one, *_) = ahead(given, tmp_path).items
    assert (one.metric, one.standing, one.needed) == ("appearance_rate", "open", 1)
    given.facts(FIRST, judgment("claims_rejected", served="2023-09-01"))
    given.facts(
        LOST,
        docketed(POLICE, on="2023-07-01"),
        hearing("2023-10-01"),
        judgment("revoked", served="2023-11-01"),
    )
    (one, *_) = ahead(given, tmp_path).items
    assert (one.standing, one.needed, one.best.value) == ("out_of_reach", None, "0.6667")


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    told = Told(tmp_path)
    told.organ("d1", POLICE)
    told.fact("（2023）鲁1002行初1号", docketed(POLICE, on="2023-07-03"))
    await told.settle()
    async with served(told, routes) as client:
        yield client
    told.close()


async def test_the_outlook_is_asked_over_http(asked: httpx.AsyncClient) -> None:
    answer = await asked.get("/outlook?district=huancui&period=2023")
    found = answer.raise_for_status().json()
    assert answer.headers["X-Yingsu-Position"] == str(found["position"])
    rows = {(one["agency"], one["metric"]): one for one in found["items"]}
    assert rows[POLICE, "appearance_rate"] == {
        **rows["*", "appearance_rate"],
        "agency": POLICE,
        "indicative": False,
    }
    assert rows[POLICE, "appearance_rate"]["needed"] == 1
    assert rows[POLICE, "appearance_rate"]["best"] == {"numerator": 1, "denominator": 1, "value": "1.0000"}
    table = await asked.get("/outlook?district=huancui&period=2023&format=csv&fields=agency,standing")
    assert table.text.splitlines()[1:] == ["*,open", f"{POLICE},open"]


async def test_what_has_no_outlook_is_refused(asked: httpx.AsyncClient) -> None:
    await is_not_there(asked, "/outlook?district=huancui&period=2023-Q1", 422, "period", "a year")
    await is_not_there(
        asked, "/outlook?district=huancui&period=2023&agency=Nobody", 404, "agency", "register"
    )
    await is_not_there(asked, "/outlook?district=nowhere&period=2023", 404, "district", "huancui")


def test_any_figure_may_have_a_target(tmp_path: Path) -> None:
    """A district may set targets on deadlines, on first instances and on when the chief must come."""
    more = "".join(
        f"  - figure: {name}\n    compare: {compare}\n"
        f"    values: [{{value: {value}, since: 2023-06-19, article: '19'}}]\n"
        for name, compare, value in (
            ("on_time_rate:archive", "at_least", 0.9),
            ("archive_rate", "at_least", 0.9),
            ("on_time_rate", "at_least", 0.5),
            ("first_instance_loss_rate", "at_most", 0.5),
            ("chief_duty_rate", "at_least", 1),
        )
    )
    given = huancui().reading("huancui", "targets:\n", f"targets:\n{more}").on(TODAY)
    given.facts(FIRST, docketed(POLICE, on="2023-07-01"), hearing("2023-08-10", CHIEF))
    given.facts(FIRST, judgment("claims_rejected", served="2023-09-01"), closed("2023-11-18"))
    given.facts(OPEN, docketed(POLICE, on="2023-09-01"))
    found = {(one.agency, one.metric): one for one in ahead(given, tmp_path).items}
    archived = found[POLICE, "archive_rate"]
    assert (archived.entering, archived.needed, archived.standing) == (1, 1, "open")
    assert replace(archived, metric="on_time_rate:archive") == found[POLICE, "on_time_rate:archive"]
    assert found[POLICE, "on_time_rate"].entering >= 1
    lost = found["*", "first_instance_loss_rate"]
    assert (lost.numerator, lost.denominator, lost.entering, lost.allowed, lost.standing) == (
        0,
        1,
        1,
        1,
        "certain",
    )
    chief = found[POLICE, "chief_duty_rate"]
    assert (chief.denominator, chief.entering, chief.standing) == (0, 1, "open")
