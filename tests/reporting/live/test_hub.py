"""What is told of what becomes visible: nothing is lost or said twice, wherever somebody was cut off."""

import sqlite3
from collections.abc import Iterable
from datetime import date

from services.reporting.live.hub import FIGURES
from services.reporting.live.looking import PAGE
from services.reporting.live.moved import Sum
from services.reporting.periods import Period
from services.reporting.timeline import MASK
from shared.envelope import attributes
from shared.events.agency import DefenceFiled
from shared.log.versions import name_current
from tests.reporting.live.conftest import HOUSING, POLICE, Said, Street, asked, number, parsed


def figures(said: Iterable[Said]) -> dict[tuple[str, str, str, str], Said]:
    return {
        (one.data["period"], one.data["by"], one.data["agency"], one.data["metric"]): one
        for one in said
        if one.event == "figure"
    }


def of(said: Iterable[Said], event: str) -> list[Said]:
    return [one for one in said if one.event == event]


async def test_a_figure_that_moved_is_told_with_what_it_is_now(street: Street) -> None:
    street.docket(1)
    street.hear(1, date(2023, 5, 6))
    await street.settle()
    here = street.hub.place(None)
    street.docket(2)
    street.hear(2, date(2023, 5, 9), rank="none")
    upto = await street.settle()
    moved = figures(parsed(await street.all_after(here)))
    rate = moved["2023", "defendant", POLICE, "appearance_rate"].data
    assert (rate["numerator"], rate["denominator"], rate["value"]) == (1, 2, "0.5000")
    assert (rate["target"], rate["met"], rate["position"]) == ("1.0000", False, upto)
    assert {"2023-05", "2023"} <= {period for period, *_ in moved}
    assert ("2023", "*", "*", "appearance_rate") in moved
    assert ("2023", "defendant", HOUSING, "appearance_rate") not in moved


async def test_what_has_not_moved_is_not_told(street: Street) -> None:
    street.docket(1)
    await street.settle()
    here = street.hub.place(None)
    street.told.fact(number(1), DefenceFiled(agency=POLICE, filed_on=date(2023, 3, 9)))
    await street.settle()
    said = parsed(await street.all_after(here))
    assert figures(said) == {}
    assert next(one.data["type"] for one in of(said, "case")) == "yingsu.defence-filed.v1"


async def test_whoever_is_cut_off_anywhere_is_told_the_rest_once(street: Street) -> None:
    await street.settle()
    here = street.hub.place(None)
    for n in range(1, 4):
        street.docket(n)
        street.hear(n, date(2023, 4, n))
        await street.settle()
    whole = of(parsed(await street.all_after(here)), "case")
    stored = [attributes(body) for body in street.told.stored[here.position :]]
    assert [one.id for one in whole] == [one["position"] for one in stored]
    for cut, last in enumerate(whole, 1):
        assert last.id is not None
        rest = parsed(await street.all_after(street.hub.place(last.id)))
        assert of(rest, "case") == whole[cut:]
        if last.id < street.hub.upto:
            assert (rest[-1].event, rest[-1].id) == ("settled", street.hub.upto)


async def test_figures_are_told_again_to_whoever_was_cut_off_before_the_end_of_their_step(
    street: Street,
) -> None:
    street.docket(1)
    await street.settle()
    here = street.hub.place(None)
    street.hear(1, date(2023, 5, 6))
    await street.settle()
    whole = parsed(await street.all_after(here))
    cut_off_at = of(whole, "case")[0].id
    again = parsed(await street.all_after(street.hub.place(cut_off_at)))
    assert figures(again).keys() == figures(whole).keys() != set()
    read_to_the_end = parsed(await street.all_after(street.hub.place(street.hub.upto)))
    assert read_to_the_end == []


async def test_after_a_restart_events_go_on_where_they_were_and_figures_are_to_be_read_again(
    street: Street,
) -> None:
    street.docket(1)
    seen = await street.settle()
    street.docket(2)
    upto = await street.settle()
    other = street.another()
    other.nudge(upto)
    await other.look()
    said = parsed(await street.all_after(other.place(seen), hub=other))
    other.close()
    assert [one.id for one in of(said, "case")] == list(range(seen + 1, upto + 1))
    assert [one.data for one in of(said, "reset")] == [{"position": upto}]
    assert said[-1].data["cases"] is None


async def test_a_restart_that_missed_nothing_is_not_felt(street: Street) -> None:
    street.docket(1)
    upto = await street.settle()
    other = street.another()
    other.nudge(upto)
    await other.look()
    assert await street.all_after(other.place(upto), hub=other) == b""
    other.close()


