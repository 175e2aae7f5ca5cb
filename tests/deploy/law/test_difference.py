"""Packs are compared by entries: what was added, removed or changed, and in which fields."""

from collections.abc import Callable
from typing import Any

import pytest

from deploy.law.difference import Changed, difference
from shared.law.loader import load
from tests.given import packs
from tests.stored import edited, named

DRAFT: dict[str, Any] = {"zh": "答辩期限届满六个工作日前送审", "en": "Draft 6 working days before"}


def changed(edit: Callable[[dict[str, Any]], object], pack: str = "xinzhou") -> tuple[Changed, ...]:
    """Return what differs from a pack of this release."""
    return difference(load(packs()[pack]), load(edited(pack, edit)))


@pytest.mark.parametrize("pack", sorted(packs()))
def test_a_pack_does_not_differ_from_itself_written_otherwise(pack: str) -> None:
    assert changed(lambda said: None, pack) == ()


def test_a_changed_entry_names_the_fields_that_differ() -> None:
    def edit(pack: dict[str, Any]) -> None:
        draft = named(pack["duties"], "draft")
        draft["due"]["working_days"] = 6
        draft["summary"] = DRAFT

    (one,) = changed(edit)
    assert (one.mark, one.how, one.article, one.decides) == ("duties/draft", "changed", "10", True)
    fields = {field.name: (field.old, field.new) for field in one.fields}
    assert fields["due.working_days"] == (5, 6)
    assert fields.keys() == {"due.working_days", "summary.zh", "summary.en"}


def test_entries_come_and_go_in_the_order_of_the_pack() -> None:
    def edit(pack: dict[str, Any]) -> None:
        pack["routing"].insert(0, {**pack["routing"][-1], "rule": "first", "when": {"act": "penalty"}})
        pack["duties"].remove(named(pack["duties"], "archive"))

    assert [(one.mark, one.how) for one in changed(edit)] == [
        ("routing/first", "added"),
        ("duties/archive", "removed"),
    ]


def test_words_decide_nothing() -> None:
    def edit(pack: dict[str, Any]) -> None:
        named(pack["routing"], "own-act").update(summary=DRAFT, note="looked through")
        pack["name"]["en"] = "Xinzhou"

    found = changed(edit)
    assert {one.mark for one in found} == {"pack/name", "routing/own-act"}
    assert not any(one.decides for one in found)


def test_a_condition_decides_and_so_does_the_order_in_which_rules_are_asked() -> None:
    def asked_later(pack: dict[str, Any]) -> None:
        own = named(pack["routing"], "own-act")
        pack["routing"].remove(own)
        pack["routing"].insert(3, own)

    (moved,) = changed(asked_later)
    assert (moved.mark, moved.fields[0].name, moved.decides) == ("routing/*", "order", True)
    (condition,) = changed(
        lambda pack: named(pack["routing"], "implementing-department")["when"].pop("in_government_name")
    )
    assert [field.name for field in condition.fields] == ["when.in_government_name"]
    assert condition.decides


def test_values_of_a_target_are_told_apart_by_their_first_day() -> None:
    def edit(pack: dict[str, Any]) -> None:
        values = named(pack["targets"], "voiced_appearance_rate")["values"]
        values.append({**values[0], "value": 0.95, "since": "2025-01-01"})

    (one,) = changed(edit)
    assert one.mark == "targets/voiced_appearance_rate"
    assert {field.name.partition(".")[0] for field in one.fields} == {"2025-01-01"}


def test_an_outcome_that_is_no_loss_any_more_is_removed() -> None:
    def edit(pack: dict[str, Any]) -> None:
        pack["lost"]["codes"].remove("revoked")
        pack["lost"].get("items", {}).pop("revoked", None)

    assert [(one.mark, one.how) for one in changed(edit)] == [("lost/revoked", "removed")]


@pytest.mark.parametrize("pack", ["national", "huancui"])
def test_of_several_entries_of_one_duty_each_is_told_apart(pack: str) -> None:
    duties = [duty.duty for duty in load(packs()[pack]).duties]
    several = [number for number, duty in enumerate(duties) if duties.count(duty) > 1]
    assert several
    marks = set()
    for number in several:

        def edit(said: dict[str, Any], number: int = number) -> None:
            said["duties"][number]["summary"] = DRAFT

        (one,) = changed(edit, pack)
        marks.add(one.mark)
    assert len(marks) == len(several)
