"""What would another pack change? The same law changes nothing, another exactly what it says otherwise."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from deploy.law.judging import counts, figures, judged
from deploy.law.replay import Replay, folded, world_told
from deploy.law.trying import Trial, attempt, replaced
from services.reporting.periods import Period
from shared.dispute import disputes
from shared.envelope import read
from shared.events.intake import FactCorrected
from shared.law.loader import laws_of
from shared.world import World
from tests.benchmarks.facts import facts, organs
from tests.given import drafted, packs
from tests.stored import adoption, edited, named, stored
from tests.words import FIRST, POLICE, docketed

YEAR = Period.parse("2023")
EXAMPLES = [*organs(), *facts(1700)]  # both example ledgers, once

Edit = Callable[[dict[str, Any]], object]


def replayed(district: str = "xinzhou", *more: Any) -> Replay:
    """Return the examples of a district as replayed from a log."""
    replay = Replay(district)
    replay.take(stored([*EXAMPLES, *more]))
    return replay


def tried(edit: Edit, pack: str = "xinzhou", replay: Replay | None = None) -> Trial:
    """Return what an edited pack would change in 2023."""
    replay = replay or replayed()
    return attempt(replay, edited(pack, edit, replay.packs), YEAR)


def under(texts: Any, replay: Replay) -> World:
    """Return the world of what was replayed under other packs."""
    told = world_told(replay.district, replay.about_all)
    return World(laws_of(replay.district, texts), told.calendar, told.organs, told.day, roster=told.roster)


@pytest.mark.parametrize("district", ["xinzhou", "huancui"])
def test_the_law_on_the_log_changes_nothing(district: str) -> None:
    trial = attempt(replayed(district), packs()[district], YEAR)
    assert trial.cases > 20
    assert (trial.changes, trial.figures) == ((), ())


def test_the_national_pack_on_the_log_changes_nothing() -> None:
    trial = attempt(replayed(), packs()["national"], YEAR)
    assert (trial.changes, trial.figures) == ((), ())


def test_a_rule_of_another_name_is_judged_by_and_changes_nothing() -> None:
    trial = tried(lambda pack: pack["routing"][0].update(rule="renamed"))
    assert trial.cases > 20
    assert (trial.changes, trial.figures) == ((), ())


def test_another_target_moves_that_target_and_nothing_else() -> None:
    def ninety(pack: dict[str, Any]) -> None:
        named(pack["targets"], "voiced_appearance_rate")["values"][0]["value"] = 0.90

    trial = tried(ninety)
    assert trial.changes == ()
    assert {one.old.metric for one in trial.figures} == {"voiced_appearance_rate"}
    assert {(one.old.target, one.new.target) for one in trial.figures} == {("0.8000", "0.9000")}
    assert all(one.old.numerator == one.new.numerator for one in trial.figures)
    assert trial.figures[0].old.agency == "*"


def test_a_shorter_period_moves_the_deadlines_of_that_duty_and_its_figures() -> None:
    def one_day(pack: dict[str, Any]) -> None:
        named(pack["duties"], "papers")["due"]["working_days"] = 1

    trial = tried(one_day)
    assert {(change.what, change.of) for change in trial.changes} == {("deadline", "papers")}
    assert all(change.new < change.old for change in trial.changes)
    rates = {"on_time_rate", "on_time_rate:papers", "on_time_rate:for=government"}
    assert {one.old.metric for one in trial.figures} == rates


def test_another_rule_moves_who_answers_and_the_rows_of_both() -> None:
    def to_bureau(pack: dict[str, Any]) -> None:
        named(pack["routing"], "own-act")["responsible"] = ["bureau"]

    trial = tried(to_bureau)
    answers = [change for change in trial.changes if change.what == "responsible"]
    assert answers
    assert {change.new for change in answers} == {"新洲区司法局"}
    assert all(change.of == change.old for change in answers)  # who is sued answered for its own act
    assert {one.old.by for one in trial.figures} == {"responsible"}


def test_outcomes_that_are_no_loss_take_losses_away() -> None:
    def no_loss(pack: dict[str, Any]) -> None:
        pack["lost"]["codes"] = ["confirmed_void"]
        pack["lost"].pop("items", None)

    trial = tried(no_loss)
    lost = [change for change in trial.changes if change.what == "loss"]
    assert lost
    assert all(change.old.startswith("lost: ") and not change.new for change in lost)
    (rate,) = (one for one in trial.figures if (one.old.agency, one.old.metric) == ("*", "loss_rate"))
    assert rate.new.numerator < rate.old.numerator
    assert rate.new.denominator == rate.old.denominator


def test_a_ground_to_appear_requires_the_chief() -> None:
    ground = {
        "ground": "any",
        "article": "13",
        "summary": {"zh": "都须", "en": "always"},
        "accepted": ["chief"],
    }
    none = edited("xinzhou", lambda pack: pack.update(appearing=[]))
    replay = replayed("xinzhou", adoption(none))
    trial = tried(lambda pack: pack.update(appearing=[ground]), replay=replay)
    chief = [change for change in trial.changes if change.what == "chief"]
    assert chief
    assert {(change.old, change.new) for change in chief} == {("", "required: chief")}


def test_a_national_pack_is_tried_under_the_district_s_own() -> None:
    def fourteen(pack: dict[str, Any]) -> None:
        named(pack["duties"], "defence")["due"]["calendar_days"] = 14

    trial = tried(fourteen, "national")
    assert {change.of for change in trial.changes} >= {"defence"}
    assert {change.what for change in trial.changes} == {"deadline"}


def test_a_law_that_comes_into_force_later_governs_no_earlier_case() -> None:
    def later(pack: dict[str, Any]) -> None:
        pack["in_force"]["since"] = date(2030, 1, 1)
        pack["parameters"] = {
            **pack.get("parameters", {}),
            "earlier_cases": {"value": "refuse", "article": "35", "note": "for this test"},
        }

    trial = tried(later)
    law = [change for change in trial.changes if change.what == "law"]
    assert len(law) == trial.cases
    assert {(change.old, change.new) for change in law} == {("", "not-in-force")}


def test_what_is_told_under_the_pack_tried_is_what_judging_by_it_gives() -> None:
    def other(pack: dict[str, Any]) -> None:
        named(pack["duties"], "papers")["due"]["working_days"] = 1
        pack["lost"]["codes"] = ["confirmed_void"]
        pack["lost"].pop("items", None)

    replay = replayed()
    text = edited("xinzhou", other)
    moved = {(one.new.agency, one.new.metric): one.new for one in attempt(replay, text, YEAR).figures}
    world = under({**replay.packs, "xinzhou": text}, replay)
    found = figures(
        counts(judged(folded(replay.groups(), "xinzhou"), world), world), "2023", "defendant", world
    )
    district = {key: one for key, one in moved.items() if key[0] == "*"}
    assert len(district) >= 4
    assert district == {key: replace(found[key], by="*") for key in district}


def test_the_order_on_the_log_changes_nothing() -> None:
    log = stored(EXAMPLES)
    text = edited("xinzhou", lambda pack: named(pack["duties"], "papers")["due"].update(working_days=1))
    one, other = Replay("xinzhou"), Replay("xinzhou")
    one.take(log)
    other.take(random.Random(1).sample(log, len(log)))
    assert attempt(one, text, YEAR) == attempt(other, text, YEAR)


def test_several_processes_find_the_same_as_one() -> None:
    text = edited("xinzhou", lambda pack: named(pack["duties"], "papers")["due"].update(working_days=1))
    steps = list[tuple[str, int, int]]()
    shared = attempt(replayed(), text, YEAR, lambda *step: steps.append(step), many=2)
    assert shared == attempt(replayed(), text, YEAR)
    for what in ("reading", "judging"):
        (of,) = {of for name, _, of in steps if name == what}
        assert sum(done for name, done, _ in steps if name == what) == of > 20


def test_a_case_belongs_to_the_period_of_its_day_and_of_every_day_it_counts_on() -> None:
    cases = {
        half: attempt(replayed(), packs()["xinzhou"], Period.parse(half)).cases
        for half in ("2023-H1", "2023-H2")
    }
    whole = attempt(replayed(), packs()["xinzhou"], YEAR).cases
    assert max(cases.values()) < whole < sum(cases.values())
    assert attempt(replayed(), packs()["xinzhou"], Period.parse("1999")).cases == 0


def test_disputes_are_told_apart_without_reading_their_facts() -> None:
    replay = replayed()
    records = [read(body) for body in stored(EXAMPLES)]
    expected = disputes([one for one in records if one.district == "xinzhou" and one.subject])
    found = [tuple(case.number for case in one.cases) for one in folded(replay.groups(), "xinzhou")]
    assert sorted(found) == sorted(tuple(case.number for case in one.cases) for one in expected)
    assert any(len(chain) > 1 for chain in found)


class TestWhichPackGivesWay:
    def test_the_one_of_the_same_id(self) -> None:
        draft = edited("xinzhou", lambda pack: pack.update(source="draft"))
        assert replaced(packs(), draft) == {**packs(), "xinzhou": draft}

    def test_the_one_of_its_district_whose_days_it_takes(self) -> None:
        draft = edited("xinzhou", lambda pack: pack.update(pack="draft"))
        others = {id_: text for id_, text in packs().items() if id_ != "xinzhou"}
        assert replaced(packs(), draft) == {**others, "draft": draft}

    def test_none_when_it_takes_the_days_before(self) -> None:
        def before(pack: dict[str, Any]) -> None:
            since = pack["in_force"]["since"]
            pack.update(
                pack="old",
                targets=[],
                in_force={**pack["in_force"], "since": date(2010, 1, 1), "until": since},
            )

        draft = edited("xinzhou", before)
        assert replaced(packs(), draft) == {**packs(), "old": draft}


def test_a_fact_that_was_moved_to_another_district_is_judged_there_and_no_longer_here() -> None:
    fact = drafted(docketed(POLICE), "court/a", "1", FIRST, "xinzhou")
    moved = FactCorrected(
        target_source="court/a", target_id="1", replaces="1", type=fact.type, data=fact.data
    )
    log = stored([fact, drafted(moved, "court/a", "1#1", FIRST, "huancui")])
    for district, docketed_there in (("xinzhou", False), ("huancui", True)):
        replay = Replay(district)
        replay.take(log)
        cases = [case for one in folded(replay.groups(), district) for case in one.cases]
        assert any(case.docketed for case in cases) is docketed_there
        assert replay.cases == 1
