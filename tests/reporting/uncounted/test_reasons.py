"""Why does a case not count, or only in the denominator? One scenario for each reason, by the facts told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from services.reporting.contribution import Contribution, contributions
from services.reporting.figures import additions
from services.reporting.periods import Period
from services.reporting.rows import counted
from services.reporting.summary import case_row
from services.reporting.uncounted import noting, telling
from services.reporting.uncounted.noting import noted
from services.reporting.uncounted.sentences import SENTENCES, why
from services.reporting.uncounted.telling import Reason, Row, only_denominator, uncounted
from shared.events.agency import AbsenceExplained
from shared.events.court import Attendee
from tests.given import Given
from tests.words import (
    FIRST,
    HOUSING,
    POLICE,
    SECOND,
    STRANGER,
    TOWN,
    act,
    appeal,
    asked_again,
    docketed,
    ended,
    hearing,
    judgment,
    officer,
    ruling,
    xinzhou,
)

ROOT = Path(__file__).parents[3]
EXCUSED = AbsenceExplained(reason="force_majeure", proof_fit=True)


def row_of(given: Given, case: str) -> Row:
    """Return the row of a case as the views keep it."""
    for dispute in given.judged():
        if case in dispute.by_number:
            added = additions(dispute, given.world)
            counts = contributions(added).get(case, Contribution())
            row = case_row(dispute, dispute.by_number[case], given.world, counts)
            return {**row, **noted(dispute, given.world, added)[case]._asdict()}
    raise AssertionError(case)


def left_out(
    given: Given, metric: str, case: str = FIRST, period: str = "2023", by: str = "defendant", row: str = "*"
) -> Reason | None:
    """Return why a case is not in a figure."""
    return uncounted(row_of(given, case), metric, Period.parse(period), by, row, ())


def rest(
    given: Given, metric: str, by: str = "defendant", row: str = "*", case: str = FIRST
) -> Reason | None:
    """Return why a case is only in the denominator of a figure of 2023."""
    kept = row_of(given, case)
    (item,) = counted(case, kept["contribution"], metric, Period.parse("2023"), by, row)
    assert not item.counted
    return only_denominator(kept, metric, item.on, by, row, ())


def told(*facts: Any, sued: tuple[str, ...] = (POLICE,)) -> Given:
    """Return a case that was docketed, with what else is told of it."""
    return xinzhou().facts(FIRST, docketed(*sued, on="2023-03-05"), *facts)


def on_appeal(*facts: Any) -> Given:
    """Return a case that was lost at first and appealed, with what is told of the second instance."""
    given = told(
        hearing("2023-05-02"), judgment("revoked", served="2023-06-05"), appeal("2023-06-10", POLICE)
    )
    return given.facts(SECOND, docketed(POLICE, on="2023-08-01", instance="second", earlier=FIRST), *facts)


def test_a_case_that_is_not_heard_says_what_became_of_it() -> None:
    assert left_out(told(), "heard") == Reason("not_heard_yet")
    withdrawn = told(ruling("withdrawn", served="2023-04-01"))
    assert left_out(withdrawn, "appearance_rate") == Reason("withdrawn_unheard", {"outcomes": ["withdrawn"]})
    assert left_out(told(ended("2023-04-01")), "chief_duty_rate") == Reason("closed_unheard")
    papers = on_appeal(judgment("appeal_rejected", served="2023-09-11"))
    found = left_out(papers, "appearance_rate", SECOND)
    assert found == Reason("on_papers", {"instance": "second", "outcomes": ["appeal_rejected"]})


def test_a_case_heard_in_another_year_says_when() -> None:
    found = left_out(told(hearing("2024-01-09")), "appearance_rate")
    assert found == Reason("other_period", {"by": "heard", "on": ["2024-01-09"], "periods": ["2024"]})
    assert left_out(told(hearing("2024-01-09")), "appearance_rate", period="2024") is None


def test_a_dispute_that_goes_on_counts_nowhere_as_concluded() -> None:
    assert left_out(told(), "loss_rate") == Reason("not_decided")
    going = on_appeal()
    decided = row_of(going, FIRST)["decided_on"]
    assert left_out(going, "loss_rate") == Reason("not_effective", {"decided_on": decided})
    remanded = on_appeal(judgment("remanded", served="2023-09-11"))
    assert left_out(remanded, "settlement_rate", SECOND) == Reason("not_final", {"outcomes": ["remanded"]})


def test_an_appealed_case_names_the_case_at_which_its_dispute_counts() -> None:
    given = on_appeal(judgment("appeal_rejected", served="2024-01-11"))
    at = {"case": SECOND, "on": "2024-01-11", "period": "2024"}
    assert left_out(given, "loss_rate") == Reason("counts_at", at)
    assert left_out(given, "pending") == Reason("ended", {"case": SECOND, "on": "2024-01-11"})
    assert left_out(given, "concluded:outcome=mediated") == Reason("concluded_at", at)
    assert left_out(given, "first_instance_loss_rate", SECOND) == Reason(
        "other_instance", {"instance": "second"}
    )


def test_a_case_that_no_law_governs_or_against_nobody_known_counts_in_no_figure() -> None:
    stranger = xinzhou().facts(FIRST, docketed(STRANGER, on="2023-03-05"))
    assert left_out(stranger, "docketed") == Reason("unknown_organs", {"organs": [STRANGER]})
    assert left_out(xinzhou().facts(FIRST, hearing("2023-05-02")), "heard") == Reason("not_docketed")


def test_a_civil_case_counts_in_figures_of_its_own() -> None:
    civil = replace(docketed(POLICE, on="2023-03-05"), category="civil")
    given = xinzhou().facts(FIRST, civil, hearing("2023-05-02"))
    there = {"category": "civil", "metric": "appearance_rate:category=civil"}
    assert left_out(given, "appearance_rate") == Reason("other_category", there)
    assert left_out(given, "appearance_rate:category=civil") is None
    assert left_out(told(), "heard:category=civil") == Reason("other_category", {"category": "litigation"})


def test_whether_the_excused_stay_in_the_rate_or_leave_it_is_said() -> None:
    given = told(hearing("2023-05-02"), EXCUSED)
    stays = Reason("excused", {"reason": "force_majeure", "on": ["2023-05-02"]})
    assert rest(given, "appearance_rate") == stays
    given.reading("national", "value: stays", "value: leaves")
    assert left_out(given, "appearance_rate") == Reason("excused_leaves")
    assert left_out(given, "heard") is None


@pytest.mark.parametrize(
    ("came", "code"),
    [
        ((), "nobody"),
        ((Attendee(organ=POLICE, role="outside_lawyer"),), "only_lawyer"),
        ((Attendee(organ=POLICE, role="staff"), Attendee(organ=POLICE, role="outside_lawyer")), "only_staff"),
        ((officer(identity_fit=False),), "identity_unfit"),
        ((officer(TOWN),), "not_an_officer"),
    ],
)
def test_who_came_instead_is_said(came: tuple[Attendee, ...], code: str) -> None:
    found = rest(told(hearing("2023-05-02", *came)), "appearance_rate")
    assert found == Reason(code)


def test_what_was_missing_of_an_appearance_is_said() -> None:
    deputy = told(hearing("2023-05-02", officer(spoke=False)))
    assert rest(deputy, "voiced_appearance_rate") == Reason("silent", {"came": ["deputy"]})
    assert rest(deputy, "chief_appearance_rate") == Reason("chief_absent", {"came": ["deputy"]})
    again = told(hearing("2023-05-02", officer()), hearing("2023-06-02"), asked_again("2023-06-02"))
    assert rest(again, "appearance_rate") == Reason("missed_again", {"on": ["2023-06-02"]})
    found = rest(deputy, "chief_duty_rate")  # the first case of the year (Xinzhou 14)
    assert found == Reason("accepted_absent", {"accepted": ["chief"], "came": ["deputy"]})


def test_where_each_defendants_own_officer_must_come_each_row_has_its_own_reason() -> None:
    lawyer = Attendee(organ=HOUSING, role="outside_lawyer")
    given = told(hearing("2023-05-02", officer(), lawyer), sued=(POLICE, HOUSING))
    own = given.reading("national", "value: any", "value: own")
    assert rest(own, "appearance_rate", row=HOUSING) == Reason("another_came")


def test_a_loss_is_that_of_those_who_lost() -> None:
    lost = replace(judgment("revoked", served="2023-06-05"), losing=(POLICE,))
    given = told(hearing("2023-05-02"), lost, sued=(POLICE, HOUSING))
    found = rest(given, "first_instance_loss_rate", row=HOUSING)
    assert found == Reason("lost_by_others", {"agencies": [POLICE]})
    kept = rest(told(judgment("claims_rejected", served="2023-06-05")), "loss_rate")
    assert kept == Reason("not_lost", {"outcomes": ["claims_rejected"]})


def test_a_row_that_a_figure_does_not_have_says_so() -> None:
    given = told(hearing("2023-05-02"))
    assert left_out(given, "heard", by="accountable", row=POLICE) == Reason(
        "row_has_none", {"by": "accountable"}
    )
    penalty = told(act("penalty"))
    found = left_out(penalty, "docketed:act=penalty", by="court", row="示0101")
    assert found == Reason("row_has_none", {"by": "court"})
    assert left_out(penalty, "docketed:act=licence") == Reason("other_part", {"act": "penalty"})


def test_every_reason_has_a_sentence_and_stands_in_the_documentation() -> None:
    told_of = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    code = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in (noting, telling))  # type: ignore[arg-type]
    for name in SENTENCES:
        assert f"`{name}`" in told_of, name
        assert f'"{name}"' in code or name in ("not_in_force", "not_covered"), name
        said = why(Reason(name)).says
        assert "{" not in said["zh"] + said["en"]
