"""How do many tests share one house? Each adds cases of its own, and looks at what that adds to the figures."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import quote

from deploy.law.judging import counts, judged
from deploy.law.replay import Replay, folded, world_told
from services.intake.imports.reading import KINDS, read
from services.reporting.figures import Count
from shared.codec import decode
from shared.envelope import Draft
from shared.events.district import OrganRegistered
from shared.world import World
from tests import ledgers
from tests.e2e.house import House
from tests.given import Given
from tests.given import figures as figures_of
from tests.ledgers import Row

DISTRICTS = ("xinzhou", "huancui")
PERIODS = ("2022", "2023", "2024", "2023-Q3", "2023-05")
WAYS = ("defendant", "responsible", "accountable")

Key = tuple[str, str, str, str]
"""Period, agency, metric, and by what an agency's cases are counted."""
Counts = tuple[int, int]
"""Numerator and denominator; the denominator of a plain count is 0."""

ACROSS = frozenset({"chief_duty_rate"})
"""Figures to which a case adds what the others of its year let it: they do not add up, and are compared whole."""

_SERIAL = re.compile(r"(\d+)号")


class Sums(dict[Key, Counts]):
    """Figures as counts, which can be added and taken from one another. Rows that count nothing are left out."""

    @classmethod
    def of(cls, rows: Iterable[tuple[Key, int, int | None]]) -> "Sums":
        """Return the sums of figures."""
        return cls({key: (over, under or 0) for key, over, under in rows if over or under})

    def __sub__(self, before: "Sums") -> "Sums":
        """Return what came on top of what there was before; less than nothing where something went."""
        both = {key: (self.get(key, (0, 0)), before.get(key, (0, 0))) for key in {*self, *before}}
        return Sums({key: (a - c, b - d) for key, ((a, b), (c, d)) in both.items() if (a, b) != (c, d)})

    def __mul__(self, times: int) -> "Sums":
        """Return the sums of so many of the same."""
        return Sums({key: (a * times, b * times) for key, (a, b) in self.items()})


