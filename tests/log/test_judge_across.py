"""Judging across disputes: what is told of one changes what is found on another, before that is settled."""

import random
from datetime import date

import pytest

from deploy.law.judging import JUDGES
from shared.envelope import NO_DISTRICT, Draft, read
from shared.events.base import Fact, Finding
from shared.events.district import LawAdopted
from shared.events.findings.accountability import LiabilityTriggered, LossFound
from shared.events.findings.common import FindingWithdrawn
from shared.events.findings.routing import ChiefRequired, LawNotInForce, ResponsibleAgencyDetermined
from tests.given import packs
from tests.log.house import House
from tests.log.toys import day, fact
from tests.oracle import expected, on_record
from tests.words import (
    POLICE,
    REGISTER,
    act,
    docketed,
    effective,
    hearing,
    judgment,
    remedied,
)

A, B, C = (f"（2023）示0101行初{number}号" for number in (1, 2, 3))
RETRIED = "（2025）示01行再2号"
TODAY = date(2026, 11, 20)


def adopted(district: str, on: date = TODAY) -> list[Draft]:
    """Return the law of a district and its organs, as facts."""
    laws = [
        fact(name, LawAdopted(pack=name, text=packs()[name], sha256=""), name, "intake", NO_DISTRICT)
        for name in ("national", district)
    ]
    organs = [fact(one.code, one, f"organ/{one.code}", "bureau/x", district) for one in REGISTER]
    return [*laws, *organs, day(on)]


def told(case: str, *facts: Fact, district: str = "huancui") -> list[Draft]:
    """Return facts of one case, each under an id of its own."""
    return [fact(case, one, f"{case}/{type(one).__name__}/{one.slot}", district=district) for one in facts]


def lost(case: str, on: str) -> list[Draft]:
    """Return what is reported of a case lost from a day."""
    suit = docketed(POLICE, on="2023-07-01")
    return told(case, suit, act(acting=POLICE), judgment("revoked", on=on), effective(on))


LOSSES = (*lost(A, "2023-09-01"), *lost(B, "2024-03-01"), *lost(C, "2025-01-10"))
REVERSED = told(
    RETRIED,
    docketed(POLICE, on="2025-02-01", instance="retrial", earlier=A),
    judgment("claims_rejected", served="2025-05-06"),
)


def found(house: House, kind: type[Finding]) -> dict[str, Finding]:
    """Return the standing findings of one type by case."""
    return {
        key.case: finding
        for one in house.disputes()
        for findings in one.findings.values()
        for key, finding in findings.items()
        if isinstance(finding, kind)
    }


def repeated(house: House) -> dict[str, tuple[str, ...]]:
    """Return the cases on which repeated losses are found, and which these are."""
    triggered = found(house, LiabilityTriggered).items()
    return {case: one.shown_by for case, one in triggered if isinstance(one, LiabilityTriggered)}


def judging(house: House) -> None:
    """Start the three services that find."""
    for rules in JUDGES:
        house.judge(rules)


@pytest.mark.parametrize("seed", range(4))
async def test_losses_and_a_retrial_in_any_order_end_in_the_same_findings(house: House, seed: int) -> None:
    chance = random.Random(seed)
    facts = [*LOSSES, *REVERSED, *told(B, remedied("2026-01-01"))] if seed % 2 else list(LOSSES)
    chance.shuffle(facts)
    judging(house)
    await house.keeper.record(adopted("huancui"))
    while facts:
        batch = [facts.pop() for _ in range(min(len(facts), chance.randint(1, 4)))]
        await house.keeper.record(batch)
        if chance.random() < 0.5:
            await house.settled()
    await house.quiet()
    assert on_record(house.log(), "huancui") == expected(house.log(), "huancui")
    assert repeated(house) == ({} if seed % 2 else {C: (A, B, C)})


async def test_a_loss_told_last_is_found_to_trigger_on_another_dispute_before_it_is_settled(
    house: House,
) -> None:
    judging(house)
    await house.keeper.record([*adopted("huancui"), *lost(C, "2025-01-10"), *lost(B, "2024-03-01")])
    await house.settled()
    assert repeated(house) == {}
    await house.keeper.record(lost(A, "2023-09-01"))
    await house.settled()
    assert repeated(house) == {C: (A, B, C)}


async def test_a_loss_that_takes_effect_as_days_pass_triggers_on_its_day(house: House) -> None:
    served = told(
        C, docketed(POLICE, on="2023-07-01"), act(acting=POLICE), judgment("revoked", served="2025-01-10")
    )
    judging(house)
    before = [*adopted("huancui", on=date(2025, 1, 27)), *lost(A, "2023-09-01"), *lost(B, "2024-03-01")]
    await house.keeper.record([*before, *served])
    await house.settled()
    assert repeated(house) == {}
    await house.keeper.record([day(date(2025, 1, 28))])
    await house.settled()
    assert repeated(house) == {C: (A, B, C)}


async def test_a_loss_reversed_on_retrial_withdraws_what_followed_on_another_dispute(house: House) -> None:
    judging(house)
    await house.keeper.record([*adopted("huancui"), *LOSSES])
    await house.settled()
    assert repeated(house) == {C: (A, B, C)}
    await house.keeper.record(REVERSED)
    await house.settled()
    assert repeated(house) == {}
    records = [read(body) for body in house.log()]
    withdrawn = [(one.subject, one.event.topic) for one in records if isinstance(one.event, FindingWithdrawn)]
    assert (C, "liability") in withdrawn


async def test_remedies_told_in_one_dispute_withdraw_it_too_and_a_restart_forgets_nothing(
    house: House,
) -> None:
    judging(house)
    await house.keeper.record([*adopted("huancui"), *LOSSES])
    await house.quiet()
    await house.stop_judge("accountability")
    house.judge(JUDGES[2])
    await house.keeper.record(told(A, remedied("2024-01-01")))
    await house.settled()
    assert repeated(house) == {}
    assert on_record(house.log(), "huancui") == expected(house.log(), "huancui")


async def test_an_earlier_hearing_moves_the_chiefs_duty_from_one_dispute_to_another(house: House) -> None:
    def heard(case: str, on: str) -> list[Draft]:
        suit = docketed(POLICE, on="2023-01-05")
        return told(case, suit, act(acting=POLICE), hearing(on), district="xinzhou")

    judging(house)
    await house.keeper.record([*adopted("xinzhou"), *heard(B, "2023-05-08")])
    await house.settled()
    assert found(house, ChiefRequired).keys() == {B}
    await house.keeper.record(heard(A, "2023-03-06"))
    await house.settled()
    assert found(house, ChiefRequired).keys() == {A}
    assert on_record(house.log(), "xinzhou") == expected(house.log(), "xinzhou")


async def test_a_pack_to_come_governs_every_case_from_its_day_on(house: House) -> None:
    coming = packs()["huancui"].replace("since: 2023-06-19", "since: 2026-12-01")
    (national, law, *rest) = adopted("huancui")
    law = fact(
        "huancui", LawAdopted(pack="huancui", text=coming, sha256=""), "huancui", "intake", NO_DISTRICT
    )
    judging(house)
    await house.keeper.record([national, law, *rest, *lost(A, "2025-01-10")])
    await house.settled()
    assert found(house, LawNotInForce).keys() == {A}
    assert found(house, ResponsibleAgencyDetermined) == {}
    await house.keeper.record([day(date(2026, 12, 1))])
    await house.settled()
    assert found(house, LawNotInForce) == {}
    assert found(house, ResponsibleAgencyDetermined).keys() == {A}
    assert found(house, LossFound).keys() == {A}
