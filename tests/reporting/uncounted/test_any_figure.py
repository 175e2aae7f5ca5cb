"""Of any figure, period and row: each of the row's cases is in it, or left out with a reason that is true."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import cycle, islice, product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from services.reporting.answers import FigureCases
from services.reporting.feeds.keeping import Tally
from services.reporting.known import Known
from services.reporting.periods import Period
from services.reporting.reader import listing
from services.reporting.rows import Measures
from services.reporting.tables import metadata, sums
from services.reporting.uncounted.shapes import Why
from services.reporting.views import Views
from shared.codec import decode
from shared.dispute import Case, Dispute
from shared.envelope import Draft
from shared.events.court import (
    CaseEnded,
    ClosingDocumentServed,
    DocumentServed,
    DocumentTookEffect,
    HearingHeld,
)
from shared.events.district import OrganRegistered
from shared.events.findings.deadlines import Deadline, DeadlineMet, DeadlineMissed, EffectDetermined
from shared.events.findings.routing import ChiefRequired, ResponsibleAgencyDetermined
from shared.law.outcome import conclusion
from shared.log.database import open_database
from shared.log.notes import Notes
from shared.world import World
from tests.given import Given
from tests.reporting.test_examples_in_memory import DISTRICTS, drafts, told

PERIODS = ("2023", "2023-Q2", "2023-11")
PARTS = (
    *("docketed:act=penalty", "docketed:instance=second", "concluded:outcome=claims_rejected"),
    *("appearance_rate:category=civil", "loss_rate:category=reconsideration"),
)
BYS = ("defendant", "responsible", "accountable", "act", "court", "instance", "leader")
NOT_TOLD = ("yingsu.document-served", "yingsu.document-took-effect", "yingsu.closing", "yingsu.case-ended")


def unfinished(district: str) -> Given:
    """Return the example of a district, in which some cases have no document yet, and some no docketing."""
    organs = [decode(draft.type, draft.data) for draft in drafts(district, "organs")]
    given = Given(district).registered(*(organ for organ in organs if isinstance(organ, OrganRegistered)))
    facts = drafts(district, "ledger")
    numbers = sorted({draft.subject for draft in facts})
    open_, unknown = set(numbers[::5]), set(numbers[3::17])

    def is_told(draft: Draft) -> bool:
        if draft.subject in unknown:
            return not draft.type.startswith("yingsu.case-docketed")
        return draft.subject not in open_ or not draft.type.startswith(NOT_TOLD)

    for draft in filter(is_told, facts):
        given.told(draft)
    return given


@dataclass
class Kept:
    """What reporting keeps of a district."""

    given: Given
    folder: Path
    disputes: list[Dispute] = field(init=False)
    world: World = field(init=False)
    known: Known = field(init=False)

    def __post_init__(self) -> None:
        url = f"sqlite:///{self.folder}/notes.db"
        Notes(url, "reporting", [metadata], Tally()).close()
        self.engine = open_database(url)
        self.disputes, self.world = self.given.judged(), self.given.world
        self.known = Known(self.given.district, self.world, Measures(self.world))
        with self.engine.begin() as connection:
            Views().conclude(connection, set(), self.disputes, self.world)

    def cases(self) -> Iterator[tuple[Dispute, Case]]:
        return ((dispute, case) for dispute in self.disputes for case in dispute.cases if case.reported)


def asked(connection: Connection, kept: Kept, metric: str, label: str, by: str, row: str) -> FigureCases:
    found = listing.whole_figure(connection, kept.known, metric, Period.parse(label), by, row, "", 10_000, 1)
    assert found.next is None
    assert not found.more_left_out
    return found


@pytest.fixture(
    scope="module", params=[(name, whole) for name in DISTRICTS for whole in (True, False)], ids=str
)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    name, whole = request.param
    found = Kept(told(name) if whole else unfinished(name), tmp_path_factory.mktemp("kept"))
    yield found
    found.engine.dispose()


def of_row(dispute: Dispute, case: Case, by: str, row: str, world: World) -> bool | None:
    """Return whether a case is of a row, by its facts; None for rows that say more than a case alone."""
    if row == "*":
        return True
    if by == "defendant":
        return case.docketed is not None and row in map(world.organs.full_name, case.docketed.defendants)
    if by == "responsible":
        found = dispute.found("routing", ResponsibleAgencyDetermined)
        return any(number == case.number and row in one.agencies for number, one in found)
    if by == "instance":
        return case.docketed is not None and case.docketed.instance == row
    return None


def effect_of(dispute: Dispute, case: Case) -> date | None:
    stated = case.one(DocumentTookEffect)
    found = (one for number, one in dispute.found("deadlines", EffectDetermined) if number == case.number)
    return stated.took_effect_on if stated else next((one.took_effect_on for one in found), None)


def goes_on(dispute: Dispute, case: Case, period: Period, world: World) -> bool:
    """Return whether a case was docketed, heard, decided or effective in a period, or open at its end."""
    docketed = case.docketed.docketed_on if case.docketed else None
    decided, took = case.one(DocumentServed), effect_of(dispute, case)
    category = case.docketed.category if case.docketed else None
    ended = conclusion(dispute, world, category)
    days = [one.held_on for one in case.all(HearingHeld)]
    days += [on for on in (docketed, decided and decided.decided_on, took) if on]
    days += [ended.on] if ended and ended.case.number == case.number else []
    over = took or (ended.on if ended else None)
    if decided is None and (case.one(CaseEnded) or case.one(ClosingDocumentServed)):
        over = over or date.min
    is_open = docketed is not None and docketed < period.until and (over is None or over >= period.until)
    return is_open or any(on in period for on in days)


def rows_of(connection: Connection, district: str) -> list[tuple[str, str]]:
    """Return the rows of every kind that there are."""
    query = select(sums.c.by, sums.c.agency).where(sums.c.district == district, sums.c.by != "*").distinct()
    found = sorted((by, row) for by, row in connection.execute(query))
    return [one for by in BYS for one in [row for row in found if row[0] == by][:4]]


def test_each_case_of_a_row_counts_or_is_left_out_with_a_reason_that_is_true(kept: Kept) -> None:
    codes, by_case = Counter[str](), {case.number: (dispute, case) for dispute, case in kept.cases()}
    going_on = {
        label: [one for one in kept.cases() if goes_on(*one, Period.parse(label), kept.world)]
        for label in PERIODS
    }
    with kept.engine.connect() as connection:
        rows = cycle(rows_of(connection, kept.known.id))
        for metric, label in product((*kept.known.measures.names, *PARTS), PERIODS):
            for by, row in (("defendant", "*"), *islice(rows, 1)):
                found = asked(connection, kept, metric, label, by, row)
                out = [one.case for one in found.left_out]
                wanted = {
                    case.number for one, case in going_on[label] if of_row(one, case, by, row, kept.world)
                }
                assert len(out) == len(set(out)), (metric, label, by, row)
                assert not set(out) & set(found.denominator), (metric, label, by, row)
                assert wanted <= {*out, *found.denominator}, (metric, label, by, row)
                for case, why, true in reasons(found, metric):
                    about = About(connection, kept, *by_case[case], metric, Period.parse(label), by, row)
                    codes[why.code] += 1
                    assert of_row(about.dispute, about.case, by, row, kept.world) is not False, (about, why)
                    assert true[why.code](about, why), (metric, label, by, row, case, why)
    assert len(codes) > 20, codes


def reasons(found: FigureCases, metric: str) -> Iterator[tuple[str, Why, Mapping[str, "Check"]]]:
    """Yield each reason an answer gives, with the case and what is asked whether it is true."""
    for one in found.left_out:
        yield one.case, one.reason, TRUE
    for item in found.items:
        is_rate = metric.partition(":")[0] not in ("average_days", *COUNTS)
        assert (item.why is not None) == (is_rate and not item.counted), (metric, item)
        if item.why:
            yield item.case, item.why, TRUE_OF_REST


COUNTS = ("docketed", "pending", "heard", "concluded")


@dataclass
class About:
    """What a reason is said about."""

    connection: Connection
    kept: Kept
    dispute: Dispute
    case: Case
    metric: str
    period: Period
    by: str
    row: str

    @property
    def hearings(self) -> list[date]:
        return sorted(one.held_on for one in self.case.all(HearingHeld))

    @property
    def outcomes(self) -> tuple[str, ...]:
        decided = self.case.one(DocumentServed)
        return decided.outcomes if decided else ()

    @property
    def ended(self) -> tuple[str, date] | None:
        category = self.case.docketed.category if self.case.docketed else None
        found = conclusion(self.dispute, self.kept.world, category)
        return (found.case.number, found.on) if found else None

    @property
    def chiefs(self) -> list[str]:
        found = self.dispute.found("routing", ChiefRequired)
        return [one.defendant for number, one in found if number == self.case.number]

    def deadlines(self, *kinds: type[Deadline]) -> list[Deadline]:
        found = self.dispute.found("deadlines", Deadline)
        return [
            one for number, one in found if number == self.case.number and isinstance(one, kinds or Deadline)
        ]

    def counts_in(self, case: str, period: str, row: str = "*") -> bool:
        there = asked(self.connection, self.kept, self.metric, period, self.by, row)
        return case in there.denominator

    def attended(self, *roles: str) -> bool:
        return any(one.role in roles for hearing in self.case.all(HearingHeld) for one in hearing.attendees)


def happened(about: About, why: Why) -> bool:
    """Tell whether what puts the case into other periods did happen then, and not in this one."""
    docketed, decided = about.case.docketed, about.case.one(DocumentServed)
    days: Mapping[str, Any] = {
        "began": [docketed and docketed.docketed_on],
        "heard": about.hearings[:1],
        "concluded": [about.ended and about.ended[1]],
        "decided": [decided and decided.decided_on],
        "due": [one.due_on for one in about.deadlines(DeadlineMet, DeadlineMissed)],
    }
    on = [date.fromisoformat(day) for day in why.params["on"]]
    counted = all(about.counts_in(about.case.number, label, about.row) for label in why.params["periods"])
    return counted and all(day in days[why.params["by"]] and day not in about.period for day in on)


Check = Callable[[About, Why], bool]

TRUE: Mapping[str, Check] = {
    "not_docketed": lambda about, why: about.case.docketed is None,
    "unknown_organs": lambda about, why: not any(map(about.kept.world.organs.find, why.params["organs"])),
    "other_period": happened,
    "counts_at": lambda about, why: (
        about.counts_in(why.params["case"], why.params["period"])
        and why.params["case"] in {case.number for case in about.dispute.cases} - {about.case.number}
    ),
    "concluded_at": lambda about, why: (
        about.ended == (why.params["case"], date.fromisoformat(why.params["on"]))
    ),
    "other_category": lambda about, why: (
        about.case.docketed is not None
        and about.case.docketed.category == why.params["category"]
        and about.case.docketed.category not in about.metric
        and (":category=" in about.metric or about.case.docketed.category != "litigation")
    ),
    "row_has_none": lambda about, why: (
        about.connection.execute(
            select(sums.c.metric).where(sums.c.by == about.by, sums.c.metric == about.metric).limit(1)
        ).first()
        is None
    ),
    "chief_of_others": lambda about, why: bool(about.chiefs) and about.row not in about.chiefs,
    "not_this_officer": lambda about, why: (
        about.by == "leader" and about.counts_in(about.case.number, why_any(about))
    ),
    "not_accountable": lambda about, why: about.by == "accountable" and about.row not in why.params["of"],
    "other_part": lambda about, why: all(f"={value}" not in about.metric for value in why.params.values()),
    "other_instance": lambda about, why: (
        about.case.docketed is not None
        and about.case.docketed.instance == why.params["instance"]
        and about.case.docketed.instance not in about.metric
    ),
    "other_outcome": lambda about, why: (
        about.ended is not None and about.metric.partition("=")[2] not in why.params["outcomes"]
    ),
    "not_heard_yet": lambda about, why: not about.hearings and not about.outcomes,
    "withdrawn_unheard": lambda about, why: (
        not about.hearings
        and {"withdrawn", "deemed_withdrawn", "withdrawn_after_change"} & {*about.outcomes} != set()
    ),
    "on_papers": lambda about, why: (
        not about.hearings and bool(about.outcomes) and about.case.docketed.instance != "first"  # type: ignore[union-attr]
    ),
    "decided_unheard": lambda about, why: not about.hearings and bool(about.outcomes),
    "closed_unheard": lambda about, why: not about.hearings and not about.outcomes,
    "chief_not_required": lambda about, why: not about.chiefs,
    "not_decided": lambda about, why: about.case.one(DocumentServed) is None,
    "closed_undecided": lambda about, why: about.case.one(DocumentServed) is None,
    "not_final": lambda about, why: bool(
        {"remanded", "trial_ordered", "jurisdiction_ruled"} & {*about.outcomes}
    ),
    "not_effective": lambda about, why: (
        bool(about.outcomes) and about.ended is None and effect_of(about.dispute, about.case) is None
    ),
    "goes_on": lambda about, why: about.ended is None and effect_of(about.dispute, about.case) is not None,
    "ended": lambda about, why: about.ended == (why.params["case"], date.fromisoformat(why.params["on"])),
    "no_deadline": lambda about, why: not {one.duty for one in about.deadlines()} & duties(about),
    "not_due_yet": lambda about, why: (
        why.params["due_on"]
        in {one.due_on for one in about.deadlines() if not isinstance(one, DeadlineMet | DeadlineMissed)}
    ),
    "lifted": lambda about, why: (
        not {one.duty for one in about.deadlines(DeadlineMet, DeadlineMissed)} & duties(about)
    ),
    "no_breach": lambda about, why: why.params["duty"] in about.kept.world.laws[0].soft,
    "not_for_government": lambda about, why: about.metric == "on_time_rate:for=government",
}
"""Whether a reason is true, asked of the facts and findings alone."""


def why_any(about: About) -> str:
    """Return the year in which a case is heard or its dispute concluded."""
    hearings = about.metric in ("heard", "chief_duty_rate") or "appearance" in about.metric
    return str(about.hearings[0].year if hearings else about.ended[1].year if about.ended else 2023)


def duties(about: About) -> set[str]:
    """Return the duties whose deadlines a figure counts."""
    names = {
        "performance_rate": "performance",
        "suggestion_reply_rate": "suggestion_reply",
        "archive_rate": "archive",
    }
    whole, _, part = about.metric.partition(":")
    if whole in names:
        return {names[whole]}
    soft = about.kept.world.laws[0].soft
    return {part} if part and "=" not in part else {one.duty for one in about.deadlines()} - soft


def officers(about: About) -> list[str]:
    """Return the ranks of the officers who sat with fit proof."""
    return [
        one.rank
        for hearing in about.case.all(HearingHeld)
        for one in hearing.attendees
        if one.role == "officer" and one.identity_fit
    ]


TRUE_OF_REST: Mapping[str, Check] = {
    "excused": lambda about, why: why.params["reason"] != "none" and bool(why.params["on"]),
    "missed_again": lambda about, why: len(about.hearings) > len(why.params["on"]) > 0,
    "identity_unfit": lambda about, why: any(
        one.role == "officer" and not one.identity_fit and one.rank != "none"
        for hearing in about.case.all(HearingHeld)
        for one in hearing.attendees
    ),
    "not_an_officer": lambda about, why: about.attended("officer"),
    "only_staff": lambda about, why: (
        about.attended("staff", "public_lawyer") and not about.attended("officer")
    ),
    "only_lawyer": lambda about, why: (
        about.attended("outside_lawyer") and not about.attended("staff", "officer")
    ),
    "nobody": lambda about, why: not about.attended("officer", "staff", "public_lawyer", "outside_lawyer"),
    "silent": lambda about, why: bool(officers(about)),
    "chief_absent": lambda about, why: (
        sorted(why.params["came"]) == sorted({*officers(about)} - {"chief", "none"})
    ),
    "accepted_absent": lambda about, why: (
        bool(about.chiefs) and not {*why.params["accepted"]} & {*officers(about)}
    ),
    "another_officer": lambda about, why: about.by == "leader",
    "not_lost": lambda about, why: (
        not {*why.params["outcomes"]} & {"revoked", "duty_ordered", "confirmed_void"}
    ),
    "lost_by_others": lambda about, why: about.row not in why.params["agencies"],
    "not_settled": lambda about, why: not {*why.params["outcomes"]} & {"withdrawn_after_change", "mediated"},
    "not_withdrawn": lambda about, why: (
        not {*why.params["outcomes"]} & {"withdrawn", "withdrawn_after_change"}
    ),
    "done_late": lambda about, why: any(
        one.due_on == why.params["due_on"] and one.done_on and one.done_on > one.due_on
        for one in about.deadlines(DeadlineMissed)
    ),
    "not_done": lambda about, why: any(
        one.due_on == why.params["due_on"] and one.done_on is None for one in about.deadlines(DeadlineMissed)
    ),
}
"""Whether it is true why a case is only in the denominator."""
