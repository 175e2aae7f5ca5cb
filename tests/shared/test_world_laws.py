"""By which of a district's laws is a case judged, when one follows another, begins late or leaves a gap?"""

from collections.abc import Mapping
from datetime import date
from itertools import permutations

import pytest

from shared.calendar import Calendar
from shared.dispute import Case, disputes
from shared.envelope import NO_DISTRICT
from shared.events.base import Fact
from shared.events.district import LawAdopted
from shared.events.findings.routing import LawMissing, LawNotInForce, ResponsibleAgencyDetermined
from shared.law.loader import laws_of
from shared.organs import Organs
from shared.world import World, world_of
from tests.given import Given, drafted, packs
from tests.shared.example_pack import PACK
from tests.words import FIRST, POLICE, act, day, docketed, hearing, notice, papers, xinzhou


def pack(name: str, since: str, until: str = "", earlier: str = "") -> str:
    """Return the example pack under another name, in force on these days; `earlier` says whom it applies to."""
    ends = f", until: {until}" if until else ""
    text = PACK.replace("pack: example", f"pack: {name}", 1)
    text = text.replace("{since: 2023-01-01,", f"{{since: {since}{ends},").replace(
        "since: 2023-01-01,", f"since: {since},"
    )
    if earlier:
        text = text.replace(
            "parameters:\n", f'parameters:\n  earlier_cases: {{value: {earlier}, article: "3", note: x}}\n'
        )
    return text


def world(*texts: str, on: str = "2026-11-20") -> World:
    """Return a world under these packs on a day."""
    adopted = {"national": packs()["national"], **{text.split()[1]: text for text in texts}}
    return World(laws_of("example", adopted), Calendar.bundled(), Organs(), day(on))


def case(*facts: Fact) -> Case:
    """Return a case of which these facts are reported."""
    (dispute,) = disputes(Given("example").facts(FIRST, *facts).records)
    return dispute.cases[0]


def law_on(world: World, began: str) -> str | None:
    """Return the pack by which a case that began on a day is judged."""
    law = world.law_for(case(docketed(on=began)))
    return law.pack.pack if law else None


OLD = pack("old", "2020-01-01", "2023-01-01")
NEW = pack("new", "2023-01-01")


def test_each_case_is_judged_by_the_pack_in_force_on_the_day_it_began() -> None:
    both = world(OLD, NEW)
    assert [law_on(both, on) for on in ("2020-01-01", "2022-12-31", "2023-01-01", "2026-01-01")] == [
        "old",
        "old",
        "new",
        "new",
    ]


READ_ANEW = PACK.replace(
    "parameters:\n",
    """parameters:
  min_losses:
    {value: 3, article: "4", note: x, later: [{value: 2, since: 2024-01-01, article: 4a, status: confirmed, note: y},
     {value: 4, since: 2025-01-01, article: 4b, note: z}]}
""",
    1,
)


def test_a_parameter_is_read_as_on_the_day_the_case_began() -> None:
    anew = world(READ_ANEW)
    days = ("2023-06-01", "2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01")
    laws = [anew.law_for(case(docketed(on=on))) for on in days]
    assert [law and law.parameter("min_losses") for law in laws] == [3, 3, 2, 2, 4]
    assert [law and law.parameters["min_losses"].article for law in laws] == ["4", "4", "4a", "4a", "4b"]
    assert laws[2] is laws[3]


def test_in_which_order_packs_are_adopted_makes_no_difference() -> None:
    third = pack("third", "2025-01-01")
    found = {tuple(law.pack.pack for law in world(*order).laws) for order in permutations((OLD, NEW, third))}
    assert found == {("old", "new", "third")}


def test_a_pack_that_begins_while_another_has_no_end_takes_over_from_its_first_day() -> None:
    both = world(pack("endless", "2020-01-01"), pack("later", "2024-01-01"))
    assert (law_on(both, "2023-12-31"), law_on(both, "2024-01-01")) == ("endless", "later")


@pytest.mark.parametrize(("earlier", "found"), [("", "new"), ("apply", "new"), ("refuse", None)])
def test_a_case_from_before_the_first_pack_is_judged_by_it_if_that_says_so(
    earlier: str, found: str | None
) -> None:
    only = world(pack("new", "2023-01-01", earlier=earlier))
    assert law_on(only, "2022-12-31") == found
    assert law_on(only, "2023-01-01") == "new"


@pytest.mark.parametrize(("earlier", "found"), [("apply", "late"), ("refuse", None)])
def test_in_a_gap_between_two_packs_the_later_one_says_whether_it_applies(
    earlier: str, found: str | None
) -> None:
    gap = world(OLD, pack("late", "2024-01-01", earlier=earlier))
    assert [law_on(gap, on) for on in ("2022-12-31", "2023-01-01", "2023-12-31")] == ["old", found, found]


def test_after_the_last_pack_has_ended_there_is_none() -> None:
    assert law_on(world(OLD), "2023-01-01") is None


