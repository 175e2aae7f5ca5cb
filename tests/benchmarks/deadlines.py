"""How long do one deadline, the start of a day and a published calendar take, with 100,000 deadlines open?"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

import httpx
from pydantic_core import from_json

from deploy.law.replay import Replay, folded, world_told
from services.deadlines.rules import RULES
from shared.events.findings.deadlines import Deadline
from tests.benchmarks.facts import DISTRICTS, lines, organs
from tests.benchmarks.house import JUDGES, House, running
from tests.benchmarks.log import bare_recorder
from tests.benchmarks.open_cases import TODAY, next_year, open_cases
from tests.stored import stored

EVENING = f"{TODAY}T20:00:00+08:00"
NEXT_DAY = f"{TODAY + timedelta(days=1)}T00:00:00+08:00"
RUNNING = ("deadline-set", "deadline-moved")
IN_MEMORY = 500
"""Cases judged in memory."""
QUESTIONS: Mapping[str, str] = {
    "a district": "",
    "near": "&light=near",
    "a duty": "&duty=defence",
    "a week": "&due_from=2026-12-07&due_to=2026-12-13",
}


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took, in seconds, and what it put on the log."""

    seconds: float
    events: int
    cpu: Mapping[str, float]
    waiting: Sequence[int]
    """What deadlines said of how many cases still wait, each time another number, as its status showed it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured of a house."""

    open: int
    """Deadlines that were open."""
    day: Took
    calendar: Took
    memory: Mapping[str, float]
    questions: Mapping[str, Sequence[float]]
    """Seconds each answer took; empty where there is no such question."""
    bare: float
    """Events a second that the recorder alone saves."""


def computing(cases: int = IN_MEMORY) -> tuple[float, float]:
    """Return seconds for one deadline, with how it stands and whom it reminds, beside one period counted.

    Whole cases are judged, so what is looked up once a case is shared by its deadlines; the median of all cases.
    """
    log = stored([*organs(), *open_cases(cases)], TODAY)
    each, counting = list[float](), list[float]()
    for district in DISTRICTS:
        replay = Replay(district)
        replay.take(log)
        world = world_told(district, replay.about_all)
        for dispute in folded(replay.groups(), district):
            began = time.perf_counter()
            found = RULES.follows(dispute, world).findings.values()
            taken = time.perf_counter() - began
            each.append(taken / sum(isinstance(one, Deadline) for one in found))
            began = time.perf_counter()
            world.calendar.after(TODAY, working_days=30)
            counting.append(time.perf_counter() - began)
    return median(each), median(counting)


def many(cases: int, times: int = 200) -> Measured:
    """Fill a house with cases in the evening; let the next day begin, then publish the schedule of next year."""
    with running(*JUDGES, clock=EVENING) as house:
        house.settled(house.post(lines(list(open_cases(cases))))["position"])
        open_ = _open(house)
        questions = {name: _asked(house, query, times) for name, query in QUESTIONS.items()}
        day = _taken(house, lambda: house.turn_clock(NEXT_DAY))
        calendar = _taken(house, lambda: house.post(lines([next_year()])))
        memory = house.memory()
    return Measured(open_, day, calendar, memory, questions, bare_recorder().per_second)


def _taken(house: House, do: Callable[[], object]) -> Took:
    """Do something that puts one fact on the log, and wait until all that follows is in the figures."""
    position = house.get("intake", "/status")["position"] + 1
    cpu, waiting = house.cpu(), list[int]()
    do()
    while house.get("intake", "/status")["position"] < position:
        time.sleep(0.002)
    began = time.perf_counter()
    while not _is_settled(house, position):
        status = house.get("deadlines", "/status")
        assert not status["stalled"], status["stalled"][:3]
        if status["due"] and waiting[-1:] != [status["due"]]:
            waiting.append(status["due"])
        time.sleep(0.1)
    seconds = time.perf_counter() - began
    used = {name: spent - cpu[name] for name, spent in house.cpu().items()}
    return Took(seconds, house.get("intake", "/status")["position"] - position, used, waiting)


def _is_settled(house: House, position: int) -> bool:
    told = house.http.get(house.url("reporting", "/settled"), params={"min_position": position, "timeout": 0})
    return told.status_code == httpx.codes.OK


def _asked(house: House, query: str, times: int) -> Sequence[float]:
    """Return how many seconds each answer took, the districts in turn."""
    taken = []
    for count in range(times):
        url = house.url("reporting", f"/deadlines?district={DISTRICTS[count % 2]}{query}")
        began = time.perf_counter()
        answer = house.http.get(url)
        taken.append(time.perf_counter() - began)
        assert answer.raise_for_status().json()["items"]
    return taken


def _open(house: House) -> int:
    """Return how many deadlines run, as what was found tells."""
    standing = dict[tuple[str, ...], str]()
    for district in DISTRICTS:
        for told in _log(house, district):
            if told["source"] == RULES.service and "starts_on" in (found := told["data"]):
                standing[district, told["subject"], found["duty"], found["of"]] = told["type"].split(".")[1]
    return sum(kind in RUNNING for kind in standing.values())


def _log(house: House, district: str) -> Iterator[dict[str, Any]]:
    after = 0
    while True:
        asked = {"district": district, "after": after}
        answer = house.http.get(house.url("reporting", "/log"), params=asked).raise_for_status()
        yield from map(from_json, answer.content.splitlines())
        if not answer.content:
            return
        after = int(answer.headers["X-Yingsu-Last"])
