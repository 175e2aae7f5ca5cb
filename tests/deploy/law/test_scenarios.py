"""Does every regulation work out in its scenarios as it reads? That every entry has one, `law check` says."""

from collections.abc import Iterator

import pytest

from deploy.law.reading import read
from deploy.law.running import failures
from deploy.law.scenarios import Scenario, ScenarioError
from tests.deploy.law.example import known
from tests.given import PACKS, packs

FILES = {file.name.removesuffix(".scenarios.yaml"): file for file in sorted(PACKS.glob("*.scenarios.yaml"))}


def scenarios(pack: str) -> tuple[Scenario, ...]:
    return read(FILES[pack].read_text(encoding="utf-8"), known()).scenarios


def every_one() -> Iterator[object]:
    for pack in FILES:
        try:
            for one in scenarios(pack):
                yield pytest.param(one, id=f"{pack} {one.article} {one.title}")
        except ScenarioError:  # told by test_it_can_be_read
            continue


def test_beside_every_pack_lie_its_scenarios() -> None:
    assert FILES.keys() == packs().keys()


@pytest.mark.parametrize("pack", FILES)
def test_it_can_be_read(pack: str) -> None:
    try:
        found = scenarios(pack)
    except ScenarioError as error:
        pytest.fail("\n".join(f"{FILES[pack]}:{fault}" for fault in error.faults))
    assert found


@pytest.mark.parametrize("one", list(every_one()))
def test_it_follows(one: Scenario) -> None:
    found = failures(one, known())
    assert not found, "\n".join(map(str, found))
