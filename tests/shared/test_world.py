"""What does a judge know besides the dispute, from the facts that concern no single case?"""

from shared.calendar import Calendar
from shared.envelope import NO_DISTRICT
from shared.events.base import Fact
from shared.events.district import CalendarPublished, LawAdopted, OrganRegistered
from shared.events.intake import DayBegan, FactCorrected
from shared.law.loader import laws_of
from shared.world import world_of
from tests.given import Given, drafted, packs
from tests.words import FIRST, POLICE, REGISTER, day, hearing


def told(*facts: tuple[str, Fact]) -> Given:
    """Return facts, each under the subject it names."""
    given = Given("xinzhou")
    for number, (subject, fact) in enumerate(facts):
        given.told(drafted(fact, "intake", f"w{number}", subject, NO_DISTRICT))
    return given


def adopted(pack: str, version: int = 0, remark: str = "") -> tuple[str, Fact]:
    """Say that a pack was adopted."""
    return pack, LawAdopted(pack=pack, text=packs()[pack] + remark, sha256="0", version=version)


def published(year: int) -> tuple[str, Fact]:
    """Say that the schedule of a year was published."""
    schedule = Calendar.bundled().years[year]
    return str(year), CalendarPublished(
        year=year,
        holidays=tuple(sorted(schedule.holidays)),
        make_up_days=tuple(sorted(schedule.make_up_days)),
        notice=schedule.notice,
    )


def test_before_anything_is_told_there_is_no_law_nothing_is_published_and_no_day_began() -> None:
    world = world_of("xinzhou", [])
    assert (world.law, world.organs.organs, world.calendar.years) == (None, (), {})
    assert world.day == day("1990-01-01")


def test_the_day_is_the_latest_that_began_in_whatever_order_they_arrive() -> None:
    days = [("", DayBegan(day=day(text))) for text in ("2023-05-02", "2023-05-03", "2023-05-01")]
    assert world_of("xinzhou", told(*days).records).day == day("2023-05-03")


def test_the_law_of_the_district_is_taken_from_the_packs_adopted() -> None:
    given = told(adopted("national"), adopted("xinzhou"), adopted("huancui"))
    law = world_of("xinzhou", given.records).law
    assert law is not None
    assert law.pack.pack == "xinzhou"
    assert world_of("elsewhere", given.records).law is None


def test_a_pack_adopted_again_under_another_subject_is_the_same_pack() -> None:
    old, (_, new) = adopted("xinzhou", remark="# z\n"), adopted("xinzhou", 1, "# a\n")
    for both in ((old, ("", new)), (("", new), old)):
        law = world_of("xinzhou", told(adopted("national"), *both).records).law
        assert law is not None
        assert law == laws_of("xinzhou", {**packs(), "xinzhou": packs()["xinzhou"] + "# a\n"})[0]


def test_a_pack_adopted_again_with_a_higher_version_counts_in_any_order() -> None:
    old, new = adopted("xinzhou"), adopted("xinzhou", 1, "# amended\n")
    laws = [
        world_of("xinzhou", told(adopted("national"), *both).records).law for both in ((old, new), (new, old))
    ]
    first = world_of("xinzhou", told(adopted("national"), old).records).law
    assert laws[0] is not None
    assert first is not None
    assert laws[0] == laws[1]
    assert laws[0].version != first.version


def test_of_two_packs_for_one_district_always_the_same_counts() -> None:
    text = packs()["xinzhou"].replace("pack: xinzhou", "pack: anew", 1)
    own, other = adopted("xinzhou"), ("anew", LawAdopted(pack="anew", text=text, sha256="0"))
    for both in ((own, other), (other, own)):
        law = world_of("xinzhou", told(adopted("national"), *both).records).law
        assert law is not None
        assert law.pack.pack == "anew"


def test_the_calendar_is_what_was_published_and_the_same_as_the_bundled_one() -> None:
    given = told(*(published(year) for year in Calendar.bundled().years))
    assert world_of("xinzhou", given.records).calendar.version == Calendar.bundled().version


def test_a_year_not_published_is_provisional() -> None:
    calendar = world_of("xinzhou", told(published(2023)).records).calendar
    assert calendar.is_published(2023)
    assert not calendar.is_published(2024)


def test_organs_are_what_the_register_says_after_corrections() -> None:
    given = told(*((organ.code, organ) for organ in REGISTER))
    correction = FactCorrected(
        target_source="intake",
        target_id="w3",
        replaces="w3",
        type="yingsu.organ-registered.v1",
        data={"code": "d1", "name": "示范区公安局", "kind": "department", "aliases": [POLICE]},
    )
    given.told(drafted(correction, "intake", "w3#1", "d1", "xinzhou"))
    organs = world_of("xinzhou", given.records).organs
    assert organs.full_name(POLICE) == "示范区公安局"
    assert len(organs.organs) == len(REGISTER)


def test_facts_of_cases_among_them_are_no_part_of_the_world() -> None:
    given = told(("gov", OrganRegistered(code="gov", name="区政府", kind="government")))
    given.fact(FIRST, hearing("2023-05-08"))
    assert len(world_of("xinzhou", given.records).organs.organs) == 1
