"""A dispute knows what was found on it and withdrawn, and where on the log each was told last."""

from datetime import UTC, date, datetime

from shared.dispute import Dispute, Key, disputes
from shared.envelope import Recorded
from shared.events.base import Event
from shared.events.findings.common import FindingWithdrawn
from shared.events.findings.deadlines import DeadlineMoved, DeadlineNear, DeadlineSet

NUMBER = "（2025）鄂0117行初1号"
DEFENCE = Key(NUMBER, "deadline", "defence/")
SET = DeadlineSet(
    duty="defence",
    article="ALL 67",
    obligor="responsible_agency",
    starts_on=date(2025, 3, 17),
    due_on=date(2025, 4, 1),
)
MOVED = DeadlineMoved(
    duty="defence",
    article="ALL 67",
    obligor="responsible_agency",
    starts_on=date(2025, 3, 19),
    due_on=date(2025, 4, 3),
    was_due_on=date(2025, 4, 1),
    cause="start",
)
GONE = FindingWithdrawn(topic="deadline", of_slot="defence/")


def recorded(*events: Event, case: str = NUMBER, since: int = 11) -> list[Recorded]:
    return [
        Recorded(
            event=event,
            source="deadlines",
            id=str(position),
            type="",
            subject=case,
            district="xinzhou",
            position=position,
            recorded_at=datetime(2025, 3, 20, tzinfo=UTC),
        )
        for position, event in enumerate(events, since)
    ]


def found(*events: Event) -> list[Dispute]:
    return disputes(recorded(*events))


def test_a_finding_that_replaces_another_was_told_where_it_stands() -> None:
    (dispute,) = found(SET, MOVED)
    assert dispute.standing("deadlines") == {DEFENCE: MOVED}
    assert dispute.told_at["deadlines"] == {DEFENCE: 12}
    assert dispute.withdrawn.get("deadlines", {}) == {}


def test_what_was_withdrawn_is_kept_as_it_stood_last_and_where_it_was_withdrawn() -> None:
    (dispute,) = found(SET, DeadlineNear(duty="defence", step=3, due_on=SET.due_on), MOVED, GONE)
    assert list(dispute.standing("deadlines")) == [Key(NUMBER, "near", "defence/")]
    assert dispute.withdrawn["deadlines"] == {DEFENCE: MOVED}
    assert dispute.told_at["deadlines"] == {DEFENCE: 14, Key(NUMBER, "near", "defence/"): 12}


def test_what_is_found_again_is_no_longer_withdrawn() -> None:
    (dispute,) = found(SET, GONE, MOVED)
    assert dispute.standing("deadlines") == {DEFENCE: MOVED}
    assert dispute.withdrawn["deadlines"] == {}
    assert dispute.told_at["deadlines"] == {DEFENCE: 13}


def test_a_withdrawal_of_what_nobody_found_is_nothing() -> None:
    assert found(GONE) == []


def test_each_dispute_has_only_what_was_told_of_its_cases() -> None:
    other = NUMBER.replace("1号", "2号")
    first, second = disputes([*recorded(SET, GONE), *recorded(SET, case=other, since=21)])
    assert (first.key, first.told_at["deadlines"], first.withdrawn["deadlines"]) == (
        NUMBER,
        {DEFENCE: 12},
        {DEFENCE: SET},
    )
    assert (second.key, second.told_at["deadlines"], second.withdrawn["deadlines"]) == (
        other,
        {Key(other, "deadline", "defence/"): 21},
        {},
    )


def test_where_it_was_told_makes_no_two_disputes_differ() -> None:
    assert found(SET) == found(SET, SET)
