"""Xinzhou art. 10: with the government a defendant, forward within 2 working days; the draft 5 before the defence."""

import pytest

from shared.events.findings.deadlines import ForwardUrgent
from tests.given import Given
from tests.words import (
    FIRST,
    GOVERNMENT,
    POLICE,
    act,
    docketed,
    draft,
    forwarded,
    notice,
    xinzhou,
)


@pytest.mark.parametrize(
    ("received", "forward", "draft"),
    [
        ("2022-09-20", "2022-09-22", "2022-09-26"),
        ("2022-09-26", "2022-09-28", "2022-09-29"),
        ("2023-09-20", "2023-09-22", "2023-09-22"),
        ("2024-01-26", "2024-01-30", "2024-02-05"),
        ("2024-04-22", "2024-04-24", "2024-04-26"),
        ("2025-01-20", "2025-01-22", "2025-01-22"),
        ("2026-02-02", "2026-02-04", "2026-02-10"),
    ],
)
def test_10_forward_in_2_working_days_and_draft_on_the_5th_before_the_defence(
    received: str, forward: str, draft: str
) -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), notice(received, to=GOVERNMENT))
    assert given.deadline(FIRST, "forward") == f"missed, due {forward}"
    assert given.deadline(FIRST, "draft") == f"missed, due {draft}"


def test_10_forwarded_and_drafted_in_time_and_late() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), notice("2023-05-12", to=GOVERNMENT))
    given.facts(FIRST, forwarded("2023-05-16"), draft("2023-05-23"))
    assert given.deadline(FIRST, "forward") == "met 2023-05-16, due 2023-05-16"
    assert given.deadline(FIRST, "draft") == "late 2023-05-23, due 2023-05-22"


def test_10_asks_nothing_where_the_government_is_no_defendant() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    assert given.deadline(FIRST, "forward") == "no duty"
    assert given.deadline(FIRST, "draft") == "no duty"


def test_10_runs_from_the_governments_own_receipt_and_not_its_co_defendants() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, GOVERNMENT), notice("2023-05-12"))
    given.facts(FIRST, notice("2023-05-24", to="区政府"))
    assert given.deadline(FIRST, "forward") == "missed, due 2023-05-26"
    assert given.deadline(FIRST, "draft") == "missed, due 2023-06-01"
    assert given.deadline(FIRST, "defence") == "missed, due 2023-05-29"


def test_10_runs_from_any_notice_where_nobody_says_when_the_government_received_it() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT, POLICE), notice("2023-05-12"))
    assert given.deadline(FIRST, "forward") == "missed, due 2023-05-16"


def test_10_read_with_5_clear_working_days_the_draft_is_due_a_day_earlier() -> None:
    given = xinzhou().reading("national", "value: nth", "value: clear")
    given.facts(FIRST, docketed(GOVERNMENT), notice("2023-05-12", to=GOVERNMENT))
    assert given.deadline(FIRST, "draft") == "missed, due 2023-05-19"


def test_10_a_notice_received_on_2023_09_22_leaves_less_than_no_time(either: Given) -> None:
    either.facts(FIRST, docketed(GOVERNMENT), notice("2023-09-22", to=GOVERNMENT))
    assert either.deadline(FIRST, "forward") == "missed, due 2023-09-26"
    assert either.deadline(FIRST, "draft") == "missed, due 2023-09-22"
    (urgent,) = either.found("deadlines", ForwardUrgent)
    assert urgent.gap_working_days == -2


@pytest.mark.parametrize(("received", "urgent"), [("2023-09-20", True), ("2023-05-12", False)])
def test_10_the_trap_is_said_when_the_notice_arrives_and_only_then(received: str, urgent: bool) -> None:
    given = xinzhou().on(received).facts(FIRST, docketed(GOVERNMENT), notice(received, to=GOVERNMENT))
    assert bool(given.found("deadlines", ForwardUrgent)) is urgent


def test_10_holds_also_after_reconsideration() -> None:
    described = act(acting=POLICE, reconsideration="upheld")
    given = xinzhou().facts(
        FIRST, docketed(GOVERNMENT), described, notice("2023-05-12", to=GOVERNMENT), forwarded("2023-05-15")
    )
    assert given.deadline(FIRST, "forward") == "met 2023-05-15, due 2023-05-16"
