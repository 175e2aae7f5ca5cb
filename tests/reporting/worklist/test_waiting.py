"""What waits in a case, who must act, and until when does it wait?"""

from dataclasses import replace
from datetime import date

from services.reporting.worklist.kinds import KINDS, STAGES, WHO, OpenItem
from shared.events.agency import AgentsAuthorised, PapersEnclosed
from shared.events.bureau import CircularIssued
from shared.events.court import CaseResumed, HearingScheduled
from shared.organs import Organs
from tests.given import Given
from tests.reporting.worklist.told import kinds, only, waiting
from tests.words import (
    BUREAU,
    FIRST,
    GOVERNMENT,
    HOUSING,
    LAND,
    OFFICE,
    POLICE,
    SECOND,
    STRANGER,
    TOWN,
    act,
    answered,
    day,
    designated,
    docketed,
    forwarded,
    hearing,
    huancui,
    notice,
    officer,
    papers,
    suggestion,
    xinzhou,
)


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


def test_every_kind_has_a_role_that_acts_and_stages_are_among_them() -> None:
    assert set(WHO) == set(KINDS)
    assert set(STAGES.values()) < set(KINDS)


def test_what_waits_names_whoever_fills_the_role() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT, on="2023-09-20"), notice("2023-09-22", to=GOVERNMENT))
    item = only(given.on("2023-09-23"), "forward-urgent")
    assert (item.who, item.agencies) == ("government_office_or_bureau", (OFFICE, BUREAU))
    of_bureau = only(huancui().facts(FIRST, docketed(GOVERNMENT)), "designation")
    assert of_bureau.agencies == (BUREAU,)


def test_papers_of_the_government_wait_for_whoever_answers_for_it() -> None:
    given = xinzhou().facts(FIRST, docketed(GOVERNMENT), act(implementing=LAND, in_government_name=True))
    given.facts(
        FIRST, PapersEnclosed(to="court", parts=("defence",), enclosed_on=day("2023-04-03"), agency="区政府")
    )
    items = [item for item in waiting(given) if item.kind == "papers"]
    assert {item.agencies for item in items} == {(LAND,)}


def test_agents_wait_for_the_agency_itself() -> None:
    alone = AgentsAuthorised(agency="区公安分局", outside_lawyers=1, authorised_on=day("2023-08-01"))
    given = huancui().facts(FIRST, docketed(POLICE, HOUSING, on="2023-07-03"), alone)
    assert only(given, "agents").agencies == (POLICE,)


def test_where_the_register_has_nobody_for_a_role_nobody_is_named() -> None:
    given = replace(huancui(), organs=Organs())
    lawless = replace(given, texts={}).facts(FIRST, docketed(POLICE))
    assert (only(lawless, "law").who, only(lawless, "law").agencies) == ("bureau", ())


def test_a_suggestion_waits_for_its_addressee_until_it_is_answered_also_late() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), suggestion("2023-06-05", to=LAND)).on("2023-06-06")
    item = only(given, "answer")
    assert (item.agencies, item.since, item.by) == ((LAND,), date(2023, 6, 5), date(2023, 8, 7))
    assert (item.article, item.says) == ("23", {"kind": "judicial", "received_on": "2023-06-05"})
    assert only(given.on("2023-12-01"), "answer").by == date(2023, 8, 7)
    assert "answer" not in kinds(given.facts(FIRST, answered("2023-12-04", of="2023-06-05", by=LAND)))


def test_each_suggestion_waits_for_itself() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), suggestion("2023-06-05", to=LAND))
    given.facts(FIRST, suggestion("2023-06-12", to=TOWN)).on("2023-06-13")
    items = [item for item in waiting(given) if item.kind == "answer"]
    assert [item.agencies for item in items] == [(LAND,), (TOWN,)]


def test_a_doubt_waits_for_the_bureau_with_what_was_found_and_what_bounds_it() -> None:
    given = _doubted(xinzhou().fact(FIRST, HearingScheduled(hearing_on=day("2023-02-01"))))
    assert given == [
        OpenItem(
            "doubt",
            since=day("2023-02-01"),
            by=None,
            article="",
            says={
                "problem": "hearing_before_case",
                "duty": "",
                "of": "2023-02-01",
                "found": "2023-02-01",
                "expected": "2023-03-01",
            },
            who="bureau",
            agencies=(BUREAU,),
        )
    ]


def test_a_doubt_is_settled_by_a_correction() -> None:
    given = xinzhou().fact(FIRST, CaseResumed(resumed_on=day("2023-05-20")), id_="r")
    assert [item.says["problem"] for item in _doubted(given)] == ["resumed_without_stay"]
    given.retracted(FIRST, "r", "r", CaseResumed)
    assert _doubted(replace(given)) == []


def _doubted(given: Given) -> list[OpenItem]:
    given.facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    return [item for item in waiting(given) if item.kind == "doubt"]
