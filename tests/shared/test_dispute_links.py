"""Which cases are one dispute, and in what order do they stand?"""

from itertools import permutations

import pytest

from shared.dispute import Handles, disputes, handles
from shared.envelope import attributes, stamp
from shared.events.court import CaseDocketed
from shared.events.findings.deadlines import EffectDetermined
from shared.events.intake import DayBegan, FactCorrected, FactRetracted
from tests.given import Given, drafted
from tests.words import (
    ANEW,
    FIRST,
    POLICE,
    REGISTER,
    RETRIAL,
    SECOND,
    day,
    docketed,
    hearing,
    xinzhou,
)

CHAIN = (
    (FIRST, docketed(on="2023-03-01")),
    (SECOND, docketed(on="2023-08-01", instance="second", earlier=FIRST)),
    (RETRIAL, docketed(on="2024-02-01", instance="retrial", earlier=SECOND)),
)


def numbers(given: Given) -> list[list[str]]:
    """Return the case numbers of each dispute."""
    return [[case.number for case in dispute.cases] for dispute in disputes(given.records)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_chain_is_one_dispute_with_earlier_cases_first(order: tuple[int, ...]) -> None:
    given = xinzhou()
    for number in order:
        given.fact(*CHAIN[number])
    assert numbers(given) == [[FIRST, SECOND, RETRIAL]]


def test_without_links_every_case_is_a_dispute_of_its_own() -> None:
    assert numbers(xinzhou().fact(FIRST, docketed()).fact(SECOND, docketed())) == [[FIRST], [SECOND]]


def test_cases_that_link_to_one_nobody_reported_are_one_dispute_nevertheless() -> None:
    given = xinzhou().fact(SECOND, docketed(instance="second", earlier=FIRST))
    given.fact(RETRIAL, docketed(instance="retrial", earlier=FIRST, on="2024-02-01"))
    assert numbers(given) == [[SECOND, RETRIAL]]
    assert numbers(given.fact(FIRST, docketed())) == [[FIRST, SECOND, RETRIAL]]


def test_a_missing_link_in_the_middle_joins_what_is_on_its_far_side_only_when_it_arrives() -> None:
    given = xinzhou().fact(*CHAIN[0]).fact(*CHAIN[2])
    assert numbers(given) == [[FIRST], [RETRIAL]]
    assert numbers(given.fact(*CHAIN[1])) == [[FIRST, SECOND, RETRIAL]]


def test_cases_of_one_depth_stand_in_the_order_of_their_days() -> None:
    given = xinzhou().fact(FIRST, docketed())
    given.fact(RETRIAL, docketed(on="2023-08-01", instance="second", earlier=FIRST))
    given.fact(SECOND, docketed(on="", earlier=FIRST)).fact(SECOND, hearing("2024-03-04"))
    given.fact(ANEW, docketed(on="2025-02-01", instance="retrial", earlier=FIRST))
    assert numbers(given) == [[FIRST, RETRIAL, SECOND, ANEW]]


def test_a_circle_of_links_is_one_dispute_and_ends() -> None:
    given = xinzhou().fact(FIRST, docketed(earlier=SECOND)).fact(SECOND, docketed(earlier=FIRST))
    assert numbers(given) == [[FIRST, SECOND]]
    assert given.judged()


def test_a_dispute_is_named_after_its_first_case_and_knows_what_comes_before_and_after() -> None:
    given = xinzhou()
    for told in CHAIN:
        given.fact(*told)
    (dispute,) = disputes(given.records)
    first, second, retrial = dispute.cases
    assert (dispute.key, dispute.district) == (FIRST, "xinzhou")
    assert (dispute.earlier(first), dispute.earlier(second)) == (None, first)
    assert (dispute.later(first), dispute.later(retrial)) == ((second,), ())


def test_a_case_of_which_only_findings_are_left_is_a_dispute_so_that_they_can_be_withdrawn() -> None:
    finding = EffectDetermined(took_effect_on=day("2023-07-12"), reason="on-service", article="ALL 85")
    given = xinzhou().told(drafted(finding, "deadlines", "", FIRST, "xinzhou"))
    (dispute,) = disputes(given.records)
    assert [key.topic for key in dispute.standing("deadlines")] == ["effect"]
    assert dispute.cases[0].reports == {}
    assert dispute.standing("routing") == {}


def test_of_nothing_there_is_no_dispute() -> None:
    assert disputes([]) == []


def handled(event: object, source: str, subject: str, district: str = "xinzhou") -> Handles:
    """Return the handles of an event as it would stand on the log."""
    draft = drafted(event, source, "f1", subject, district)  # type: ignore[arg-type]
    return handles(attributes(stamp(draft, 1, "2026-01-01T00:00:00Z", "0")))


def test_a_docketing_is_found_by_its_case_and_ties_it_to_the_earlier_one() -> None:
    found = handled(docketed(earlier=FIRST), "court/x", SECOND)
    assert found == Handles("case", f"xinzhou|{SECOND}", "court/x f1", (f"xinzhou|{FIRST}",))


def test_a_correction_ties_its_case_to_its_target_and_to_the_earlier_case_it_tells_of() -> None:
    data = {"instance": "second", "defendants": [POLICE], "earlier_case": FIRST}
    type_ = "yingsu.case-docketed.v1"
    event = FactCorrected(target_source="court/y", target_id="d", replaces="d", type=type_, data=data)
    found = handled(event, "court/x", SECOND)
    assert found.ties == ("court/y d", f"xinzhou|{FIRST}")
    gone = FactRetracted(target_source="court/y", target_id="d", replaces="d", type=type_)
    assert handled(gone, "court/x", SECOND).ties == ("court/y d",)


def test_what_concerns_no_case_is_found_by_its_district() -> None:
    assert handled(REGISTER[0], "bureau/x", "gov").about == "organ"
    assert handled(REGISTER[0], "bureau/x", "gov").case_key == "xinzhou|"
    assert handled(DayBegan(day=day("2023-01-01")), "intake", "", "_") == Handles("log", "_|", "intake f1")
    corrected = FactCorrected(
        target_source="bureau/x", target_id="gov", replaces="gov", type="yingsu.organ-registered.v1", data={}
    )
    assert handled(corrected, "bureau/x", "gov").about == "organ"


def test_findings_are_found_by_their_case_and_have_no_identity_of_a_fact() -> None:
    finding = EffectDetermined(took_effect_on=day("2023-07-12"), reason="on-service", article="ALL 85")
    assert handled(finding, "deadlines", FIRST) == Handles("case", f"xinzhou|{FIRST}")


def test_a_type_this_release_does_not_know_is_kept_with_its_case() -> None:
    envelope = {
        "type": "yingsu.something-new.v1",
        "source": "court/x",
        "id": "1",
        "subject": FIRST,
        "district": "xinzhou",
        "data": {},
    }
    assert handles(envelope) == Handles("case", f"xinzhou|{FIRST}", "court/x 1")
    given = xinzhou().fact(FIRST, docketed())
    given.told(drafted(docketed(), "court/x", "9", FIRST, "xinzhou", "yingsu.something-new.v1"))
    (dispute,) = disputes(given.records)
    assert set(dispute.cases[0].reports) == {CaseDocketed}
