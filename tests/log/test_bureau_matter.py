"""The bureau's own matter: there with the first event of a district, awake by time alone, and waking nobody else."""

from datetime import date
from pathlib import Path

import pytest

from services.deadlines.rules import RULES as DEADLINES
from services.intake.seed import bundled
from services.routing.rules import RULES as ROUTING
from shared.dispute import disputes
from shared.envelope import BUREAU, NO_DISTRICT, Draft, attributes, read
from shared.events.court import CaseDocketed
from shared.events.district import BulletinPublished, LawAdopted, OrganRegistered, SubscriptionMade
from shared.events.intake import FactCorrected
from shared.judge.folding import Folding
from shared.log.filing import file
from shared.log.notes import Notes
from tests.log.house import House
from tests.log.noted import drained, finding, key, on_the_log
from tests.log.toys import DISTRICT, case, day, fact, facts
from tests.oracle import expected, on_record

MATTER = f"{DISTRICT}|{BUREAU}"
SOURCE = "bureau/区司法局"


def organ(district: str = DISTRICT, id_: str = "organ/1") -> Draft:
    event = OrganRegistered(code="1", name="区人社局", kind="department")
    return fact("1", event, id_, source=SOURCE, district=district)


def bulletin(period: str, on: date, subject: str = BUREAU) -> Draft:
    event = BulletinPublished(period=period, published_on=on)
    return fact(subject, event, f"bulletin/{period}", source=SOURCE)


SUBSCRIPTION = SubscriptionMade(name="法规科", channel="email", address="a@example.cn")
FIRSTS = {
    "an organ": organ(),
    "a case": facts(1)[0],
    "what no law reads": fact("1", SUBSCRIPTION, "subscription/1", source=SOURCE),
    "a bulletin": bulletin("2023", date(2024, 1, 5)),
}


@pytest.fixture
def opened(url: str) -> Notes:
    return Notes(url, "deadlines")


@pytest.mark.parametrize("first", FIRSTS)
def test_it_is_due_with_the_first_event_of_the_district_and_only_with_that(opened: Notes, first: str) -> None:
    opened.note(on_the_log([FIRSTS[first]]))
    assert MATTER in drained(opened)
    opened.note(on_the_log([facts(2)[0]], first=2))
    assert drained(opened) == [key(2)]
    opened.close()


def test_every_district_has_its_own_and_what_concerns_all_has_none(opened: Notes) -> None:
    law = fact("p", LawAdopted(pack="p", text="", sha256=""), "law/p", source="intake", district=NO_DISTRICT)
    opened.note(on_the_log([law, day(date(2026, 3, 1))]))
    assert opened.due_count == 0
    opened.note(on_the_log([organ(), organ("huancui", "organ/2")], first=3))
    assert drained(opened) == [f"huancui|{BUREAU}", MATTER]
    opened.close()


def test_it_is_not_entered_twice_over_a_restart(opened: Notes, url: str) -> None:
    opened.note(on_the_log([facts(1)[0]]))
    drained(opened)
    opened.close()
    again = Notes(url, "deadlines")
    again.note(on_the_log([facts(2)[0]], first=2))
    assert drained(again) == [key(2)]
    again.close()


def test_those_who_do_not_ask_for_it_have_it_only_with_what_is_told_of_it(notes: Notes) -> None:
    notes.note(on_the_log([facts(1)[0], organ()]))
    assert drained(notes) == [key(1)]
    notes.note(on_the_log([bulletin("2023", date(2024, 1, 5))], first=3))
    assert drained(notes) == [MATTER]


def test_a_day_a_law_or_an_organ_makes_it_due(opened: Notes) -> None:
    opened.note(on_the_log([organ()]))
    opened.conclude(opened.due(10), wake={MATTER: date(2026, 4, 1)})
    opened.note(on_the_log([day(date(2026, 3, 31))], first=2))
    assert drained(opened) == []
    opened.note(on_the_log([day(date(2026, 4, 1))], first=3))
    assert drained(opened) == [MATTER]
    law = fact("p", LawAdopted(pack="p", text="", sha256=""), "law/p", source="intake", district=NO_DISTRICT)
    opened.note(on_the_log([law], first=4))
    assert drained(opened) == [MATTER]
    opened.note(on_the_log([organ("huancui", "organ/2"), organ(DISTRICT, "organ/3")], first=5))
    assert drained(opened) == [f"huancui|{BUREAU}", MATTER]
    opened.close()


def test_nothing_settles_from_the_event_on_that_brought_it_until_it_is_judged(opened: Notes) -> None:
    opened.note(on_the_log([day(date(2026, 3, 1)), organ()]))
    assert (opened.due_since, opened.settles) == (2, 2)
    drained(opened)
    assert opened.due_count == 0
    opened.close()


