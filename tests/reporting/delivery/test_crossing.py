"""Whoever asks for it is told once when a figure of the year crosses its target, and again when it crosses back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.reporting.delivery import recording
from services.reporting.delivery.crossing import Crossing, Line, Said, crossings
from services.reporting.delivery.mail import words
from services.reporting.delivery.noted import Notebook
from services.reporting.delivery.webhook import cloudevent
from services.reporting.figures import Figure
from shared.codec import decode
from shared.envelope import BUREAU
from shared.events.court import Attendee, CaseDocketed, HearingHeld
from shared.events.district import SubscriptionMade
from shared.events.findings.reporting import CrossingDelivered
from shared.events.intake import DayBegan
from tests.reporting.delivery.desk import AGENCY, PAGE, WEBHOOK
from tests.reporting.told import Told

POLICE = "环翠区公安分局"
WANTED = replace(WEBHOOK, name="指标", told_of=("crossed",))
MISSED = Figure(
    period="2026",
    agency=AGENCY,
    by="defendant",
    metric="appearance_rate",
    numerator=3,
    denominator=4,
    value="0.7500",
    target="1.0000",
    met=False,
    indicative=False,
    compare="at_least",
    article="Huancui 35",
)
MET = replace(MISSED, numerator=4, value="1.0000", met=True)
LINE = Line("xinzhou", "指标", "2026", "defendant", AGENCY, "appearance_rate")


def told(*figures: Figure, said: dict[Line, Said] | None = None, **changed: Any) -> list[Crossing]:
    return crossings([replace(WANTED, **changed)], figures, said or {}, 99)


def test_a_target_counts_as_met_until_it_is_told_that_it_is_not() -> None:
    assert told(MET) == []
    (news,) = told(MISSED)
    assert (news.line, news.notice, news.position, news.after) == (LINE, "missed@2026", 99, 0)


def test_what_was_told_is_not_told_again_until_it_is_otherwise() -> None:
    missed = {LINE: Said(False, 50)}
    assert told(MISSED, said=missed) == []
    (news,) = told(MET, said=missed)
    assert (news.notice, news.after) == ("met@2026", 50)
    assert told(MET, said={LINE: Said(True, 60)}) == []


def test_the_same_crossing_again_has_another_id_and_a_repeated_try_the_same() -> None:
    (first,) = told(MISSED)
    (again,) = told(MISSED)
    (later,) = told(MISSED, said={LINE: Said(True, 60)})
    assert first.id == again.id != later.id


@pytest.mark.parametrize("told_of", [(), ("near",), ("escalated",)])
def test_who_has_not_named_figures_is_not_told_of_them(told_of: tuple[Any, ...]) -> None:
    assert told(MISSED, told_of=told_of) == []


def test_an_agency_is_told_of_its_own_row_and_a_district_of_all() -> None:
    district = replace(MISSED, agency="*", indicative=True)
    assert [one.figure.agency for one in told(MISSED, district)] == ["*", AGENCY]
    assert [one.figure.agency for one in told(MISSED, district, agency=AGENCY)] == [AGENCY]
    assert told(MISSED, agency="别的单位") == []


def test_where_a_target_does_not_bind_or_nothing_counts_nobody_is_told() -> None:
    assert told(replace(MISSED, indicative=True)) == []
    assert told(replace(MISSED, met=None, denominator=0, value=None)) == []
    assert told(MISSED, disabled="gone") == []


def test_the_webhook_says_the_figure_in_the_words_of_the_api() -> None:
    (news,) = told(MISSED)
    event = cloudevent(news, PAGE)  # type: ignore[arg-type]
    assert (event["type"], event["id"], event["subject"]) == (
        "yingsu.figure-crossed.v1",
        news.id,
        "appearance_rate",
    )
    data = event["data"]
    assert (data["met"], data["numerator"], data["denominator"], data["target"]) == (False, 3, 4, "1.0000")
    assert data["link"].startswith(f"{PAGE}/districts/xinzhou/figures/appearance_rate?period=2026")


def test_the_mail_says_it_in_chinese() -> None:
    (news,) = told(MISSED)
    subject, text = words(news, PAGE)
    assert subject.startswith("【指标未达标】")
    assert AGENCY in subject
    assert "75.00%（3/4），未达到目标" in text
    assert "目标：不低于100.00%" in text


def test_what_was_told_is_put_on_record_with_the_bureaus_matter() -> None:
    (news,) = told(MISSED)
    draft = recording.told(news, delivered=True, tries=2)
    found = decode(draft.type, draft.data)
    assert isinstance(found, CrossingDelivered)
    assert (draft.subject, draft.district) == (BUREAU, "xinzhou")
    assert (found.met, found.at_position, found.numerator, found.tries) == (False, 99, 3, 2)
    assert Line("xinzhou", *(getattr(found, name) for name in Line._fields[1:])) == LINE


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Told]:
    log = Told(tmp_path)
    log.organ("p", POLICE)
    made = SubscriptionMade(
        name="指标", channel="webhook", address="https://oa.example.cn", told_of=("crossed",)
    )
    log._append(made, "bureau/huancui", "s", "指标", "huancui")
    yield log
    log.close()


def hear(log: Told, n: int, year: int, rank: str) -> None:
    number = f"（{year}）鲁1002行初{n}号"
    officer = Attendee(organ=POLICE, name="李某", rank=rank, spoke=True)  # type: ignore[arg-type]
    log.fact(number, CaseDocketed(instance="first", defendants=(POLICE,), docketed_on=date(year, 2, 1)))
    log.fact(number, HearingHeld(held_on=date(year, 3, n), attendees=(officer,)))


async def due(log: Told) -> list[Crossing]:
    """Return of which crossings somebody is to be told when all that follows is shown."""
    await log.settle()
    notebook = Notebook(log.url)
    found = [one for one in notebook.look().messages if isinstance(one, Crossing)]
    notebook.close()
    return found


async def test_only_the_current_year_is_told_of(log: Told) -> None:
    log.log(DayBegan(day=date(2024, 6, 3)), id_="day/2024-06-03")
    hear(log, 1, 2023, "none")
    assert await due(log) == []
    hear(log, 2, 2024, "none")
    news = await due(log)
    assert {(one.figure.agency, one.figure.period) for one in news} == {("*", "2024"), (POLICE, "2024")}


async def test_what_is_on_record_is_not_told_again_though_the_views_are_built_anew(log: Told) -> None:
    log.log(DayBegan(day=date(2024, 6, 3)), id_="day/2024-06-03")
    hear(log, 1, 2024, "none")
    for one in await due(log):
        draft = recording.told(one, delivered=True, tries=1)
        log._append(decode(draft.type, draft.data), "reporting", "", BUREAU, "huancui")  # type: ignore[arg-type]
    assert await due(log) == []
    rebuilt = Told(log.folder, url=f"sqlite:///{log.folder}/anew.db")
    rebuilt.stored = log.stored
    rebuilt.note()
    await rebuilt.show()
    notebook = Notebook(rebuilt.url)
    assert notebook.look().messages == ()
    notebook.close()
    rebuilt.close()
