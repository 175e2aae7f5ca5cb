"""What was done in three years of a district, and which suggestions did it receive? For tests of both."""

from datetime import date
from pathlib import Path

from shared.events.activities import (
    Commended,
    HearingObserved,
    MeetingHeld,
    TrainingHeld,
    TypicalCasePublished,
    WorkReportFiled,
)
from shared.events.aftermath import SuggestionAnswered
from shared.events.base import Fact
from shared.events.court import CaseDocketed, DocumentServed, DocumentTookEffect, SuggestionIssued
from shared.events.words import Category, Instance
from tests.reporting.deadlines.town import DAY, GOVERNMENT, HOUSING, POLICE, number, town
from tests.reporting.told import Told

COURT, TOWN = "武汉市新洲区人民法院", "新洲区徐古街道办事处"
BUREAU = "bureau/xinzhou"

LOST, APPEALED, URGENT, UNANSWERED, LATE, RECONSIDERED = map(number, range(1, 7))
APPEAL = "（2025）鄂01行终7号"
"""In which the dispute of `APPEALED` was lost."""
TYPICAL = number(9)


def years(folder: Path, url: str = "") -> Told:
    """Return the log of a district in which there is something of every kind; nothing is judged yet."""
    told = town(folder, url)
    told.organ("t", TOWN, "street", aliases=("徐古街",))
    received(told)
    done(told)
    return told


def received(told: Told) -> None:
    """Tell of suggestions in every state."""
    docket(told, LOST, POLICE)
    told.fact(LOST, *lost("2024-08-20", POLICE), *issued("2024-09-02", POLICE, copied_to=("区政府", TOWN)))
    told.fact(LOST, reply("2024-10-20", signed=True, received_on=day("2024-09-02"), addressee="区公安分局"))
    docket(told, APPEALED, HOUSING)
    docket(told, APPEAL, HOUSING, instance="second", earlier=APPEALED)
    told.fact(APPEAL, *lost("2024-11-12", HOUSING))
    told.fact(APPEALED, *issued("2025-01-20"))
    docket(told, URGENT, HOUSING)
    told.fact(URGENT, *issued(str(DAY), HOUSING, kind="procuratorial", urgent=True))
    docket(told, UNANSWERED, POLICE)
    told.fact(UNANSWERED, *issued("2024-12-02", "区公安分局", copied_to=(TOWN,)))
    docket(told, LATE, GOVERNMENT, HOUSING)
    told.fact(LATE, *issued("2024-03-04", kind="normative"))
    told.fact(LATE, reply("2024-05-20", signed=False, kind="normative"))
    docket(told, RECONSIDERED, TOWN, category="reconsideration")
    told.fact(RECONSIDERED, *issued("2024-06-03", "徐古街"))


def done(told: Told) -> None:
    """Tell of activities of every kind."""
    docket(told, TYPICAL, TOWN, category="reconsideration")
    told.fact(LOST, typical("2025-01-15", "行政处罚程序违法被撤销案", year=2024), source=BUREAU)
    told.fact(TYPICAL, typical("2024-12-30", "信息公开复议变更案"), source=BUREAU)
    told.fact(APPEALED, typical("2024-01-20", "征收补偿协议案", year=2023), source=BUREAU)
    for case, organ, on, observers, leaders, comment in (
        (LOST, POLICE, "2024-05-22", 24, 2, True),
        (LOST, "徐古街", "2024-05-22", 6, 1, True),
        (UNANSWERED, POLICE, "2024-11-07", 40, 0, False),
        (URGENT, HOUSING, "2025-03-11", 15, 3, True),
    ):
        observed = HearingObserved(
            organ=organ,
            hearing_on=day(on),
            observers=observers,
            leaders=leaders,
            expert_comment=comment,
        )
        told.fact(case, observed, source="agency/x")
    for on, topic in (
        ("2023-06-15", "上半年府院联席会议"),
        ("2024-06-18", "上半年府院联席会议：行政争议实质性化解"),
        ("2024-12-10", "下半年府院联席会议|败诉案件分析"),
    ):
        met = MeetingHeld(held_on=day(on), topic=topic, attended=(COURT, "区政府", "区公安分局", HOUSING))
        told.fact("bureau", met, source=BUREAU)
    for on, organ, topic, people in (
        ("2023-09-05", HOUSING, "新规培训", 60),
        ("2024-04-12", HOUSING, "行政应诉实务", 85),
        ("2024-09-20", "区公安分局", "行政处罚程序与证据", 120),
        ("2025-02-25", TOWN, "", 0),
    ):
        trained = TrainingHeld(held_on=day(on), organ=organ, topic=topic, attended=people)
        told.fact("bureau", trained, source="agency/x")
    for organ, person, merit in (
        (POLICE, "", "应诉工作成绩显著"),
        (HOUSING, "周某", "连续三年出庭应诉并发言"),
    ):
        told.fact("bureau", commended(organ, person, merit), source=BUREAU)
    for agency, on, year in (
        (POLICE, "2025-01-10", 2024),
        ("徐古街", "2025-01-14", 2024),
        (HOUSING, "2024-01-12", 2023),
    ):
        report = WorkReportFiled(filed_on=day(on), agency=agency, year=year)
        told.fact("bureau", report, source="agency/x")


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)


def docket(
    told: Told,
    case: str,
    *defendants: str,
    category: Category = "litigation",
    instance: Instance = "first",
    earlier: str | None = None,
) -> None:
    """Docket a case at the beginning of 2024."""
    docketed = CaseDocketed(
        instance=instance,
        defendants=defendants,
        category=category,
        docketed_on=date(2024, 2, 1),
        earlier_case=earlier,
    )
    told.fact(case, docketed)


def lost(on: str, to: str) -> tuple[Fact, ...]:
    """Return a judgment that revokes the act, effective at once."""
    document = DocumentServed(recipient=to, decided_on=day(on), served_on=day(on), outcomes=("revoked",))
    return document, DocumentTookEffect(took_effect_on=day(on))


def issued(on: str, to: str = "", **said: object) -> tuple[Fact, ...]:
    """Return a suggestion that was received."""
    return (SuggestionIssued(received_on=day(on), addressee=to, **said),)  # type: ignore[arg-type]


def reply(on: str, *, signed: bool | None, **said: object) -> SuggestionAnswered:
    """Return that a suggestion was answered."""
    return SuggestionAnswered(answered_on=day(on), officer_signed=signed, **said)  # type: ignore[arg-type]


def typical(on: str, title: str, year: int | None = None) -> TypicalCasePublished:
    """Return that a case was published as a typical one."""
    return TypicalCasePublished(published_on=day(on), title=title, year=year)


def commended(organ: str, person: str, merit: str) -> Commended:
    """Return that somebody was commended."""
    return Commended(commended_on=date(2025, 2, 6), organ=organ, person=person, merit=merit, by="区政府")
