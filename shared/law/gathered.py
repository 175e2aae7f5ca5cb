"""Which facts of a proceeding count in a case, whichever case of its dispute they name (Xinzhou 28, 32)?

A proceeding is about the loss of a dispute. Who reports may name the case at first instance though the appeal was
lost, or the appeal though a retrial upheld it: the facts count in the case of the loss, and in no other.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from shared.dispute import Case, Dispute, Report
from shared.events.base import Fact
from shared.events.proceeding import (
    DecisionMade,
    InquiryApproved,
    InquiryCompleted,
    InquiryOpened,
    InquiryReported,
    JointReviewRequired,
    Referred,
    ReviewCompleted,
    ReviewFedBack,
)
from shared.law.case_view import CaseView
from shared.law.lost import losses_in
from shared.law.told import WHOSE
from shared.organs import Organs
from shared.world import World

KINDS: Final[frozenset[type[Fact]]] = frozenset(
    {
        InquiryOpened,
        InquiryCompleted,
        InquiryReported,
        InquiryApproved,
        JointReviewRequired,
        ReviewCompleted,
        ReviewFedBack,
        DecisionMade,
        Referred,
    }
)
"""The facts that are about a proceeding after a loss and nothing else, but for what is handed to discipline."""

Reports = Mapping[type[Fact], Mapping[str, Report]]


def told_of(dispute: Dispute) -> bool:
    """Return whether anything is told of a proceeding after a loss; of most disputes nothing is."""
    return any(not KINDS.isdisjoint(case.reports) for case in dispute.cases)


def gathered(view: CaseView, world: World) -> CaseView:
    """Return a case with all facts about the loss that it brought; without any where the loss is another case's.

    Where no case of its kind brought one, each keeps its own. Of two reports of one thing that of the case itself
    counts, then that of the latest case.
    """
    dispute = view.dispute
    if len(dispute.cases) < 2 or not told_of(dispute):
        return view
    category = view.docketed.category
    kin = [case for case in dispute.cases if case.docketed and case.docketed.category == category]
    numbers = {case.number for case in kin}
    brought = next((one.case for one in losses_in(dispute, world) if one.case in numbers), None)
    if brought is None:
        return view
    own = {kind: slots for kind, slots in view.case.reports.items() if kind not in KINDS}
    if brought == view.case.number:
        rest = [case for case in reversed(kin) if case.number != brought]
        return _with(view, {**own, **_joined([view.case, *rest], view.organs)})
    return _with(view, {**own, **_handed_to_discipline(view.case)})


def without(view: CaseView, facts: Collection[Fact]) -> CaseView:
    """Return a case as if these facts had not been told of it, nor other reports of the same things.

    A report that gives way to one that does not fit does not step into its place.
    """
    gone = {_thing(fact, view.organs) for fact in facts}
    kinds = {type(fact) for fact in facts}
    reports: dict[type[Fact], Mapping[str, Report]] = dict(view.case.reports)
    for kind in kinds & reports.keys():
        reports[kind] = {
            slot: one for slot, one in reports[kind].items() if _thing(one.fact, view.organs) not in gone
        }
    return _with(view, reports) if gone else view


def instead(view: CaseView, facts: Iterable[tuple[Fact, Fact]]) -> CaseView:
    """Return a case as if its reports of the first of each two facts said the second, which may fill another slot."""
    reports: dict[type[Fact], Mapping[str, Report]] = dict(view.case.reports)
    for fact, said in facts:
        slots = dict(reports[type(fact)])
        slots[said.slot] = replace(slots.pop(fact.slot), fact=said)
        reports[type(fact)] = slots
    return _with(view, reports) if reports != view.case.reports else view


def _with(view: CaseView, reports: Reports) -> CaseView:
    case = replace(view.case, reports=reports)
    cases = tuple(case if one.number == case.number else one for one in view.dispute.cases)
    return CaseView(case, replace(view.dispute, cases=cases), view.organs)


def _handed_to_discipline(case: Case) -> Reports:
    """Return what belongs to the triggers of a case, and not to the loss."""
    handed = {slot: one for slot, one in case.reports.get(Referred, {}).items() if _of_trigger(one.fact)}
    return {Referred: handed} if handed else {}


def _joined(cases: Sequence[Case], organs: Organs) -> Reports:
    """Return what any of these cases tells of the proceeding, that of the first before that of the others."""
    joined: dict[type[Fact], dict[str, Report]] = {}
    first = dict[tuple[object, ...], str]()
    for case in cases:
        for kind in KINDS:
            for slot, report in case.reports.get(kind, {}).items():
                if case is not cases[0] and _of_trigger(report.fact):
                    continue
                if first.setdefault(_thing(report.fact, organs), case.number) == case.number:
                    joined.setdefault(kind, {})[slot] = report
    return joined


def _thing(fact: Fact, organs: Organs) -> tuple[object, ...]:
    """Return what a fact is about, whichever of its names an organ goes by."""
    named = ((name, getattr(fact, name)) for name in fact.SLOT)
    return type(fact), *(organs.full_name(value) if name in WHOSE else value for name, value in named)


def _of_trigger(fact: Fact) -> bool:
    return isinstance(fact, Referred) and fact.kind == "discipline"
