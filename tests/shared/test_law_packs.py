"""What does a text that is a law pack say, and what is the law of a district made of?"""

from itertools import product

import pytest

from shared.events.words import Category
from shared.law.conditions import VOCABULARY, Attributes, mismatch
from shared.law.loader import PackError, law_of, load
from tests.given import packs
from tests.shared.example_pack import PACK, written
from tests.words import day

CATEGORIES: tuple[Category, ...] = ("civil", "litigation")
SILENT = {"parameters", "reminders", "targets", "lost", "adverse"}
"""Sections whose entries are values, not rules: their notes say what is to be said."""

ASKED = {name: VOCABULARY[name] for name in ("procedure", "document", "instance")}
"""What the duties of the bundled packs ask of a case."""


def case(category: str, **asked: str | bool) -> Attributes:
    """Return what duties may ask of a case of which nothing more is known."""
    return {"procedure": "unknown", "document": "unknown", "instance": "first", **asked, "category": category}


def test_the_example_is_a_pack() -> None:
    pack = load(PACK)
    assert (pack.pack, len(pack.routing), str(pack.targets[0].values[0].value)) == ("example", 2, "0.05")


@pytest.mark.parametrize("name", ["national", "xinzhou", "huancui"])
def test_the_bundled_packs_are_packs_of_their_names(name: str) -> None:
    assert load(packs()[name]).pack == name


def test_a_later_value_replaces_an_earlier_one_from_its_day() -> None:
    again = '\n      - {value: 0.03, since: 2024-01-01, article: "25"}'
    pack = load(PACK.replace('article: "25"}', 'article: "25"}' + again))
    days = ["2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01"]
    values = [pack.targets[0].on(day(text)) for text in days]
    assert [str(value.value) if value else None for value in values] == [None, "0.05", "0.05", "0.03"]


def test_a_duty_may_count_back_from_one_of_the_national_pack() -> None:
    text = PACK.replace("{working_days: 2}", "{working_days: 2, before: defence}")
    assert law_of("example", {"national": packs()["national"], "example": text}) is not None


def test_the_law_of_a_district_is_its_pack_on_top_of_the_national_one() -> None:
    law = law_of("xinzhou", packs())
    assert law is not None
    found = [
        law.duty(name, case("litigation"), day("2023-05-04"))
        for name in ("defence", "performance", "nothing")
    ]
    assert [(one.article, one in law.pack.duties) if one else None for one in found] == [
        ("ALL 67; INT 108, 111", False),
        ("22", True),
        None,
    ]
    assert law.parameter("appeal_days_judgment") == 15


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
@pytest.mark.parametrize("category", ["litigation", "reconsideration", "civil"])
@pytest.mark.parametrize("start", ["2022-07-01", "2023-12-31", "2024-01-01", "2026-01-01"])
def test_a_duty_never_stands_twice_for_a_kind_of_proceeding_and_a_day(
    district: str, category: str, start: str
) -> None:
    law = law_of(district, packs())
    assert law is not None
    possible = [case(category, **dict(zip(ASKED, one, strict=True))) for one in product(*ASKED.values())]
    for attributes in possible:
        names = [
            duty.duty
            for duty in law.duties
            if category in duty.category
            and duty.covers(day(start))
            and mismatch(duty.when, attributes) is None
        ]
        assert len(names) == len(set(names))


def test_a_national_duty_of_several_kinds_of_proceeding_stays_for_those_without_one_of_the_district() -> None:
    text = written(("duty: papers\n", "duty: damages_claim\n"), ("duty: papers}", "duty: damages_claim}"))
    law = law_of("example", {"national": packs()["national"], "example": text})
    assert law is not None
    found = {duty.category: duty.article for duty in law.duties if duty.duty == "damages_claim"}
    assert found == {("litigation",): "20", ("reconsideration",): "State Compensation 37"}
    marks = [entry.article for entry in law.entries() if entry.mark == "duties/damages_claim"]
    assert marks == ["20", "State Compensation 37"]


def test_a_districts_duty_replaces_the_national_one_for_its_kinds_of_proceeding_only() -> None:
    again = """\
  - duty: defence
    category: civil
    article: "21"
    summary: {zh: 答辩, en: defence}
    starts: notice
    due: {working_days: 3}
    obligor: responsible_agency
    met_by: defence-filed
"""
    text = written(("duties:\n", "duties:\n" + again))
    law = law_of("example", {"national": packs()["national"], "example": text})
    assert law is not None
    articles = [
        duty.article
        for category in CATEGORIES
        if (duty := law.duty("defence", case(category), day("2025-01-02")))
    ]
    assert articles == ["21", "ALL 67; INT 108, 111"]


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
def test_every_entry_of_a_law_has_a_mark_of_its_own_and_one_of_the_pack_replaces_the_national_one(
    district: str,
) -> None:
    law = law_of(district, packs())
    assert law is not None
    entries = list(law.entries())
    own = {entry.mark for entry in entries if entry.pack == district}
    others = [entry.mark for entry in entries if entry.pack == "national" and entry.section != "duties"]
    assert own.isdisjoint(others)
    assert "duties/performance" in own
    assert all(entry.mark == f"{entry.section}/{entry.id}" and entry.article for entry in entries)
    assert all(entry.summary or entry.section in SILENT for entry in entries)


def test_there_is_no_law_without_both_packs() -> None:
    assert law_of("xinzhou", {}) is None
    assert law_of("xinzhou", {"xinzhou": packs()["xinzhou"]}) is None
    assert law_of("elsewhere", packs()) is None
    assert law_of("", packs()) is None


def test_the_version_of_a_law_changes_with_either_text() -> None:
    texts = dict(packs())
    versions = {law.version for law in [law_of("xinzhou", texts)] if law}
    for name in ("national", "xinzhou"):
        law = law_of("xinzhou", {**texts, name: texts[name] + "# a remark\n"})
        assert law is not None
        versions.add(law.version)
    assert len(versions) == 3


def test_what_is_wrong_with_a_pack_is_for_its_own_district_to_trip_over() -> None:
    broken = packs()["huancui"].replace("routing:", "rooting:")
    law = law_of("xinzhou", {**packs(), "huancui": broken, "nonsense": "- not a pack"})
    assert law is not None
    assert law.pack.pack == "xinzhou"
    with pytest.raises(PackError, match="rooting"):
        law_of("huancui", {**packs(), "huancui": broken})
