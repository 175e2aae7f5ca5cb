"""Windows: of a heading that holds thousands only the days asked for are read, and each once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, event

from shared.envelope import case_key
from shared.index import Entry, loss
from shared.log import window
from shared.log.crossing import Crossing
from shared.log.database import open_database, put
from shared.log.tables import INDEX, METADATA
from shared.log.window import Windows

FIRST = date(2020, 1, 1)
OF = loss("xinzhou", "区人社局", "penalty", FIRST, "", 24).of


def lost(after: int) -> Entry:
    return Entry(OF, FIRST + timedelta(days=after), f"（2020）鄂0117行初{after}号")


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    engine = open_database(url)
    METADATA.create_all(engine)
    with engine.connect() as connection:
        with connection.begin():
            write(connection, *map(lost, range(100)))
        yield connection
    engine.dispose()


def write(connection: Connection, *entries: Entry) -> None:
    rows = [{"of": one.of, "day": one.day, "case_key": case_key("xinzhou", one.case)} for one in entries]
    put(connection, INDEX, rows)


@contextmanager
def reading(connection: Connection) -> Iterator[list[object]]:
    """Tell what was asked of the database."""
    asked: list[object] = []

    def note(*args: object) -> None:
        if str(args[2]).startswith("SELECT"):
            asked.append(args[3])

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(connection, "before_cursor_execute", note)


def within(windows: Windows, connection: Connection, *spans: tuple[int, int]) -> list[int]:
    """Return which entries there are on the days from one to another, all counted from the first."""
    days = [(FIRST + timedelta(days=since), FIRST + timedelta(days=until)) for since, until in spans]
    with connection.begin():
        return [(one.day - FIRST).days for one in windows.within(connection, OF, days)]


def test_days_are_read_once_and_then_only_those_beside_them(connection: Connection) -> None:
    windows = Windows()
    with reading(connection) as asked:
        assert within(windows, connection, (20, 40)) == [*range(20, 41)]
        assert within(windows, connection, (25, 40)) == [*range(25, 41)]
        assert len(asked) == 1
        assert within(windows, connection, (30, 45)) == [*range(30, 46)]
        assert within(windows, connection, (15, 22)) == [*range(15, 23)]
        assert len(asked) == 3
        assert within(windows, connection, (15, 45)) == [*range(15, 46)]
        assert len(asked) == 3


def test_days_far_from_those_read_last_are_read_anew(connection: Connection) -> None:
    windows = Windows()
    assert within(windows, connection, (20, 22)) == [20, 21, 22]
    assert within(windows, connection, (80, 82)) == [80, 81, 82]
    assert within(windows, connection, (20, 22), (50, 51)) == [20, 21, 22, 50, 51]


def test_what_is_written_is_seen_without_reading(connection: Connection) -> None:
    windows = Windows()
    within(windows, connection, (20, 30))
    another = Entry(OF, lost(25).day, "（2020）鄂0117行初999号")
    windows.moved([lost(21), lost(70)], [another, lost(200)])
    with reading(connection) as asked:
        assert within(windows, connection, (20, 26)) == [20, 22, 23, 24, 25, 25, 26]
        assert not asked


def test_more_than_can_be_kept_is_forgotten_and_read_again(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "MOST", 10)
    windows = Windows()
    with reading(connection) as asked:
        assert within(windows, connection, (20, 40)) == [*range(20, 41)]
        assert within(windows, connection, (20, 40)) == [*range(20, 41)]
        assert len(asked) == 2


def test_what_was_not_committed_was_not_written(connection: Connection) -> None:
    crossing = Crossing()
    key, entry = case_key("xinzhou", lost(200).case), lost(200)

    def failing() -> None:
        with crossing.writing(), connection.begin():
            assert entry in crossing.enter(connection, [key], {key: [entry]})[0].under(OF)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        failing()
    with connection.begin():
        assert entry not in crossing.read(connection, [entry]).under(OF)
