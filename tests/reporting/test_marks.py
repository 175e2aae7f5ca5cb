"""Which entry of the law decided a case, and what about it waits for somebody?"""

from datetime import date

from pydantic_core import from_json

from services.reporting.marks import Marked, OpenItem, items_of, marked
from shared.dispute import disputes
from shared.events.agency import AgentsAuthorised, PapersEnclosed
from shared.events.bureau import ChiefAdvised, CircularIssued
from shared.events.court import HearingScheduled
from shared.events.proceeding import DecisionMade
from shared.world import World
from tests.given import Given
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    SECOND,
    STRANGER,
    TOWN,
    act,
    day,
    designated,
    docketed,
    effective,
    forwarded,
    hearing,
    huancui,
    judgment,
    notice,
    officer,
    papers,
    xinzhou,
)


def marks(given: Given, case: str = FIRST) -> set[str]:
    """Return what marks a case, without what waits."""
    return {mark for mark in _marks(given, case) if not mark.startswith("open/")}


def _marks(given: Given, case: str) -> list[str]:
    found: dict[str, Marked] = {}
    for dispute in given.judged():
        found |= marked(dispute, given.world)
    return list(from_json(found[case].marks)) if case in found else []


def waiting(given: Given, case: str = FIRST) -> list[OpenItem]:
    """Return what waits in a case."""
    found: dict[str, Marked] = {}
    for dispute in given.judged():
        found |= marked(dispute, given.world)
    assert {f"open/{item.kind}" for item in items_of(found[case].open)} == {
        mark for mark in _marks(given, case) if mark.startswith("open/")
    }
    return list(items_of(found[case].open))


def kinds(given: Given, case: str = FIRST) -> list[str]:
    """Return the kinds of what waits in a case."""
    return [item.kind for item in waiting(given, case)]


def test_the_rule_that_decides_is_marked_and_not_those_passed_over() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    assert marks(given) == {"routing/own-act"}


def test_each_defendant_has_its_rule() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, GOVERNMENT), act(reconsideration="upheld"))
    assert marks(given) == {"routing/own-act", "routing/after-reconsideration-together"}


def test_duties_grounds_circulars_and_losses_are_marked() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-03-06"), hearing("2023-05-08"))
    given.facts(FIRST, judgment("revoked", "other", served="2023-06-12"), effective("2023-06-28"))
    given.on("2024-06-03")
    assert marks(given) >= {
        "appearing/first-of-year-agency",
        "duties/papers",
        "duties/defence",
        "duties/loss_analysis",
        "circulars/no-officer",
        "circulars/papers-late",
        "lost/revoked",
    }
    assert "lost/other" not in marks(given)


def test_an_outcome_a_pack_does_not_count_as_lost_is_not_marked_until_it_does() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    given.facts(FIRST, judgment("varied", "revoked", served="2023-06-12"), effective("2023-06-28"))
    assert "lost/varied" not in marks(given)
    assert "lost/varied" in marks(given.reading("xinzhou", "varied: false", "varied: true"))


def test_observers_agents_papers_and_the_roster_are_marked_by_their_rules() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(acting=LAND, in_government_name=True))
    given.facts(FIRST, HearingScheduled(hearing_on=day("2023-05-08")))
    given.facts(FIRST, PapersEnclosed(to="court", parts=("defence",), enclosed_on=day("2023-04-03")))
    assert marks(given) >= {"roster/leader-in-charge", "checklists/papers-to-court"}
    alone = AgentsAuthorised(agency=POLICE, outside_lawyers=1, authorised_on=day("2023-08-01"))
    assert "agents/one-or-two-agents" in marks(huancui().facts(FIRST, docketed(POLICE), alone))


def test_every_mark_is_an_entry_of_the_law() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-03-06"), hearing("2023-05-08"))
    given.facts(FIRST, ChiefAdvised(by="court", advised_on=day("2023-04-03")))
    given.facts(FIRST, judgment("revoked", served="2023-06-12"), effective("2023-06-28")).on("2024-06-03")
    law = given.world.law
    assert law is not None
    assert marks(given) <= {entry.mark for entry in law.entries()}


