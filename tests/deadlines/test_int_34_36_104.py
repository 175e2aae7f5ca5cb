"""INT 34, 36, 104: the evidence period apart from the defence, set by the court, put off, and asked for in time."""

import pytest

from shared.events.agency import EvidenceFiled
from shared.events.court import EvidenceExtensionGranted
from shared.events.findings.deadlines import Deadline
from shared.law.loader import law_of
from tests.deadlines.words import doubts, evidence, extended, more_time_asked, moved, period_set
from tests.given import Given
from tests.words import FIRST, GOVERNMENT, POLICE, TOWN, day, docketed, ended, filed, huancui, notice, xinzhou


def served() -> Given:
    """Return a case whose defence and evidence are due on 31 May, a Wednesday."""
    return xinzhou().facts(FIRST, docketed(POLICE), notice("2023-05-16"))


def test_67_nothing_tells_the_evidence_from_the_defence() -> None:
    assert served().facts(FIRST, filed("2023-05-31")).deadline(FIRST, "evidence") == "no duty"


def test_67_read_so_it_is_a_period_of_its_own_in_every_case() -> None:
    given = served().reading("national", "value: until_told_apart", "value: always")
    assert given.facts(FIRST, filed("2023-05-31")).deadline(FIRST, "evidence") == "missed, due 2023-05-31"


@pytest.mark.parametrize(
    ("done", "stands"),
    [("2023-05-31", "met 2023-05-31, due 2023-05-31"), ("2023-06-01", "late 2023-06-01, due 2023-05-31")],
)
def test_67_evidence_filed_by_itself_has_the_period_of_the_defence(done: str, stands: str) -> None:
    assert served().facts(FIRST, evidence(done)).deadline(FIRST, "evidence") == stands


def test_67_a_case_that_ended_before_lifts_it() -> None:
    given = served().facts(FIRST, period_set("2023-05-26"), ended("2023-05-26"))
    assert given.deadline(FIRST, "evidence") == "lifted, due 2023-05-26"


def test_34_what_a_miss_leads_to_is_said() -> None:
    law = law_of("xinzhou", xinzhou().texts)
    assert law is not None
    (rule,) = (duty for duty in law.duties if duty.duty == "evidence")
    assert rule.if_missed is not None
    assert "ALL 34" in rule.if_missed.en


def test_36_an_extension_moves_the_evidence_alone() -> None:
    given = served().facts(FIRST, extended("2023-06-15")).on("2023-05-20")
    assert given.deadline(FIRST, "evidence") == "due 2023-06-15"
    assert moved(given, "evidence") == "2023-05-31 to 2023-06-15, extension"
    assert given.deadline(FIRST, "defence") == "due 2023-05-31"


def test_36_an_extension_granted_after_the_end_makes_what_was_missed_due_again() -> None:
    given = served().facts(FIRST, more_time_asked("2023-05-31")).on("2023-06-05")
    assert given.deadline(FIRST, "evidence") == "missed, due 2023-05-31"
    given.facts(FIRST, extended("2023-06-15", on="2023-06-05"))
    assert given.deadline(FIRST, "evidence") == "due 2023-06-15"


def test_36_of_several_extensions_the_last_day_counts() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN), notice("2023-05-16"))
    for organ, until in ((POLICE, "2023-06-15"), (TOWN, "2023-06-20")):
        given.facts(FIRST, EvidenceExtensionGranted(until=day(until), organ=organ))
    assert given.deadline(FIRST, "evidence") == "missed, due 2023-06-20"


def test_36_an_extension_to_a_day_before_the_one_already_due_is_doubted_and_shortens_nothing() -> None:
    given = served().facts(FIRST, extended("2023-05-26"))
    assert given.deadline(FIRST, "evidence") == "missed, due 2023-05-31"
    assert doubts(given) == [("extension_shortens", "evidence", "2023-05-26", "2023-05-31")]


def test_36_an_extension_of_a_period_the_court_set_is_measured_by_that() -> None:
    given = served().facts(FIRST, period_set("2023-05-24"), extended("2023-05-29"))
    assert given.deadline(FIRST, "evidence") == "missed, due 2023-05-29"
    assert doubts(given) == []


@pytest.mark.parametrize("until", ["2023-05-21", "2023-05-28"])
def test_104_a_day_the_court_set_does_not_move_off_a_day_off(until: str) -> None:
    given = served().facts(FIRST, period_set(until))
    assert given.deadline(FIRST, "evidence") == f"missed, due {until}"
    assert doubts(given) == []


def test_104_a_period_longer_than_the_law_allows_is_doubted_and_counts() -> None:
    given = served().facts(FIRST, period_set("2023-06-12"))
    assert given.deadline(FIRST, "evidence") == "missed, due 2023-06-12"
    assert doubts(given) == [("period_too_long", "evidence", "2023-06-12", "2023-05-31")]


def test_34_asked_on_the_last_day_is_in_time_and_a_day_later_is_missed_also_when_it_was_granted() -> None:
    given = served().facts(FIRST, more_time_asked("2023-05-31"))
    assert given.deadline(FIRST, "evidence_extension") == "met 2023-05-31, due 2023-05-31"
    late = served().facts(FIRST, more_time_asked("2023-06-01"), extended("2023-06-15"))
    assert late.deadline(FIRST, "evidence_extension") == "late 2023-06-01, due 2023-05-31"
    assert late.deadline(FIRST, "evidence") == "missed, due 2023-06-15"


def test_34_a_right_that_was_not_used_lapses_and_counts_nowhere() -> None:
    given = served().facts(FIRST, period_set("2023-05-24"))
    assert given.on("2023-05-25").deadline(FIRST, "evidence_extension") == "lapsed, due 2023-05-24"
    assert given.rate("on_time_rate:evidence_extension") is None
    assert given.rate("on_time_rate:evidence") == (0, 1)


def test_34_who_filed_the_evidence_needs_no_more_time() -> None:
    given = served().facts(FIRST, evidence("2023-05-22"))
    assert given.deadline(FIRST, "evidence_extension") == "lifted, due 2023-05-31"


@pytest.mark.parametrize(("given", "due"), [(huancui(), "2023-06-08"), (xinzhou(), "2023-05-24")])
def test_36_what_counts_back_from_the_evidence_moves_with_it_and_what_from_the_defence_does_not(
    given: Given, due: str
) -> None:
    given.facts(FIRST, docketed(GOVERNMENT), notice("2023-05-16", to=GOVERNMENT), extended("2023-06-15"))
    assert given.deadline(FIRST, "draft") == f"missed, due {due}"


def test_evidence_filed_before_the_case_was_served_is_doubted_and_taken() -> None:
    given = served().facts(FIRST, EvidenceFiled(filed_on=day("2023-05-02")))
    assert given.deadline(FIRST, "evidence") == "met 2023-05-02, due 2023-05-31"
    assert doubts(given) == [("done_before_start", "evidence", "2023-05-02", "2023-05-16")]


def test_the_evidence_says_its_article_and_who_owes_it() -> None:
    given = served().facts(FIRST, evidence("2023-05-31"))
    (found,) = (one for one in given.found("deadlines", Deadline) if one.duty == "evidence")
    assert (found.article, found.obligor) == ("ALL 67; INT 34, 36, 104", "responsible_agency")
