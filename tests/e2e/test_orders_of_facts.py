"""Do facts that are published in any order and any number of times end in the figures that follow from them?"""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.codec import encode, type_of
from shared.envelope import Draft
from shared.events.base import Fact
from shared.events.court import CaseDocketed
from shared.events.intake import FactCorrected, FactRetracted
from tests import words
from tests.e2e.town import DISTRICTS, Town, sums_of
from tests.e2e.town import given as given_in
from tests.examples import cloudevent

pytestmark = pytest.mark.timeout(600)

WHERE = {"xinzhou": "新洲区", "huancui": "环翠区"}


def reported(district: str, case: str, fact: Fact, id_: str, source: str = "court/示") -> Draft:
    return Draft(
        source=source, id=id_, type=type_of(type(fact)), subject=case, district=district, data=encode(fact)
    )


def corrected(draft: Draft, to: Fact, number: int = 1, subject: str = "") -> Draft:
    """Correct a fact for the so manieth time, perhaps so that it is about another case."""
    fact = FactCorrected(
        target_source=draft.source,
        target_id=draft.id,
        replaces=f"{draft.id}#{number - 1}" if number > 1 else draft.id,
        type=draft.type,
        data=encode(to),
    )
    return reported(draft.district, subject or draft.subject, fact, f"{draft.id}#{number}", draft.source)


def retracted(draft: Draft) -> Draft:
    fact = FactRetracted(target_source=draft.source, target_id=draft.id, replaces=draft.id, type=draft.type)
    return reported(draft.district, draft.subject, fact, f"{draft.id}#1", draft.source)


def dispute(district: str, serial: int) -> list[Draft]:
    """Return a dispute lost, appealed, sent back, tried anew, upheld and retried, with much put right on the way."""
    where = WHERE[district]
    police, housing, land = f"{where}公安分局", f"{where}住房和城乡建设局", f"{where}自然资源局"
    first, second = f"（2023）鄂0117行初{serial}号", f"（2023）鄂01行终{serial}号"
    anew, again = f"（2024）鄂0117行初{serial}号", f"（2024）鄂01行终{serial}号"
    retrial = f"（2024）鄂行再{serial}号"
    sued = CaseDocketed(
        instance="first",
        defendants=(police, housing),
        claimants=("张某",),
        docketed_on=words.day("2023-03-01"),
    )
    told: dict[str, tuple[str, Fact]] = {
        "sued": (first, sued),
        "act": (first, words.act(acting=police, implementing=land, lead=housing)),
        "notice": (first, words.notice("2023-03-03", to=police)),
        "filed": (first, words.filed("2023-03-20")),
        "forwarded": (first, words.forwarded("2023-03-06")),
        "on record": (first, words.on_record("2023-04-10")),
        "heard": (first, words.hearing("2023-04-11", words.officer(police, rank="chief"))),
        "heard again": (first, words.hearing("2023-05-04")),
        "asked again": (first, words.asked_again("2023-05-04")),
        "lost": (first, words.judgment("revoked", served="2023-05-12", to=police, losing=(police,))),
        "analysed": (first, words.analysed("2023-05-30")),
        "appeal": (first, words.appeal("2023-05-20")),
        "appealed": (
            second,
            words.docketed(police, housing, on="2023-06-25", instance="second", earlier=first),
        ),
        "remanded": (second, words.ruling("remanded", served="2023-08-28", to=police)),
        "sued anew": (anew, words.docketed(police, housing, on="2024-01-08", earlier=second)),
        "heard anew": (anew, words.hearing("2024-02-20", words.officer(housing))),
        "lost anew": (
            anew,
            words.judgment("redo_ordered", served="2024-03-11", to=police, perform_by="2024-06-28"),
        ),
        "appealed anew": (again, words.docketed(police, on="2024-04-15", instance="second", earlier=anew)),
        "upheld": (again, words.judgment("appeal_rejected", served="2024-05-20", to=police)),
        "performed": (anew, words.performed("2024-06-20")),
        "closed": (again, words.closed("2024-05-27")),
        "archived": (again, words.archived("2024-07-01")),
        "suggestion": (again, words.suggestion("2024-05-20")),
        "answered": (again, words.answered("2024-07-22")),
        "retried": (retrial, words.docketed(police, on="2024-09-02", instance="retrial", earlier=again)),
    }
    facts = {name: reported(district, case, fact, f"{serial}/{name}") for name, (case, fact) in told.items()}
    ledger = reported(district, first, words.hearing("2023-04-11"), f"{serial}/ledger", f"ledger/{district}")
    revisions = (
        corrected(facts["sued"], words.docketed(police, "区政府", on="2023-03-01")),
        corrected(facts["sued"], words.docketed(police, housing, on="2023-03-02"), number=2),
        corrected(facts["heard anew"], words.hearing("2024-02-20", words.officer(housing, spoke=False))),
        corrected(facts["filed"], words.filed("2023-03-17"), subject=anew),
        retracted(facts["asked again"]),
        corrected(
            facts["appealed anew"], words.docketed(police, on="2024-04-15", instance="second", earlier=first)
        ),
        corrected(
            facts["appealed anew"],
            words.docketed(police, on="2024-04-15", instance="second", earlier=anew),
            number=2,
        ),
        corrected(ledger, words.hearing("2023-04-12")),
    )
    return [*facts.values(), ledger, *revisions]


