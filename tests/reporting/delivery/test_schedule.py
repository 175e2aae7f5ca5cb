"""Is what fails tried eight times over two days, and never sooner than the receiver asks?"""

from random import Random

from services.reporting.delivery.schedule import (
    HOUR,
    JITTER,
    LONGEST,
    PAUSES,
    TRIES,
    Outcome,
    next_try,
    rest_until,
)
from tests.reporting.delivery.desk import Longest

FAILED = Outcome(False, "answered 500")


def instants(random: Random, outcome: Outcome = FAILED) -> list[float]:
    found, at = [], 0.0
    for tries in range(1, TRIES + 1):
        found.append(at)
        following = next_try(tries, at, outcome, random)
        if following is None:
            break
        at = following
    return found


def test_there_are_eight_tries_over_two_days() -> None:
    at = instants(Longest())
    assert len(at) == TRIES == 8
    assert at[0] == 0
    assert 48 * HOUR <= at[-1] <= 49 * HOUR


def test_pauses_grow() -> None:
    assert sorted(PAUSES) == list(PAUSES)
    assert PAUSES[0] == 60


def test_what_failed_together_is_not_tried_again_together() -> None:
    random = Random(7)
    first = {next_try(1, 0.0, FAILED, random) for _ in range(50)}
    assert len(first) == 50
    assert all(PAUSES[0] * (1 - JITTER) <= at <= PAUSES[0] for at in first if at)


def test_a_receiver_may_ask_for_more_time_within_a_bound_and_never_for_less() -> None:
    asked = [next_try(1, 0.0, Outcome(False, wait=wait), Longest()) for wait in (5.0, 900.0, 1e9)]
    assert asked == [PAUSES[0], 900.0, LONGEST]
    assert rest_until(0.0, Outcome(False, wait=900.0)) == 900.0
    assert 0 < rest_until(0.0, FAILED) <= PAUSES[0]
