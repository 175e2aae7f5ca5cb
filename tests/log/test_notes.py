"""Notes: what was told, what is due and how far was read, changed together, on SQLite and PostgreSQL."""

from datetime import date

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from shared.envelope import Draft
from shared.events.base import Fact
from shared.events.court import CaseDocketed
from shared.events.district import LawAdopted, OrganRegistered
from shared.events.intake import FactCorrected, FactRetracted, RowParked
from shared.log.notes import Notes
from tests.log.noted import drained, finding, key, on_the_log
from tests.log.toys import DISTRICT, case, day, fact, facts


def organ(district: str = DISTRICT) -> Draft:
    event = OrganRegistered(code="1", name="区人社局", kind="department")
    return fact("1", event, "organ/1", source="bureau/x", district=district)


def revised(target: Draft, event: type[FactCorrected] | type[FactRetracted], number: int) -> Draft:
    told = {
        "target_source": target.source,
        "target_id": target.id,
        "replaces": target.id,
        "type": target.type,
    }
    more = {"data": target.data} if event is FactCorrected else {}
    revision: Fact = event(**told, **more)
    return fact(case(number), revision, f"{target.id}#1", source=target.source)


def test_what_a_batch_touches_is_due_and_the_position_is_kept(notes: Notes, url: str) -> None:
    notes.note(on_the_log([*facts(1), *facts(2)]))
    assert sorted(notes.due(10)) == [key(1), key(2)]
    assert notes.due_count == 2
    again = Notes(url, "accountability")
    assert (again.position, again.noted, again.due_count) == (6, 6, 2)
    again.close()


def test_only_facts_own_and_upstream_findings_are_noted(notes: Notes) -> None:
    batch = on_the_log([facts(1)[0], finding("routing", 1), finding("reporting", 1)])
    notes.note(batch)
    (component,) = notes.load([key(1)])
    assert component.bodies == tuple(body for _, body in batch[:2])
    assert notes.position == 3
    assert component.position == 2


def test_an_acknowledged_finding_is_noted_once(notes: Notes) -> None:
    notes.note(on_the_log(facts(1)))
    own = on_the_log([finding("accountability", 1)], first=4)
    notes.conclude([key(1)], own)
    assert (notes.own_last, notes.due_count, notes.noted) == (4, 0, 4)
    notes.note(own)
    assert (notes.position, notes.due_count, notes.noted) == (4, 0, 4)
    (component,) = notes.load([key(1)])
    assert component.bodies[-1] == own[0][1]


def test_an_own_finding_that_was_never_acknowledged_comes_by_the_log(notes: Notes) -> None:
    notes.note(on_the_log([facts(1)[0], finding("accountability", 1)]))
    assert (notes.own_last, notes.due(10)) == (2, [key(1)])


def test_cases_joined_by_an_earlier_case_are_loaded_together(notes: Notes) -> None:
    later = CaseDocketed(instance="second", defendants=("x",), earlier_case=case(1))
    last = CaseDocketed(instance="retrial", defendants=("x",), earlier_case=case(2))
    batch = on_the_log([fact(case(3), last, "c"), fact(case(2), later, "b"), facts(1)[0], facts(9)[0]])
    notes.note(batch)
    components = notes.load([key(1), key(3), key(9)])
    assert [one.keys for one in components] == [(key(1), key(2), key(3)), (key(9),)]
    assert components[0].bodies == tuple(body for _, body in batch[:3])


@pytest.mark.parametrize("first", ["target", "correction"])
def test_a_correction_in_another_case_joins_it_to_its_target(notes: Notes, first: str) -> None:
    target = facts(1)[0]
    told = [target, revised(target, FactCorrected, 2)]
    if first == "correction":
        told.reverse()
    for position, one in enumerate(told, 1):
        notes.note(on_the_log([one], first=position))
        drained(notes)
    assert [one.keys for one in notes.load([key(2)])] == [(key(1), key(2))]
    notes.note(on_the_log([facts(1)[1]], first=3))
    assert notes.due(10) == [key(1)]


def test_a_correction_that_was_waited_for_is_remembered_over_a_restart(url: str) -> None:
    target = facts(1)[0]
    notes = Notes(url, "accountability")
    notes.note(on_the_log([revised(target, FactRetracted, 2)]))
    notes.close()
    notes = Notes(url, "accountability")
    notes.note(on_the_log([target], first=2))
    assert [one.keys for one in notes.load([key(1)])] == [(key(1), key(2))]
    notes.close()


def test_a_day_makes_due_what_waits_for_it_or_has_stalled(notes: Notes) -> None:
    notes.note(on_the_log([facts(1)[0], facts(2)[0], facts(3)[0], facts(4)[0]]))
    wake = {key(1): date(2026, 3, 2), key(2): date(2026, 3, 3), key(3): None}
    notes.conclude(notes.due(10), wake=wake, stalled={key(4): "cannot"})
    noted = notes.note(on_the_log([day(date(2026, 3, 2))], first=5))
    assert noted.day == date(2026, 3, 2)
    assert drained(notes) == [key(1), key(4)]


def test_a_law_makes_every_case_due_and_an_organ_those_of_its_district(notes: Notes) -> None:
    elsewhere = fact("c", CaseDocketed(instance="first", defendants=()), "c", district="huancui")
    notes.note(on_the_log([facts(1)[0], elsewhere]))
    drained(notes)
    noted = notes.note(on_the_log([organ()], first=3))
    assert noted.worlds == {DISTRICT}
    assert drained(notes) == [key(1)]
    law = fact("p", LawAdopted(pack="p", text="", sha256=""), "law/p", source="intake", district="_")
    noted = notes.note(on_the_log([law], first=4))
    assert noted.worlds == {"_"}
    assert drained(notes) == ["huancui|c", key(1)]


