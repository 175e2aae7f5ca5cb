"""Do the rows of the worklist stay what the cases say, whatever comes and goes, on PostgreSQL as on SQLite?"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

from services.reporting.tables import cases, waiting
from services.reporting.worklist.keeping import NO_DAY, Row, named, rows_of
from services.reporting.worklist.kinds import KINDS
from shared.events.aftermath import ConductRecorded, SuggestionAnswered
from shared.events.court import SuggestionIssued
from shared.events.proceeding import ReferralDeclined
from shared.log.database import open_database
from shared.organs import Organs
from tests.reporting.deadlines.town import DAY, HOUSING, POLICE, begin, number, serve, town
from tests.reporting.told import Told
from tests.servers import postgres_server
from tests.words import REGISTER

CASES = 8
ROUNDS = 5


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Told]:
    url = ""
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS worklists WITH (FORCE)")
            connection.execute("CREATE DATABASE worklists")
        url = f"{server}/worklists".replace("postgresql://", "postgresql+psycopg://")
    told = town(tmp_path, url)
    yield told
    told.close()


def kept(told: Told) -> tuple[set[Row], set[Row]]:
    """Return the rows as they are kept, and as the cases say they must be."""
    engine = open_database(told.url)
    with engine.connect() as connection:
        rows = {Row(*row) for row in connection.execute(select(waiting)).all()}
        said = [rows_of(dict(row)) for row in connection.execute(select(cases)).mappings()]
    engine.dispose()
    return rows, set().union(*said)


def happen(told: Told, drawn: random.Random) -> None:
    """Let something happen in a case that begins or ends what waits."""
    n, day = drawn.randrange(CASES), DAY - timedelta(days=drawn.randrange(1, 120))
    agency = drawn.choice((POLICE, HOUSING))
    told.fact(
        number(n),
        drawn.choice(
            (
                SuggestionIssued(received_on=day, addressee=agency),
                SuggestionAnswered(answered_on=DAY, addressee=agency),
                ConductRecorded(recorded_on=day, agency=agency, kind="interfered"),
                ReferralDeclined(
                    declined_on=DAY, agency=agency, trigger="interfered-with-court", reason="已核实"
                ),
            )
        ),
        source="bureau/xinzhou",
    )


async def test_whatever_comes_and_goes_the_rows_are_what_the_cases_say(told: Told) -> None:
    drawn = random.Random(5)
    for n in range(CASES):
        serve(told, n, DAY)
    seen = set[str]()
    for _ in range(ROUNDS):
        for _ in range(6):
            happen(told, drawn)
        await told.settle()
        rows, said = kept(told)
        assert rows == said
        seen |= {row.kind for row in rows}
    assert seen >= {"answer", "referral"}
    begin(told, DAY + timedelta(days=90))
    await told.settle()
    assert kept(told)[0] == kept(told)[1]


async def test_pages_and_counts_are_the_same_on_either_database(told: Told) -> None:
    for n in range(4):
        serve(told, n, DAY, POLICE if n % 2 else HOUSING)
        issued = SuggestionIssued(received_on=DAY - timedelta(days=30 * n), addressee=POLICE)
        told.fact(number(n), issued)
    await told.settle()
    reader = told.reader()
    whole = await reader.worklist("xinzhou", "answer", who=POLICE)
    assert [item.case for item in whole.items] == [number(n) for n in (3, 2, 1, 0)]
    assert [item.overdue for item in whole.items] == [True, True, False, False]
    found, after = list[str](), ""
    while True:
        page = await reader.worklist("xinzhou", "answer", who=POLICE, after=after, limit=1)
        assert page.counts == whole.counts
        found += [item.case for item in page.items]
        after = page.next or ""
        if not after:
            break
    assert found == [item.case for item in whole.items]
    reader.close()


def test_a_row_stands_for_the_district_and_for_each_who_must_act() -> None:
    items = '[["forward-urgent", "2025-03-03", "2025-03-05", "10", {}, "government_office_or_bureau", ["甲", "乙"]]]'
    rows = rows_of({"district": "xinzhou", "case_number": number(1), "open": items})
    assert {(row.agency, row.kind, row.due_on, row.place) for row in rows} == {
        (who, "forward-urgent", date(2025, 3, 5), 0) for who in ("*", "甲", "乙")
    }


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("bureau", {"bureau"}),
        ("government_office_or_bureau", {"government_office", "bureau"}),
        ("losing_agency", {"losing_agency"}),
    ],
)
def test_while_nobody_is_known_to_fill_a_role_its_word_stands_for_them(who: str, words: set[str]) -> None:
    items = f'[["law", null, null, "", {{}}, "{who}", []]]'
    rows = rows_of({"district": "xinzhou", "case_number": number(1), "open": items})
    assert {row.agency for row in rows} == {"*", *words}
    assert {row.due_on for row in rows} == {NO_DAY}


def test_a_case_of_which_nothing_waits_has_no_rows() -> None:
    assert rows_of(None) == set()
    assert rows_of({"open": "[]"}) == set()


def test_whoever_is_asked_for_is_named_as_the_register_does() -> None:
    organs = Organs.of(REGISTER)
    assert named("区司法局", organs) == named("bureau", organs) == organs.full_name("区司法局")
    assert named("区公安分局", organs) == "示范区公安分局"
    assert named("某某公司", organs) == "某某公司"
    assert named("bureau", Organs()) == "bureau"
    assert len(set(KINDS)) == len(KINDS)