def test_it_is_folded_where_nothing_is_told_of_it(opened: Notes) -> None:
    opened.note(on_the_log([day(date(2026, 3, 1)), day(date(2026, 3, 2)), organ(), facts(1)[0]]))
    folding = Folding(opened, lambda dispute, world: ())
    dues, unfolded = folding.fold([MATTER, key(1)])
    assert unfolded == {}
    assert [[one.key for one in due.disputes] for due in dues] == [[BUREAU], [case(1)]]
    assert {(due.world.since, due.world.day) for due in dues} == {(date(2026, 3, 1), date(2026, 3, 2))}
    assert dues[0].position == 4
    looked = folding.look(DISTRICT, BUREAU)
    assert looked is not None
    assert looked.dispute.key == BUREAU
    opened.close()


def test_the_first_day_is_known_to_a_world_that_was_looked_at_before_it(opened: Notes) -> None:
    folding = Folding(opened, lambda dispute, world: ())
    folding.heed(opened.note(on_the_log([organ()])))
    assert [due.world.since for due in folding.fold([MATTER])[0]] == [None]
    days = [day(date(2026, 3, n)) for n in (1, 2, 3)]
    folding.heed(opened.note(on_the_log(days, first=2)))
    (due,) = folding.fold([MATTER])[0]
    assert (due.world.since, due.world.day) == (date(2026, 3, 1), date(2026, 3, 3))
    folding.heed(opened.note(on_the_log([day(date(2026, 3, 4))], first=5)))
    (due,) = folding.fold([MATTER])[0]
    assert (due.world.since, due.world.day) == (date(2026, 3, 1), date(2026, 3, 4))
    opened.close()


def test_a_bulletin_and_its_correction_are_filed_together_whatever_their_subjects() -> None:
    told = bulletin("2026-Q1", date(2026, 4, 10), subject="一季度通报")
    correction = FactCorrected(
        target_source=told.source, target_id=told.id, replaces=told.id, type=told.type, data=told.data
    )
    later = fact("更正", correction, f"{told.id}#1", source=SOURCE)
    filed = [file(attributes(body)) for _, body in on_the_log([told, later])]
    assert {one.key for one in filed} == {MATTER}
    assert all(one.is_case and one.world is None for one in filed)
    assert filed[1].targets == (filed[0].fact,)


def test_a_case_and_what_the_bureau_published_are_two_matters() -> None:
    told = [facts(1)[0], bulletin("2026-Q1", date(2026, 4, 10), subject=case(1)), finding("deadlines", 1)]
    found = disputes([read(body) for _, body in on_the_log(told)])
    assert {one.key: sorted(kind.__name__ for kind in one.cases[0].reports) for one in found} == {
        BUREAU: ["BulletinPublished"],
        case(1): ["CaseDocketed"],
    }
    assert {one.key: [*one.findings.get("deadlines", ())] != [] for one in found} == {
        BUREAU: False,
        case(1): True,
    }


async def test_a_quarter_that_ends_is_found_by_time_alone_and_a_rebuild_finds_the_same(house: House) -> None:
    docketed = CaseDocketed(instance="first", defendants=("区人社局",), docketed_on=date(2026, 9, 1))
    told = [
        *bundled(),
        day(date(2026, 9, 29)),
        organ("huancui"),
        fact(case(1), docketed, "1", district="huancui"),
    ]
    house.judge(ROUTING)
    judge = house.judge(DEADLINES)
    await house.keeper.record(told)
    await house.quiet()
    assert of_bureau(house) == []
    await house.keeper.record([day(date(2026, 9, 30)), day(date(2026, 10, 1))])
    await house.quiet()
    assert of_bureau(house) == [("deadline-set", "2026-Q3")]
    published = BulletinPublished(period="2026-Q3", published_on=date(2026, 10, 9))
    await house.keeper.record([fact("三季度通报", published, "b1", source=SOURCE, district="huancui")])
    await house.quiet()
    assert of_bureau(house) == [("deadline-set", "2026-Q3"), ("deadline-met", "2026-Q3")]
    await house.keeper.record([day(date(2026, 10, 10)), day(date(2027, 2, 2))])
    await house.quiet()
    assert ("deadline-missed", "2026-Q4") in of_bureau(house)
    assert ("deadline-set", "2026") in of_bureau(house)
    assert on_the_matter(expected(house.log(), "huancui")) == on_the_matter(on_record(house.log(), "huancui"))
    assert judge.stalled == ()

    position = house.keeper.position
    await house.stop_judge("deadlines")
    for left in Path(house.folder).glob("deadlines.db*"):
        left.unlink()
    house.judge(DEADLINES)
    await house.quiet()
    assert house.keeper.position == position


def of_bureau(house: House) -> list[tuple[str, str]]:
    """Return the deadlines found on the matter, in the order in which they were."""
    found = [attributes(body) for body in house.log()]
    return [
        (one["type"].split(".")[1], one["data"]["of"])
        for one in found
        if one["subject"] == BUREAU and one["type"].startswith("yingsu.deadline-") and "of" in one["data"]
        if "near" not in one["type"]
    ]


def on_the_matter(standing: object) -> dict[object, object]:
    """Return what stands on the matter."""
    assert isinstance(standing, dict)
    return {key: said for key, said in standing.items() if key[1].case == BUREAU}