async def test_everything_may_be_read_from_the_beginning_a_page_at_a_time(street: Street) -> None:
    for n in range(1, 130):
        street.docket(n)
        street.hear(n, date(2023, 4, 3))
    upto = await street.settle()
    said = parsed(await street.all_after(street.hub.place(0)))
    own = [body["position"] for body in map(attributes, street.told.stored)]
    assert [one.id for one in of(said, "case")] == own
    assert len(own) > PAGE
    assert (said[-1].event, said[-1].id) == ("settled", upto)


async def test_filters(street: Street) -> None:
    await street.settle()
    here = street.hub.place(None)
    street.docket(1)
    street.hear(1, date(2023, 5, 6))
    street.docket(2, HOUSING, date(2023, 8, 1))
    await street.settle()

    async def told(**parts: object) -> list[Said]:
        return parsed(await street.all_after(here, asked(**parts)))

    assert {key[2] for key in figures(await told(agency=HOUSING))} == {HOUSING}
    assert {one.data["subject"] for one in of(await told(agency=HOUSING), "case")} == {number(2)}
    assert {key[2] for key in figures(await told(agency="*"))} == {"*"}
    assert {key[3] for key in figures(await told(metric="docketed"))} == {"docketed"}
    assert {one.data["subject"] for one in of(await told(case=number(1)), "case")} == {number(1)}
    assert of(await told(kinds=frozenset({"cases"})), "figure") == []
    assert of(await told(kinds=frozenset({"figures"})), "case") == []
    assert [one.event for one in await told(kinds=frozenset())] == ["settled"]
    assert await told(district="xinzhou", kinds=frozenset()) == []


async def test_a_page_of_one_case_or_agency_hears_only_what_concerns_it(street: Street) -> None:
    street.docket(1)
    street.docket(2, HOUSING)
    await street.settle()
    here = street.hub.place(None)
    street.hear(2, date(2023, 8, 9), defendant=HOUSING)
    await street.settle()
    only_signs = {"kinds": frozenset[str]()}
    for parts in ({"case": number(1)}, {"agency": POLICE}):
        assert await street.all_after(here, asked(**parts, **only_signs)) == b""
    for parts in ({"case": number(2)}, {"agency": HOUSING}):
        (sign,) = parsed(await street.all_after(here, asked(**parts, **only_signs)))
        assert (sign.data["cases"], sign.data["agencies"]) == (None, None), "others are not named to it"
    (sign,) = parsed(await street.all_after(here, asked(**only_signs)))
    assert sign.data["cases"] == [number(2)]
    assert HOUSING in sign.data["agencies"]


async def test_a_quarter_is_told_when_one_of_its_months_moves(street: Street) -> None:
    street.docket(1, day=date(2023, 4, 3))
    street.docket(2, day=date(2023, 5, 3))
    await street.settle()
    here = street.hub.place(None)
    street.docket(3, day=date(2023, 6, 3))
    street.docket(4, day=date(2023, 7, 3))
    await street.settle()
    quarter = asked(period=Period.parse("2023-Q2"), agency="*", metric="docketed")
    (told,) = figures(parsed(await street.all_after(here, quarter))).values()
    assert (told.data["period"], told.data["numerator"]) == ("2023-Q2", 3)


async def test_names_of_persons_are_masked_whoever_listens(street: Street) -> None:
    await street.settle()
    here = street.hub.place(None)
    street.docket(1)
    await street.settle()
    said = await street.all_after(here)
    (docketed,) = [one for one in parsed(said) if one.data.get("type") == "yingsu.case-docketed.v1"]
    assert docketed.data["data"]["claimants"] == [MASK]
    assert "prevhash" not in docketed.data


async def test_when_other_views_are_asked_than_before_figures_are_to_be_read_again(street: Street) -> None:
    street.docket(1)
    upto = await street.settle()
    here = street.hub.place(None)
    first = street.told.folder / "notes.db"
    with sqlite3.connect(first) as notes:
        notes.execute("VACUUM INTO ?", [str(first.with_name("notes-2.db"))])
    name_current(first, first.with_name("notes-2.db"))
    street.hub.nudge(upto)
    await street.hub.look()
    assert [one.event for one in parsed(await street.all_after(here))] == ["reset", "settled"]


async def test_what_many_hear_is_made_once(street: Street) -> None:
    await street.settle()
    here = street.hub.place(None)
    street.docket(1)
    await street.settle()
    chunks = [await street.hub.next(asked(), here, 0.0) for _ in range(50)]
    assert len({id(chunk) for chunk in chunks}) == 1


async def test_of_very_many_figures_is_only_said_that_they_moved(street: Street) -> None:
    await street.settle()
    here = street.hub.place(None)
    many = [Sum("huancui", "2023", "defendant", f"单位{n}", "docketed") for n in range(FIGURES + 1)]
    street.taken.take([], many)
    await street.hub.look()
    said = parsed(await street.all_after(here))
    assert [one.event for one in said] == ["reset", "settled"]
