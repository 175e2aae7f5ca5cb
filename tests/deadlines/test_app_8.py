"""APP 8: whose officer cannot appear proves the reason. The text names no day: the hearing's is used, softly."""

from shared.events.agency import AbsenceExplained, AbsenceProofSubmitted
from shared.events.court import HearingCancelled, HearingRescheduled, HearingScheduled
from tests.deadlines.words import told_of
from tests.given import Given
from tests.words import FIRST, POLICE, TOWN, day, docketed, xinzhou


def excused(organ: str = POLICE, fit: bool = False, hearing: str = "2023-06-15") -> Given:
    """Return a case with a hearing fixed for a day, from which an officer asks to be excused."""
    given = xinzhou().facts(FIRST, docketed(POLICE, TOWN), HearingScheduled(hearing_on=day(hearing)))
    reason = AbsenceExplained(
        reason="force_majeure", proof_fit=fit, organ=organ, hearing_on=day(hearing) if organ else None
    )
    return given.facts(FIRST, reason)


def proof(on: str, organ: str = POLICE, hearing: str = "2023-06-15") -> AbsenceProofSubmitted:
    """Say when the proof was handed in."""
    return AbsenceProofSubmitted(submitted_on=day(on), hearing_on=day(hearing), organ=organ)


def test_8_the_proof_is_due_on_the_day_of_the_hearing() -> None:
    assert excused().on("2023-06-15").deadline(FIRST, "absence_proof") == "due 2023-06-15"
    given = excused().facts(FIRST, proof("2023-06-15"))
    assert given.deadline(FIRST, "absence_proof") == "met 2023-06-15, due 2023-06-15"


def test_8_a_miss_is_no_breach_counts_nowhere_and_calls_nobody() -> None:
    given = excused().on("2023-06-16")
    assert given.deadline(FIRST, "absence_proof") == "missed, due 2023-06-15"
    assert given.rate("on_time_rate:absence_proof") is None
    assert told_of(given, "absence_proof") == "nothing"


def test_8_a_fit_proof_on_record_leaves_nothing_to_hand_in() -> None:
    assert excused(fit=True).deadline(FIRST, "absence_proof") == "no duty"


def test_8_nobody_excused_nothing_is_due() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE), HearingScheduled(hearing_on=day("2023-06-15")))
    assert given.deadline(FIRST, "absence_proof") == "no duty"


def test_8_each_agency_proves_its_own_and_each_hearing_by_itself() -> None:
    given = excused().facts(FIRST, proof("2023-06-14", organ=TOWN), proof("2023-06-14", hearing="2023-07-03"))
    assert given.deadline(FIRST, "absence_proof") == "missed, due 2023-06-15"


def test_8_a_hearing_that_is_moved_or_called_off_moves_or_lifts_the_proof_of_an_absence_from_all() -> None:
    given = excused(organ="").on("2023-06-05")
    given.facts(FIRST, HearingRescheduled(from_on=day("2023-06-15"), to_on=day("2023-06-29")))
    assert given.deadline(FIRST, "absence_proof") == "due 2023-06-29"
    given.facts(FIRST, HearingCancelled(hearing_on=day("2023-06-29")))
    assert given.deadline(FIRST, "absence_proof") == "no duty"
