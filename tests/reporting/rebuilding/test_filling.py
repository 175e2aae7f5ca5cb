"""Views that are filled anew are those that were kept day by day, whatever happened."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.feeds.keeping import Tally
from services.reporting.rebuilding import catching_up, filling
from services.reporting.rebuilding.__main__ import rebuild
from services.reporting.rebuilding.folding import DamagedError
from services.reporting.rebuilding.shapes import Progress
from services.reporting.rebuilding.versions import Versions, url_of
from services.reporting.tables import metadata
from services.reporting.views import Views
from shared.log.database import open_database
from shared.log.notes import Notes
from tests.benchmarks.many import batches
from tests.reporting.rebuilding.kept import Town, rows, versions_of


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path)
    yield town
    town.told.close()


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the notes of both example districts, and of a copy of each."""
    file = tmp_path_factory.mktemp("examples") / "noted.db"
    with closing(Notes(url_of(file), "reporting", [metadata], Tally())) as notes:
        for batch in batches(300):
            notes.note(batch)
    return file


def test_both_examples_filled_at_once_are_what_they_are_told_bit_by_bit(
    examples: Path, tmp_path: Path
) -> None:
    engine = open_database(url_of(examples))
    with engine.connect() as noted, catching_up.opened(url_of(tmp_path / "notes.db")) as notes:
        for upto in (900, 1500, 1501, 4000, 1_000_000):
            catching_up.catch_up(notes, noted, upto)
    engine.dispose()
    kept = rows(tmp_path / "notes.db")
    assert {len(kept[name]) > 100 for name in ("view_cases", "view_sums", "view_deadlines")} == {True}

    filled = filling.fill(examples, tmp_path / "filling", lambda progress: None)

    assert rows(filled) == kept


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(seed=st.integers(0, 10_000))
async def test_any_history_filled_at_once_is_what_it_was_day_by_day(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    town = Town(tmp_path_factory.mktemp("town"), seed)
    for _ in range(4):
        town.happen(10)
        await town.told.settle()
    versions = versions_of(town.told)

    told = rebuild(versions, "fill")

    assert told.comparison is not None
    assert told.comparison.equal, told.comparison
    assert versions.other is not None
    assert rows(versions.other) == rows(versions.current)
    town.told.close()


async def test_what_arrives_while_a_version_is_filled_is_in_both(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.happen(30)
    await town.told.settle()
    versions, filled, arrived = versions_of(town.told), filling.fill, 0

    def fill_slowly(old: Path, folder: Path, tell: filling.Tell) -> Path:
        def meanwhile(progress: Progress) -> None:
            nonlocal arrived
            tell(progress)
            before = len(town.told.stored)
            town.happen(5)
            town.told.note()
            arrived += len(town.told.stored) - before

        return filled(old, folder, meanwhile)

    monkeypatch.setattr(filling, "fill", fill_slowly)
    monkeypatch.setattr(
        "services.reporting.rebuilding.__main__.PATIENCE", 0.0
    )  # nobody judges them meanwhile
    told = rebuild(versions, "fill")

    assert arrived > 5
    assert told.comparison is not None
    assert told.comparison.position == len(town.told.stored)
    await town.told.show()
    assert rebuild(versions, "follow").comparison.equal  # type: ignore[union-attr]


async def test_a_difference_is_named_with_what_each_version_says(town: Town) -> None:
    town.happen(40)
    await town.told.settle()
    versions = versions_of(town.told)
    with closing(sqlite3.connect(versions.current)) as connection, connection:
        one = "metric = 'docketed' AND \"by\" = '*'"
        period, number = connection.execute(
            f"SELECT period, numerator FROM view_sums WHERE {one} LIMIT 1"
        ).fetchone()
        moved = f"UPDATE view_sums SET numerator = numerator + 7 WHERE {one} AND period = ?"
        connection.execute(moved, (period,))
        (gone,) = connection.execute("SELECT min(case_number) FROM view_deadlines").fetchone()
        lost = connection.execute("DELETE FROM view_deadlines WHERE case_number = ?", (gone,)).rowcount

    told = rebuild(versions, "fill").comparison

    assert told is not None
    assert not told.equal
    by_name = {one.table: one for one in told.tables}
    (sums,) = by_name["view_sums"].first
    assert (sums.key["period"], sums.old, sums.new) == (
        period,
        {"numerator": number + 7},
        {"numerator": number},
    )
    deadlines = by_name["view_deadlines"]
    assert (deadlines.new - deadlines.old, deadlines.differ) == (lost, lost)
    assert {one.old for one in deadlines.first} == {None}
    assert (told.cases, told.first_cases) == (1, (f"huancui|{gone}",))
    assert {name for name, one in by_name.items() if one.differ} == {"view_sums", "view_deadlines"}
    kept = versions.comparison(versions.other or versions.current)
    assert kept.read_text(encoding="utf-8") == told.model_dump_json(indent=2)


@pytest.mark.parametrize("harm", ["changed", "lost"])
async def test_notes_that_were_harmed_are_not_filled_from(town: Town, harm: str) -> None:
    town.happen(20)
    await town.told.settle()
    versions = versions_of(town.told)
    with closing(sqlite3.connect(versions.current)) as connection, connection:
        if harm == "lost":
            connection.execute("DELETE FROM notes WHERE position = 9")
        else:
            connection.execute(
                "UPDATE notes SET body = CAST(replace(CAST(body AS TEXT), '李某', '王某') AS BLOB) WHERE position > 9"
            )
    before = rows(versions.current)

    with pytest.raises(DamagedError, match="--from-nothing"):
        rebuild(versions, "fill")

    assert versions.other is None
    assert rows(versions.current) == before


def test_a_case_that_cannot_be_shown_stalls_alone_in_the_new_version(
    examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Views.conclude
    with closing(sqlite3.connect(examples)) as connection:
        (broken,) = connection.execute("SELECT max(case_key) FROM cases").fetchone()

    def conclude(self, connection, touched, disputes, world):  # type: ignore[no-untyped-def]
        if broken in touched:
            raise ValueError("cannot be shown")
        whole(self, connection, touched, disputes, world)

    monkeypatch.setattr(Views, "conclude", conclude)
    filled = filling.fill(examples, tmp_path / "filling", lambda progress: None)

    with closing(sqlite3.connect(filled)) as connection:
        ((_, error),) = connection.execute("SELECT case_key, error FROM stalled").fetchall()
        (cases,) = connection.execute("SELECT count(*) FROM view_cases").fetchone()
    assert cases > 100
    assert error == "ValueError: cannot be shown"


def test_versions_are_counted_on_and_what_is_left_of_a_broken_one_goes(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "notes.db")
    versions.first.touch()
    assert (versions.next.name, versions.other) == ("notes-2.db", None)
    versions.filling.mkdir()
    (versions.filling / "notes.db").touch()
    second = versions.finish(versions.filling / "notes.db")
    versions.clear()
    assert (versions.other, versions.current, versions.filling.exists()) == (second, versions.first, False)
    versions.switch(second)
    assert (versions.other, versions.current, versions.next.name) == (versions.first, second, "notes-3.db")
    assert versions.discard()
    assert not versions.discard()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes-2.db", "notes.db.current"]


def test_the_process_that_fills_knows_every_table_the_service_keeps() -> None:
    names = "from services.reporting.tables import metadata; print(sorted(metadata.tables))"
    said = [
        subprocess.run(
            [sys.executable, "-c", f"import services.reporting.{module}; {names}"],
            check=True,
            capture_output=True,
        ).stdout
        for module in ("rebuilding.__main__", "app")
    ]
    assert said[0] == said[1]
