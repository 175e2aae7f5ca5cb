"""ALL art. 67: defence and evidence within 15 days of receiving the complaint copy."""

import pytest

from shared.events.findings.deadlines import Deadline, DeadlineMet
from tests.given import Given
from tests.words import (
    FIRST,
    GOVERNMENT,
    POLICE,
    SECOND,
    TOWN,
    act,
    docketed,
    filed,
    huancui,
    notice,
    xinzhou,
)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2022-09-20", "2022-10-08"),
        ("2022-09-26", "2022-10-11"),
        ("2023-09-20", "2023-10-07"),
        ("2024-01-26", "2024-02-18"),
        ("2024-04-22", "2024-05-07"),
        ("2025-01-20", "2025-02-05"),
        ("2026-02-02", "2026-02-24"),
    ],
)
def test_67_the_last_day_moves_from_a_holiday_to_the_next_working_day(received: str, due: str) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice(received))
    assert given.deadline(FIRST, "defence") == f"missed, due {due}"


@pytest.mark.parametrize(
    ("done", "stands"),
    [
        ("2023-05-08", "met 2023-05-08, due 2023-05-29"),
        ("2023-05-29", "met 2023-05-29, due 2023-05-29"),
        ("2023-05-30", "late 2023-05-30, due 2023-05-29"),
    ],
)
def test_67_the_last_day_itself_is_in_time(done: str, stands: str) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"), filed(done))
    assert given.deadline(FIRST, "defence") == stands


@pytest.mark.parametrize(("today", "stands"), [("2023-05-29", "due"), ("2023-05-30", "missed, due")])
def test_67_the_day_must_have_ended(today: str, stands: str) -> None:
    given = xinzhou().on(today).facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    assert given.deadline(FIRST, "defence") == f"{stands} 2023-05-29"


def test_67_is_the_law_in_both_districts_with_its_article_and_who_owes_it() -> None:
    for given in (xinzhou(), huancui()):
        given.facts(FIRST, docketed(POLICE), notice("2023-05-12"), filed("2023-05-15"))
        (met,) = given.found("deadlines", DeadlineMet)
        assert (met.duty, met.article, met.obligor) == (
            "defence",
            "ALL 67; INT 108, 111",
            "responsible_agency",
        )


def test_67_one_deadline_a_case_runs_from_the_first_defendants_receipt(either: Given) -> None:
    either.facts(FIRST, docketed(POLICE, TOWN), notice("2023-05-16", to=TOWN), notice("2023-05-12"))
    assert either.deadline(FIRST, "defence") == "missed, due 2023-05-29"


def test_67_without_a_notice_nothing_is_due(either: Given) -> None:
    either.facts(SECOND, docketed(GOVERNMENT, instance="second"), act(acting=GOVERNMENT))
    for duty in ("defence", "draft", "forward", "papers"):
        assert either.deadline(SECOND, duty) == "no duty"


def test_67_a_second_instance_with_a_notice_of_its_own_has_a_defence_too(either: Given) -> None:
    either.facts(SECOND, docketed(POLICE, instance="second"), notice("2023-05-12"))
    assert either.deadline(SECOND, "defence") == "missed, due 2023-05-29"


@pytest.mark.parametrize("category", ["civil", "reconsideration"])
def test_67_is_no_law_for_civil_cases_and_reconsideration(either: Given, category: str) -> None:
    case = f"（2023）{either.district}{category}1号"
    told = (docketed(GOVERNMENT, category=category), notice("2023-05-12", to=GOVERNMENT))  # type: ignore[arg-type]
    either.facts(case, *told)
    assert "ALL 67" not in {article.split(";")[0] for article in articles(either, case)}


def articles(given: Given, case: str) -> list[str]:
    """Return the articles of all deadlines of a case."""
    return [deadline.article for deadline in given.found("deadlines", Deadline, case)]
