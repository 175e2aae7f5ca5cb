"""Is it told when what is parked, or released, moves the bounds of a figure and not its value?"""

from datetime import date

from services.reporting.live.asked import Asked
from services.reporting.periods import Period
from tests.reporting.live.conftest import HOUSING, POLICE, Street, asked, parsed

YEAR = Period.parse("2023")
PAGE = Asked("huancui", frozenset())
"""What the page of a district listens to."""


async def opened(street: Street) -> None:
    """Let there be a case that was heard."""
    street.docket(1)
    street.hear(1, date(2023, 4, 3))
    await street.settle()


async def test_a_stream_of_figures_is_told_the_new_bounds_of_a_figure_whose_value_stays(
    street: Street,
) -> None:
    await opened(street)
    place = street.hub.place(None)
    street.hear(9, date(2023, 5, 4))  # of a case that nobody docketed
    await street.settle()
    wanted = asked(kinds=frozenset({"figures"}), agency="*", metric="appearance_rate", period=YEAR)
    (figure, settled) = parsed(await street.all_after(place, wanted))
    assert (figure.event, settled.event) == ("figure", "settled")
    assert (figure.data["numerator"], figure.data["denominator"]) == (1, 1)
    assert figure.data["parked"] == 1
    assert figure.data["low"]["value"] != figure.data["high"]["value"]
    released = street.hub.place(None)
    street.docket(9)
    await street.settle()
    (figure, _) = parsed(await street.all_after(released, wanted))
    assert (figure.data["denominator"], figure.data["parked"], figure.data["low"]) == (2, 0, None)


async def test_pages_of_the_district_and_of_every_agency_are_told(street: Street) -> None:
    await opened(street)
    place = street.hub.place(None)
    street.hear(9, date(2023, 5, 4))
    await street.settle()
    for page in (
        PAGE,
        Asked("huancui", frozenset(), agency=POLICE),
        Asked("huancui", frozenset(), agency=HOUSING),
    ):
        assert [one.event for one in parsed(await street.all_after(place, page))] == ["settled"]


async def test_what_parks_nothing_tells_other_agencies_nothing(street: Street) -> None:
    await opened(street)
    place = street.hub.place(None)
    street.hear(1, date(2023, 5, 4))
    await street.settle()
    assert parsed(await street.all_after(place, Asked("huancui", frozenset(), agency=HOUSING))) == []
