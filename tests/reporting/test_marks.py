"""Which entry of the law decided a case?"""

from pydantic_core import from_json

from services.reporting.marks import Marked, marked
from shared.dispute import disputes
from shared.events.agency import AgentsAuthorised, PapersEnclosed
from shared.events.bureau import ChiefAdvised
from shared.events.court import HearingScheduled
from shared.world import World
from tests.given import Given
from tests.words import (
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    act,
    day,
    docketed,
    effective,
    hearing,
    huancui,
    judgment,
    notice,
    xinzhou,
)


def marks(given: Given, case: str = FIRST) -> set[str]:
    """Return what marks a case."""
    found: dict[str, Marked] = {}
    for dispute in given.judged():
        found |= marked(dispute, given.world)
    return set(from_json(found[case].marks)) if case in found else set()


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


def test_a_world_without_laws_marks_what_was_found_all_the_same() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE))
    (dispute,) = given.judged()
    bare = World(laws=(), calendar=given.calendar, organs=given.organs, day=given.day)
    assert "routing/own-act" in marked(dispute, bare)[FIRST].marks
