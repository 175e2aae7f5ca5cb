"""Deadlines in figures: met on or before the due day over due in the period, not lifted (docs: figures)."""

import pytest

from tests.given import Given
from tests.words import (
    ANEW,
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    SECOND,
    act,
    archived,
    closed,
    designated,
    docketed,
    ended,
    filed,
    judgment,
    notice,
    papers,
    performed,
    suggestion,
    xinzhou,
)


def served(*, on: str = "2023-05-12") -> Given:
    """Return a case against the police with a notice."""
    return xinzhou().facts(FIRST, docketed(POLICE), notice(on))


def test_a_deadline_counts_once_a_case_and_duty_and_in_the_sum_of_all() -> None:
    given = served().facts(FIRST, papers("2023-05-16"), filed("2023-05-30"))
    assert given.rate("on_time_rate:papers") == (1, 1)
    assert given.rate("on_time_rate:defence") == (0, 1)
    assert given.rate("on_time_rate") == (1, 2)


def test_a_deadline_belongs_to_the_period_of_its_due_day_whenever_it_was_done() -> None:
    given = served(on="2023-12-20").facts(FIRST, filed("2023-12-25"))
    assert given.rate("on_time_rate:defence", "2023") is None
    assert given.rate("on_time_rate:defence", "2024-01") == (1, 1)


@pytest.mark.parametrize(("today", "counts"), [("2023-05-29", None), ("2023-05-30", (0, 1))])
def test_a_deadline_enters_when_its_day_has_ended(today: str, counts: tuple[int, int] | None) -> None:
    assert served().on(today).rate("on_time_rate:defence") == counts


def test_or_as_soon_as_it_is_met() -> None:
    given = served().on("2023-05-15").facts(FIRST, filed("2023-05-15"))
    assert given.rate("on_time_rate:defence") == (1, 1)


def test_a_deadline_lifted_counts_nowhere() -> None:
    assert served().facts(FIRST, ended("2023-05-15")).rate("on_time_rate") is None


def test_agencies_have_it_by_being_sued_or_by_answering() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=LAND))
    given.facts(FIRST, notice("2023-05-12", to=GOVERNMENT), filed("2023-05-29"))
    assert given.rate("on_time_rate:defence", agency=GOVERNMENT) == (1, 1)
    assert given.rate("on_time_rate:defence", agency=LAND, by="responsible") == (1, 1)
    assert given.rate("on_time_rate:defence", agency=LAND) is None
    assert given.rate("on_time_rate:defence", agency=LAND, by="accountable") is None


def test_what_is_handled_for_the_government_counts_apart_where_another_organ_answers() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=GOVERNMENT, implementing=LAND))
    given.facts(FIRST, notice("2023-05-12", to=GOVERNMENT), filed("2023-05-29"))
    given.facts(ANEW, docketed(POLICE), notice("2023-05-12"), filed("2023-05-29"))
    whole = given.rate("on_time_rate", agency=LAND, by="responsible")
    assert given.rate("on_time_rate:forward", agency=LAND, by="responsible") == (0, 1)
    assert whole == (1, 3)
    own = (1, 2)  # but for the forwarding, which the office or the bureau owes
    assert given.rate("on_time_rate:for=government", agency=LAND, by="responsible") == own
    assert given.rate("on_time_rate:for=government") == own
    for agency in (LAND, GOVERNMENT, POLICE):
        assert given.rate("on_time_rate:for=government", agency=agency) is None
    assert given.rate("on_time_rate:for=government", agency=POLICE, by="responsible") is None


def test_what_the_government_answers_for_itself_is_handled_for_nobody() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT))
    given.facts(FIRST, designated(GOVERNMENT, defendant=GOVERNMENT), notice("2023-05-12", to=GOVERNMENT))
    assert given.rate("on_time_rate:defence", agency=GOVERNMENT, by="responsible") == (0, 1)
    assert given.rate("on_time_rate:for=government") is None


@pytest.mark.parametrize(("done", "counts"), [("2023-09-15", (1, 1)), ("2023-09-18", (0, 1))])
def test_performance_rate(done: str, counts: tuple[int, int]) -> None:
    document = judgment("payment_ordered", served="2023-06-12", perform_by="2023-09-16")
    given = xinzhou().facts(FIRST, docketed(POLICE), document, performed(done))
    assert given.rate("performance_rate", "2023-09") == counts
    assert given.rate("on_time_rate:performance", "2023-Q3") == counts


def test_archive_rate() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), closed("2023-05-12"), archived("2023-06-26"))
    given.facts(SECOND, docketed(POLICE, instance="second", earlier=FIRST), closed("2023-05-12"))
    assert given.rate("archive_rate") == (1, 2)
    assert given.rate("on_time_rate:archive") == (1, 2)


def test_suggestion_reply_rate_counts_each_suggestion() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), suggestion("2023-05-08"), suggestion("2023-06-08"))
    assert given.rate("suggestion_reply_rate") == (0, 2)


def test_a_fact_told_late_changes_the_figure_of_the_period_it_belongs_to() -> None:
    given = served()
    assert given.rate("on_time_rate:defence") == (0, 1)
    assert given.facts(FIRST, filed("2023-05-20")).rate("on_time_rate:defence") == (1, 1)
