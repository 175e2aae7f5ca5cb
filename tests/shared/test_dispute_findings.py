"""What was found on a dispute reads the same whenever it was found, and says by which law and calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from services.accountability.rules import RULES as ACCOUNTABILITY
from services.deadlines.rules import RULES as DEADLINES
from shared.calendar import Calendar, YearSchedule
from shared.codec import decode
from shared.dispute import Dispute, Key
from shared.envelope import Draft
from shared.events.base import Finding
from shared.events.findings.accountability import CircularProposed
from shared.events.findings.deadlines import DeadlineMoved
from shared.judge import Due, Findings
from shared.log.append import AppendReply
from tests.words import FIRST, LAND, POLICE, docketed, notice, xinzhou


def test_findings_stand_in_the_order_of_their_slots_not_in_that_of_their_coming() -> None:
    given = xinzhou().facts(FIRST, docketed(POLICE, LAND), notice("2023-05-12"))
    (dispute,) = given.judged()
    circulars = []
    for turned in (False, True):
        standing = {
            service: dict(sorted(found.items(), reverse=turned))
            for service, found in dispute.findings.items()
        }
        seen = Dispute(dispute.district, dispute.cases, standing)
        found = ACCOUNTABILITY.follows(seen, given.world).findings
        circulars.append([one for one in found.values() if isinstance(one, CircularProposed)])
    assert circulars[0] == circulars[1]
    assert [set(one.agencies) for one in circulars[0]] == [{POLICE, LAND}]


@dataclass
class Kept:
    """Takes findings and keeps them."""

    drafts: list[Draft] = field(default_factory=list)

    async def append(self, service: str, expected: int, findings: Sequence[Draft]) -> AppendReply:
        """Take findings."""
        self.drafts += findings
        return AppendReply(expected + 1, expected + len(findings))


def test_keys_are_ordered_by_case_topic_and_slot() -> None:
    assert sorted([Key("b", "a"), Key("a", "b", "2"), Key("a", "b", "1")])[0] == Key("a", "b", "1")


async def test_a_deadline_that_a_new_holiday_moves_says_that_the_calendar_did() -> None:
    given = xinzhou().on("2023-05-12").facts(FIRST, docketed(POLICE), notice("2023-05-12"))
    (dispute,) = given.judged()
    found = dict(DEADLINES.follows(dispute, given.world).findings)
    before = {key: replace(finding, calendar=given.world.calendar.version) for key, finding in found.items()}
    standing: dict[str, dict[Key, Finding]] = {"deadlines": before}
    holidays = frozenset(date(2023, 5, number) for number in range(15, 20))
    calendar = Calendar.of(
        {2023: YearSchedule(year=2023, notice="", holidays=holidays, make_up_days=frozenset())}
    )
    world = replace(given.world, calendar=calendar)
    kept = Kept()
    due = Due((), (Dispute(dispute.district, dispute.cases, standing),), world, 1)
    await Findings(DEADLINES, kept).conclude([due], 0)  # type: ignore[arg-type]
    moved = [event for one in kept.drafts if isinstance(event := decode(one.type, one.data), DeadlineMoved)]
    assert {(one.duty, one.cause, one.calendar) for one in moved} >= {
        ("papers", "calendar", calendar.version)
    }