HOW_MANY = len(dispute("xinzhou", 0))


@st.composite
def deliveries(draw: st.DrawFn) -> list[list[int]]:
    """Draw which facts are published, in which order, which of them again, and in how many deliveries."""
    kept = draw(st.sets(st.sampled_from(range(HOW_MANY)), min_size=HOW_MANY // 2))
    again = draw(st.lists(st.sampled_from(sorted(kept)), max_size=6))
    order = draw(st.permutations([*sorted(kept), *again]))
    cuts = sorted(draw(st.lists(st.integers(0, len(order)), max_size=3)))
    return [list(order[a:b]) for a, b in pairwise([0, *cuts, len(order)])]


def publish(town: Town, district: str, parts: list[list[int]]) -> None:
    """Publish facts of a new dispute, and see that figures and agencies are those that follow in memory."""
    facts, told = dispute(district, town.serial()), given_in(district)
    for number in sorted({number for part in parts for number in part}):
        told.told(facts[number])
    before = town.sums(district)
    for part in parts:
        answer = town.house.report([cloudevent(facts[number]) for number in part]).raise_for_status().json()
        assert answer["accepted"] + answer["known"] == len(part)
        town.house.wait_settled(answer["position"])
    assert town.sums(district) - before == sums_of(told)
    expected = {case.number: set[str]() for one in told.judged() for case in one.cases}
    for key, finding in told.findings("routing").items():
        expected[key.case].update(getattr(finding, "agencies", ()))
    found = town.responsible(district)
    assert {number: found[number] for number in expected} == expected


@pytest.mark.parametrize("district", DISTRICTS)
def test_the_whole_dispute_counts_as_it_should(town: Town, district: str) -> None:
    """What is drawn below would prove little if nothing of it counted."""
    told = given_in(district)
    for draft in dispute(district, 1):
        told.told(draft)
    assert told.rate("loss_rate", "2024") == (1, 1)
    assert told.rate("first_instance_loss_rate", "2023") == (1, 1)
    assert told.rate("first_instance_loss_rate", "2024") == (1, 1)
    assert told.rate("suggestion_reply_rate", "2024") == (1, 1)
    assert told.rate("appearance_rate", "2023") == (1, 1)
    publish(town, district, [list(reversed(range(HOW_MANY)))])


FEW = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@FEW
@given(district=st.sampled_from(DISTRICTS), parts=deliveries())
def test_any_order_and_repetition_ends_in_the_same(town: Town, district: str, parts: list[list[int]]) -> None:
    publish(town, district, parts)


@pytest.mark.long
@settings(FEW, max_examples=100, derandomize=False)
@given(district=st.sampled_from(DISTRICTS), parts=deliveries())
def test_many_orders_and_repetitions_do(town: Town, district: str, parts: list[list[int]]) -> None:
    publish(town, district, parts)