@dataclass
class Town:
    """A house with the registers of both example districts in it, to which every test adds cases of its own."""

    house: House
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def open(self) -> "Town":
        """Import the registers."""
        for district in DISTRICTS:
            self.house.upload(
                "organs", ledgers.example_bytes(district, "organs"), district
            ).raise_for_status()
        self.house.wait_settled()
        return self

    def serial(self) -> int:
        """Return a serial number for cases that nobody has used yet; the examples' own are below 10,000."""
        return 10_000 * next(self._numbers)

    def another(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows with other case numbers, which nobody has used yet."""
        shift = self.serial()
        return [
            {**row, **{name: shifted(row.get(name, ""), shift) for name in ("案号", "关联案号")}}
            for row in rows
        ]

    def hand_in(self, district: str, content: bytes, name: str = "台账.csv") -> dict[str, Any]:
        """Import a ledger, wait until the figures include it, and return the answer, facts parked now included."""
        answer = self.house.upload("ledger", content, district, name).raise_for_status().json()
        self.house.wait_settled(answer["position"])
        now: dict[str, Any] = self.house.get("intake", f"/imports/{answer['import']}")
        return now

    def sums(self, district: str) -> Sums:
        """Return the figures of all periods, counted in every way, but those across cases."""
        return _apart(self._counted(district))[0]

    def across(self, district: str) -> Sums:
        """Return the figures across cases, of all periods and counted in every way."""
        return _apart(self._counted(district))[1]

    def across_told(self, district: str) -> Sums:
        """Return the figures across cases that follow from the facts on the log, judged at once in memory."""
        replay, after = Replay(district), 0
        while lines := self._page_of_log(district, after):
            replay.take(lines)
            after = replay.last
        world = world_told(district, replay.about_all)
        found = list(counts(judged(folded(replay.groups(), district), world), world))
        return _apart(_summed(found, world))[1]

    def _page_of_log(self, district: str, after: int) -> list[bytes]:
        asked = {"district": district, "after": str(after), "facts_only": "true"}
        answer = self.house.http.get(self.house.url("reporting") + "/log", params=asked).raise_for_status()
        return answer.content.splitlines()

    def _counted(self, district: str) -> Sums:
        rows = []
        for period in PERIODS:
            for by in WAYS:
                found = self.house.get("reporting", "/figures", district=district, period=period, by=by)
                rows += [
                    ((period, row["agency"], row["metric"], by), row["numerator"], row["denominator"])
                    for row in found
                ]
        return Sums.of(rows)

    def responsible(self, district: str) -> dict[str, set[str]]:
        """Return who answers for every case."""
        found: dict[str, set[str]] = {}
        after: dict[str, str] = {}
        while True:
            page = self.house.get("reporting", "/cases", district=district, limit=1000, **after)
            found |= {row["case_number"]: set(row["responsible"]) for row in page["items"]}
            if page["next"] is None:
                return found
            after = {"after": page["next"]}

    def case(self, district: str, number: str) -> dict[str, Any]:
        """Return all that is known of a case."""
        found: dict[str, Any] = self.house.get("reporting", f"/cases/{quote(number)}", district=district)
        return found


def shifted(number: str, by: int) -> str:
    """Return a case number with another serial number; the empty string stays."""
    return _SERIAL.sub(lambda serial: f"{int(serial[1]) + by}号", number)


def facts_of(district: str, kind: str, content: bytes) -> list[Draft]:
    """Return the facts that a file states."""
    reading = read(KINDS[kind], district, content, f"{kind}.csv")
    return [draft for wanted in reading.wanted.values() for draft in (wanted.facts or {}).values()]


@cache
def register(district: str) -> tuple[OrganRegistered, ...]:
    """Return the organs of an example."""
    facts = (
        decode(draft.type, draft.data)
        for draft in facts_of(district, "organs", ledgers.example_bytes(district, "organs"))
    )
    return tuple(fact for fact in facts if isinstance(fact, OrganRegistered))


def given(district: str) -> Given:
    """Return a district with the organs of its example, in memory."""
    return Given(district).registered(*register(district))


def sums_of(told: Given) -> Sums:
    """Return the figures that follow from facts, worked out in memory, but those across cases."""
    return _apart(_summed(told.counts(), told.world))[0]


def _summed(counted: Sequence[Count], world: World) -> Sums:
    return Sums.of(
        ((period, agency, metric, by), figure.numerator, figure.denominator)
        for period in PERIODS
        for by in WAYS
        for (agency, metric), figure in figures_of(counted, period, by, world).items()
    )


def _apart(found: Sums) -> tuple[Sums, Sums]:
    """Return the figures to which each case adds its own, and those across cases."""
    whole = {key for key in found if key[2] in ACROSS}
    return Sums({k: v for k, v in found.items() if k not in whole}), Sums({k: found[k] for k in whole})


def sums_of_rows(district: str, rows: Sequence[Row]) -> Sums:
    """Return the figures that follow from a ledger, worked out in memory."""
    told = given(district)
    for draft in facts_of(district, "ledger", ledgers.as_csv(rows)):
        told.told(draft)
    return sums_of(told)


@cache
def example_sums(district: str) -> Sums:
    """Return the figures of an example: those expected of it, which are all here, and those worked out in memory."""
    found = sums_of_rows(district, ledgers.example(district))
    expected = Sums.of(
        ((row["period"], row["agency"], row["metric"], "defendant"), row["numerator"], row["denominator"])
        for row in told_beside(district, "expected.json")
    )
    assert _apart(expected)[0].items() <= found.items()
    return found


def told_beside(district: str, name: str) -> Any:
    """Return what is said beside an example ledger: `expected.json` or `responsible.json`."""
    return json.loads((ledgers.EXAMPLES / f"{district}-2023" / name).read_text(encoding="utf-8"))


def example_responsible(district: str, rows: Sequence[Row]) -> Mapping[str, set[str]]:
    """Return who must answer for the cases of the example under their other numbers."""
    expected = told_beside(district, "responsible.json")
    named = zip(ledgers.example(district), rows, strict=True)
    numbers = {old["案号"]: new["案号"] for old, new in named}
    return {numbers[number]: set(names) for number, names in expected.items()}
