"""Xinzhou 34, 35 and Huancui 38, 40: which proceedings and days a regulation governs; of others nothing is judged.

How the pack of a day is chosen among several has a file of its own (`tests/shared/test_world_laws.py`).
"""

import pytest

from shared.events.findings.accountability import LossFound
from shared.events.findings.common import FactParked
from shared.events.findings.routing import LawNotInForce, ResponsibleAgencyDetermined
from shared.events.words import Category
from tests.given import Given
from tests.words import (
    FIRST,
    GOVERNMENT,
    LAND,
    POLICE,
    SECOND,
    STRANGER,
    act,
    docketed,
    hearing,
    huancui,
    judgment,
    notice,
    xinzhou,
)


def not_covered(given: Given, case: str = FIRST) -> list[tuple[str, str, str]]:
    """Return why no law governs a case: reason, the pack that comes nearest, its article."""
    return [(one.reason, one.pack, one.article) for one in given.found("routing", LawNotInForce, case)]


@pytest.mark.parametrize(
    ("category", "defendants"),
    [("civil", (GOVERNMENT,)), ("civil", (POLICE,)), ("reconsideration", (POLICE,))],
)
def test_huancui_38_covers_no_civil_case_and_no_reconsideration_against_a_department(
    category: Category, defendants: tuple[str, ...]
) -> None:
    given = huancui().facts(FIRST, docketed(*defendants, category=category, on="2023-08-01"))
    given.facts(FIRST, notice("2023-08-07"), hearing("2023-09-04"), judgment("revoked", served="2023-10-09"))
    assert not_covered(given) == [("not-covered", "huancui", "38")]
    assert given.found("routing", ResponsibleAgencyDetermined) == []
    assert given.findings("deadlines") == {}
    assert given.findings("accountability") == {}


def test_huancui_38_covers_reconsideration_against_the_government() -> None:
    given = huancui().facts(FIRST, docketed(GOVERNMENT, category="reconsideration"), act(implementing=LAND))
    assert not_covered(given) == []
    (found,) = given.found("routing", ResponsibleAgencyDetermined)
    assert found.agencies == (LAND,)


@pytest.mark.parametrize("category", ["civil", "reconsideration"])
def test_xinzhou_34_covers_both(category: Category) -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, category=category))
    assert not_covered(given) == []
    (found,) = given.found("routing", ResponsibleAgencyDetermined)
    assert found.agencies == (POLICE,)


def test_an_unknown_organ_is_parked_all_the_same() -> None:
    given = huancui().facts(FIRST, docketed(STRANGER, category="civil"))
    assert [reason for reason, _, _ in not_covered(given)] == ["not-covered"]
    assert [one.about for one in given.found("routing", FactParked)] == [STRANGER]


def two_packs(district: Given) -> Given:
    """Let another pack take over on 1 January 2024 that says the same, in an article 8 of its own."""
    old = district.texts["xinzhou"]
    new = old.replace("pack: xinzhou", "pack: anew", 1).replace("since: 2022-06-06", "since: 2024-01-01")
    new = new.replace('article: "8"', 'article: "8 new"')
    assert new.count("8 new") == 1
    old = old.replace("  since: 2022-06-06\n", "  since: 2022-06-06\n  until: 2024-01-01\n", 1)
    district.texts = {**district.texts, "xinzhou": old, "anew": new}
    return district


def test_35_each_case_is_judged_by_the_law_of_its_own_day() -> None:
    given = two_packs(xinzhou()).facts(FIRST, docketed(POLICE, on="2023-12-29"))
    given.facts(SECOND, docketed(POLICE, on="2024-01-02"))
    found = {one.article: one.pack for one in given.found("routing", ResponsibleAgencyDetermined)}
    assert found == {"8": "xinzhou", "8 new": "anew"}


def test_35_an_appeal_docketed_under_the_new_law_follows_it_and_asks_who_answered_before() -> None:
    given = two_packs(xinzhou()).facts(FIRST, docketed(POLICE, on="2023-03-01"))
    given.facts(SECOND, docketed(POLICE, on="2024-03-01", instance="second", earlier=FIRST))
    found = {key.case: one for key, one in given.findings("routing").items() if key.topic == "responsible"}
    assert {case: (one.pack, one.agencies) for case, one in found.items()} == {  # type: ignore[attr-defined]
        FIRST: ("xinzhou", (POLICE,)),
        SECOND: ("anew", (POLICE,)),
    }


def test_35_a_loss_is_judged_by_the_law_of_the_case_that_ended_it() -> None:
    def lost(given: Given) -> bool:
        given.facts(
            FIRST, docketed(POLICE, on="2023-03-01"), judgment("claims_rejected", served="2023-06-26")
        )
        given.facts(SECOND, docketed(POLICE, on="2024-03-01", instance="second", earlier=FIRST))
        given.facts(SECOND, judgment("varied", served="2024-06-03"))
        return bool(given.found("accountability", LossFound))

    assert not lost(two_packs(xinzhou()))
    given = two_packs(xinzhou())
    assert lost(given.reading("anew", "varied: false", "varied: true"))
    given = two_packs(xinzhou())
    assert not lost(given.reading("xinzhou", "varied: false", "varied: true"))


def test_35_a_case_that_gets_a_day_moves_to_the_law_of_that_day() -> None:
    given = two_packs(xinzhou()).fact(FIRST, docketed(POLICE, on=""))
    assert [one.pack for one in given.found("routing", ResponsibleAgencyDetermined)] == ["anew"]
    given.fact(FIRST, notice("2023-12-29"))
    assert [one.pack for one in given.found("routing", ResponsibleAgencyDetermined)] == ["xinzhou"]
