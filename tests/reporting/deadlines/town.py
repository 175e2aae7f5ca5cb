"""A district with deadlines of every kind, told as facts: for tests of what reporting says is due."""

from datetime import date
from pathlib import Path

from shared.codec import encode, type_of
from shared.events.base import Fact
from shared.events.court import CaseDocketed, CaseEnded, NoticeServed
from shared.events.district import CalendarPublished, LeaderRolesAssigned
from shared.events.intake import DayBegan, FactCorrected, FactRetracted
from tests.reporting.told import COURT, Told

GOVERNMENT, OFFICE, BUREAU = "武汉市新洲区人民政府", "新洲区人民政府办公室", "新洲区司法局"
POLICE, HOUSING = "新洲区公安分局", "新洲区住房和城乡建设局"
DAY = date(2025, 3, 20)
"""The day that has begun: a Thursday of a year whose schedule is published."""


def number(n: int) -> str:
    return f"（2025）鄂0117行初{n}号"


def town(folder: Path, url: str = "") -> Told:
    """Return a log of Xinzhou with its organs, a leader in charge, and the day."""
    told = Told(folder, district="xinzhou", url=url)
    told.log(CalendarPublished(year=2025, holidays=(date(2025, 4, 4),), make_up_days=()), id_="calendar/2025")
    told.organ("g", GOVERNMENT, "government", aliases=("区政府",))
    told.organ("o", OFFICE, "office")
    told.organ("b", BUREAU, "bureau")
    told.organ("p", POLICE, aliases=("区公安分局",))
    told.organ("h", HOUSING)
    begin(told, DAY)
    return told


def begin(told: Told, day: date) -> None:
    """Let a day begin."""
    told.log(DayBegan(day=day), id_=f"day/{day}")


def lead(told: Told, organ: str, a: str, b: str = "", since: date = date(2024, 1, 1)) -> None:
    """Put leaders in charge of an organ."""
    roles = LeaderRolesAssigned(organ=organ, a_leader=a, b_leader=b, from_on=since)
    told._append(roles, "bureau/xinzhou", f"lead/{organ}/{since}", "roles", told.district)


def serve(told: Told, n: int, served_on: date, defendant: str = POLICE) -> None:
    """Docket a case and serve the notice of it, from which its first deadlines run."""
    docketed = CaseDocketed(
        instance="first", defendants=(defendant,), docketed_on=date(2025, 3, 3), claimants=("张某某",)
    )
    told.fact(number(n), docketed, id_=f"docketed/{n}")
    told.fact(number(n), NoticeServed(recipient=defendant, served_on=served_on), id_=f"notice/{n}")


def correct(told: Told, n: int, what: str, fact: Fact, revision: int = 2) -> None:
    """Replace what a fact of a case said."""
    before = f"{what}/{n}" if revision == 2 else f"{what}/{n}#{revision - 1}"
    corrected = FactCorrected(
        target_source=COURT,
        target_id=f"{what}/{n}",
        replaces=before,
        type=type_of(type(fact)),
        data=encode(fact),
    )
    told.fact(number(n), corrected, id_=f"{what}/{n}#{revision}")


def retract(told: Told, n: int, what: str, kind: type[Fact]) -> None:
    """Take a fact of a case back."""
    gone = FactRetracted(
        target_source=COURT, target_id=f"{what}/{n}", replaces=f"{what}/{n}", type=type_of(kind)
    )
    told.fact(number(n), gone, id_=f"{what}/{n}#2")


def end(told: Told, n: int, on: date) -> None:
    """Let the court close a case, which lifts what is still due in it."""
    told.fact(number(n), CaseEnded(ended_on=on), id_=f"ended/{n}")
