"""Is the bureau told where a court and an agency report the same thing otherwise?"""

from shared.events.court import CaseDocketed, HearingHeld
from tests.given import Given
from tests.reporting.worklist.told import waiting
from tests.words import (
    BUREAU,
    FIRST,
    HOUSING,
    POLICE,
    docketed,
    hearing,
    notice,
    officer,
    sat,
    xinzhou,
)

COURT, AGENCY = "court/示0101", "agency/区公安分局"


def told(given: Given) -> list[tuple[object, ...]]:
    """Return what is told otherwise: the fact, the slot, the fields, whose report counts and whose does not."""
    names = ("reported", "slot", "differing", "counting", "outweighed")
    found = [item for item in waiting(given) if item.kind == "disagreement"]
    assert all((item.who, item.agencies, item.article) == ("bureau", (BUREAU,), "APP 12") for item in found)
    return [tuple(item.says[name] for name in names) for item in found]


def heard() -> Given:
    """Give a hearing to which, the court says, only staff came."""
    given = xinzhou().facts(FIRST, docketed(POLICE), source=COURT)
    return given.fact(FIRST, hearing("2023-05-08", sat(organ=POLICE)), source=COURT, id_="court")


def test_who_came_is_told_otherwise_and_the_courts_report_counts() -> None:
    given = heard().fact(FIRST, hearing("2023-05-08", officer(POLICE)), source=AGENCY, id_="agency")
    assert told(given) == [
        ("hearing-held", "2023-05-08", ["attendees"], f"{COURT} court", f"{AGENCY} agency")
    ]
    assert given.rate("appearance_rate") == (0, 1)


def test_under_the_other_reading_the_agencys_report_counts_and_the_bureau_still_looks() -> None:
    given = heard().fact(FIRST, hearing("2023-05-08", officer(POLICE)), source=AGENCY, id_="agency")
    given.reading("national", "reports_first:\n    value: court", "reports_first:\n    value: agency")
    assert told(given) == [
        ("hearing-held", "2023-05-08", ["attendees"], f"{AGENCY} agency", f"{COURT} court")
    ]
    assert given.rate("appearance_rate") == (1, 1)


def test_what_one_leaves_empty_it_does_not_deny() -> None:
    given = heard().fact(FIRST, HearingHeld(held_on=hearing("2023-05-08").held_on), source=AGENCY)
    assert told(given) == []


def test_an_alias_is_the_same_organ() -> None:
    given = heard().fact(FIRST, notice("2023-03-06", to=POLICE), source=COURT, id_="n")
    given.fact(FIRST, notice("2023-03-07", to="区公安分局"), source=AGENCY, id_="n")
    ((fact, _slot, fields, counting, outweighed),) = told(given)
    assert (fact, fields, counting, outweighed) == (
        "notice-served",
        ["served_on"],
        f"{COURT} n",
        f"{AGENCY} n",
    )


def test_notices_of_two_organs_are_two_things() -> None:
    given = heard().fact(FIRST, notice("2023-03-06", to=POLICE), source=COURT)
    given.fact(FIRST, notice("2023-03-07", to=HOUSING), source="agency/区住建局")
    assert told(given) == []


def test_it_is_settled_when_one_of_them_is_corrected_or_taken_back() -> None:
    other = hearing("2023-05-08", officer(POLICE))
    corrected = heard().fact(FIRST, other, source=AGENCY, id_="agency")
    corrected.corrected(FIRST, "agency", "agency", hearing("2023-05-08", sat(organ=POLICE)), source=AGENCY)
    assert told(corrected) == []

    retracted = heard().fact(FIRST, other, source=AGENCY, id_="agency")
    retracted.retracted(FIRST, "agency", "agency", HearingHeld, source=AGENCY)
    assert told(retracted) == []


def test_a_ledger_that_differs_is_no_second_voice() -> None:
    given = heard().fact(FIRST, docketed(HOUSING), source="ledger/xinzhou", id_="l")
    assert [one[0] for one in told(given)] == []
    assert given.fact(FIRST, docketed(HOUSING), source="bureau/xinzhou", id_="b").judged()
    assert [(one[0], one[2]) for one in told(given)] == [("case-docketed", ["defendants"])]
    assert CaseDocketed is type(docketed(POLICE))
