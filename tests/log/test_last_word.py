"""Which findings does a service not read, and which need not wait for the service before?"""

import ast
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from deploy.law.judging import JUDGES, indexed
from shared.codec import encode, type_of
from shared.dispute import disputes
from shared.envelope import NO_DISTRICT, Draft
from shared.events.base import Finding
from shared.events.catalogue import FINDINGS
from shared.events.findings.common import FindingWithdrawn
from shared.events.findings.deadlines import DeadlineMissed, DeadlineNear
from shared.log.filing import PASSED_OVER, READS, TIMELESS, is_last_word, passes_over
from shared.log.notes import Notes
from tests.benchmarks.open_cases import next_year
from tests.given import Given
from tests.log.noted import drained, finding, key, on_the_log
from tests.log.toys import DISTRICT, facts
from tests.routing.test_properties import Told, cases, sent
from tests.words import REGISTER

SERVICES = Path(__file__).parents[2] / "services"

NEXT_YEAR = next_year()
NEAR = DeadlineNear(duty="defence", step=3, due_on=date(2023, 5, 29))
MISSED = DeadlineMissed(
    duty="defence",
    article="67",
    obligor="responsible_agency",
    starts_on=date(2023, 5, 12),
    due_on=date(2023, 5, 29),
)


def named_in(service: str) -> set[str]:
    """Return every name that the modules of a service import."""
    trees = (ast.parse(file.read_text(encoding="utf-8")) for file in (SERVICES / service).rglob("*.py"))
    return {
        alias.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@pytest.mark.parametrize("service", PASSED_OVER)
def test_what_a_service_passes_over_its_code_does_not_name(service: str) -> None:
    passed: dict[str, type[Finding]] = {
        cls.__name__: cls for cls in FINDINGS.values() if getattr(cls, "TOPIC", "") in PASSED_OVER[service]
    }
    assert passed
    assert named_in(service) & passed.keys() == set()
    assert "DeadlineMissed" in named_in("accountability")  # it would be seen


def test_a_finding_waits_for_those_between_that_read_it() -> None:
    assert is_last_word("accountability", "deadlines", "deadline")
    assert not is_last_word("reporting", "deadlines", "deadline")
    assert is_last_word("reporting", "deadlines", "near")
    assert not is_last_word("reporting", "routing", "responsible")
    assert is_last_word("reporting", "accountability", "loss")


def test_what_a_service_cannot_read_yet_it_does_not_pass_over() -> None:
    assert not any(passes_over(service, "") for service in READS)


def deadline(found: Finding, number: int) -> Draft:
    """Return a finding of deadlines on a toy case."""
    return replace(finding("deadlines", number), type=type_of(type(found)), data=encode(found))


def test_what_nobody_between_reads_is_judged_at_once_and_the_rest_waits(tmp_path: Path) -> None:
    with closing(Notes(f"sqlite:///{tmp_path}/notes.db", "reporting")) as notes:
        notes.note(
            on_the_log([deadline(NEAR, 1), deadline(MISSED, 2), deadline(MISSED, 3), deadline(NEAR, 3)])
        )
        assert notes.due(10, upto=0) == [key(1)]
        assert sorted(notes.due(10)) == [key(1), key(2), key(3)]
        notes.conclude([key(1), key(2), key(3)])
        notes.note(on_the_log([facts(4)[0], deadline(NEAR, 4)], first=5), unsettled=5)
        assert notes.due(10, upto=0) == [], "its facts have not been judged by those before"


def test_what_a_service_passes_over_is_not_noted(tmp_path: Path) -> None:
    with closing(Notes(f"sqlite:///{tmp_path}/notes.db", "accountability")) as notes:
        gone = FindingWithdrawn(topic="near", of_slot="defence/")
        notes.note(on_the_log([deadline(NEAR, 1), deadline(gone, 1), deadline(MISSED, 2)]))
        assert (notes.noted, notes.due(10), notes.position) == (1, [key(2)], 3)


@pytest.mark.parametrize(("service", "due"), [("routing", []), ("deadlines", [key(1)])])
def test_another_calendar_is_known_to_all_and_judged_by_who_counts_days(
    tmp_path: Path, service: str, due: list[str]
) -> None:
    with closing(Notes(f"sqlite:///{tmp_path}/notes.db", service)) as notes:
        notes.note(on_the_log(facts(1)))
        drained(notes)
        noted = notes.note(on_the_log([NEXT_YEAR], first=10))
        assert noted.worlds == {NO_DISTRICT}
        assert [one for one in notes.due(10) if one == key(1)] == due
        assert len(notes.world(DISTRICT)) == 1


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(told=cases(linked=True))
def test_who_never_counts_a_day_finds_the_same_without_a_calendar(told: Told) -> None:
    (service,) = TIMELESS
    given_ = Given("xinzhou").registered(*REGISTER)
    for one in sent(told, "xinzhou"):
        given_.told(one)
    with_calendar = given_.findings(service)
    found = disputes(given_.records)
    world = replace(indexed(found, given_.world), calendar=NoCalendar())  # type: ignore[arg-type]
    (rules,) = (rules for rules in JUDGES if rules.service == service)
    without = {key: one for dispute in found for key, one in rules.follows(dispute, world).findings.items()}
    assert without == with_calendar


class NoCalendar:
    """Fails whoever asks it."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"asked the calendar for {name}")