def test_what_is_due_for_news_of_its_own_comes_before_the_rest(notes: Notes) -> None:
    notes.note(on_the_log([facts(n)[0] for n in range(1, 6)]))
    drained(notes)
    notes.note(on_the_log([organ()], first=6))
    notes.note(on_the_log([facts(4)[1]], first=7))
    assert notes.due(1) == [key(4)]
    assert notes.due_count == 5


def test_a_row_that_is_parked_makes_nothing_due(notes: Notes) -> None:
    notes.note(on_the_log([facts(1)[0]]))
    drained(notes)
    row = RowParked(
        file="ledger", row_key="", sheet="1", row=2, column="案号", value="?", expected="案号", cells={}
    )
    noted = notes.note(on_the_log([fact("", row, "row/2", source="ledger/x")], first=2))
    assert noted.worlds == frozenset()
    assert notes.due_count == 0
    assert notes.world(DISTRICT) == []


def test_the_world_is_the_districts_the_logs_the_first_day_and_the_last(notes: Notes) -> None:
    law = fact("p", LawAdopted(pack="p", text="", sha256=""), "law/p", source="intake", district="_")
    days = [day(date(2026, 3, n)) for n in (1, 2, 3)]
    batch = on_the_log([law, *days, organ(), organ("huancui"), *facts(1)])
    notes.note(batch)
    assert notes.world(DISTRICT) == [batch[0][1], batch[4][1], batch[1][1], batch[3][1]]


def test_what_stalled_is_named_and_due_again_on_its_next_event_or_by_command(notes: Notes) -> None:
    notes.note(on_the_log([facts(1)[0], facts(2)[0]]))
    failed = notes.conclude([key(1), key(2)], stalled={key(1): "cannot"})
    assert failed == {key(1): "cannot"}
    assert [(one.case, one.error, one.since) for one in notes.stalled()] == [(key(1), "cannot", 2)]
    notes.retry()
    assert (notes.due(10), notes.stalled_count) == ([key(1)], 0)
    notes.conclude([key(1)], stalled={key(1): "still not"})
    notes.note(on_the_log([facts(1)[1]], first=3))
    assert (notes.due(10), notes.stalled_count) == ([key(1)], 0)


def test_views_are_saved_with_the_notes_or_not_at_all(url: str) -> None:
    metadata = MetaData()
    table = Table("views", metadata, Column("n", Integer, primary_key=True))
    notes = Notes(url, "reporting", also=[metadata])
    notes.note(on_the_log([facts(1)[0]]))

    def failing(connection):  # type: ignore[no-untyped-def]
        connection.execute(insert(table).values(n=1))
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        notes.conclude([key(1)], save=failing)
    assert notes.due(10) == [key(1)]
    notes.conclude([key(1)], save=lambda connection: connection.execute(insert(table).values(n=2)) and {})
    with notes._connection.begin():
        assert list(notes._connection.execute(select(table.c.n)).scalars()) == [2]
    assert notes.due_count == 0
    notes.close()


def test_many_big_events_are_noted_at_once(notes: Notes) -> None:
    drafts = [
        fact(case(n), CaseDocketed(instance="first", defendants=("字" * 2000,)), f"{n}") for n in range(500)
    ]
    notes.note(on_the_log(drafts))
    loaded = notes.load([key(n) for n in range(500)])
    assert sum(len(one.bodies) for one in loaded) == 500


def test_what_is_due_is_taken_in_the_order_in_which_it_became_so(notes: Notes) -> None:
    notes.note(on_the_log([facts(5)[0], facts(3)[0], facts(4)[0], facts(5)[1]]))
    assert notes.due(2) == [key(5), key(3)]
    assert notes.due(10, upto=2) == [key(5), key(3)]
    assert (notes.due_since, notes.settles) == (1, 1)
    notes.conclude([key(5), key(3)])
    assert (notes.due_since, notes.settles) == (3, 3)


def test_a_finding_keeps_open_what_was_not_settled_when_it_came(notes: Notes) -> None:
    """It may follow from anything reported since then, of another case or by a day that began."""
    notes.note(on_the_log([facts(1)[0], facts(2)[0]]))
    drained(notes)
    notes.note(on_the_log([facts(1)[1], finding("routing", 1), finding("routing", 2)], first=3), unsettled=2)
    assert notes.due(10, upto=2) == [key(2)]
    assert notes.settles == 2
    notes.conclude([key(2)])
    assert (notes.due_since, notes.settles) == (3, 2)


def test_notes_of_another_form_are_taken_anew(url: str) -> None:
    notes = Notes(url, "accountability")
    notes.note(on_the_log(facts(1)))
    with notes._connection.begin():
        notes._save_state(form=1)
    notes.close()
    notes = Notes(url, "accountability")
    assert (notes.position, notes.noted, notes.due_count) == (0, 0, 0)
    notes.note(on_the_log(facts(1)))
    assert notes.due(10) == [key(1)]
    notes.close()


def test_another_version_judges_every_case_again_and_what_was_settled_stays_so(notes: Notes) -> None:
    assert not notes.judge_by("1")
    notes.note(on_the_log([*facts(1), *facts(2)]))
    drained(notes)
    assert not notes.judge_by("1")
    assert notes.due_count == 0
    assert notes.judge_by("2")
    assert sorted(notes.due(10, upto=0)) == [key(1), key(2)]
    assert notes.settles == notes.position + 1
    assert not notes.judge_by("2")