def test_a_case_nothing_was_found_on_has_no_mark() -> None:
    (dispute,) = disputes(xinzhou().facts(FIRST, docketed(POLICE)).records)
    assert marked(dispute, xinzhou().world) == {}


def test_the_bureau_must_designate_until_it_has() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT))
    (item,) = waiting(given)
    assert (item.kind, item.since, item.by, item.article) == ("designation", date(2023, 3, 1), None, "8(9)")
    assert item.says == {"defendant": GOVERNMENT, "rule": "other"}
    assert kinds(given.facts(FIRST, designated(LAND, defendant=GOVERNMENT))) == []


def test_the_office_must_settle_who_comes_before_the_hearing_was_held() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(implementing=LAND, in_government_name=True))
    given.facts(FIRST, HearingScheduled(hearing_on=day("2023-05-08")))
    (item,) = (item for item in waiting(given) if item.kind == "coordination")
    assert (item.by, item.article, item.says["reason"]) == (date(2023, 5, 8), "12", "no-roster")
    assert "coordination" not in kinds(given.facts(FIRST, hearing("2023-05-08", officer(GOVERNMENT))))


def test_forwarding_today_waits_until_it_is_done() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT, on="2023-09-20"), notice("2023-09-22", to=GOVERNMENT))
    given.on("2023-09-23")
    (item,) = (item for item in waiting(given) if item.kind == "forward-urgent")
    assert item.by == date(2023, 9, 26)
    assert "forward-urgent" not in kinds(given.facts(FIRST, forwarded("2023-09-25")))


def test_a_circular_is_dated_by_what_was_missed() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), notice("2023-03-06"), hearing("2023-05-08"))
    given.facts(FIRST, papers("2023-04-03")).on("2023-06-01")
    since = {item.says["ground"]: item.since for item in waiting(given) if item.kind == "circular"}
    assert since == {"no-officer": date(2023, 5, 8), "papers-late": date(2023, 3, 8)}


def test_a_circular_waits_until_one_was_issued_about_every_agency_on_its_ground() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN), hearing("2023-05-08")).on("2023-06-01")
    assert kinds(given) == ["circular"]
    given.facts(FIRST, CircularIssued(agency="区公安分局", issued_on=day("2023-06-05")))
    assert kinds(given) == ["circular"]
    given.facts(FIRST, CircularIssued(agency=TOWN, ground="papers-late", issued_on=day("2023-06-05")))
    assert kinds(given) == ["circular"]
    given.facts(FIRST, CircularIssued(agency=TOWN, ground="no-officer", issued_on=day("2023-06-05")))
    assert kinds(given) == []


def test_a_decision_that_does_not_rest_on_what_the_law_asks_waits_for_who_made_it() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), judgment("revoked", served="2023-06-12"))
    given.facts(FIRST, effective("2023-06-28")).on("2023-07-03")
    decided = DecisionMade(
        unit=POLICE,
        decided_on=day("2023-07-03"),
        conclusion="not_held_accountable",
        grounds=("law-read-differently",),
    )
    given.facts(FIRST, decided)
    (item,) = (item for item in waiting(given) if item.kind == "decision")
    assert item.says["problems"] == ["no_reasons"]
    assert "grounds/law-read-differently" in marks(given)


def test_what_no_law_governs_or_the_register_does_not_know_waits_for_the_bureau() -> None:
    assert kinds(huancui().facts(FIRST, docketed(POLICE, category="civil"))) == ["law"]
    assert kinds(huancui().facts(FIRST, docketed(STRANGER)))[:1] == ["parked"]
    lawless = huancui().facts(FIRST, docketed(POLICE))
    lawless.texts = {}
    assert kinds(lawless) == ["law"]


def test_what_waits_stands_in_the_order_in_which_it_should_be_seen_to() -> None:
    given = xinzhou().facts(SECOND, docketed(GOVERNMENT, BUREAU), notice("2023-03-06", to=BUREAU))
    given.on("2024-01-01")
    found = kinds(given, SECOND)
    assert found[0] == "designation"
    assert found[-1] == "circular"


def test_a_world_without_laws_marks_what_was_found_all_the_same() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    (dispute,) = given.judged()
    bare = World(laws=(), calendar=given.calendar, organs=given.organs, day=given.day)
    assert "routing/own-act" in marked(dispute, bare)[FIRST].marks
