"""Which subscriptions stand, after renewals, corrections, retractions and ends?"""

from datetime import UTC, datetime
from itertools import permutations

from services.reporting.delivery.subscriptions import (
    Origin,
    concerns_subscriptions,
    subscriptions,
    versions,
)
from shared.envelope import Recorded
from shared.events.activities import MeetingHeld
from shared.events.base import Event
from shared.events.district import SubscriptionMade
from shared.events.findings.reporting import SubscriptionDisabled
from shared.events.intake import FactCorrected, FactRetracted
from tests.examples import EXAMPLES
from tests.reporting.delivery.desk import SECRET

SOURCE = "bureau/xinzhou"
TYPE = "yingsu.subscription-made.v1"


def made(version: int = 1, address: str = "https://a.cn/") -> SubscriptionMade:
    return SubscriptionMade(version=version, name="法规科", channel="webhook", address=address, secret=SECRET)


def recorded(id_: str, event: Event, source: str = SOURCE, position: int = 1) -> Recorded:
    return Recorded(
        event=event,
        source=source,
        id=id_,
        type="",
        subject="法规科",
        district="xinzhou",
        position=position,
        recorded_at=datetime(2026, 11, 22, tzinfo=UTC),
    )


def retracted(target: str, replaces: str) -> FactRetracted:
    return FactRetracted(target_source=SOURCE, target_id=target, replaces=replaces, type=TYPE, reason="")


def ended(version: int, position: int = 9) -> Recorded:
    event = SubscriptionDisabled(subscription="法规科", version=version, reason="410 Gone")
    return recorded("9", event, "reporting", position)


def test_the_later_version_counts_in_any_order() -> None:
    records = [recorded("a", made(1)), recorded("b", made(2, "https://b.cn/")), recorded("c", made(0))]
    for order in permutations(records):
        (one,) = subscriptions(order)
        assert (one.version, one.address) == (2, "https://b.cn/")
        assert {origin.id for origin in one.origins} == {"a", "b", "c"}


def test_it_ends_when_all_it_rests_on_was_retracted() -> None:
    records = [recorded("a", made(1)), recorded("b", made(2)), recorded("r", retracted("b", "b"))]
    assert [one.version for one in subscriptions(records)] == [1]
    assert subscriptions([*records, recorded("s", retracted("a", "a"))]) == ()


def test_a_correction_changes_it_and_is_what_a_retraction_must_replace() -> None:
    data = {"version": 1, "name": "法规科", "channel": "email", "address": "a@b.cn"}
    correction = FactCorrected(
        target_source=SOURCE, target_id="a", replaces="a", type=TYPE, data=data, reason=""
    )
    records = [recorded("a", made(1)), recorded("fix", correction)]
    (one,) = subscriptions(records)
    assert (one.channel, one.origins) == ("email", (Origin(SOURCE, "a", "fix"),))
    assert subscriptions([*records, recorded("r", retracted("a", "fix"))]) == ()


def test_one_that_was_disabled_stays_so_until_a_later_version() -> None:
    (one,) = subscriptions([recorded("a", made(1)), ended(1)])
    assert one.disabled == "410 Gone"
    (one,) = subscriptions([recorded("a", made(1)), ended(1), recorded("b", made(2))])
    assert one.disabled == ""
    (one,) = subscriptions([recorded("a", made(1)), ended(1), recorded("b", made(2)), ended(2, 12)])
    assert one.disabled == "410 Gone"


def test_only_what_concerns_subscriptions_is_read() -> None:
    of_another = FactRetracted(
        target_source=SOURCE, target_id="m", replaces="m", type="yingsu.meeting-held.v1"
    )
    assert concerns_subscriptions(recorded("r", retracted("a", "a")))
    assert concerns_subscriptions(recorded("a", EXAMPLES["subscription-made"]))
    assert not concerns_subscriptions(recorded("r", of_another))
    meeting = EXAMPLES["meeting-held"]
    assert isinstance(meeting, MeetingHeld)
    assert not concerns_subscriptions(recorded("m", meeting))


def test_what_is_made_anew_needs_a_version_higher_than_any_there_was() -> None:
    records = [recorded("a", made(3)), ended(3), recorded("r", retracted("a", "a"))]
    assert subscriptions(records) == ()
    assert versions(records) == {("xinzhou", "法规科"): 3}
