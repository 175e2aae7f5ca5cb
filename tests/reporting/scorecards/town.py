"""A district in which an assessment is recorded and published, told as facts: for tests of scorecards."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from services.reporting.scorecards.publishing import Publications
from shared.codec import decode, encode, type_of
from shared.envelope import Draft
from shared.events.activities import AssessmentPublished, AssessmentRecorded
from shared.events.agency import ActDescribed, DefenceFiled, PapersReported
from shared.events.court import Attendee, CaseDocketed, DocumentServed, HearingHeld, NoticeServed
from shared.events.district import CalendarPublished
from shared.events.intake import DayBegan, FactCorrected, FactRetracted
from shared.events.words import Outcome
from tests.reporting.told import Told

GOVERNMENT, OFFICE, BUREAU = "武汉市新洲区人民政府", "新洲区人民政府办公室", "新洲区司法局"
POLICE, HOUSING, LAND = "新洲区公安分局", "新洲区住房和城乡建设局", "新洲区自然资源和规划局"
REPORTER = "bureau/xinzhou"
DAY = date(2025, 3, 20)
TO_RECORD = ("system-building", "digitisation", "organisation", "other")


def number(n: int) -> str:
    return f"（2024）鄂0117行初{n}号"


def town(folder: Path, url: str = "") -> Told:
    """Return a log of Xinzhou with five organs and the day."""
    told = Told(folder, district="xinzhou", url=url)
    told.log(CalendarPublished(year=2024, holidays=(), make_up_days=()), id_="calendar/2024")
    told.log(DayBegan(day=DAY), id_=f"day/{DAY}")
    told.organ("g", GOVERNMENT, "government", aliases=("区政府",))
    told.organ("b", BUREAU, "bureau")
    told.organ("p", POLICE, aliases=("区公安分局",))
    told.organ("h", HOUSING)
    told.organ("l", LAND)
    return told


def sue(told: Told, n: int, defendant: str = POLICE, *, filed_on: date = date(2024, 3, 20)) -> None:
    """Tell of a case with a notice and a hearing at which the deputy spoke."""
    told.fact(
        number(n), CaseDocketed(instance="first", defendants=(defendant,), docketed_on=date(2024, 3, 4))
    )
    told.fact(
        number(n),
        ActDescribed(kind="penalty", acting=defendant),
        NoticeServed(recipient=defendant, served_on=date(2024, 3, 8)),
    )
    told.fact(number(n), PapersReported(reported_on=date(2024, 3, 11)))
    told.fact(number(n), DefenceFiled(filed_on=filed_on), id_=f"defence/{n}")
    officer = Attendee(organ=defendant, name="李某", rank="deputy", spoke=True)
    told.fact(number(n), HearingHeld(held_on=date(2024, 5, 6), attendees=(officer,)))


def decide(told: Told, n: int, *outcomes: Outcome, recipient: str = POLICE) -> None:
    """Let the court decide a case."""
    decided = DocumentServed(
        recipient=recipient, decided_on=date(2024, 6, 3), served_on=date(2024, 6, 5), outcomes=outcomes
    )
    told.fact(number(n), decided, id_=f"document/{n}")


def record(told: Told, agency: str, item: str, score: str, *, year: int = 2024, id_: str = "") -> None:
    """Let the bureau record an item."""
    fact = AssessmentRecorded(
        recorded_on=date(2025, 2, 20),
        agency=agency,
        year=year,
        item=item,
        score=Decimal(score),
        office=BUREAU,
        reason="查阅台账",
    )
    told.fact("assessment", fact, source=REPORTER, id_=id_ or f"assessed/{agency}/{year}/{item}")


def publish(told: Told, year: int = 2024, id_: str = "published", on: date = date(2025, 3, 14)) -> None:
    """Let the bureau publish the assessment of a year."""
    fact = AssessmentPublished(published_on=on, year=year, by=BUREAU)
    told.fact("assessment", fact, source=REPORTER, id_=id_)


def withdraw(told: Told, id_: str = "published") -> None:
    """Let the bureau take a publication back."""
    kind = type_of(AssessmentPublished)
    gone = FactRetracted(target_source=REPORTER, target_id=id_, replaces=id_, type=kind)
    told.fact("assessment", gone, source=REPORTER, id_=f"{id_}#2")


def file_in_time(told: Told, n: int, on: date) -> None:
    """Correct the day on which a defence was filed."""
    fact = DefenceFiled(filed_on=on)
    corrected = FactCorrected(
        target_source="court/鲁1002",
        target_id=f"defence/{n}",
        replaces=f"defence/{n}",
        type=type_of(DefenceFiled),
        data=encode(fact),
    )
    told.fact(number(n), corrected, id_=f"defence/{n}#2")


async def freeze(told: Told) -> int:
    """Put on the log what is due to be, as the publisher does, and settle; return how many findings that were."""
    drafts = await drafts_due(told)
    for draft in drafts:
        told._append(decode(draft.type, draft.data), draft.source, "", draft.subject, draft.district)  # type: ignore[arg-type]
    if drafts:
        await told.settle()
    return len(drafts)


async def drafts_due(told: Told) -> list[Draft]:
    """Return what the publisher would put on the log now."""
    publications = Publications(told.url)
    try:
        return [draft for one in publications.due() for draft in await one.drafts()]
    finally:
        publications.close()
