"""Do the same figures come out whoever dies while a ledger is imported, and wherever?"""

import time
from collections.abc import Iterator

import pytest

from deploy.local.place import FOLLOWERS
from shared.judge.crash import POINTS
from tests.e2e.deaths import PARTS, Death, Siege, deaths
from tests.e2e.house import House
from tests.e2e.town import Town

pytestmark = pytest.mark.timeout(600)

SEED = 20221206
"""From which all moments follow."""


SHORT = ("after-note", "after-append")
"""Points that are tried in the short run: what was read is noted, what follows is on the log and not noted."""


@pytest.fixture(scope="module")
def siege(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Siege]:
    """Give a house that is broken again and again, and in the end is as it should be."""
    folder = tmp_path_factory.mktemp("siege")
    house = House(folder / "data").start()
    try:
        siege = Siege(Town(house), folder).open()
        yield siege
        siege.all_is_well()
    finally:
        house.stop()


def test_an_import_survives_every_part_dying_at_a_moment_of_its_own(siege: Siege) -> None:
    siege.suffer(*deaths(SEED))


@pytest.mark.long
@pytest.mark.parametrize("number", range(1, 31))
def test_it_does_at_thirty_moments_of_every_part(siege: Siege, number: int) -> None:
    siege.suffer(*deaths(SEED + number))


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
def test_an_import_survives_a_part_that_dies_five_times(siege: Siege, part: str) -> None:
    siege.suffer(*(Death(part, moment / 5) for moment in range(5)))


@pytest.mark.parametrize(
    "point", [one if one in SHORT else pytest.param(one, marks=pytest.mark.long) for one in POINTS]
)
@pytest.mark.parametrize("passing", [1, pytest.param(2, marks=pytest.mark.long)])
def test_a_service_that_dies_at_a_named_point_goes_on_where_it_was(
    siege: Siege, point: str, passing: int
) -> None:
    dying = FOLLOWERS[:3] if point.endswith("append") else FOLLOWERS  # reporting appends nothing
    siege.house.wait_ready()
    for service in dying:
        siege.house.crash_at(service, f"{point}:{passing}")
    siege.house.wait_ready()
    armed = siege.house.starts()
    with siege.importing():
        pass
    started = siege.house.starts()
    died = {service for service in dying if started[service] > armed[service]}
    assert died == set(dying) if passing == 1 else died  # not all have so much to do that they pass it twice


@pytest.mark.parametrize(
    "moment", [pytest.param(n / 10, marks=pytest.mark.long) for n in (2, 4, 5, 6, 8, 10)]
)
def test_an_import_survives_the_death_of_the_supervisor_and_with_it_of_everything(
    siege: Siege, moment: float
) -> None:
    with siege.importing():
        time.sleep(siege.length * moment)
        siege.house.crash()
        siege.house.start(ready=False)


@pytest.mark.long
@pytest.mark.parametrize("service", FOLLOWERS)
def test_an_import_survives_a_service_that_is_rebuilt_meanwhile(siege: Siege, service: str) -> None:
    with siege.importing():
        time.sleep(siege.length / 2)
        siege.house.yingsu("rebuild", service)


@pytest.mark.long
@pytest.mark.parametrize("moment", [0.3, 0.5, 0.7])
def test_a_client_that_is_killed_imports_again(siege: Siege, moment: float) -> None:
    with siege.importing(cut_off_at=moment):
        pass