def test_a_case_from_before_a_pack_that_refuses_goes_to_the_next_that_applies() -> None:
    both = world(
        pack("first", "2023-01-01", "2024-01-01", "refuse"), pack("second", "2024-01-01", earlier="apply")
    )
    assert law_on(both, "2022-06-01") == "second"


@pytest.mark.parametrize(
    ("on", "law"),
    [("2019-12-31", "old"), ("2020-01-01", "old"), ("2022-12-31", "old"), ("2023-01-01", "new")],
)
def test_the_law_of_a_day_is_the_one_in_force_or_else_the_next_to_be(on: str, law: str) -> None:
    found = world(OLD, NEW, on=on).law
    assert found is not None
    assert found.pack.pack == law


def test_when_all_have_ended_the_law_of_the_day_is_the_last_that_was() -> None:
    ended = world(pack("old", "2020-01-01", "2021-01-01"), pack("new", "2021-01-01", "2022-01-01")).law
    assert ended is not None
    assert ended.pack.pack == "new"


@pytest.mark.parametrize(
    ("facts", "began"),
    [
        ((docketed(on="2023-03-01"), notice("2023-02-01")), "2023-03-01"),
        ((docketed(on=""), notice("2023-03-10"), papers("2023-03-08")), "2023-03-08"),
        ((docketed(on=""), hearing("2023-05-04")), "2023-05-04"),
        ((docketed(on=""), act()), None),
    ],
)
def test_a_case_begins_when_it_is_docketed_else_with_the_first_that_has_a_day(
    facts: tuple[Fact, ...], began: str | None
) -> None:
    assert case(*facts).began_on == (day(began) if began else None)


def test_a_case_without_any_day_is_judged_by_the_law_of_the_day() -> None:
    without = case(docketed(on=""))
    found = [world(OLD, NEW, on=on).law_for(without) for on in ("2022-12-31", "2023-01-01")]
    assert [law and law.pack.pack for law in found] == ["old", "new"]


def told(texts: Mapping[str, str], began: str) -> list[type]:
    """Return what routing finds on a case that began on a day, under these packs."""
    given = xinzhou().facts(FIRST, docketed(on=began), act(acting=POLICE))
    given.texts = texts
    return sorted(
        {type(found) for found in given.findings("routing").values()}, key=lambda kind: kind.__name__
    )


def test_without_any_pack_the_law_is_missing_and_without_one_of_the_day_it_is_not_in_force() -> None:
    assert told({}, "2023-03-01") == [LawMissing]
    national, own = packs()["national"], packs()["xinzhou"]
    refusing = national.replace(
        "value: apply\n    one_of: [apply, refuse]", "value: refuse\n    one_of: [apply, refuse]"
    )
    assert refusing != national
    assert told({"national": refusing, "xinzhou": own}, "2022-06-05") == [LawNotInForce]
    assert told({"national": refusing, "xinzhou": own}, "2022-06-06") == [ResponsibleAgencyDetermined]
    assert told({"national": national, "xinzhou": own}, "2022-06-05") == [ResponsibleAgencyDetermined]


def test_where_no_law_is_in_force_nothing_is_due_and_nobody_failed() -> None:
    given = Given("example", texts={"national": packs()["national"], "old": OLD})
    given.facts(FIRST, docketed(on="2024-03-01"), notice("2024-03-10"), hearing("2024-05-08"))
    assert given.findings("deadlines") == {}
    assert given.findings("accountability") == {}
    (found,) = given.found("routing", LawNotInForce)
    assert (found.reason, found.began_on, found.pack, found.article) == (
        "not-in-force",
        date(2024, 3, 1),
        "old",
        "1",
    )


def test_packs_adopted_on_the_log_are_the_laws_of_the_world_whichever_arrives_first() -> None:
    facts = [LawAdopted(pack=name, text=text, sha256="0") for name, text in (("old", OLD), ("new", NEW))]
    facts.append(LawAdopted(pack="national", text=packs()["national"], sha256="0"))
    for order in permutations(facts):
        given = Given("example")
        for number, fact in enumerate(order):
            given.told(drafted(fact, "intake", f"w{number}", fact.pack, NO_DISTRICT))
        assert [law.pack.pack for law in world_of("example", given.records).laws] == ["old", "new"]


def test_a_pack_of_a_day_to_come_judges_nothing_before_that_day() -> None:
    coming = pack("coming", "2024-01-01", earlier="apply")
    before, after = world(coming, on="2023-12-31"), world(coming, on="2024-01-01")
    assert (law_on(before, "2023-06-01"), law_on(after, "2023-06-01")) == (None, "coming")
    assert (before.changes_on, after.changes_on) == (day("2024-01-01"), None)


def test_the_end_of_a_pack_is_a_day_on_which_the_law_changes() -> None:
    assert world(OLD, on="2022-06-01").changes_on == day("2023-01-01")
